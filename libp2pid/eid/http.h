/*
 * One HTTP request to an operator, provider or gateway, and its whole answer:
 * bounded, never redirected, TLS always verified, broken off by a cancel.
 *
 * Plain http is asked as well: OCSP answers come that way, and prove
 * themselves. Whoever sends anything else must see to it that the address is
 * https or this computer.
 */

#ifndef P2PID_EID_HTTP_H
#define P2PID_EID_HTTP_H

#include "base/bytes.h"

/** Largest answer, in bytes, where nothing else is said. */
#define P2PID_HTTP_ANSWER_MAX (256 * 1024)

/** Whether an address is of this computer: 127.0.0.1, [::1] or localhost. */
bool
p2pid_http_is_loopback (const char *url);

/** What to ask; all is borrowed. */
typedef struct {
  const char *method; /**< "GET", "POST" */
  const char *url;
  const char *type;   /**< of the body, or NULL */
  const char *accept; /**< media type that is wanted, or NULL */
  p2pid_bytes body;
  const char *certificate, *key; /**< PEM: one's own; or NULL */
  const char *root; /**< PEM: trust this alone; NULL: the system's */
  long timeout;     /**< for the whole, in milliseconds */
  /** So much longer is the answer waited for after a cancel, once the request
   *  has gone out. When it comes, P2PID_OK is returned all the same. */
  long grace;
  size_t max; /**< largest answer; 0: P2PID_HTTP_ANSWER_MAX */
} p2pid_http_ask;

typedef struct {
  long status;
  char type[64]; /**< media type without its parameters, lower case */
  p2pid_buffer *body;
} p2pid_http_answer;

/**
 * Ask and wait.
 *
 * @param cancel_fd   breaks it off once it is readable; -1: nothing does
 * @param out_answer  for p2pid_http_answer_clear()
 *
 * @return P2PID_OK for any status; P2PID_ERR_CANCELLED, P2PID_ERR_OFFLINE,
 *         P2PID_ERR_TIMEOUT, P2PID_ERR_TLS for a server that is not who it
 *         should be, P2PID_ERR_UNTRUSTED for a server that does not take
 *         one's own certificate, P2PID_ERR_RELAY for an answer that is none,
 *         P2PID_ERR_SIZE, P2PID_ERR_ARGUMENT for an address, certificate, key
 *         or root that is none, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_http_ask_for (const p2pid_http_ask *ask,
                    int cancel_fd,
                    p2pid_http_answer *out_answer);

/**
 * Fetch a document of the media type that @p ask accepts, which may be no
 * other.
 *
 * @return as p2pid_http_ask_for(); P2PID_ERR_NOT_FOUND for a status of 404,
 *         P2PID_ERR_RELAY for any other but 200, and for another media type
 */
P2PID_MUST_CHECK p2pid_err
p2pid_http_fetch (const p2pid_http_ask *ask,
                  int cancel_fd,
                  p2pid_buffer **out_document);

/** Wipe and free what is inside; all zero is fine. */
void
p2pid_http_answer_clear (p2pid_http_answer *answer);

#endif
