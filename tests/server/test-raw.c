/* Bytes that are no HTTP, or not quite: whatever comes, the server answers
 * with an error or hangs up, and goes on serving others. */

#include "live.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define AUTHORITY "Authorization: Bearer " LIVE_HOST "\r\n"

static void
start (void)
{
  live_start (&(p2pid_server_config){ LIVE_RATES });
}

static void
check_alive (void)
{
  live_expect (200, NULL, &(live_request){ .path = "/" });
}

/* Send, and read what comes. The server has one thread: when it has answered
 * another, it has also heard us. */
static p2pid_buffer *
say (const void *data, size_t size)
{
  int fd = live_connect ();
  p2pid_buffer *answer;

  live_send (fd, data, size);
  shutdown (fd, SHUT_WR);
  check_alive ();
  answer = live_receive (fd, 50);
  close (fd);
  return answer;
}

/* Send what makes the server close, and read all that comes. */
static p2pid_buffer *
say_last (const void *data, size_t size)
{
  int fd = live_connect ();
  p2pid_buffer *answer;

  live_send (fd, data, size);
  answer = live_receive (fd, 30000);
  close (fd);
  return answer;
}

static unsigned
count_answers (const p2pid_buffer *answer)
{
  unsigned count = 0;

  for (const char *at = (const char *) answer->data;
       (at = strstr (at, "HTTP/1.1 ")) != NULL; at++)
    count++;
  return count;
}

static const struct {
  const char *text;
  size_t size;
} garbage[] = {
#define CASE(text)                                                             \
  {                                                                            \
    text, sizeof (text) - 1                                                    \
  }
  CASE (""),
  CASE ("\r\n\r\n"),
  CASE ("\0\0\0\0\r\n\r\n"),
  CASE ("GET\r\n\r\n"),
  CASE ("GET /\r\n\r\n"),
  CASE ("GET / HTTP/9.9\r\n\r\n"),
  CASE ("GET / HTTQ/1.1\r\nHost: x\r\n\r\n"),
  CASE ("/ GET HTTP/1.1\r\nHost: x\r\n\r\n"),
  CASE ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
  CASE ("GET / HTTP/1.1\r\nHost\r\n\r\n"),
  CASE ("GET / HTTP/1.1\r\n: x\r\n\r\n"),
  CASE ("GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
  CASE ("GET / HTTP/1.1\r\nHost: \0x\r\n\r\n"),
  CASE ("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"),
  CASE ("GET /v1/code/%00 HTTP/1.1\r\nHost: x\r\n\r\n"),
  CASE ("GET \x80\xff HTTP/1.1\r\nHost: x\r\n\r\n"),
  CASE ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), /* TLS */
  CASE ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  CASE ("CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n"),
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
        "Content-Length: -1\r\n\r\nx"),
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
        "Content-Length: 0x5\r\n\r\nhello"),
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
        "Content-Length: 99999999999999999999999\r\n\r\nhello"),
  /* A line that goes on, to newer ones of libmicrohttpd. */
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n"
        " Content-Length: 5\r\n\r\nhello"),
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"),
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello"),
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX"),
  /* Cut off in the middle. */
  CASE ("GE"),
  CASE ("GET / HTTP/1.1\r\nHost: x\r\n"),
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
        "Content-Length: 10\r\n\r\nhello"),
  CASE ("PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhel"),
};

START_TEST (garbage_is_an_error_and_harms_nobody)
{
  p2pid_buffer *answer = say (garbage[_i].text, garbage[_i].size);
  const char *text = (const char *) answer->data;

  /* An error, or nothing; a newer HTTP may be taken for 1.1, and a blank in
   * the target be shown the way to %20 (RFC 9112, section 3.2). */
  ck_assert (answer->size == 0 || strncmp (text, "HTTP/1.1 4", 10) == 0 ||
             strncmp (text, "HTTP/1.1 505", 12) == 0 ||
             strncmp (text, "HTTP/1.1 301", 12) == 0 ||
             strncmp (text, "HTTP/1.0 4", 10) == 0 ||
             strncmp (text, "HTTP/1.1 200", 12) == 0);
  p2pid_buffer_free (answer);
  /* No message was stored. */
  live_expect (204, NULL,
               &(live_request){ .path = LIVE_BOX "/h/0", .token = LIVE_GUEST });
}
END_TEST

static const char *const two_ends[] = {
  "Content-Length: 4\r\nContent-Length: 0\r\n",
  "Content-Length: 0\r\nContent-Length: 4\r\n",
  "Content-Length: 5\r\nContent-Length: 5\r\n",
  "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
  "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
  "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
  "Transfer-Encoding: gzip, chunked\r\n",
  "Transfer-Encoding: x\r\n",
  "Content-Length : 4\r\n",
  "Content-Length\t: 4\r\n",
  "Transfer-Encoding : chunked\r\n",
  "X: y\r\nContent-Length : 4\r\n"
};

/* A proxy and we must not see different requests in the same bytes: where the
 * end of a body is not certain, nothing that follows is a request. */
