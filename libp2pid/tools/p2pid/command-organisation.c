/* p2pid organisation: what an organisation and its signatories do. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/duration.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/number.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include "p2pid/organisation.h"
#include "p2pid/role.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
  OPT_NAME = 1280,
  OPT_DOMAIN,
  OPT_ROLE,
  OPT_FOR,
  OPT_ENDORSEMENT,
  OPT_REVOKED,
  OPT_YES
};

#define LIFETIME (INT64_C (365) * 86400)
#define KEY_FILE_MAX 1024
#define REVOKED_FILE_MAX (64 * 1024)

static const struct argp_option own_options[] = {
  { NULL, 0, NULL, 0, "What to say:", 1 },
  { "name", OPT_NAME, "TEXT", 0, "The organisation's name", 1 },
  { "domain", OPT_DOMAIN, "DOMAIN", 0, "Where it publishes its keys", 1 },
  { "role", OPT_ROLE, "TEXT", 0, "What the person is there", 1 },
  { "for", OPT_FOR, "TIME", 0, "How long it holds, as in 12h or 90d (365d)",
    1 },
  { "endorsement", OPT_ENDORSEMENT, "FILE", 0,
    "Put this signatory's endorsement to the role", 1 },
  { "revoked", OPT_REVOKED, "FILE", 0,
    "Roles to withdraw: a fingerprint on each line", 1 },
  { "yes", OPT_YES, NULL, 0,
    "Endorse although your eID cannot withhold more than your name", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static error_t
parse_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  switch (key) {
  case OPT_NAME:
    options->anchor.name = value;
    return 0;
  case OPT_DOMAIN:
    options->domain = value;
    return 0;
  case OPT_ROLE:
    options->person.role = value;
    return 0;
  case OPT_FOR:
    if (!cli_duration_parse (value, &options->lifetime))
      argp_error (state, "not a time like 12h or 90d: %s", value);
    return 0;
  case OPT_ENDORSEMENT:
    options->endorsement = value;
    return 0;
  case OPT_REVOKED:
    options->revoked = value;
    return 0;
  case OPT_YES:
    options->yes = true;
    return 0;
  default:
    return cli_pass_input_cb (key, value, state);
  }
}

static int64_t
lifetime (const cli_options *options)
{
  return options->lifetime != 0 ? options->lifetime : LIFETIME;
}

static cli_status
complain (const cli_options *options, p2pid_err err, const char *path)
{
  if (err == P2PID_ERR_ARGUMENT)
    return cli_misused (options, "%s is there already", path);
  return cli_fail (options, err, path);
}

/* One line and its end, to a file that is not there yet. */
static p2pid_err
write_line (const char *path, const p2pid_buffer *text)
{
  uint8_t *line = sodium_malloc (text->size + 1);
  p2pid_err err;

  if (line == NULL)
    return P2PID_ERR_MEMORY;
  memcpy (line, text->data, text->size);
  line[text->size] = '\n';
  err = cli_file_write (path, (p2pid_bytes){ line, text->size + 1 }, false);
  sodium_free (line);
  return err;
}

/* --- Keys. --- */

static p2pid_err
read_key (const char *path, p2pid_key **out)
{
  cli_bytes file = { NULL, 0 };
  p2pid_err err = cli_file_read (path, KEY_FILE_MAX, &file);

  if (err == P2PID_OK)
    err = p2pid_organisation_key_parse (cli_bytes_line (&file), out);
  cli_bytes_free (&file);
  return err;
}

static void
tell_key (const cli_options *options, const p2pid_key *key)
{
  p2pid_fingerprint fingerprint;

  p2pid_organisation_fingerprint (p2pid_key_public (key), &fingerprint);
  options->output->fingerprint ("organisation-key", &fingerprint,
                                "The organisation's key:");
}

static cli_status
new_key (const cli_options *options, const char *path)
{
  p2pid_buffer *text = NULL;
  p2pid_key *key = NULL;
  p2pid_err err = p2pid_key_new (&key);

  if (err == P2PID_OK)
    err = p2pid_organisation_key_print (key, &text);
  if (err == P2PID_OK)
    err = write_line (path, text);
  if (err == P2PID_OK)
    tell_key (options, key);
  p2pid_buffer_free (text);
  p2pid_key_free (key);
  return err == P2PID_OK ? CLI_IDENTIFIED : complain (options, err, path);
}

static cli_status
show_key (const cli_options *options, const char *path)
{
  p2pid_key *key = NULL;
  p2pid_err err = read_key (path, &key);

  if (err == P2PID_OK)
    tell_key (options, key);
  p2pid_key_free (key);
  return err == P2PID_OK ? CLI_IDENTIFIED : cli_fail (options, err, path);
}

