/* Cards: signatures, chains and answers, each rule with its step and error.
 * Whose certificate it is: test-card-person.c. */

#include "card-maker.h"

#include "base/encoding.h"
#include "base/lv.h"

#include <openssl/x509v3.h>
#include <sodium.h>
#include <stdlib.h>

static char *statement;

static void
start (void)
{
  const p2pid_statement stated = stating ();

  statement = stating_base64url (&stated);
}

static void
end (void)
{
  free (statement);
}

static p2pid_err
check_at (const card_maker *card,
          const char *evidence,
          int64_t now,
          p2pid_report *report,
          p2pid_identity **out)
{
  p2pid_anchors *anchors = card_anchors (card, P2PID_ENVIRONMENT_PRODUCTION);
  p2pid_err err =
      stating_check ("card", statement, evidence, anchors, now, report, out);

  p2pid_anchors_free (anchors);
  return err;
}

/* Takes the evidence over. */
static void
expect (const card_maker *card, char *evidence, p2pid_step step, p2pid_err err)
{
  p2pid_report report;

  ck_assert_int_eq (check_at (card, evidence, NOW + 60, &report, NULL), err);
  ck_assert_int_eq (report.failed, step);
  free (evidence);
}

/* Takes the evidence over. */
static p2pid_identity *
accept (const card_maker *card, char *evidence)
{
  p2pid_identity *identity = NULL;
  p2pid_report report;

  ck_assert_int_eq (check_at (card, evidence, NOW + 60, &report, &identity),
                    P2PID_OK);
  free (evidence);
  return identity;
}

static const p2pid_jwa algorithms[] = { P2PID_JWA_ES256, P2PID_JWA_ES384,
                                        P2PID_JWA_RS256, P2PID_JWA_PS256 };

START_TEST (each_algorithm_is_taken)
{
  card_maker card = card_new_for (algorithms[_i]);

  card_issue (&card);
  p2pid_identity_free (accept (&card, card_evidence (&card)));
  card_clear (&card);
}
END_TEST

START_TEST (a_card_names_a_person)
{
  card_maker card = card_new ();
  const p2pid_public_key key = person_key (1);
  p2pid_identity *identity;

  card_issue (&card);
  identity = accept (&card, card_evidence (&card));
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME),
                    "Astrid Öberg");
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_PERSONAL_NUMBER),
                    "PNOEE-48402290017");
  ck_assert_mem_eq (p2pid_identity_key (identity), &key, sizeof key);
  ck_assert_int_eq (p2pid_identity_method (identity), P2PID_METHOD_CARD);
  ck_assert_str_eq (p2pid_identity_issuer (identity), "Cards of the tests");
  ck_assert_int_eq (p2pid_identity_assurance (identity), P2PID_ASSURANCE_HIGH);
  p2pid_identity_free (identity);
  card_clear (&card);
}
END_TEST

START_TEST (it_says_what_was_checked_and_what_was_not)
{
  card_maker card = card_new ();
  p2pid_identity *identity;

  card_issue (&card);
  identity = accept (&card, card_evidence (&card));
  ck_assert_int_eq (p2pid_identity_word (identity), P2PID_WORD_SIGNED);
  ck_assert_int_eq (p2pid_identity_signed_at (identity), NOW);
  ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), 0);
  ck_assert_uint_eq (
      p2pid_identity_checked (identity),
      P2PID_STEPS (P2PID_STEP_SHAPE) | P2PID_STEPS (P2PID_STEP_ISSUER) |
          P2PID_STEPS (P2PID_STEP_CHAIN) |
          P2PID_STEPS (P2PID_STEP_CERTIFICATE) |
          P2PID_STEPS (P2PID_STEP_SIGNATURE) |
          P2PID_STEPS (P2PID_STEP_STATEMENT) | P2PID_STEPS (P2PID_STEP_HOLDER) |
          P2PID_STEPS (P2PID_STEP_TIME) | P2PID_STEPS (P2PID_STEP_KEY) |
          P2PID_STEPS (P2PID_STEP_PERSON));
  ck_assert_uint_eq (p2pid_identity_unchecked (identity),
                     P2PID_STEPS (P2PID_STEP_TEXT) |
                         P2PID_STEPS (P2PID_STEP_REVOCATION));
  p2pid_identity_free (identity);
  card_clear (&card);
}
END_TEST

