/* A real signature of BankID's test environment: everything about it is true,
 * but that it is for a statement of ours. */

#include "evidence/evidence.h"
#include "evidence/x509.h"
#include "harness.h"

#include <openssl/err.h>
#include <sodium.h>

/* When the OCSP answer was made: 2017-02-03T14:25:48Z. */
#define SIGNED INT64_C (1486131948)

#define HELD_BEFORE_THE_TEXT                                                   \
  (P2PID_STEPS (P2PID_STEP_SHAPE) | P2PID_STEPS (P2PID_STEP_ISSUER) |          \
   P2PID_STEPS (P2PID_STEP_CHAIN) | P2PID_STEPS (P2PID_STEP_CERTIFICATE) |     \
   P2PID_STEPS (P2PID_STEP_DIGESTS) | P2PID_STEPS (P2PID_STEP_SIGNATURE) |     \
   P2PID_STEPS (P2PID_STEP_KIND) | P2PID_STEPS (P2PID_STEP_REVOCATION) |       \
   P2PID_STEPS (P2PID_STEP_PARTY))

enum { SIGNATURE, OCSP, ROOT, COUNT };

static p2pid_buffer *files[COUNT];
static p2pid_anchors *anchors;
static p2pid_report report;

static p2pid_fingerprint
fingerprint_of (const char *path)
{
  p2pid_buffer *file = harness_published_file (path), *der = NULL;
  p2pid_fingerprint fingerprint;

  ck_assert_int_eq (
      p2pid_certificate_from_file (p2pid_buffer_bytes (file), &der), P2PID_OK);
  crypto_hash_sha256 (fingerprint.bytes, der->data, der->size);
  p2pid_buffer_free (file);
  p2pid_buffer_free (der);
  return fingerprint;
}

static void
add_anchor (const char *path, p2pid_environment environment, const char *party)
{
  const char *const parties[] = { party, NULL };
  p2pid_anchor anchor = { .method = P2PID_METHOD_BANKID,
                          .environment = environment,
                          .fingerprint = fingerprint_of (path),
                          .name = "BankID",
                          .parties = parties };

  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
}

static void
trust (p2pid_environment environment, const char *party)
{
  add_anchor ("bankid/test-bankid-root-ca-v1.pem", environment, party);
}

static void
set_up (void)
{
  files[SIGNATURE] = harness_published_file ("bankid/sample-signing-fry.xml");
  files[OCSP] = harness_published_file ("bankid/sample-signing-fry.ocsp.der");
  files[ROOT] = harness_published_file ("bankid/test-bankid-root-ca-v1.pem");
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
}

static void
tear_down (void)
{
  for (size_t i = 0; i < COUNT; i++)
    p2pid_buffer_free (files[i]);
  p2pid_anchors_free (anchors);
}

static p2pid_err
join (p2pid_bytes statement, p2pid_binding **out)
{
  p2pid_bytes bytes[COUNT];

  for (size_t i = 0; i < COUNT; i++)
    bytes[i] = p2pid_buffer_bytes (files[i]);
  return p2pid_binding_join (P2PID_METHOD_BANKID, bytes, COUNT, statement, out);
}

/* The evidence as the files are now, for a statement; the report tells more. */
static p2pid_err
check_for (p2pid_bytes statement, int64_t now)
{
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  p2pid_err err = join (statement, &binding);

  report = (p2pid_report){ .failed = P2PID_STEP_SHAPE, .err = err };
  if (err == P2PID_OK)
    err = p2pid_binding_check (binding, anchors, now, &report, &identity);
  ck_assert_ptr_null (identity);
  ck_assert_uint_eq (ERR_peek_error (), 0);
  p2pid_binding_free (binding);
  return err;
}

static p2pid_err
check (void)
{
  return check_for ((p2pid_bytes){ NULL, 0 }, SIGNED);
}

