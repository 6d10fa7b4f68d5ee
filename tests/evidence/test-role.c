/* Roles: what is shown of them and by whose word, and every way in which one
 * could lie. Astrid (person_key (1)) has the role; Nils (2) signs for the
 * firm. */

#include "firm.h"

#include "base/encoding.h"
#include "crypto/key.h"
#include "evidence/evidence.h"
#include "evidence/test-issuer.h"
#include "p2pid/organisation.h"
#include "signer.h"

#include <stdlib.h>

#define HEADER                                                                 \
  "{'typ':'dc+sd-jwt','alg':'EdDSA',"                                          \
  "'jwk':{'kty':'OKP','crv':'Ed25519','x':'@I'}}"
#define VCT "'vct':'urn:p2pid:role:1'"
#define NAME "'organization':'Firman'"
#define TIMES "'iat':1795521600,'exp':1795608000"
#define CNF "'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519','x':'@K'}}"
#define GOOD VCT "," NAME "," TIMES "," CNF
#define SALT "'2GLC42sKQveCfGfryNRN9w'"

static p2pid_identity *
good (const char *role, const p2pid_anchors *anchors)
{
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (firm_check (role, anchors, NOW, &identity), P2PID_OK);
  return identity;
}

/* --- What is shown. --- */

START_TEST (a_role_is_a_second_line_of_proof)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *role = firm_role ();
  p2pid_identity *identity = good (role, anchors), *copy = NULL;
  const p2pid_role_proof *proof;

  ck_assert_int_eq (p2pid_identity_copy (identity, &copy), P2PID_OK);
  p2pid_identity_free (identity);
  proof = p2pid_identity_role_proof (copy);
  ck_assert_str_eq (proof->organisation, FIRM);
  ck_assert_str_eq (proof->domain, FIRM_DOMAIN);
  ck_assert_str_eq (proof->role, FIRM_ROLE);
  ck_assert_int_eq (proof->environment, P2PID_ENVIRONMENT_TEST);
  ck_assert_int_eq (proof->signed_at, NOW);
  ck_assert_int_eq (proof->valid_until, NOW + DAY);
  ck_assert_int_eq (proof->revocation_checked_at, 0);
  ck_assert_ptr_null (proof->signatory);
  ck_assert_str_eq (p2pid_identity_issuer (copy), P2PID_TEST_ISSUER_NAME);
  ck_assert_uint_ne (
      p2pid_identity_checked (copy) & P2PID_STEPS (P2PID_STEP_ROLE), 0);
  p2pid_identity_free (copy);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

START_TEST (a_signatory_is_enough)
{
  p2pid_anchors *anchors = firm_anchors (false);
  char *bare = firm_role (), *endorsement = firm_endorsement ();
  char *role = firm_join (bare, endorsement);
  p2pid_identity *identity = good (role, anchors), *copy = NULL;
  const p2pid_role_proof *proof;

  ck_assert_int_eq (p2pid_identity_copy (identity, &copy), P2PID_OK);
  p2pid_identity_free (identity);
  proof = p2pid_identity_role_proof (copy);
  ck_assert_str_eq (proof->organisation, FIRM);
  ck_assert_ptr_null (proof->domain);
  ck_assert_int_eq (proof->environment, P2PID_ENVIRONMENT_TEST);
  /* No longer than the endorsement. */
  ck_assert_int_eq (proof->valid_until, NOW + 3600);
  ck_assert_str_eq (p2pid_identity_fact (proof->signatory, P2PID_FACT_NAME),
                    "Nils Berg");
  ck_assert_ptr_null (
      p2pid_identity_fact (proof->signatory, P2PID_FACT_BIRTHDATE));
  p2pid_identity_free (copy);
  p2pid_anchors_free (anchors);
  free (bare);
  free (endorsement);
  free (role);
}
END_TEST

