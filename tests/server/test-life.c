/* A server's beginning and end: addresses, certificates, starting anew. */

#include "live.h"

#include <errno.h>
#include <netinet/in.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define ASK(...) (&(live_request){ __VA_ARGS__ })
#define TEXT(text)                                                             \
  {                                                                            \
    (const uint8_t *) (text), sizeof (text) - 1                                \
  }

static char folder[64];
static char certificate[96];
static char key[96];

static void
make_folder (void)
{
  strcpy (folder, "/tmp/p2pid-server-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (folder));
  snprintf (certificate, sizeof certificate, "%s/cert.pem", folder);
  snprintf (key, sizeof key, "%s/key.pem", folder);
}

static void
remove_folder (void)
{
  unlink (certificate);
  unlink (key);
  rmdir (folder);
}

static void
write_file (const char *path, const char *text)
{
  FILE *file = fopen (path, "w");

  ck_assert_ptr_nonnull (file);
  fputs (text, file);
  fclose (file);
}

/* A certificate for 127.0.0.1 that its own key signed. */
static void
make_certificate (void)
{
  EVP_PKEY *pair = EVP_EC_gen ("P-256");
  X509 *cert = X509_new ();
  X509_NAME *name = X509_get_subject_name (cert);
  X509_EXTENSION *alternative =
      X509V3_EXT_conf_nid (NULL, NULL, NID_subject_alt_name, "IP:127.0.0.1");
  FILE *file;

  X509_set_version (cert, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (cert), 1);
  X509_gmtime_adj (X509_getm_notBefore (cert), -60);
  X509_gmtime_adj (X509_getm_notAfter (cert), 3600);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC,
                              (const unsigned char *) "relay", -1, -1, 0);
  X509_set_issuer_name (cert, name);
  X509_set_pubkey (cert, pair);
  X509_add_ext (cert, alternative, -1);
  ck_assert_int_gt (X509_sign (cert, pair, EVP_sha256 ()), 0);

  file = fopen (certificate, "w");
  ck_assert_int_eq (PEM_write_X509 (file, cert), 1);
  fclose (file);
  file = fopen (key, "w");
  ck_assert_int_eq (
      PEM_write_PrivateKey (file, pair, NULL, NULL, 0, NULL, NULL), 1);
  fclose (file);
  X509_EXTENSION_free (alternative);
  X509_free (cert);
  EVP_PKEY_free (pair);
}

static p2pid_err
try (p2pid_server_config config)
{
  p2pid_server *server = NULL;
  p2pid_err err = p2pid_server_new (&config, &server);

  if (err != P2PID_OK)
    ck_assert_ptr_null (server);
  p2pid_server_free (server);
  return err;
}

/* Addresses */

START_TEST (a_free_port_is_found)
{
  p2pid_server_config config = { 0 };
  p2pid_server *one = NULL, *two = NULL;

  ck_assert_int_eq (p2pid_server_new (&config, &one), P2PID_OK);
  ck_assert_int_eq (p2pid_server_new (&config, &two), P2PID_OK);
  ck_assert_uint_ne (p2pid_server_port (one), 0);
  ck_assert_uint_ne (p2pid_server_port (one), p2pid_server_port (two));
  p2pid_server_free (one);
  p2pid_server_free (two);
}
END_TEST

START_TEST (what_is_no_address_is_refused)
{
  static const char *const bad[] = { "",      "localhost", "127.0.0.1:80",
                                     "[::1]", "256.0.0.1", "::g" };

  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    ck_assert_int_eq (try ((p2pid_server_config){ .address = bad[i] }),
                      P2PID_ERR_ARGUMENT);
}
END_TEST

START_TEST (a_taken_port_is_told_by_errno)
{
  live_start (&(p2pid_server_config){ LIVE_RATES });
  errno = 0;
  ck_assert_int_eq (try ((p2pid_server_config){ .port = live_port () }),
                    P2PID_ERR_IO);
  ck_assert_int_eq (errno, EADDRINUSE);
  live_stop ();
}
END_TEST

