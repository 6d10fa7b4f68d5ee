/* Freja's sign results: each rule by name, each with its step and error. */

#include "freja-result.h"

#include "authority.h"
#include "signer.h"

#include <stdlib.h>

static p2pid_anchors *anchors;
static char *statement;

static void
start (void)
{
  const p2pid_statement stated = stating ();

  anchors = freja_anchors ();
  statement = stating_base64url (&stated);
}

static void
end (void)
{
  p2pid_anchors_free (anchors);
  free (statement);
}

/* Takes the evidence over. */
static void
expect (char *evidence, p2pid_step step, p2pid_err err)
{
  p2pid_report report;

  ck_assert_int_eq (stating_check ("freja", statement, evidence, anchors,
                                   NOW + 60, &report, NULL),
                    err);
  ck_assert_int_eq (report.failed, step);
  free (evidence);
}

/* Takes the evidence over. */
static p2pid_identity *
accept (char *evidence)
{
  p2pid_identity *identity = NULL;
  p2pid_report report;

  ck_assert_int_eq (stating_check ("freja", statement, evidence, anchors,
                                   NOW + 60, &report, &identity),
                    P2PID_OK);
  free (evidence);
  return identity;
}

static p2pid_identity *
accept_patched (const char *payload)
{
  freja_result result = freja_result_new ();

  freja_result_patch (result.payload, payload);
  return accept (freja_result_finish (&result));
}

static void
expect_fact (const p2pid_identity *identity, p2pid_fact fact, const char *text)
{
  ck_assert_pstr_eq (p2pid_identity_fact (identity, fact), text);
}

START_TEST (a_result_names_a_person)
{
  p2pid_identity *identity = accept_patched (NULL);
  const p2pid_public_key key = person_key (1);

  expect_fact (identity, P2PID_FACT_NAME, "Astrid Öberg");
  expect_fact (identity, P2PID_FACT_GIVEN_NAME, "Astrid");
  expect_fact (identity, P2PID_FACT_FAMILY_NAME, "Öberg");
  expect_fact (identity, P2PID_FACT_BIRTHDATE, "1984-02-29");
  expect_fact (identity, P2PID_FACT_PERSONAL_NUMBER, "PNOSE-198402299823");
  expect_fact (identity, P2PID_FACT_ORGANISATION, "Öbergs Redovisning AB");
  expect_fact (identity, P2PID_FACT_ROLE, NULL);
  ck_assert_mem_eq (p2pid_identity_key (identity), &key, sizeof key);
  ck_assert_int_eq (p2pid_identity_method (identity), P2PID_METHOD_FREJA);
  ck_assert_int_eq (p2pid_identity_environment (identity),
                    P2PID_ENVIRONMENT_PRODUCTION);
  ck_assert_str_eq (p2pid_identity_issuer (identity), "Freja of the tests");
  p2pid_identity_free (identity);
}
END_TEST

START_TEST (it_says_what_was_checked_and_what_was_not)
{
  p2pid_identity *identity = accept_patched (NULL);

  ck_assert_int_eq (p2pid_identity_word (identity), P2PID_WORD_VOUCHED);
  ck_assert_int_eq (p2pid_identity_assurance (identity),
                    P2PID_ASSURANCE_SUBSTANTIAL);
  ck_assert_int_eq (p2pid_identity_signed_at (identity), NOW + 30);
  ck_assert_int_eq (p2pid_identity_valid_until (identity), NOW + DAY);
  ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), 0);
  ck_assert_uint_eq (
      p2pid_identity_checked (identity),
      P2PID_STEPS (P2PID_STEP_SHAPE) | P2PID_STEPS (P2PID_STEP_KIND) |
          P2PID_STEPS (P2PID_STEP_ISSUER) |
          P2PID_STEPS (P2PID_STEP_CERTIFICATE) |
          P2PID_STEPS (P2PID_STEP_SIGNATURE) | P2PID_STEPS (P2PID_STEP_LEVEL) |
          P2PID_STEPS (P2PID_STEP_TEXT) | P2PID_STEPS (P2PID_STEP_STATEMENT) |
          P2PID_STEPS (P2PID_STEP_TIME) | P2PID_STEPS (P2PID_STEP_KEY) |
          P2PID_STEPS (P2PID_STEP_PERSON));
  ck_assert_uint_eq (p2pid_identity_unchecked (identity),
                     P2PID_STEPS (P2PID_STEP_PARTY) |
                         P2PID_STEPS (P2PID_STEP_HOLDER) |
                         P2PID_STEPS (P2PID_STEP_REVOCATION));
  p2pid_identity_free (identity);
}
END_TEST

