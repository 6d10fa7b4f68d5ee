/* p2pid/code.h: the check digit finds what it promises to find, and codes
 * come back however they were typed. */

#include "harness.h"

#include "p2pid/code.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static p2pid_code code;

static void
seed (void)
{
  harness_seed (0x636f6465);
  memset (&code, 0, sizeof code);
}

static p2pid_err
parse (const char *text)
{
  return p2pid_code_parse (text, &code);
}

static const struct {
  const char *text, *nameplate, *secret, *printed;
} good[] = {
  { "00000000", "00", "00000", "00 00 00 00" },
  { "12345671", "12", "34567", "12 34 56 71" },
  { "59999999", "59", "99999", "59 99 99 99" },
  { "6000000007", "6000", "00000", "60 00 00 00 07" },
  { "8123456781", "8123", "45678", "81 23 45 67 81" },
  { "900000000004", "900000", "00000", "90 00 00 00 00 04" },
  { "912345678909", "912345", "67890", "91 23 45 67 89 09" },
};

#define N_GOOD ((int) (sizeof good / sizeof good[0]))

START_TEST (codes_come_apart)
{
  char text[P2PID_CODE_TEXT_SIZE];
  p2pid_code again;

  ck_assert_int_eq (parse (good[_i].text), P2PID_OK);
  ck_assert_str_eq (code.digits, good[_i].text);
  ck_assert_str_eq (code.nameplate, good[_i].nameplate);
  ck_assert_str_eq (code.secret, good[_i].secret);
  p2pid_code_print (&code, text);
  ck_assert_str_eq (text, good[_i].printed);
  ck_assert_int_eq (p2pid_code_parse (text, &again), P2PID_OK);
  ck_assert_mem_eq (&again, &code, sizeof code);
}
END_TEST

START_TEST (the_first_digit_tells_the_length)
{
  static const size_t lengths[] = { 8, 8, 8, 8, 8, 8, 10, 10, 10, 12 };

  for (int c = -128; c < 128; c++)
    ck_assert_uint_eq (p2pid_code_length ((char) c),
                       c >= '0' && c <= '9' ? lengths[c - '0'] : 0);
}
END_TEST

/* All nameplates of the shortest kind, and some of the longer. */
START_TEST (new_codes_are_good_codes)
{
  char nameplate[7];

  for (unsigned i = 0; i < 60; i++) {
    snprintf (nameplate, sizeof nameplate, "%02u", i);
    ck_assert_int_eq (p2pid_code_new (nameplate, &code), P2PID_OK);
    ck_assert_str_eq (code.nameplate, nameplate);
    ck_assert_int_eq (parse (code.digits), P2PID_OK);
  }
  for (unsigned i = 6000; i < 9000; i += 101) {
    snprintf (nameplate, sizeof nameplate, "%04u", i);
    ck_assert_int_eq (p2pid_code_new (nameplate, &code), P2PID_OK);
    ck_assert_int_eq (parse (code.digits), P2PID_OK);
  }
  ck_assert_int_eq (p2pid_code_new ("999999", &code), P2PID_OK);
  ck_assert_str_eq (code.nameplate, "999999");
  ck_assert_int_eq (parse (code.digits), P2PID_OK);
}
END_TEST

START_TEST (secrets_are_any_of_their_digits)
{
  unsigned seen[5][10] = { { 0 } };

  for (unsigned i = 0; i < 2000; i++) {
    ck_assert_int_eq (p2pid_code_new ("12", &code), P2PID_OK);
    ck_assert_uint_eq (strlen (code.secret), 5);
    for (unsigned at = 0; at < 5; at++)
      seen[at][code.secret[at] - '0']++;
  }
  for (unsigned at = 0; at < 5; at++)
    for (unsigned digit = 0; digit < 10; digit++)
      ck_assert_uint_gt (seen[at][digit], 100);
}
END_TEST

START_TEST (refuses_other_nameplates)
{
  static const char
      *const bad[] = { "",
                       "1",
                       "123",
                       "60",
                       "99",
                       "1234",
                       "5999",
                       "9123",
                       "12345",
                       "800000",
                       "9000000",
                       "1x",
                       "12x",
                       "12 ",
                       "1 ",
                       "-1",
                       "\xd9\xa1\xd9\xa2" /* 12 in other digits */ };

  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    ck_assert_int_eq (p2pid_code_new (bad[i], &code), P2PID_ERR_FORMAT);
  ck_assert_str_eq (code.digits, "");
}
END_TEST

START_TEST (takes_what_people_type_between_digits)
{
  static const char *const texts[] = {
    "12 34 56 71",
    "  12345671  ",
    "12-34-56-71",
    "12.34.56.71",
    "1 2 3 4 5 6 7 1",
    "12\u00a034\u202f56\u200771",
    "12\u201334\u201456\u201071",
    "12\u221234\u201156\u201271",
    "\t12345671\r\n",
    "12 - 34 - 56 - 71.",
  };

  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    ck_assert_int_eq (parse (texts[i]), P2PID_OK);
    ck_assert_str_eq (code.digits, "12345671");
  }
}
END_TEST

