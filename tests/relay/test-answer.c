/* relay/: JSON answers, the good one and all that are not. */

#include "harness.h"

#include "relay/answer.h"

#define HEX "0123456789abcdef0123456789abcdef"
#define TOKEN "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define REST ",\"token\":\"" TOKEN "\",\"lifetime\":300}"

static const char good[] = "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\"" REST;

static p2pid_answer_place place;

static void
clear (void)
{
  memset (&place, 0, sizeof place);
  place.lifetime = 7;
}

START_TEST (reads_what_the_relay_says)
{
  ck_assert_int_eq (p2pid_answer_opened (p2pid_bytes_from_text (good), &place),
                    P2PID_OK);
  ck_assert_str_eq (place.nameplate, "47");
  ck_assert_str_eq (place.mailbox, HEX);
  ck_assert_str_eq (place.token, TOKEN);
  ck_assert_int_eq (place.lifetime, 300);
}
END_TEST

START_TEST (nameplates_have_two_four_or_six_digits)
{
  static const char *const nameplates[] = { "47", "6011",  "900123",
                                            "4",  "47111", "9001234" };

  for (size_t i = 0; i < 6; i++) {
    char text[sizeof good + 8];

    snprintf (text, sizeof text, "{\"nameplate\":\"%s%s", nameplates[i],
              strstr (good, "\",\"mailbox"));
    ck_assert_int_eq (
        p2pid_answer_opened (p2pid_bytes_from_text (text), &place),
        i < 3 ? P2PID_OK : P2PID_ERR_RELAY);
    if (i < 3)
      ck_assert_str_eq (place.nameplate, nameplates[i]);
  }
}
END_TEST

START_TEST (a_claim_leaves_the_nameplate_alone)
{
  static const char claim[] =
      "{\"mailbox\":\"" HEX "\",\"token\":\"" TOKEN "\",\"later\":[1]}";

  memcpy (place.nameplate, "6123", 5);
  ck_assert_int_eq (
      p2pid_answer_claimed (p2pid_bytes_from_text (claim), &place), P2PID_OK);
  ck_assert_str_eq (place.nameplate, "6123");
  ck_assert_int_eq (place.lifetime, 7);
  ck_assert_str_eq (place.token, TOKEN);
}
END_TEST

START_TEST (every_truncation_is_refused)
{
  for (size_t size = 0; size < sizeof good - 1; size++) {
    p2pid_bytes cut = { (const uint8_t *) good, size };

    ck_assert_int_eq (p2pid_answer_opened (cut, &place), P2PID_ERR_RELAY);
    ck_assert_int_eq (p2pid_answer_claimed (cut, &place), P2PID_ERR_RELAY);
    ck_assert_int_eq (place.lifetime, 7);
    ck_assert_str_eq (place.mailbox, "");
  }
}
END_TEST

/* A flipped bit is a refusal, or another place of the right shape. */
START_TEST (no_flipped_bit_breaks_the_shape)
{
  for (size_t bit = 0; bit < 8 * (sizeof good - 1); bit++) {
    uint8_t text[sizeof good - 1];

    memcpy (text, good, sizeof text);
    text[bit / 8] ^= (uint8_t) (1 << bit % 8);
    clear ();
    if (p2pid_answer_opened (P2PID_BYTES (text), &place) == P2PID_OK) {
      ck_assert_uint_eq (strspn (place.nameplate, "0123456789"), 2);
      ck_assert_uint_eq (strspn (place.mailbox, "0123456789abcdef"), 32);
      ck_assert_uint_eq (strlen (place.token), 43);
      ck_assert_int_ge (place.lifetime, 1);
    } else {
      ck_assert_int_eq (place.lifetime, 7);
    }
  }
}
END_TEST

