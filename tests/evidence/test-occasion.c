/* Bindings for a contact, and those of enrolled computers: half an hour, a
 * second more, and beginnings that nobody knows. BankID's: test-bankid.c. */

#include "card-maker.h"
#include "credential.h"
#include "freja-result.h"
#include "wallet.h"

#include <stdlib.h>

#define HALF_AN_HOUR INT64_C (1800)

/* Frees the identity. */
static void
expect (const char *what, p2pid_identity *identity, p2pid_occasion occasion)
{
  ck_assert_ptr_nonnull (identity);
  ck_assert_msg (p2pid_identity_occasion (identity) == occasion, "%s: of %s",
                 what,
                 p2pid_occasion_name (p2pid_identity_occasion (identity)));
  p2pid_identity_free (identity);
}

/* Half an hour after @p begin, and a second more. */
static p2pid_occasion
occasion_of (int64_t lasts)
{
  return lasts > HALF_AN_HOUR ? P2PID_OCCASION_ENROLMENT
                              : P2PID_OCCASION_CONTACT;
}

START_TEST (the_names_stay)
{
  ck_assert_int_eq (P2PID_OCCASION_CONTACT_MAX, HALF_AN_HOUR);
  ck_assert_str_eq (p2pid_occasion_name (P2PID_OCCASION_CONTACT), "contact");
  ck_assert_str_eq (p2pid_occasion_name (P2PID_OCCASION_ENROLMENT),
                    "enrolment");
}
END_TEST

/* Looped: half an hour, and a second more. It is the same at its end. */
START_TEST (a_test_identity)
{
  const p2pid_public_key key = person_key (1);
  const int64_t lasts = HALF_AN_HOUR + _i;
  const int64_t moments[] = { NOW, NOW + lasts - 1 };
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (
      p2pid_binding_issue_test (&key, &astrid, NOW, lasts, &binding), P2PID_OK);
  for (size_t i = 0; i < 2; i++) {
    p2pid_identity *identity = NULL, *copy = NULL;

    ck_assert_int_eq (
        p2pid_binding_verify (binding, anchors, moments[i], &identity),
        P2PID_OK);
    ck_assert_int_eq (p2pid_identity_copy (identity, &copy), P2PID_OK);
    expect ("TEST", identity, occasion_of (lasts));
    expect ("a copy", copy, occasion_of (lasts));
  }
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
}
END_TEST

/* What an issuer says of a credential's beginning; NOW is 1795521600. */
static const struct {
  const char *what, *times;
  p2pid_occasion occasion;
} credentials[] = {
  { "iat", "'iat':1795521600,'exp':1795523400", P2PID_OCCASION_CONTACT },
  { "a second more", "'iat':1795521600,'exp':1795523401",
    P2PID_OCCASION_ENROLMENT },
  { "the same nbf", "'iat':1795521600,'nbf':1795521600,'exp':1795523400",
    P2PID_OCCASION_CONTACT },
  { "an nbf before iat", "'iat':1795521600,'nbf':1795521599,'exp':1795523400",
    P2PID_OCCASION_ENROLMENT },
  /* Signed in advance, for later. */
  { "an nbf long after iat",
    "'iat':1795421600,'nbf':1795521600,'exp':1795523400",
    P2PID_OCCASION_ENROLMENT },
  { "nbf alone", "'nbf':1795521600,'exp':1795523400",
    P2PID_OCCASION_ENROLMENT },
  { "neither", "'exp':1795523400", P2PID_OCCASION_ENROLMENT },
  { "no time at all", "'iat':0,'exp':1795523400", P2PID_OCCASION_ENROLMENT },
  { "nbf of no time", "'iat':1795521600,'nbf':0,'exp':1795523400",
    P2PID_OCCASION_ENROLMENT },
};

/* Looped over them. */
START_TEST (a_credential)
{
  p2pid_identity *identity = NULL;
  char payload[300], *token;

  snprintf (payload, sizeof payload, "{" VCT "," CNF ",%s,'name':'Bo Ek'}",
            credentials[_i].times);
  token = forge (NULL, HEADER, payload, NULL);
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_OK);
  ck_assert (!p2pid_identity_dated_by_holder (identity));
  expect (credentials[_i].what, identity, credentials[_i].occasion);
  free (token);
}
END_TEST

