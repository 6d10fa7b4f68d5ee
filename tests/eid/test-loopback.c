/* eid/loopback: one answer gets through, by a real socket; whoever else finds
 * the port neither gets in nor in the way. */

#include "harness.h"

#include "eid/loopback.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define STATE "dGhpcyBpcyB0aGUgc3RhdGU"
#define SOON 200 /* milliseconds */

static p2pid_key *key;
static p2pid_anchors *anchors;
static p2pid_enrolment *enrolment;
static p2pid_loopback *loopback;
static p2pid_buffer *query;
static char host[32];
static char page[4096]; /* what the last visitor got */

static void
ignore_cb (const p2pid_enrolment_event *event, void *user_data)
{
}

static void
begin_in (p2pid_language language)
{
  const p2pid_test_person person = { .name = "Anna" };
  p2pid_enrolment_config config = { .method = P2PID_METHOD_SD_JWT,
                                    .program = "p2pid",
                                    .language = language,
                                    .now = 1,
                                    .lifetime = 60,
                                    .person = &person,
                                    .callback = ignore_cb };

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  config.key = key;
  config.anchors = anchors;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_OK);
  ck_assert_int_eq (p2pid_loopback_new (&loopback), P2PID_OK);
  ck_assert_int_eq (sscanf (p2pid_loopback_address (loopback),
                            "http://%31[0-9.:]/p2pid", host),
                    1);
}

static void
begin (void)
{
  begin_in (P2PID_LANGUAGE_EN);
}

static void
end (void)
{
  p2pid_buffer_free (query);
  query = NULL;
  p2pid_loopback_free (loopback);
  p2pid_enrolment_free (enrolment);
  p2pid_anchors_free (anchors);
  p2pid_key_free (key);
}