/* --- Roles. --- */

static p2pid_err
add_endorsement (const cli_options *options, p2pid_buffer **role)
{
  cli_bytes file = { NULL, 0 };
  p2pid_buffer *whole = NULL;
  p2pid_err err;

  if (options->endorsement == NULL)
    return P2PID_OK;
  err = cli_file_read (options->endorsement, P2PID_ROLE_MAX + 1, &file);
  if (err == P2PID_OK)
    err = p2pid_role_add_endorsement (p2pid_buffer_bytes (*role),
                                      cli_bytes_line (&file), &whole);
  if (err == P2PID_OK) {
    p2pid_buffer_free (*role);
    *role = whole;
  }
  cli_bytes_free (&file);
  return err;
}

static cli_status
give (const cli_options *options, const p2pid_role_grant *grant)
{
  const char *path = options->arguments[1], *out = options->arguments[3];
  p2pid_fingerprint fingerprint;
  p2pid_buffer *role = NULL;
  p2pid_key *key = NULL;
  p2pid_err err = read_key (path, &key);

  if (err == P2PID_OK)
    err = p2pid_role_issue (key, grant, cli_now (), lifetime (options), &role);
  p2pid_key_free (key);
  if (err == P2PID_OK) {
    path = options->endorsement;
    err = add_endorsement (options, &role);
  }
  if (err == P2PID_OK)
    err = p2pid_role_fingerprint (p2pid_buffer_bytes (role), &fingerprint);
  if (err != P2PID_OK) {
    p2pid_buffer_free (role);
    return cli_fail (options, err, path);
  }
  err = write_line (out, role);
  p2pid_buffer_free (role);
  if (err != P2PID_OK)
    return complain (options, err, out);
  options->output->fingerprint (
      "issued", &fingerprint, "Issued. Keep this, to withdraw the role by it:");
  return CLI_IDENTIFIED;
}

static cli_status
issue_role (const cli_options *options)
{
  p2pid_role_grant grant = { .organisation = options->anchor.name,
                             .domain = options->domain,
                             .role = options->person.role };

  if (options->count != 4 ||
      !cli_hex_parse (options->arguments[2], grant.key.bytes,
                      sizeof grant.key.bytes))
    return cli_misused (options, "issue-role takes the organisation's key "
                                 "file, the person's key (64 hex digits) and "
                                 "the file to write");
  if (grant.organisation == NULL || grant.role == NULL)
    return cli_misused (options, "say --name and --role");
  return give (options, &grant);
}

static cli_status
endorse_by (const cli_options *options,
            const cli_vault *vault,
            const p2pid_fingerprint *fingerprint)
{
  const char *out = options->arguments[2];
  p2pid_buffer *text = NULL;
  p2pid_facts facts = P2PID_FACTS (P2PID_FACT_NAME);
  p2pid_err err = P2PID_ERR_NOT_FOUND;

  if (vault->key == NULL)
    return cli_refuse (options, err, "you have no identity; enrol first");
  facts |= p2pid_binding_fixed_facts (vault->binding);
  if ((facts & ~P2PID_FACTS_DEFAULT) != 0 && !options->yes)
    return cli_misused (options, "your eID would show your birth date or "
                                 "personal number with every such role; say "
                                 "--yes if it may");
  err = p2pid_role_endorse (vault->key, vault->binding, facts, fingerprint,
                            options->anchor.name, cli_now (),
                            lifetime (options), &text);
  if (err != P2PID_OK)
    return cli_fail (options, err, "your endorsement");
  err = write_line (out, text);
  p2pid_buffer_free (text);
  if (err != P2PID_OK)
    return complain (options, err, out);
  options->output->fingerprint ("endorsed", fingerprint,
                                "You stand for this key now:");
  return CLI_IDENTIFIED;
}

static cli_status
endorse (const cli_options *options)
{
  p2pid_fingerprint fingerprint;
  cli_vault vault;
  cli_status status;

  if (options->count != 3 ||
      !cli_hex_parse (options->arguments[1], fingerprint.bytes,
                      sizeof fingerprint.bytes))
    return cli_misused (options, "endorse takes the fingerprint of the "
                                 "organisation's key (64 hex digits) and the "
                                 "file to write");
  if (options->anchor.name == NULL)
    return cli_misused (options, "say the organisation's name, with --name");
  status = cli_vault_open (options, CLI_VAULT_IF_THERE, &vault);
  if (status == CLI_IDENTIFIED)
    status = endorse_by (options, &vault, &fingerprint);
  cli_vault_clear (&vault);
  return status;
}

