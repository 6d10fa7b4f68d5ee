/* p2pid people: people met, one for each identity key. */

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
tell_cb (const p2pid_person *person, void *user_data)
{
  list *self = user_data;

  self->options->output->person (person);
  self->any = true;
  return true;
}

static p2pid_err
tell_all (const cli_options *options, p2pid_store *store)
{
  list self = { options, false };
  p2pid_err err = P2PID_OK;

  if (store != NULL)
    err = p2pid_store_each_person (store, tell_cb, &self);
  if (err == P2PID_OK && !self.any)
    options->output->done ("nothing", "Nobody met yet.");
  return err;
}

static cli_status
change (const cli_options *options, p2pid_store *store)
{
  const char *verb = options->arguments[0];
  bool removing = strcmp (verb, "remove") == 0 && options->count == 2;
  bool noting = strcmp (verb, "note") == 0 && options->count == 3;
  int64_t id = 0;
  p2pid_err err = P2PID_ERR_NOT_FOUND;

  if ((!removing && !noting) || !cli_number_parse (options->arguments[1], &id))
    return cli_misused (options, "people takes: remove ID, or note ID TEXT");
  if (store != NULL)
    err = removing ? p2pid_store_remove_person (store, id)
                   : p2pid_store_set_note (store, id, options->arguments[2]);
  if (err != P2PID_OK)
    return cli_fail (options, err, options->arguments[1]);
  if (removing)
    options->output->done ("removed", "Removed.");
  else
    options->output->done ("noted", "Noted.");
  return CLI_IDENTIFIED;
}

static cli_status
people (cli_options *options)
{
  cli_vault vault;
  cli_status status = cli_vault_open (options, CLI_VAULT_IF_THERE, &vault);
  p2pid_err err;

  if (status == CLI_IDENTIFIED && options->count > 0) {
    status = change (options, vault.store);
  } else if (status == CLI_IDENTIFIED) {
    err = tell_all (options, vault.store);
    if (err != P2PID_OK)
      status = cli_fail (options, err, "the people");
  }
  cli_vault_clear (&vault);
  return status;
}

static const struct argp_child children[] = { { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp =
    CLI_ARGP ("\nremove ID\nnote ID TEXT",
              "List the people that you met, last met first, remove one, or "
              "keep a note beside one.",
              children);

const cli_command cli_command_people = { "people", &argp, 0, 3, people, false };
