/*
 * An enrolment in words for people.
 */

#ifndef P2PID_TOOLS_OUTPUT_ENROL_H
#define P2PID_TOOLS_OUTPUT_ENROL_H

#include "p2pid/enrolment.h"

/** A picture, a link, a sentence, as they come. */
void
cli_tell_enrolment (const p2pid_enrolment_event *event);

#endif
