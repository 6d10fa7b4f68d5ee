/* Words: each error has its own sentence, and typed text is fit to be sent. */

#include "core/desk-code-text.h"
#include "core/desk-errors.h"
#include "core/desk-identity.h"
#include "core/desk-text.h"
#include "core/desk-words.h"
#include "desk-harness.h"

#include <string.h>

/* Looped over every error. */
START_TEST (each_error_has_a_sentence_of_its_own)
{
  const char *sentence = desk_error_sentence ((p2pid_err) _i);

  ck_assert_ptr_nonnull (sentence);
  ck_assert_uint_gt (strlen (sentence), 10);
  for (int i = 0; i < P2PID_ERR_COUNT_; i++)
    if (i != _i)
      ck_assert_str_ne (sentence, desk_error_sentence ((p2pid_err) i));
}
END_TEST

START_TEST (an_unknown_error_has_words_too)
{
  ck_assert_ptr_nonnull (desk_error_sentence (P2PID_ERR_COUNT_));
}
END_TEST

START_TEST (a_disk_that_fails_is_told_with_what_to_do)
{
  ck_assert_str_eq (
      desk_error_sentence (P2PID_ERR_IO),
      desk_text ("A file could not be read or written, and nothing was "
                 "changed. Check that the disk is there and may be written "
                 "to, and try again.",
                 "En fil gick inte att läsa eller skriva, och inget har "
                 "ändrats. Se efter att disken finns där och får skrivas "
                 "till, och försök igen."));
  ck_assert_str_eq (desk_error_sentence (P2PID_ERR_FULL),
                    desk_text ("The disk of this computer is full, and nothing "
                               "was changed. Make room and try again.",
                               "Datorns disk är full, och inget har ändrats. "
                               "Gör plats och försök igen."));
}
END_TEST

/* A card is read by its maker's program; nothing else is. */
START_TEST (only_a_card_has_a_program_that_does_not_start)
{
  const char *card =
      desk_error_enrolment_line (P2PID_ERR_IO, P2PID_METHOD_CARD);
  const char *browser =
      desk_error_enrolment_line (P2PID_ERR_IO, P2PID_METHOD_OIDC);

  ck_assert_ptr_nonnull (strstr (card, desk_text ("maker", "tillverkare")));
  ck_assert_ptr_null (strstr (browser, desk_text ("maker", "tillverkare")));
  ck_assert_ptr_nonnull (strstr (browser, desk_text ("browser", "webbläsare")));
}
END_TEST

/* What an enrolment ends with: nobody else and no relay is there. */
START_TEST (an_eid_is_no_other_person)
{
  static const p2pid_err errors[] = {
    P2PID_ERR_MEMORY,       P2PID_ERR_CANCELLED, P2PID_ERR_FORMAT,
    P2PID_ERR_SIZE,         P2PID_ERR_CLOCK,     P2PID_ERR_TIMEOUT,
    P2PID_ERR_FORGED,       P2PID_ERR_MISMATCH,  P2PID_ERR_UNTRUSTED,
    P2PID_ERR_TEST_REFUSED, P2PID_ERR_EXPIRED,   P2PID_ERR_NOT_YET_VALID,
    P2PID_ERR_REVOKED,      P2PID_ERR_ALGORITHM, P2PID_ERR_METHOD,
    P2PID_ERR_INCOMPLETE,   P2PID_ERR_OFFLINE,   P2PID_ERR_TLS,
    P2PID_ERR_RELAY,        P2PID_ERR_BUSY,      P2PID_ERR_IO,
  };
  const char *others[] = { desk_text ("other side", "andra sidan"),
                           desk_text ("other person", "Den andra"),
                           desk_text ("relay", "relä"),
                           desk_text ("holder", "innehavare") };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (others); j++)
      for (int k = 0; k < P2PID_METHOD_COUNT_; k++)
        ck_assert_ptr_null (
            strstr (desk_error_enrolment_line (errors[i], (p2pid_method) k),
                    others[j]));
}
END_TEST