/* The certificate may end before the statement does. */
START_TEST (a_binding_ends_with_the_certificate)
{
  static const int64_t ends[][2] = { { NOW + DAY, NOW + DAY },
                                     { NOW + 900, NOW + 900 },
                                     { NOW + 2 * DAY, NOW + DAY } };
  card_maker card = card_new ();
  p2pid_identity *identity;

  card.plans[CARD_PERSON].until = ends[_i][0];
  card_issue (&card);
  identity = accept (&card, card_evidence (&card));
  ck_assert_int_eq (p2pid_identity_valid_until (identity), ends[_i][1]);
  p2pid_identity_free (identity);
  card_clear (&card);
}
END_TEST

/* The signature. */

START_TEST (another_key_is_refused)
{
  card_maker card = card_new_for (algorithms[_i]);
  const p2pid_statement stated = stating ();
  p2pid_buffer *message = card_message (&stated);

  card_issue (&card);
  expect (&card,
          card_sign (&card, signer_other_key (algorithms[_i]),
                     p2pid_buffer_bytes (message), NULL, NULL),
          P2PID_STEP_SIGNATURE, P2PID_ERR_FORGED);
  p2pid_buffer_free (message);
  card_clear (&card);
}
END_TEST

START_TEST (another_statement_is_refused)
{
  card_maker card = card_new ();
  p2pid_statement other = stating ();

  other.nonce[0] ^= 1;
  free (statement);
  statement = stating_base64url (&other);
  card_issue (&card);
  expect (&card, card_evidence (&card), P2PID_STEP_SIGNATURE, P2PID_ERR_FORGED);
  card_clear (&card);
}
END_TEST

START_TEST (without_the_statement_it_is_incomplete)
{
  card_maker card = card_new ();

  free (statement);
  statement = NULL;
  card_issue (&card);
  expect (&card, card_evidence (&card), P2PID_STEP_STATEMENT,
          P2PID_ERR_INCOMPLETE);
  card_clear (&card);
}
END_TEST

static void
expect_message_refused (p2pid_bytes message)
{
  card_maker card = card_new ();

  card_issue (&card);
  expect (&card, card_sign (&card, NULL, message, NULL, NULL),
          P2PID_STEP_SIGNATURE, P2PID_ERR_FORGED);
  card_clear (&card);
}

/* Whatever else a card may be asked to sign, with the statement in it or
 * without, is no binding. */
START_TEST (nothing_else_that_a_card_signs_is_one)
{
  const p2pid_statement stated = stating ();
  p2pid_buffer *bytes = stating_bytes (&stated);
  p2pid_buffer *text = stating_text (&stated);
  p2pid_buffer *message = card_message (&stated);
  uint8_t hashes[64], hash[crypto_hash_sha256_BYTES];

  expect_message_refused (p2pid_buffer_bytes (bytes));
  expect_message_refused (p2pid_buffer_bytes (text));
  expect_message_refused (
      (p2pid_bytes){ message->data + 1, message->size - 1 });
  expect_message_refused ((p2pid_bytes){ message->data, message->size - 1 });
  crypto_hash_sha256 (hash, message->data, message->size);
  expect_message_refused (P2PID_BYTES (hash));
  /* Web eID: H (origin), H (nonce). */
  crypto_hash_sha256 (hashes, text->data, text->size);
  crypto_hash_sha256 (hashes + 32, bytes->data, bytes->size);
  expect_message_refused (P2PID_BYTES (hashes));

  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  p2pid_buffer_free (message);
}
END_TEST

/* The same fields under another label. */
START_TEST (another_label_is_refused)
{
  const p2pid_statement stated = stating ();
  p2pid_buffer *bytes = stating_bytes (&stated);
  p2pid_buffer *text = stating_text (&stated), *message = NULL;
  const p2pid_bytes fields[] = { p2pid_bytes_from_text ("libp2pid/2 card"),
                                 p2pid_buffer_bytes (bytes),
                                 p2pid_buffer_bytes (text) };

  ck_assert_int_eq (p2pid_lv_cat (fields, 3, &message), P2PID_OK);
  expect_message_refused (p2pid_buffer_bytes (message));
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  p2pid_buffer_free (message);
}
END_TEST

