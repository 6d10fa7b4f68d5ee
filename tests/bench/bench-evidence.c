/*
 * The whole check of a card's and of Freja's evidence, from the text that a
 * peer sends to the identity, beside what it cannot do without: its public-key
 * operations, with keys and certificates that are loaded already, and their
 * hashes. bench-bankid and bench-jws have the other methods.
 */

#include "bench.h"

#include "../evidence/card-maker.h"
#include "../evidence/freja-result.h"
#include "../harness.h"

#include <openssl/evp.h>
#include <stdlib.h>

/* What is measured, and what for. */
static struct {
  const char *method;
  char *statement, *evidence;
  p2pid_anchors *anchors;

  X509 **chain; /* NULL: no certificate is verified */
  EVP_PKEY *key;
  p2pid_buffer *message;
  uint8_t signature[1024];
  size_t size;
} subject;

static void
check_whole (void)
{
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;

  ck_assert (p2pid_binding_new (subject.method, subject.statement,
                                subject.evidence, NULL, &binding) == P2PID_OK);
  ck_assert (p2pid_binding_verify (binding, subject.anchors, NOW + 60,
                                   &identity) == P2PID_OK);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
}

static void
check_parts (void)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();

  for (size_t i = 0; subject.chain != NULL && i < CARD_ROOT; i++)
    ck_assert (X509_verify (subject.chain[i],
                            X509_get0_pubkey (subject.chain[i + 1])) == 1);
  ck_assert (EVP_DigestVerifyInit (context, NULL, EVP_sha256 (), NULL,
                                   subject.key) == 1);
  ck_assert (EVP_DigestVerify (context, subject.signature, subject.size,
                               subject.message->data,
                               subject.message->size) == 1);
  EVP_MD_CTX_free (context);
}

/* The same key over as many bytes. */
static void
sign (EVP_PKEY *key, p2pid_bytes message)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();

  subject.key = key;
  ck_assert (p2pid_buffer_copy (message, &subject.message) == P2PID_OK);
  subject.size = sizeof subject.signature;
  ck_assert (EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, key) == 1);
  ck_assert (EVP_DigestSign (context, subject.signature, &subject.size,
                             message.data, message.size) == 1);
  EVP_MD_CTX_free (context);
}

static void
measure (const char *name)
{
  bench_compare (name, check_whole, "its public-key operations", check_parts);
  p2pid_anchors_free (subject.anchors);
  p2pid_buffer_free (subject.message);
  free (subject.evidence);
}

static void
measure_card (const char *name, p2pid_jwa algorithm)
{
  p2pid_statement statement = stating ();
  card_maker card = card_new_for (algorithm);
  p2pid_buffer *message = card_message (&statement);

  card_issue (&card);
  subject.method = "card";
  subject.evidence = card_evidence (&card);
  subject.anchors = card_anchors (&card, P2PID_ENVIRONMENT_PRODUCTION);
  subject.chain = card.chain;
  sign (card.plans[CARD_PERSON].key, p2pid_buffer_bytes (message));
  measure (name);
  p2pid_buffer_free (message);
  card_clear (&card);
}

static void
measure_freja (void)
{
  freja_result result = freja_result_new ();

  subject.method = "freja";
  subject.evidence = freja_result_finish (&result);
  subject.anchors = freja_anchors ();
  subject.chain = NULL;
  sign (freja_key (), p2pid_bytes_from_text (subject.evidence));
  measure ("Freja, whole check");
}

/* Within Check, since the makers of evidence are the tests'. */
START_TEST (compare)
{
  p2pid_statement statement = stating ();

  subject.statement = stating_base64url (&statement);
  measure_card ("card, P-256, whole check", P2PID_JWA_ES256);
  measure_card ("card, RSA, whole check", P2PID_JWA_RS256);
  measure_freja ();
  free (subject.statement);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("evidence");
  TCase *tcase = tcase_create ("evidence");

  tcase_set_timeout (tcase, 0);
  tcase_add_test (tcase, compare);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
