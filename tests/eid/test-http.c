/* eid/http: what is asked, which servers are believed, what is taken from
 * them, and that a cancel breaks it off. */

#include "harness.h"

#include "eid/http.h"
#include "eid/method.h"
#include "fakes/certificate.h"
#include "fakes/liar.h"
#include "fakes/tls.h"

#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define OK                                                                     \
  "HTTP/1.1 200 OK\r\nContent-Type: Application/JSON; charset=utf-8\r\n"       \
  "Content-Length: 2\r\nConnection: close\r\n\r\n{}"

enum { SERVER, CLIENT, STRANGER, PARTIES };

static char folder[] = "/tmp/p2pid-http-XXXXXX";
static char certificates[PARTIES][64], keys[PARTIES][64];
static p2pid_buffer *certificate_texts[PARTIES], *key_texts[PARTIES];
static liar *plain;
static tls *locked;
static p2pid_http_answer answer;

static p2pid_buffer *
read_file (const char *path)
{
  char text[8192];
  FILE *file = fopen (path, "r");
  p2pid_buffer *buffer = NULL;
  size_t size;

  ck_assert_ptr_nonnull (file);
  size = fread (text, 1, sizeof text, file);
  fclose (file);
  ck_assert_int_eq (
      p2pid_buffer_copy ((p2pid_bytes){ (uint8_t *) text, size }, &buffer),
      P2PID_OK);
  return buffer;
}

static void
make_parties (void)
{
  for (int i = 0; i < PARTIES; i++) {
    snprintf (certificates[i], sizeof certificates[i], "%s/%d.pem", folder, i);
    snprintf (keys[i], sizeof keys[i], "%s/%d.key", folder, i);
    certificate_make ("127.0.0.1", -1, 1, certificates[i], keys[i]);
    certificate_texts[i] = read_file (certificates[i]);
    key_texts[i] = read_file (keys[i]);
  }
}

static void
forget_parties (void)
{
  for (int i = 0; i < PARTIES; i++) {
    unlink (certificates[i]);
    unlink (keys[i]);
    p2pid_buffer_free (certificate_texts[i]);
    p2pid_buffer_free (key_texts[i]);
  }
}

static const char *
pem (p2pid_buffer *const texts[PARTIES], int party)
{
  return party < 0 ? NULL : (const char *) texts[party]->data;
}

static void
end (void)
{
  p2pid_http_answer_clear (&answer);
  if (plain != NULL)
    liar_free (plain);
  tls_free (locked);
  plain = NULL;
  locked = NULL;
}

static p2pid_err
get (const char *origin, int root, int client)
{
  p2pid_http_ask ask = { .method = "GET",
                         .timeout = 20000,
                         .root = pem (certificate_texts, root),
                         .certificate = pem (certificate_texts, client),
                         .key = pem (key_texts, client) };
  char url[128];

  snprintf (url, sizeof url, "%s/path", origin);
  ask.url = url;
  return p2pid_http_ask_for (&ask, -1, &answer);
}

/* Plain HTTP, where what goes over the line can be read. */

static p2pid_err
get_from_liar (const liar_answer *script)
{
  plain = liar_new (script, 1);
  return get (liar_origin (plain), -1, -1);
}

START_TEST (an_answer_is_taken_whole)
{
  static const liar_answer script = { .text = OK };

  ck_assert_int_eq (get_from_liar (&script), P2PID_OK);
  ck_assert_int_eq (answer.status, 200);
  ck_assert_str_eq (answer.type, "application/json");
  ck_assert_uint_eq (answer.body->size, 2);
  ck_assert_mem_eq (answer.body->data, "{}", 2);
}
END_TEST

START_TEST (a_post_says_what_it_brings_and_wants)
{
  static const liar_answer script = { .text = OK };
  p2pid_http_ask ask = { .method = "POST",
                         .type = "application/x-test",
                         .accept = "application/json",
                         .body = p2pid_bytes_from_text ("body"),
                         .timeout = 20000 };
  const char *request;

  plain = liar_new (&script, 1);
  ask.url = liar_origin (plain);
  ck_assert_int_eq (p2pid_http_ask_for (&ask, -1, &answer), P2PID_OK);
  request = liar_request (plain, 0);
  ck_assert_int_eq (strncmp (request, "POST / HTTP/1.1\r\n", 17), 0);
  ck_assert_ptr_nonnull (
      strstr (request, "\r\nContent-Type: application/x-test\r\n"));
  ck_assert_ptr_nonnull (strstr (request, "\r\nAccept: application/json\r\n"));
  ck_assert_ptr_nonnull (strstr (request, "\r\nContent-Length: 4\r\n"));
  ck_assert_ptr_null (strstr (request, "Expect:"));
  ck_assert_ptr_nonnull (strstr (request, "\r\n\r\nbody"));
}
END_TEST

