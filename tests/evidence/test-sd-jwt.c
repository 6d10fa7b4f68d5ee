/* SD-JWT credentials: issuers and their keys, bounds, edges of validity, every
 * byte, TEST and the real world, and showing less. */

#include "credential.h"

#include "evidence/jwk.h"
#include "evidence/sd-jwt.h"
#include "evidence/test-issuer.h"

#include <sodium.h>
#include <stdlib.h>

/* An issuer that no anchor names. */
#define STRANGER "a stranger's seed, 32 characters"

/* A disclosure of one credential does not fit another, of the same person by
 * the same issuer. */
START_TEST (anothers_disclosure_is_refused)
{
  p2pid_binding *one = person_binding (&astrid),
                *two = person_binding (&astrid);
  const char *a = p2pid_binding_evidence (one);
  const char *b = p2pid_binding_evidence (two);
  size_t jws = strcspn (a, "~");
  char *mixed = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_gt (asprintf (&mixed, "%.*s%s", (int) jws, a, strchr (b, '~')),
                    0);
  ck_assert_int_eq (credential_verify (mixed, &identity), P2PID_ERR_FORMAT);
  free (mixed);
  ck_assert_int_gt (asprintf (&mixed, "%s%s", a, strchr (b, '~') + 1), 0);
  ck_assert_int_eq (credential_verify (mixed, &identity), P2PID_ERR_FORMAT);
  ck_assert_ptr_null (identity);
  free (mixed);
  p2pid_binding_free (one);
  p2pid_binding_free (two);
}
END_TEST

/* Disclosures inside disclosures, eight levels and one more. */
START_TEST (nesting_is_bounded)
{
  static const char *const deep[] = { "[" SALT ",'x',{'_sd':['@b']}]",
                                      "[" SALT ",'x',{'_sd':['@c']}]",
                                      "[" SALT ",'x',{'_sd':['@d']}]",
                                      "[" SALT ",'x',{'_sd':['@e']}]",
                                      "[" SALT ",'x',{'_sd':['@f']}]",
                                      "[" SALT ",'x',{'_sd':['@g']}]",
                                      "[" SALT ",'x',{'_sd':['@h']}]",
                                      "[" SALT ",'x',1]",
                                      NULL };
  static const char *const deeper[] = { "[" SALT ",'x',{'_sd':['@b']}]",
                                        "[" SALT ",'x',{'_sd':['@c']}]",
                                        "[" SALT ",'x',{'_sd':['@d']}]",
                                        "[" SALT ",'x',{'_sd':['@e']}]",
                                        "[" SALT ",'x',{'_sd':['@f']}]",
                                        "[" SALT ",'x',{'_sd':['@g']}]",
                                        "[" SALT ",'x',{'_sd':['@h']}]",
                                        "[" SALT ",'x',[]]",
                                        NULL };

  credential_expect (P2PID_OK, "eight levels", HEADER,
                     "{" NAMED ",'_sd':['@a']}", deep);
  credential_expect (P2PID_ERR_FORMAT, "nine levels", HEADER,
                     "{" NAMED ",'_sd':['@a']}", deeper);
}
END_TEST

START_TEST (plain_nesting_is_bounded)
{
  char *token, *text = malloc (20001);
  p2pid_identity *identity = NULL;
  const char *disclosures[] = { text, NULL };

  memset (text, '[', 10000);
  memset (text + 10000, ']', 10000);
  text[20000] = 0;
  token = forge (NULL, HEADER, "{" NAMED ",'_sd':['@a']}", disclosures);
  token[P2PID_EVIDENCE_MAX - 1] = 0;
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_ERR_FORMAT);
  free (token);
  token = forge (NULL, HEADER, text, NULL);
  token[P2PID_EVIDENCE_MAX - 1] = 0;
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_ERR_FORMAT);
  ck_assert_ptr_null (identity);
  free (token);
  free (text);
}
END_TEST