START_TEST (both_are_shown_where_both_vouch)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *bare = firm_role (), *endorsement = firm_endorsement ();
  char *role = firm_join (bare, endorsement);
  p2pid_identity *identity = good (role, anchors);
  const p2pid_role_proof *proof = p2pid_identity_role_proof (identity);

  ck_assert_str_eq (proof->domain, FIRM_DOMAIN);
  ck_assert_ptr_nonnull (proof->signatory);
  ck_assert_int_eq (proof->valid_until, NOW + DAY);
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (bare);
  free (endorsement);
  free (role);
}
END_TEST

/* Astrid's own credential says an organisation and a role, too. */
START_TEST (a_role_takes_the_place_of_what_the_evidence_says)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *role = forge (FIRM_SEED, HEADER, "{" GOOD "}", NULL);
  p2pid_identity *identity = good (role, anchors);

  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_ORGANISATION),
                    FIRM);
  ck_assert_ptr_null (p2pid_identity_fact (identity, P2PID_FACT_ROLE));
  ck_assert_ptr_null (p2pid_identity_role_proof (identity)->role);
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* The anchor's name, not what the firm calls itself. */
START_TEST (the_name_is_the_anchors)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *role = forge (
      FIRM_SEED, HEADER,
      "{" VCT "," TIMES "," CNF ",'organization':'Banken','role':'VD'}", NULL);
  p2pid_identity *identity = good (role, anchors);

  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_ORGANISATION),
                    FIRM);
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_ROLE), "VD");
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

START_TEST (a_firm_may_have_another_kind_of_key)
{
  static const p2pid_jwa algorithms[] = { P2PID_JWA_ES256, P2PID_JWA_ES384,
                                          P2PID_JWA_RS256, P2PID_JWA_PS256 };
  EVP_PKEY *key = signer_key (algorithms[_i]);
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_anchor anchor = firm_anchor ();
  p2pid_public_key person = person_key (1);
  char *jwk = signer_jwk (key), *x = signer_base64url (person.bytes, 32);
  char *header = NULL, *payload = NULL, *jws, *role = NULL;
  p2pid_identity *identity;

  anchor.fingerprint = signer_thumbprint (key);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_gt (asprintf (&header,
                              "{'typ':'dc+sd-jwt','alg':'%s','jwk':%s}",
                              signer_name (algorithms[_i]), jwk),
                    0);
  ck_assert_int_gt (asprintf (&payload,
                              "{" VCT "," NAME "," TIMES
                              ",'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519',"
                              "'x':'%s'}}}",
                              x),
                    0);
  jws = signer_jws (key, algorithms[_i], header, payload);
  ck_assert_int_gt (asprintf (&role, "%s~", jws), 0);
  identity = good (role, anchors);
  ck_assert_ptr_nonnull (p2pid_identity_role_proof (identity));
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (jwk);
  free (x);
  free (header);
  free (payload);
  free (jws);
  free (role);
}
END_TEST

/* --- What is withheld. --- */

/* Looped over every set of facts. */
START_TEST (a_role_is_shown_as_it_is_chosen)
{
  p2pid_facts facts = (p2pid_facts) _i | P2PID_FACTS (P2PID_FACT_NAME);
  bool firm = (facts & P2PID_FACTS (P2PID_FACT_ORGANISATION)) != 0;
  bool shown = firm && (facts & P2PID_FACTS (P2PID_FACT_ROLE)) != 0;
  p2pid_anchors *anchors = firm_anchors (true);
  char *role = firm_role ();
  p2pid_binding *binding = firm_binding (role), *selected = NULL;
  p2pid_identity *identity = NULL;
  const p2pid_role_proof *proof;

  ck_assert_int_eq (p2pid_binding_select (binding, facts, &selected), P2PID_OK);
  p2pid_binding_free (binding);
  ck_assert_int_eq (p2pid_binding_verify (selected, anchors, NOW, &identity),
                    P2PID_OK);
  proof = p2pid_identity_role_proof (identity);
  ck_assert_int_eq (p2pid_binding_role (selected) != NULL, firm);
  ck_assert_int_eq (proof != NULL, firm);
  if (firm)
    ck_assert_pstr_eq (proof->role, shown ? FIRM_ROLE : NULL);
  if (firm && !shown)
    ck_assert_uint_eq (
        p2pid_binding_facts (selected) & P2PID_FACTS (P2PID_FACT_ROLE), 0);
  p2pid_identity_free (identity);
  p2pid_binding_free (selected);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

START_TEST (an_endorsement_goes_with_the_role)
{
  p2pid_anchors *anchors = firm_anchors (false);
  char *bare = firm_role (), *endorsement = firm_endorsement ();
  char *role = firm_join (bare, endorsement);
  p2pid_binding *binding = firm_binding (role), *selected = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (
      p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &selected), P2PID_OK);
  ck_assert_str_eq (p2pid_binding_role (selected), role);
  ck_assert_int_eq (p2pid_binding_verify (selected, anchors, NOW, &identity),
                    P2PID_OK);
  ck_assert_ptr_nonnull (p2pid_identity_role_proof (identity)->signatory);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  p2pid_binding_free (selected);
  p2pid_anchors_free (anchors);
  free (bare);
  free (endorsement);
  free (role);
}
END_TEST

