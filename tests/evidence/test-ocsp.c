/* OCSP answers: each rule by name, with answers made here. */

#include "evidence/authority.h"
#include "evidence/ocsp.h"
#include "harness.h"

#include <openssl/err.h>

#define NOW AUTHORITY_NOW
#define DAY AUTHORITY_DAY

/* Whose keys are whose. */
enum { LEAF, ISSUER, ROOT, SIGNER, STRANGER };

static p2pid_chain chain;
static authority_plan signer_plan;
static authority_answer answer;
static X509 *signer;

/* A certificate, its issuer, and a good answer by a certificate made for
 * answers alone; for a test to spoil. */
static void
set_up (void)
{
  const authority_plan root = { .name = "Root CA",
                                .key = authority_key (ROOT),
                                .extensions = AUTHORITY_CA };
  const authority_plan issuer = { .name = "Customer CA",
                                  .key = authority_key (ISSUER),
                                  .extensions = AUTHORITY_CA };
  const authority_plan leaf = { .name = "Alva Ek",
                                .key = authority_key (LEAF) };

  chain.count = 3;
  chain.list[2] = authority_issue (&root, NULL, NULL);
  chain.list[1] = authority_issue (&issuer, chain.list[2], root.key);
  chain.list[0] = authority_issue (&leaf, chain.list[1], issuer.key);
  signer_plan = (authority_plan){
    .name = "OCSP Signing",
    .key = authority_key (SIGNER),
    .extensions = { { NID_key_usage, "critical,digitalSignature" },
                    { NID_ext_key_usage, "critical,OCSPSigning" },
                    { NID_id_pkix_OCSP_noCheck, "ignored" } },
  };
  answer = (authority_answer){ .subject = chain.list[0],
                               .issuer = chain.list[1],
                               .state = V_OCSP_CERTSTATUS_GOOD };
  signer = NULL;
}

static void
tear_down (void)
{
  X509_free (signer);
  p2pid_chain_clear (&chain);
}

/* The signer as it is planned, by the certificate's own issuer. */
static void
make_signer (void)
{
  X509_free (signer);
  signer =
      authority_issue (&signer_plan, chain.list[1], authority_key (ISSUER));
  answer.signer = signer;
  answer.key = signer_plan.key;
}

static p2pid_err
read_answer (p2pid_ocsp *out)
{
  p2pid_buffer *der = authority_ocsp (&answer);
  p2pid_err err = p2pid_ocsp_read (p2pid_buffer_bytes (der), out);

  ck_assert_uint_eq (ERR_peek_error (), 0);
  p2pid_buffer_free (der);
  return err;
}

static p2pid_err
verify_at (int64_t at, bool sha1)
{
  p2pid_ocsp ocsp = { .answer = NULL };
  p2pid_err err;

  if (answer.signer == NULL)
    make_signer ();
  ck_assert_int_eq (read_answer (&ocsp), P2PID_OK);
  err = p2pid_ocsp_verify (&ocsp, &chain, at, sha1);
  ck_assert_uint_eq (ERR_peek_error (), 0);
  p2pid_ocsp_clear (&ocsp);
  return err;
}

START_TEST (good_is_good)
{
  ck_assert_int_eq (verify_at (NOW, false), P2PID_OK);
}
END_TEST

START_TEST (the_issuer_itself_may_answer)
{
  answer.signer = chain.list[1];
  answer.key = authority_key (ISSUER);
  ck_assert_int_eq (verify_at (NOW, false), P2PID_OK);
  answer.bare = true; /* its certificate is in the chain */
  ck_assert_int_eq (verify_at (NOW, false), P2PID_OK);
  ck_assert_int_eq (verify_at (NOW + DAY - 1, false), P2PID_OK);
  ck_assert_int_eq (verify_at (NOW + DAY, false), P2PID_ERR_EXPIRED);
}
END_TEST

START_TEST (revoked_and_unknown_are_not_good)
{
  answer.state = V_OCSP_CERTSTATUS_REVOKED;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_REVOKED);
  answer.state = V_OCSP_CERTSTATUS_UNKNOWN;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_REVOKED);
}
END_TEST

START_TEST (an_answer_about_another_certificate_is_none)
{
  const authority_plan plan = { .name = "Alva Ek",
                                .key = authority_key (LEAF) };
  X509 *other = authority_issue (&plan, chain.list[1], authority_key (ISSUER));

  answer.subject = other;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_MISMATCH);
  X509_free (other);
}
END_TEST

START_TEST (an_answer_about_another_issuer_is_none)
{
  answer.issuer = chain.list[2];
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_MISMATCH);
}
END_TEST