static p2pid_buffer *
make_statement (int64_t from)
{
  static const p2pid_public_key key = { { 9 } };
  p2pid_statement statement;
  p2pid_buffer *bytes = NULL;

  ck_assert_int_eq (p2pid_statement_init (&statement, &key, "P2P ID",
                                          P2PID_LANGUAGE_SV, from, 1800),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  return bytes;
}

START_TEST (without_a_statement_all_else_holds)
{
  trust (P2PID_ENVIRONMENT_TEST, "*");
  ck_assert_int_eq (check (), P2PID_ERR_INCOMPLETE);
  ck_assert_int_eq (report.failed, P2PID_STEP_TEXT);
  ck_assert_uint_eq (report.held, HELD_BEFORE_THE_TEXT);
  ck_assert_uint_eq (report.skipped, P2PID_STEPS (P2PID_STEP_TIME));
}
END_TEST

START_TEST (it_was_not_signed_for_us)
{
  p2pid_buffer *statement = make_statement (SIGNED - 5);

  trust (P2PID_ENVIRONMENT_TEST, "*");
  ck_assert_int_eq (check_for (p2pid_buffer_bytes (statement), SIGNED),
                    P2PID_ERR_MISMATCH);
  ck_assert_int_eq (report.failed, P2PID_STEP_TEXT);
  ck_assert_uint_eq (report.held,
                     HELD_BEFORE_THE_TEXT | P2PID_STEPS (P2PID_STEP_TIME));
  p2pid_buffer_free (statement);
}
END_TEST

START_TEST (signed_outside_the_statements_time)
{
  p2pid_buffer *early = make_statement (SIGNED - 3600);
  p2pid_buffer *late = make_statement (SIGNED + 3600);

  trust (P2PID_ENVIRONMENT_TEST, "*");
  ck_assert_int_eq (check_for (p2pid_buffer_bytes (early), SIGNED - 3000),
                    P2PID_ERR_EXPIRED);
  ck_assert_int_eq (report.failed, P2PID_STEP_TIME);
  ck_assert_int_eq (check_for (p2pid_buffer_bytes (late), SIGNED + 4000),
                    P2PID_ERR_NOT_YET_VALID);
  ck_assert_int_eq (report.failed, P2PID_STEP_TIME);
  p2pid_buffer_free (early);
  p2pid_buffer_free (late);
}
END_TEST

/* What BankID delivers is base64 of both. */
START_TEST (files_may_be_base64)
{
  for (size_t i = 0; i < ROOT; i++) {
    size_t size = sodium_base64_encoded_len (files[i]->size,
                                             sodium_base64_VARIANT_ORIGINAL);
    p2pid_buffer *text = NULL;

    ck_assert_int_eq (p2pid_buffer_new (size, &text), P2PID_OK);
    sodium_bin2base64 ((char *) text->data, size, files[i]->data,
                       files[i]->size, sodium_base64_VARIANT_ORIGINAL);
    text->data[size - 1] = '\n';
    p2pid_buffer_free (files[i]);
    files[i] = text;
  }
  trust (P2PID_ENVIRONMENT_TEST, "*");
  ck_assert_int_eq (check (), P2PID_ERR_INCOMPLETE);
  ck_assert_int_eq (report.failed, P2PID_STEP_TEXT);
}
END_TEST

/* data/anchors/bankid.json: both of BankID's roots, each in its world. */
START_TEST (the_anchors_that_come_along_are_bankids)
{
  static const char *const roots[] = {
    [P2PID_ENVIRONMENT_PRODUCTION] = "bankid/prod-bankid-root-ca-v1.pem",
    [P2PID_ENVIRONMENT_TEST] = "bankid/test-bankid-root-ca-v1.pem",
  };
  p2pid_buffer *file = harness_own_file ("../../data/anchors/bankid.json");
  size_t seen = 0;

  ck_assert_int_eq (p2pid_anchors_load (anchors, p2pid_buffer_bytes (file)),
                    P2PID_OK);
  for (size_t i = 0; i < p2pid_anchors_count (anchors); i++) {
    const p2pid_anchor *anchor = p2pid_anchors_get (anchors, i);
    p2pid_fingerprint expected = fingerprint_of (roots[anchor->environment]);

    if (anchor->method != P2PID_METHOD_BANKID)
      continue;
    ck_assert_mem_eq (&anchor->fingerprint, &expected, sizeof expected);
    seen++;
  }
  ck_assert_uint_eq (seen, 2);
  ck_assert_int_eq (check (), P2PID_ERR_INCOMPLETE);
  ck_assert_int_eq (report.failed, P2PID_STEP_TEXT);
  p2pid_buffer_free (file);
}
END_TEST

START_TEST (test_evidence_is_refused_where_test_is)
{
  trust (P2PID_ENVIRONMENT_TEST, "*");
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, false), P2PID_OK);
  ck_assert_int_eq (check (), P2PID_ERR_TEST_REFUSED);
  ck_assert_int_eq (report.failed, P2PID_STEP_ISSUER);
}
END_TEST