/* Seven days are the limit: not old on its last second, old on the next. */
START_TEST (revocation_that_was_checked_long_ago_is_said)
{
  const int64_t at = 1795521700, week = 7 * 86400;
  g_autofree char *young = desk_words_revocation ("BankID", at, at + week);
  g_autofree char *old = desk_words_revocation ("BankID", at, at + week + 1);
  g_autofree char *never = desk_words_revocation ("BankID", 0, at);
  g_autofree char *date = desk_words_date (at);
  g_autofree char *wanted =
      g_strconcat ("BankID · ",
                   desk_text ("revocation last checked ",
                              "återkallelse senast kontrollerad "),
                   date, NULL);

  ck_assert_str_eq (young, "BankID");
  ck_assert_str_eq (old, wanted);
  ck_assert_str_eq (never, desk_text ("BankID · revocation not checked",
                                      "BankID · återkallelse inte "
                                      "kontrollerad"));
}
END_TEST

START_TEST (leaving_and_weather_are_no_stop)
{
  ck_assert_int_eq (desk_error_tone (P2PID_ERR_OFFLINE), DESK_TONE_CANNOT);
  ck_assert_int_eq (desk_error_tone (P2PID_ERR_TIMEOUT), DESK_TONE_CANNOT);
  ck_assert_int_eq (desk_error_tone (P2PID_ERR_EXPIRED), DESK_TONE_CANNOT);
  ck_assert_int_eq (desk_error_tone (P2PID_ERR_CANCELLED), DESK_TONE_NONE);
}
END_TEST

START_TEST (differing_accounts_and_forgeries_are_a_stop)
{
  ck_assert_int_eq (desk_error_tone (P2PID_ERR_ROLES), DESK_TONE_STOP);
  ck_assert_int_eq (desk_error_tone (P2PID_ERR_TAILS), DESK_TONE_STOP);
  ck_assert_int_eq (desk_error_tone (P2PID_ERR_FORGED), DESK_TONE_STOP);
  ck_assert_int_eq (desk_error_tone (P2PID_ERR_REFLECTED), DESK_TONE_STOP);
}
END_TEST

static void
check_clean (const char *text, const char *clean)
{
  g_autofree char *got = desk_text_clean (text, 10);

  ck_assert_str_eq (got, clean);
}

START_TEST (typed_text_is_cleaned)
{
  check_clean ("", "");
  check_clean ("  a \t b  ", "a b");
  check_clean ("a\u202eb\u200bc", "abc");
  check_clean ("e\u0301", "\u00e9");
  check_clean ("\u0301a", "a");
  check_clean ("a\u0336\u0336\u0336\u0336\u0336b",
               "a\u0336\u0336\u0336\u0336b");
  check_clean ("0123456789012", "0123456789");
  check_clean ("012345678 9", "012345678");
  check_clean ("\u3164\u2800", "");
  check_clean ("\ufffc\U00013441\U00013442\U00016fe4\U0001d159", "");
}
END_TEST

static void
check_pairs (const char *text, int cursor, const char *pairs, int then)
{
  int place = -1;
  g_autofree char *got = desk_code_text_pairs (text, cursor, &place);

  ck_assert_str_eq (got, pairs);
  ck_assert_int_eq (place, then);
}

START_TEST (digits_stand_in_pairs)
{
  check_pairs ("", 0, "", 0);
  check_pairs ("123", 3, "12 3", 4);
  check_pairs ("12 34", 2, "12 34", 2);
  check_pairs ("1-2.3 4", 7, "12 34", 5);
  /* The first digit tells the length; more is not taken. */
  check_pairs ("123456789", 9, "12 34 56 78", 11);
  check_pairs ("61234567890", 0, "61 23 45 67 89", 0);
  check_pairs ("abc", 3, "", 0);
}
END_TEST

START_TEST (a_code_is_read_digit_by_digit)
{
  g_autofree char *spoken = desk_code_text_spoken ("12 34 56 78");

  ck_assert_str_eq (spoken, "1 2, 3 4, 5 6, 7 8");
}
END_TEST