START_TEST (a_stranger_may_not_answer)
{
  X509 *stranger;

  signer_plan.key = authority_key (STRANGER);
  stranger = authority_issue (&signer_plan, NULL, NULL);
  answer.signer = stranger;
  answer.key = signer_plan.key;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_UNTRUSTED);
  answer.bare = true; /* nor somebody whose certificate is not there */
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_UNTRUSTED);
  X509_free (stranger);
}
END_TEST

START_TEST (the_certificate_itself_may_not_answer)
{
  answer.signer = chain.list[0];
  answer.key = authority_key (LEAF);
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_UNTRUSTED);
}
END_TEST

START_TEST (a_signer_is_made_for_answers)
{
  static const char *const usages[] = { NULL, "clientAuth",
                                        "anyExtendedKeyUsage" };

  for (size_t i = 0; i < sizeof usages / sizeof *usages; i++) {
    signer_plan.extensions[1].value = usages[i];
    answer.signer = NULL;
    ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_UNTRUSTED);
  }
}
END_TEST

START_TEST (a_signer_may_sign)
{
  signer_plan.extensions[0].value = "critical,nonRepudiation";
  ck_assert_int_eq (verify_at (NOW, false), P2PID_OK);
  answer.signer = NULL;
  signer_plan.extensions[0].value = "critical,keyEncipherment";
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_UNTRUSTED);
}
END_TEST

START_TEST (a_signer_is_of_the_same_issuer)
{
  signer = authority_issue (&signer_plan, chain.list[2], authority_key (ROOT));
  answer.signer = signer;
  answer.key = signer_plan.key;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_UNTRUSTED);
}
END_TEST

/* It says that it is the issuer's, but the issuer did not sign it. */
START_TEST (a_signer_is_signed_by_the_issuer)
{
  signer =
      authority_issue (&signer_plan, chain.list[1], authority_key (STRANGER));
  answer.signer = signer;
  answer.key = signer_plan.key;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_UNTRUSTED);
}
END_TEST

START_TEST (a_signer_is_valid)
{
  signer_plan.until = NOW - 1;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_EXPIRED);
  signer_plan.from = NOW + 1;
  signer_plan.until = NOW + DAY;
  answer.signer = NULL;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_NOT_YET_VALID);
}
END_TEST

