/* eid/gateway: what is asked of a gateway, and what is taken from it; a
 * gateway that lies is found out. What it brings is a TEST credential here,
 * which is evidence like any other. */

#include "harness.h"

#include "base/encoding.h"

#include "eid/gateway.h"
#include "evidence/evidence.h"
#include "fakes/liar.h"
#include "p2pid/key.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define JSON(status, body)                                                     \
  "HTTP/1.1 " status "\r\nContent-Type: application/json\r\n"                  \
  "Connection: close\r\n\r\n" body
#define ORDER "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define ORDERED                                                                \
  {                                                                            \
    JSON ("201 Created", "{\"order\":\"" ORDER "\",\"lifetime\":20}"), 0, 0,   \
        true, false                                                            \
  }
#define ANSWER(text)                                                           \
  {                                                                            \
    text, 0, 0, true, false                                                    \
  }
#define STATE(body) ANSWER (JSON ("200 OK", body))
#define PENDING STATE ("{\"status\":\"pending\"}")

#define LOG_SIZE 1024

static p2pid_key *key, *other;
static p2pid_anchors *anchors;
static p2pid_enrolment *enrolment;
static p2pid_statement statement;
static liar *gateway;
static char told[LOG_SIZE];
static bool cancels; /* at the first event */
static p2pid_binding *binding;

static void
tell_cb (const p2pid_enrolment_event *event, void *data)
{
  static const char *const names[] = {
    [P2PID_ENROLMENT_STATEMENT] = "statement", [P2PID_ENROLMENT_QR] = "qr",
    [P2PID_ENROLMENT_OPEN] = "open",           [P2PID_ENROLMENT_HINT] = "hint",
    [P2PID_ENROLMENT_CARDS] = "cards",         [P2PID_ENROLMENT_PIN] = "pin",
    [P2PID_ENROLMENT_DONE] = "done",           [P2PID_ENROLMENT_FAILED] = "end",
  };
  size_t size = strlen (told);

  snprintf (told + size, sizeof told - size, "%s(%s%s%s) ", names[event->kind],
            event->text ? event->text : "", event->hint ? event->hint : "",
            event->sentence ? event->sentence : "");
  if (cancels)
    p2pid_enrolment_cancel (enrolment);
}

static const p2pid_eid_message *
find_message (p2pid_enrolment *who, const char *hint)
{
  static const p2pid_eid_message wait = {
    "wait",
    { [P2PID_LANGUAGE_SV] = ": Vänta.", [P2PID_LANGUAGE_EN] = ": Wait." }
  };

  return strcmp (hint, "wait") == 0 ? &wait : NULL;
}

static p2pid_gateway_manner manner = {
  .method = P2PID_METHOD_SD_JWT,
  .qr = "eid.",
  .links = { "https://app.example/", "eid:" },
  .find_message = find_message,
};

static void
begin (const liar_answer *script, size_t count, bool credential)
{
  p2pid_test_person person = { .name = "Anna Ek" };
  p2pid_enrolment_config config = {
    .method = P2PID_METHOD_SD_JWT,
    .program = "P2P ID",
    .language = P2PID_LANGUAGE_SV,
    .now = time (NULL),
    .lifetime = 1800,
    .person = &person,
    .credential = credential,
    .callback = tell_cb,
  };

  gateway = liar_new (script, count);
  config.gateway = liar_origin (gateway);
  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_key_new (&other), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  config.anchors = anchors;
  config.key = key;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_OK);
  ck_assert_int_eq (p2pid_statement_init (&statement, p2pid_key_public (key),
                                          config.program, config.language,
                                          config.now, config.lifetime),
                    P2PID_OK);
  *told = '\0';
  cancels = false;
}

static void
end (void)
{
  p2pid_binding_free (binding);
  binding = NULL;
  p2pid_enrolment_free (enrolment);
  p2pid_anchors_free (anchors);
  p2pid_key_free (key);
  p2pid_key_free (other);
  liar_free (gateway);
}

static p2pid_err
get (void)
{
  return p2pid_eid_gateway_get (enrolment, &statement, &manner, &binding);
}

