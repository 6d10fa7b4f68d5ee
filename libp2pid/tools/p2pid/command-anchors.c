/* p2pid anchors: the issuers that this computer accepts. */

#include "tools/p2pid/anchors-file.h"
#include "tools/p2pid/commands.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/number.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include "p2pid/organisation.h"

#include <sodium.h>
#include <string.h>

enum {
  OPT_NAME = 1024,
  OPT_METHOD,
  OPT_ENVIRONMENT,
  OPT_ASSURANCE,
  OPT_ISSUER,
  OPT_PARTY,
  OPT_FROM,
  OPT_ORGANISATION
};

static const struct argp_option own_options[] = {
  { NULL, 0, NULL, 0, "An anchor to add:", 1 },
  { "name", OPT_NAME, "TEXT", 0, "What to call the issuer", 1 },
  { "method", OPT_METHOD, "METHOD", 0,
    "Its eID method: sd-jwt, bankid, freja, card, oidc, role (sd-jwt)", 1 },
  { "environment", OPT_ENVIRONMENT, "WORD", 0,
    "production, or test for an issuer of TEST identities (production)", 1 },
  { "assurance", OPT_ASSURANCE, "LEVEL", 0,
    "How well it knows people, where its evidence does not say: none, low, "
    "substantial, high (none)",
    1 },
  { "issuer", OPT_ISSUER, "TEXT", 0,
    "Who it is elsewhere: an OpenID provider's address, an organisation's "
    "domain",
    1 },
  { "party", OPT_PARTY, "TEXT", 0,
    "A relying party whose evidence is taken, * for all; may come again "
    "(bankid, oidc)",
    1 },
  { "from", OPT_FROM, "FILE", 0, "Add all anchors of a file", 1 },
  { "organisation", OPT_ORGANISATION, "DOMAIN", 0,
    "Fetch the keys of the organisation with this domain, and add them", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static bool
find_method (const char *name, p2pid_method *out)
{
  for (int method = 0; method < P2PID_METHOD_COUNT_; method++)
    if (strcmp (p2pid_method_name ((p2pid_method) method), name) == 0) {
      *out = (p2pid_method) method;
      return true;
    }
  return false;
}

static bool
find_environment (const char *name, p2pid_environment *out)
{
  bool test = strcmp (name, "test") == 0;

  *out = test ? P2PID_ENVIRONMENT_TEST : P2PID_ENVIRONMENT_PRODUCTION;
  return test || strcmp (name, "production") == 0;
}

static bool
find_assurance (const char *name, p2pid_assurance *out)
{
  for (int level = 0; level <= P2PID_ASSURANCE_HIGH; level++)
    if (strcmp (cli_assurance_word ((p2pid_assurance) level), name) == 0) {
      *out = (p2pid_assurance) level;
      return true;
    }
  return false;
}

static error_t
add_party (cli_options *options, const char *value, struct argp_state *state)
{
  if (options->party_count == P2PID_ANCHOR_PARTIES_MAX)
    argp_error (state, "too many parties");
  options->parties[options->party_count++] = value;
  options->anchor.parties = options->parties;
  return 0;
}

static error_t
parse_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  switch (key) {
  case OPT_NAME:
    options->anchor.name = value;
    return 0;
  case OPT_METHOD:
    if (!find_method (value, &options->anchor.method))
      argp_error (state, "not a method: %s", value);
    return 0;
  case OPT_ENVIRONMENT:
    if (!find_environment (value, &options->anchor.environment))
      argp_error (state, "not an environment: %s", value);
    return 0;
  case OPT_ASSURANCE:
    if (!find_assurance (value, &options->anchor.assurance))
      argp_error (state, "not a level of assurance: %s", value);
    return 0;
  case OPT_ISSUER:
    options->anchor.issuer = value;
    return 0;
  case OPT_PARTY:
    return add_party (options, value, state);
  case OPT_FROM:
    options->anchors_from = value;
    return 0;
  case OPT_ORGANISATION:
    options->domain = value;
    return 0;
  default:
    return cli_pass_input_cb (key, value, state);
  }
}

static cli_status
list (const cli_options *options, const p2pid_anchors *anchors)
{
  for (size_t i = 0; i < p2pid_anchors_count (anchors); i++)
    options->output->anchor (p2pid_anchors_get (anchors, i));
  if (p2pid_anchors_count (anchors) == 0)
    options->output->done ("nothing", "No issuer is accepted yet.");
  return CLI_IDENTIFIED;
}

static cli_status
add (const cli_options *options,
     p2pid_anchors *anchors,
     const p2pid_fingerprint *fingerprint)
{
  p2pid_anchor anchor = options->anchor;
  p2pid_err err;

  if (anchor.name == NULL)
    return cli_misused (options, "say what to call the issuer, with --name");
  if (anchor.method == P2PID_METHOD_OIDC && anchor.issuer == NULL)
    return cli_misused (options, "say the provider's address, with --issuer");
  if (anchor.parties != NULL && anchor.method != P2PID_METHOD_BANKID &&
      anchor.method != P2PID_METHOD_OIDC)
    return cli_misused (options, "--party is for bankid and oidc: no other "
                                 "evidence names its relying party");
  anchor.fingerprint = *fingerprint;
  err = p2pid_anchors_add (anchors, &anchor);
  if (err == P2PID_OK)
    err = cli_anchors_write (options, anchors, NULL);
  if (err != P2PID_OK)
    return cli_fail (options, err, NULL);
  options->output->anchor (&anchor);
  return CLI_IDENTIFIED;
}

/* All of a file, or none; what they are is told one by one. */
static cli_status
add_file (const cli_options *options, p2pid_anchors *anchors)
{
  cli_bytes file = { NULL, 0 };
  p2pid_anchors *more = NULL;
  p2pid_err err =
      cli_file_read (options->anchors_from, P2PID_ANCHORS_FILE_MAX, &file);

  if (err == P2PID_OK)
    err = p2pid_anchors_new (&more);
  if (err == P2PID_OK)
    err = p2pid_anchors_load (more, (p2pid_bytes){ file.data, file.size });
  if (err == P2PID_OK)
    err = p2pid_anchors_load (anchors, (p2pid_bytes){ file.data, file.size });
  if (err == P2PID_OK)
    err = cli_anchors_write (options, anchors, NULL);
  for (size_t i = 0; err == P2PID_OK && i < p2pid_anchors_count (more); i++)
    options->output->anchor (p2pid_anchors_get (more, i));
  p2pid_anchors_free (more);
  cli_bytes_free (&file);
  return err == P2PID_OK ? CLI_IDENTIFIED
                         : cli_fail (options, err, options->anchors_from);
}

static bool
is_of_domain (const p2pid_anchor *anchor, const char *domain)
{
  return anchor->method == P2PID_METHOD_ROLE && anchor->issuer != NULL &&
         strcmp (anchor->issuer, domain) == 0;
}

/* Over the network, by whoever checks and when they want to. */
static cli_status
add_organisation (const cli_options *options, p2pid_anchors *anchors)
{
  const char *domain = options->domain;
  p2pid_err err = p2pid_organisation_fetch (
      domain, NULL, options->anchor.environment, cli_now (), anchors);

  if (err == P2PID_ERR_STATE)
    return cli_fail (options, err,
                     "a key on its page is already an anchor of another "
                     "organisation: remove that anchor first if it is wrong");
  if (err == P2PID_OK)
    err = cli_anchors_write (options, anchors, NULL);
  if (err != P2PID_OK)
    return cli_fail (options, err, domain);
  for (size_t i = 0; i < p2pid_anchors_count (anchors); i++)
    if (is_of_domain (p2pid_anchors_get (anchors, i), domain))
      options->output->anchor (p2pid_anchors_get (anchors, i));
  return CLI_IDENTIFIED;
}

/* The key is believed no longer: not for any method. */
static cli_status
take_out (const cli_options *options,
          const p2pid_anchors *anchors,
          const p2pid_fingerprint *fingerprint)
{
  p2pid_err err = P2PID_ERR_NOT_FOUND;
  bool found = false;

  for (size_t i = 0; i < p2pid_anchors_count (anchors); i++)
    if (memcmp (&p2pid_anchors_get (anchors, i)->fingerprint, fingerprint,
                sizeof *fingerprint) == 0)
      found = true;
  if (found)
    err = cli_anchors_write (options, anchors, fingerprint);
  if (err != P2PID_OK)
    return cli_fail (options, err, options->arguments[1]);
  options->output->done ("removed", "Removed.");
  return CLI_IDENTIFIED;
}

/* Of whatever an issuer publishes; to be compared with what it says. */
static cli_status
tell_fingerprints (const cli_options *options)
{
  const char *path = options->arguments[1];
  p2pid_fingerprint list[P2PID_FINGERPRINTS_MAX];
  cli_bytes file = { NULL, 0 };
  size_t count = 0;
  p2pid_err err = cli_file_read (path, P2PID_ANCHORS_FILE_MAX, &file);

  if (err == P2PID_OK)
    err = p2pid_fingerprints_read ((p2pid_bytes){ file.data, file.size }, list,
                                   &count);
  for (size_t i = 0; err == P2PID_OK && i < count; i++) {
    char hex[2 * sizeof list[i].bytes + 1];

    sodium_bin2hex (hex, sizeof hex, list[i].bytes, sizeof list[i].bytes);
    options->output->done ("fingerprint", hex);
  }
  cli_bytes_free (&file);
  return err == P2PID_OK ? CLI_IDENTIFIED : cli_fail (options, err, path);
}

static cli_status
run (const cli_options *options, p2pid_anchors *anchors)
{
  const char *verb = options->arguments[0];
  p2pid_fingerprint fingerprint;

  if (strcmp (verb, "list") == 0 && options->count == 1)
    return list (options, anchors);
  if (strcmp (verb, "add") == 0 && options->count == 1 &&
      options->anchors_from != NULL)
    return add_file (options, anchors);
  if (strcmp (verb, "add") == 0 && options->count == 1 &&
      options->domain != NULL)
    return add_organisation (options, anchors);
  if (strcmp (verb, "fingerprint") == 0 && options->count == 2)
    return tell_fingerprints (options);
  if (options->count != 2 ||
      !cli_hex_parse (options->arguments[1], fingerprint.bytes,
                      sizeof fingerprint.bytes))
    return cli_misused (options, "anchors takes: list, or add or remove and "
                                 "64 hex digits, or fingerprint and a file");
  if (strcmp (verb, "add") == 0)
    return add (options, anchors, &fingerprint);
  if (strcmp (verb, "remove") == 0)
    return take_out (options, anchors, &fingerprint);
  return cli_misused (options,
                      "anchors takes: list, add, remove or fingerprint");
}

/* Changes are made to the file alone, without the built-in TEST issuer. */
static cli_status
anchors (cli_options *options)
{
  p2pid_anchors *anchors = NULL;
  p2pid_err err = cli_anchors_read (options, &anchors);
  cli_status status;

  if (err == P2PID_OK && options->allow_test &&
      strcmp (options->arguments[0], "list") == 0)
    err = p2pid_anchors_allow_test (anchors, true);
  status = err == P2PID_OK ? run (options, anchors)
                           : cli_fail (options, err, "the trust anchors");
  p2pid_anchors_free (anchors);
  return status;
}

static const struct argp_child children[] = { { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp = {
  own_options,
  parse_cb,
  "list\nadd FINGERPRINT\nadd --from FILE\nadd --organisation DOMAIN\nremove "
  "FINGERPRINT\nfingerprint FILE",
  "List the issuers that this computer accepts, add one, or remove one.\v"
  "FINGERPRINT is the SHA-256 of a root certificate, or the thumbprint of an "
  "issuer's key (RFC 7638), in hex; the verb fingerprint tells those of a "
  "certificate, a key or a key set in a file. Add only what you have from the "
  "issuer "
  "itself: whoever it vouches for is shown by name. Anchors to add are "
  "in " P2PID_ANCHORS_DIR ", with their origins in its README.md. An "
  "organisation is asked over the network, and learns that somebody asks: "
  "this is the only time, so do it again to learn what it has withdrawn.",
  children,
  NULL,
  NULL
};

const cli_command cli_command_anchors = {
  "anchors", &argp, 1, 2, anchors, false
};
