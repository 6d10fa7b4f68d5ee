/*
 * The golden rule between processes: no eID is asked while somebody who rang
 * has the user on the line (DESIGN §3). Both sides hold a lock on the data
 * folder itself, so that no file is left behind by it.
 */

#ifndef P2PID_TOOLS_CALM_H
#define P2PID_TOOLS_CALM_H

#include "tools/p2pid/options.h"

/** No lock is held. */
#define CLI_CALM_NONE (-1)

/** A contact begins in which the user was called; refused while an enrolment
 *  runs. Where nothing can be locked it goes on: checking a caller matters
 *  more. Whatever is wrong has been told when the status is other than 0. */
cli_status
cli_calm_begin_called (const cli_options *options, int *out_lock);

/** An enrolment begins; refused while such a contact is open. */
cli_status
cli_calm_begin_enrolment (const cli_options *options, int *out_lock);

/** It is over; CLI_CALM_NONE is fine. An empty data folder goes. */
void
cli_calm_end (const cli_options *options, int lock);

#endif
