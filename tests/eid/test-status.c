/* A status list over TLS: taken from its own address alone, as it is or not at
 * all, within its size; and that a cancel breaks it off. */

#include "site.h"

#include "eid/status.h"
#include "evidence/anchors-internal.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define ADDRESS "https://issuer.example/list"
#define HEADER "{\"typ\":\"statuslist+jwt\",\"alg\":\"ES256\"}"
#define PAYLOAD "{\"sub\":\"" ADDRESS "\"}"
#define TYPE "application/statuslist+jwt"

static char *
encode (const char *text)
{
  size_t size = sodium_base64_encoded_len (
      strlen (text), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *out = malloc (size);

  ck_assert_ptr_nonnull (out);
  return sodium_bin2base64 (out, size, (const uint8_t *) text, strlen (text),
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Who signed it is seen when a credential is verified, not here. */
static char *
make_token (const char *header, const char *payload)
{
  char *first = encode (header), *second = encode (payload), *token = NULL;

  ck_assert_int_gt (asprintf (&token, "%s.%s.AA", first, second), 0);
  free (first);
  free (second);
  return token;
}

/* The same, of that many bytes, or up to three fewer: a multiple of what four
 * characters of base64 hold. */
static char *
make_token_of (size_t size)
{
  static const char begin_text[] = "{\"sub\":\"" ADDRESS "\",\"x\":\"";
  char *bare = make_token (HEADER, "");
  size_t wanted = (size - strlen (bare)) / 4 * 3;
  char *payload = malloc (wanted + 1), *token;

  ck_assert_ptr_nonnull (payload);
  memset (payload, 'x', wanted);
  memcpy (payload, begin_text, strlen (begin_text));
  memcpy (payload + wanted - 2, "\"}", 3);
  token = make_token (HEADER, payload);
  free (bare);
  free (payload);
  return token;
}

static p2pid_err
fetch_raw (const char *answer, const char *believed, int cancel_fd)
{
  const char *url = site_serve (answer, "/list");

  return p2pid_status_fetch_from (site_anchors, url, ADDRESS, believed,
                                  cancel_fd);
}

static p2pid_err
fetch (const char *head, const char *body, const char *believed)
{
  char *answer = NULL;
  p2pid_err err;

  ck_assert_int_gt (asprintf (&answer,
                              "HTTP/1.1 %s\r\nConnection: close\r\n\r\n%s",
                              head, body),
                    0);
  err = fetch_raw (answer, believed, -1);
  site_close (); /* it has borrowed the answer */
  free (answer);
  return err;
}

static bool
is_there (void)
{
  return p2pid_anchors_find_status (site_anchors, ADDRESS) != NULL;
}

START_TEST (the_list_of_its_address_is_taken)
{
  char *token = make_token (HEADER, PAYLOAD);

  ck_assert_int_eq (fetch ("200 OK\r\nContent-Type: " TYPE, token, site_root),
                    P2PID_OK);
  ck_assert (is_there ());
  free (token);
}
END_TEST

/* Looped over them. */
static const struct {
  p2pid_err err;
  const char *head, *header, *payload;
} answers[] = {
#define OK "200 OK\r\nContent-Type: " TYPE
  { P2PID_ERR_NOT_FOUND, "404 No\r\nContent-Type: " TYPE, HEADER, PAYLOAD },
  { P2PID_ERR_RELAY, "500 No\r\nContent-Type: " TYPE, HEADER, PAYLOAD },
  { P2PID_ERR_RELAY, "204 None\r\nContent-Type: " TYPE, HEADER, PAYLOAD },
  { P2PID_ERR_RELAY, "200 OK", HEADER, PAYLOAD },
  { P2PID_ERR_RELAY, "200 OK\r\nContent-Type: application/jwt", HEADER,
    PAYLOAD },
  { P2PID_ERR_RELAY, "200 OK\r\nContent-Type: application/statuslist+cwt",
    HEADER, PAYLOAD },
  { P2PID_ERR_RELAY,
    "302 Found\r\nLocation: https://issuer.example/b\r\nContent-Type: " TYPE,
    HEADER, PAYLOAD },
  { P2PID_ERR_MISMATCH, OK, HEADER,
    "{\"sub\":\"https://issuer.example/list2\"}" },
  { P2PID_ERR_INCOMPLETE, OK, HEADER, "{}" },
  { P2PID_ERR_FORMAT, OK, "{\"alg\":\"ES256\"}", PAYLOAD },
  { P2PID_ERR_FORMAT, OK, HEADER, "[]" },
};

START_TEST (nothing_else_is)
{
  char *token = make_token (answers[_i].header, answers[_i].payload);
  p2pid_err err = fetch (answers[_i].head, token, site_root);

  ck_assert_msg (err == answers[_i].err, "%s %s: %s", answers[_i].head,
                 answers[_i].payload, p2pid_err_name (err));
  ck_assert (!is_there ());
  ck_assert_ptr_null (
      p2pid_anchors_find_status (site_anchors, "https://issuer.example/list2"));
  free (token);
}
END_TEST

/* Larger than any other answer may be, and no larger than a list. */
START_TEST (a_list_may_be_large)
{
  char *large = make_token_of (P2PID_STATUS_TOKEN_MAX);
  char *too_large = make_token_of (P2PID_STATUS_TOKEN_MAX + 4);

  ck_assert_uint_le (strlen (large), P2PID_STATUS_TOKEN_MAX);
  ck_assert_uint_gt (strlen (too_large), P2PID_STATUS_TOKEN_MAX);
  ck_assert_int_eq (fetch (OK, too_large, site_root), P2PID_ERR_SIZE);
  ck_assert (!is_there ());
  ck_assert_int_eq (fetch (OK, large, site_root), P2PID_OK);
  ck_assert (is_there ());
  free (large);
  free (too_large);
}
END_TEST

START_TEST (a_server_that_is_not_the_addresss_is_not_heard)
{
  char *token = make_token (HEADER, PAYLOAD);

  ck_assert_int_eq (fetch (OK, token, site_stranger), P2PID_ERR_TLS);
  ck_assert_int_eq (fetch (OK, token, NULL), P2PID_ERR_TLS);
  ck_assert (!is_there ());
  free (token);
}
END_TEST

START_TEST (only_https_is_asked)
{
  static const char *const bad[] = {
    "http://127.0.0.1:1/list", "urn:list", "file:///etc/hostname",
    "127.0.0.1/list",          "https",    ""
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ck_assert_int_eq (
        p2pid_anchors_fetch_status (site_anchors, bad[i], NULL, -1),
        P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_anchors_fetch_status (
                        site_anchors, "https://127.0.0.1:1/", NULL, -1),
                    P2PID_ERR_OFFLINE);
}
END_TEST

START_TEST (a_cancel_breaks_it_off)
{
  int cancel = eventfd (1, EFD_CLOEXEC);

  ck_assert_int_ge (cancel, 0);
  ck_assert_int_eq (fetch_raw ("", site_root, cancel), P2PID_ERR_CANCELLED);
  ck_assert (!is_there ());
  close (cancel);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("status");
  TCase *tcase = tcase_create ("status");

  tcase_add_test (tcase, the_list_of_its_address_is_taken);
  tcase_add_loop_test (tcase, nothing_else_is, 0,
                       sizeof answers / sizeof *answers);
  tcase_add_test (tcase, a_list_may_be_large);
  tcase_add_test (tcase, a_server_that_is_not_the_addresss_is_not_heard);
  tcase_add_test (tcase, only_https_is_asked);
  tcase_add_test (tcase, a_cancel_breaks_it_off);
  return site_run (suite, tcase);
}
