/*
 * What BankID and Freja share: questions to an operator with a certificate of
 * one's own, and the clock of an order.
 */

#ifndef P2PID_EID_OPERATOR_H
#define P2PID_EID_OPERATOR_H

#include "eid/enrolment.h"

#include <jansson.h>

/** Milliseconds that a question may take, and a cancel, which is not worth
 *  more of the user's time. */
#define P2PID_OPERATOR_PATIENCE 20000
#define P2PID_OPERATOR_CANCEL_PATIENCE 2000

/** Whether there is all that it takes to ask: a gateway's origin, or else an
 *  operator with an https address. P2PID_ERR_ARGUMENT, P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_operator_check (const p2pid_enrolment_config *config);

typedef struct {
  long status;
  json_t *object; /**< empty where an error has no readable body */
} p2pid_operator_answer;

/** What to ask; all is borrowed. */
typedef struct {
  const p2pid_operator *party;
  const char *path; /**< "/rp/v6.0/sign" */
  p2pid_bytes body;
  long timeout; /**< in milliseconds */
  long grace;   /**< likewise, as in p2pid_http_ask */
} p2pid_operator_question;

/**
 * Ask, and read the answer as JSON.
 *
 * @param enrolment   whose cancel breaks it off; NULL: nobody's
 * @param out_answer  for p2pid_operator_answer_clear()
 *
 * @return P2PID_OK for any status; P2PID_ERR_RELAY where one of 200 is not a
 *         JSON object, or one is too large; else as p2pid_http_ask_for()
 */
P2PID_MUST_CHECK p2pid_err
p2pid_operator_ask (const p2pid_operator_question *question,
                    const p2pid_enrolment *enrolment,
                    p2pid_operator_answer *out_answer);

/** All zero is fine. */
void
p2pid_operator_answer_clear (p2pid_operator_answer *answer);

/** Base64 with padding (RFC 4648 §4), a NUL behind it, for
 *  p2pid_buffer_free(); P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_operator_base64 (p2pid_bytes bytes, p2pid_buffer **out);

/** Milliseconds that also pass while the computer sleeps. */
int64_t
p2pid_operator_clock (void);

#endif
