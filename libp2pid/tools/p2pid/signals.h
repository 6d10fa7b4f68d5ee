/*
 * The signals that end a program, where it has something to put right first.
 */

#ifndef P2PID_TOOLS_SIGNALS_H
#define P2PID_TOOLS_SIGNALS_H

#include <signal.h>

/** SIGINT, SIGTERM and SIGHUP, without those that are ignored: whoever started
 *  the program with nohup(1), or a shell's script in the background, wants it
 *  to live on. */
void
cli_signals_ending (sigset_t *out);

#endif
