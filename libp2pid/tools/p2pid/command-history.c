/* p2pid history: contacts that are over. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/number.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include <string.h>

typedef struct {
  const cli_options *options;
  bool any;
} list;

static bool
tell_cb (const p2pid_history_entry *entry, void *user_data)
{
  list *self = user_data;

  self->options->output->history (entry);
  self->any = true;
  return true;
}

static p2pid_err
tell_all (const cli_options *options, p2pid_store *store)
{
  list self = { options, false };
  p2pid_err err = P2PID_OK;

  if (store != NULL)
    err = p2pid_store_each_history (store, tell_cb, &self);
  if (err == P2PID_OK && !self.any)
    options->output->done ("nothing", "No contacts yet.");
  return err;
}

static cli_status
change (const cli_options *options, p2pid_store *store)
{
  int64_t id = 0;
  p2pid_err err = P2PID_ERR_NOT_FOUND;

  if (strcmp (options->arguments[0], "remove") != 0 || options->count != 2 ||
      !cli_number_parse (options->arguments[1], &id))
    return cli_misused (options, "history takes: remove ID");
  if (store != NULL)
    err = p2pid_store_remove_history (store, id);
  if (err != P2PID_OK)
    return cli_fail (options, err, options->arguments[1]);
  options->output->done ("removed", "Removed.");
  return CLI_IDENTIFIED;
}

static cli_status
history (cli_options *options)
{
  cli_vault vault;
  cli_status status = cli_vault_open (options, CLI_VAULT_IF_THERE, &vault);
  p2pid_err err;

  if (status == CLI_IDENTIFIED && options->count > 0) {
    status = change (options, vault.store);
  } else if (status == CLI_IDENTIFIED) {
    err = tell_all (options, vault.store);
    if (err != P2PID_OK)
      status = cli_fail (options, err, "the history");
  }
  cli_vault_clear (&vault);
  return status;
}

static const struct argp_child children[] = { { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp =
    CLI_ARGP ("\nremove ID",
              "List the contacts that you had, newest first, or remove one "
              "and its receipt.",
              children);

const cli_command cli_command_history = {
  "history", &argp, 0, 2, history, false
};
