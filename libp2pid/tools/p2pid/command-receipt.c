/* p2pid receipt: what both signed, years later and offline. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/number.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A receipt's bytes, from the store or from a file. */
typedef struct {
  p2pid_buffer *stored;
  cli_bytes file;
} source;

static p2pid_bytes
bytes_of (const source *from)
{
  if (from->stored != NULL)
    return p2pid_buffer_bytes (from->stored);
  return (p2pid_bytes){ from->file.data, from->file.size };
}

static void
clear_source (source *from)
{
  p2pid_buffer_free (from->stored);
  cli_bytes_free (&from->file);
}

/* A number is a contact in the store; "./7" is a file. */
static cli_status
get (const cli_options *options, const char *name, source *out)
{
  int64_t id = 0;
  cli_vault vault;
  cli_status status = CLI_IDENTIFIED;
  p2pid_err err = P2PID_ERR_NOT_FOUND;

  if (!cli_number_parse (name, &id)) {
    err = cli_file_read (name, P2PID_RECEIPT_MAX, &out->file);
    return err == P2PID_OK ? CLI_IDENTIFIED : cli_fail (options, err, name);
  }
  status = cli_vault_open (options, CLI_VAULT_IF_THERE, &vault);
  if (status == CLI_IDENTIFIED && vault.store != NULL)
    err = p2pid_store_get_receipt (vault.store, id, &out->stored);
  if (status == CLI_IDENTIFIED && err != P2PID_OK)
    status = cli_fail (options, err, name);
  cli_vault_clear (&vault);
  return status;
}

static cli_status
verify (const cli_options *options, const char *name, bool in_full)
{
  source from = { .stored = NULL };
  p2pid_receipt *receipt = NULL;
  cli_vault vault = { .anchors = NULL };
  cli_status status = get (options, name, &from);
  p2pid_err err;

  if (status == CLI_IDENTIFIED)
    status = cli_vault_open (options, CLI_VAULT_ANCHORS, &vault);
  if (status != CLI_IDENTIFIED)
    goto out;

  err = p2pid_receipt_parse (bytes_of (&from), &receipt);
  if (err != P2PID_OK) {
    status = cli_fail (options, err, name);
    goto out;
  }
  err = p2pid_receipt_verify (receipt, vault.anchors);
  status = cli_status_of (err);
  if (in_full)
    options->output->receipt (&(cli_verified){ receipt, err });
  else if (err == P2PID_OK)
    options->output->holds (&(cli_verified){ receipt, err });
  else
    cli_fail (options, err, "the receipt does not hold here");

out:
  p2pid_receipt_free (receipt);
  cli_vault_clear (&vault);
  clear_source (&from);
  return status;
}

static cli_status export(const cli_options *options,
                         const char *name,
                         const char *path)
{
  source from = { .stored = NULL };
  cli_status status = get (options, name, &from);
  p2pid_err err = P2PID_OK;

  if (status == CLI_IDENTIFIED && strcmp (path, "-") == 0) {
    fwrite (bytes_of (&from).data, 1, bytes_of (&from).size, stdout);
  } else if (status == CLI_IDENTIFIED) {
    err = cli_file_write (path, bytes_of (&from), false);
    if (err == P2PID_ERR_ARGUMENT)
      status = cli_misused (options, "%s is there already", path);
    else if (err != P2PID_OK)
      status = cli_fail (options, err, path);
    else
      options->output->done ("exported", path);
  }
  clear_source (&from);
  return status;
}

static cli_status
receipt (cli_options *options)
{
  const char *verb = options->arguments[0];
  const char *name = options->arguments[1];

  if (strcmp (verb, "show") == 0 && options->count == 2)
    return verify (options, name, true);
  if (strcmp (verb, "verify") == 0 && options->count == 2)
    return verify (options, name, false);
  if (strcmp (verb, "export") == 0)
    return export(options, name,
                  options->count == 3 ? options->arguments[2] : "-");
  return cli_misused (options,
                      "receipt takes: show, verify or export, and ID or FILE");
}

static const struct argp_child children[] = { { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp = CLI_ARGP (
    "show ID|FILE\nverify ID|FILE\nexport ID [FILE]",
    "Show a receipt, verify it, or write it to a file.\v"
    "ID is the number of a contact in the history. A receipt is verified "
    "offline, from the evidence in it and your trust anchors. FILE may be - "
    "for standard input, or for standard output, where a receipt that is "
    "exported goes without FILE, too.",
    children);

const cli_command cli_command_receipt = {
  "receipt", &argp, 2, 3, receipt, false
};
