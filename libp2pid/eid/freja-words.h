/*
 * What Freja's statuses and error codes mean: a sentence for the user, and
 * what p2pid_enrolment_run() returns.
 */

#ifndef P2PID_EID_FREJA_WORDS_H
#define P2PID_EID_FREJA_WORDS_H

#include "p2pid/message.h"

/** All is static. */
typedef struct {
  p2pid_eid_message said; /**< by Freja's status, "STARTED"; or "ERROR" */
  p2pid_err err;          /**< P2PID_OK: the order goes on, or is approved */
} p2pid_freja_message;

/** The message of a status; NULL for one that is not known. */
const p2pid_eid_message *
p2pid_freja_find_message (const char *status);

/** For an order's status; "ERROR" and P2PID_ERR_RELAY for one that is not
 *  known, or NULL. */
const p2pid_freja_message *
p2pid_freja_progress (const char *status);

/** For an answer that is not of 200; @p code is its code, 0 where there is
 *  none. */
const p2pid_freja_message *
p2pid_freja_refusal (long status, int64_t code);

#endif