/* What changes in a genuine result, the step that fails, and how. */
static const struct {
  const char *header, *payload, *user;
  p2pid_step step;
  p2pid_err err;
} rules[] = {
  /* The header. */
  { .header = "{'typ':'JWT'}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .header = "{'kid':'1'}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .header = "{'crit':['x5t']}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .header = "{'x5t':null}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .header = "{'alg':null}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .header = "{'alg':null,'typ':'RS256'}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_FORMAT },
  { .header = "{'alg':7}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .header = "{'x5t':7}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .header = "{'x5t':'AAAA'}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .header = "{'x5t':'AAAAAAAAAAAAAAAAAAAAAAAAAAA'}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_MISMATCH },
  { .header = "{'alg':'none'}", .step = P2PID_STEP_KIND, P2PID_ERR_ALGORITHM },
  { .header = "{'alg':'HS256'}", .step = P2PID_STEP_KIND, P2PID_ERR_ALGORITHM },
  { .header = "{'alg':'PS256'}", .step = P2PID_STEP_KIND, P2PID_ERR_ALGORITHM },
  { .header = "{'alg':'rs256'}", .step = P2PID_STEP_KIND, P2PID_ERR_ALGORITHM },

  /* A sign result, and approved. */
  { .payload = "{'signRef':null,'authRef':'1'}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_MISMATCH },
  { .payload = "{'authRef':'1'}", .step = P2PID_STEP_KIND, P2PID_ERR_MISMATCH },
  { .payload = "{'signRef':null}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'signRef':1}", .step = P2PID_STEP_KIND, P2PID_ERR_FORMAT },
  { .payload = "{'status':'REJECTED'}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_MISMATCH },
  { .payload = "{'status':'STARTED'}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_MISMATCH },
  { .payload = "{'status':null}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'signatureType':'SIMPLE'}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_MISMATCH },
  { .payload = "{'signatureType':'XML_MINAMEDDELANDEN'}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_MISMATCH },
  { .payload = "{'signatureType':null}",
    .step = P2PID_STEP_KIND,
    P2PID_ERR_INCOMPLETE },

  /* The level. */
  { .payload = "{'minRegistrationLevel':'BASIC'}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'minRegistrationLevel':null}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'minRegistrationLevel':'SUPER'}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_FORMAT },
  { .payload = "{'minRegistrationLevel':3}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_FORMAT },
  { .payload = "{'minRegistrationLevel':'EXTENDED',"
               "'requestedAttributes':{'registrationLevel':'BASIC'}}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'requestedAttributes':{'registrationLevel':'EXTENDED'}}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'minRegistrationLevel':'EXTENDED',"
               "'requestedAttributes':{'loaLevel':'LOA1'}}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'requestedAttributes':{'loaLevel':'LOA2'}}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'requestedAttributes':{'loaLevel':'LOA4'}}",
    .step = P2PID_STEP_LEVEL,
    P2PID_ERR_FORMAT },

  /* What the person signed. */
  { .payload = "{'signatureData':{}}",
    .step = P2PID_STEP_TEXT,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'signatureData':'e30.e30.AA'}",
    .step = P2PID_STEP_TEXT,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'signatureData':{'userSignature':'e30.e30'}}",
    .step = P2PID_STEP_TEXT,
    P2PID_ERR_FORMAT },
  { .payload = "{'signatureData':{'userSignature':'e30.e30.AA'}}",
    .step = P2PID_STEP_TEXT,
    P2PID_ERR_INCOMPLETE },
  { .user = "{'text':null}", .step = P2PID_STEP_TEXT, P2PID_ERR_INCOMPLETE },
  { .user = "{'text':7}", .step = P2PID_STEP_TEXT, P2PID_ERR_FORMAT },
  { .user = "{'text':'a text!'}", .step = P2PID_STEP_TEXT, P2PID_ERR_FORMAT },
  { .user = "{'text':''}", .step = P2PID_STEP_TEXT, P2PID_ERR_MISMATCH },
  { .user = "{'text':'T3RoZXI='}",
    .step = P2PID_STEP_TEXT,
    P2PID_ERR_MISMATCH },
  { .user = "{'binaryData':null}",
    .step = P2PID_STEP_STATEMENT,
    P2PID_ERR_INCOMPLETE },
  { .user = "{'binaryData':'T3RoZXI='}",
    .step = P2PID_STEP_STATEMENT,
    P2PID_ERR_MISMATCH },
  { .user = "{'binaryData':'T3RoZXI==='}",
    .step = P2PID_STEP_STATEMENT,
    P2PID_ERR_FORMAT },

  /* The time. */
  { .payload = "{'timestamp':null}",
    .step = P2PID_STEP_CERTIFICATE,
    P2PID_ERR_FORMAT },
  { .payload = "{'timestamp':'1795521600000'}",
    .step = P2PID_STEP_CERTIFICATE,
    P2PID_ERR_FORMAT },
  { .payload = "{'timestamp':1795521600000.5}",
    .step = P2PID_STEP_CERTIFICATE,
    P2PID_ERR_FORMAT },
  { .payload = "{'timestamp':-1}",
    .step = P2PID_STEP_CERTIFICATE,
    P2PID_ERR_FORMAT },
  { .payload = "{'timestamp':1795521600}", /* seconds: January 1970 */
    .step = P2PID_STEP_CERTIFICATE,
    P2PID_ERR_NOT_YET_VALID },
  { .payload = "{'timestamp':1795521539000}", /* 61 s before it begins */
    .step = P2PID_STEP_TIME,
    P2PID_ERR_NOT_YET_VALID },
  { .payload = "{'timestamp':1795521721000}", /* 61 s after now */
    .step = P2PID_STEP_TIME,
    P2PID_ERR_NOT_YET_VALID },

  /* The person. */
  { .payload = "{'requestedAttributes':null}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'requestedAttributes':'{}'}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'requestedAttributes':{'basicUserInfo':null}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'requestedAttributes':{'basicUserInfo':{'surname':null}}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_INCOMPLETE },
  { .payload = "{'requestedAttributes':{'basicUserInfo':{'name':''}}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_TEXT },
  { .payload = "{'requestedAttributes':{'basicUserInfo':{'name':1}}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_FORMAT },
  { .payload =
        "{'requestedAttributes':{'basicUserInfo':{'surname':'a\\u202eb'}}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_TEXT },
  { .payload = "{'requestedAttributes':{'dateOfBirth':'1985-02-29'}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_FORMAT },
  { .payload = "{'requestedAttributes':{'ssn':'198402299823'}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_FORMAT },
  { .payload = "{'requestedAttributes':{'ssn':{'ssn':'8402299823'}}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_FORMAT },
  { .payload = "{'requestedAttributes':{'ssn':{'ssn':'19840229982X'}}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_FORMAT },
  { .payload = "{'requestedAttributes':{'ssn':{'country':'se'}}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_FORMAT },
  { .payload = "{'requestedAttributes':{'ssn':{'country':null}}}",
    .step = P2PID_STEP_PERSON,
    P2PID_ERR_FORMAT },
};

START_TEST (each_rule_has_its_step_and_error)
{
  freja_result result = freja_result_new ();

  freja_result_patch (result.header, rules[_i].header);
  freja_result_patch (result.payload, rules[_i].payload);
  freja_result_patch (result.user, rules[_i].user);
  expect (freja_result_finish (&result), rules[_i].step, rules[_i].err);
}
END_TEST

static const struct {
  const char *asked, *known, *loa;
  p2pid_assurance assurance;
} levels[] = {
  { "PLUS", "'PLUS'", "'LOA3'", P2PID_ASSURANCE_SUBSTANTIAL },
  { "PLUS", "'PLUS'", "'LOA3_NR'", P2PID_ASSURANCE_SUBSTANTIAL },
  { "PLUS", "null", "null", P2PID_ASSURANCE_SUBSTANTIAL },
  { "EXTENDED", "null", "null", P2PID_ASSURANCE_LOW },
  { "EXTENDED", "'EXTENDED'", "null", P2PID_ASSURANCE_LOW },
  { "EXTENDED", "'PLUS'", "null", P2PID_ASSURANCE_SUBSTANTIAL },
  { "EXTENDED", "'PLUS'", "'LOA2'", P2PID_ASSURANCE_LOW },
  { "EXTENDED", "'EXTENDED'", "'LOA3'", P2PID_ASSURANCE_LOW },
};

START_TEST (a_level_becomes_an_assurance)
{
  char patch[256];
  p2pid_identity *identity;

  snprintf (patch, sizeof patch,
            "{'minRegistrationLevel':'%s','requestedAttributes':"
            "{'registrationLevel':%s,'loaLevel':%s}}",
            levels[_i].asked, levels[_i].known, levels[_i].loa);
  identity = accept_patched (patch);
  ck_assert_int_eq (p2pid_identity_assurance (identity), levels[_i].assurance);
  p2pid_identity_free (identity);
}
END_TEST

START_TEST (what_was_not_asked_for_is_not_there)
{
  p2pid_identity *identity =
      accept_patched ("{'requestedAttributes':{'ssn':null,'dateOfBirth':null,"
                      "'organisationId':null}}");

  expect_fact (identity, P2PID_FACT_NAME, "Astrid Öberg");
  expect_fact (identity, P2PID_FACT_BIRTHDATE, NULL);
  expect_fact (identity, P2PID_FACT_PERSONAL_NUMBER, NULL);
  expect_fact (identity, P2PID_FACT_ORGANISATION, NULL);
  p2pid_identity_free (identity);
}
END_TEST

START_TEST (what_a_later_freja_may_say_is_not_read)
{
  p2pid_identity *identity =
      accept_patched ("{'later':{'x':[1]},'requestedAttributes':{'later':1}}");

  expect_fact (identity, P2PID_FACT_NAME, "Astrid Öberg");
  p2pid_identity_free (identity);
}
END_TEST

START_TEST (an_organisation_has_a_name_in_either_language)
{
  p2pid_identity *identity =
      accept_patched ("{'requestedAttributes':{'organisationId':"
                      "{'issuerFriendlyName':{'SV':null}}}}");

  expect_fact (identity, P2PID_FACT_ORGANISATION, "Oberg Accounting");
  p2pid_identity_free (identity);

  identity = accept_patched ("{'requestedAttributes':{'organisationId':"
                             "{'issuerFriendlyName':null}}}");
  expect_fact (identity, P2PID_FACT_ORGANISATION, NULL);
  p2pid_identity_free (identity);
}
END_TEST

START_TEST (another_country_has_other_numbers)
{
  p2pid_identity *identity =
      accept_patched ("{'requestedAttributes':{'ssn':{'country':'NO',"
                      "'ssn':'29028412345'}}}");

  expect_fact (identity, P2PID_FACT_PERSONAL_NUMBER, "PNONO-29028412345");
  p2pid_identity_free (identity);
}
END_TEST

/* Both alphabets, with padding or without, are the same bytes. */
START_TEST (base64_of_either_kind_is_read)
{
  const p2pid_statement stated = stating ();
  p2pid_buffer *text = stating_text (&stated);
  char *url = signer_base64url (text->data, text->size);
  freja_result result = freja_result_new ();

  ck_assert_str_ne (url,
                    json_string_value (json_object_get (result.user, "text")));
  json_object_set_new (result.user, "text", json_string (url));
  p2pid_identity_free (accept (freja_result_finish (&result)));
  free (url);
  p2pid_buffer_free (text);
}
END_TEST

static const struct {
  const char *header, *payload;
} twice[] = {
  { "{'x5t':'a','alg':'none','alg':'RS256'}", "{}" },
  { "{'x5t':'a','alg':'RS256'}", "{'status':'REJECTED','status':'APPROVED'}" },
  { "{'x5t':'a','alg':'RS256'}", "{'requestedAttributes':{'ssn':1,'ssn':2}}" },
  { "[]", "{}" },
  { "{'x5t':'a','alg':'RS256'}", "[{}]" },
  { "{'x5t':'a','alg':'RS256'}", "{" },
  { "{'x5t':'a','alg':'RS256'}", "{'x':[[[[[[[[[]]]]]]]]]}" },
};

START_TEST (json_is_read_strictly)
{
  expect (freja_evidence (twice[_i].header, twice[_i].payload),
          P2PID_STEP_SHAPE, P2PID_ERR_FORMAT);
}
END_TEST

START_TEST (a_member_twice_is_refused_where_the_person_signed)
{
  freja_result result = freja_result_new ();
  char *user = signer_jws (signer_key (P2PID_JWA_ES256), P2PID_JWA_ES256,
                           "{'alg':'ES256'}", "{'text':'QQ','text':'Qg'}");

  json_object_set_new (result.payload, "signatureData",
                       json_pack ("{s:s}", "userSignature", user));
  expect (freja_result_finish (&result), P2PID_STEP_TEXT, P2PID_ERR_FORMAT);
  free (user);
}
END_TEST

static X509 *
issue (EVP_PKEY *key, int64_t from, int64_t until)
{
  const authority_plan plan = {
    .name = "Freja of the tests", .key = key, .from = from, .until = until
  };

  return authority_issue (&plan, NULL, NULL);
}

/* Signed by that certificate's key, which an anchor names. */
static void
expect_certificate (X509 *certificate,
                    EVP_PKEY *key,
                    p2pid_step step,
                    p2pid_err err)
{
  const p2pid_anchor anchor = { .method = P2PID_METHOD_FREJA,
                                .fingerprint =
                                    authority_fingerprint (certificate),
                                .name = "Freja of the tests" };
  freja_result result = freja_result_new ();

  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  freja_result_use (&result, certificate, key);
  expect (freja_result_finish (&result), step, err);
  X509_free (certificate);
}

START_TEST (a_certificate_is_good_when_it_signed)
{
  EVP_PKEY *key = freja_key ();

  expect_certificate (issue (key, NOW - DAY, NOW + 29), key,
                      P2PID_STEP_CERTIFICATE, P2PID_ERR_EXPIRED);
  expect_certificate (issue (key, NOW + 31, NOW + DAY), key,
                      P2PID_STEP_CERTIFICATE, P2PID_ERR_NOT_YET_VALID);
  /* Valid for that second alone: now it is not, and need not be. */
  expect_certificate (issue (key, NOW + 30, NOW + 30), key, P2PID_STEP_COUNT_,
                      P2PID_OK);
}
END_TEST

START_TEST (a_certificate_has_a_key_that_is_strong_enough)
{
  EVP_PKEY *weak = EVP_RSA_gen (1024);

  expect_certificate (issue (weak, 0, 0), weak, P2PID_STEP_CERTIFICATE,
                      P2PID_ERR_ALGORITHM);
  expect_certificate (issue (signer_key (P2PID_JWA_ES256), 0, 0), freja_key (),
                      P2PID_STEP_CERTIFICATE, P2PID_ERR_ALGORITHM);
  EVP_PKEY_free (weak);
}
END_TEST

START_TEST (a_certificate_that_no_anchor_names_is_refused)
{
  X509 *stranger = issue (freja_key (), 0, 0);
  freja_result result = freja_result_new ();

  freja_result_use (&result, stranger, freja_key ());
  expect (freja_result_finish (&result), P2PID_STEP_ISSUER,
          P2PID_ERR_UNTRUSTED);
  X509_free (stranger);
}
END_TEST

START_TEST (another_key_under_the_right_certificate_is_refused)
{
  freja_result result = freja_result_new ();

  result.key = signer_other_key (P2PID_JWA_RS256);
  expect (freja_result_finish (&result), P2PID_STEP_SIGNATURE,
          P2PID_ERR_FORGED);
}
END_TEST

/* An anchor of another method with the same fingerprint is none. */
START_TEST (an_anchor_is_of_its_method)
{
  const p2pid_anchor anchor = { .method = P2PID_METHOD_CARD,
                                .fingerprint = authority_fingerprint (
                                    freja_certificate ()),
                                .name = "Freja of the tests" };
  freja_result result = freja_result_new ();

  p2pid_anchors_free (anchors);
  anchors = stating_anchors (&anchor);
  expect (freja_result_finish (&result), P2PID_STEP_ISSUER,
          P2PID_ERR_UNTRUSTED);
}
END_TEST

START_TEST (test_is_test)
{
  const p2pid_anchor anchor = { .method = P2PID_METHOD_FREJA,
                                .environment = P2PID_ENVIRONMENT_TEST,
                                .fingerprint = authority_fingerprint (
                                    freja_certificate ()),
                                .name = "Freja, test" };
  freja_result result = freja_result_new ();
  p2pid_identity *identity;

  p2pid_anchors_free (anchors);
  anchors = stating_anchors (&anchor);
  identity = accept (freja_result_finish (&result));
  ck_assert_int_eq (p2pid_identity_environment (identity),
                    P2PID_ENVIRONMENT_TEST);
  ck_assert_int_eq (p2pid_identity_assurance (identity), P2PID_ASSURANCE_NONE);
  p2pid_identity_free (identity);

  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, false), P2PID_OK);
  result = freja_result_new ();
  expect (freja_result_finish (&result), P2PID_STEP_ISSUER,
          P2PID_ERR_TEST_REFUSED);
}
END_TEST

static p2pid_err
check_at (const char *evidence, int64_t now)
{
  p2pid_report report;

  return stating_check ("freja", statement, evidence, anchors, now, &report,
                        NULL);
}

START_TEST (a_statement_holds_for_its_time)
{
  freja_result result = freja_result_new ();
  char *evidence = freja_result_finish (&result);

  ck_assert_int_eq (check_at (evidence, NOW - 61), P2PID_ERR_NOT_YET_VALID);
  ck_assert_int_eq (check_at (evidence, NOW - 31), P2PID_ERR_NOT_YET_VALID);
  ck_assert_int_eq (check_at (evidence, NOW - 30), P2PID_OK);
  ck_assert_int_eq (check_at (evidence, NOW + DAY - 1), P2PID_OK);
  ck_assert_int_eq (check_at (evidence, NOW + DAY), P2PID_ERR_EXPIRED);
  free (evidence);
}
END_TEST

START_TEST (another_statement_of_the_same_person_is_another)
{
  p2pid_statement other = stating ();
  freja_result result = freja_result_new ();

  other.nonce[0] ^= 1;
  free (statement);
  statement = stating_base64url (&other);
  expect (freja_result_finish (&result), P2PID_STEP_STATEMENT,
          P2PID_ERR_MISMATCH);

  other.key = person_key (2);
  free (statement);
  statement = stating_base64url (&other);
  result = freja_result_new ();
  expect (freja_result_finish (&result), P2PID_STEP_TEXT, P2PID_ERR_MISMATCH);
}
END_TEST

START_TEST (without_the_statement_it_is_incomplete)
{
  freja_result result = freja_result_new ();
  char *evidence = freja_result_finish (&result);
  p2pid_binding *binding = NULL;
  p2pid_public_key key;

  free (statement);
  statement = NULL;
  ck_assert_int_eq (p2pid_binding_new ("freja", NULL, evidence, NULL, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_key (binding, &key), P2PID_ERR_INCOMPLETE);
  p2pid_binding_free (binding);
  expect (evidence, P2PID_STEP_TEXT, P2PID_ERR_INCOMPLETE);
}
END_TEST

START_TEST (a_statement_that_is_none_is_refused)
{
  freja_result result = freja_result_new ();
  char *evidence = freja_result_finish (&result);

  free (statement);
  statement = strdup ("AAAA");
  expect (strdup (evidence), P2PID_STEP_SHAPE, P2PID_ERR_FORMAT);
  free (statement);
  statement = strdup ("!");
  expect (evidence, P2PID_STEP_SHAPE, P2PID_ERR_FORMAT);
}
END_TEST

START_TEST (every_truncation_is_refused)
{
  freja_result result = freja_result_new ();
  char *evidence = freja_result_finish (&result);

  for (size_t size = strlen (evidence); size-- > 0;) {
    evidence[size] = '\0';
    ck_assert_int_ne (check_at (evidence, NOW + 60), P2PID_OK);
  }
  free (evidence);
}
END_TEST

START_TEST (every_flipped_byte_is_refused)
{
  freja_result result = freja_result_new ();
  char *evidence = freja_result_finish (&result);

  for (size_t i = 0; evidence[i] != '\0'; i++) {
    evidence[i] ^= 1;
    ck_assert_msg (check_at (evidence, NOW + 60) != P2PID_OK, "byte %zu", i);
    evidence[i] ^= 1;
  }
  ck_assert_int_eq (check_at (evidence, NOW + 60), P2PID_OK);
  free (evidence);
}
END_TEST

START_TEST (all_is_shown_or_nothing)
{
  freja_result result = freja_result_new ();
  char *evidence = freja_result_finish (&result);
  p2pid_binding *binding = NULL, *shown = NULL;
  p2pid_identity *identity = NULL;
  p2pid_facts facts;

  ck_assert_int_eq (
      p2pid_binding_new ("freja", statement, evidence, NULL, &binding),
      P2PID_OK);
  facts = p2pid_binding_facts (binding);
  ck_assert_uint_eq (facts, P2PID_FACTS (P2PID_FACT_NAME) |
                                P2PID_FACTS (P2PID_FACT_GIVEN_NAME) |
                                P2PID_FACTS (P2PID_FACT_FAMILY_NAME) |
                                P2PID_FACTS (P2PID_FACT_BIRTHDATE) |
                                P2PID_FACTS (P2PID_FACT_PERSONAL_NUMBER) |
                                P2PID_FACTS (P2PID_FACT_ORGANISATION));
  ck_assert_int_eq (p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &shown),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_binding_select (binding, facts, &shown), P2PID_OK);
  p2pid_binding_free (binding);

  ck_assert_str_eq (p2pid_binding_evidence (shown), evidence);
  ck_assert_int_eq (p2pid_binding_verify (shown, anchors, NOW + 60, &identity),
                    P2PID_OK);
  p2pid_identity_free (identity);
  p2pid_binding_free (shown);
  free (evidence);
}
END_TEST

/* As Freja delivers it: the JWS in a file, and the certificate. */
static p2pid_err
join_files (const char *details,
            p2pid_buffer *certificate,
            const char *expected)
{
  const p2pid_statement stated = stating ();
  p2pid_buffer *bytes = stating_bytes (&stated);
  const p2pid_bytes files[] = { p2pid_bytes_from_text (details),
                                p2pid_buffer_bytes (certificate) };
  p2pid_binding *binding = NULL;
  p2pid_err err = p2pid_binding_join (P2PID_METHOD_FREJA, files, 2,
                                      p2pid_buffer_bytes (bytes), &binding);

  if (err == P2PID_OK) {
    ck_assert_str_eq (p2pid_binding_evidence (binding), expected);
    ck_assert_str_eq (p2pid_binding_statement (binding), statement);
  }
  p2pid_binding_free (binding);
  p2pid_buffer_free (bytes);
  return err;
}

START_TEST (files_are_joined)
{
  freja_result result = freja_result_new ();
  char *evidence = freja_result_finish (&result);
  char *details = strndup (evidence, strcspn (evidence, "~"));
  char *line = NULL;
  p2pid_buffer *der = authority_print (freja_certificate ());
  p2pid_binding *binding = NULL;
  const p2pid_bytes one = p2pid_bytes_from_text (details);

  ck_assert_int_gt (asprintf (&line, "\n%s\r\n", details), 0);
  ck_assert_int_eq (join_files (details, der, evidence), P2PID_OK);
  ck_assert_int_eq (join_files (line, der, evidence), P2PID_OK);
  der->data[0] ^= 1;
  ck_assert_int_eq (join_files (details, der, evidence), P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_FREJA, &one, 1,
                                        (p2pid_bytes){ NULL, 0 }, &binding),
                    P2PID_ERR_ARGUMENT);
  p2pid_buffer_free (der);
  free (line);
  free (details);
  free (evidence);
}
END_TEST

#define COUNT(array) ((int) (sizeof (array) / sizeof *(array)))

static void
add_edges (TCase *tcase)
{
  tcase_add_test (tcase, a_certificate_is_good_when_it_signed);
  tcase_add_test (tcase, a_certificate_has_a_key_that_is_strong_enough);
  tcase_add_test (tcase, a_certificate_that_no_anchor_names_is_refused);
  tcase_add_test (tcase, another_key_under_the_right_certificate_is_refused);
  tcase_add_test (tcase, an_anchor_is_of_its_method);
  tcase_add_test (tcase, test_is_test);
  tcase_add_test (tcase, a_statement_holds_for_its_time);
  tcase_add_test (tcase, another_statement_of_the_same_person_is_another);
  tcase_add_test (tcase, without_the_statement_it_is_incomplete);
  tcase_add_test (tcase, a_statement_that_is_none_is_refused);
  tcase_add_test (tcase, every_truncation_is_refused);
  tcase_add_test (tcase, every_flipped_byte_is_refused);
  tcase_add_test (tcase, all_is_shown_or_nothing);
  tcase_add_test (tcase, files_are_joined);
}

int
main (void)
{
  Suite *suite = suite_create ("freja");
  TCase *tcase = tcase_create ("freja");

  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_test (tcase, a_result_names_a_person);
  tcase_add_test (tcase, it_says_what_was_checked_and_what_was_not);
  tcase_add_loop_test (tcase, each_rule_has_its_step_and_error, 0,
                       COUNT (rules));
  tcase_add_loop_test (tcase, a_level_becomes_an_assurance, 0, COUNT (levels));
  tcase_add_test (tcase, what_was_not_asked_for_is_not_there);
  tcase_add_test (tcase, what_a_later_freja_may_say_is_not_read);
  tcase_add_test (tcase, an_organisation_has_a_name_in_either_language);
  tcase_add_test (tcase, another_country_has_other_numbers);
  tcase_add_test (tcase, base64_of_either_kind_is_read);
  tcase_add_loop_test (tcase, json_is_read_strictly, 0, COUNT (twice));
  tcase_add_test (tcase, a_member_twice_is_refused_where_the_person_signed);
  add_edges (tcase);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