START_TEST (ipv6_is_served)
{
  int fd = socket (AF_INET6, SOCK_STREAM, 0);
  struct sockaddr_in6 loopback = { .sin6_family = AF_INET6,
                                   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
  bool possible =
      fd >= 0 && bind (fd, (struct sockaddr *) &loopback, sizeof loopback) == 0;

  close (fd);
  if (!possible) {
    puts ("skipped: this machine has no IPv6");
    return;
  }
  live_start (&(p2pid_server_config){ LIVE_RATES, .address = "::1" });
  live_set_origin ("http", "[::1]", NULL);
  live_expect (200, NULL, ASK (.path = "/"));
  live_expect (200, NULL, ASK (.path = "/v1/counts"));
  live_stop ();
}
END_TEST

/* TLS */

START_TEST (https_is_served)
{
  make_certificate ();
  live_start (&(p2pid_server_config){
      LIVE_RATES, .tls_certificate = certificate, .tls_key = key });
  live_set_origin ("https", "127.0.0.1", certificate);
  live_expect (204, NULL, ASK (.path = LIVE_BOX "/g/0", .token = LIVE_HOST));
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  live_expect (200, "hello",
               ASK (.path = LIVE_BOX "/g/0?wait=30", .token = LIVE_HOST));
  live_expect (204, NULL,
               ASK (.path = LIVE_BOX "/g/1?wait=1", .token = LIVE_HOST));
  live_stop ();
}
END_TEST

START_TEST (a_wait_over_https_is_woken)
{
  live_pending *pending;
  live_answer answer;

  make_certificate ();
  live_start (&(p2pid_server_config){
      LIVE_RATES, .tls_certificate = certificate, .tls_key = key });
  live_set_origin ("https", "127.0.0.1", certificate);
  pending =
      live_begin (ASK (.path = LIVE_BOX "/g/0?wait=30", .token = LIVE_HOST));
  live_wait_for_requests (1);
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  answer = live_end (pending);
  ck_assert_int_eq (answer.status, 200);
  ck_assert_str_eq ((char *) answer.body->data, "hello");
  live_answer_clear (&answer);
  live_stop ();
}
END_TEST

START_TEST (a_certificate_needs_its_key)
{
  make_certificate ();
  ck_assert_int_eq (
      try ((p2pid_server_config){ .tls_certificate = certificate }),
      P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (try ((p2pid_server_config){ .tls_key = key }),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (try ((p2pid_server_config){ .tls_certificate = certificate,
                                                .tls_key = certificate }),
                    P2PID_ERR_TLS);
  errno = 0;
  ck_assert_int_eq (
      try ((p2pid_server_config){ .tls_certificate = certificate,
                                  .tls_key = "/nowhere/key.pem" }),
      P2PID_ERR_IO);
  ck_assert_int_eq (errno, ENOENT);
}
END_TEST

START_TEST (what_is_no_certificate_is_refused)
{
  write_file (certificate, "-----BEGIN CERTIFICATE-----\nxx\n");
  write_file (key, "");
  ck_assert_int_eq (try ((p2pid_server_config){ .tls_certificate = certificate,
                                                .tls_key = key }),
                    P2PID_ERR_TLS);
}
END_TEST

/* Beginning and end */

START_TEST (a_port_is_free_again_at_once)
{
  uint16_t port;
  int fd;

  live_start (&(p2pid_server_config){ LIVE_RATES });
  port = live_port ();
  for (int i = 0; i < 3; i++) {
    /* One connection that was used, and one that is still open. */
    live_expect (200, NULL, ASK (.path = "/"));
    fd = live_connect ();
    live_stop ();
    live_start (&(p2pid_server_config){ LIVE_RATES, .port = port });
    ck_assert_uint_eq (live_port (), port);
    close (fd);
  }
  live_expect (200, NULL, ASK (.path = "/"));
  live_stop ();
}
END_TEST

START_TEST (a_server_that_begins_anew_has_lost_its_boxes)
{
  uint16_t port;

  live_start (&(p2pid_server_config){ LIVE_RATES });
  port = live_port ();
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  live_stop ();
  live_start (&(p2pid_server_config){ LIVE_RATES, .port = port });
  live_expect (404, "{\"error\":\"gone\"}",
               ASK (.method = "PUT", .path = LIVE_BOX "/g/1",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  live_stop ();
}
END_TEST

START_TEST (the_word_to_stop_may_come_first)
{
  p2pid_server_config config = { 0 };
  p2pid_server *server = NULL;

  ck_assert_int_eq (p2pid_server_new (&config, &server), P2PID_OK);
  p2pid_server_stop (server);
  p2pid_server_stop (server);
  ck_assert_int_eq (p2pid_server_run (server), P2PID_OK);
  p2pid_server_free (server);
}
END_TEST

START_TEST (a_server_may_run_again)
{
  p2pid_server_config config = { 0 };
  p2pid_server *server = NULL;
  p2pid_server_counts counts;

  ck_assert_int_eq (p2pid_server_new (&config, &server), P2PID_OK);
  for (int i = 0; i < 3; i++) {
    p2pid_server_stop (server);
    ck_assert_int_eq (p2pid_server_run (server), P2PID_OK);
  }
  p2pid_server_get_counts (server, &counts);
  ck_assert_uint_eq (counts.requests, 0);
  p2pid_server_free (server);
}
END_TEST

START_TEST (a_server_that_never_ran_can_be_freed)
{
  ck_assert_int_eq (try ((p2pid_server_config){ 0 }), P2PID_OK);
  p2pid_server_free (NULL);
}
END_TEST

/* All connections taken: who comes is served when one is free. */
START_TEST (one_connection_too_many_waits_for_its_turn)
{
  int first, second;
  live_pending *pending;
  live_answer answer;

  live_start (&(p2pid_server_config){ LIVE_RATES, .connections = 3 });
  live_expect (200, NULL, ASK (.path = "/")); /* curl keeps this one */
  first = live_connect ();
  second = live_connect ();
  /* Curl's own connection is busy with this; another is needed for those
   * that follow. */
  pending =
      live_begin (ASK (.path = LIVE_BOX "/g/0?wait=30", .token = LIVE_HOST));
  close (first);
  live_expect (201, NULL,
               ASK (.method = "PUT", .path = LIVE_BOX "/g/0",
                    .token = LIVE_GUEST, .body = TEXT ("hello")));
  answer = live_end (pending);
  ck_assert_int_eq (answer.status, 200);
  live_answer_clear (&answer);
  close (second);
  live_stop ();
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-life");
  TCase *tcase = tcase_create ("life");

  tcase_add_checked_fixture (tcase, make_folder, remove_folder);
  tcase_set_timeout (tcase, 100);
  tcase_add_test (tcase, a_free_port_is_found);
  tcase_add_test (tcase, what_is_no_address_is_refused);
  tcase_add_test (tcase, a_taken_port_is_told_by_errno);
  tcase_add_test (tcase, ipv6_is_served);
  tcase_add_test (tcase, https_is_served);
  tcase_add_test (tcase, a_wait_over_https_is_woken);
  tcase_add_test (tcase, a_certificate_needs_its_key);
  tcase_add_test (tcase, what_is_no_certificate_is_refused);
  tcase_add_test (tcase, a_port_is_free_again_at_once);
  tcase_add_test (tcase, a_server_that_begins_anew_has_lost_its_boxes);
  tcase_add_test (tcase, the_word_to_stop_may_come_first);
  tcase_add_test (tcase, a_server_may_run_again);
  tcase_add_test (tcase, a_server_that_never_ran_can_be_freed);
  tcase_add_test (tcase, one_connection_too_many_waits_for_its_turn);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
