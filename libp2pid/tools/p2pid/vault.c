/* The user's own things, opened in their order: anchors, key, store, profile.
 */

#include "tools/p2pid/vault.h"
#include "tools/p2pid/anchors-file.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/sealing.h"

#include "p2pid/role.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

p2pid_err
cli_path (const cli_options *options, const char *name, char **out)
{
  char *path = NULL;

  if (asprintf (&path, "%s/%s", options->data_dir, name) < 0)
    return P2PID_ERR_MEMORY;
  *out = path;
  return P2PID_OK;
}

int64_t
cli_now (void)
{
  return (int64_t) time (NULL);
}

static cli_status
open_anchors (const cli_options *options, cli_vault *vault)
{
  p2pid_err err = cli_anchors_read (options, &vault->anchors);

  if (err == P2PID_OK && options->allow_test)
    err = p2pid_anchors_allow_test (vault->anchors, true);
  return err == P2PID_OK ? CLI_IDENTIFIED
                         : cli_fail (options, err, "the trust anchors");
}

static p2pid_err
read_profile (cli_vault *vault)
{
  p2pid_err err =
      p2pid_store_get_profile (vault->store, &vault->key, &vault->binding);

  return err == P2PID_ERR_NOT_FOUND ? P2PID_OK : err;
}

static cli_status
open_store (const cli_options *options, const char *path, cli_vault *vault)
{
  p2pid_store_key key;
  cli_status status = cli_sealing_key (options, path, &key);
  p2pid_err err;

  if (status != CLI_IDENTIFIED)
    return status;
  err = p2pid_store_open (path, &key, &vault->store);
  sodium_memzero (&key, sizeof key);
  if (err == P2PID_OK)
    err = read_profile (vault);
  return err == P2PID_OK ? CLI_IDENTIFIED : cli_fail (options, err, path);
}

cli_status
cli_vault_open (const cli_options *options,
                cli_vault_use use,
                cli_vault *out_vault)
{
  char *path = NULL;
  cli_status status;

  *out_vault = (cli_vault){ NULL, NULL, NULL, NULL };
  status = open_anchors (options, out_vault);
  if (status != CLI_IDENTIFIED || use == CLI_VAULT_ANCHORS)
    return status;
  if (cli_path (options, "store", &path) != P2PID_OK)
    return cli_fail (options, P2PID_ERR_MEMORY, NULL);
  if (use == CLI_VAULT_NEW || access (path, F_OK) == 0)
    status = open_store (options, path, out_vault);
  free (path);
  return status;
}

void
cli_vault_clear (cli_vault *vault)
{
  p2pid_store_close (vault->store);
  p2pid_key_free (vault->key);
  p2pid_binding_free (vault->binding);
  p2pid_anchors_free (vault->anchors);
  *vault = (cli_vault){ NULL, NULL, NULL, NULL };
}

p2pid_err
cli_vault_own_identity (const cli_vault *vault, p2pid_identity **out)
{
  p2pid_anchors *anchors = NULL;
  p2pid_err err = p2pid_anchors_new (&anchors);

  for (size_t i = 0;
       err == P2PID_OK && i < p2pid_anchors_count (vault->anchors); i++)
    err = p2pid_anchors_add (anchors, p2pid_anchors_get (vault->anchors, i));
  if (err == P2PID_OK)
    err = p2pid_anchors_allow_test (anchors, true);
  if (err == P2PID_OK)
    err = p2pid_binding_verify_own (vault->binding, anchors, cli_now (), out);
  p2pid_anchors_free (anchors);
  return err;
}

cli_status
cli_vault_tell_identity (const cli_options *options, const cli_vault *vault)
{
  p2pid_identity *identity = NULL;
  p2pid_err err = P2PID_ERR_NOT_FOUND;

  if (vault->key == NULL)
    return cli_refuse (options, err, "you have no identity; enrol first");
  err = cli_vault_own_identity (vault, &identity);
  if (err != P2PID_OK)
    return cli_fail (options, err, "your own identity");
  options->output->profile (identity, p2pid_binding_facts (vault->binding),
                            p2pid_binding_fixed_facts (vault->binding));
  p2pid_identity_free (identity);
  return CLI_IDENTIFIED;
}
