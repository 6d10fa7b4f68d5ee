/*
 * What a method may do with the enrolment that it serves.
 */

#ifndef P2PID_EID_ENROLMENT_H
#define P2PID_EID_ENROLMENT_H

#include "base/bytes.h"
#include "p2pid/enrolment.h"

/** What it was started with; texts are the enrolment's own copies. */
const p2pid_enrolment_config *
p2pid_enrolment_get_config (const p2pid_enrolment *enrolment);

/** What time it is by now: the config's time and what has passed since. */
int64_t
p2pid_enrolment_now (const p2pid_enrolment *enrolment);

/** Tell an event; pointers are borrowed for the call. */
void
p2pid_enrolment_tell (p2pid_enrolment *enrolment,
                      const p2pid_enrolment_event *event);

/** Largest sentence for people, with its NUL. */
#define P2PID_SENTENCE_SIZE 512

/** Keep hint, a static text, and sentence for the event FAILED; NULL for none.
 */
void
p2pid_enrolment_set_hint (p2pid_enrolment *enrolment,
                          const char *hint,
                          const char *sentence);

/** The hint that was kept; or NULL. */
const char *
p2pid_enrolment_get_hint (const p2pid_enrolment *enrolment);

/** Sleep; P2PID_ERR_CANCELLED as soon as it was cancelled. */
P2PID_MUST_CHECK p2pid_err
p2pid_enrolment_pause (p2pid_enrolment *enrolment, int milliseconds);

/** Whether it was cancelled. */
bool
p2pid_enrolment_is_cancelled (const p2pid_enrolment *enrolment);

/** Wait for p2pid_enrolment_choose(); P2PID_ERR_CANCELLED. */
P2PID_MUST_CHECK p2pid_err
p2pid_enrolment_await_choice (p2pid_enrolment *enrolment,
                              size_t count,
                              size_t *out_index);

/** Wait for p2pid_enrolment_give_pin(): secret memory, for
 *  p2pid_secret_free(), ends with a NUL; P2PID_ERR_CANCELLED,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_enrolment_await_pin (p2pid_enrolment *enrolment, char **out_pin);

/** Whether the program has said that it opened the link. */
bool
p2pid_enrolment_is_opened (p2pid_enrolment *enrolment);

/** A descriptor that becomes readable when it is cancelled, for poll(); -1 for
 *  NULL, which nobody cancels. */
int
p2pid_enrolment_cancel_fd (const p2pid_enrolment *enrolment);

#endif
