/* National cards: what test cards of Estonia, Finland and Belgium signed for
 * Web eID, their chains, and the people on them. */

#include "stating.h"

#include "base/encoding.h"
#include "evidence/anchors-internal.h"
#include "evidence/card-person.h"
#include "evidence/card.h"
#include "evidence/identity-internal.h"
#include "signer.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define SHA384 48
#define P384_SIGNATURE 96

/* Of each: a time at which it was valid, its authorities, and its person. */
static const struct {
  const char *name;
  int64_t valid;
  const char *authorities[2];
  const char *given, *family, *number, *birthdate;
} cards[] = {
  { "ee0",
    INT64_C (1640995200), /* 2022-01-01 */
    { "TEST-of-ESTEID2018" },
    "JAAK-KRISTJAN",
    "JÕEORG",
    "PNOEE-38001085718",
    "1980-01-08" },
  { "fi0",
    NOW,
    { "DVV-TEST-Certificates-G5E" },
    "JUHANI",
    "SPECIMEN-BACKMAN",
    "SATU FI-999020016",
    NULL },
  { "be0",
    NOW,
    { "eID-TEST-EC-Citizen-CA", "eID-TEST-EC-Root-CA" },
    "Nora Angèle",
    "Specimen",
    "PNOBE-01050399864",
    "2001-05-03" },
};

#define CARDS ((int) (sizeof cards / sizeof *cards))

/* What is in the files. */
static struct {
  p2pid_chain chain;
  p2pid_buffer *ders[3];
  uint8_t signature[P384_SIGNATURE];
  uint8_t message[2 * SHA384];
} read_cards[CARDS];

/* "smartcard/KIND-NAME.END" */
static p2pid_buffer *
load (const char *kind, const char *name, const char *end)
{
  char path[128];

  snprintf (path, sizeof path, "smartcard/%s-%s.%s", kind, name, end);
  return harness_published_file (path);
}

/* The file is taken over. */
static void
load_certificate (int card, size_t place, p2pid_buffer *file)
{
  if (p2pid_certificate_from_file (p2pid_buffer_bytes (file),
                                   &read_cards[card].ders[place]) != P2PID_OK)
    exit (EXIT_FAILURE);
  p2pid_buffer_free (file);
}

static void
load_signature (int card)
{
  char path[128];
  json_t *token;
  const char *text;
  size_t size = 0;

  snprintf (path, sizeof path, "smartcard/webeid-token-%s.json",
            cards[card].name);
  token = harness_published_json (path);
  text = json_string_value (json_object_get (token, "signature"));
  if (strcmp (json_string_value (json_object_get (token, "algorithm")),
              "ES384") != 0 ||
      sodium_base642bin (read_cards[card].signature, P384_SIGNATURE, text,
                         strlen (text), NULL, &size, NULL,
                         sodium_base64_VARIANT_ORIGINAL) != 0 ||
      size != P384_SIGNATURE)
    exit (EXIT_FAILURE);
  json_decref (token);
}

/* A line "NAME=VALUE" of the inputs, hashed. */
static void
hash_line (const p2pid_buffer *file, const char *name, uint8_t out[SHA384])
{
  const char *value = strstr ((const char *) file->data, name);

  if (value == NULL)
    exit (EXIT_FAILURE);
  value += strlen (name);
  EVP_Digest (value, strcspn (value, "\r\n"), out, NULL, EVP_sha384 (), NULL);
}

static void
load_card (int card)
{
  p2pid_bytes list[3];
  p2pid_buffer *inputs = load ("webeid-token", cards[card].name, "inputs.txt");
  size_t count = cards[card].authorities[1] ? 3 : 2;

  hash_line (inputs, "origin=", read_cards[card].message);
  hash_line (inputs, "nonce=", read_cards[card].message + SHA384);
  p2pid_buffer_free (inputs);
  load_signature (card);
  load_certificate (card, 0,
                    load ("webeid-token", cards[card].name, "cert.pem"));
  for (size_t i = 1; i < count; i++)
    load_certificate (card, i,
                      load ("ca", cards[card].authorities[i - 1], "pem"));
  for (size_t i = 0; i < count; i++)
    list[i] = p2pid_buffer_bytes (read_cards[card].ders[i]);
  if (p2pid_chain_read (list, count, &read_cards[card].chain) != P2PID_OK)
    exit (EXIT_FAILURE);
}

static p2pid_err
verify (int card, p2pid_jwa algorithm, p2pid_bytes message)
{
  return p2pid_card_verify (read_cards[card].chain.list[0], algorithm, message,
                            P2PID_BYTES (read_cards[card].signature));
}

