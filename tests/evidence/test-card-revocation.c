/* OCSP answers and revocation lists beside a card's signature: when they
 * count, and what they say. */

#include "card-maker.h"

#include <openssl/x509v3.h>
#include <stdlib.h>

static card_maker card;

static void
start (void)
{
  card = card_new ();
  for (size_t i = 0; i < CARD_CHAIN; i++) {
    card.plans[i].from = NOW - 30 * DAY;
    card.plans[i].until = NOW + 30 * DAY;
  }
  card_issue (&card);
}

static void
end (void)
{
  card_clear (&card);
}

/* Takes the answers over; now is NOW + 60. */
static p2pid_err
check (p2pid_buffer *ocsp,
       p2pid_buffer *crl,
       p2pid_report *report,
       p2pid_identity **out)
{
  const p2pid_statement stated = stating ();
  char *statement = stating_base64url (&stated);
  p2pid_buffer *message = card_message (&stated);
  char *evidence =
      card_sign (&card, NULL, p2pid_buffer_bytes (message), ocsp, crl);
  p2pid_anchors *anchors = card_anchors (&card, P2PID_ENVIRONMENT_PRODUCTION);
  p2pid_err err = stating_check ("card", statement, evidence, anchors, NOW + 60,
                                 report, out);

  p2pid_anchors_free (anchors);
  p2pid_buffer_free (message);
  p2pid_buffer_free (ocsp);
  p2pid_buffer_free (crl);
  free (evidence);
  free (statement);
  return err;
}

static void
expect (p2pid_buffer *ocsp, p2pid_buffer *crl, p2pid_step step, p2pid_err err)
{
  p2pid_report report;

  ck_assert_int_eq (check (ocsp, crl, &report, NULL), err);
  ck_assert_int_eq (report.failed, step);
}

static void
expect_known_at (p2pid_buffer *ocsp, p2pid_buffer *crl, int64_t time)
{
  p2pid_identity *identity = NULL;
  p2pid_report report;

  ck_assert_int_eq (check (ocsp, crl, &report, &identity), P2PID_OK);
  ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), time);
  ck_assert_uint_ne (p2pid_identity_checked (identity) &
                         P2PID_STEPS (P2PID_STEP_REVOCATION),
                     0);
  ck_assert_uint_eq (p2pid_identity_unchecked (identity),
                     P2PID_STEPS (P2PID_STEP_TEXT));
  p2pid_identity_free (identity);
}

/* By the issuer itself. */
static authority_answer
answer_at (int64_t produced, int64_t next)
{
  return (authority_answer){ .subject = card.chain[CARD_PERSON],
                             .issuer = card.chain[CARD_ISSUER],
                             .signer = card.chain[CARD_ISSUER],
                             .key = card.plans[CARD_ISSUER].key,
                             .bare = true,
                             .state = V_OCSP_CERTSTATUS_GOOD,
                             .produced = produced,
                             .next = next };
}

static p2pid_buffer *
ocsp_at (int64_t produced, int64_t next)
{
  const authority_answer answer = answer_at (produced, next);

  return authority_ocsp (&answer);
}

static card_list
list_at (int64_t made, int64_t next)
{
  return (card_list){ .issuer = card.chain[CARD_ISSUER],
                      .key = card.plans[CARD_ISSUER].key,
                      .made = made,
                      .next = next };
}

static p2pid_buffer *
crl_at (int64_t made, int64_t next)
{
  const card_list list = list_at (made, next);

  return card_crl (&list);
}

START_TEST (an_answer_says_when_it_was_known)
{
  expect_known_at (ocsp_at (NOW + 10, 0), NULL, NOW + 10);
  expect_known_at (ocsp_at (NOW - DAY, 0), NULL, NOW - DAY);
  expect_known_at (ocsp_at (NOW - 2 * DAY, NOW), NULL, NOW - 2 * DAY);
  expect_known_at (NULL, crl_at (NOW - 7 * DAY, NOW + DAY), NOW - 7 * DAY);
  expect_known_at (NULL, crl_at (NOW + 10, NOW + DAY), NOW + 10);
  /* Within what clocks may be apart. */
  expect_known_at (ocsp_at (NOW + 120, 0), NULL, NOW + 120);
}
END_TEST

/* At the beginning of the statement it must still hold. */
START_TEST (an_answer_from_before_is_too_old)
{
  expect (ocsp_at (NOW - DAY - 1, 0), NULL, P2PID_STEP_REVOCATION,
          P2PID_ERR_EXPIRED);
  expect (ocsp_at (NOW - 600, NOW - 1), NULL, P2PID_STEP_REVOCATION,
          P2PID_ERR_EXPIRED);
  expect (NULL, crl_at (NOW - 600, NOW - 1), P2PID_STEP_REVOCATION,
          P2PID_ERR_EXPIRED);
}
END_TEST

