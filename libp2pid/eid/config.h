/*
 * The enrolment's own copy of what it was started with.
 */

#ifndef P2PID_EID_CONFIG_H
#define P2PID_EID_CONFIG_H

#include "p2pid/enrolment.h"

/** The copy, whose pointers lead into itself: it must not be moved. */
typedef struct {
  p2pid_enrolment_config config;
  p2pid_operator party;
  p2pid_test_person person;
  char *texts; /* all of them, one after the other, in secret memory: among
                  them may be a private key and a personal number */
} p2pid_eid_config;

/** Copy @p given into @p out, which is for p2pid_eid_config_clear() whatever
 *  the result; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_eid_config_copy (const p2pid_enrolment_config *given,
                       p2pid_eid_config *out);

/** Wipe and free the texts; all zero is fine. */
void
p2pid_eid_config_clear (p2pid_eid_config *config);

#endif
