/* p2pid enrol: get an identity, in a calm moment. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/duration.h"
#include "tools/p2pid/output.h"
#include "tools/p2pid/vault.h"

#include <stdio.h>

enum {
  OPT_TEST = 768,
  OPT_GIVEN_NAME,
  OPT_FAMILY_NAME,
  OPT_BIRTHDATE,
  OPT_PERSONAL_NUMBER,
  OPT_ORGANISATION,
  OPT_ROLE,
  OPT_FOR,
  OPT_REPLACE
};

static const struct argp_option own_options[] = {
  { NULL, 0, NULL, 0, "Who you are:", 1 },
  { "test", OPT_TEST, "NAME", 0,
    "Get a TEST identity with this name, which proves nothing", 1 },
  { "given-name", OPT_GIVEN_NAME, "NAME", 0, "Given names", 1 },
  { "family-name", OPT_FAMILY_NAME, "NAME", 0, "Surname", 1 },
  { "birthdate", OPT_BIRTHDATE, "YYYY-MM-DD", 0, "Day of birth", 1 },
  { "personal-number", OPT_PERSONAL_NUMBER, "NUMBER", 0, "Personal number", 1 },
  { "organisation", OPT_ORGANISATION, "NAME", 0,
    "The organisation that you speak for", 1 },
  { "role", OPT_ROLE, "ROLE", 0, "Your role in it", 1 },
  { "for", OPT_FOR, "TIME", 0, "How long it holds, as in 30m, 12h or 90d (90d)",
    1 },
  { "replace", OPT_REPLACE, NULL, 0,
    "Give up the identity that you have for the new one", 1 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

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

static error_t
parse_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;
  const char **fact = find_fact (&options->person, key);

  if (fact != NULL) {
    *fact = value;
    return 0;
  }
  switch (key) {
  case OPT_FOR:
    if (!cli_duration_parse (value, &options->lifetime))
      argp_error (state, "not a time like 30m, 12h or 90d: %s", value);
    return 0;
  case OPT_REPLACE:
    options->replace = true;
    return 0;
  default:
    return cli_pass_input_cb (key, value, state);
  }
}

/* A new key with a TEST binding, into the store. */
static p2pid_err
enrol_as_test (const cli_options *options, cli_vault *vault)
{
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;
  p2pid_err err = p2pid_key_new (&key);

  if (err == P2PID_OK)
    err = p2pid_binding_issue_test (p2pid_key_public (key), &options->person,
                                    cli_now (), options->lifetime, &binding);
  if (err == P2PID_OK)
    err = p2pid_store_set_profile (vault->store, key, binding);
  if (err == P2PID_OK) {
    p2pid_key_free (vault->key);
    p2pid_binding_free (vault->binding);
    vault->key = key;
    vault->binding = binding;
    key = NULL;
    binding = NULL;
  }
  p2pid_key_free (key);
  p2pid_binding_free (binding);
  return err;
}

static cli_status
enrol (cli_options *options)
{
  cli_vault vault;
  cli_status status;
  p2pid_err err;

  if (options->person.name == NULL)
    return cli_misused (options,
                        "say --test NAME: TEST identities are the only ones "
                        "that this version makes");
  status = cli_vault_open (options, CLI_VAULT_NEW, &vault);
  if (status == CLI_IDENTIFIED && vault.key != NULL && !options->replace)
    status = cli_misused (options, "you have an identity already; --replace "
                                   "gives it up for a new one");
  if (status == CLI_IDENTIFIED) {
    err = enrol_as_test (options, &vault);
    status = err == P2PID_OK ? cli_vault_tell_identity (options, &vault)
                             : cli_fail (options, err, NULL);
  }
  cli_vault_clear (&vault);
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
  "for, or with the key in --key-file. Enrol in a calm moment, never because "
  "somebody on the telephone wants you to.",
  children,
  NULL,
  NULL
};

const cli_command cli_command_enrol = { "enrol", &argp, 0, 0, enrol };
