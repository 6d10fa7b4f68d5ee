/*
 * One contact on the command line: runs it, tells of its events, and takes
 * the user's decisions.
 */

#ifndef P2PID_TOOLS_TALK_H
#define P2PID_TOOLS_TALK_H

#include "tools/p2pid/vault.h"

/**
 * Run the contact that @p config begins, and tell how it ended.
 *
 * @param own     one's own identity, or NULL to check only
 * @param config  start, account, relay, code or invitation, facts; the rest is
 *                filled in from the options and the vault
 */
cli_status
cli_talk (const cli_options *options,
          const cli_vault *vault,
          const p2pid_identity *own,
          p2pid_contact_config *config);

#endif