/* --- An organisation that this computer does not know. --- */

START_TEST (an_unknown_firm_takes_nothing_from_the_person)
{
  p2pid_anchors *anchors = firm_anchors (false);
  char *role = firm_role ();
  p2pid_identity *identity = good (role, anchors);

  ck_assert_ptr_null (p2pid_identity_role_proof (identity));
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME),
                    astrid.name);
  ck_assert_uint_eq (
      p2pid_identity_checked (identity) & P2PID_STEPS (P2PID_STEP_ROLE), 0);
  ck_assert_uint_ne (
      p2pid_identity_unchecked (identity) & P2PID_STEPS (P2PID_STEP_ROLE), 0);
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* The role's own error, which the binding passes over. */
static p2pid_err
verify_alone (const char *text, const p2pid_anchors *anchors)
{
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_identity *identity = NULL;
  p2pid_role_text *role = NULL;
  p2pid_err err;

  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_role_read (p2pid_bytes_from_text (text), &role),
                    P2PID_OK);
  err = p2pid_role_verify (role, anchors, identity);
  ck_assert ((err == P2PID_OK) ==
             (p2pid_identity_role_proof (identity) != NULL));
  p2pid_role_free (role);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  return err;
}

START_TEST (another_firms_key_is_unknown)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *role =
      forge ("somebody else, of the same name!", HEADER, "{" GOOD "}", NULL);

  ck_assert_int_eq (verify_alone (role, anchors), P2PID_ERR_UNTRUSTED);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* An anchor for something else is none for roles: the TEST issuer, which may
 * vouch for persons, for instance. */
START_TEST (an_anchor_of_another_method_does_not_count)
{
  p2pid_anchors *anchors = firm_anchors (false);
  char *role = forge (NULL, HEADER, "{" GOOD "}", NULL);

  ck_assert_int_eq (verify_alone (role, anchors), P2PID_ERR_UNTRUSTED);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* --- Credentials by the right key that say the wrong thing. --- */

static void
expect (p2pid_err err,
        const char *what,
        const char *header,
        const char *payload,
        const char *const *disclosures)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *role = forge (FIRM_SEED, header, payload, disclosures);
  p2pid_identity *identity = NULL;
  p2pid_err got = firm_check (role, anchors, NOW, &identity);

  ck_assert_msg (got == err, "%s: %s", what, p2pid_err_name (got));
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (role);
}

#define OTHER_CNF                                                              \
  "'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519',"                                 \
  "'x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}}"