START_TEST (two_ends_do_not_hide_a_request)
{
  static const char *const methods[] = { "POST", "GET", "DELETE" };

  for (size_t i = 0; i < 3; i++) {
    char text[1024];
    p2pid_buffer *answer;

    snprintf (text, sizeof text,
              "%s " LIVE_BOX " HTTP/1.1\r\nHost: x\r\n%s\r\n"
              "0\r\n\r\nGET /i HTTP/1.1\r\nHost: x\r\n\r\n",
              methods[i], two_ends[_i]);
    answer = say_last (text, strlen (text));
    ck_assert_uint_eq (count_answers (answer), 1);
    ck_assert_mem_eq (answer->data, "HTTP/1.1 400", 12);
    p2pid_buffer_free (answer);
  }
}
END_TEST

START_TEST (a_body_too_large_to_pass_over_is_not_waited_for)
{
  static const char text[] =
      "PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
      "Content-Length: 70000\r\n\r\n";
  p2pid_buffer *answer = say_last (text, sizeof text - 1);

  ck_assert_uint_gt (answer->size, 12);
  ck_assert_mem_eq (answer->data, "HTTP/1.1 413", 12);
  p2pid_buffer_free (answer);
}
END_TEST

START_TEST (a_header_that_never_ends_is_refused)
{
  size_t size = 1 << 20;
  char *text = malloc (size);
  p2pid_buffer *answer;

  memset (text, 'x', size);
  memcpy (text, "GET / HTTP/1.1\r\nA: ", 19);
  answer = say_last (text, size);
  ck_assert (answer->size == 0 || memcmp (answer->data, "HTTP/1.1 4", 10) == 0);
  p2pid_buffer_free (answer);

  memcpy (text, "GET /xxxxxxxxxxxxxxx", 19);
  answer = say_last (text, size);
  ck_assert (answer->size == 0 || memcmp (answer->data, "HTTP/1.1 4", 10) == 0);
  p2pid_buffer_free (answer);
  free (text);
  check_alive ();
}
END_TEST

static int64_t
processor_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (int64_t) time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* There is no room to read on, and nothing to be done with what was read. */
START_TEST (a_chunk_that_never_begins_keeps_nobody_busy)
{
  static const char head[] =
      "PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
      "Transfer-Encoding: chunked\r\n\r\n5;";
  char text[8192];
  int fd = live_connect ();
  int64_t begun;

  memset (text, 'x', sizeof text);
  memcpy (text, head, sizeof head - 1);
  live_send (fd, text, sizeof text);
  check_alive ();
  begun = processor_ms ();
  usleep (500000);
  ck_assert_int_lt (processor_ms () - begun, 100);
  check_alive ();
  close (fd);
}
END_TEST

/* More than libmicrohttpd 0.9.75 has room for: it forgets such a request
 * without a word. What was made for it must not stay. */
START_TEST (a_query_of_many_parts_leaves_nothing)
{
  char text[256] = "GET /?";
  int fd = live_connect ();

  for (int i = 0; i < 100; i++)
    strcat (text, "a&");
  strcat (text, " HTTP/1.1\r\nHost: x\r\n\r\n");
  live_send (fd, text, strlen (text));
  check_alive ();
  close (fd);
  check_alive ();
}
END_TEST

START_TEST (what_browsers_and_proxies_add_has_room)
{
  char text[4096];
  p2pid_buffer *answer;
  int size =
      snprintf (text, sizeof text,
                "GET " LIVE_BOX "/g/0?wait=0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
                "Connection: close\r\nX-Filler: %01500d\r\n\r\n",
                0);

  answer = say_last (text, (size_t) size);
  ck_assert_uint_gt (answer->size, 12);
  ck_assert_mem_eq (answer->data, "HTTP/1.1 204", 12);
  p2pid_buffer_free (answer);
}
END_TEST

START_TEST (requests_may_come_in_a_row)
{
  static const char text[] =
      "PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
      "Content-Length: 5\r\n\r\nhello"
      "GET " LIVE_BOX "/g/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY "\r\n"
      "DELETE " LIVE_BOX " HTTP/1.1\r\nHost: x\r\n" AUTHORITY "\r\n"
      "GET " LIVE_BOX "/g/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
      "Connection: close\r\n\r\n";
  static const char *const expected[] = { "HTTP/1.1 201", "HTTP/1.1 204",
                                          "HTTP/1.1 204", "HTTP/1.1 410" };
  p2pid_buffer *answer = say_last (text, sizeof text - 1);
  const char *at = (const char *) answer->data;

  for (size_t i = 0; i < 4; i++) {
    at = strstr (at, "HTTP/1.1 ");
    ck_assert_ptr_nonnull (at);
    ck_assert_mem_eq (at, expected[i], 12);
    at++;
  }
  p2pid_buffer_free (answer);
}
END_TEST