/* One part of the evidence replaced by another text. */
static char *
replace_part (const char *evidence, int which, const char *text)
{
  const char *at = evidence;
  char *changed = NULL;
  size_t size;

  for (int i = 0; i < which; i++)
    at = strchr (at, '~') + 1;
  size = strcspn (at, "~");
  ck_assert_int_gt (asprintf (&changed, "%.*s%s%s", (int) (at - evidence),
                              evidence, text, at + size),
                    0);
  return changed;
}

/* An algorithm of another kind of key, or of the same: only the one that was
 * used will do. */
START_TEST (an_algorithm_belongs_to_its_key)
{
  for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
    card_maker card = card_new_for (algorithms[i]);
    char *evidence;

    card_issue (&card);
    evidence = card_evidence (&card);
    for (size_t j = 0; j < sizeof algorithms / sizeof *algorithms; j++)
      if (i != j)
        expect (&card, replace_part (evidence, 0, signer_name (algorithms[j])),
                P2PID_STEP_SIGNATURE,
                i >= 2 && j >= 2 ? P2PID_ERR_FORGED : P2PID_ERR_ALGORITHM);
    free (evidence);
    card_clear (&card);
  }
}
END_TEST

START_TEST (a_signature_has_its_size)
{
  static const char *const texts[] = { "", "AA", "MAYCAQECAQE" };
  card_maker card = card_new_for (algorithms[_i]);
  char *evidence;

  card_issue (&card);
  evidence = card_evidence (&card);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    expect (&card, replace_part (evidence, 1, texts[i]), P2PID_STEP_SIGNATURE,
            P2PID_ERR_FORGED);
  free (evidence);
  card_clear (&card);
}
END_TEST

/* The shape. */

static const struct {
  int part;
  const char *text;
  p2pid_err err;
} shapes[] = {
  { 0, "", P2PID_ERR_FORMAT },
  { 0, "none", P2PID_ERR_FORMAT },
  { 0, "EdDSA", P2PID_ERR_FORMAT },
  { 0, "ES512", P2PID_ERR_FORMAT },
  { 0, "es256", P2PID_ERR_FORMAT },
  { 0, "ES256 ", P2PID_ERR_FORMAT },
  { 0, "ES256~AA", P2PID_ERR_FORMAT },
  { 1, "AAA=", P2PID_ERR_FORMAT },
  { 1, "A", P2PID_ERR_FORMAT },
  { 1, "!!", P2PID_ERR_FORMAT },
  { 2, "", P2PID_ERR_INCOMPLETE },
  { 2, ".", P2PID_ERR_FORMAT },
  { 2, "AAAA.AAAA", P2PID_ERR_FORMAT },
  { 2, "A.A.A.A.A.A.A", P2PID_ERR_FORMAT },
  { 2, "AA.AA.AA.AA.AA.AA.AA", P2PID_ERR_SIZE },
  { 3, "AAAA", P2PID_ERR_FORMAT },
  { 3, "MAMKAQE", P2PID_ERR_INCOMPLETE }, /* malformedRequest */
  { 3, "!", P2PID_ERR_FORMAT },
  { 4, "AAAA", P2PID_ERR_FORMAT },
  { 4, "!", P2PID_ERR_FORMAT },
  { 4, "~", P2PID_ERR_FORMAT },
};

START_TEST (the_shape_is_exact)
{
  card_maker card = card_new ();
  char *evidence;

  card_issue (&card);
  evidence = card_evidence (&card);
  expect (&card, replace_part (evidence, shapes[_i].part, shapes[_i].text),
          P2PID_STEP_SHAPE, shapes[_i].err);
  free (evidence);
  card_clear (&card);
}
END_TEST

