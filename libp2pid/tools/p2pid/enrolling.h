/*
 * Getting a binding from an eID, on a terminal or for a program.
 */

#ifndef P2PID_TOOLS_ENROLLING_H
#define P2PID_TOOLS_ENROLLING_H

#include "tools/p2pid/vault.h"

/** Whether the options say all that their eID needs; tells what is missing. */
cli_status
cli_enrol_check (const cli_options *options);

/**
 * Ask the eID that the options name to bind @p key, and tell how it goes. Ctrl-C
 * ends it at any time, and the order at the eID with it.
 *
 * @return 0 and the binding, for p2pid_binding_free(); else all has been told
 */
cli_status
cli_enrol_by_eid (const cli_options *options,
                  const cli_vault *vault,
                  const p2pid_key *key,
                  p2pid_binding **out_binding);

#endif