START_TEST (test_evidence_has_no_production_anchor)
{
  add_anchor ("bankid/prod-bankid-root-ca-v1.pem", P2PID_ENVIRONMENT_PRODUCTION,
              "*");
  ck_assert_int_eq (check (), P2PID_ERR_UNTRUSTED);
  ck_assert_int_eq (report.failed, P2PID_STEP_ISSUER);
}
END_TEST

/* The root comes with the evidence: another one may be among the anchors. */
START_TEST (another_root_leads_nowhere)
{
  p2pid_buffer_free (files[ROOT]);
  files[ROOT] = harness_published_file ("bankid/prod-bankid-root-ca-v1.pem");
  add_anchor ("bankid/prod-bankid-root-ca-v1.pem", P2PID_ENVIRONMENT_PRODUCTION,
              "*");
  trust (P2PID_ENVIRONMENT_TEST, "*");
  ck_assert_int_eq (check (), P2PID_ERR_INCOMPLETE);
  ck_assert_int_eq (report.failed, P2PID_STEP_CHAIN);
}
END_TEST

/* An anchor with the wrong environment turns no test person into a real one. */
START_TEST (test_policies_are_none_of_production)
{
  trust (P2PID_ENVIRONMENT_PRODUCTION, "*");
  ck_assert_int_eq (check (), P2PID_ERR_MISMATCH);
  ck_assert_int_eq (report.failed, P2PID_STEP_CERTIFICATE);
}
END_TEST

START_TEST (a_relying_party_is_allowed_by_name_or_number)
{
  static const char *const allowed[] = {
    ("cn=FP Testcert 2,name=Test av BankID,serialNumber=12345678,"
     "o=Testbank A AB (publ),c=SE"),
    "serialNumber=12345678",
  };

  for (size_t i = 0; i < 2; i++) {
    trust (P2PID_ENVIRONMENT_TEST, allowed[i]);
    ck_assert_int_eq (check (), P2PID_ERR_INCOMPLETE);
    ck_assert_int_eq (report.failed, P2PID_STEP_TEXT);
  }
}
END_TEST

START_TEST (other_relying_parties_are_not)
{
  static const char *const others[] = {
    ("cn=FP Testcert 2,name=Test av BankID,serialNumber=12345678,"
     "o=Testbank A AB (publ),c=S"),
    "serialNumber=1234567",
    "serialNumber=123456789",
    "12345678",
    "cn=FP Testcert 2",
  };

  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    trust (P2PID_ENVIRONMENT_TEST, others[i]);
    ck_assert_int_eq (check (), P2PID_ERR_MISMATCH);
    ck_assert_int_eq (report.failed, P2PID_STEP_PARTY);
  }
}
END_TEST

/* Looped over the forgeries that stock tools take. */
START_TEST (forgeries_are_none_of_the_profile)
{
  static const char *const paths[] = {
    "bankid/attack-keyvalue-forged.xml",
    "bankid/attack-wrapped-extra-object.xml",
  };

  p2pid_buffer_free (files[SIGNATURE]);
  files[SIGNATURE] = harness_published_file (paths[_i]);
  trust (P2PID_ENVIRONMENT_TEST, "*");
  ck_assert_int_eq (check (), P2PID_ERR_FORMAT);
  ck_assert_int_eq (report.failed, P2PID_STEP_SHAPE);
}
END_TEST

