/* The key of the store. */

#include "tools/p2pid/sealing.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/passphrase.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

static cli_status
key_from_file (const cli_options *options,
               const char *path,
               p2pid_store_key *out)
{
  p2pid_err err = p2pid_store_key_from_file (path, options->key_file, out);

  if (err == P2PID_ERR_STATE)
    return cli_refuse (options, err,
                       "the key file must be readable by its owner alone "
                       "(chmod 600)");
  return err == P2PID_OK ? CLI_IDENTIFIED
                         : cli_fail (options, err, options->key_file);
}

static cli_status
get_passphrase (const cli_options *options,
                bool fresh,
                char out[CLI_PASSPHRASE_SIZE])
{
  char again[CLI_PASSPHRASE_SIZE];
  p2pid_err err;

  if (options->passphrase_fd >= 0) {
    err = cli_passphrase_read (options->passphrase_fd, out);
    return err == P2PID_OK ? CLI_IDENTIFIED
                           : cli_fail (options, err, "the passphrase");
  }

  err = cli_passphrase_ask (fresh ? "New passphrase: " : "Passphrase: ", out);
  if (err == P2PID_ERR_STATE)
    return cli_misused (options,
                        "no terminal to ask for the passphrase on; use "
                        "--key-file or --passphrase-fd");
  if (err == P2PID_OK && fresh) {
    err = cli_passphrase_ask ("The same again: ", again);
    if (err == P2PID_OK && strcmp (out, again) != 0)
      err = P2PID_ERR_KEY;
    sodium_memzero (again, sizeof again);
    if (err == P2PID_ERR_KEY)
      return cli_misused (options, "the two passphrases differ");
  }
  return err == P2PID_OK ? CLI_IDENTIFIED
                         : cli_fail (options, err, "the passphrase");
}

cli_status
cli_sealing_key (const cli_options *options,
                 const char *path,
                 p2pid_store_key *out_key)
{
  char passphrase[CLI_PASSPHRASE_SIZE];
  cli_status status;
  p2pid_err err;

  if (options->key_file != NULL)
    return key_from_file (options, path, out_key);

  status = get_passphrase (options, access (path, F_OK) != 0, passphrase);
  if (status == CLI_IDENTIFIED) {
    err = p2pid_store_key_from_passphrase (path, passphrase, out_key);
    if (err == P2PID_ERR_ARGUMENT)
      status = cli_misused (options, "an empty passphrase protects nothing");
    else if (err != P2PID_OK)
      status = cli_fail (options, err, path);
  }
  sodium_memzero (passphrase, sizeof passphrase);
  return status;
}
