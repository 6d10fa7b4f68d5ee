/* session/: what both sides say of the contact, compared before any name has
 * left a computer. */

#include "couple.h"

#include <string.h>

/* Every way in which two accounts can differ; each side says STOP, and no
 * name has left a computer. */
START_TEST (accounts_that_differ_stop)
{
  static const struct {
    p2pid_account host, guest;
    p2pid_err err;
    bool host_finds_it;
  } cases[] = {
    { { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLER, P2PID_PLACE_FIRST, 0, "" },
      { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLER, P2PID_PLACE_FIRST, 0, "" },
      P2PID_ERR_ROLES,
      false },
    { { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLEE, P2PID_PLACE_SECOND, 0, "" },
      { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLEE, P2PID_PLACE_SECOND, 0, "" },
      P2PID_ERR_ROLES,
      false },
    { { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLER, P2PID_PLACE_FIRST, 0, "" },
      { P2PID_CHANNEL_ONLINE, P2PID_ROLE_NONE, P2PID_PLACE_FIRST, 0, "" },
      P2PID_ERR_CHANNELS,
      false },
    { { P2PID_CHANNEL_MEETING, P2PID_ROLE_NONE, P2PID_PLACE_FIRST, 0, "" },
      { P2PID_CHANNEL_ONLINE, P2PID_ROLE_NONE, P2PID_PLACE_FIRST, 0, "" },
      P2PID_ERR_CHANNELS,
      false },
    { { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLER, P2PID_PLACE_FIRST, NOW, "" },
      { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLEE, P2PID_PLACE_SECOND, NOW - 121,
        "" },
      P2PID_ERR_START,
      false },
    { { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLER, P2PID_PLACE_FIRST, 0, "4711" },
      { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLEE, P2PID_PLACE_SECOND, 0, "1147" },
      P2PID_ERR_TAILS,
      false },
    { { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLEE, P2PID_PLACE_SECOND, 0, "4711" },
      { P2PID_CHANNEL_PHONE, P2PID_ROLE_CALLER, P2PID_PLACE_FIRST, 0, "1147" },
      P2PID_ERR_TAILS,
      true },
  };
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);
  party *finder = cases[_i].host_finds_it ? &a : &b;
  party *other = cases[_i].host_finds_it ? &b : &a;

  host.account = cases[_i].host;
  guest.account = cases[_i].guest;
  begin_both (&host, &guest);
  side_stopped (finder, cases[_i].err, P2PID_STOP_ACCOUNTS, false);
  side_stopped (other, P2PID_ERR_STOPPED, P2PID_STOP_ACCOUNTS, true);
  HAS_NOT (&a, P2PID_EVENT_SENT);
  HAS_NOT (&b, P2PID_EVENT_SENT);
}
END_TEST

START_TEST (starts_within_two_minutes_agree)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);

  host.account.start = NOW - 200;
  guest.account.start = NOW - 80;
  strcpy (host.account.tail, "0001");
  strcpy (guest.account.tail, "0001");
  begin_both (&host, &guest);
  for (int i = 0; i < 2; i++)
    ck_assert_uint_eq (event_of (i ? &a : &b, P2PID_EVENT_AGREED)->compared,
                       P2PID_COMPARED_ROLES | P2PID_COMPARED_START |
                           P2PID_COMPARED_TAILS);
}
END_TEST

/* Looped over who does not know since when they talk. */
START_TEST (one_start_is_not_compared)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);

  *(_i ? &host.account.start : &guest.account.start) = NOW - 60;
  begin_both (&host, &guest);
  for (int i = 0; i < 2; i++)
    ck_assert_uint_eq (event_of (i ? &a : &b, P2PID_EVENT_AGREED)->compared,
                       P2PID_COMPARED_ROLES);
}
END_TEST

/* The number of the one who was called stays on its computer: only the caller
 * says what it dialled. Only one tail is then "not compared". */
START_TEST (one_tail_is_not_compared)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);

  strcpy (_i ? host.account.tail : guest.account.tail, "4711");
  begin_both (&host, &guest);
  ck_assert_uint_eq (event_of (&a, P2PID_EVENT_AGREED)->compared,
                     P2PID_COMPARED_ROLES);
  ck_assert_uint_eq (event_of (&b, P2PID_EVENT_AGREED)->compared,
                     P2PID_COMPARED_ROLES);
}
END_TEST

/* Looped over how many seconds the guest's clock is wrong. */
START_TEST (clocks_far_apart_are_told)
{
  static const int64_t off[] = { 86400, -86400, 601, -601, 600, -600 };
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);

  side_begin (&a, &host);
  side_begin (&b, &guest);
  side_hear (&b, p2pid_buffer_bytes (a.out[a.carried++]), NOW + off[_i]);
  side_hear (&a, p2pid_buffer_bytes (b.out[b.carried++]), NOW);
  side_hear (&b, p2pid_buffer_bytes (a.out[a.carried++]), NOW + off[_i]);
  carry (&a, &b);
  if (_i < 4) {
    side_stopped (&b, P2PID_ERR_CLOCK, P2PID_STOP_CLOCK, false);
    side_stopped (&a, P2PID_ERR_CLOCK, P2PID_STOP_CLOCK, true);
  } else {
    HAS (&a, P2PID_EVENT_AGREED);
  }
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("accounts");
  TCase *tcase = tcase_create ("accounts");

  tcase_add_checked_fixture (tcase, couple_begin, couple_end);
  tcase_add_loop_test (tcase, accounts_that_differ_stop, 0, 7);
  tcase_add_test (tcase, starts_within_two_minutes_agree);
  tcase_add_loop_test (tcase, one_start_is_not_compared, 0, 2);
  tcase_add_loop_test (tcase, one_tail_is_not_compared, 0, 2);
  tcase_add_loop_test (tcase, clocks_far_apart_are_told, 0, 6);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