/* How far it is to the next byte to flip. Of the certificates and of the OCSP
 * answer test-x509.c and test-ocsp.c flip every byte, and the signed data are
 * under one hash: there every few must do. */
static size_t
stride (size_t at)
{
  const uint8_t *data = files[SIGNATURE]->data;
  const uint8_t *keys = memmem (data, files[SIGNATURE]->size, "<KeyInfo", 8);
  const uint8_t *object = memmem (data, files[SIGNATURE]->size, "<Object", 7);

  if (keys == NULL || object == NULL || data + at <= keys)
    return 1;
  return data + at < object ? 43 : 7;
}

/* The XML speaks for itself: no altered byte comes as far as the OCSP answer,
 * whose nonce alone would tell. */
START_TEST (each_byte_of_the_signature_counts)
{
  trust (P2PID_ENVIRONMENT_TEST, "*");
  for (size_t i = 0; i < files[SIGNATURE]->size; i += stride (i)) {
    files[SIGNATURE]->data[i] ^= 1;
    ck_assert_int_ne (check (), P2PID_OK);
    ck_assert_msg (report.failed == P2PID_STEP_SHAPE ||
                       report.failed == P2PID_STEP_CHAIN ||
                       report.failed == P2PID_STEP_CERTIFICATE ||
                       report.failed == P2PID_STEP_DIGESTS ||
                       report.failed == P2PID_STEP_SIGNATURE,
                   "byte %zu came as far as %s", i,
                   p2pid_step_name (report.failed));
    files[SIGNATURE]->data[i] ^= 1;
  }
}
END_TEST

START_TEST (each_byte_of_the_ocsp_answer_counts)
{
  trust (P2PID_ENVIRONMENT_TEST, "*");
  for (size_t i = 0; i < files[OCSP]->size; i += 31) {
    files[OCSP]->data[i] ^= 1;
    ck_assert_int_ne (check (), P2PID_OK);
    ck_assert_msg (report.failed == P2PID_STEP_SHAPE ||
                       report.failed == P2PID_STEP_CHAIN ||
                       report.failed == P2PID_STEP_REVOCATION,
                   "byte %zu came as far as %s", i,
                   p2pid_step_name (report.failed));
    files[OCSP]->data[i] ^= 1;
  }
}
END_TEST

START_TEST (nothing_shorter_is_evidence)
{
  for (size_t i = 0; i < COUNT; i++) {
    size_t whole = files[i]->size;

    /* A PEM file may lack the line break at its end. */
    for (size_t size = 0; size < whole - (i == ROOT); size++) {
      p2pid_binding *binding = NULL;

      files[i]->size = size;
      ck_assert_int_ne (join ((p2pid_bytes){ NULL, 0 }, &binding), P2PID_OK);
    }
    files[i]->size = whole;
  }
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("bankid-vectors");
  TCase *tcase = tcase_create ("bankid-vectors");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, without_a_statement_all_else_holds);
  tcase_add_test (tcase, it_was_not_signed_for_us);
  tcase_add_test (tcase, signed_outside_the_statements_time);
  tcase_add_test (tcase, files_may_be_base64);
  tcase_add_test (tcase, the_anchors_that_come_along_are_bankids);
  tcase_add_test (tcase, test_evidence_is_refused_where_test_is);
  tcase_add_test (tcase, test_evidence_has_no_production_anchor);
  tcase_add_test (tcase, another_root_leads_nowhere);
  tcase_add_test (tcase, test_policies_are_none_of_production);
  tcase_add_test (tcase, a_relying_party_is_allowed_by_name_or_number);
  tcase_add_test (tcase, other_relying_parties_are_not);
  tcase_add_loop_test (tcase, forgeries_are_none_of_the_profile, 0, 2);
  tcase_add_test (tcase, each_byte_of_the_signature_counts);
  tcase_add_test (tcase, each_byte_of_the_ocsp_answer_counts);
  tcase_add_test (tcase, nothing_shorter_is_evidence);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