/* ["s","a",7], and with a NUL behind the number, which jansson would not see. */
START_TEST (a_nul_is_refused)
{
  p2pid_sd_jwt *token = NULL;

  ck_assert_int_eq (
      p2pid_sd_jwt_read (p2pid_bytes_from_text ("e30.e30.~WyJzIiwiYSIsN10~"),
                         &token),
      P2PID_OK);
  p2pid_sd_jwt_free (token);
  token = NULL;
  ck_assert_int_eq (
      p2pid_sd_jwt_read (p2pid_bytes_from_text ("e30.e30.~WyJzIiwiYSIsNwBd~"),
                         &token),
      P2PID_ERR_FORMAT);
  ck_assert_ptr_null (token);
}
END_TEST

START_TEST (the_number_of_disclosures_is_bounded)
{
  char *base = forge (NULL, HEADER, "{" NAMED "}", NULL);
  char *token = malloc (strlen (base) + 5 * 300);
  p2pid_identity *identity = NULL;
  char *end = stpcpy (token, base);

  for (int i = 0; i <= P2PID_SD_JWT_DISCLOSURES_MAX; i++) {
    ck_assert_int_eq (credential_verify (token, &identity),
                      i == 0 ? P2PID_OK : P2PID_ERR_FORMAT);
    p2pid_identity_free (identity);
    identity = NULL;
    end = stpcpy (end, "WzFd~"); /* [1] */
  }
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_ERR_SIZE);
  free (token);
  free (base);
}
END_TEST

START_TEST (a_full_name_is_put_together)
{
  char *token =
      forge (NULL, HEADER,
             "{" OPEN ",'given_name':'Eva Li','family_name':'Ek'}", NULL);
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (credential_verify (token, &identity), P2PID_OK);
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME),
                    "Eva Li Ek");
  p2pid_identity_free (identity);
  free (token);
}
END_TEST

/* 200 characters, of two bytes each, and one more. */
START_TEST (a_name_has_a_longest_size)
{
  char name[403], payload[1000];

  for (int i = 0; i < 201; i++)
    memcpy (name + 2 * i, "\xc3\xb6", 2);
  name[400] = 0;
  snprintf (payload, sizeof payload, "{" OPEN ",'name':'%s'}", name);
  credential_expect (P2PID_OK, "200 characters", HEADER, payload, NULL);
  name[400] = '\xc3';
  name[402] = 0;
  snprintf (payload, sizeof payload, "{" OPEN ",'name':'%s'}", name);
  credential_expect (P2PID_ERR_TEXT, "201 characters", HEADER, payload, NULL);
}
END_TEST

START_TEST (validity_has_sharp_edges)
{
  static const struct {
    int64_t now;
    p2pid_err err;
  } edges[] = {
    { NOW - 61, P2PID_ERR_NOT_YET_VALID },
    { NOW - 60, P2PID_OK },
    { NOW, P2PID_OK },
    { NOW + DAY - 1, P2PID_OK },
    { NOW + DAY, P2PID_ERR_EXPIRED },
    { INT64_MAX, P2PID_ERR_EXPIRED },
    { 0, P2PID_ERR_NOT_YET_VALID },
    { INT64_MIN, P2PID_ERR_NOT_YET_VALID },
  };
  static const char *const payloads[] = {
    "{" NAMED "}",
    "{" VCT "," CNF ",'name':'Bo','nbf':1795521600,"
    "'exp':1795608000}",
    "{" VCT "," CNF ",'name':'Bo','iat':1,'nbf':1795521600,"
    "'exp':1795608000}"
  };

  for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
    char *token = forge (NULL, HEADER, payloads[i], NULL);
    p2pid_binding *binding = NULL;

    ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, token, NULL, &binding),
                      P2PID_OK);
    for (size_t j = 0; j < sizeof edges / sizeof *edges; j++)
      ck_assert_int_eq (person_verify (binding, true, edges[j].now),
                        edges[j].err);
    p2pid_binding_free (binding);
    free (token);
  }
}
END_TEST

START_TEST (a_credential_without_iat_does_not_say_when)
{
  char *token = forge (NULL, HEADER,
                       "{" VCT "," CNF ",'exp':1795608000,'name':'Bo'}", NULL);
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (credential_verify (token, &identity), P2PID_OK);
  ck_assert_int_eq (p2pid_identity_signed_at (identity), 0);
  p2pid_identity_free (identity);
  free (token);
}
END_TEST