START_TEST (a_code_is_judged_while_it_is_typed)
{
  char text[P2PID_CODE_TEXT_SIZE];
  p2pid_code code, parsed;

  ck_assert_int_eq (p2pid_code_new ("47", &code), P2PID_OK);
  p2pid_code_print (&code, text);
  ck_assert_int_eq (desk_code_text_judge ("", NULL), DESK_TYPED_EMPTY);
  ck_assert_int_eq (desk_code_text_judge ("47 1", NULL), DESK_TYPED_MORE);
  ck_assert_int_eq (desk_code_text_judge ("p2pid:x", NULL), DESK_TYPED_OTHER);
  ck_assert_int_eq (desk_code_text_judge (text, &parsed), DESK_TYPED_COMPLETE);
  ck_assert_str_eq (parsed.digits, code.digits);
  text[0] = '5';
  ck_assert_int_eq (desk_code_text_judge (text, &parsed), DESK_TYPED_SLIP);
}
END_TEST

/* With a binding that holds for @p lifetime seconds from SIGNED on. */
#define SIGNED INT64_C (1795521600)
static p2pid_identity *
identity_new (int64_t lifetime)
{
  const p2pid_test_person person = { .name = "Nils Berg" };
  g_autoptr (p2pid_anchors) anchors = NULL;
  g_autoptr (p2pid_binding) binding = NULL;
  g_autoptr (p2pid_key) key = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (key), &person,
                                              SIGNED, lifetime, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, SIGNED, &identity),
                    P2PID_OK);
  return identity;
}

/* By the TEST issuer, until 2100: a credential without "iat". */
static const char undated[] =
    "{\"method\":\"sd-jwt\",\"evidence\":\""
    "eyJ0eXAiOiJkYytzZC1qd3QiLCJhbGciOiJFZERTQSIsImp3ayI6eyJrdHkiOiJPS1"
    "AiLCJjcnYiOiJFZDI1NTE5IiwieCI6Ilg0T2xOQzdualNSWXZYQTE2eFo1Mjh2ZTh0"
    "cS1uWVcxcHpLeDRrM3VRcjAifX0.eyJleHAiOjQxMDI0NDQ4MDAsImNuZiI6eyJqd2"
    "siOnsia3R5IjoiT0tQIiwiY3J2IjoiRWQyNTUxOSIsIngiOiJYNE9sTkM3bmpTUll2"
    "WEExNnhaNTI4dmU4dHEtbllXMXB6S3g0azN1UXIwIn19LCJ2Y3QiOiJ1cm46cDJwaW"
    "Q6aWRlbnRpdHk6MSIsIm5hbWUiOiJCbyBFayJ9._fn6z3pU0YnCbdm40N2VFdRauMK"
    "V5riP3JekDa6ig3LS7zzUTu9V3pKylwyPYNmIU43K2ERGqS-pAyNmXbTYCA~"
    "\"}";

static p2pid_identity *
undated_new (void)
{
  const p2pid_bytes text = { (const uint8_t *) undated, sizeof undated - 1 };
  g_autoptr (p2pid_anchors) anchors = NULL;
  g_autoptr (p2pid_binding) binding = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_binding_parse (text, &binding), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (
      p2pid_binding_verify (binding, anchors, 4102444799, &identity), P2PID_OK);
  return identity;
}

/* Takes the identity. */
static void
check_occasion (p2pid_identity *who, int64_t now, const char *expected)
{
  g_autoptr (p2pid_identity) identity = who;
  g_autofree char *got = desk_words_occasion (identity, now);

  ck_assert_str_eq (got, expected);
}

START_TEST (how_fresh_a_proof_is_has_words)
{
  g_autoptr (GDateTime) signed_at = g_date_time_new_from_unix_local (SIGNED);
  g_autofree char *clock = g_date_time_format (signed_at, "%H:%M");
  g_autofree char *time = desk_words_time (SIGNED);
  g_autofree char *date = desk_words_date (SIGNED);
  g_autofree char *today =
      g_strconcat (desk_text ("Proved for this contact, today ",
                              "Styrkt för den här kontakten, i dag kl. "),
                   clock, NULL);
  g_autofree char *later = g_strconcat (
      desk_text ("Proved for this contact, ", "Styrkt för den här kontakten, "),
      time, NULL);
  g_autofree char *enrolled = g_strconcat (
      desk_text ("Computer enrolled on ", "Datorn knöts till namnet den "),
      date, NULL);

  check_occasion (identity_new (1800), SIGNED, today);
  check_occasion (identity_new (1800), SIGNED + 86400, later);
  check_occasion (identity_new (1801), SIGNED, enrolled);
  check_occasion (undated_new (), SIGNED,
                  desk_text ("Computer enrolled, when is not said",
                             "Datorn knöts till namnet, när framgår inte"));
  ck_assert_str_eq (desk_words_made_for (P2PID_OCCASION_CONTACT),
                    desk_text ("One contact, for at most 30 minutes",
                               "En kontakt, i högst 30 minuter"));
  ck_assert_str_eq (
      desk_words_made_for (P2PID_OCCASION_ENROLMENT),
      desk_text ("An enrolled computer", "En dator som knutits till namnet"));
}
END_TEST