static const struct {
  p2pid_err err;
  const char *what, *payload;
} payloads[] = {
  { P2PID_OK, "good", "{" GOOD "}" },
  { P2PID_ERR_MISMATCH, "another person's",
    "{" VCT "," NAME "," TIMES "," OTHER_CNF "}" },
  { P2PID_ERR_INCOMPLETE, "nobody's", "{" VCT "," NAME "," TIMES "}" },
  { P2PID_ERR_MISMATCH, "an identity credential",
    "{'vct':'urn:p2pid:identity:1'," NAME "," TIMES "," CNF
    ",'name':'Bo Ek'}" },
  { P2PID_ERR_INCOMPLETE, "no type", "{" NAME "," TIMES "," CNF "}" },
  { P2PID_ERR_INCOMPLETE, "no organisation", "{" VCT "," TIMES "," CNF "}" },
  { P2PID_ERR_TEXT, "an organisation of two lines",
    "{" VCT "," TIMES "," CNF ",'organization':'a\\nb'}" },
  { P2PID_ERR_TEXT, "a role that runs backwards",
    "{" GOOD ",'role':'\\u202eDV'}" },
  { P2PID_ERR_FORMAT, "a role that is none", "{" GOOD ",'role':7}" },
  { P2PID_ERR_EXPIRED, "expired",
    "{" VCT "," NAME "," CNF ",'exp':1795521600}" },
  { P2PID_ERR_NOT_YET_VALID, "not yet",
    "{" VCT "," NAME "," CNF ",'nbf':1795521661,'exp':1795608000}" },
  { P2PID_ERR_NOT_YET_VALID, "issued later",
    "{" VCT "," NAME "," CNF ",'iat':1795521661,'exp':1795608000}" },
  { P2PID_ERR_INCOMPLETE, "for ever", "{" VCT "," NAME "," CNF "}" },
  { P2PID_ERR_MISMATCH, "another domain",
    "{" GOOD ",'domain':'0berg.example'}" },
  { P2PID_OK, "its domain", "{" GOOD ",'domain':'oberg.example'}" },
  { P2PID_ERR_FORMAT, "a domain that is none", "{" GOOD ",'domain':[]}" },
  { P2PID_ERR_MISMATCH, "names a person", "{" GOOD ",'name':'Bo Ek'}" },
  { P2PID_ERR_MISMATCH, "names half of one", "{" GOOD ",'given_name':'Bo'}" },
  { P2PID_ERR_MISMATCH, "names the other half",
    "{" GOOD ",'family_name':'Ek'}" },
  { P2PID_ERR_MISMATCH, "knows a birthday",
    "{" GOOD ",'birthdate':'1984-02-29'}" },
  { P2PID_ERR_MISMATCH, "knows a number",
    "{" GOOD ",'personal_administrative_number':'198402291234'}" },
};

/* Looped over all of them. */
START_TEST (a_firm_may_not_say_everything)
{
  expect (payloads[_i].err, payloads[_i].what, HEADER, payloads[_i].payload,
          NULL);
}
END_TEST

START_TEST (a_person_is_named_by_no_disclosure_either)
{
  static const char *const disclosures[] = { "[" SALT ",'name','Bo Ek']",
                                             NULL };

  expect (P2PID_ERR_MISMATCH, "disclosed", HEADER, "{" GOOD ",'_sd':['@a']}",
          disclosures);
}
END_TEST

/* Whatever else the firm has hidden in it. */
START_TEST (of_what_is_hidden_only_the_role_is_shown)
{
  static const char *const disclosures[] = {
    "[" SALT ",'shift','night']", "[" SALT ",'role','" FIRM_ROLE "']", NULL
  };
  char *role =
      forge (FIRM_SEED, HEADER, "{" GOOD ",'_sd':['@a','@b']}", disclosures);
  char *only =
      forge (FIRM_SEED, HEADER, "{" GOOD ",'_sd':['@a','@b']}", disclosures);
  p2pid_binding *binding = firm_binding (role), *selected = NULL;
  char *first = strchr (only, '~') + 1, *second = strchr (first, '~') + 1;

  memmove (first, second, strlen (second) + 1);
  ck_assert_int_eq (p2pid_binding_select (binding, ~(p2pid_facts) 0, &selected),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_binding_role (selected), only);
  p2pid_binding_free (selected);
  p2pid_binding_free (binding);
  free (role);
  free (only);
}
END_TEST

