/* Whom evidence names that does not hold: told of every method as far as it
 * can be read, and never as an identity. */

#include "bankid-vector.h"
#include "card-maker.h"
#include "credential.h"
#include "firm.h"
#include "freja-result.h"
#include "id-token.h"
#include "wallet.h"

#include "p2pid/claimed.h"

#include <openssl/x509v3.h>
#include <stdlib.h>

/* U+202E, by which what follows is read backwards. */
#define MISLEADING "Bo\xe2\x80\xae"

/* Nobody is believed here, so whatever is read fails. The binding is taken
 * over. */
static p2pid_err
claim (p2pid_binding *binding, p2pid_claimed **out)
{
  p2pid_anchors *nobody = person_anchors (false);
  p2pid_identity *identity = NULL;
  p2pid_err err;

  ck_assert_int_ne (p2pid_binding_verify (binding, nobody, NOW, &identity),
                    P2PID_OK);
  ck_assert_ptr_null (identity);
  err = p2pid_binding_claimed (binding, out);
  p2pid_binding_free (binding);
  p2pid_anchors_free (nobody);
  return err;
}

/* Texts are taken over; @p statement may be NULL. */
static p2pid_binding *
read (const char *method, char *statement, char *evidence)
{
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (
      p2pid_binding_new (method, statement, evidence, NULL, &binding),
      P2PID_OK);
  free (statement);
  free (evidence);
  return binding;
}

/* In the order of p2pid_fact; NULL where nothing is said. */
static void
expect (p2pid_binding *binding, const char *const facts[P2PID_FACT_COUNT_])
{
  p2pid_claimed *claimed = NULL;

  ck_assert_int_eq (claim (binding, &claimed), P2PID_OK);
  for (int i = 0; i < P2PID_FACT_COUNT_; i++)
    ck_assert_pstr_eq (p2pid_claimed_fact (claimed, (p2pid_fact) i), facts[i]);
  p2pid_claimed_free (claimed);
}

static void
expect_nobody (p2pid_binding *binding)
{
  p2pid_claimed *claimed = NULL;

  ck_assert_int_eq (claim (binding, &claimed), P2PID_ERR_INCOMPLETE);
  ck_assert_ptr_null (claimed);
}

static char *
state (void)
{
  const p2pid_statement stated = stating ();

  return stating_base64url (&stated);
}

static const char *const bos[P2PID_FACT_COUNT_] = {
  [P2PID_FACT_NAME] = "Bo Ek",
  [P2PID_FACT_GIVEN_NAME] = "Bo",
  [P2PID_FACT_FAMILY_NAME] = "Ek",
  [P2PID_FACT_BIRTHDATE] = "1984-02-29",
};

/* BankID. */

START_TEST (bankid_says_it_by_its_certificate)
{
  json_t *vector = bankid_vector_load ();
  const char *name = json_string_value (json_object_get (vector, "name"));
  const char *number =
      json_string_value (json_object_get (vector, "personal-number"));
  p2pid_binding *binding = NULL;
  p2pid_claimed *claimed = NULL;

  ck_assert_int_eq (bankid_vector_binding (vector, &binding), P2PID_OK);
  ck_assert_int_eq (claim (binding, &claimed), P2PID_OK);
  ck_assert_str_eq (p2pid_claimed_fact (claimed, P2PID_FACT_NAME), name);
  ck_assert_str_eq (p2pid_claimed_fact (claimed, P2PID_FACT_PERSONAL_NUMBER),
                    number);
  p2pid_claimed_free (claimed);
  json_decref (vector);
}
END_TEST

/* Freja. */

static p2pid_binding *
freja_with (const char *payload)
{
  freja_result result = freja_result_new ();

  freja_result_patch (result.payload, payload);
  return read ("freja", state (), freja_result_finish (&result));
}

START_TEST (freja_says_it_by_its_attributes)
{
  static const char *const astrids[P2PID_FACT_COUNT_] = {
    "Astrid Öberg",
    "Astrid",
    "Öberg",
    "1984-02-29",
    "PNOSE-198402299823",
    "Öbergs Redovisning AB"
  };

  expect (freja_with (NULL), astrids);
  expect (freja_with ("{'status':'CANCELED','signRef':null}"), astrids);
}
END_TEST

START_TEST (a_freja_result_that_cannot_be_read_names_nobody)
{
  expect_nobody (freja_with ("{'requestedAttributes':null}"));
  expect_nobody (freja_with ("{'requestedAttributes':7}"));
  expect_nobody (freja_with (
      "{'requestedAttributes':{'basicUserInfo':{'name':'" MISLEADING "'}}}"));
}
END_TEST

/* Cards. */

/* A subject's entry is changed; with none, what is ordinary. */
static p2pid_binding *
card_with (int entry, const char *value)
{
  card_maker card = card_new ();
  char *evidence;

  if (entry != NID_undef)
    card_set (card.plans[CARD_PERSON].subject, entry, value);
  card_issue (&card);
  evidence = card_evidence (&card);
  card_clear (&card);
  return read ("card", state (), evidence);
}

START_TEST (a_card_says_it_by_its_certificate)
{
  static const char *const astrids[P2PID_FACT_COUNT_] = {
    "Astrid Öberg", "Astrid", "Öberg", "1984-02-29", "PNOEE-48402290017"
  };

  expect (card_with (NID_undef, NULL), astrids);
}
END_TEST

START_TEST (a_card_that_cannot_be_read_names_nobody)
{
  expect_nobody (card_with (NID_surname, NULL));
  expect_nobody (card_with (NID_givenName, MISLEADING));
}
END_TEST

