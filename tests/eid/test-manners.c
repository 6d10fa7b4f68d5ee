/* BankID and Freja by way of a gateway: what of its answers is theirs is
 * shown, in their words, and nothing else is. */

#include "harness.h"

#include "fakes/liar.h"
#include "p2pid/enrolment.h"
#include "p2pid/key.h"

#include <stdio.h>
#include <time.h>

#define JSON(status, body)                                                     \
  {                                                                            \
    "HTTP/1.1 " status "\r\nContent-Type: application/json\r\n"                \
    "Connection: close\r\n\r\n" body,                                          \
        0, 0, true, false                                                      \
  }
#define ORDERED                                                                \
  JSON ("201 Created",                                                         \
        "{\"order\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\","          \
        "\"lifetime\":20}")

static char told[2048];

static void
tell_cb (const p2pid_enrolment_event *event, void *user_data)
{
  size_t size = strlen (told);

  if (event->kind == P2PID_ENROLMENT_STATEMENT)
    return;
  snprintf (told + size, sizeof told - size, "%s|%s|%s\n",
            event->text ? event->text : "", event->hint ? event->hint : "",
            event->sentence ? event->sentence : "");
}

static p2pid_err
order (p2pid_method method, const liar_answer *script, size_t count)
{
  liar *gateway = liar_new (script, count);
  p2pid_key *key = NULL;
  p2pid_anchors *anchors = NULL;
  p2pid_enrolment *enrolment = NULL;
  p2pid_enrolment_config config = { .method = method,
                                    .program = "P2P ID",
                                    .language = P2PID_LANGUAGE_EN,
                                    .now = time (NULL),
                                    .lifetime = 1800,
                                    .gateway = liar_origin (gateway),
                                    .callback = tell_cb };
  p2pid_err err;

  told[0] = '\0';
  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  config.key = key;
  config.anchors = anchors;
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_OK);
  err = p2pid_enrolment_run (enrolment);
  p2pid_enrolment_free (enrolment);
  p2pid_anchors_free (anchors);
  p2pid_key_free (key);
  liar_free (gateway);
  return err;
}

START_TEST (bankids_codes_links_and_words)
{
  static const liar_answer script[] = {
    ORDERED,
    JSON ("200 OK", "{\"status\":\"pending\",\"qr\":\"bankid.a.0.b\",\"open\":"
                    "\"bankid:///?autostarttoken=a&redirect=null\","
                    "\"hint\":\"RFA1\"}"),
    JSON ("200 OK", "{\"status\":\"pending\",\"qr\":\"frejaeid://x\",\"open\":"
                    "\"https://app.bankid.com.evil/?autostarttoken=a\","
                    "\"hint\":\"userSign\"}"),
    JSON ("200 OK", "{\"status\":\"failed\",\"error\":\"cancelled\","
                    "\"hint\":\"RFA6\"}"),
  };

  ck_assert_int_eq (order (P2PID_METHOD_BANKID, script, 4),
                    P2PID_ERR_CANCELLED);
  ck_assert_str_eq (told, "bankid.a.0.b||\n"
                          "bankid:///?autostarttoken=a&redirect=null||\n"
                          "|RFA1|Start your BankID app.\n"
                          "|RFA9|Enter your security code in the BankID app "
                          "and select Sign.\n"
                          "|RFA6|Action cancelled.\n"
                          "|RFA6|Action cancelled.\n");
}
END_TEST

START_TEST (frejas_codes_and_words)
{
  static const liar_answer script[] = {
    ORDERED,
    JSON ("200 OK", "{\"status\":\"pending\",\"qr\":\"frejaeid://"
                    "bindUserToTransaction?transactionReference=a%2B\","
                    "\"hint\":\"STARTED\"}"),
    JSON ("200 OK", "{\"status\":\"pending\",\"qr\":\"frejaeid://other\","
                    "\"open\":\"https://evil.example/\","
                    "\"hint\":\"RFA9\"}"),
    JSON ("200 OK", "{\"status\":\"failed\",\"error\":\"timeout\","
                    "\"hint\":\"EXPIRED\"}"),
  };

  ck_assert_int_eq (order (P2PID_METHOD_FREJA, script, 4), P2PID_ERR_TIMEOUT);
  ck_assert_str_eq (
      told, "frejaeid://bindUserToTransaction?transactionReference=a%2B||\n"
            "|STARTED|Start the Freja app and scan the QR code.\n"
            "|EXPIRED|The time for signing has run out. Please try again.\n"
            "|EXPIRED|The time for signing has run out. Please try again.\n");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("eid-manners");
  TCase *tcase = tcase_create ("gateway");

  tcase_set_timeout (tcase, 60); /* a gateway is asked once a second */
  tcase_add_test (tcase, bankids_codes_links_and_words);
  tcase_add_test (tcase, frejas_codes_and_words);
  suite_add_tcase (suite, tcase);
  return suite;
}

int
main (void)
{
  return harness_run (make_suite ());
}