START_TEST (refuses_any_other_character)
{
  static const char *const texts[] = { "1234567x",
                                       "x",
                                       "12,34,56,71",
                                       "+12345671",
                                       "12/345671",
                                       "l2345671",
                                       "1234567\u0661",
                                       "12\u200b345671",
                                       "12\xa0"
                                       "345671",
                                       "12\xe2\x80"
                                       "345671",
                                       "12345671\xff",
                                       "1234567123456x" };

  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
    ck_assert_int_eq (parse (texts[i]), P2PID_ERR_FORMAT);
  ck_assert_str_eq (code.digits, "");
}
END_TEST

/* A field may wait for more as long as the answer is P2PID_ERR_SIZE. */
START_TEST (asks_for_more_until_the_last_digit)
{
  const char *text = good[_i].text;
  char part[16];

  for (size_t size = 0; size < strlen (text); size++) {
    snprintf (part, sizeof part, "%.*s", (int) size, text);
    ck_assert_int_eq (parse (part), P2PID_ERR_SIZE);
  }
  snprintf (part, sizeof part, "%s0", text);
  ck_assert_int_eq (parse (part), P2PID_ERR_SIZE);
  ck_assert_str_eq (code.digits, "");
}
END_TEST

START_TEST (too_much_is_too_much)
{
  char text[5000];

  memset (text, '1', sizeof text);
  text[sizeof text - 1] = '\0';
  ck_assert_int_eq (parse (text), P2PID_ERR_SIZE);
  text[sizeof text - 2] = 'x';
  ck_assert_int_eq (parse (text), P2PID_ERR_FORMAT);
  ck_assert_int_eq (parse (" - "), P2PID_ERR_SIZE);
}
END_TEST

/* A digit that changes the length is told by the length. */
static void
expect_told (const char *slip)
{
  p2pid_err err = parse (slip);

  if (strlen (slip) == p2pid_code_length (slip[0]))
    ck_assert_int_eq (err, P2PID_ERR_CHECK_DIGIT);
  else
    ck_assert_int_eq (err, P2PID_ERR_SIZE);
}

static void
expect_every_slip_told (const char *digits)
{
  char slip[P2PID_CODE_DIGITS_MAX + 1];
  size_t size = strlen (digits);

  strcpy (slip, digits);
  for (size_t i = 0; i < size; i++) {
    for (char c = '0'; c <= '9'; c++)
      if (c != digits[i]) {
        slip[i] = c;
        expect_told (slip);
      }
    slip[i] = digits[i];
  }
  for (size_t i = 0; i + 1 < size; i++)
    if (digits[i] != digits[i + 1]) {
      slip[i] = digits[i + 1];
      slip[i + 1] = digits[i];
      expect_told (slip);
      slip[i] = digits[i];
      slip[i + 1] = digits[i + 1];
    }
}

START_TEST (every_slip_in_a_random_code_is_told)
{
  static const char *const nameplates[] = { "07", "41", "6502", "8999",
                                            "912834" };

  for (unsigned i = 0; i < 400; i++) {
    p2pid_code random;

    ck_assert_int_eq (p2pid_code_new (nameplates[i % 5], &random), P2PID_OK);
    expect_every_slip_told (random.digits);
  }
}
END_TEST

/* Each of ten thousand secrets behind one nameplate has just one check digit,
 * and any last four digits of a secret occur. */
START_TEST (every_secret_has_one_check_digit)
{
  char text[16];

  for (unsigned secret = 0; secret < 10000; secret++) {
    unsigned good_ones = 0;

    for (unsigned digit = 0; digit < 10; digit++) {
      snprintf (text, sizeof text, "474%04u%u", secret, digit);
      good_ones += parse (text) == P2PID_OK;
    }
    ck_assert_uint_eq (good_ones, 1);
  }
}
END_TEST

/* Whatever byte replaces whatever other, the code is not taken for the same:
 * either it is refused, or only what stands between the digits changed. */
START_TEST (no_changed_byte_gives_another_code)
{
  char text[] = "12 34 56 71";

  for (size_t i = 0; i + 1 < sizeof text; i++) {
    char was = text[i];

    for (int c = 1; c < 256; c++) {
      text[i] = (char) c;
      if ((char) c != was && parse (text) == P2PID_OK) {
        ck_assert_int_eq (was, ' ');
        ck_assert_str_eq (code.digits, "12345671");
      }
    }
    text[i] = was;
  }
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("code");
  TCase *tcase = tcase_create ("code");

  tcase_add_checked_fixture (tcase, seed, NULL);
  tcase_add_loop_test (tcase, codes_come_apart, 0, N_GOOD);
  tcase_add_test (tcase, the_first_digit_tells_the_length);
  tcase_add_test (tcase, new_codes_are_good_codes);
  tcase_add_test (tcase, secrets_are_any_of_their_digits);
  tcase_add_test (tcase, refuses_other_nameplates);
  tcase_add_test (tcase, takes_what_people_type_between_digits);
  tcase_add_test (tcase, refuses_any_other_character);
  tcase_add_loop_test (tcase, asks_for_more_until_the_last_digit, 0, N_GOOD);
  tcase_add_test (tcase, too_much_is_too_much);
  tcase_add_test (tcase, every_slip_in_a_random_code_is_told);
  tcase_add_test (tcase, every_secret_has_one_check_digit);
  tcase_add_test (tcase, no_changed_byte_gives_another_code);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
