/*
 * How the commands begin a contact: as a host, or as a guest.
 */

#ifndef P2PID_TOOLS_CONTACTS_H
#define P2PID_TOOLS_CONTACTS_H

#include "tools/p2pid/options.h"

/** Make a code, or an invitation, on the relay that the options name, and run
 *  the contact. */
cli_status
cli_host (const cli_options *options, p2pid_account account, bool code);

/** Join with the arguments, an invitation or a code, which may be in pairs, and
 *  run the contact. */
cli_status
cli_join (const cli_options *options, p2pid_account account);

#endif
