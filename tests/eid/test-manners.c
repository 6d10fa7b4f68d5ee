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
static p2pid_enrolment *enrolment;
static p2pid_language language;
static p2pid_device device;
static bool opens; /* the link, as soon as it is told */

static void
begin (void)
{
  language = P2PID_LANGUAGE_EN;
  device = P2PID_DEVICE_COMPUTER;
  opens = false;
}

static void
tell_cb (const p2pid_enrolment_event *event, void *user_data)
{
  size_t size = strlen (told);

  if (event->kind == P2PID_ENROLMENT_STATEMENT)
    return;
  if (event->kind == P2PID_ENROLMENT_OPEN && opens)
    p2pid_enrolment_mark_opened (enrolment);
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
  p2pid_enrolment_config config = { .method = method,
                                    .program = "P2P ID",
                                    .language = language,
                                    .device = device,
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
                          "|RFA1|Open the BankID app and scan the QR code.\n"
                          "||\n||\n"
                          "|RFA9|Read the text in the BankID app and sign it "
                          "with your security code.\n"
                          "|RFA6|You cancelled the signing in the BankID "
                          "app.\n");
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
            "||\n"
            "|EXPIRED|The time for signing has run out. Please try again.\n");
}
END_TEST

/* A gateway tells what is right for a QR code on a computer, whoever asks. */
#define PENDING(hint)                                                          \
  JSON ("200 OK", "{\"status\":\"pending\",\"open\":"                          \
                  "\"bankid:///?autostarttoken=a\",\"hint\":\"" hint "\"}")

/* The numbers of what was told, in order. */
static void
check_numbers (const char *wanted)
{
  char numbers[128] = "";

  for (const char *at = told; (at = strstr (at, "|RFA")) != NULL; at++)
    snprintf (numbers + strlen (numbers), sizeof numbers - strlen (numbers),
              "%.*s ", (int) strcspn (at + 1, "|"), at + 1);
  ck_assert_str_eq (numbers, wanted);
}

START_TEST (the_way_of_start_is_known_here_alone)
{
  static const liar_answer script[] = {
    ORDERED,
    PENDING ("RFA1"),
    PENDING ("RFA14A"),
    JSON ("200 OK", "{\"status\":\"failed\",\"error\":\"timeout\","
                    "\"hint\":\"RFA17B\"}"),
  };
  static const char *const wanted[] = {
    "RFA1 RFA14A RFA17B ",
    "RFA1 RFA14B RFA17B ",
    "RFA13 RFA15A RFA17A ",
    "RFA13 RFA15B RFA17A ",
  };

  device = _i % 2 == 0 ? P2PID_DEVICE_COMPUTER : P2PID_DEVICE_TELEPHONE;
  opens = _i >= 2;
  ck_assert_int_eq (order (P2PID_METHOD_BANKID, script, 4), P2PID_ERR_TIMEOUT);
  check_numbers (wanted[_i]);
}
END_TEST

START_TEST (a_gateway_may_tell_bankids_own_codes)
{
  static const liar_answer script[] = {
    ORDERED,
    PENDING ("noClient"),
    PENDING ("started"),
    JSON ("200 OK", "{\"status\":\"failed\",\"error\":\"timeout\","
                    "\"hint\":\"startFailed\"}"),
  };

  opens = true;
  language = P2PID_LANGUAGE_SV;
  ck_assert_int_eq (order (P2PID_METHOD_BANKID, script, 4), P2PID_ERR_TIMEOUT);
  check_numbers ("RFA13 RFA15A RFA17A ");
  ck_assert_ptr_nonnull (strstr (told, "BankID-appen öppnas här."));
}
END_TEST

/* What was said on the way is no reason for the end. */
START_TEST (a_gateway_that_breaks_off_says_nothing_of_why)
{
  static const liar_answer script[] = {
    ORDERED,
    PENDING ("RFA1"),
    JSON ("500 Internal Server Error", "{}"),
  };

  ck_assert_int_eq (order (P2PID_METHOD_BANKID, script, 3), P2PID_ERR_RELAY);
  ck_assert_ptr_nonnull (strstr (told, "scan the QR code.\n||\n"));
}
END_TEST

/* In seconds, and as it is said. */
static const struct {
  const char *longest, *sentences[P2PID_LANGUAGE_COUNT_];
} times[] = {
  { "1",
    { "Nätslussen tillåter högst 1 minut.",
      "The gateway allows at most 1 minute." } },
  { "60",
    { "Nätslussen tillåter högst 1 minut.",
      "The gateway allows at most 1 minute." } },
  { "1800",
    { "Nätslussen tillåter högst 30 minuter.",
      "The gateway allows at most 30 minutes." } },
  { "3600",
    { "Nätslussen tillåter högst 1 timme.",
      "The gateway allows at most 1 hour." } },
  { "7200",
    { "Nätslussen tillåter högst 2 timmar.",
      "The gateway allows at most 2 hours." } },
  { "5400",
    { "Nätslussen tillåter högst 90 minuter.",
      "The gateway allows at most 90 minutes." } },
  { "86400",
    { "Nätslussen tillåter högst 1 dygn.",
      "The gateway allows at most 1 day." } },
  { "2592000",
    { "Nätslussen tillåter högst 30 dygn.",
      "The gateway allows at most 30 days." } },
};

START_TEST (the_longest_time_is_the_reason)
{
  char text[256], wanted[256];
  liar_answer script[] = { JSON ("403 Forbidden", "") };

  snprintf (text, sizeof text, "%s{\"error\":\"lifetime\",\"longest\":%s}",
            script[0].text, times[_i].longest);
  script[0].text = text;
  for (int i = 0; i < P2PID_LANGUAGE_COUNT_; i++) {
    language = (p2pid_language) i;
    ck_assert_int_eq (order (P2PID_METHOD_BANKID, script, 1),
                      P2PID_ERR_ARGUMENT);
    snprintf (wanted, sizeof wanted, "|lifetime|%s %s\n",
              times[_i].sentences[i],
              i == P2PID_LANGUAGE_SV ? "Välj en kortare tid."
                                     : "Choose a shorter time.");
    ck_assert_str_eq (told, wanted);
  }
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("eid-manners");
  TCase *tcase = tcase_create ("gateway");

  tcase_set_timeout (tcase, 60); /* a gateway is asked once a second */
  tcase_add_checked_fixture (tcase, begin, NULL);
  tcase_add_test (tcase, bankids_codes_links_and_words);
  tcase_add_test (tcase, frejas_codes_and_words);
  tcase_add_loop_test (tcase, the_way_of_start_is_known_here_alone, 0, 4);
  tcase_add_test (tcase, a_gateway_may_tell_bankids_own_codes);
  tcase_add_test (tcase, a_gateway_that_breaks_off_says_nothing_of_why);
  tcase_add_loop_test (tcase, the_longest_time_is_the_reason, 0,
                       sizeof times / sizeof *times);
  suite_add_tcase (suite, tcase);
  return suite;
}

int
main (void)
{
  return harness_run (make_suite ());
}