/* Whoever withholds when it was made says nothing of how fresh it is. */
START_TEST (a_credential_whose_iat_is_withheld)
{
  static const char *const iat[] = { "[" SALT ",'iat',1795521600]", NULL };
  static const char payload[] = "{" VCT "," CNF ",'exp':1795523400,"
                                "'name':'Bo Ek','_sd':['@a']}";
  char *token = forge (NULL, HEADER, payload, iat);
  char *first = strchr (token, '~') + 1;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (credential_verify (token, &identity), P2PID_OK);
  expect ("shown", identity, P2PID_OCCASION_CONTACT);
  *first = 0;
  identity = NULL;
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_OK);
  expect ("withheld", identity, P2PID_OCCASION_ENROLMENT);
  free (token);
}
END_TEST

/* Of evidence for stating(), a minute later. */
static p2pid_identity *
accept_stating (const char *method, p2pid_anchors *anchors, char *evidence)
{
  const p2pid_statement stated = stating ();
  char *statement = stating_base64url (&stated);
  p2pid_identity *identity = NULL;
  p2pid_report report;

  ck_assert_int_eq (stating_check (method, statement, evidence, anchors,
                                   NOW + 60, &report, &identity),
                    P2PID_OK);
  free (statement);
  free (evidence);
  p2pid_anchors_free (anchors);
  return identity;
}

/* Looped: half an hour, and a second more. */
START_TEST (freja_says_when)
{
  freja_result result;
  p2pid_identity *identity;

  stating_lasts = HALF_AN_HOUR + _i;
  result = freja_result_new ();
  identity =
      accept_stating ("freja", freja_anchors (), freja_result_finish (&result));
  ck_assert (!p2pid_identity_dated_by_holder (identity));
  expect ("Freja", identity, occasion_of (stating_lasts));
}
END_TEST

/* A card signs whatever time it is given, years ahead if somebody likes. */
START_TEST (a_card_does_not_know_when)
{
  card_maker card = card_new ();
  p2pid_identity *identity;

  stating_lasts = HALF_AN_HOUR + _i;
  card_issue (&card);
  identity = accept_stating ("card",
                             card_anchors (&card, P2PID_ENVIRONMENT_PRODUCTION),
                             card_evidence (&card));
  ck_assert (p2pid_identity_dated_by_holder (identity));
  expect ("a card", identity, P2PID_OCCASION_ENROLMENT);
  card_clear (&card);
}
END_TEST

/* When a login was, in seconds from the beginning of its statement. */
static const struct {
  const char *times; /* iat from NOW on */
  int64_t begin, lasts;
  p2pid_occasion occasion;
} logins[] = {
  { ID_TIMES, NOW, HALF_AN_HOUR, P2PID_OCCASION_CONTACT },
  { ID_TIMES, NOW, HALF_AN_HOUR + 1, P2PID_OCCASION_ENROLMENT },
  /* Clocks differ by a minute. */
  { ID_TIMES, NOW + 90, HALF_AN_HOUR, P2PID_OCCASION_CONTACT },
  /* A login for a statement that begins later is as old as it is. */
  { ID_TIMES, NOW + 91, HALF_AN_HOUR, P2PID_OCCASION_ENROLMENT },
  { ID_TIMES, NOW + 91, HALF_AN_HOUR - 61, P2PID_OCCASION_CONTACT },
  { "'iat':1795521630,'exp':1795608030", NOW + 80000, HALF_AN_HOUR,
    P2PID_OCCASION_ENROLMENT },
  /* Who was recognised by an earlier login was not asked in this one. */
  { ID_TIMES ",'auth_time':1795521620", NOW, HALF_AN_HOUR,
    P2PID_OCCASION_CONTACT },
  { ID_TIMES ",'auth_time':1795521540", NOW, HALF_AN_HOUR,
    P2PID_OCCASION_CONTACT },
  { ID_TIMES ",'auth_time':1795521539", NOW, HALF_AN_HOUR,
    P2PID_OCCASION_ENROLMENT },
  { ID_TIMES ",'auth_time':1795521539", NOW, HALF_AN_HOUR - 61,
    P2PID_OCCASION_CONTACT },
  { ID_TIMES ",'auth_time':1795621600", NOW, HALF_AN_HOUR + 1,
    P2PID_OCCASION_ENROLMENT },
  { ID_TIMES ",'auth_time':'1795521620'", NOW, HALF_AN_HOUR,
    P2PID_OCCASION_ENROLMENT },
  { ID_TIMES ",'auth_time':-9223372036854775807", NOW, HALF_AN_HOUR,
    P2PID_OCCASION_ENROLMENT },
};

