/* Waiting over HTTP: many at once, and what ends it. */

#include "live.h"

#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#define ASK(...) (&(live_request){ __VA_ARGS__ })
#define TEXT(text)                                                             \
  {                                                                            \
    (const uint8_t *) (text), sizeof (text) - 1                                \
  }
#define ERROR(word) "{\"error\":\"" word "\"}"

static void
start (void)
{
  live_start (&(p2pid_server_config){ LIVE_RATES, .address_connections = 100000,
                                      .address_mailboxes = 100000 });
}

static live_pending *
begin_wait (const char *path, const char *token)
{
  return live_begin (ASK (.path = path, .token = token));
}

static void
expect_end (live_pending *pending, long status, const char *body)
{
  live_answer answer = live_end (pending);

  ck_assert_int_eq (answer.status, status);
  ck_assert_str_eq ((char *) answer.body->data, body);
  live_answer_clear (&answer);
}

START_TEST (a_wait_ends_with_nothing_when_its_time_is_over)
{
  live_expect (204, "",
               ASK (.path = LIVE_BOX "/g/0?wait=1", .token = LIVE_HOST));
  live_expect (204, "",
               ASK (.path = LIVE_BOX "/g/0?wait=0", .token = LIVE_HOST));
}
END_TEST

START_TEST (a_message_ends_all_waits_for_it)
{
  live_pending *first = begin_wait (LIVE_BOX "/g/0?wait=30", LIVE_HOST);
  live_pending *again = begin_wait (LIVE_BOX "/g/0?wait=30", LIVE_HOST);

  live_wait_for_requests (2);
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  expect_end (first, 200, "hello");
  expect_end (again, 200, "hello");
}
END_TEST

START_TEST (a_message_that_is_there_is_not_waited_for)
{
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  live_expect (200, "hello",
               ASK (.path = LIVE_BOX "/g/0?wait=30", .token = LIVE_HOST));
}
END_TEST

START_TEST (deleting_ends_all_waits)
{
  live_pending *host = begin_wait (LIVE_BOX "/g/0?wait=30", LIVE_HOST);
  live_pending *guest = begin_wait (LIVE_BOX "/h/0?wait=30", LIVE_GUEST);

  live_wait_for_requests (2);
  live_expect (204, NULL,
               ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_GUEST));
  expect_end (host, 410, ERROR ("closed"));
  expect_end (guest, 410, ERROR ("closed"));
}
END_TEST

START_TEST (the_end_of_a_life_ends_all_waits)
{
  live_pending *host, *guest;

  live_stop ();
  live_start (&(p2pid_server_config){ LIVE_RATES, .joined_life = 1 });
  host = begin_wait (LIVE_BOX "/g/0?wait=30", LIVE_HOST);
  guest = begin_wait (LIVE_BOX "/h/0?wait=30", LIVE_GUEST);
  expect_end (host, 404, ERROR ("gone"));
  expect_end (guest, 404, ERROR ("gone"));
}
END_TEST

START_TEST (a_third_party_ends_no_wait)
{
  live_pending *host = begin_wait (LIVE_BOX "/g/0?wait=30", LIVE_HOST);
  live_answer answer;
  char value[8];

  live_wait_for_requests (1);
  live_expect (409, ERROR ("crowded"),
               ASK (.path = LIVE_BOX "/g/0?wait=30", .token = LIVE_OTHER));
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  answer = live_end (host);
  ck_assert_int_eq (answer.status, 200);
  ck_assert (live_header (&answer, "p2pid-crowded", value, sizeof value));
  live_answer_clear (&answer);
}
END_TEST

/* Many. libmicrohttpd's own loop hangs when 128 are ready at once; ours must
 * not, whatever their number. */

#define ROUNDS 3

static const unsigned numbers[] = { 1, 63, 64, 65, 100, 127, 128, 129, 256 };

static void
path_of (char out[96], unsigned box, unsigned slot)
{
  snprintf (out, 96, "/v1/box/%032x/g/%u?wait=30", box, slot);
}

static void
put_all (unsigned count, unsigned slot)
{
  live_pending *puts[256];
  char path[96];

  for (unsigned i = 0; i < count; i++) {
    snprintf (path, sizeof path, "/v1/box/%032x/g/%u", i, slot);
    puts[i] = live_begin (ASK (.method = "PUT", .path = path,
                               .token = LIVE_GUEST, .body = TEXT ("hello")));
  }
  for (unsigned i = 0; i < count; i++)
    expect_end (puts[i], 201, "");
}

START_TEST (so_many_wait_at_once)
{
  unsigned count = numbers[_i], asked = 0;
  live_pending *waits[256];
  char path[96];

  for (unsigned round = 0; round < ROUNDS; round++) {
    for (unsigned i = 0; i < count; i++) {
      path_of (path, i, round);
      waits[i] = begin_wait (path, LIVE_HOST);
    }
    live_wait_for_requests (asked += count);
    put_all (count, round);
    asked += count;
    for (unsigned i = 0; i < count; i++)
      expect_end (waits[i], 200, "hello");
  }
}
END_TEST

