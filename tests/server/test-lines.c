/* server/lines: connections that come to nothing are cut off. */

#include "harness.h"

#include "server/lines.h"

#include <sys/socket.h>
#include <unistd.h>

static p2pid_lines lines;
static p2pid_line two[2];
static int sockets[2][2]; /* ours, and the other end */

static void
make (void)
{
  p2pid_lines_init (&lines);
  for (int i = 0; i < 2; i++)
    ck_assert_int_eq (
        socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets[i]), 0);
}

static void
end (void)
{
  for (int i = 0; i < 2; i++) {
    close (sockets[i][0]);
    close (sockets[i][1]);
  }
}

/* A connection that has begun to speak. */
static void
add (int i, int64_t now)
{
  p2pid_lines_add (&lines, &two[i], sockets[i][0], now);
  p2pid_lines_speak (&lines, &two[i], now);
}

static bool
is_cut (int i)
{
  char byte;

  return recv (sockets[i][1], &byte, 1, 0) == 0;
}

START_TEST (who_comes_to_nothing_is_cut_off)
{
  ck_assert_int_eq (p2pid_lines_next (&lines), INT64_MAX);
  add (0, 1000);
  add (1, 2000);
  ck_assert_int_eq (p2pid_lines_next (&lines), 1000 + P2PID_LINE_TIME);
  p2pid_lines_tick (&lines, 999 + P2PID_LINE_TIME);
  ck_assert (!is_cut (0));
  p2pid_lines_tick (&lines, 1000 + P2PID_LINE_TIME);
  ck_assert (is_cut (0));
  ck_assert (!is_cut (1));
  ck_assert_int_eq (p2pid_lines_next (&lines), 2000 + P2PID_LINE_TIME);
}
END_TEST

START_TEST (who_comes_to_something_has_its_time_anew)
{
  add (0, 1000);
  add (1, 1000);
  p2pid_lines_renew (&lines, &two[0], 5000);
  p2pid_lines_tick (&lines, 1000 + P2PID_LINE_TIME);
  ck_assert (!is_cut (0));
  ck_assert (is_cut (1));
  p2pid_lines_tick (&lines, 5000 + P2PID_LINE_TIME);
  ck_assert (is_cut (0));
}
END_TEST

START_TEST (who_has_gone_is_let_alone)
{
  add (0, 1000);
  p2pid_lines_remove (&lines, &two[0]);
  ck_assert_int_eq (p2pid_lines_next (&lines), INT64_MAX);
  p2pid_lines_tick (&lines, INT64_MAX / 2);
  ck_assert (!is_cut (0));
}
END_TEST

START_TEST (who_says_nothing_is_cut_off_soon)
{
  add (1, 1000);
  p2pid_lines_add (&lines, &two[0], sockets[0][0], 2000);
  ck_assert_int_eq (p2pid_lines_next (&lines), 2000 + P2PID_LINE_FIRST);
  p2pid_lines_tick (&lines, 1999 + P2PID_LINE_FIRST);
  ck_assert (!is_cut (0));
  p2pid_lines_tick (&lines, 2000 + P2PID_LINE_FIRST);
  ck_assert (is_cut (0));
  ck_assert (!is_cut (1));
  ck_assert_int_eq (p2pid_lines_next (&lines), 1000 + P2PID_LINE_TIME);
}
END_TEST

START_TEST (who_speaks_has_time_for_a_request)
{
  p2pid_lines_add (&lines, &two[0], sockets[0][0], 1000);
  p2pid_lines_speak (&lines, &two[0], 3000);
  p2pid_lines_tick (&lines, 2999 + P2PID_LINE_TIME);
  ck_assert (!is_cut (0));
  p2pid_lines_tick (&lines, 3000 + P2PID_LINE_TIME);
  ck_assert (is_cut (0));
}
END_TEST

START_TEST (only_the_first_headers_bring_time)
{
  add (0, 1000);
  p2pid_lines_speak (&lines, &two[0], 5000);
  p2pid_lines_tick (&lines, 1000 + P2PID_LINE_TIME);
  ck_assert (is_cut (0));
}
END_TEST

START_TEST (a_new_one_that_has_gone_is_let_alone)
{
  p2pid_lines_add (&lines, &two[0], sockets[0][0], 1000);
  p2pid_lines_remove (&lines, &two[0]);
  ck_assert_int_eq (p2pid_lines_next (&lines), INT64_MAX);
  p2pid_lines_tick (&lines, INT64_MAX / 2);
  ck_assert (!is_cut (0));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-lines");
  TCase *tcase = tcase_create ("lines");

  tcase_add_checked_fixture (tcase, make, end);
  tcase_add_test (tcase, who_comes_to_nothing_is_cut_off);
  tcase_add_test (tcase, who_comes_to_something_has_its_time_anew);
  tcase_add_test (tcase, who_has_gone_is_let_alone);
  tcase_add_test (tcase, who_says_nothing_is_cut_off_soon);
  tcase_add_test (tcase, who_speaks_has_time_for_a_request);
  tcase_add_test (tcase, only_the_first_headers_bring_time);
  tcase_add_test (tcase, a_new_one_that_has_gone_is_let_alone);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
