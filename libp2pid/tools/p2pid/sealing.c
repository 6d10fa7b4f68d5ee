/* The key of the store.
 *
 * A key file is one line: 64 hex digits. */

#include "tools/p2pid/sealing.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/passphrase.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define KEY_TEXT_SIZE (2 * sizeof ((p2pid_store_key *) 0)->bytes)

static p2pid_err
parse_key (const cli_bytes *text, p2pid_store_key *out)
{
  p2pid_store_key key;
  size_t size = 0;

  if (text->size != KEY_TEXT_SIZE + 1 || text->data[KEY_TEXT_SIZE] != '\n' ||
      sodium_hex2bin (key.bytes, sizeof key.bytes, (const char *) text->data,
                      KEY_TEXT_SIZE, NULL, &size, NULL) != 0 ||
      size != sizeof key.bytes)
    return P2PID_ERR_DAMAGED;
  *out = key;
  sodium_memzero (&key, sizeof key);
  return P2PID_OK;
}

static p2pid_err
make_key_file (const char *path, p2pid_store_key *out)
{
  char text[KEY_TEXT_SIZE + 2];
  p2pid_err err;

  p2pid_store_key_new (out);
  sodium_bin2hex (text, KEY_TEXT_SIZE + 1, out->bytes, sizeof out->bytes);
  text[KEY_TEXT_SIZE] = '\n';
  err = cli_file_write (
      path, (p2pid_bytes){ (uint8_t *) text, KEY_TEXT_SIZE + 1 }, false);
  sodium_memzero (text, sizeof text);
  return err;
}

static cli_status
key_from_file (const cli_options *options, bool fresh, p2pid_store_key *out)
{
  cli_bytes text = { NULL, 0 };
  p2pid_err err = cli_file_read (options->key_file, 4096, &text);

  if (err == P2PID_OK)
    err = parse_key (&text, out);
  else if (err == P2PID_ERR_NOT_FOUND && fresh)
    err = make_key_file (options->key_file, out);
  cli_bytes_free (&text);
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
  bool fresh = access (path, F_OK) != 0;
  char passphrase[CLI_PASSPHRASE_SIZE];
  cli_status status;
  p2pid_err err;

  if (options->key_file != NULL)
    return key_from_file (options, fresh, out_key);

  status = get_passphrase (options, fresh, passphrase);
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