START_TEST (the_signature_holds)
{
  p2pid_bytes message = P2PID_BYTES (read_cards[_i].message);

  ck_assert_int_eq (verify (_i, P2PID_JWA_ES384, message), P2PID_OK);
  ck_assert_int_eq (verify (_i, P2PID_JWA_ES256, message), P2PID_ERR_ALGORITHM);
  ck_assert_int_eq (verify (_i, P2PID_JWA_RS256, message), P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (every_altered_copy_is_refused)
{
  p2pid_bytes message = P2PID_BYTES (read_cards[_i].message);

  for (size_t i = 0; i < P384_SIGNATURE; i++) {
    read_cards[_i].signature[i] ^= 1;
    ck_assert_int_eq (verify (_i, P2PID_JWA_ES384, message), P2PID_ERR_FORGED);
    read_cards[_i].signature[i] ^= 1;
  }
  for (size_t i = 0; i < sizeof read_cards[_i].message; i++) {
    read_cards[_i].message[i] ^= 1;
    ck_assert_int_eq (verify (_i, P2PID_JWA_ES384, message), P2PID_ERR_FORGED);
    read_cards[_i].message[i] ^= 1;
  }
  message.size--;
  ck_assert_int_eq (verify (_i, P2PID_JWA_ES384, message), P2PID_ERR_FORGED);
}
END_TEST

START_TEST (another_persons_certificate_is_refused)
{
  X509 *other = read_cards[(_i + 1) % CARDS].chain.list[0];

  ck_assert_int_eq (p2pid_card_verify (other, P2PID_JWA_ES384,
                                       P2PID_BYTES (read_cards[_i].message),
                                       P2PID_BYTES (read_cards[_i].signature)),
                    P2PID_ERR_FORGED);
}
END_TEST

START_TEST (the_chain_leads_to_the_authority)
{
  p2pid_chain *chain = &read_cards[_i].chain;
  X509 *last = chain->list[chain->count - 1];
  p2pid_chain *other = &read_cards[(_i + 1) % CARDS].chain;

  ck_assert_int_eq (p2pid_chain_verify (chain, cards[_i].valid), P2PID_OK);
  ck_assert_int_eq (p2pid_card_check_certificate (chain), P2PID_OK);
  ck_assert_int_eq (
      p2pid_chain_verify (chain,
                          p2pid_certificate_not_after (chain->list[0]) + 1),
      P2PID_ERR_EXPIRED);
  ck_assert_int_eq (
      p2pid_chain_verify (chain,
                          p2pid_certificate_not_before (chain->list[0]) - 1),
      P2PID_ERR_NOT_YET_VALID);

  chain->list[chain->count - 1] = other->list[other->count - 1];
  ck_assert_int_eq (p2pid_chain_verify (chain, cards[_i].valid),
                    P2PID_ERR_INCOMPLETE);
  chain->list[chain->count - 1] = last;
}
END_TEST

START_TEST (the_person_is_read)
{
  const p2pid_anchor anchor = { .method = P2PID_METHOD_CARD, .name = "x" };
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_identity_new (&anchor, NOW, &identity), P2PID_OK);
  ck_assert_int_eq (p2pid_card_read_person (&read_cards[_i].chain, identity),
                    P2PID_OK);
  ck_assert_str_eq (identity->facts[P2PID_FACT_GIVEN_NAME], cards[_i].given);
  ck_assert_str_eq (identity->facts[P2PID_FACT_FAMILY_NAME], cards[_i].family);
  ck_assert_str_eq (identity->facts[P2PID_FACT_PERSONAL_NUMBER],
                    cards[_i].number);
  ck_assert_pstr_eq (identity->facts[P2PID_FACT_BIRTHDATE],
                     cards[_i].birthdate);
  ck_assert_ptr_null (identity->facts[P2PID_FACT_ORGANISATION]);
  p2pid_identity_free (identity);
}
END_TEST

static p2pid_anchors *
load_anchors (void)
{
  p2pid_buffer *file = harness_own_file ("../../data/anchors/card.json");
  p2pid_anchors *anchors = NULL;

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_load (anchors, p2pid_buffer_bytes (file)),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  p2pid_buffer_free (file);
  return anchors;
}

/* What the card signed for Web eID as evidence for a statement: everything
 * about the card holds, and the signature is over something else. */
START_TEST (a_web_eid_login_is_no_binding)
{
  p2pid_chain *chain = &read_cards[_i].chain;
  p2pid_statement stated = stating ();
  p2pid_bytes list[3];
  p2pid_buffer *evidence = NULL;
  p2pid_anchors *anchors = load_anchors ();
  p2pid_report report;
  char *statement;

  stated.not_before = cards[_i].valid;
  stated.not_after = cards[_i].valid + DAY;
  statement = stating_base64url (&stated);
  for (size_t i = 0; i < chain->count; i++)
    list[i] = p2pid_buffer_bytes (read_cards[_i].ders[i]);
  ck_assert_int_eq (
      p2pid_card_write (P2PID_JWA_ES384, P2PID_BYTES (read_cards[_i].signature),
                        list, chain->count, (p2pid_bytes){ NULL, 0 },
                        (p2pid_bytes){ NULL, 0 }, &evidence),
      P2PID_OK);
  ck_assert_int_eq (stating_check ("card", statement,
                                   (const char *) evidence->data, anchors,
                                   cards[_i].valid, &report, NULL),
                    P2PID_ERR_FORGED);
  ck_assert_int_eq (report.failed, P2PID_STEP_SIGNATURE);
  ck_assert_uint_eq (report.held, P2PID_STEPS (P2PID_STEP_SHAPE) |
                                      P2PID_STEPS (P2PID_STEP_ISSUER) |
                                      P2PID_STEPS (P2PID_STEP_CHAIN) |
                                      P2PID_STEPS (P2PID_STEP_CERTIFICATE));
  p2pid_buffer_free (evidence);
  p2pid_anchors_free (anchors);
  free (statement);
}
END_TEST

/* Each authority that is here is the one that our anchor names. */
static const struct {
  const char *file;
  p2pid_environment environment;
} authorities[] = {
  { "ESTEID2018", P2PID_ENVIRONMENT_PRODUCTION },
  { "ESTEID2025", P2PID_ENVIRONMENT_PRODUCTION },
  { "TEST-of-ESTEID2018", P2PID_ENVIRONMENT_TEST },
  { "Test-ESTEID2025", P2PID_ENVIRONMENT_TEST },
  { "DVV-TEST-Certificates-G5E", P2PID_ENVIRONMENT_TEST },
  { "VRK-TEST-CA-for-Test-Purposes-G4", P2PID_ENVIRONMENT_TEST },
  { "eID-TEST-EC-Root-CA", P2PID_ENVIRONMENT_TEST },
};

#define AUTHORITIES ((int) (sizeof authorities / sizeof *authorities))

START_TEST (an_authority_has_its_anchor)
{
  p2pid_buffer *file = load ("ca", authorities[_i].file, "pem");
  p2pid_buffer *der = NULL;
  p2pid_anchors *anchors = load_anchors ();
  const p2pid_anchor *anchor = NULL;
  p2pid_fingerprint fingerprint;
  X509 *certificate = NULL;

  ck_assert_int_eq (
      p2pid_certificate_from_file (p2pid_buffer_bytes (file), &der), P2PID_OK);
  ck_assert_int_eq (
      p2pid_certificate_read (p2pid_buffer_bytes (der), &certificate),
      P2PID_OK);
  p2pid_certificate_fingerprint (certificate, &fingerprint);
  ck_assert_int_eq (
      p2pid_anchors_find (anchors, P2PID_METHOD_CARD, &fingerprint, &anchor),
      P2PID_OK);
  ck_assert_int_eq (anchor->environment, authorities[_i].environment);
  ck_assert_int_eq (anchor->assurance,
                    authorities[_i].environment == P2PID_ENVIRONMENT_TEST
                        ? P2PID_ASSURANCE_NONE
                        : P2PID_ASSURANCE_HIGH);
  /* The TEST issuer's is there too, since TEST is allowed. */
  ck_assert_uint_eq (p2pid_anchors_count (anchors), (size_t) AUTHORITIES + 1);
  X509_free (certificate);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (der);
  p2pid_buffer_free (file);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("card-vectors");
  TCase *tcase = tcase_create ("card-vectors");
  int failed;

  for (int i = 0; i < CARDS; i++)
    load_card (i);
  tcase_add_loop_test (tcase, the_signature_holds, 0, CARDS);
  tcase_add_loop_test (tcase, every_altered_copy_is_refused, 0, CARDS);
  tcase_add_loop_test (tcase, another_persons_certificate_is_refused, 0, CARDS);
  tcase_add_loop_test (tcase, the_chain_leads_to_the_authority, 0, CARDS);
  tcase_add_loop_test (tcase, the_person_is_read, 0, CARDS);
  tcase_add_loop_test (tcase, a_web_eid_login_is_no_binding, 0, CARDS);
  tcase_add_loop_test (tcase, an_authority_has_its_anchor, 0, AUTHORITIES);
  suite_add_tcase (suite, tcase);
  failed = harness_run (suite);
  for (int i = 0; i < CARDS; i++) {
    p2pid_chain_clear (&read_cards[i].chain);
    for (size_t j = 0; j < 3; j++)
      p2pid_buffer_free (read_cards[i].ders[j]);
  }
  return failed;
}
