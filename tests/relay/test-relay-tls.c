/* relay/: which servers are believed. A certificate that is trusted can only
 * be had by giving this process a view of its own of the system's list; where
 * that is not allowed, those tests are left out, and it is said. */

#include "harness.h"

#include "fakes/certificate.h"
#include "fakes/served.h"
#include "relay/relay.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

#define TRUSTED "/etc/ssl/certs/ca-certificates.crt"

static char folder[] = "/tmp/p2pid-tls-XXXXXX";
static char certificate[64], key[64];
static served *server;
static p2pid_relay *relay;
static p2pid_relay_event event;

static void
serve (const char *name, long from, long until)
{
  p2pid_server_config config = { .tls_certificate = certificate,
                                 .tls_key = key };

  certificate_make (name, from, until, certificate, key);
  server = served_new (&config);
  ck_assert_int_eq (p2pid_relay_new (served_origin (server), &relay), P2PID_OK);
  p2pid_relay_open_code (relay);
}

static void
end (void)
{
  p2pid_relay_free (relay);
  served_free (server);
  umount2 (TRUSTED, MNT_DETACH);
  unlink (certificate);
  unlink (key);
  relay = NULL;
  server = NULL;
}

static void
expect_refused (void)
{
  p2pid_relay_wait (relay, 20000, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_FAILED);
  ck_assert_str_eq (p2pid_err_name (event.err), "tls");
  p2pid_relay_wait (relay, 50, &event); /* nor is it tried again */
  ck_assert_int_eq (event.kind, P2PID_RELAY_TIMEOUT);
}

static void
trust (void)
{
  ck_assert_int_eq (mount (certificate, TRUSTED, NULL, MS_BIND, NULL), 0);
}

START_TEST (a_certificate_of_nobody_is_refused)
{
  serve ("127.0.0.1", -1, 1);
  expect_refused ();
}
END_TEST

START_TEST (a_trusted_one_is_taken)
{
  serve ("127.0.0.1", -1, 1);
  trust ();
  p2pid_relay_wait (relay, 20000, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_OPENED);
}
END_TEST

START_TEST (a_trusted_one_of_another_is_refused)
{
  serve ("127.0.0.2", -1, 1);
  trust ();
  expect_refused ();
}
END_TEST

START_TEST (a_trusted_one_of_yesterday_is_refused)
{
  serve ("127.0.0.1", -2, -1);
  trust ();
  expect_refused ();
}
END_TEST

/* Plain HTTP where TLS was asked for is no connection, and nothing is sent in
 * the open. */
START_TEST (no_step_down_to_http)
{
  char origin[64];

  server = served_new (NULL);
  snprintf (origin, sizeof origin, "https%s",
            served_origin (server) + sizeof "http" - 1);
  ck_assert_int_eq (p2pid_relay_new (origin, &relay), P2PID_OK);
  p2pid_relay_open_code (relay);
  p2pid_relay_wait (relay, 20000, &event);
  ck_assert_int_eq (event.kind, P2PID_RELAY_OFFLINE);
  p2pid_relay_free (relay);
  relay = NULL;
  ck_assert_uint_eq (served_counts (server).opened, 0);
}
END_TEST

/* A view of one's own of what is mounted; before there is any thread. */
static bool
have_own_view (void)
{
  return access (TRUSTED, F_OK) == 0 &&
         (unshare (CLONE_NEWNS) == 0 ||
          unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0) &&
         mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

int
main (void)
{
  Suite *suite = suite_create ("relay-tls");
  TCase *tcase = tcase_create ("relay-tls");
  bool own_view = have_own_view ();
  int failed;

  if (mkdtemp (folder) == NULL)
    return EXIT_FAILURE;
  snprintf (certificate, sizeof certificate, "%s/certificate.pem", folder);
  snprintf (key, sizeof key, "%s/key.pem", folder);
  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, NULL, end);
  tcase_add_test (tcase, a_certificate_of_nobody_is_refused);
  tcase_add_test (tcase, no_step_down_to_http);
  if (own_view) {
    tcase_add_test (tcase, a_trusted_one_is_taken);
    tcase_add_test (tcase, a_trusted_one_of_another_is_refused);
    tcase_add_test (tcase, a_trusted_one_of_yesterday_is_refused);
  } else {
    printf ("skipped: trusted certificates, %s cannot be replaced\n", TRUSTED);
  }
  suite_add_tcase (suite, tcase);
  failed = harness_run (suite);
  rmdir (folder);
  return failed;
}