START_TEST (what_decides_is_not_disclosed_at_will)
{
  static const char *const names[] = { "'organization','Firman'",
                                       "'domain','oberg.example'" };
  static const char *const texts[] = {
    "{" VCT "," TIMES "," CNF ",'_sd':['@a']}",
    "{" GOOD ",'_sd':['@a']}",
  };

  for (size_t i = 0; i < 2; i++) {
    const char *disclosures[] = { NULL, NULL };
    char *text = NULL;

    ck_assert_int_gt (asprintf (&text, "[" SALT ",%s]", names[i]), 0);
    disclosures[0] = text;
    expect (P2PID_ERR_FORMAT, names[i], HEADER, texts[i], disclosures);
    free (text);
  }
}
END_TEST

START_TEST (headers_are_read_strictly)
{
  static const struct {
    p2pid_err err;
    const char *header;
  } bad[] = {
    { P2PID_ERR_FORMAT, "{'typ':'jwt','alg':'EdDSA','jwk':"
                        "{'kty':'OKP','crv':'Ed25519','x':'@I'}}" },
    { P2PID_ERR_INCOMPLETE, "{'typ':'dc+sd-jwt','alg':'EdDSA'}" },
    { P2PID_ERR_ALGORITHM, "{'typ':'dc+sd-jwt','alg':'none','jwk':"
                           "{'kty':'OKP','crv':'Ed25519','x':'@I'}}" },
    { P2PID_ERR_VERSION, "{'typ':'dc+sd-jwt','alg':'EdDSA','crit':['x'],"
                         "'x':1,'jwk':"
                         "{'kty':'OKP','crv':'Ed25519','x':'@I'}}" },
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    expect (bad[i].err, bad[i].header, bad[i].header, "{" GOOD "}", NULL);
}
END_TEST

/* The other way round: the firm's key is an anchor for persons as well, by a
 * reader's mistake. */
START_TEST (a_role_is_no_identity)
{
  p2pid_anchors *anchors = firm_anchors (true);
  p2pid_anchor anchor = firm_anchor ();
  char *role = firm_role ();
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;

  anchor.method = P2PID_METHOD_SD_JWT;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, role, NULL, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_ERR_MISMATCH);
  ck_assert_ptr_null (identity);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* --- What the anchor says. --- */

static p2pid_err
check_under (const p2pid_anchor *anchor, const char *role, int64_t now)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_identity *identity = NULL;
  p2pid_err err;

  ck_assert_int_eq (p2pid_anchors_add (anchors, anchor), P2PID_OK);
  err = firm_check (role, anchors, now, &identity);
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  return err;
}

START_TEST (a_key_counts_from_when_to_when_its_anchor_says)
{
  p2pid_anchor anchor = firm_anchor ();
  char *role = firm_role ();

  anchor.not_before = NOW + 1;
  anchor.not_after = NOW + 3;
  ck_assert_int_eq (check_under (&anchor, role, NOW), P2PID_ERR_NOT_YET_VALID);
  ck_assert_int_eq (check_under (&anchor, role, NOW + 1), P2PID_OK);
  ck_assert_int_eq (check_under (&anchor, role, NOW + 2), P2PID_OK);
  ck_assert_int_eq (check_under (&anchor, role, NOW + 3), P2PID_ERR_EXPIRED);
  free (role);
}
END_TEST

START_TEST (a_role_that_was_withdrawn_is_refused_however_it_is_shown)
{
  p2pid_fingerprint revoked[2] = { { { 0 } } };
  p2pid_anchor anchor = firm_anchor ();
  char *role = firm_role ();
  char *bare = strdup (role);

  strchr (bare, '~')[1] = '\0';
  ck_assert_int_eq (
      p2pid_role_fingerprint (p2pid_bytes_from_text (bare), &revoked[1]),
      P2PID_OK);
  anchor.revoked = revoked;
  anchor.revoked_count = 1;
  anchor.revoked_as_of = NOW - 5;
  ck_assert_int_eq (check_under (&anchor, role, NOW), P2PID_OK);
  anchor.revoked_count = 2;
  ck_assert_int_eq (check_under (&anchor, role, NOW), P2PID_ERR_REVOKED);
  ck_assert_int_eq (check_under (&anchor, bare, NOW), P2PID_ERR_REVOKED);
  free (role);
  free (bare);
}
END_TEST