/* The key in the header is the sender's word. Nothing is said about what it
 * signed before an anchor has named it. */
START_TEST (a_strangers_key_is_not_trusted)
{
  static const char *const payloads[] = { "{" NAMED "}", "{}", "{'exp':1}",
                                          "{" OPEN ",'name':''}" };

  for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
    char *token = forge (STRANGER, HEADER, payloads[i], NULL);
    p2pid_identity *identity = NULL;

    ck_assert_int_eq (credential_verify (token, &identity),
                      P2PID_ERR_UNTRUSTED);
    free (token);
  }
}
END_TEST

/* Signed by a stranger, with the trusted issuer's key in the header. */
START_TEST (a_strangers_signature_is_forged)
{
  char x[44], header[300], *token;
  uint8_t public[32], secret[64];
  p2pid_identity *identity = NULL;

  crypto_sign_seed_keypair (public, secret,
                            (const uint8_t *) P2PID_TEST_ISSUER_SEED);
  sodium_bin2base64 (x, sizeof x, public, sizeof public,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  snprintf (header, sizeof header,
            "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'kty':'OKP',"
            "'crv':'Ed25519','x':'%s'}}",
            x);
  token = forge (STRANGER, header, "{'exp':1}", NULL);
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_ERR_FORGED);
  free (token);
}
END_TEST

START_TEST (a_signature_of_another_size_is_forged)
{
  char *token = forge (NULL, HEADER, "{" NAMED "}", NULL);
  char *signature = strrchr (token, '.') + 1;
  p2pid_identity *identity = NULL;

  signature[84] = '~'; /* 63 bytes */
  signature[85] = 0;
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_ERR_FORGED);
  signature[0] = '~'; /* none */
  signature[1] = 0;
  ck_assert_int_eq (credential_verify (token, &identity), P2PID_ERR_FORGED);
  free (token);
}
END_TEST

/* An EC key under EdDSA, for an issuer that an anchor does name. */
START_TEST (the_key_chooses_the_algorithm)
{
  static const char header[] =
      "{'typ':'dc+sd-jwt','alg':'EdDSA','jwk':{'kty':'EC','crv':'P-256',"
      "'x':'@I','y':'@K'}}";
  p2pid_public_key y = person_key (1);
  p2pid_jwk jwk = { .kind = P2PID_JWK_P256 };
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT, .name = "Firm" };
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_identity *identity = NULL;
  p2pid_binding *binding = NULL;
  char *token = forge (NULL, header, "{" NAMED "}", NULL);
  uint8_t secret[64];

  crypto_sign_seed_keypair (jwk.x, secret,
                            (const uint8_t *) P2PID_TEST_ISSUER_SEED);
  memcpy (jwk.y, y.bytes, sizeof y.bytes);
  p2pid_jwk_thumbprint (&jwk, &anchor.fingerprint);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, token, NULL, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_ERR_ALGORITHM);
  p2pid_binding_free (binding);
  free (token);

  /* Under its own algorithm it is found not to be a point of the curve. */
  token = forge (NULL,
                 "{'typ':'dc+sd-jwt','alg':'ES256','jwk':{'kty':'EC',"
                 "'crv':'P-256','x':'@I','y':'@K'}}",
                 "{" NAMED "}", NULL);
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, token, NULL, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_ERR_ALGORITHM);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  free (token);
}
END_TEST

/* Every byte of the evidence, in each loop another bit of it. */
START_TEST (no_flipped_bit_passes)
{
  p2pid_binding *binding = person_binding (&astrid);
  char *token = strdup (p2pid_binding_evidence (binding));
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (credential_verify (token, &identity), P2PID_OK);
  p2pid_identity_free (identity);
  identity = NULL;
  for (char *at = token; *at; at++) {
    char bit = (char) (1 << ((at - token + _i) % 8));

    *at ^= bit;
    ck_assert_int_ne (credential_verify (token, &identity), P2PID_OK);
    ck_assert_ptr_null (identity);
    *at ^= bit;
  }
  p2pid_binding_free (binding);
  free (token);
}
END_TEST

