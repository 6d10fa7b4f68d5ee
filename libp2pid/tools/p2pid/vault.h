/*
 * What is the user's own: the store with its key, the profile in it, and the
 * trust anchors beside it.
 */

#ifndef P2PID_TOOLS_VAULT_H
#define P2PID_TOOLS_VAULT_H

#include "tools/p2pid/options.h"

typedef struct {
  p2pid_store *store;     /**< NULL where there is none */
  p2pid_key *key;         /**< NULL where nobody has enrolled */
  p2pid_binding *binding; /**< with key */
  p2pid_anchors *anchors;
} cli_vault;

/** What the command needs. */
typedef enum {
  CLI_VAULT_NEW,      /**< a store; make one where there is none */
  CLI_VAULT_IF_THERE, /**< a store where there is one */
  CLI_VAULT_ANCHORS   /**< the anchors only */
} cli_vault_use;

/** Open what is there. Whatever is wrong has been told when the status is
 *  other than 0; clear it then, too. */
cli_status
cli_vault_open (const cli_options *options,
                cli_vault_use use,
                cli_vault *out_vault);

/** Close and wipe. */
void
cli_vault_clear (cli_vault *vault);

/** One's own identity as others would see it who take TEST; for
 *  p2pid_identity_free(). */
p2pid_err
cli_vault_own_identity (const cli_vault *vault, p2pid_identity **out);

/** Tell of one's own identity; without one that is an error. */
cli_status
cli_vault_tell_identity (const cli_options *options, const cli_vault *vault);

/** The path of @p name in the data folder, for free(). P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
cli_path (const cli_options *options, const char *name, char **out);

/** The time now, in Unix seconds. */
int64_t
cli_now (void);

#endif