/* --- The page. --- */

typedef struct {
  p2pid_public_key keys[P2PID_ORGANISATION_KEYS_MAX];
  p2pid_fingerprint revoked[P2PID_ANCHOR_REVOKED_MAX];
  p2pid_organisation_page page;
} draft;

static p2pid_err
read_revoked (const cli_options *options, draft *d)
{
  cli_bytes file = { NULL, 0 };
  p2pid_err err;
  char *rest = NULL, *line;

  if (options->revoked == NULL)
    return P2PID_OK;
  err = cli_file_read (options->revoked, REVOKED_FILE_MAX, &file);
  line = err == P2PID_OK ? strtok_r ((char *) file.data, "\r\n", &rest) : NULL;
  for (; line != NULL && err == P2PID_OK; line = strtok_r (NULL, "\r\n", &rest))
    if (d->page.revoked_count == P2PID_ANCHOR_REVOKED_MAX)
      err = P2PID_ERR_SIZE;
    else if (!cli_hex_parse (line, d->revoked[d->page.revoked_count++].bytes,
                             sizeof *d->revoked))
      err = P2PID_ERR_FORMAT;
  cli_bytes_free (&file);
  return err;
}

static p2pid_err
read_keys (const cli_options *options, draft *d, const char **out_path)
{
  p2pid_err err = P2PID_OK;

  for (unsigned i = 1; i < options->count && err == P2PID_OK; i++) {
    p2pid_key *key = NULL;

    *out_path = options->arguments[i];
    err = i > P2PID_ORGANISATION_KEYS_MAX
              ? P2PID_ERR_SIZE
              : read_key (options->arguments[i], &key);
    if (err == P2PID_OK)
      d->keys[d->page.key_count++] = *p2pid_key_public (key);
    p2pid_key_free (key);
  }
  return err;
}

static cli_status
publish (const cli_options *options)
{
  draft d = { .page = { .name = options->anchor.name,
                        .domain = options->domain } };
  const char *path = options->revoked;
  p2pid_buffer *text = NULL;
  p2pid_err err;

  if (options->count < 2 || d.page.name == NULL || d.page.domain == NULL)
    return cli_misused (options, "publish takes --name, --domain and the "
                                 "organisation's key files");
  d.page.keys = d.keys;
  d.page.revoked = d.revoked;
  err = read_revoked (options, &d);
  if (err == P2PID_OK)
    err = read_keys (options, &d, &path);
  if (err == P2PID_OK) {
    path = options->domain;
    err = p2pid_organisation_page_print (&d.page, &text);
  }
  if (err != P2PID_OK)
    return cli_fail (options, err, path);
  printf ("%s\n", (const char *) text->data);
  p2pid_buffer_free (text);
  return fflush (stdout) == 0 ? CLI_IDENTIFIED
                              : cli_fail (options, P2PID_ERR_IO, NULL);
}

static cli_status
organisation (cli_options *options)
{
  const char *verb = options->arguments[0];
  const char *second = options->arguments[1];

  if (strcmp (verb, "key") == 0 && options->count == 3) {
    if (strcmp (second, "new") == 0)
      return new_key (options, options->arguments[2]);
    if (strcmp (second, "show") == 0)
      return show_key (options, options->arguments[2]);
  }
  if (strcmp (verb, "issue-role") == 0)
    return issue_role (options);
  if (strcmp (verb, "endorse") == 0)
    return endorse (options);
  if (strcmp (verb, "publish") == 0)
    return publish (options);
  return cli_misused (options, "organisation takes: key new or key show and "
                               "FILE, issue-role, endorse or publish");
}

static const struct argp_child children[] = { { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp = {
  own_options,
  parse_cb,
  "key new|show KEY-FILE\nissue-role KEY-FILE PERSON-KEY FILE\n"
  "endorse FINGERPRINT FILE\npublish KEY-FILE...",
  "Give people roles in an organisation.\v"
  "PERSON-KEY is what whoami tells the person as their key; have it from them "
  "in a way that you trust. An endorsement is for those who may sign for the "
  "organisation: it says in your name that FINGERPRINT is its key, and holds "
  "no longer than your own identity. What publish writes belongs at "
  "https://DOMAIN/.well-known/p2pid.json. Whoever has KEY-FILE speaks for the "
  "organisation.",
  children,
  NULL,
  NULL
};

const cli_command cli_command_organisation = {
  "organisation", &argp, 1, CLI_ARGUMENTS_MAX, organisation, false
};
