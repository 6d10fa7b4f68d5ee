/* server/nameplates: which numbers there are, and which comes next. */

#include "harness.h"

#include "server/nameplates.h"

#include <stdlib.h>

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static p2pid_nameplates *plates;
static int box; /* what hangs behind all of them */

static void
make (void)
{
  harness_seed (2);
  plates = NULL;
  ck_assert_int_eq (p2pid_nameplates_new (&plates), P2PID_OK);
}

static void
end (void)
{
  p2pid_nameplates_free (plates);
}

/* Take @count and check their length and that none comes twice. */
static void
take (unsigned count, size_t digits, char (*out)[P2PID_NAMEPLATE_SIZE])
{
  static bool seen[1000000];

  memset (seen, 0, sizeof seen);
  for (unsigned i = 0; i < count; i++) {
    char text[P2PID_NAMEPLATE_SIZE];

    ck_assert (p2pid_nameplates_room (plates));
    p2pid_nameplates_take (plates, &box, 0, text);
    ck_assert_uint_eq (strlen (text), digits);
    ck_assert (p2pid_nameplate_check (text));
    ck_assert (!seen[atoi (text)]);
    seen[atoi (text)] = true;
    if (out != NULL)
      memcpy (out[i], text, sizeof text);
  }
}

static const char *const numbers[] = { "00",   "07",     "59",    "6000",
                                       "8999", "900000", "999999" };

START_TEST (the_numbers_are_those_of_the_code)
{
  ck_assert (p2pid_nameplate_check (numbers[_i]));
}
END_TEST

static const char *const no_numbers[] = { "",
                                          "0",
                                          "60",
                                          "99",
                                          "000",
                                          "123",
                                          "5999",
                                          "9000",
                                          "0000",
                                          "12345",
                                          "899999",
                                          "000000",
                                          "123456",
                                          "4 7",
                                          " 47",
                                          "47 ",
                                          "+7",
                                          "-7",
                                          "4a",
                                          "9000000",
                                          "9000001",
                                          "00000047",
                                          "999999999999999999" };

START_TEST (nothing_else_is_a_number)
{
  bool used;

  ck_assert (!p2pid_nameplate_check (no_numbers[_i]));
  ck_assert_ptr_null (p2pid_nameplates_find (plates, no_numbers[_i], 0, &used));
  ck_assert (!used);
}
END_TEST

START_TEST (the_shortest_with_less_than_half_in_use)
{
  static char two[30][P2PID_NAMEPLATE_SIZE];

  take (30, 2, two);
  take (1500, 4, NULL);
  take (3, 6, NULL);
  /* One that comes free is short again. */
  p2pid_nameplates_release (plates, two[4], 0);
  take (1, 2, NULL);
  take (1, 6, NULL);
}
END_TEST

START_TEST (half_of_the_longest_is_all)
{
  static char two[30][P2PID_NAMEPLATE_SIZE];

  take (30, 2, two);
  take (1500, 4, NULL);
  take (50000, 6, NULL);
  ck_assert (!p2pid_nameplates_room (plates));
  p2pid_nameplates_release (plates, two[0], 0);
  ck_assert (p2pid_nameplates_room (plates));
}
END_TEST

START_TEST (one_leads_to_its_box)
{
  char text[P2PID_NAMEPLATE_SIZE];
  bool used = true;

  p2pid_nameplates_take (plates, &box, 0, text);
  ck_assert_ptr_eq (p2pid_nameplates_find (plates, text, 0, &used), &box);
  ck_assert (!used);
  p2pid_nameplates_release (plates, text, 0);
  ck_assert_ptr_null (p2pid_nameplates_find (plates, text, 0, &used));
  ck_assert (!used);
}
END_TEST

START_TEST (a_used_one_is_known_as_used_until_its_time)
{
  char text[P2PID_NAMEPLATE_SIZE];
  bool used = false;

  p2pid_nameplates_take (plates, &box, 0, text);
  p2pid_nameplates_release (plates, text, 100);
  ck_assert_ptr_null (p2pid_nameplates_find (plates, text, 99, &used));
  ck_assert (used);
  ck_assert_ptr_null (p2pid_nameplates_find (plates, text, 100, &used));
  ck_assert (!used);
}
END_TEST

START_TEST (used_ones_come_last)
{
  bool used[60] = { false };
  char text[P2PID_NAMEPLATE_SIZE];

  /* One after the other is taken and used: no number twice, as long as most
   * numbers are fresh. */
  for (int i = 0; i < 45; i++) {
    p2pid_nameplates_take (plates, &box, 0, text);
    ck_assert (!used[atoi (text)]);
    used[atoi (text)] = true;
    p2pid_nameplates_release (plates, text, 100);
  }
  /* When all are used they are drawn nevertheless, in two digits. */
  for (int i = 0; i < 300; i++) {
    p2pid_nameplates_take (plates, &box, 0, text);
    ck_assert_uint_eq (strlen (text), 2);
    p2pid_nameplates_release (plates, text, 100);
  }
}
END_TEST

START_TEST (they_are_drawn_at_random)
{
  unsigned times[60] = { 0 };
  char text[P2PID_NAMEPLATE_SIZE];

  for (int i = 0; i < 6000; i++) {
    p2pid_nameplates_take (plates, &box, 0, text);
    times[atoi (text)]++;
    p2pid_nameplates_release (plates, text, 0);
  }
  /* A hundred expected of each; fixed by the seed. */
  for (int i = 0; i < 60; i++)
    ck_assert (times[i] > 60 && times[i] < 140);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-nameplates");
  TCase *tcase = tcase_create ("nameplates");

  tcase_add_checked_fixture (tcase, make, end);
  tcase_add_loop_test (tcase, the_numbers_are_those_of_the_code, 0,
                       COUNT (numbers));
  tcase_add_loop_test (tcase, nothing_else_is_a_number, 0, COUNT (no_numbers));
  tcase_add_test (tcase, the_shortest_with_less_than_half_in_use);
  tcase_add_test (tcase, half_of_the_longest_is_all);
  tcase_add_test (tcase, one_leads_to_its_box);
  tcase_add_test (tcase, a_used_one_is_known_as_used_until_its_time);
  tcase_add_test (tcase, used_ones_come_last);
  tcase_add_test (tcase, they_are_drawn_at_random);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