START_TEST (one_certificate_is_no_chain)
{
  card_maker card = card_new ();
  p2pid_buffer *der;
  char *evidence, *one;

  card_issue (&card);
  evidence = card_evidence (&card);
  der = authority_print (card.chain[CARD_PERSON]);
  one = signer_base64url (der->data, der->size);
  expect (&card, replace_part (evidence, 2, one), P2PID_STEP_SHAPE,
          P2PID_ERR_INCOMPLETE);
  p2pid_buffer_free (der);
  free (one);
  free (evidence);
  card_clear (&card);
}
END_TEST

START_TEST (every_truncation_is_refused)
{
  card_maker card = card_new ();
  p2pid_report report;
  char *evidence;

  card_issue (&card);
  evidence = card_evidence (&card);
  for (size_t size = strlen (evidence); size-- > 0;) {
    evidence[size] = '\0';
    ck_assert_int_ne (check_at (&card, evidence, NOW + 60, &report, NULL),
                      P2PID_OK);
  }
  free (evidence);
  card_clear (&card);
}
END_TEST

/* Flips each of the first @p count characters. */
static void
expect_flips_refused (p2pid_jwa algorithm, size_t count)
{
  card_maker card = card_new_for (algorithm);
  p2pid_report report;
  char *evidence;

  card_issue (&card);
  evidence = card_evidence (&card);
  for (size_t i = 0; i < count && evidence[i] != '\0'; i++) {
    evidence[i] ^= 1;
    ck_assert_msg (check_at (&card, evidence, NOW + 60, &report, NULL) !=
                       P2PID_OK,
                   "byte %zu", i);
    evidence[i] ^= 1;
  }
  ck_assert_int_eq (check_at (&card, evidence, NOW + 60, &report, NULL),
                    P2PID_OK);
  free (evidence);
  card_clear (&card);
}

START_TEST (every_flipped_byte_is_refused)
{
  expect_flips_refused (P2PID_JWA_ES256, SIZE_MAX);
}
END_TEST

/* Algorithm and signature: certificates are the same for all. */
START_TEST (every_flipped_byte_of_a_signature_is_refused)
{
  expect_flips_refused (algorithms[_i], 140);
}
END_TEST

/* Issuers and chains. */

START_TEST (an_unknown_root_is_refused)
{
  card_maker card = card_new (), other = card_new ();
  p2pid_anchors *anchors;
  char *evidence;
  p2pid_report report;

  other.plans[CARD_ROOT].key = authority_key (3);
  card_issue (&card);
  card_issue (&other);
  anchors = card_anchors (&other, P2PID_ENVIRONMENT_PRODUCTION);
  evidence = card_evidence (&card);
  ck_assert_int_eq (stating_check ("card", statement, evidence, anchors,
                                   NOW + 60, &report, NULL),
                    P2PID_ERR_UNTRUSTED);
  ck_assert_int_eq (report.failed, P2PID_STEP_ISSUER);
  free (evidence);
  p2pid_anchors_free (anchors);
  card_clear (&card);
  card_clear (&other);
}
END_TEST

START_TEST (test_is_refused_where_it_is_off)
{
  card_maker card = card_new ();
  p2pid_anchors *anchors;
  char *evidence;
  p2pid_report report;

  card_issue (&card);
  anchors = card_anchors (&card, P2PID_ENVIRONMENT_TEST);
  evidence = card_evidence (&card);
  ck_assert_int_eq (stating_check ("card", statement, evidence, anchors,
                                   NOW + 60, &report, NULL),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, false), P2PID_OK);
  ck_assert_int_eq (stating_check ("card", statement, evidence, anchors,
                                   NOW + 60, &report, NULL),
                    P2PID_ERR_TEST_REFUSED);
  ck_assert_int_eq (report.failed, P2PID_STEP_ISSUER);
  free (evidence);
  p2pid_anchors_free (anchors);
  card_clear (&card);
}
END_TEST

static const struct {
  int which;
  int64_t from, until;
  p2pid_err err;
} times[] = {
  { CARD_PERSON, 0, NOW + 59, P2PID_ERR_EXPIRED },
  { CARD_ISSUER, 0, NOW + 59, P2PID_ERR_EXPIRED },
  { CARD_ROOT, 0, NOW + 59, P2PID_ERR_EXPIRED },
  { CARD_PERSON, NOW + 61, 0, P2PID_ERR_NOT_YET_VALID },
  /* Valid now, and not when it signed. */
  { CARD_PERSON, NOW + 1, 0, P2PID_ERR_NOT_YET_VALID },
  { CARD_ISSUER, NOW + 1, 0, P2PID_ERR_NOT_YET_VALID },
  { CARD_ROOT, NOW + 1, 0, P2PID_ERR_NOT_YET_VALID },
};

