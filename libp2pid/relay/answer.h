/*
 * What a relay says in JSON, read as if it came from an enemy. Pure functions;
 * PROTOCOL.md §10 has the answers.
 */

#ifndef P2PID_RELAY_ANSWER_H
#define P2PID_RELAY_ANSWER_H

#include "base/bytes.h"

/** Largest JSON answer that is read, in bytes. */
#define P2PID_ANSWER_JSON_MAX 1024

/** Longest life of a code that is believed, in seconds. */
#define P2PID_ANSWER_LIFETIME_MAX (24 * 60 * 60)

/** A place on the relay. Mailbox and token of an invitation come from
 *  elsewhere; those of a code from the relay. */
typedef struct {
  char nameplate[6 + 1]; /**< two, four or six digits */
  char mailbox[32 + 1];  /**< lower-case hex */
  char token[43 + 1];    /**< base64url of 32 bytes: secret */
  int64_t lifetime;      /**< seconds until the code expires */
} p2pid_answer_place;

/** The reason that an answer gives for not doing what was asked. */
typedef enum {
  P2PID_PROBLEM_OTHER, /**< none, or none that is known */
  P2PID_PROBLEM_UNKNOWN,
  P2PID_PROBLEM_USED,
  P2PID_PROBLEM_SLOT,
  P2PID_PROBLEM_CROWDED,
  P2PID_PROBLEM_FULL
} p2pid_answer_problem;

/** The answer to POST /v1/code, whole; P2PID_ERR_RELAY for anything that a
 *  relay should not say, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_answer_opened (p2pid_bytes json, p2pid_answer_place *out_place);

/** The answer to POST /v1/code/NAMEPLATE: mailbox and token only, the rest is
 *  left as it is; errors likewise. */
P2PID_MUST_CHECK p2pid_err
p2pid_answer_claimed (p2pid_bytes json, p2pid_answer_place *out_place);

/** The "error" in an answer. */
p2pid_answer_problem
p2pid_answer_get_problem (p2pid_bytes json);

#endif
