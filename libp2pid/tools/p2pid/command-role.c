/* p2pid role: an organisation's word beside one's own identity. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include "p2pid/role.h"

#include <string.h>

/* Put @p role in place of the one that was there; an empty one takes it
 * away. */
static p2pid_err
set (cli_vault *vault, p2pid_bytes role)
{
  p2pid_binding *binding = NULL;
  p2pid_err err = p2pid_binding_set_role (vault->binding, role, &binding);

  if (err == P2PID_OK)
    err = p2pid_store_set_profile (vault->store, vault->key, binding);
  if (err != P2PID_OK) {
    p2pid_binding_free (binding);
    return err;
  }
  p2pid_binding_free (vault->binding);
  vault->binding = binding;
  return P2PID_OK;
}

/* It must hold by its organisation's own word, or it would be of no use to
 * anybody; what was there is put back where it does not. */
static cli_status
add (const cli_options *options, cli_vault *vault, const char *path)
{
  const cli_vault before = *vault;
  p2pid_identity *identity = NULL;
  p2pid_bytes role;
  cli_bytes file = { NULL, 0 };
  p2pid_err err = cli_file_read (path, P2PID_ROLE_MAX + 1, &file);

  role = cli_bytes_line (&file);
  if (err == P2PID_OK)
    err = p2pid_binding_set_role (before.binding, role, &vault->binding);
  if (err == P2PID_OK) {
    err = cli_vault_own_identity (vault, &identity);
    p2pid_binding_free (vault->binding);
  }
  vault->binding = before.binding;
  if (err == P2PID_OK)
    err = set (vault, role);
  p2pid_identity_free (identity);
  cli_bytes_free (&file);
  return err == P2PID_OK ? cli_vault_tell_identity (options, vault)
                         : cli_fail (options, err, path);
}

static cli_status
run (const cli_options *options, cli_vault *vault)
{
  const char *verb = options->arguments[0];
  p2pid_err err = P2PID_ERR_NOT_FOUND;

  if (vault->binding == NULL)
    return cli_refuse (options, err, "you have no identity; enrol first");
  if (strcmp (verb, "add") == 0)
    return add (options, vault, options->arguments[1]);
  if (p2pid_binding_role (vault->binding) == NULL)
    return cli_refuse (options, err, "you have no role");
  if (strcmp (verb, "show") == 0)
    return cli_vault_tell_identity (options, vault);
  err = set (vault, (p2pid_bytes){ NULL, 0 });
  if (err != P2PID_OK)
    return cli_fail (options, err, NULL);
  options->output->done ("removed", "Removed.");
  return CLI_IDENTIFIED;
}

static cli_status
role (cli_options *options)
{
  const char *verb = options->arguments[0];
  bool adds = strcmp (verb, "add") == 0;
  cli_vault vault;
  cli_status status;

  if (options->count != (adds ? 2 : 1) ||
      (!adds && strcmp (verb, "show") != 0 && strcmp (verb, "remove") != 0))
    return cli_misused (options, "role takes: add and FILE, show, or remove");
  status = cli_vault_open (options, CLI_VAULT_IF_THERE, &vault);
  if (status == CLI_IDENTIFIED)
    status = run (options, &vault);
  cli_vault_clear (&vault);
  return status;
}

static const struct argp_child children[] = { { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp = CLI_ARGP (
    "add FILE\nshow\nremove",
    "Keep an organisation's word with your identity.\v"
    "FILE is what the organisation gave you, - standard input. It is shown "
    "with your identity unless you say otherwise (--show), and believed by "
    "those who know the organisation's key or the signatory who stands for "
    "it. To get one, give the organisation your key: whoami tells it.",
    children);

const cli_command cli_command_role = { "role", &argp, 1, 2, role, false };