/* A credential for @holder, and the answer that brings it. */
static char *
complete (const p2pid_key *holder)
{
  p2pid_test_person person = { .name = "Anna Ek" };
  p2pid_binding *issued = NULL;
  char *text = NULL;

  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (holder),
                                              &person, time (NULL), 1800,
                                              &issued),
                    P2PID_OK);
  ck_assert_int_gt (
      asprintf (&text,
                JSON ("200 OK", "{\"status\":\"complete\",\"method\":\"sd-jwt\""
                                ",\"evidence\":\"%s\"}"),
                p2pid_binding_evidence (issued)),
      0);
  p2pid_binding_free (issued);
  return text;
}

START_TEST (an_order_says_only_the_statement)
{
  const liar_answer script[] = {
    ORDERED,
    STATE ("{\"status\":\"failed\",\"error\":\"cancelled\"}"),
  };
  p2pid_buffer *bytes = NULL, *text = NULL;
  char expected[1024];

  begin (script, 2, false);
  ck_assert_int_eq (get (), P2PID_ERR_CANCELLED);
  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &text),
                    P2PID_OK);
  snprintf (expected, sizeof expected,
            "\r\n\r\n{\"method\":\"sd-jwt\",\"statement\":\"%s\"}",
            (const char *) text->data);
  ck_assert_ptr_nonnull (strstr (liar_request (gateway, 0), expected));
  ck_assert_ptr_nonnull (
      strstr (liar_request (gateway, 0), "POST /v1/sign HTTP/1.1\r\n"));
  ck_assert_ptr_nonnull (
      strstr (liar_request (gateway, 0), "Content-Type: application/json\r\n"));
  ck_assert_ptr_nonnull (strstr (liar_request (gateway, 1),
                                 "GET /v1/sign/" ORDER " HTTP/1.1\r\n"));
  /* It is over there, and nothing is left to be taken back. */
  ck_assert_uint_eq (liar_count (gateway), 2);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  end ();
}
END_TEST

START_TEST (what_changes_is_told)
{
  const liar_answer script[] = {
    ORDERED,
    STATE ("{\"status\":\"pending\",\"qr\":\"eid.1\",\"open\":\"eid:x\","
           "\"hint\":\"wait\"}"),
    STATE ("{\"status\":\"pending\",\"qr\":\"eid.1\",\"open\":\"eid:x\","
           "\"hint\":\"wait\"}"),
    STATE ("{\"status\":\"pending\",\"qr\":\"eid.2\"}"),
    STATE ("{\"status\":\"failed\",\"error\":\"timeout\",\"hint\":\"wait\"}"),
  };

  begin (script, 5, false);
  ck_assert_int_eq (get (), P2PID_ERR_TIMEOUT);
  ck_assert_str_eq (told, "qr(eid.1) open(eid:x) hint(wait: Vänta.) "
                          "qr(eid.2) open() ");
  end ();
}
END_TEST

/* A gateway has no words of its own, and leads nobody anywhere. */
START_TEST (what_is_not_the_eids_is_not_shown)
{
  const liar_answer script[] = {
    ORDERED,
    STATE ("{\"status\":\"pending\",\"qr\":\"https://evil.example\","
           "\"open\":\"https://app.example.evil/\",\"hint\":\"Ring 555\","
           "\"sentence\":\"Ring 555\"}"),
    STATE ("{\"status\":\"pending\",\"qr\":\"eid. x\",\"open\":\"eid:\\n\","
           "\"hint\":7}"),
    STATE ("{\"status\":\"pending\",\"qr\":{},\"open\":[]}"),
    STATE ("{\"status\":\"failed\",\"error\":\"expired\"}"),
  };

  begin (script, 5, false);
  /* Nor does it make up errors that only a check can find. */
  ck_assert_int_eq (get (), P2PID_ERR_RELAY);
  ck_assert_str_eq (told, "");
  end ();
}
END_TEST

START_TEST (a_credential_comes)
{
  liar_answer script[] = { ORDERED, PENDING, ANSWER (NULL) };
  char *text;
  p2pid_public_key bound;

  begin (script, 3, true);
  text = complete (key);
  script[2].text = text;
  ck_assert_int_eq (get (), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_key (binding, &bound), P2PID_OK);
  ck_assert_mem_eq (bound.bytes, p2pid_key_public (key)->bytes, 32);
  ck_assert_ptr_nonnull (
      strstr (liar_request (gateway, 0), ",\"credential\":true}"));
  end ();
  free (text); /* the gateway had it */
}
END_TEST