static int
connect_there (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  address.sin_port = htons ((uint16_t) atoi (strchr (host, ':') + 1));
  if (connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    abort ();
  return fd;
}

/* Send a request in two pieces, and read what comes; who is turned away in
 * the middle stops. */
static void
visit (const char *request)
{
  size_t size = strlen (request), half = size / 2, got = 0;
  ssize_t more;
  int fd = connect_there ();

  more = write (fd, request, half);
  usleep (5000);
  if (more > 0)
    more = write (fd, request + half, size - half);
  while (more > 0 && (more = read (fd, page + got, sizeof page - 1 - got)) > 0)
    got += (size_t) more;
  page[got] = '\0';
  close (fd);
}

static void
ask (const char *target)
{
  char request[512];

  snprintf (request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n",
            target, host);
  visit (request);
}

static p2pid_err
wait_while (void *(*visitor) (void *), int milliseconds)
{
  pthread_t thread;
  p2pid_err err;

  ck_assert_int_eq (pthread_create (&thread, NULL, visitor, NULL), 0);
  err = p2pid_loopback_wait (loopback, STATE, enrolment, milliseconds, &query);
  p2pid_loopback_free (loopback); /* whoever still waits is sent away */
  loopback = NULL;
  pthread_join (thread, NULL);
  return err;
}

static void *
bring_answer (void *user_data)
{
  ask ("/p2pid?code=abc&state=" STATE "&session_state=x");
  return NULL;
}

START_TEST (the_answer_comes_and_a_page_goes_back)
{
  ck_assert_int_eq (wait_while (bring_answer, 20000), P2PID_OK);
  ck_assert_str_eq ((const char *) query->data,
                    "code=abc&state=" STATE "&session_state=x");
  ck_assert_int_eq (strncmp (page, "HTTP/1.1 200 OK\r\n", 17), 0);
  ck_assert_ptr_nonnull (strstr (page, "\r\nCache-Control: no-store\r\n"));
  ck_assert_ptr_nonnull (strstr (page, "\r\nReferrer-Policy: no-referrer\r\n"));
  ck_assert_ptr_nonnull (strstr (page, "default-src 'none'"));
  ck_assert_ptr_nonnull (strstr (page, "Go back to the program"));
  ck_assert_ptr_null (strstr (page, "abc")); /* nothing of it is shown */
}
END_TEST

START_TEST (the_page_is_in_the_language_of_the_statement)
{
  end ();
  begin_in (P2PID_LANGUAGE_SV);
  ck_assert_int_eq (wait_while (bring_answer, 20000), P2PID_OK);
  ck_assert_ptr_nonnull (strstr (page, "<html lang=\"sv\">"));
  ck_assert_ptr_nonnull (strstr (page, "Gå tillbaka till programmet"));
}
END_TEST

static const char *const strangers[] = {
  "/",
  "/favicon.ico",
  "/p2pid",
  "/p2pid?code=x",
  "/p2pid?code=x&state=another", /* a code of another session */
  "/p2pid?code=x&state=",
  "/p2pid?code=x&state=" STATE "x",
  "/p2pid?code=x&state=" STATE "&state=" STATE,
};

#define STRANGERS (sizeof strangers / sizeof *strangers)

static int turned_away;

static void *
be_strange_first (void *user_data)
{
  for (size_t i = 0; i < STRANGERS; i++) {
    ask (strangers[i]);
    turned_away += strncmp (page, "HTTP/1.1 400 ", 13) == 0;
  }
  visit ("GET /p2pid?code=x&state=" STATE
         " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  turned_away += strncmp (page, "HTTP/1.1 400 ", 13) == 0;
  return bring_answer (NULL);
}

START_TEST (strangers_are_turned_away_and_the_answer_still_comes)
{
  turned_away = 0;
  ck_assert_int_eq (wait_while (be_strange_first, 20000), P2PID_OK);
  ck_assert_int_eq (turned_away, STRANGERS + 1);
  ck_assert_ptr_nonnull (strstr ((const char *) query->data, "code=abc"));
}
END_TEST

/* As browsers do, and more than there is room for. */
static void *
crowd_in_first (void *user_data)
{
  static char much[20000];
  int idle[40];

  for (int i = 0; i < 40; i++)
    idle[i] = connect_there ();
  memset (much, 'x', sizeof much - 1);
  visit (much); /* a head without an end */
  bring_answer (NULL);
  for (int i = 0; i < 40; i++)
    close (idle[i]);
  return NULL;
}

START_TEST (a_crowd_does_not_keep_it_out)
{
  ck_assert_int_eq (wait_while (crowd_in_first, 20000), P2PID_OK);
}
END_TEST

START_TEST (a_browser_that_was_closed_ends_in_time)
{
  ck_assert_int_eq (
      p2pid_loopback_wait (loopback, STATE, enrolment, SOON, &query),
      P2PID_ERR_TIMEOUT);
  ck_assert_ptr_null (query);
}
END_TEST

static void *
cancel_soon (void *user_data)
{
  usleep (20000);
  p2pid_enrolment_cancel (enrolment);
  return NULL;
}

START_TEST (a_cancel_ends_it)
{
  ck_assert_int_eq (wait_while (cancel_soon, 60000), P2PID_ERR_CANCELLED);
}
END_TEST

START_TEST (each_has_a_port_of_its_own)
{
  p2pid_loopback *other = NULL;

  ck_assert_int_eq (p2pid_loopback_new (&other), P2PID_OK);
  ck_assert_str_ne (p2pid_loopback_address (loopback),
                    p2pid_loopback_address (other));
  p2pid_loopback_free (other);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("eid-loopback");
  TCase *tcase = tcase_create ("eid-loopback");

  signal (SIGPIPE, SIG_IGN); /* those who are turned away still write */
  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, begin, end);
  tcase_add_test (tcase, the_answer_comes_and_a_page_goes_back);
  tcase_add_test (tcase, the_page_is_in_the_language_of_the_statement);
  tcase_add_test (tcase, strangers_are_turned_away_and_the_answer_still_comes);
  tcase_add_test (tcase, a_crowd_does_not_keep_it_out);
  tcase_add_test (tcase, a_browser_that_was_closed_ends_in_time);
  tcase_add_test (tcase, a_cancel_ends_it);
  tcase_add_test (tcase, each_has_a_port_of_its_own);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