START_TEST (a_signer_is_signed_with_a_good_hash)
{
  signer_plan.hash = EVP_sha1 ();
  ck_assert_int_eq (verify_at (NOW, true), P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (a_signers_key_is_large_enough)
{
  signer_plan.key = EVP_RSA_gen (1024);
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_ALGORITHM);
  EVP_PKEY_free (signer_plan.key);
}
END_TEST

START_TEST (another_key_is_another_signature)
{
  X509 *same;

  make_signer ();
  signer_plan.key = authority_key (STRANGER);
  same = authority_issue (&signer_plan, chain.list[1], authority_key (ISSUER));
  answer.signer = same; /* the same name; its key signs */
  answer.key = signer_plan.key;
  answer.bare = true;

  p2pid_buffer *der = authority_ocsp (&answer);
  const uint8_t *at = der->data;
  OCSP_RESPONSE *response = d2i_OCSP_RESPONSE (NULL, &at, (long) der->size);
  p2pid_ocsp ocsp = { .answer = OCSP_response_get1_basic (response) };

  ck_assert_int_eq (OCSP_basic_add1_cert (ocsp.answer, signer), 1);
  ck_assert_int_eq (p2pid_ocsp_verify (&ocsp, &chain, NOW, false),
                    P2PID_ERR_FORGED);
  p2pid_ocsp_clear (&ocsp);
  OCSP_RESPONSE_free (response);
  p2pid_buffer_free (der);
  X509_free (same);
}
END_TEST

START_TEST (sha_1_only_where_it_is_asked_for)
{
  answer.hash = EVP_sha1 ();
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_ALGORITHM);
  ck_assert_int_eq (verify_at (NOW, true), P2PID_OK);
  answer.hash = EVP_sha384 ();
  ck_assert_int_eq (verify_at (NOW, false), P2PID_OK);
  answer.hash = EVP_sha512 ();
  ck_assert_int_eq (verify_at (NOW, false), P2PID_OK);
  answer.hash = EVP_sha224 ();
  ck_assert_int_eq (verify_at (NOW, true), P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (an_answer_lasts_until_its_next)
{
  answer.next = NOW + 60;
  ck_assert_int_eq (verify_at (NOW + 60, false), P2PID_OK);
  ck_assert_int_eq (verify_at (NOW + 61, false), P2PID_ERR_EXPIRED);
  answer.next = 0;
  ck_assert_int_eq (verify_at (NOW + 61, false), P2PID_OK);
  ck_assert_int_eq (verify_at (NOW - 1, false), P2PID_ERR_NOT_YET_VALID);
}
END_TEST

START_TEST (an_answer_knows_nothing_of_later)
{
  answer.updated = NOW + 1;
  ck_assert_int_eq (verify_at (NOW, false), P2PID_ERR_NOT_YET_VALID);
  ck_assert_int_eq (verify_at (NOW + 1, false), P2PID_OK);
}
END_TEST

START_TEST (two_states_are_one_too_many)
{
  p2pid_ocsp ocsp = { .answer = NULL };

  make_signer ();
  answer.times = 2;
  ck_assert_int_eq (read_answer (&ocsp), P2PID_ERR_FORMAT);
  ck_assert_ptr_null (ocsp.answer);
}
END_TEST

START_TEST (times_and_nonce_are_told)
{
  uint8_t nonce[P2PID_OCSP_NONCE_MAX + 1];
  p2pid_ocsp ocsp = { .answer = NULL };

  memset (nonce, 7, sizeof nonce);
  make_signer ();
  answer.produced = NOW - 5;
  answer.next = NOW + 5;
  answer.nonce = (p2pid_bytes){ nonce, P2PID_OCSP_NONCE_MAX };
  ck_assert_int_eq (read_answer (&ocsp), P2PID_OK);
  ck_assert_int_eq (ocsp.produced_at, NOW - 5);
  ck_assert_int_eq (ocsp.this_update, NOW - 5);
  ck_assert_int_eq (ocsp.next_update, NOW + 5);
  ck_assert_uint_eq (ocsp.nonce_size, P2PID_OCSP_NONCE_MAX);
  ck_assert_mem_eq (ocsp.nonce, nonce, P2PID_OCSP_NONCE_MAX);
  p2pid_ocsp_clear (&ocsp);

  answer.nonce.data = NULL;
  answer.next = 0;
  ck_assert_int_eq (read_answer (&ocsp), P2PID_OK);
  ck_assert_uint_eq (ocsp.nonce_size, 0);
  ck_assert_int_eq (ocsp.next_update, 0);
  p2pid_ocsp_clear (&ocsp);

  answer.nonce = P2PID_BYTES (nonce);
  ck_assert_int_eq (read_answer (&ocsp), P2PID_ERR_SIZE);
  answer.nonce.size = 0;
  ck_assert_int_eq (read_answer (&ocsp), P2PID_ERR_FORMAT);
  answer.nonce.size = 4;
  answer.extension = NID_id_pkix_OCSP_Nonce; /* a second one */
  ck_assert_int_eq (read_answer (&ocsp), P2PID_ERR_FORMAT);
}
END_TEST

/* Looped over whether the state has it, not the answer. */
START_TEST (what_is_critical_must_be_understood)
{
  p2pid_ocsp ocsp = { .answer = NULL };

  make_signer ();
  answer.inside = _i;
  answer.extension = NID_id_pkix_OCSP_extendedStatus;
  ck_assert_int_eq (read_answer (&ocsp), P2PID_ERR_FORMAT);
}
END_TEST

START_TEST (no_answer_is_said_to_be_none)
{
  OCSP_RESPONSE *response =
      OCSP_response_create (OCSP_RESPONSE_STATUS_TRYLATER, NULL);
  p2pid_ocsp ocsp = { .answer = NULL };
  uint8_t *der = NULL;
  int size = i2d_OCSP_RESPONSE (response, &der);

  ck_assert_int_eq (
      p2pid_ocsp_read ((p2pid_bytes){ der, (size_t) size }, &ocsp),
      P2PID_ERR_INCOMPLETE);
  OPENSSL_free (der);
  OCSP_RESPONSE_free (response);
}
END_TEST

START_TEST (an_answer_is_whole_and_alone)
{
  static const uint8_t huge[P2PID_OCSP_MAX + 1] = { 0 };
  p2pid_ocsp ocsp = { .answer = NULL };
  p2pid_buffer *der, *longer = NULL;

  make_signer ();
  der = authority_ocsp (&answer);
  for (size_t size = 0; size < der->size; size++)
    ck_assert_int_eq (p2pid_ocsp_read ((p2pid_bytes){ der->data, size }, &ocsp),
                      P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_buffer_new (der->size + 1, &longer), P2PID_OK);
  memcpy (longer->data, der->data, der->size);
  ck_assert_int_eq (p2pid_ocsp_read (p2pid_buffer_bytes (longer), &ocsp),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_ocsp_read (P2PID_BYTES (huge), &ocsp),
                    P2PID_ERR_SIZE);
  ck_assert_uint_eq (ERR_peek_error (), 0);
  ck_assert_ptr_null (ocsp.answer);
  p2pid_buffer_free (longer);
  p2pid_buffer_free (der);
}
END_TEST

/* Two bytes more inside the string that holds the answer, each length around
 * it mended: OpenSSL alone would not mind. */
START_TEST (nothing_follows_inside)
{
  p2pid_ocsp ocsp = { .answer = NULL };
  p2pid_buffer *der, *longer = NULL;
  static const size_t lengths[] = { 2, 9, 13, 28 };

  make_signer ();
  der = authority_ocsp (&answer);
  ck_assert_int_eq (p2pid_buffer_new (der->size + 2, &longer), P2PID_OK);
  memcpy (longer->data, der->data, der->size);
  for (size_t i = 0; i < 4; i++) {
    uint8_t *at = longer->data + lengths[i];
    unsigned length = at[0] * 256u + at[1] + 2;

    ck_assert_uint_eq (at[-1], 0x82);
    at[0] = (uint8_t) (length / 256);
    at[1] = (uint8_t) length;
  }
  ck_assert_int_eq (p2pid_ocsp_read (p2pid_buffer_bytes (longer), &ocsp),
                    P2PID_ERR_FORMAT);

  const uint8_t *at = longer->data;
  OCSP_RESPONSE *response = d2i_OCSP_RESPONSE (NULL, &at, (long) longer->size);
  OCSP_BASICRESP *inside = OCSP_response_get1_basic (response);

  ck_assert_ptr_nonnull (inside); /* so that the test tests what it says */
  OCSP_BASICRESP_free (inside);
  OCSP_RESPONSE_free (response);
  p2pid_buffer_free (longer);
  p2pid_buffer_free (der);
}
END_TEST

START_TEST (every_byte_counts)
{
  p2pid_buffer *der;

  make_signer ();
  der = authority_ocsp (&answer);
  for (size_t i = 0; i < der->size; i++) {
    p2pid_ocsp ocsp = { .answer = NULL };

    der->data[i] ^= 1;
    if (p2pid_ocsp_read (p2pid_buffer_bytes (der), &ocsp) == P2PID_OK)
      ck_assert_int_ne (p2pid_ocsp_verify (&ocsp, &chain, NOW, true), P2PID_OK);
    ck_assert_uint_eq (ERR_peek_error (), 0);
    p2pid_ocsp_clear (&ocsp);
    der->data[i] ^= 1;
  }
  p2pid_buffer_free (der);
}
END_TEST

static TCase *
rules (void)
{
  TCase *tcase = tcase_create ("rules");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, good_is_good);
  tcase_add_test (tcase, the_issuer_itself_may_answer);
  tcase_add_test (tcase, revoked_and_unknown_are_not_good);
  tcase_add_test (tcase, an_answer_about_another_certificate_is_none);
  tcase_add_test (tcase, an_answer_about_another_issuer_is_none);
  tcase_add_test (tcase, a_stranger_may_not_answer);
  tcase_add_test (tcase, the_certificate_itself_may_not_answer);
  tcase_add_test (tcase, a_signer_is_made_for_answers);
  tcase_add_test (tcase, a_signer_may_sign);
  tcase_add_test (tcase, a_signer_is_of_the_same_issuer);
  tcase_add_test (tcase, a_signer_is_signed_by_the_issuer);
  tcase_add_test (tcase, a_signer_is_valid);
  tcase_add_test (tcase, a_signer_is_signed_with_a_good_hash);
  tcase_add_test (tcase, a_signers_key_is_large_enough);
  tcase_add_test (tcase, another_key_is_another_signature);
  tcase_add_test (tcase, sha_1_only_where_it_is_asked_for);
  tcase_add_test (tcase, an_answer_lasts_until_its_next);
  tcase_add_test (tcase, an_answer_knows_nothing_of_later);
  return tcase;
}

static TCase *
reading (void)
{
  TCase *tcase = tcase_create ("reading");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, two_states_are_one_too_many);
  tcase_add_test (tcase, times_and_nonce_are_told);
  tcase_add_loop_test (tcase, what_is_critical_must_be_understood, 0, 2);
  tcase_add_test (tcase, no_answer_is_said_to_be_none);
  tcase_add_test (tcase, an_answer_is_whole_and_alone);
  tcase_add_test (tcase, nothing_follows_inside);
  tcase_add_test (tcase, every_byte_counts);
  return tcase;
}

int
main (void)
{
  Suite *suite = suite_create ("ocsp");
  int result;

  suite_add_tcase (suite, rules ());
  suite_add_tcase (suite, reading ());
  result = harness_run (suite);
  authority_end ();
  return result;
}
