/* relay/: against the real server. */

#include "harness.h"

#include "fakes/served.h"
#include "relay/relay.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define HEX "0123456789abcdef0123456789abcdef"

static served *server;
static p2pid_relay *host, *guest;
static p2pid_relay_event event;

static void
begin (void)
{
  server = served_new (NULL);
  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &host), P2PID_OK);
  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &guest), P2PID_OK);
}

static void
end (void)
{
  p2pid_relay_free (host);
  p2pid_relay_free (guest);
  served_free (server);
  host = guest = NULL;
  server = NULL;
}

static void
put (p2pid_relay *relay, const char *text)
{
  ck_assert_int_eq (p2pid_relay_put (relay, p2pid_bytes_from_text (text)),
                    P2PID_OK);
}

static void
expect (p2pid_relay *relay, p2pid_relay_event_kind kind)
{
  p2pid_relay_wait (relay, 20000, &event);
  ck_assert_int_eq (event.kind, kind);
}

static void
expect_message (p2pid_relay *relay, const char *text)
{
  expect (relay, P2PID_RELAY_MESSAGE);
  ck_assert_str_eq ((char *) event.message->data, text);
  p2pid_buffer_free (event.message);
}

static void
expect_failed (p2pid_relay *relay, p2pid_err err)
{
  expect (relay, P2PID_RELAY_FAILED);
  ck_assert_str_eq (p2pid_err_name (event.err), p2pid_err_name (err));
}

static void
expect_nothing (p2pid_relay *relay)
{
  p2pid_relay_wait (relay, 50, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_TIMEOUT);
}

static void
meet (void)
{
  p2pid_relay_open_code (host);
  expect (host, P2PID_RELAY_OPENED);
  p2pid_relay_claim_code (guest, event.nameplate);
  expect (guest, P2PID_RELAY_CLAIMED);
}

static void
say (p2pid_relay *from, p2pid_relay *to, const char *text)
{
  put (from, text);
  expect (from, P2PID_RELAY_SENT);
  expect_message (to, text);
}

START_TEST (a_conversation_by_code)
{
  p2pid_server_counts counts;

  meet ();
  say (host, guest, "zero");
  say (guest, host, "one");
  say (host, guest, "two");
  p2pid_relay_close (host, 2000);
  expect_failed (guest, P2PID_ERR_GONE);
  counts = served_counts (server);
  ck_assert_uint_eq (counts.joined, 1);
  ck_assert_uint_eq (counts.closed, 1);
  ck_assert_uint_eq (counts.mailboxes, 0);
}
END_TEST

START_TEST (a_conversation_by_invitation)
{
  p2pid_relay_use_mailbox (host, HEX, true);
  p2pid_relay_use_mailbox (guest, HEX, false);
  say (guest, host, "zero");
  say (host, guest, "one");
  for (int i = 0; i < 14; i++)
    say (guest, host, "more");
}
END_TEST

START_TEST (the_largest_message_comes_whole)
{
  static uint8_t large[P2PID_RELAY_MESSAGE_MAX];

  for (size_t i = 0; i < sizeof large; i++)
    large[i] = (uint8_t) (i * 7);
  meet ();
  ck_assert_int_eq (p2pid_relay_put (host, P2PID_BYTES (large)), P2PID_OK);
  expect (host, P2PID_RELAY_SENT);
  expect (guest, P2PID_RELAY_MESSAGE);
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (event.message),
                                P2PID_BYTES (large)));
  p2pid_buffer_free (event.message);
}
END_TEST

START_TEST (a_code_works_once)
{
  char nameplate[7];
  p2pid_relay *third = NULL;

  p2pid_relay_open_code (host);
  expect (host, P2PID_RELAY_OPENED);
  memcpy (nameplate, event.nameplate, sizeof nameplate);
  ck_assert_int_gt (event.lifetime, 0);
  p2pid_relay_claim_code (guest, nameplate);
  expect (guest, P2PID_RELAY_CLAIMED);

  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &third), P2PID_OK);
  p2pid_relay_claim_code (third, nameplate);
  expect_failed (third, P2PID_ERR_CODE_USED);
  p2pid_relay_free (third);
}
END_TEST

START_TEST (an_unknown_code_is_told)
{
  p2pid_relay_claim_code (guest, "47");
  expect_failed (guest, P2PID_ERR_CODE_UNKNOWN);
}
END_TEST

START_TEST (a_third_party_is_told_of_and_tells)
{
  p2pid_relay *third = NULL;

  p2pid_relay_use_mailbox (host, HEX, true);
  p2pid_relay_use_mailbox (guest, HEX, false);
  say (guest, host, "zero");
  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &third), P2PID_OK);
  p2pid_relay_use_mailbox (third, HEX, false);
  expect_failed (third, P2PID_ERR_CROWDED);
  put (guest, "one");
  expect_failed (guest, P2PID_ERR_CROWDED);
  expect_failed (host, P2PID_ERR_CROWDED);
  p2pid_relay_free (third);
}
END_TEST