START_TEST (an_answer_is_not_from_tomorrow)
{
  expect (ocsp_at (NOW + 121, 0), NULL, P2PID_STEP_REVOCATION,
          P2PID_ERR_NOT_YET_VALID);
  expect (NULL, crl_at (NOW + 121, NOW + DAY), P2PID_STEP_REVOCATION,
          P2PID_ERR_NOT_YET_VALID);
}
END_TEST

START_TEST (a_withdrawn_card_is_refused)
{
  authority_answer answer = answer_at (NOW, 0);
  card_list list = list_at (NOW, NOW + DAY);

  answer.state = V_OCSP_CERTSTATUS_REVOKED;
  expect (authority_ocsp (&answer), NULL, P2PID_STEP_REVOCATION,
          P2PID_ERR_REVOKED);
  answer.state = V_OCSP_CERTSTATUS_UNKNOWN;
  expect (authority_ocsp (&answer), NULL, P2PID_STEP_REVOCATION,
          P2PID_ERR_REVOKED);
  list.withdrawn = card.chain[CARD_PERSON];
  expect (NULL, card_crl (&list), P2PID_STEP_REVOCATION, P2PID_ERR_REVOKED);
  list.withdrawn = card.chain[CARD_ISSUER]; /* somebody else's number */
  expect (NULL, card_crl (&list), P2PID_STEP_COUNT_, P2PID_OK);
}
END_TEST

START_TEST (an_answer_about_another_card_is_none)
{
  authority_answer answer = answer_at (NOW, 0);

  answer.subject = card.chain[CARD_ISSUER];
  answer.issuer = card.chain[CARD_ROOT];
  expect (authority_ocsp (&answer), NULL, P2PID_STEP_REVOCATION,
          P2PID_ERR_MISMATCH);
}
END_TEST

START_TEST (an_answer_is_the_issuers)
{
  authority_answer answer = answer_at (NOW, 0);
  card_list list = list_at (NOW, NOW + DAY);

  answer.signer = card.chain[CARD_ROOT];
  answer.key = card.plans[CARD_ROOT].key;
  answer.bare = false;
  expect (authority_ocsp (&answer), NULL, P2PID_STEP_REVOCATION,
          P2PID_ERR_UNTRUSTED);

  list.key = card.plans[CARD_ROOT].key;
  expect (NULL, card_crl (&list), P2PID_STEP_REVOCATION, P2PID_ERR_FORGED);
  list.issuer = card.chain[CARD_ROOT];
  expect (NULL, card_crl (&list), P2PID_STEP_REVOCATION, P2PID_ERR_MISMATCH);
}
END_TEST