/* Each is an answer to the order itself. */
static const struct {
  const char *text;
  p2pid_err err;
} refusals[] = {
  { JSON ("400 Bad Request", "{\"error\":\"format\"}"), P2PID_ERR_RELAY },
  { JSON ("403 Forbidden", "{\"error\":\"method\"}"), P2PID_ERR_UNTRUSTED },
  { JSON ("403 Forbidden", "{\"error\":\"program\"}"), P2PID_ERR_UNTRUSTED },
  { JSON ("403 Forbidden", "{\"error\":\"clock\"}"), P2PID_ERR_CLOCK },
  { JSON ("403 Forbidden", "{\"error\":\"lifetime\",\"longest\":1200}"),
    P2PID_ERR_ARGUMENT },
  { JSON ("403 Forbidden", "{\"error\":\"lifetime\"}"), P2PID_ERR_RELAY },
  { JSON ("403 Forbidden", "{\"error\":\"lifetime\",\"longest\":-1}"),
    P2PID_ERR_RELAY },
  { JSON ("403 Forbidden", "[]"), P2PID_ERR_RELAY },
  { JSON ("404 Not Found", "{\"error\":\"path\"}"), P2PID_ERR_UNTRUSTED },
  { JSON ("429 Too Many Requests", "{\"error\":\"rate\"}"), P2PID_ERR_BUSY },
  { JSON ("503 Service Unavailable", "{\"error\":\"full\"}"), P2PID_ERR_BUSY },
  { JSON ("500 Internal Server Error", "{}"), P2PID_ERR_RELAY },
  { JSON ("200 OK", "{\"order\":\"" ORDER "\",\"lifetime\":20}"),
    P2PID_ERR_RELAY },
  { JSON ("201 Created", ""), P2PID_ERR_RELAY },
  { JSON ("201 Created", "{\"order\":\"" ORDER "\"}"), P2PID_ERR_RELAY },
  { JSON ("201 Created", "{\"order\":\"" ORDER "\",\"lifetime\":0}"),
    P2PID_ERR_RELAY },
  { JSON ("201 Created", "{\"order\":\"" ORDER "\",\"lifetime\":601}"),
    P2PID_ERR_RELAY },
  { JSON ("201 Created", "{\"order\":\"" ORDER "A\",\"lifetime\":20}"),
    P2PID_ERR_RELAY },
  { JSON ("201 Created",
          "{\"order\":\"../../v1/box/00000000000000000000000000"
          "\",\"lifetime\":20}"),
    P2PID_ERR_RELAY },
  { "HTTP/1.1 201 Created\r\nContent-Type: text/html\r\nConnection: close\r\n"
    "\r\n{\"order\":\"" ORDER "\",\"lifetime\":20}",
    P2PID_ERR_RELAY },
  { "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\n"
    "Content-Length: 0\r\nConnection: close\r\n\r\n",
    P2PID_ERR_RELAY },
};

START_TEST (a_gateway_may_refuse)
{
  const liar_answer script[] = { ANSWER (refusals[_i].text) };

  begin (script, 1, false);
  ck_assert_int_eq (get (), refusals[_i].err);
  ck_assert_uint_eq (liar_count (gateway), 1);
  ck_assert_str_eq (told, "");
  if (refusals[_i].err == P2PID_ERR_ARGUMENT)
    ck_assert_str_eq (p2pid_enrolment_get_hint (enrolment), "lifetime");
  else
    ck_assert_ptr_null (p2pid_enrolment_get_hint (enrolment));
  end ();
}
END_TEST

/* Each is an answer to a look at the order; the gateway knows it to be over. */
static const struct {
  const char *text;
  p2pid_err err;
} endings[] = {
  { JSON ("404 Not Found", "{\"error\":\"unknown\"}"), P2PID_ERR_TIMEOUT },
  { JSON ("500 Internal Server Error", "{}"), P2PID_ERR_RELAY },
  { JSON ("200 OK", "x"), P2PID_ERR_RELAY },
  { JSON ("200 OK", "{}"), P2PID_ERR_RELAY },
  { JSON ("200 OK", "{\"status\":\"done\"}"), P2PID_ERR_RELAY },
  { JSON ("200 OK", "{\"status\":\"failed\"}"), P2PID_ERR_RELAY },
  { JSON ("200 OK", "{\"status\":\"failed\",\"error\":\"ok\"}"),
    P2PID_ERR_RELAY },
  { JSON ("200 OK", "{\"status\":\"failed\",\"error\":\"busy\"}"),
    P2PID_ERR_BUSY },
  { JSON ("200 OK", "{\"status\":\"complete\"}"), P2PID_ERR_RELAY },
  { JSON ("200 OK", "{\"status\":\"complete\",\"method\":\"sd-jwt\"}"),
    P2PID_ERR_FORMAT },
  { JSON ("200 OK",
          "{\"status\":\"complete\",\"method\":\"oidc\","
          "\"evidence\":\"a.b.c~{}\"}"),
    P2PID_ERR_RELAY },
  { JSON ("200 OK",
          "{\"status\":\"complete\",\"method\":\"sd-jwt\","
          "\"evidence\":\"nonsense\"}"),
    P2PID_ERR_FORMAT },
};