START_TEST (as_of_when_it_was_not_withdrawn_is_told)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_anchor anchor = firm_anchor ();
  char *role = firm_role ();
  p2pid_identity *identity;

  anchor.revoked_as_of = NOW - 5;
  anchor.not_after = NOW + 10;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  identity = good (role, anchors);
  ck_assert_int_eq (p2pid_identity_role_proof (identity)->revocation_checked_at,
                    NOW - 5);
  ck_assert_int_eq (p2pid_identity_role_proof (identity)->valid_until,
                    NOW + 10);
  ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), 0);
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* Its state is in a list that is not at hand: test-role-status.c. */
START_TEST (a_state_that_is_kept_elsewhere_was_not_checked)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_anchor anchor = firm_anchor ();
  char *role = forge (FIRM_SEED, HEADER,
                      "{" GOOD ",'status':{'status_list':{'idx':1,"
                      "'uri':'https://oberg.example/states'}}}",
                      NULL);
  p2pid_identity *identity;

  anchor.revoked_as_of = NOW - 5;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  identity = good (role, anchors);
  ck_assert_int_eq (p2pid_identity_role_proof (identity)->revocation_checked_at,
                    0);
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

/* A TEST person for a real firm. */
START_TEST (the_real_and_test_are_not_mixed)
{
  p2pid_anchor anchor = firm_anchor ();
  char *role = firm_role ();

  anchor.environment = P2PID_ENVIRONMENT_PRODUCTION;
  ck_assert_int_eq (check_under (&anchor, role, NOW), P2PID_ERR_MISMATCH);
  free (role);
}
END_TEST

/* A real person (by an issuer that the reader calls real) for a firm of
 * TEST. */
START_TEST (nor_test_and_the_real)
{
  static const char issuer[] = "an issuer of persons, for a test";
  p2pid_anchors *anchors = firm_anchors (true);
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT, .name = "Utgivaren" };
  char *evidence = forge (
      issuer, HEADER,
      "{'vct':'urn:p2pid:identity:1'," TIMES "," CNF ",'name':'Bo Ek'}", NULL);
  char *role = firm_role ();
  p2pid_jwk jwk = { .kind = P2PID_JWK_ED25519 };
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_key_from_seed ((const uint8_t *) issuer, &key),
                    P2PID_OK);
  memcpy (jwk.x, p2pid_key_public (key)->bytes, 32);
  p2pid_jwk_thumbprint (&jwk, &anchor.fingerprint);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, evidence, role, &binding), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_ERR_MISMATCH);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, false), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_ERR_TEST_REFUSED);
  ck_assert_ptr_null (identity);
  p2pid_key_free (key);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  free (evidence);
  free (role);
}
END_TEST

/* --- Shapes. --- */

START_TEST (a_role_is_one_line_of_its_shape)
{
  static const char *const bad[] = {
    "e30.e30.",
    "e30.e30.~x.y.z",
    "|",
    "e30.e30.~|",
    "e30.e30.~|e30",
    "e30.e30.~|e30.e30.|",
    "e30.e30.~|e30.e30.|{}",
    "e30.e30.~\n",
    "",
    "e30.e30.~ ",
    "e30.e30.~|e30.e30.|e",
  };
  p2pid_binding *plain = person_binding (&astrid);

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    p2pid_role_text *role = NULL;
    p2pid_binding *binding = NULL;

    ck_assert_msg (p2pid_role_read (p2pid_bytes_from_text (bad[i]), &role) ==
                       P2PID_ERR_FORMAT,
                   "%s", bad[i]);
    ck_assert_ptr_null (role);
    if (*bad[i] != '\0')
      ck_assert_int_eq (p2pid_binding_set_role (
                            plain, p2pid_bytes_from_text (bad[i]), &binding),
                        P2PID_ERR_FORMAT);
    ck_assert_ptr_null (binding);
  }
  p2pid_binding_free (plain);
}
END_TEST