/* Looped over them. */
START_TEST (a_provider_says_when)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  p2pid_anchors *anchors = id_token_anchors (key);
  p2pid_identity *identity = NULL;
  p2pid_buffer *statement;
  p2pid_report report;
  char payload[400], *evidence;

  id_token_said.not_before = logins[_i].begin;
  id_token_said.not_after = logins[_i].begin + logins[_i].lasts;
  snprintf (payload, sizeof payload,
            "{" ID_ISS "," ID_AUD "," ID_SUB "," ID_NONCE "," ID_NAME ",%s}",
            logins[_i].times);
  evidence = id_token_good (P2PID_JWA_ES256, payload);
  statement = id_token_statement (&id_token_said);
  ck_assert_int_eq (stating_check ("oidc", (const char *) statement->data,
                                   evidence, anchors, logins[_i].begin + 100,
                                   &report, &identity),
                    P2PID_OK);
  ck_assert (!p2pid_identity_dated_by_holder (identity));
  expect (logins[_i].times, identity, logins[_i].occasion);
  p2pid_buffer_free (statement);
  free (evidence);
  p2pid_anchors_free (anchors);
}
END_TEST

/* A wallet dates with its own clock, so what counts is how old its credential
 * is: nothing was signed before that. */
static const struct {
  const char *payload;
  p2pid_occasion occasion;
} wallets[] = {
  { PID_PAYLOAD, P2PID_OCCASION_ENROLMENT },
  { "{" PID_VCT "," PID_CNF ",'exp':1800000000,'_sd':['@a','@b','@c']}",
    P2PID_OCCASION_ENROLMENT },
  { "{" PID_VCT "," PID_CNF ",'iat':1795521599,'exp':1800000000,"
    "'_sd':['@a','@b','@c']}",
    P2PID_OCCASION_ENROLMENT },
  { "{" PID_VCT "," PID_CNF ",'iat':1795521600,'exp':1800000000,"
    "'_sd':['@a','@b','@c']}",
    P2PID_OCCASION_CONTACT },
};

/* Looped over them. */
START_TEST (a_wallet_says_when_its_credential_is)
{
  wallet_order order = wallet_ordinary;
  p2pid_identity *identity = NULL;
  p2pid_step failed;
  char *evidence;

  id_token_said.not_after = NOW + HALF_AN_HOUR;
  order.payload = wallets[_i].payload;
  evidence = wallet_make (&order);
  ck_assert_int_eq (wallet_check (evidence, &id_token_said,
                                  signer_key (P2PID_JWA_ES256), NOW + 60,
                                  &failed, &identity),
                    P2PID_OK);
  ck_assert (p2pid_identity_dated_by_holder (identity));
  expect ("a wallet", identity, wallets[_i].occasion);
  free (evidence);
}
END_TEST

#define COUNT(list) ((int) (sizeof list / sizeof *list))

int
main (void)
{
  Suite *suite = suite_create ("occasion");
  TCase *tcase = tcase_create ("occasion");

  harness_seed (1);
  tcase_add_checked_fixture (tcase, id_token_start, NULL);
  tcase_add_test (tcase, the_names_stay);
  tcase_add_loop_test (tcase, a_test_identity, 0, 2);
  tcase_add_loop_test (tcase, a_credential, 0, COUNT (credentials));
  tcase_add_test (tcase, a_credential_whose_iat_is_withheld);
  tcase_add_loop_test (tcase, freja_says_when, 0, 2);
  tcase_add_loop_test (tcase, a_card_does_not_know_when, 0, 2);
  tcase_add_loop_test (tcase, a_provider_says_when, 0, COUNT (logins));
  tcase_add_loop_test (tcase, a_wallet_says_when_its_credential_is, 0,
                       COUNT (wallets));
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
