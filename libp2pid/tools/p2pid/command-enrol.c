/* p2pid enrol: get an identity, in a calm moment. */

#include "tools/p2pid/calm.h"
#include "tools/p2pid/commands.h"
#include "tools/p2pid/duration.h"
#include "tools/p2pid/enrolling.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include <string.h>

enum {
  OPT_TEST = 768,
  OPT_GIVEN_NAME,
  OPT_FAMILY_NAME,
  OPT_BIRTHDATE,
  OPT_PERSONAL_NUMBER,
  OPT_ORGANISATION,
  OPT_ROLE,
  OPT_FOR,
  OPT_REPLACE,
  OPT_EID,
  OPT_GATEWAY,
  OPT_GATEWAY_ROOT,
  OPT_CREDENTIAL,
  OPT_OPERATOR,
  OPT_PROVIDER,
  OPT_PROVIDER_ROOT,
  OPT_CLIENT_ID,
  OPT_MODULE,
  OPT_ROOTS,
  OPT_LANGUAGE,
  OPT_YES
};

static const struct argp_option own_options[] = {
  { NULL, 0, NULL, 0, "Which eID:", 1 },
  { "eid", OPT_EID, "NAME", 0, "Ask this eID: bankid, freja, card, oidc, test",
    1 },
  { "for", OPT_FOR, "TIME", 0,
    "How long it holds, as in 30m, 12h or 90d (30m by bankid, else 90d)", 1 },
  { "replace", OPT_REPLACE, NULL, 0,
    "Give up the identity that you have for the new one", 1 },
  { "yes", OPT_YES, NULL, 0, "Do not ask before the eID is asked", 1 },
  { "language", OPT_LANGUAGE, "WORD", 0,
    "Of the text that the eID shows: sv, en (as the terminal's)", 1 },
  { NULL, 0, NULL, 0, "By bankid and freja:", 2 },
  { "gateway", OPT_GATEWAY, "ORIGIN", 0,
    "By way of this gateway, as in https://gateway.example", 2 },
  { "gateway-root", OPT_GATEWAY_ROOT, "FILE", 0,
    "Believe only this root (PEM) of the gateway's certificate", 2 },
  { "credential", OPT_CREDENTIAL, NULL, 0,
    "Take a credential by the gateway, which can leave facts out", 2 },
  { "operator", OPT_OPERATOR, "FILE", 0,
    "Directly, with the certificate of a relying party; see p2pid(1)", 2 },
  { NULL, 0, NULL, 0, "By oidc:", 3 },
  { "provider", OPT_PROVIDER, "URL", 0, "The provider's address", 3 },
  { "client-id", OPT_CLIENT_ID, "ID", 0, "As it knows this program", 3 },
  { "provider-root", OPT_PROVIDER_ROOT, "FILE", 0,
    "Believe only this root (PEM) of its certificate", 3 },
  { NULL, 0, NULL, 0, "By card:", 4 },
  { "module", OPT_MODULE, "PATH", 0,
    "The card's PKCS#11 module (those that p11-kit knows)", 4 },
  { "roots", OPT_ROOTS, "FILE", 0,
    "Certificates (PEM) above the card's own that are not on it", 4 },
  { NULL, 0, NULL, 0, "By test:", 5 },
  { "test", OPT_TEST, "NAME", 0,
    "Get a TEST identity with this name, which proves nothing", 5 },
  { "given-name", OPT_GIVEN_NAME, "NAME", 0, "Given names", 5 },
  { "family-name", OPT_FAMILY_NAME, "NAME", 0, "Surname", 5 },
  { "birthdate", OPT_BIRTHDATE, "YYYY-MM-DD", 0, "Day of birth", 5 },
  { "personal-number", OPT_PERSONAL_NUMBER, "NUMBER", 0, "Personal number", 5 },
  { "organisation", OPT_ORGANISATION, "NAME", 0,
    "The organisation that you speak for", 5 },
  { "role", OPT_ROLE, "ROLE", 0, "Your role in it", 5 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

#define TEST_LIFETIME (INT64_C (90) * 86400)

static error_t
set (bool *flag)
{
  *flag = true;
  return 0;
}

static const char **
find_fact (p2pid_test_person *person, int key)
{
  switch (key) {
  case OPT_TEST:
    return &person->name;
  case OPT_GIVEN_NAME:
    return &person->given_name;
  case OPT_FAMILY_NAME:
    return &person->family_name;
  case OPT_BIRTHDATE:
    return &person->birthdate;
  case OPT_PERSONAL_NUMBER:
    return &person->personal_number;
  case OPT_ORGANISATION:
    return &person->organisation;
  case OPT_ROLE:
    return &person->role;
  default:
    return NULL;
  }
}

/* Options that are a text and nothing more. */
static const char **
find_text (cli_options *options, int key)
{
  switch (key) {
  case OPT_GATEWAY:
    return &options->gateway;
  case OPT_GATEWAY_ROOT:
    return &options->gateway_root;
  case OPT_OPERATOR:
    return &options->operator_file;
  case OPT_PROVIDER:
    return &options->provider;
  case OPT_PROVIDER_ROOT:
    return &options->provider_root;
  case OPT_CLIENT_ID:
    return &options->client_id;
  case OPT_MODULE:
    return &options->module;
  case OPT_ROOTS:
    return &options->roots;
  default:
    return find_fact (&options->person, key);
  }
}

static void
parse_eid (cli_options *options, const char *value, struct argp_state *state)
{
  static const struct {
    const char *name;
    p2pid_method method;
  } eids[] = { { "bankid", P2PID_METHOD_BANKID },
               { "freja", P2PID_METHOD_FREJA },
               { "card", P2PID_METHOD_CARD },
               { "oidc", P2PID_METHOD_OIDC },
               { "test", P2PID_METHOD_SD_JWT } };

  for (size_t i = 0; i < sizeof eids / sizeof *eids; i++)
    if (strcmp (eids[i].name, value) == 0) {
      options->eid = eids[i].method;
      return;
    }
  argp_error (state, "not an eID: %s", value);
}

static error_t
parse_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;
  const char **text = find_text (options, key);

  if (text != NULL) {
    *text = value;
    return 0;
  }
  switch (key) {
  case OPT_EID:
    parse_eid (options, value, state);
    return 0;
  case OPT_FOR:
    if (!cli_duration_parse (value, &options->lifetime))
      argp_error (state, "not a time like 30m, 12h or 90d: %s", value);
    return 0;
  case OPT_LANGUAGE:
    if (strcmp (value, "sv") != 0 && strcmp (value, "en") != 0)
      argp_error (state, "not a language: %s", value);
    options->language = value;
    return 0;
  case OPT_REPLACE:
    return set (&options->replace);
  case OPT_CREDENTIAL:
    return set (&options->credential);
  case OPT_YES:
    return set (&options->yes);
  default:
    return cli_pass_input_cb (key, value, state);
  }
}

/* A TEST identity asks nobody. */
static cli_status
get_test_binding (const cli_options *options,
                  const p2pid_key *key,
                  p2pid_binding **out)
{
  int64_t lifetime = options->lifetime != 0 ? options->lifetime : TEST_LIFETIME;
  p2pid_err err = p2pid_binding_issue_test (
      p2pid_key_public (key), &options->person, cli_now (), lifetime, out);

  return err == P2PID_OK ? CLI_IDENTIFIED : cli_fail (options, err, NULL);
}

/* A new key with a binding, into the store; what was there stays until then. */
static cli_status
get_identity (const cli_options *options, cli_vault *vault)
{
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;
  p2pid_err err = p2pid_key_new (&key);
  cli_status status;

  if (err != P2PID_OK)
    status = cli_fail (options, err, NULL);
  else if (options->eid == P2PID_METHOD_SD_JWT)
    status = get_test_binding (options, key, &binding);
  else
    status = cli_enrol_by_eid (options, vault, key, &binding);
  if (status == CLI_IDENTIFIED) {
    err = p2pid_store_set_profile (vault->store, key, binding);
    if (err != P2PID_OK)
      status = cli_fail (options, err, NULL);
  }
  if (status == CLI_IDENTIFIED) {
    p2pid_key_free (vault->key);
    p2pid_binding_free (vault->binding);
    vault->key = key;
    vault->binding = binding;
    key = NULL;
    binding = NULL;
  }
  p2pid_key_free (key);
  p2pid_binding_free (binding);
  return status;
}

static cli_status
enrol_calmly (const cli_options *options)
{
  cli_vault vault;
  cli_status status = cli_vault_open (options, CLI_VAULT_NEW, &vault);

  if (status == CLI_IDENTIFIED && vault.key != NULL && !options->replace)
    status = cli_misused (options, "you have an identity already; --replace "
                                   "gives it up for a new one");
  if (status == CLI_IDENTIFIED)
    status = get_identity (options, &vault);
  if (status == CLI_IDENTIFIED)
    status = cli_vault_tell_identity (options, &vault);
  cli_vault_clear (&vault);
  return status;
}

static cli_status
enrol (cli_options *options)
{
  int lock;
  cli_status status;

  if (options->eid == P2PID_METHOD_SD_JWT && options->person.name == NULL)
    return cli_misused (options, "say which eID, with --eid NAME, or --test "
                                 "NAME for a TEST identity");
  if (options->eid != P2PID_METHOD_SD_JWT && options->person.name != NULL)
    return cli_misused (options, "--test is not for that eID");
  if (options->eid != P2PID_METHOD_SD_JWT) {
    status = cli_enrol_check (options);
    if (status != CLI_IDENTIFIED)
      return status;
  }
  status = cli_calm_begin_enrolment (options, &lock);
  if (status == CLI_IDENTIFIED)
    status = enrol_calmly (options);
  cli_calm_end (options, lock);
  return status;
}

static const struct argp_child children[] = { { &cli_common_argp, 0, NULL, 0 },
                                              { NULL, 0, NULL, 0 } };

static const struct argp argp = {
  own_options,
  parse_cb,
  NULL,
  "Get an identity and keep it in the store.\v"
  "The first time it makes the store, sealed with a passphrase that is asked "
  "for, or with the key in --key-file. You see what will be bound, and until "
  "when, before any eID is asked. Enrol in a calm moment, never because "
  "somebody on the telephone wants you to: while a contact is open in which "
  "you were called, it is refused.",
  children,
  NULL,
  NULL
};

const cli_command cli_command_enrol = { "enrol", &argp, 0, 0, enrol, false };