/* Cut anywhere, except where a disclosure ends: that is how to withhold. */
START_TEST (no_cut_token_passes)
{
  p2pid_binding *binding = person_binding (&astrid);
  char *token = strdup (p2pid_binding_evidence (binding));
  p2pid_identity *identity = NULL;
  size_t shown = 0;

  for (size_t size = strlen (token); size-- > 0;) {
    token[size] = 0;
    if (credential_verify (token, &identity) == P2PID_OK) {
      ck_assert_int_eq (token[size - 1], '~');
      p2pid_identity_free (identity);
      identity = NULL;
      shown++;
    }
  }
  ck_assert_uint_eq (shown, P2PID_FACT_COUNT_ - 1);
  p2pid_binding_free (binding);
  free (token);
}
END_TEST

START_TEST (test_is_refused_until_it_is_turned_on)
{
  p2pid_binding *binding = person_binding (&astrid);

  ck_assert_int_eq (person_verify (binding, false, NOW),
                    P2PID_ERR_TEST_REFUSED);
  ck_assert_int_eq (person_verify (binding, true, NOW), P2PID_OK);
  /* Before anything that it says: a forged or old one is no different. */
  ck_assert_int_eq (person_verify (binding, false, NOW + 2 * DAY),
                    P2PID_ERR_TEST_REFUSED);
  p2pid_binding_free (binding);
}
END_TEST

/* Adds the TEST issuer under a name of its own. */
static p2pid_err
verify_with_anchor (p2pid_environment environment,
                    bool test,
                    p2pid_identity **out)
{
  p2pid_anchor anchor = {
    .method = P2PID_METHOD_SD_JWT,
    .environment = environment,
    .fingerprint = P2PID_TEST_ISSUER_FINGERPRINT,
    .name = "A real bank",
  };
  p2pid_anchors *anchors = person_anchors (test);
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_err err;

  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  err = p2pid_binding_verify (binding, anchors, NOW, out);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  return err;
}

START_TEST (no_anchor_makes_the_test_key_real)
{
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (
      verify_with_anchor (P2PID_ENVIRONMENT_PRODUCTION, false, &identity),
      P2PID_ERR_TEST_REFUSED);
  ck_assert_int_eq (
      verify_with_anchor (P2PID_ENVIRONMENT_TEST, false, &identity),
      P2PID_ERR_TEST_REFUSED);
  ck_assert_int_eq (
      verify_with_anchor (P2PID_ENVIRONMENT_PRODUCTION, true, &identity),
      P2PID_OK);
  ck_assert_int_eq (p2pid_identity_environment (identity),
                    P2PID_ENVIRONMENT_TEST);
  ck_assert_int_eq (p2pid_identity_assurance (identity), P2PID_ASSURANCE_NONE);
  p2pid_identity_free (identity);
}
END_TEST

/* Any other issuer, in both environments. */
START_TEST (an_anchor_says_who_and_which_world)
{
  p2pid_jwk jwk = { .kind = P2PID_JWK_ED25519 };
  char *token = forge (STRANGER, HEADER, "{" NAMED "}", NULL);
  p2pid_binding *binding = NULL;
  uint8_t secret[64];

  crypto_sign_seed_keypair (jwk.x, secret, (const uint8_t *) STRANGER);
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, token, NULL, &binding),
                    P2PID_OK);
  for (int i = 0; i < 4; i++) {
    p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT,
                            .environment = i / 2 ? P2PID_ENVIRONMENT_TEST
                                                 : P2PID_ENVIRONMENT_PRODUCTION,
                            .name = "Firm" };
    p2pid_anchors *anchors = person_anchors (i % 2);
    p2pid_identity *identity = NULL;

    p2pid_jwk_thumbprint (&jwk, &anchor.fingerprint);
    ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
    ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                      i == 2 ? P2PID_ERR_TEST_REFUSED : P2PID_OK);
    if (i != 2) {
      ck_assert_str_eq (p2pid_identity_issuer (identity), "Firm");
      ck_assert_int_eq (p2pid_identity_environment (identity),
                        anchor.environment);
    }
    p2pid_identity_free (identity);
    p2pid_anchors_free (anchors);
  }
  p2pid_binding_free (binding);
  free (token);
}
END_TEST

