/* p2pid whoami: one's own identity. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/vault.h"

static cli_status
whoami (cli_options *options)
{
  cli_vault vault;
  cli_status status = cli_vault_open (options, CLI_VAULT_IF_THERE, &vault);

  if (status == CLI_IDENTIFIED)
    status = cli_vault_tell_identity (options, &vault);
  cli_vault_clear (&vault);
  return status;
}

static const struct argp_child children[] = { { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp =
    CLI_ARGP (NULL, "Show your own identity.", children);

const cli_command cli_command_whoami = { "whoami", &argp, 0, 0, whoami, false };