START_TEST (sha1_is_refused)
{
  authority_answer answer = answer_at (NOW, 0);
  card_list list = list_at (NOW, NOW + DAY);

  answer.hash = list.hash = EVP_sha1 ();
  expect (authority_ocsp (&answer), NULL, P2PID_STEP_REVOCATION,
          P2PID_ERR_ALGORITHM);
  expect (NULL, card_crl (&list), P2PID_STEP_REVOCATION, P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (longer_hashes_sign_lists)
{
  card_list list = list_at (NOW, NOW + DAY);

  list.hash = EVP_sha384 ();
  expect_known_at (NULL, card_crl (&list), NOW);
  list.hash = EVP_sha512 ();
  expect_known_at (NULL, card_crl (&list), NOW);
}
END_TEST

/* What is in a part of a list, or among its changes, may not be all; whether
 * or not it says that this matters. */
START_TEST (a_list_is_whole)
{
  static const int kinds[] = { NID_issuing_distribution_point,
                               NID_netscape_comment };
  card_list list = list_at (NOW, NOW + DAY);

  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    list.narrow = kinds[i];
    expect (NULL, card_crl (&list), P2PID_STEP_REVOCATION, P2PID_ERR_MISMATCH);
  }
  list.mild = true;
  list.narrow = NID_issuing_distribution_point;
  expect (NULL, card_crl (&list), P2PID_STEP_REVOCATION, P2PID_ERR_MISMATCH);
  list.narrow = NID_delta_crl;
  expect (NULL, card_crl (&list), P2PID_STEP_REVOCATION, P2PID_ERR_MISMATCH);
  list.narrow = NID_netscape_comment;
  expect_known_at (NULL, card_crl (&list), NOW);
}
END_TEST

START_TEST (a_list_says_when_the_next_comes)
{
  expect (NULL, crl_at (NOW, 0), P2PID_STEP_SHAPE, P2PID_ERR_INCOMPLETE);
}
END_TEST

START_TEST (an_issuer_may_sign_lists)
{
  card_list list;

  card_clear (&card);
  card_set (card.plans[CARD_ISSUER].extensions, NID_key_usage,
            "critical,keyCertSign");
  card_issue (&card);
  list = list_at (NOW, NOW + DAY);
  expect (NULL, card_crl (&list), P2PID_STEP_REVOCATION, P2PID_ERR_UNTRUSTED);
}
END_TEST

START_TEST (two_answers_are_one_too_many)
{
  expect (ocsp_at (NOW, 0), crl_at (NOW, NOW + DAY), P2PID_STEP_SHAPE,
          P2PID_ERR_FORMAT);
}
END_TEST

static p2pid_buffer *
cut (p2pid_buffer *bytes, size_t size)
{
  p2pid_buffer *copy = NULL;

  ck_assert_int_eq (
      p2pid_buffer_copy ((p2pid_bytes){ bytes->data, size }, &copy), P2PID_OK);
  return copy;
}

START_TEST (every_byte_of_a_list_counts)
{
  p2pid_buffer *crl = crl_at (NOW, NOW + DAY);
  p2pid_report report;

  for (size_t i = 1; i < crl->size; i++)
    ck_assert_int_ne (check (NULL, cut (crl, i), &report, NULL), P2PID_OK);
  for (size_t i = 0; i < crl->size; i++) {
    crl->data[i] ^= 1;
    ck_assert_msg (check (NULL, cut (crl, crl->size), &report, NULL) !=
                       P2PID_OK,
                   "byte %zu", i);
    crl->data[i] ^= 1;
  }
  p2pid_buffer_free (crl);
}
END_TEST

/* Behind the certificates. */
static void
expect_joined (p2pid_buffer *answer, char part)
{
  p2pid_buffer *ders[CARD_CHAIN];
  uint8_t signature[64] = { 1 };
  p2pid_bytes files[2 + CARD_CHAIN] = { P2PID_BYTES (signature) };
  p2pid_binding *binding = NULL;
  const char *text;
  char *expected = signer_base64url (answer->data, answer->size);

  for (size_t i = 0; i < CARD_CHAIN; i++) {
    ders[i] = authority_print (card.chain[i]);
    files[1 + i] = p2pid_buffer_bytes (ders[i]);
  }
  files[1 + CARD_CHAIN] = p2pid_buffer_bytes (answer);
  ck_assert_int_eq (p2pid_binding_join (P2PID_METHOD_CARD, files,
                                        2 + CARD_CHAIN,
                                        (p2pid_bytes){ NULL, 0 }, &binding),
                    P2PID_OK);
  text = p2pid_binding_evidence (binding);
  for (char i = 0; i < part; i++)
    text = strchr (text, '~') + 1;
  ck_assert_int_eq (strncmp (text, expected, strlen (expected)), 0);
  p2pid_binding_free (binding);
  for (size_t i = 0; i < CARD_CHAIN; i++)
    p2pid_buffer_free (ders[i]);
  p2pid_buffer_free (answer);
  free (expected);
}

START_TEST (what_was_known_more_than_a_week_before_is_old)
{
  static const int64_t week = INT64_C (7) * DAY;

  ck_assert (!p2pid_revocation_is_old (NOW, NOW));
  ck_assert (!p2pid_revocation_is_old (NOW - week, NOW));
  ck_assert (p2pid_revocation_is_old (NOW - week - 1, NOW));
  ck_assert (p2pid_revocation_is_old (1, NOW));
  ck_assert (p2pid_revocation_is_old (1, INT64_MAX));
  /* Not checked, tomorrow's, and before there was time. */
  ck_assert (!p2pid_revocation_is_old (0, NOW));
  ck_assert (!p2pid_revocation_is_old (NOW + 1, NOW));
  ck_assert (!p2pid_revocation_is_old (1, week));
  ck_assert (!p2pid_revocation_is_old (1, INT64_MIN));
}
END_TEST

START_TEST (files_are_joined_with_their_answer)
{
  expect_joined (ocsp_at (NOW, 0), 3);
  expect_joined (crl_at (NOW, NOW + DAY), 4);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("card-revocation");
  TCase *tcase = tcase_create ("card-revocation");

  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_test (tcase, an_answer_says_when_it_was_known);
  tcase_add_test (tcase, an_answer_from_before_is_too_old);
  tcase_add_test (tcase, an_answer_is_not_from_tomorrow);
  tcase_add_test (tcase, a_withdrawn_card_is_refused);
  tcase_add_test (tcase, an_answer_about_another_card_is_none);
  tcase_add_test (tcase, an_answer_is_the_issuers);
  tcase_add_test (tcase, sha1_is_refused);
  tcase_add_test (tcase, longer_hashes_sign_lists);
  tcase_add_test (tcase, a_list_is_whole);
  tcase_add_test (tcase, a_list_says_when_the_next_comes);
  tcase_add_test (tcase, an_issuer_may_sign_lists);
  tcase_add_test (tcase, two_answers_are_one_too_many);
  tcase_add_test (tcase, every_byte_of_a_list_counts);
  tcase_add_test (tcase, what_was_known_more_than_a_week_before_is_old);
  tcase_add_test (tcase, files_are_joined_with_their_answer);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