/* Whatever the language: who vouches for an organisation is named. */
static void
check_role_proof (const char *domain, const p2pid_identity *signatory)
{
  const p2pid_role_proof proof = { .organisation = "Firman",
                                   .domain = domain,
                                   .signatory = signatory };
  g_autofree char *got = desk_words_role_proof (&proof);

  ck_assert_uint_gt (strlen (got), 0);
  ck_assert_int_eq (strstr (got, "firman.example") != NULL, domain != NULL);
  ck_assert_int_eq (strstr (got, "Nils Berg") != NULL, signatory != NULL);
}

START_TEST (an_organisation_has_its_own_proof)
{
  g_autoptr (p2pid_identity) signatory = identity_new (3600);
  g_autofree char *whole = desk_words_organisation ("Firman", "målare");
  g_autofree char *part = desk_words_organisation ("Firman", NULL);
  g_autofree char *member = desk_words_membership ("Firman", NULL);

  check_role_proof ("firman.example", NULL);
  check_role_proof (NULL, signatory);
  check_role_proof ("firman.example", signatory);
  check_role_proof (NULL, NULL);
  ck_assert (g_str_has_prefix (whole, "målare, "));
  ck_assert (g_str_has_suffix (whole, "Firman"));
  ck_assert (g_str_has_suffix (part, "Firman"));
  ck_assert_ptr_null (strchr (part, ','));
  ck_assert_str_eq (member, "Organisation: Firman");
}
END_TEST

START_TEST (a_personal_number_is_masked)
{
  g_autofree char *masked =
      desk_words_masked (P2PID_FACT_PERSONAL_NUMBER, "19500203-1234");
  g_autofree char *other =
      desk_words_masked (P2PID_FACT_PERSONAL_NUMBER, "PNOEE-38001085718");
  g_autofree char *name = desk_words_masked (P2PID_FACT_NAME, "Karin Lind");

  ck_assert_str_eq (masked, "195002••-••••");
  ck_assert_str_eq (other, "380010••••• (EE)");
  ck_assert_str_eq (name, "Karin Lind");
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("desktop words");
  TCase *tcase = tcase_create ("words");

  desk_harness_set_up_language ();
  tcase_add_loop_test (tcase, each_error_has_a_sentence_of_its_own, 0,
                       P2PID_ERR_COUNT_);
  tcase_add_test (tcase, an_unknown_error_has_words_too);
  tcase_add_test (tcase, a_disk_that_fails_is_told_with_what_to_do);
  tcase_add_test (tcase, only_a_card_has_a_program_that_does_not_start);
  tcase_add_test (tcase, an_eid_is_no_other_person);
  tcase_add_test (tcase, revocation_that_was_checked_long_ago_is_said);
  tcase_add_test (tcase, leaving_and_weather_are_no_stop);
  tcase_add_test (tcase, differing_accounts_and_forgeries_are_a_stop);
  tcase_add_test (tcase, typed_text_is_cleaned);
  tcase_add_test (tcase, digits_stand_in_pairs);
  tcase_add_test (tcase, a_code_is_read_digit_by_digit);
  tcase_add_test (tcase, a_code_is_judged_while_it_is_typed);
  tcase_add_test (tcase, a_personal_number_is_masked);
  tcase_add_test (tcase, how_fresh_a_proof_is_has_words);
  tcase_add_test (tcase, an_organisation_has_its_own_proof);
  suite_add_tcase (suite, tcase);
  return desk_harness_run (suite);
}
