/* An organisation's page over TLS: taken from the domain's own server alone,
 * as it is or not at all. */

#include "site.h"

#include "eid/organisation.h"

#define NOW INT64_C (1795521600)
#define PAGE                                                                   \
  "{\"organisation\":\"Firman AB\",\"domain\":\"firman.example\","             \
  "\"keys\":[{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","                   \
  "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}}]}"
#define ANSWER(status, type, body)                                             \
  "HTTP/1.1 " status "\r\nContent-Type: " type                                 \
  "\r\nConnection: close\r\n\r\n" body

static p2pid_err
fetch (const char *answer, const char *believed)
{
  const char *url = site_serve (answer, "/.well-known/p2pid.json");

  return p2pid_organisation_fetch_from (url, "firman.example", believed,
                                        P2PID_ENVIRONMENT_PRODUCTION, NOW,
                                        site_anchors);
}

START_TEST (the_domains_own_page_becomes_anchors)
{
  const p2pid_anchor *anchor;

  ck_assert_int_eq (
      fetch (ANSWER ("200 OK", "application/json; charset=utf-8", PAGE),
             site_root),
      P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (site_anchors), 1);
  anchor = p2pid_anchors_get (site_anchors, 0);
  ck_assert_str_eq (anchor->name, "Firman AB");
  ck_assert_str_eq (anchor->issuer, "firman.example");
  ck_assert_int_eq (anchor->revoked_as_of, NOW);
}
END_TEST

/* Looped over them. */
static const struct {
  p2pid_err err;
  const char *answer;
} answers[] = {
  { P2PID_ERR_NOT_FOUND, ANSWER ("404 Not Found", "application/json", PAGE) },
  { P2PID_ERR_RELAY, ANSWER ("500 No", "application/json", PAGE) },
  { P2PID_ERR_RELAY, ANSWER ("204 No Content", "application/json", "") },
  { P2PID_ERR_RELAY, ANSWER ("200 OK", "text/html", PAGE) },
  { P2PID_ERR_RELAY,
    "HTTP/1.1 301 Moved\r\nLocation: https://firman2.example/\r\n"
    "Content-Type: application/json\r\nConnection: close\r\n\r\n" PAGE },
  { P2PID_ERR_FORMAT, ANSWER ("200 OK", "application/json", PAGE "x") },
  { P2PID_ERR_FORMAT, ANSWER ("200 OK", "application/json", "") },
  { P2PID_ERR_MISMATCH,
    ANSWER ("200 OK",
            "application/json",
            "{\"organisation\":\"Banken\",\"domain\":\"banken.example\","
            "\"keys\":[]}") },
};

START_TEST (nothing_else_does)
{
  p2pid_err err = fetch (answers[_i].answer, site_root);

  ck_assert_msg (err == answers[_i].err, "%s: %s", answers[_i].answer,
                 p2pid_err_name (err));
  ck_assert_uint_eq (p2pid_anchors_count (site_anchors), 0);
  ck_assert_uint_eq (tls_count (site_server), 1); /* nothing followed */
}
END_TEST

START_TEST (a_server_that_is_not_the_domains_is_not_heard)
{
  const char *good = ANSWER ("200 OK", "application/json", PAGE);

  ck_assert_int_eq (fetch (good, site_stranger), P2PID_ERR_TLS);
  ck_assert_uint_eq (p2pid_anchors_count (site_anchors), 0);
}
END_TEST

/* The web's authorities know nothing of it. */
START_TEST (without_a_root_the_systems_count)
{
  ck_assert_int_eq (fetch (ANSWER ("200 OK", "application/json", PAGE), NULL),
                    P2PID_ERR_TLS);
  ck_assert_uint_eq (p2pid_anchors_count (site_anchors), 0);
}
END_TEST

/* Nobody is asked: these would be addresses, ports, other schemes. */
START_TEST (what_is_no_domain_is_not_asked)
{
  static const char *const bad[] = { "localhost",     "127.0.0.1",
                                     "a.example:443", "a.example/b",
                                     "a@b.example",   "A.example" };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ck_assert_int_eq (p2pid_organisation_fetch (bad[i], NULL,
                                                P2PID_ENVIRONMENT_PRODUCTION,
                                                NOW, site_anchors),
                      P2PID_ERR_FORMAT);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("organisation");
  TCase *tcase = tcase_create ("organisation");

  tcase_add_test (tcase, the_domains_own_page_becomes_anchors);
  tcase_add_loop_test (tcase, nothing_else_does, 0,
                       sizeof answers / sizeof *answers);
  tcase_add_test (tcase, a_server_that_is_not_the_domains_is_not_heard);
  tcase_add_test (tcase, without_a_root_the_systems_count);
  tcase_add_test (tcase, what_is_no_domain_is_not_asked);
  return site_run (suite, tcase);
}
