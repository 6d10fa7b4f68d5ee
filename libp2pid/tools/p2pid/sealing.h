/*
 * The key that opens the store: from a key file, or from a passphrase.
 */

#ifndef P2PID_TOOLS_SEALING_H
#define P2PID_TOOLS_SEALING_H

#include "tools/p2pid/options.h"

/** The key for the store at @p path. Where there is no store yet a new key
 *  file is made, or a new passphrase asked for twice. Whatever is wrong has
 *  been told when the status is other than 0. */
cli_status
cli_sealing_key (const cli_options *options,
                 const char *path,
                 p2pid_store_key *out_key);

#endif