START_TEST (every_flipped_character_is_refused)
{
  p2pid_anchors *anchors = firm_anchors (false);
  char *bare = firm_role (), *endorsement = firm_endorsement ();
  char *role = firm_join (bare, endorsement);
  p2pid_binding *plain = person_binding (&astrid);

  for (size_t i = 0; i < strlen (role); i++) {
    p2pid_binding *binding = NULL;
    p2pid_identity *identity = NULL;

    role[i] ^= 1;
    if (p2pid_binding_new ("sd-jwt", NULL, p2pid_binding_evidence (plain), role,
                           &binding) == P2PID_OK &&
        p2pid_binding_verify (binding, anchors, NOW, &identity) == P2PID_OK)
      ck_assert_ptr_null (p2pid_identity_role_proof (identity));
    p2pid_identity_free (identity);
    p2pid_binding_free (binding);
    role[i] ^= 1;
  }
  p2pid_binding_free (plain);
  p2pid_anchors_free (anchors);
  free (bare);
  free (endorsement);
  free (role);
}
END_TEST

START_TEST (every_cut_is_refused)
{
  p2pid_anchors *anchors = firm_anchors (true);
  char *bare = firm_role (), *endorsement = firm_endorsement ();
  char *role = firm_join (bare, endorsement);
  size_t withheld = (size_t) (strchr (bare, '~') - bare) + 1;

  for (size_t size = 0; size < strlen (role); size++) {
    p2pid_role_text *read = NULL;
    p2pid_err err =
        p2pid_role_read ((p2pid_bytes){ (uint8_t *) role, size }, &read);

    /* Whole again: without its endorsement, or the role itself withheld. */
    ck_assert ((err == P2PID_OK) ==
               (size == strlen (bare) || size == withheld));
    p2pid_role_free (read);
  }
  p2pid_anchors_free (anchors);
  free (bare);
  free (endorsement);
  free (role);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("role");
  TCase *tcase = tcase_create ("role");

  harness_seed (1);
  tcase_set_timeout (tcase, 60);
  tcase_add_test (tcase, a_role_is_a_second_line_of_proof);
  tcase_add_test (tcase, a_signatory_is_enough);
  tcase_add_test (tcase, both_are_shown_where_both_vouch);
  tcase_add_test (tcase, a_role_takes_the_place_of_what_the_evidence_says);
  tcase_add_test (tcase, the_name_is_the_anchors);
  tcase_add_loop_test (tcase, a_firm_may_have_another_kind_of_key, 0, 4);
  tcase_add_loop_test (tcase, a_role_is_shown_as_it_is_chosen, 0,
                       1 << P2PID_FACT_COUNT_);
  tcase_add_test (tcase, an_endorsement_goes_with_the_role);
  tcase_add_test (tcase, an_unknown_firm_takes_nothing_from_the_person);
  tcase_add_test (tcase, another_firms_key_is_unknown);
  tcase_add_test (tcase, an_anchor_of_another_method_does_not_count);
  tcase_add_loop_test (tcase, a_firm_may_not_say_everything, 0,
                       sizeof payloads / sizeof *payloads);
  tcase_add_test (tcase, a_person_is_named_by_no_disclosure_either);
  tcase_add_test (tcase, of_what_is_hidden_only_the_role_is_shown);
  tcase_add_test (tcase, what_decides_is_not_disclosed_at_will);
  tcase_add_test (tcase, headers_are_read_strictly);
  tcase_add_test (tcase, a_role_is_no_identity);
  tcase_add_test (tcase, a_key_counts_from_when_to_when_its_anchor_says);
  tcase_add_test (tcase,
                  a_role_that_was_withdrawn_is_refused_however_it_is_shown);
  tcase_add_test (tcase, as_of_when_it_was_not_withdrawn_is_told);
  tcase_add_test (tcase, a_state_that_is_kept_elsewhere_was_not_checked);
  tcase_add_test (tcase, the_real_and_test_are_not_mixed);
  tcase_add_test (tcase, nor_test_and_the_real);
  tcase_add_test (tcase, a_role_is_one_line_of_its_shape);
  tcase_add_test (tcase, every_flipped_character_is_refused);
  tcase_add_test (tcase, every_cut_is_refused);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