static const char *const lies[] = {
  "null",
  "[]",
  "{}",
  "{\"nameplate\":47,\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"4x\",\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"../..\",\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"471\",\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"4711471147\",\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"\",\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"4\\u0000\",\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"\xd9\xa4\xd9\xa7\",\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"47\",\"nameplate\":\"48\",\"mailbox\":\"" HEX "\"" REST,
  "{\"nameplate\":\"47\",\"mailbox\":\"0123456789ABCDEF0123456789ABCDEF\"" REST,
  "{\"nameplate\":\"47\",\"mailbox\":\"0123456789abcdef0123456789abcde\"" REST,
  "{\"nameplate\":\"47\",\"mailbox\":\"0123456789abcdef0123456789abcde/\"" REST,
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "00\"" REST,
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\",\"lifetime\":300}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX
  "\",\"token\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\\r\\n"
  "\",\"lifetime\":300}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX
  "\",\"token\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"
  "\",\"lifetime\":300}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX
  "\",\"token\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
  "\",\"lifetime\":300}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\",\"token\":\"" TOKEN "\"}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\",\"token\":\"" TOKEN
  "\",\"lifetime\":0}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\",\"token\":\"" TOKEN
  "\",\"lifetime\":-1}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\",\"token\":\"" TOKEN
  "\",\"lifetime\":86401}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\",\"token\":\"" TOKEN
  "\",\"lifetime\":3e2}",
  "{\"nameplate\":\"47\",\"mailbox\":\"" HEX "\"" REST "{}",
};

START_TEST (lies_are_refused)
{
  ck_assert_int_eq (
      p2pid_answer_opened (p2pid_bytes_from_text (lies[_i]), &place),
      P2PID_ERR_RELAY);
  ck_assert_int_eq (place.lifetime, 7);
  ck_assert_str_eq (place.nameplate, "");
  ck_assert_str_eq (place.token, "");
}
END_TEST

START_TEST (more_than_the_bound_is_not_read)
{
  char text[P2PID_ANSWER_JSON_MAX + 2];

  memset (text, ' ', sizeof text);
  memcpy (text, good, sizeof good - 1);
  ck_assert_int_eq (
      p2pid_answer_opened ((p2pid_bytes){ (uint8_t *) text, sizeof text - 1 },
                           &place),
      P2PID_ERR_RELAY);
  ck_assert_int_eq (
      p2pid_answer_opened ((p2pid_bytes){ (uint8_t *) text, sizeof text - 2 },
                           &place),
      P2PID_OK);
}
END_TEST

START_TEST (problems_are_told_apart)
{
  static const struct {
    const char *json;
    p2pid_answer_problem problem;
  } cases[] = {
    { "{\"error\":\"unknown\"}", P2PID_PROBLEM_UNKNOWN },
    { "{\"error\":\"used\"}", P2PID_PROBLEM_USED },
    { "{\"error\":\"slot\"}", P2PID_PROBLEM_SLOT },
    { "{\"error\":\"crowded\"}", P2PID_PROBLEM_CROWDED },
    { "{\"error\":\"full\"}", P2PID_PROBLEM_FULL },
    { "{\"error\":\"Full\"}", P2PID_PROBLEM_OTHER },
    { "{\"error\":1}", P2PID_PROBLEM_OTHER },
    { "{}", P2PID_PROBLEM_OTHER },
    { "<html>", P2PID_PROBLEM_OTHER },
    { "", P2PID_PROBLEM_OTHER },
  };

  ck_assert_int_eq (
      p2pid_answer_get_problem (p2pid_bytes_from_text (cases[_i].json)),
      cases[_i].problem);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("answer");
  TCase *tcase = tcase_create ("answer");

  tcase_add_checked_fixture (tcase, clear, NULL);
  tcase_add_test (tcase, reads_what_the_relay_says);
  tcase_add_test (tcase, nameplates_have_two_four_or_six_digits);
  tcase_add_test (tcase, a_claim_leaves_the_nameplate_alone);
  tcase_add_test (tcase, every_truncation_is_refused);
  tcase_add_test (tcase, no_flipped_bit_breaks_the_shape);
  tcase_add_loop_test (tcase, lies_are_refused, 0, sizeof lies / sizeof *lies);
  tcase_add_test (tcase, more_than_the_bound_is_not_read);
  tcase_add_loop_test (tcase, problems_are_told_apart, 0, 10);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