START_TEST (a_request_may_come_a_byte_at_a_time)
{
  static const char text[] =
      "PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
      "Content-Length: 5\r\nConnection: close\r\n\r\nhello";
  int fd = live_connect ();
  p2pid_buffer *answer;

  for (size_t i = 0; i < sizeof text - 1; i++) {
    live_send (fd, text + i, 1);
    if (i % 16 == 0)
      check_alive (); /* so that the server has read what came */
  }
  answer = live_receive (fd, 30000);
  ck_assert_uint_gt (answer->size, 12);
  ck_assert_mem_eq (answer->data, "HTTP/1.1 201", 12);
  p2pid_buffer_free (answer);
  close (fd);
}
END_TEST

START_TEST (older_http_is_served)
{
  static const char text[] = "GET / HTTP/1.0\r\n\r\n";
  p2pid_buffer *answer = say_last (text, sizeof text - 1);

  ck_assert_uint_gt (answer->size, 12);
  ck_assert_mem_eq (answer->data + 8, " 200", 4);
  p2pid_buffer_free (answer);
}
END_TEST

/* Looped over seeds: good requests with a few bytes changed, and noise. */
START_TEST (noise_harms_nobody)
{
  static const char good[] =
      "PUT " LIVE_BOX "/h/0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY
      "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
      "GET " LIVE_BOX "/g/0?wait=0 HTTP/1.1\r\nHost: x\r\n" AUTHORITY "\r\n";
  char text[sizeof good];

  harness_seed ((uint64_t) _i);
  for (int i = 0; i < 50; i++) {
    size_t size = sizeof good - 1;
    int fd = live_connect ();

    memcpy (text, good, sizeof good);
    if (i % 10 == 0)
      randombytes_buf (text, size);
    for (int change = 0; change < 3; change++)
      text[randombytes_uniform ((uint32_t) size)] =
          (char) randombytes_uniform (256);
    if (i % 3 == 0)
      size = randombytes_uniform ((uint32_t) size);
    live_send (fd, text, size);
    check_alive ();
    close (fd);
  }
}
END_TEST

/* How many connections an address has, of which one is that of check_alive().
 * Who is one too many is hung up on; who leaves makes room. */
START_TEST (an_address_has_so_many_connections)
{
  int two[2];
  p2pid_buffer *answer;

  live_stop ();
  live_start (&(p2pid_server_config){ LIVE_RATES, .address_connections = 3 });
  for (int i = 0; i < 2; i++)
    two[i] = live_connect ();
  check_alive ();

  answer = say_last ("", 0);
  ck_assert_uint_eq (answer->size, 0);
  p2pid_buffer_free (answer);
  check_alive ();

  live_send (two[0], "GET / HTTP/1.0\r\n\r\n", 18);
  answer = live_receive (two[0], 30000);
  ck_assert_uint_eq (count_answers (answer), 1);
  p2pid_buffer_free (answer);
  answer = say_last ("GET / HTTP/1.0\r\n\r\n", 18);
  ck_assert_uint_eq (count_answers (answer), 1);
  p2pid_buffer_free (answer);
  close (two[0]);
  close (two[1]);
}
END_TEST

/* All come from the proxy: it has to count them. */
START_TEST (a_proxy_has_as_many_as_there_are)
{
  int many[8];

  live_stop ();
  live_start (&(p2pid_server_config){ LIVE_RATES, .address_connections = 1,
                                      .behind_proxy = true });
  for (int i = 0; i < 8; i++)
    many[i] = live_connect ();
  check_alive ();
  for (int i = 0; i < 8; i++) {
    p2pid_buffer *answer;

    live_send (many[i], "GET / HTTP/1.0\r\n\r\n", 18);
    answer = live_receive (many[i], 30000);
    ck_assert_uint_eq (count_answers (answer), 1);
    p2pid_buffer_free (answer);
    close (many[i]);
  }
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-raw");
  TCase *tcase = tcase_create ("raw");

  tcase_add_checked_fixture (tcase, start, live_stop);
  tcase_set_timeout (tcase, 100);
  tcase_add_loop_test (tcase, garbage_is_an_error_and_harms_nobody, 0,
                       sizeof garbage / sizeof garbage[0]);
  tcase_add_loop_test (tcase, two_ends_do_not_hide_a_request, 0,
                       sizeof two_ends / sizeof two_ends[0]);
  tcase_add_test (tcase, a_body_too_large_to_pass_over_is_not_waited_for);
  tcase_add_test (tcase, a_header_that_never_ends_is_refused);
  tcase_add_test (tcase, a_chunk_that_never_begins_keeps_nobody_busy);
  tcase_add_test (tcase, a_query_of_many_parts_leaves_nothing);
  tcase_add_test (tcase, what_browsers_and_proxies_add_has_room);
  tcase_add_test (tcase, requests_may_come_in_a_row);
  tcase_add_test (tcase, a_request_may_come_a_byte_at_a_time);
  tcase_add_test (tcase, older_http_is_served);
  tcase_add_test (tcase, an_address_has_so_many_connections);
  tcase_add_test (tcase, a_proxy_has_as_many_as_there_are);
  tcase_add_loop_test (tcase, noise_harms_nobody, 0, 6);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