START_TEST (certificates_are_good_then_and_now)
{
  card_maker card = card_new ();

  card.plans[times[_i].which].from = times[_i].from;
  card.plans[times[_i].which].until = times[_i].until;
  card_issue (&card);
  expect (&card, card_evidence (&card), P2PID_STEP_CHAIN, times[_i].err);
  card_clear (&card);
}
END_TEST

START_TEST (an_issuer_must_be_one)
{
  card_maker card = card_new ();

  card_set (card.plans[CARD_ISSUER].extensions, NID_basic_constraints,
            "critical,CA:FALSE");
  card_issue (&card);
  expect (&card, card_evidence (&card), P2PID_STEP_CHAIN, P2PID_ERR_MISMATCH);
  card_clear (&card);
}
END_TEST

START_TEST (a_certificate_by_another_key_is_forged)
{
  card_maker card = card_new ();
  X509 *forged;

  card_issue (&card);
  forged = authority_issue (&card.plans[CARD_PERSON], card.chain[CARD_ISSUER],
                            authority_key (4));
  X509_free (card.chain[CARD_PERSON]);
  card.chain[CARD_PERSON] = forged;
  expect (&card, card_evidence (&card), P2PID_STEP_CHAIN, P2PID_ERR_FORGED);
  card_clear (&card);
}
END_TEST

START_TEST (a_statement_holds_for_its_time)
{
  card_maker card = card_new ();
  p2pid_report report;
  char *evidence;

  card.plans[CARD_PERSON].until = NOW + 2 * DAY;
  card.plans[CARD_ISSUER].until = NOW + 2 * DAY;
  card.plans[CARD_ROOT].until = NOW + 2 * DAY;
  card_issue (&card);
  evidence = card_evidence (&card);
  ck_assert_int_eq (check_at (&card, evidence, NOW - 61, &report, NULL),
                    P2PID_ERR_NOT_YET_VALID);
  ck_assert_int_eq (report.failed, P2PID_STEP_TIME);
  ck_assert_int_eq (check_at (&card, evidence, NOW - 60, &report, NULL),
                    P2PID_OK);
  ck_assert_int_eq (check_at (&card, evidence, NOW + DAY - 1, &report, NULL),
                    P2PID_OK);
  ck_assert_int_eq (check_at (&card, evidence, NOW + DAY, &report, NULL),
                    P2PID_ERR_EXPIRED);
  ck_assert_int_eq (report.failed, P2PID_STEP_TIME);
  free (evidence);
  card_clear (&card);
}
END_TEST

/* Showing, and files. */

START_TEST (all_is_shown_or_nothing)
{
  card_maker card = card_new ();
  p2pid_binding *binding = NULL, *shown = NULL;
  p2pid_anchors *anchors;
  char *evidence;
  p2pid_facts facts;
  p2pid_identity *identity = NULL;

  card_issue (&card);
  evidence = card_evidence (&card);
  ck_assert_int_eq (
      p2pid_binding_new ("card", statement, evidence, NULL, &binding),
      P2PID_OK);
  facts = p2pid_binding_facts (binding);
  ck_assert_uint_eq (facts, P2PID_FACTS (P2PID_FACT_NAME) |
                                P2PID_FACTS (P2PID_FACT_GIVEN_NAME) |
                                P2PID_FACTS (P2PID_FACT_FAMILY_NAME) |
                                P2PID_FACTS (P2PID_FACT_BIRTHDATE) |
                                P2PID_FACTS (P2PID_FACT_PERSONAL_NUMBER));
  ck_assert_int_eq (p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &shown),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_binding_select (binding, facts, &shown), P2PID_OK);
  p2pid_binding_free (binding);

  anchors = card_anchors (&card, P2PID_ENVIRONMENT_PRODUCTION);
  ck_assert_int_eq (p2pid_binding_verify (shown, anchors, NOW, &identity),
                    P2PID_OK);
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
  p2pid_binding_free (shown);
  free (evidence);
  card_clear (&card);
}
END_TEST