/* A fact in the open cannot be withheld, and is not silently shown. */
START_TEST (open_facts_cannot_be_withheld)
{
  static const char *const disclosures[] = { "[" SALT ",'role','Boss']", NULL };
  char *token = forge (NULL, HEADER, "{" NAMED ",'_sd':['@a']}", disclosures);
  p2pid_binding *binding = NULL, *selected = NULL;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, token, NULL, &binding),
                    P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_facts (binding),
                     P2PID_FACTS (P2PID_FACT_NAME) |
                         P2PID_FACTS (P2PID_FACT_ROLE));
  ck_assert_uint_eq (p2pid_binding_fixed_facts (binding),
                     P2PID_FACTS (P2PID_FACT_NAME));
  ck_assert_int_eq (
      p2pid_binding_select (binding, P2PID_FACTS (P2PID_FACT_ROLE), &selected),
      P2PID_ERR_ARGUMENT);
  ck_assert_ptr_null (selected);
  ck_assert_int_eq (
      p2pid_binding_select (binding, P2PID_FACTS (P2PID_FACT_NAME), &selected),
      P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_facts (selected),
                     P2PID_FACTS (P2PID_FACT_NAME));
  p2pid_binding_free (selected);
  p2pid_binding_free (binding);
  free (token);
}
END_TEST

/* What is disclosed further in is no fact, whatever it is called; and what is
 * no fact is never shown. */
START_TEST (selection_knows_levels)
{
  static const char *const disclosures[] = {
    "[" SALT ",'name','Bo Ek']", "[" SALT ",'child',{'_sd':['@c']}]",
    "[" SALT ",'role','pupil']", NULL
  };
  char *token =
      forge (NULL, HEADER, "{" OPEN ",'_sd':['@a','@b']}", disclosures);
  p2pid_binding *binding = NULL, *selected = NULL;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, token, NULL, &binding),
                    P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_facts (binding),
                     P2PID_FACTS (P2PID_FACT_NAME));
  ck_assert_int_eq (p2pid_binding_select (binding, ~(p2pid_facts) 0, &selected),
                    P2PID_OK);
  ck_assert_int_eq (person_verify (selected, true, NOW), P2PID_OK);
  ck_assert_uint_lt (strlen (p2pid_binding_evidence (selected)),
                     strlen (token));
  p2pid_binding_free (selected);
  p2pid_binding_free (binding);
  free (token);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("sd-jwt");
  TCase *tcase = tcase_create ("sd-jwt");

  harness_seed (1);
  tcase_add_test (tcase, anothers_disclosure_is_refused);
  tcase_add_test (tcase, nesting_is_bounded);
  tcase_add_test (tcase, plain_nesting_is_bounded);
  tcase_add_test (tcase, a_nul_is_refused);
  tcase_add_test (tcase, the_number_of_disclosures_is_bounded);
  tcase_add_test (tcase, a_full_name_is_put_together);
  tcase_add_test (tcase, a_name_has_a_longest_size);
  tcase_add_test (tcase, validity_has_sharp_edges);
  tcase_add_test (tcase, a_credential_without_iat_does_not_say_when);
  tcase_add_test (tcase, a_strangers_key_is_not_trusted);
  tcase_add_test (tcase, a_strangers_signature_is_forged);
  tcase_add_test (tcase, a_signature_of_another_size_is_forged);
  tcase_add_test (tcase, the_key_chooses_the_algorithm);
  tcase_add_loop_test (tcase, no_flipped_bit_passes, 0, 2);
  tcase_add_test (tcase, no_cut_token_passes);
  tcase_add_test (tcase, test_is_refused_until_it_is_turned_on);
  tcase_add_test (tcase, no_anchor_makes_the_test_key_real);
  tcase_add_test (tcase, an_anchor_says_who_and_which_world);
  tcase_add_test (tcase, open_facts_cannot_be_withheld);
  tcase_add_test (tcase, selection_knows_levels);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
