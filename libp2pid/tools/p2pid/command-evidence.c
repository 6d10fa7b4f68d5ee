/* p2pid evidence: check an eID's evidence, as the eID delivers it, step by
 * step. For operators and developers. */

#include "tools/p2pid/anchors-file.h"
#include "tools/p2pid/commands.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/instant.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/status-lists.h"
#include "tools/p2pid/vault.h"

#include <string.h>

/* A provider's key set may be larger than the one key of it that is kept. */
#define FILE_MAX (128 * 1024)

/* "check" and the method stand before the files. */
#define FILES_MAX (CLI_ARGUMENTS_MAX - 2)

enum {
  OPT_AT = 1280,
  OPT_ANCHORS,
  OPT_STATEMENT,
  OPT_FETCH_STATUS,
  OPT_STATUS_ROOT
};

static const struct argp_option own_options[] = {
  { NULL, 0, NULL, 0, "The check:", 1 },
  { "at", OPT_AT, "TIME", 0,
    "Check as of then, as in 2026-11-24T12:00:00Z (now)", 1 },
  { "anchors", OPT_ANCHORS, "FILE", 0,
    "Believe the issuers in this file (your own)", 1 },
  { "statement", OPT_STATEMENT, "FILE", 0,
    "The statement that was signed: its canonical bytes", 1 },
  { "fetch-status", OPT_FETCH_STATUS, NULL, 0,
    "Ask the issuer's server for its status list, which tells it that somebody "
    "looks at one of its credentials now",
    1 },
  { "status-root", OPT_STATUS_ROOT, "FILE", 0,
    "Believe only this root certificate (PEM) of that server's", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static error_t
parse_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  switch (key) {
  case OPT_AT:
    if (!cli_instant_parse (value, &options->at))
      argp_error (state, "not a time like 2026-11-24T12:00:00Z: %s", value);
    options->at_given = true;
    return 0;
  case OPT_ANCHORS:
    options->anchors_from = value;
    return 0;
  case OPT_STATEMENT:
    options->statement = value;
    return 0;
  case OPT_FETCH_STATUS:
    options->fetch_status = true;
    return 0;
  case OPT_STATUS_ROOT:
    options->status_root = value;
    return 0;
  default:
    return cli_pass_input_cb (key, value, state);
  }
}

/* What each method's files are, in their order. */
static const struct {
  p2pid_method method;
  const char *files;
} methods[] = {
  { P2PID_METHOD_SD_JWT, "the token, and the issuer's key set where it is not "
                         "in the token" },
  { P2PID_METHOD_BANKID, "signature, ocspResponse, the root certificate" },
  { P2PID_METHOD_FREJA, "details, the certificate that signed it" },
  { P2PID_METHOD_CARD, "the signature, the person's certificate, those above "
                       "it up to the root, an OCSP answer or CRL if any" },
  { P2PID_METHOD_OIDC, "the ID token, the provider's key set" },
};

/* What a method takes; NULL for a name that is no method's. */
static const char *
find_method (const char *name, p2pid_method *out)
{
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
    if (strcmp (p2pid_method_name (methods[i].method), name) == 0) {
      *out = methods[i].method;
      return methods[i].files;
    }
  return NULL;
}

/* Everything that a check needs, read from files. */
typedef struct {
  p2pid_method method;
  const char *takes;
  p2pid_anchors *anchors;
  cli_bytes files[FILES_MAX];
  size_t count;
  cli_bytes statement;
  cli_bytes status_root;
} input;

static void
clear_input (input *self)
{
  for (size_t i = 0; i < self->count; i++)
    cli_bytes_free (&self->files[i]);
  cli_bytes_free (&self->statement);
  cli_bytes_free (&self->status_root);
  p2pid_anchors_free (self->anchors);
}

static cli_status
read_file (const cli_options *options,
           const char *path,
           size_t max,
           cli_bytes *out)
{
  p2pid_err err = cli_file_read (path, max, out);

  return err == P2PID_OK ? CLI_IDENTIFIED : cli_fail (options, err, path);
}

static cli_status
read_anchors (const cli_options *options, input *self)
{
  cli_bytes file = { NULL, 0 };
  p2pid_err err;

  if (options->anchors_from == NULL) {
    err = cli_anchors_read (options, &self->anchors);
  } else {
    cli_status status = read_file (options, options->anchors_from,
                                   P2PID_ANCHORS_FILE_MAX, &file);

    if (status != CLI_IDENTIFIED)
      return status;
    err = p2pid_anchors_new (&self->anchors);
    if (err == P2PID_OK)
      err = p2pid_anchors_load (self->anchors,
                                (p2pid_bytes){ file.data, file.size });
    cli_bytes_free (&file);
  }
  if (err == P2PID_OK && options->allow_test)
    err = p2pid_anchors_allow_test (self->anchors, true);
  return err == P2PID_OK
             ? CLI_IDENTIFIED
             : cli_fail (options, err,
                         options->anchors_from != NULL ? options->anchors_from
                                                       : "the trust anchors");
}

static cli_status
read_input (const cli_options *options, input *self)
{
  cli_status status = read_anchors (options, self);

  for (unsigned i = 2; status == CLI_IDENTIFIED && i < options->count; i++) {
    status = read_file (options, options->arguments[i], FILE_MAX,
                        &self->files[self->count]);
    if (status == CLI_IDENTIFIED)
      self->count++;
  }
  if (status == CLI_IDENTIFIED)
    status = cli_status_lists_add (options, self->anchors);
  if (status == CLI_IDENTIFIED && options->statement != NULL)
    status = read_file (options, options->statement, P2PID_STATEMENT_MAX,
                        &self->statement);
  if (status == CLI_IDENTIFIED && options->status_root != NULL)
    status =
        read_file (options, options->status_root, FILE_MAX, &self->status_root);
  return status;
}

/* The files as one. Whatever is wrong with them before anything of them can be
 * checked is wrong with their shape. */
static p2pid_err
join_files (const input *self, p2pid_binding **out)
{
  p2pid_bytes files[FILES_MAX];

  for (size_t i = 0; i < self->count; i++)
    files[i] = (p2pid_bytes){ self->files[i].data, self->files[i].size };
  return p2pid_binding_join (
      self->method, files, self->count,
      (p2pid_bytes){ self->statement.data, self->statement.size }, out);
}

static void
check_binding (const input *self,
               const p2pid_binding *binding,
               cli_checked *checked)
{
  checked->status_address = p2pid_binding_status_address (binding);
  checked->err = p2pid_binding_check (binding, self->anchors, checked->at,
                                      &checked->report, &checked->identity);
}

/* Nobody is asked about what does not hold anyway, nor where the list at hand
 * is still good; and where to ask is by then what the issuer has signed. */
static cli_status
fetch_status (const cli_options *options,
              const input *self,
              const p2pid_binding *binding,
              cli_checked *checked)
{
  p2pid_status status = checked->report.status;
  p2pid_err err;

  if (checked->err != P2PID_OK ||
      (status != P2PID_STATUS_NO_LIST && status != P2PID_STATUS_OUTDATED))
    return CLI_IDENTIFIED;
  err = p2pid_anchors_fetch_status (self->anchors, checked->status_address,
                                    (const char *) self->status_root.data, -1);
  if (err != P2PID_OK)
    return cli_status_lists_fail (options, err, checked->status_address);
  p2pid_identity_free (checked->identity);
  checked->identity = NULL;
  check_binding (self, binding, checked);
  return CLI_IDENTIFIED;
}

/* Whose evidence it says it is, for whoever looks for what is wrong with it. */
static void
read_claimed (const p2pid_binding *binding, cli_checked *checked)
{
  if (binding != NULL && checked->err != P2PID_OK &&
      p2pid_binding_claimed (binding, &checked->claimed) == P2PID_ERR_MEMORY)
    checked->err = P2PID_ERR_MEMORY;
}

/* The person's evidence is whole, and lacks what only the operator has. */
static bool
lacks_statement (const input *self, const cli_checked *checked)
{
  return self->statement.size == 0 && checked->err == P2PID_ERR_INCOMPLETE &&
         (checked->report.failed == P2PID_STEP_TEXT ||
          checked->report.failed == P2PID_STEP_STATEMENT);
}

/* Tell it; without memory there is nothing to tell. */
static cli_status
tell (const cli_options *options, const cli_checked *checked)
{
  if (checked->err == P2PID_ERR_MEMORY)
    return cli_fail (options, checked->err, NULL);
  options->output->evidence (checked);
  return cli_status_of_check (checked->err);
}

static cli_status
check (const cli_options *options, const input *self)
{
  cli_checked checked = { .method = self->method,
                          .at = options->at_given ? options->at : cli_now (),
                          .report = { .failed = P2PID_STEP_SHAPE },
                          .status_wanted = options->status_list_count > 0 ||
                                           options->fetch_status };
  p2pid_binding *binding = NULL;
  cli_status status = CLI_IDENTIFIED;

  checked.err = checked.report.err = join_files (self, &binding);
  if (checked.err == P2PID_ERR_ARGUMENT)
    return cli_misused (options, "%s takes other files: %s",
                        options->arguments[1], self->takes);
  if (checked.err == P2PID_OK)
    check_binding (self, binding, &checked);
  if (options->fetch_status)
    status = fetch_status (options, self, binding, &checked);
  checked.statement_missing = lacks_statement (self, &checked);
  read_claimed (binding, &checked);
  if (status == CLI_IDENTIFIED)
    status = tell (options, &checked);
  p2pid_identity_free (checked.identity);
  p2pid_claimed_free (checked.claimed);
  p2pid_binding_free (binding);
  return status;
}

static cli_status
evidence (cli_options *options)
{
  input self = { .count = 0 };
  cli_status status;

  if (strcmp (options->arguments[0], "check") != 0)
    return cli_misused (options, "evidence takes: check METHOD FILE...");
  self.takes = find_method (options->arguments[1], &self.method);
  if (self.takes == NULL)
    return cli_misused (options, "not a method: %s", options->arguments[1]);
  status = read_input (options, &self);
  if (status == CLI_IDENTIFIED)
    status = check (options, &self);
  clear_input (&self);
  return status;
}

static const struct argp_child children[] = { { &cli_status_lists_argp, 0, NULL,
                                                0 },
                                              { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp = {
  own_options,
  parse_cb,
  "check METHOD FILE...",
  "Check evidence in files as the eID delivers them, and tell step by step "
  "what held.\v"
  "METHOD and its files, in this order:\n"
  "  sd-jwt  token [issuer's key set]\n"
  "  bankid  signature, ocspResponse, root certificate\n"
  "  freja   details, the certificate that signed it\n"
  "  card    signature, person's certificate, those above it up to the\n"
  "          root, [OCSP answer or CRL]\n"
  "  oidc    ID token, provider's key set\n"
  "\n"
  "Certificates are DER or PEM. Without --statement what a statement was "
  "signed for stays open, and the check ends there. Each reason to refuse has "
  "an exit status of its own: see p2pid(1).",
  children,
  NULL,
  NULL
};

const cli_command cli_command_evidence = { "evidence",        &argp,    3,
                                           CLI_ARGUMENTS_MAX, evidence, false };