/* The names are good, the number is not: it is left out. */
START_TEST (what_can_be_read_is_told_without_the_rest)
{
  static const char *const names[P2PID_FACT_COUNT_] = { "Astrid Öberg",
                                                        "Astrid", "Öberg" };

  expect (card_with (NID_serialNumber, "PNOEE-12"), names);
}
END_TEST

/* OpenID providers. */

static p2pid_binding *
token_with (const char *payload)
{
  p2pid_buffer *statement;
  p2pid_binding *binding;

  id_token_start ();
  statement = id_token_statement (&id_token_said);
  binding = read ("oidc", strdup ((const char *) statement->data),
                  id_token_good (P2PID_JWA_EDDSA, payload));
  p2pid_buffer_free (statement);
  return binding;
}

START_TEST (a_token_says_it_by_its_claims)
{
  expect (token_with ("{" ID_BARE ",'given_name':'Bo','family_name':'Ek',"
                      "'birthdate':'1984-02-29'}"),
          bos);
  /* Nobody in particular, and for nothing in particular. */
  expect (token_with ("{'given_name':'Bo','family_name':'Ek',"
                      "'birthdate':'1984-02-29'}"),
          bos);
}
END_TEST

START_TEST (a_token_that_cannot_be_read_names_nobody)
{
  expect_nobody (token_with ("{" ID_BARE "}"));
  expect_nobody (token_with ("{" ID_BARE ",'name':7}"));
  expect_nobody (token_with ("{" ID_BARE ",'name':'" MISLEADING "'}"));
}
END_TEST

/* Credentials. */

static p2pid_binding *
credential_with (const char *payload, const char *const *disclosures)
{
  return read ("sd-jwt", NULL, forge (NULL, HEADER, payload, disclosures));
}

START_TEST (a_credential_says_it_by_its_disclosures)
{
  static const char *const disclosures[] = {
    "[" SALT ",'given_name','Bo']", "[" SALT ",'family_name','Ek']",
    "[" SALT ",'birthdate','1984-02-29']", NULL
  };

  expect (credential_with ("{" OPEN ",'_sd':['@a','@b','@c']}", disclosures),
          bos);
  expect (read ("sd-jwt", NULL, wallet_make (&wallet_ordinary)), bos);
}
END_TEST

/* What somebody put beside the credential is not the credential's claim. */
START_TEST (a_credential_says_nothing_by_what_is_not_its_own)
{
  static const char *const name[] = { "[" SALT ",'name','Karin Lind']", NULL };
  static const char *const open[P2PID_FACT_COUNT_] = { "Bo Ek" };

  expect_nobody (credential_with ("{" OPEN "}", name));
  expect (credential_with ("{" NAMED "}", name), open);
  expect (credential_with ("{" NAMED ",'_sd':['@a']}", name), open);
}
END_TEST

START_TEST (a_credential_that_cannot_be_read_names_nobody)
{
  expect_nobody (credential_with ("{" OPEN "}", NULL));
  expect_nobody (credential_with ("{" OPEN ",'name':['Bo Ek']}", NULL));
  expect_nobody (credential_with ("{" OPEN ",'name':'" MISLEADING "'}", NULL));
}
END_TEST

/* Roles. */

/* Astrid, whose own credential has an organisation and a role, and beside it
 * a role with @p payload by a firm that nobody knows. */
static void
expect_role (const char *payload, const char *organisation, const char *role)
{
  char *text = forge (FIRM_SEED, HEADER, payload, NULL);
  p2pid_claimed *claimed = NULL;

  ck_assert_int_eq (claim (firm_binding (text), &claimed), P2PID_OK);
  ck_assert_str_eq (p2pid_claimed_fact (claimed, P2PID_FACT_NAME),
                    "Astrid Öberg");
  ck_assert_pstr_eq (p2pid_claimed_fact (claimed, P2PID_FACT_ORGANISATION),
                     organisation);
  ck_assert_pstr_eq (p2pid_claimed_fact (claimed, P2PID_FACT_ROLE), role);
  p2pid_claimed_free (claimed);
  free (text);
}

START_TEST (a_role_says_whom_it_is_for_by_its_own_word)
{
  expect_role ("{'organization':'Banken','role':'VD'}", "Banken", "VD");
  expect_role ("{'organization':'Banken'}", "Banken", NULL);
}
END_TEST

/* And what the person's own evidence says there does not take its place. */
START_TEST (a_role_that_cannot_be_read_is_for_nobody)
{
  expect_role ("{'role':'VD'}", NULL, "VD");
  expect_role ("{'organization':7,'role':'VD'}", NULL, NULL);
  expect_role ("{'organization':'" MISLEADING "','role':'VD'}", NULL, NULL);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("claimed");
  TCase *tcase = tcase_create ("claimed");

  harness_seed (1);
  tcase_add_test (tcase, bankid_says_it_by_its_certificate);
  tcase_add_test (tcase, freja_says_it_by_its_attributes);
  tcase_add_test (tcase, a_freja_result_that_cannot_be_read_names_nobody);
  tcase_add_test (tcase, a_card_says_it_by_its_certificate);
  tcase_add_test (tcase, a_card_that_cannot_be_read_names_nobody);
  tcase_add_test (tcase, what_can_be_read_is_told_without_the_rest);
  tcase_add_test (tcase, a_token_says_it_by_its_claims);
  tcase_add_test (tcase, a_token_that_cannot_be_read_names_nobody);
  tcase_add_test (tcase, a_credential_says_it_by_its_disclosures);
  tcase_add_test (tcase, a_credential_says_nothing_by_what_is_not_its_own);
  tcase_add_test (tcase, a_credential_that_cannot_be_read_names_nobody);
  tcase_add_test (tcase, a_role_says_whom_it_is_for_by_its_own_word);
  tcase_add_test (tcase, a_role_that_cannot_be_read_is_for_nobody);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