START_TEST (a_full_relay_takes_no_more)
{
  p2pid_server_config config = { .mailboxes = 1 };

  end ();
  server = served_new (&config);
  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &host), P2PID_OK);
  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &guest), P2PID_OK);
  p2pid_relay_open_code (host);
  expect (host, P2PID_RELAY_OPENED);
  p2pid_relay_open_code (guest);
  expect_failed (guest, P2PID_ERR_BUSY);
}
END_TEST

START_TEST (a_hurried_address_is_held_back)
{
  p2pid_server_config config = { .new_rate = 1 };

  end ();
  server = served_new (&config);
  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &host), P2PID_OK);
  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &guest), P2PID_OK);
  p2pid_relay_open_code (host);
  expect (host, P2PID_RELAY_OPENED);
  p2pid_relay_open_code (guest);
  expect (guest, P2PID_RELAY_OFFLINE);
  ck_assert_int_eq (event.err, P2PID_ERR_BUSY);
  expect_nothing (guest);
}
END_TEST

START_TEST (dead_before_it_is_asked)
{
  served_kill (server);
  p2pid_relay_open_code (host);
  expect (host, P2PID_RELAY_OFFLINE);
  ck_assert_int_eq (event.err, P2PID_ERR_OFFLINE);
  expect_nothing (host);
  served_start (server);
  expect (host, P2PID_RELAY_ONLINE);
  expect (host, P2PID_RELAY_OPENED);
}
END_TEST

/* With an invitation both find each other again, if nothing was said yet. */
START_TEST (started_anew_while_an_invitation_waits)
{
  p2pid_relay_use_mailbox (host, HEX, true);
  expect_nothing (host);
  served_kill (server);
  expect (host, P2PID_RELAY_OFFLINE);
  served_start (server);
  expect (host, P2PID_RELAY_ONLINE);
  p2pid_relay_use_mailbox (guest, HEX, false);
  say (guest, host, "zero");
}
END_TEST

/* The host of a code is told that nobody can come any more: its nameplate is
 * lost, though the mailbox would be made anew by asking for it. */
START_TEST (started_anew_while_a_code_waits)
{
  p2pid_relay_open_code (host);
  expect (host, P2PID_RELAY_OPENED);
  put (host, "zero");
  expect (host, P2PID_RELAY_SENT);
  expect_nothing (host);
  served_kill (server);
  expect (host, P2PID_RELAY_OFFLINE);
  served_start (server);
  expect (host, P2PID_RELAY_ONLINE);
  expect_failed (host, P2PID_ERR_GONE);
}
END_TEST

START_TEST (started_anew_in_the_middle)
{
  meet ();
  say (host, guest, "zero");
  say (guest, host, "one");
  served_kill (server);
  expect (guest, P2PID_RELAY_OFFLINE);
  served_start (server);
  expect (guest, P2PID_RELAY_ONLINE);
  expect_failed (guest, P2PID_ERR_GONE);
  put (host, "two");
  p2pid_relay_wait (host, 20000, &event);
  if (event.kind == P2PID_RELAY_OFFLINE)
    expect (host, P2PID_RELAY_ONLINE), expect (host, P2PID_RELAY_FAILED);
  ck_assert_int_eq (event.kind, P2PID_RELAY_FAILED);
  ck_assert_int_eq (event.err, P2PID_ERR_GONE);
}
END_TEST

static int64_t
clock_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void *
wake_later (void *user_data)
{
  usleep (50000);
  p2pid_relay_wake (user_data);
  return NULL;
}

/* A long poll lasts 25 seconds; leaving does not. */
START_TEST (leaving_a_long_poll_is_immediate)
{
  pthread_t thread;
  int64_t begun = clock_ms ();

  meet ();
  ck_assert_int_eq (pthread_create (&thread, NULL, wake_later, guest), 0);
  expect (guest, P2PID_RELAY_WOKEN);
  p2pid_relay_close (guest, 2000);
  p2pid_relay_free (guest);
  guest = NULL;
  ck_assert_int_lt (clock_ms () - begun, 5000);
  pthread_join (thread, NULL);
  expect_failed (host, P2PID_ERR_GONE);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("relay-served");
  TCase *tcase = tcase_create ("relay-served");

  tcase_set_timeout (tcase, 120);
  tcase_add_checked_fixture (tcase, begin, end);
  tcase_add_test (tcase, a_conversation_by_code);
  tcase_add_test (tcase, a_conversation_by_invitation);
  tcase_add_test (tcase, the_largest_message_comes_whole);
  tcase_add_test (tcase, a_code_works_once);
  tcase_add_test (tcase, an_unknown_code_is_told);
  tcase_add_test (tcase, a_third_party_is_told_of_and_tells);
  tcase_add_test (tcase, a_full_relay_takes_no_more);
  tcase_add_test (tcase, a_hurried_address_is_held_back);
  tcase_add_test (tcase, dead_before_it_is_asked);
  tcase_add_test (tcase, started_anew_while_an_invitation_waits);
  tcase_add_test (tcase, started_anew_while_a_code_waits);
  tcase_add_test (tcase, started_anew_in_the_middle);
  tcase_add_test (tcase, leaving_a_long_poll_is_immediate);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