START_TEST (an_order_may_end_without_evidence)
{
  const liar_answer script[] = { ORDERED, ANSWER (endings[_i].text) };

  begin (script, 2, true);
  ck_assert_int_eq (get (), endings[_i].err);
  ck_assert_ptr_null (binding);
  ck_assert_uint_eq (liar_count (gateway), 2);
  end ();
}
END_TEST

START_TEST (a_cancel_takes_the_order_back)
{
  const liar_answer script[] = {
    ORDERED,
    STATE ("{\"status\":\"pending\",\"qr\":\"eid.1\"}"),
    ANSWER ("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
  };

  begin (script, 3, false);
  cancels = true;
  ck_assert_int_eq (get (), P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (liar_count (gateway), 3);
  ck_assert_ptr_nonnull (strstr (liar_request (gateway, 2),
                                 "DELETE /v1/sign/" ORDER " HTTP/1.1\r\n"));
  end ();
}
END_TEST

static void *
cancel_when_asked (void *data)
{
  while (liar_count (gateway) == 0)
    usleep (1000);
  p2pid_enrolment_cancel (enrolment);
  return NULL;
}

/* Its name is still on its way, and it could not be taken back without. */
START_TEST (a_cancel_at_the_first_question_takes_the_order_back)
{
  const liar_answer script[] = {
    ORDERED,
    ANSWER ("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"),
  };
  pthread_t thread;

  begin (script, 2, false);
  liar_set_delay (gateway, 500);
  ck_assert_int_eq (pthread_create (&thread, NULL, cancel_when_asked, NULL), 0);
  ck_assert_int_eq (get (), P2PID_ERR_CANCELLED);
  pthread_join (thread, NULL);
  ck_assert_uint_eq (liar_count (gateway), 2);
  ck_assert_ptr_nonnull (strstr (liar_request (gateway, 1),
                                 "DELETE /v1/sign/" ORDER " HTTP/1.1\r\n"));
  ck_assert_str_eq (told, "");
  end ();
}
END_TEST

START_TEST (a_moment_out_of_reach_does_not_matter)
{
  const liar_answer script[] = {
    ORDERED,
    ANSWER (NULL),
    ANSWER (JSON ("429 Too Many Requests", "{\"error\":\"rate\"}")),
    ANSWER (NULL),
    STATE ("{\"status\":\"failed\",\"error\":\"cancelled\"}"),
  };

  begin (script, 5, false);
  ck_assert_int_eq (get (), P2PID_ERR_CANCELLED);
  end ();
}
END_TEST

START_TEST (a_gateway_that_died_is_given_up)
{
  const liar_answer script[] = { ORDERED,       ANSWER (NULL), ANSWER (NULL),
                                 ANSWER (NULL), ANSWER (NULL), ANSWER (NULL),
                                 ANSWER (NULL) };

  begin (script, 7, false);
  ck_assert_int_eq (get (), P2PID_ERR_OFFLINE);
  end ();
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("gateway");
  TCase *tcase = tcase_create ("gateway");

  tcase_add_test (tcase, an_order_says_only_the_statement);
  tcase_add_test (tcase, what_changes_is_told);
  tcase_add_test (tcase, what_is_not_the_eids_is_not_shown);
  tcase_add_test (tcase, a_credential_comes);
  tcase_add_loop_test (tcase, a_gateway_may_refuse, 0,
                       sizeof refusals / sizeof *refusals);
  tcase_add_loop_test (tcase, an_order_may_end_without_evidence, 0,
                       sizeof endings / sizeof *endings);
  tcase_add_test (tcase, a_cancel_takes_the_order_back);
  tcase_add_test (tcase, a_cancel_at_the_first_question_takes_the_order_back);
  tcase_add_test (tcase, a_moment_out_of_reach_does_not_matter);
  tcase_add_test (tcase, a_gateway_that_died_is_given_up);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