START_TEST (any_status_is_an_answer_and_none_is_followed)
{
  static const liar_answer script = {
    .text = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
            "Content-Length: 0\r\n\r\n"
  };

  ck_assert_int_eq (get_from_liar (&script), P2PID_OK);
  ck_assert_int_eq (answer.status, 302);
  ck_assert_str_eq (answer.type, "");
  ck_assert_uint_eq (answer.body->size, 0);
  ck_assert_uint_eq (liar_count (plain), 1);
}
END_TEST

START_TEST (a_type_too_long_is_none)
{
  static const liar_answer script = {
    .text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Type: "
            "application/0123456789012345678901234567890123456789012345678901"
            "\r\n\r\n"
  };

  ck_assert_int_eq (get_from_liar (&script), P2PID_OK);
  ck_assert_str_eq (answer.type, "");
}
END_TEST

START_TEST (the_largest_answer_is_taken)
{
  static const liar_answer script = { .text = "HTTP/1.1 200 OK\r\n\r\n",
                                      .padding = P2PID_HTTP_ANSWER_MAX,
                                      .hang_up = true };

  ck_assert_int_eq (get_from_liar (&script), P2PID_OK);
  ck_assert_uint_eq (answer.body->size, P2PID_HTTP_ANSWER_MAX);
}
END_TEST

START_TEST (a_larger_one_is_not)
{
  static const liar_answer script = { .text = "HTTP/1.1 200 OK\r\n\r\n",
                                      .padding = P2PID_HTTP_ANSWER_MAX + 1,
                                      .hang_up = true };

  ck_assert_int_eq (get_from_liar (&script), P2PID_ERR_SIZE);
  ck_assert_ptr_null (answer.body);
}
END_TEST

START_TEST (endless_headers_are_no_answer)
{
  static const liar_answer script = {
    .text = "HTTP/1.1 200 OK\r\nX: ", .padding = 512 * 1024, .hang_up = true
  };

  ck_assert_int_eq (get_from_liar (&script), P2PID_ERR_RELAY);
}
END_TEST

START_TEST (what_is_not_http_is_no_answer)
{
  static const liar_answer script = { .text = "SSH-2.0-OpenSSH_9.2\r\n",
                                      .hang_up = true };

  ck_assert_int_eq (get_from_liar (&script), P2PID_ERR_RELAY);
}
END_TEST

START_TEST (an_answer_cut_short_is_none)
{
  static const liar_answer script = {
    .text = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", .hang_up = true
  };

  ck_assert_int_eq (get_from_liar (&script), P2PID_ERR_OFFLINE);
  ck_assert_ptr_null (answer.body);
}
END_TEST

START_TEST (nobody_there_is_offline)
{
  ck_assert_int_eq (get ("http://127.0.0.1:1", -1, -1), P2PID_ERR_OFFLINE);
}
END_TEST

START_TEST (silence_ends_in_time)
{
  p2pid_http_ask ask = { .method = "GET", .timeout = 100 };

  plain = liar_new (NULL, 0);
  ask.url = liar_origin (plain);
  ck_assert_int_eq (p2pid_http_ask_for (&ask, -1, &answer), P2PID_ERR_TIMEOUT);
}
END_TEST