static p2pid_bytes
decode_signature (const char *evidence, p2pid_buffer **out)
{
  const char *text = strchr (evidence, '~') + 1;

  ck_assert_int_eq (
      p2pid_base64url_decode (
          (p2pid_bytes){ (const uint8_t *) text, strcspn (text, "~") }, out),
      P2PID_OK);
  return p2pid_buffer_bytes (*out);
}

/* As PKCS#11 gives them: the bare signature, and certificates. */
START_TEST (files_are_joined)
{
  card_maker card = card_new_for (algorithms[_i]);
  p2pid_buffer *ders[CARD_CHAIN], *signature = NULL;
  p2pid_bytes files[1 + CARD_CHAIN];
  p2pid_binding *binding = NULL;
  char *evidence;

  card_issue (&card);
  evidence = card_evidence (&card);
  files[0] = decode_signature (evidence, &signature);
  for (size_t i = 0; i < CARD_CHAIN; i++) {
    ders[i] = authority_print (card.chain[i]);
    files[1 + i] = p2pid_buffer_bytes (ders[i]);
  }
  ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_CARD, files, 4,
                                        (p2pid_bytes){ NULL, 0 }, &binding),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_binding_evidence (binding), evidence);
  p2pid_binding_free (binding);
  ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_CARD, files, 2,
                                        (p2pid_bytes){ NULL, 0 }, &binding),
                    P2PID_ERR_ARGUMENT);
  for (size_t i = 0; i < CARD_CHAIN; i++)
    p2pid_buffer_free (ders[i]);
  p2pid_buffer_free (signature);
  free (evidence);
  card_clear (&card);
}
END_TEST

#define COUNT(array) ((int) (sizeof (array) / sizeof *(array)))

static void
add_signatures (TCase *tcase)
{
  tcase_add_loop_test (tcase, another_key_is_refused, 0, COUNT (algorithms));
  tcase_add_test (tcase, another_statement_is_refused);
  tcase_add_test (tcase, without_the_statement_it_is_incomplete);
  tcase_add_test (tcase, nothing_else_that_a_card_signs_is_one);
  tcase_add_test (tcase, another_label_is_refused);
  tcase_add_test (tcase, an_algorithm_belongs_to_its_key);
  tcase_add_loop_test (tcase, a_signature_has_its_size, 0, COUNT (algorithms));
}

static void
add_chains (TCase *tcase)
{
  tcase_add_test (tcase, an_unknown_root_is_refused);
  tcase_add_test (tcase, test_is_refused_where_it_is_off);
  tcase_add_loop_test (tcase, certificates_are_good_then_and_now, 0,
                       COUNT (times));
  tcase_add_test (tcase, an_issuer_must_be_one);
  tcase_add_test (tcase, a_certificate_by_another_key_is_forged);
  tcase_add_test (tcase, a_statement_holds_for_its_time);
}

int
main (void)
{
  Suite *suite = suite_create ("card");
  TCase *tcase = tcase_create ("card");

  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_loop_test (tcase, each_algorithm_is_taken, 0, COUNT (algorithms));
  tcase_add_test (tcase, a_card_names_a_person);
  tcase_add_test (tcase, it_says_what_was_checked_and_what_was_not);
  tcase_add_loop_test (tcase, a_binding_ends_with_the_certificate, 0, 3);
  add_signatures (tcase);
  tcase_add_loop_test (tcase, the_shape_is_exact, 0, COUNT (shapes));
  tcase_add_test (tcase, one_certificate_is_no_chain);
  tcase_add_test (tcase, every_truncation_is_refused);
  tcase_add_test (tcase, every_flipped_byte_is_refused);
  tcase_add_loop_test (tcase, every_flipped_byte_of_a_signature_is_refused, 0,
                       COUNT (algorithms));
  add_chains (tcase);
  tcase_add_test (tcase, all_is_shown_or_nothing);
  tcase_add_loop_test (tcase, files_are_joined, 0, COUNT (algorithms));
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