/* As many requests as sockets, all of them written before any is read. */
START_TEST (so_many_are_ready_at_once)
{
  static const char request[] =
      "GET " LIVE_BOX "/g/0 HTTP/1.1\r\nHost: x\r\n"
      "Authorization: Bearer " LIVE_HOST "\r\nConnection: close\r\n\r\n";
  unsigned count = numbers[_i];
  int sockets[256];

  for (unsigned i = 0; i < count; i++)
    sockets[i] = live_connect ();
  for (int round = 0; round < 2; round++)
    for (unsigned i = 0; i < count; i++)
      if (round == 0)
        live_send (sockets[i], request, 30);
      else
        live_send (sockets[i], request + 30, sizeof request - 31);
  for (unsigned i = 0; i < count; i++) {
    p2pid_buffer *answer = live_receive (sockets[i], 30000);

    ck_assert_uint_gt (answer->size, 12);
    ck_assert_mem_eq (answer->data, "HTTP/1.1 204", 12);
    p2pid_buffer_free (answer);
    close (sockets[i]);
  }
}
END_TEST

/* Clients that leave */

static int
leave_waiting (void)
{
  static const char request[] =
      "GET " LIVE_BOX "/g/0?wait=30 HTTP/1.1\r\nHost: x\r\n"
      "Authorization: Bearer " LIVE_HOST "\r\n\r\n";
  int fd = live_connect ();

  live_send (fd, request, sizeof request - 1);
  return fd;
}

START_TEST (who_left_while_waiting_misses_nothing)
{
  int fd = leave_waiting ();

  live_wait_for_requests (1);
  close (fd);
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  live_expect (200, "hello",
               ASK (.path = LIVE_BOX "/g/0?wait=30", .token = LIVE_HOST));
}
END_TEST

START_TEST (who_reset_the_connection_while_waiting_does_no_harm)
{
  struct linger hard = { 1, 0 };
  int fd = leave_waiting ();

  live_wait_for_requests (1);
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  close (fd);
  live_expect (204, NULL,
               ASK (.method = "DELETE", .path = LIVE_BOX, .token = LIVE_HOST));
  live_expect (410, NULL, ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST));
}
END_TEST

START_TEST (those_who_left_do_not_crowd_out_who_comes)
{
  live_pending *last;
  int fd;

  for (unsigned i = 0; i < 40; i++) {
    fd = leave_waiting ();
    live_wait_for_requests (i + 1);
    close (fd);
  }
  last = begin_wait (LIVE_BOX "/g/0?wait=30", LIVE_HOST);
  live_wait_for_requests (41);
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  expect_end (last, 200, "hello");
}
END_TEST

START_TEST (who_waits_when_the_server_ends_is_told_so)
{
  int fd = leave_waiting ();
  p2pid_buffer *answer;

  live_wait_for_requests (1);
  live_stop ();
  answer = live_receive (fd, 30000);
  ck_assert_uint_gt (answer->size, 12);
  ck_assert_mem_eq (answer->data, "HTTP/1.1 204", 12);
  p2pid_buffer_free (answer);
  close (fd);
  start (); /* for the fixture to end */
}
END_TEST

static TCase *
new_case (Suite *suite, const char *name)
{
  TCase *tcase = tcase_create (name);

  tcase_add_checked_fixture (tcase, start, live_stop);
  tcase_set_timeout (tcase, 100);
  suite_add_tcase (suite, tcase);
  return tcase;
}

int
main (void)
{
  Suite *suite = suite_create ("server-polls");
  TCase *ends = new_case (suite, "ends");
  TCase *many = new_case (suite, "many");
  TCase *leaving = new_case (suite, "leaving");
  int count = sizeof numbers / sizeof numbers[0];

  tcase_add_test (ends, a_wait_ends_with_nothing_when_its_time_is_over);
  tcase_add_test (ends, a_message_ends_all_waits_for_it);
  tcase_add_test (ends, a_message_that_is_there_is_not_waited_for);
  tcase_add_test (ends, deleting_ends_all_waits);
  tcase_add_test (ends, the_end_of_a_life_ends_all_waits);
  tcase_add_test (ends, a_third_party_ends_no_wait);
  tcase_add_loop_test (many, so_many_wait_at_once, 0, count);
  tcase_add_loop_test (many, so_many_are_ready_at_once, 0, count);
  tcase_add_test (leaving, who_left_while_waiting_misses_nothing);
  tcase_add_test (leaving, who_reset_the_connection_while_waiting_does_no_harm);
  tcase_add_test (leaving, those_who_left_do_not_crowd_out_who_comes);
  tcase_add_test (leaving, who_waits_when_the_server_ends_is_told_so);
  return harness_run (suite);
}