START_TEST (only_http_and_https_are_addresses)
{
  ck_assert_int_eq (get ("file:///etc/passwd", -1, -1), P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (get ("ftp://127.0.0.1", -1, -1), P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (get ("http://[", -1, -1), P2PID_ERR_ARGUMENT);
}
END_TEST

START_TEST (this_computer_is_known_by_its_names)
{
  ck_assert (p2pid_http_is_loopback ("http://127.0.0.1:80/x"));
  ck_assert (p2pid_http_is_loopback ("http://localhost"));
  ck_assert (p2pid_http_is_loopback ("http://[::1]:8080"));
  ck_assert (!p2pid_http_is_loopback ("http://127.0.0.1.example.org/"));
  ck_assert (!p2pid_http_is_loopback ("http://127.0.0.1@example.org/"));
  ck_assert (!p2pid_http_is_loopback ("http://example.org/?127.0.0.1"));
  ck_assert (!p2pid_http_is_loopback (""));
}
END_TEST

/* TLS. */

static void
lock (int clients, int version)
{
  const tls_config config = { .certificate = certificates[SERVER],
                              .key = keys[SERVER],
                              .clients =
                                  clients < 0 ? NULL : certificates[clients],
                              .version = version,
                              .answer = OK };

  locked = tls_new (&config);
}

START_TEST (the_one_root_is_believed)
{
  lock (-1, 0);
  ck_assert_int_eq (get (tls_origin (locked), SERVER, -1), P2PID_OK);
  ck_assert_int_eq (answer.status, 200);
}
END_TEST

START_TEST (another_root_is_not)
{
  lock (-1, 0);
  ck_assert_int_eq (get (tls_origin (locked), STRANGER, -1), P2PID_ERR_TLS);
  ck_assert_uint_eq (tls_count (locked), 0);
}
END_TEST

START_TEST (nor_is_what_the_system_does_not_know)
{
  lock (-1, 0);
  ck_assert_int_eq (get (tls_origin (locked), -1, -1), P2PID_ERR_TLS);
  ck_assert_uint_eq (tls_count (locked), 0);
}
END_TEST

START_TEST (a_server_by_another_name_is_not_believed)
{
  char origin[64];

  lock (-1, 0);
  snprintf (origin, sizeof origin, "https://localhost%s",
            strrchr (tls_origin (locked), ':'));
  ck_assert_int_eq (get (origin, SERVER, -1), P2PID_ERR_TLS);
}
END_TEST

START_TEST (https_is_never_http)
{
  static const liar_answer script = { .text = OK };
  p2pid_http_ask ask = { .method = "GET", .timeout = 300 };
  char origin[64];

  plain = liar_new (&script, 1);
  snprintf (origin, sizeof origin, "https%s", liar_origin (plain) + 4);
  ask.url = origin;
  ck_assert_int_eq (p2pid_http_ask_for (&ask, -1, &answer), P2PID_ERR_TIMEOUT);
  ck_assert_uint_eq (liar_connections (plain), 1);
  ck_assert_uint_eq (liar_count (plain), 0);
}
END_TEST

static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

START_TEST (ones_own_certificate_opens)
{
  lock (CLIENT, versions[_i]);
  ck_assert_int_eq (get (tls_origin (locked), SERVER, CLIENT), P2PID_OK);
  ck_assert_uint_eq (tls_count (locked), 1);
}
END_TEST

START_TEST (one_that_the_server_does_not_take_is_untrusted)
{
  lock (CLIENT, versions[_i]);
  ck_assert_int_eq (get (tls_origin (locked), SERVER, STRANGER),
                    P2PID_ERR_UNTRUSTED);
  ck_assert_uint_eq (tls_count (locked), 0);
}
END_TEST

START_TEST (a_certificate_or_root_that_is_none_is_said)
{
  p2pid_http_ask ask = { .method = "GET", .timeout = 20000 };

  lock (-1, 0);
  ask.url = tls_origin (locked);
  ask.root = "no root";
  ck_assert_int_eq (p2pid_http_ask_for (&ask, -1, &answer), P2PID_ERR_ARGUMENT);
  ask.root = pem (certificate_texts, SERVER);
  ask.certificate = "no certificate";
  ask.key = "no key";
  ck_assert_int_eq (p2pid_http_ask_for (&ask, -1, &answer), P2PID_ERR_ARGUMENT);
  ask.certificate = pem (certificate_texts, CLIENT);
  ask.key = pem (key_texts, STRANGER); /* another's */
  ck_assert_int_eq (p2pid_http_ask_for (&ask, -1, &answer), P2PID_ERR_ARGUMENT);
}
END_TEST

/* Cancelling. */

static void
ignore_cb (const p2pid_enrolment_event *event, void *user_data)
{
}

static p2pid_enrolment *enrolment;

static void *
cancel_soon (void *user_data)
{
  while (liar_count (plain) == 0)
    usleep (1000);
  p2pid_enrolment_cancel (enrolment);
  return NULL;
}

/* Ask, and cancel as soon as the server has been asked. */
static p2pid_err
ask_and_cancel (long grace)
{
  const p2pid_test_person person = { .name = "Anna" };
  p2pid_enrolment_config config = { .method = P2PID_METHOD_SD_JWT,
                                    .program = "p2pid",
                                    .now = 1,
                                    .lifetime = 60,
                                    .person = &person,
                                    .callback = ignore_cb };
  p2pid_http_ask ask = { .method = "GET",
                         .url = liar_origin (plain),
                         .timeout = 60000,
                         .grace = grace };
  p2pid_key *key = NULL;
  p2pid_anchors *anchors = NULL;
  pthread_t thread;
  p2pid_err err;

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  config.key = key;
  config.anchors = anchors;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_OK);
  ck_assert_int_eq (pthread_create (&thread, NULL, cancel_soon, NULL), 0);
  err =
      p2pid_http_ask_for (&ask, p2pid_enrolment_cancel_fd (enrolment), &answer);
  pthread_join (thread, NULL);
  p2pid_enrolment_free (enrolment);
  p2pid_anchors_free (anchors);
  p2pid_key_free (key);
  return err;
}

START_TEST (a_cancel_breaks_it_off)
{
  plain = liar_new (NULL, 0);
  ck_assert_int_eq (ask_and_cancel (0), P2PID_ERR_CANCELLED);
}
END_TEST

START_TEST (an_answer_that_is_worth_it_is_waited_for)
{
  static const liar_answer late[] = {
    { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", 0,
      0, true, false },
  };

  plain = liar_new (late, 1);
  liar_set_delay (plain, 500);
  ck_assert_int_eq (ask_and_cancel (60000), P2PID_OK);
  ck_assert_int_eq (answer.status, 200);
}
END_TEST

START_TEST (but_not_for_ever)
{
  plain = liar_new (NULL, 0);
  ck_assert_int_eq (ask_and_cancel (500), P2PID_ERR_CANCELLED);
}
END_TEST

/* Whoever hangs up then has not answered, and nobody minds. */
START_TEST (a_cancel_is_all_that_is_told)
{
  static const liar_answer late[] = { { NULL, 0, 0, true, false } };

  plain = liar_new (late, 1);
  liar_set_delay (plain, 500);
  ck_assert_int_eq (ask_and_cancel (60000), P2PID_ERR_CANCELLED);
}
END_TEST

static void
add_plain (TCase *tcase)
{
  tcase_add_test (tcase, an_answer_is_taken_whole);
  tcase_add_test (tcase, a_post_says_what_it_brings_and_wants);
  tcase_add_test (tcase, any_status_is_an_answer_and_none_is_followed);
  tcase_add_test (tcase, a_type_too_long_is_none);
  tcase_add_test (tcase, the_largest_answer_is_taken);
  tcase_add_test (tcase, a_larger_one_is_not);
  tcase_add_test (tcase, endless_headers_are_no_answer);
  tcase_add_test (tcase, what_is_not_http_is_no_answer);
  tcase_add_test (tcase, an_answer_cut_short_is_none);
  tcase_add_test (tcase, nobody_there_is_offline);
  tcase_add_test (tcase, silence_ends_in_time);
  tcase_add_test (tcase, only_http_and_https_are_addresses);
  tcase_add_test (tcase, this_computer_is_known_by_its_names);
  tcase_add_test (tcase, a_cancel_breaks_it_off);
  tcase_add_test (tcase, an_answer_that_is_worth_it_is_waited_for);
  tcase_add_test (tcase, but_not_for_ever);
  tcase_add_test (tcase, a_cancel_is_all_that_is_told);
}

static void
add_tls (TCase *tcase)
{
  tcase_add_test (tcase, the_one_root_is_believed);
  tcase_add_test (tcase, another_root_is_not);
  tcase_add_test (tcase, nor_is_what_the_system_does_not_know);
  tcase_add_test (tcase, a_server_by_another_name_is_not_believed);
  tcase_add_test (tcase, https_is_never_http);
  tcase_add_loop_test (tcase, ones_own_certificate_opens, 0, 2);
  tcase_add_loop_test (tcase, one_that_the_server_does_not_take_is_untrusted, 0,
                       2);
  tcase_add_test (tcase, a_certificate_or_root_that_is_none_is_said);
}

int
main (void)
{
  Suite *suite = suite_create ("eid-http");
  TCase *tcase = tcase_create ("eid-http");
  int failed;

  signal (SIGPIPE, SIG_IGN); /* the fakes write to whoever has gone */
  if (mkdtemp (folder) == NULL)
    return EXIT_FAILURE;
  tcase_set_timeout (tcase, 60);
  tcase_add_unchecked_fixture (tcase, make_parties, forget_parties);
  tcase_add_checked_fixture (tcase, NULL, end);
  add_plain (tcase);
  add_tls (tcase);
  suite_add_tcase (suite, tcase);
  failed = harness_run (suite);
  rmdir (folder);
  return failed;
}
