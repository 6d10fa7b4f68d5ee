/* eid/bankid before a fake of BankID: how orders go, how they end, and that
 * whatever is open is cancelled. */

#include "ordering.h"

#include <openssl/evp.h>
#include <stdio.h>

#define PARTY                                                                  \
  "cn=P2P ID Test,name=P2P ID Test,serialNumber=5560000167,"                   \
  "o=Testbank A AB (publ),c=SE"

#define SIGN "/rp/v6.0/sign"
#define COLLECT "/rp/v6.0/collect"
#define CANCEL "/rp/v6.0/cancel"

static bool by_link, has_read;
static const char *link_wish; /* what opening the link leads to */

static void
begin (void)
{
  ordering_begin ();
  by_link = false;
  link_wish = "";
}

static void
read_code (const heard_event *event)
{
  char wish[600];

  has_read = true;
  snprintf (wish, sizeof wish, "{\"%s\":\"%s\"%s}", by_link ? "link" : "text",
            event->text, by_link ? link_wish : "");
  ordering_scan (by_link ? "/start" : "/scan", wish);
}

/* Reads the first code and, asked for the security code, answers. */
static void
act (const heard_event *event)
{
  p2pid_enrolment_event_kind wanted =
      by_link ? P2PID_ENROLMENT_OPEN : P2PID_ENROLMENT_QR;

  if (event->kind == P2PID_ENROLMENT_STATEMENT)
    has_read = false;
  if (event->kind == wanted && !has_read)
    read_code (event);
  if (event->kind == P2PID_ENROLMENT_HINT && strcmp (event->hint, "RFA9") == 0)
    ordering_answer ();
}

/* How it goes. */

START_TEST (a_person_signs_by_the_code)
{
  size_t cancels = fake_operator_count (theirs, CANCEL, 200);

  ck_assert_int_eq (ordering_run (act), P2PID_OK);
  ck_assert_str_eq (heard_name, "Astrid Öberg");
  ck_assert_int_eq (heard_environment, P2PID_ENVIRONMENT_TEST);
  ck_assert (json_is_true (json_object_get (scanned, "right")));
  ck_assert_int_le (json_integer_value (json_object_get (scanned, "age")), 1);
  ck_assert (ordering_has_hint ("RFA1"));
  ck_assert (ordering_has_hint ("RFA9"));
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_DONE), 1);
  ck_assert_uint_eq (fake_operator_count (theirs, CANCEL, 200), cancels);
}
END_TEST

START_TEST (a_person_signs_by_the_link)
{
  by_link = true;
  answer_wish = "{\"kind\":\"file\",\"person\":\"bertil\"}";
  ck_assert_int_eq (ordering_run (act), P2PID_OK);
  ck_assert (json_is_true (json_object_get (scanned, "right")));
  ck_assert_str_eq (heard_name, "Bertil Nilsson");
  /* Once, and away again. */
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_OPEN), 2);
  ck_assert_str_eq (ordering_last (P2PID_ENROLMENT_OPEN)->text, "");
}
END_TEST

/* The link is opened at once; the app has no BankID; then one is found. */
static void
open_here (const heard_event *event)
{
  if (event->kind == P2PID_ENROLMENT_OPEN)
    p2pid_enrolment_mark_opened (enrolment);
  if (event->kind == P2PID_ENROLMENT_HINT && strcmp (event->hint, "RFA13") == 0)
    read_code (ordering_last (P2PID_ENROLMENT_OPEN));
  if (event->kind == P2PID_ENROLMENT_HINT &&
      strncmp (event->hint, "RFA1", 4) == 0 &&
      strcmp (event->hint, "RFA13") != 0)
    fake_operator_do (theirs, "/hint", "{\"hintCode\":\"userSign\"}");
  if (event->kind == P2PID_ENROLMENT_HINT && strcmp (event->hint, "RFA9") == 0)
    fake_operator_do (theirs, "/approve", "{}");
}

START_TEST (a_link_that_was_opened_has_messages_of_its_own)
{
  by_link = true;
  link_wish = ",\"hintCode\":\"started\"";
  ordering.device = _i == 0 ? P2PID_DEVICE_COMPUTER : P2PID_DEVICE_TELEPHONE;
  ck_assert_int_eq (ordering_run (open_here), P2PID_OK);
  ck_assert (ordering_has_hint ("RFA13"));
  ck_assert (ordering_has_hint (_i == 0 ? "RFA15A" : "RFA15B"));
  ck_assert (ordering_has_hint ("RFA9"));
  ck_assert (!ordering_has_hint ("RFA1"));
}
END_TEST

static void
let_the_app_find_nothing (const heard_event *event)
{
  if (event->kind == P2PID_ENROLMENT_HINT && strcmp (event->hint, "RFA1") == 0)
    fake_operator_do (theirs, "/hint", "{\"hintCode\":\"started\"}");
  if (event->kind == P2PID_ENROLMENT_HINT &&
      strncmp (event->hint, "RFA14", 5) == 0)
    p2pid_enrolment_cancel (enrolment);
}

START_TEST (a_code_that_was_scanned_sends_to_any_device)
{
  ordering.device = _i == 0 ? P2PID_DEVICE_COMPUTER : P2PID_DEVICE_TELEPHONE;
  ck_assert_int_eq (ordering_run (let_the_app_find_nothing),
                    P2PID_ERR_CANCELLED);
  ck_assert (ordering_has_hint (_i == 0 ? "RFA14A" : "RFA14B"));
}
END_TEST

/* From then on, whatever was told before. */
static void
open_later (const heard_event *event)
{
  if (event->kind == P2PID_ENROLMENT_QR &&
      ordering_count (P2PID_ENROLMENT_QR) == 2)
    p2pid_enrolment_mark_opened (enrolment);
  if (event->kind == P2PID_ENROLMENT_HINT && strcmp (event->hint, "RFA13") == 0)
    fake_operator_do (theirs, "/advance", "{\"seconds\":31}");
}

START_TEST (a_link_that_is_opened_later_counts_from_then)
{
  ck_assert_int_eq (ordering_run (open_later), P2PID_ERR_TIMEOUT);
  ck_assert (ordering_has_hint ("RFA1"));
  ck_assert (ordering_has_hint ("RFA13"));
  ck_assert_str_eq (ordering_last (P2PID_ENROLMENT_FAILED)->hint, "RFA17A");
}
END_TEST

/* The text that is shown is the statement's, and nothing else is asked for. */
START_TEST (the_statement_is_what_is_ordered)
{
  p2pid_buffer *text = NULL;
  uint8_t *shown;
  char wanted[2 * P2PID_STATEMENT_TEXT_MAX];
  json_t *order, *wish;

  ck_assert_int_eq (ordering_run (act), P2PID_OK);
  ck_assert_int_eq (p2pid_statement_text (&heard_statement, &text), P2PID_OK);
  order = ordering_last_order ();
  wish = json_object_get (order, "request");
  ck_assert_str_eq (text_of (order, "kind"), "sign");
  ck_assert_uint_eq (json_object_size (wish), 4);
  ck_assert_str_eq (text_of (wish, "endUserIp"), "127.0.0.1");
  ck_assert_ptr_nonnull (json_object_get (wish, "userNonVisibleData"));
  ck_assert (json_is_true (
      json_object_get (json_object_get (wish, "requirement"), "pinCode")));
  shown = text->data;
  EVP_EncodeBlock ((uint8_t *) wanted, shown, (int) text->size);
  ck_assert_str_eq (text_of (wish, "userVisibleData"), wanted);
  p2pid_buffer_free (text);
  json_decref (order);
}
END_TEST

static void
wait_for_the_third_code (const heard_event *event)
{
  if (event->kind == P2PID_ENROLMENT_QR &&
      ordering_count (P2PID_ENROLMENT_QR) == 3)
    read_code (event);
  if (event->kind == P2PID_ENROLMENT_HINT && strcmp (event->hint, "RFA9") == 0)
    fake_operator_do (theirs, "/approve", "{}");
}

START_TEST (each_second_has_a_code_until_somebody_has_the_order)
{
  size_t collects = fake_operator_count (theirs, COLLECT, 200);
  char codes[3][512];
  size_t count = 0;

  ck_assert_int_eq (ordering_run (wait_for_the_third_code), P2PID_OK);
  ck_assert (json_is_true (json_object_get (scanned, "right")));
  ck_assert_int_le (json_integer_value (json_object_get (scanned, "age")), 1);
  for (size_t i = 0; i < heard_count && count < 3; i++)
    if (heard[i].kind == P2PID_ENROLMENT_QR)
      strcpy (codes[count++], heard[i].text);
  ck_assert_uint_eq (count, 3);
  ck_assert_str_ne (codes[0], codes[1]);
  ck_assert_str_ne (codes[1], codes[2]);
  ck_assert_str_eq (ordering_last (P2PID_ENROLMENT_QR)->text, "");
  ck_assert_int_ne (ordering_last (P2PID_ENROLMENT_QR) - heard,
                    (long) heard_count - 1);
  /* Every other second, as the rules have it; none was turned away. */
  ck_assert_uint_le (fake_operator_count (theirs, COLLECT, 200) - collects, 4);
  ck_assert_uint_eq (fake_operator_count (theirs, COLLECT, 429), 0);
}
END_TEST

START_TEST (swedes_are_told_in_swedish)
{
  ordering.language = P2PID_LANGUAGE_SV;
  ck_assert_int_eq (ordering_run (act), P2PID_OK);
  for (size_t i = 0; i < heard_count; i++)
    if (strcmp (heard[i].hint, "RFA1") == 0)
      ck_assert_str_eq (heard[i].sentence,
                        "Öppna BankID-appen och läs av QR-koden.");
  ck_assert (ordering_has_hint ("RFA1"));
}
END_TEST

/* How it ends. */

static const ordering_ending endings[] = {
  { "/refuse", "{}", P2PID_ERR_CANCELLED, "RFA6" },
  { "/advance", "{\"seconds\":181}", P2PID_ERR_TIMEOUT, "RFA8" },
  { "/fail", "{\"hintCode\":\"cancelled\"}", P2PID_ERR_CANCELLED, "RFA3" },
  { "/fail", "{\"hintCode\":\"certificateErr\"}", P2PID_ERR_REVOKED, "RFA16" },
  { "/fail", "{\"hintCode\":\"ofTomorrow\"}", P2PID_ERR_RELAY, "RFA22" },
};

START_TEST (what_bankid_has_ended_needs_no_cancel)
{
  ordering_check_ending (act, &endings[_i], CANCEL);
}
END_TEST

static void
let_it_wait (const heard_event *event)
{
  if (event->kind == P2PID_ENROLMENT_OPEN)
    fake_operator_do (theirs, "/advance", "{\"seconds\":31}");
}

START_TEST (a_code_that_nobody_reads_runs_out)
{
  ck_assert_int_eq (ordering_run (let_it_wait), P2PID_ERR_TIMEOUT);
  ck_assert_str_eq (ordering_last (P2PID_ENROLMENT_FAILED)->hint, "RFA17B");
}
END_TEST

static void
give_up (const heard_event *event)
{
  if (event->kind == P2PID_ENROLMENT_QR)
    p2pid_enrolment_cancel (enrolment);
}

static void
give_up_late (const heard_event *event)
{
  act (event);
  if (event->kind == P2PID_ENROLMENT_HINT && strcmp (event->hint, "RFA9") == 0)
    p2pid_enrolment_cancel (enrolment);
}

static void
check_cancelled (void (*person) (const heard_event *event))
{
  size_t cancels = fake_operator_count (theirs, CANCEL, 200);
  json_t *order;

  ck_assert_int_eq (ordering_run (person), P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (fake_operator_count (theirs, CANCEL, 200), cancels + 1);
  order = ordering_last_order ();
  ck_assert_str_eq (text_of (order, "status"), "failed");
  ck_assert_str_eq (text_of (order, "hintCode"), "cancelled");
  json_decref (order);
}

START_TEST (our_cancel_is_told_to_bankid)
{
  check_cancelled (give_up);
  answer_path = "/hint";
  answer_wish = "{\"hintCode\":\"userSign\"}";
  check_cancelled (give_up_late);
}
END_TEST

/* Nobody has seen a code of it yet, and nobody will. */
START_TEST (our_cancel_before_the_first_answer_is_told_too)
{
  size_t cancels = fake_operator_count (theirs, CANCEL, 200);

  ck_assert_int_eq (ordering_run_cancelled (SIGN), P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (fake_operator_count (theirs, CANCEL, 200), cancels + 1);
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_QR), 0);
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_HINT), 0);
}
END_TEST

/* What BankID says of the order is told as it is, known or not. */

static void
meet_the_unknown (const heard_event *event)
{
  if (event->kind == P2PID_ENROLMENT_OPEN)
    fake_operator_do (theirs, "/hint", "{\"hintCode\":\"ofTomorrow\"}");
  if (event->kind == P2PID_ENROLMENT_HINT && strcmp (event->hint, "RFA21") == 0)
    p2pid_enrolment_cancel (enrolment);
}

START_TEST (a_hint_of_tomorrow_is_met_with_patience)
{
  ck_assert_int_eq (ordering_run (meet_the_unknown), P2PID_ERR_CANCELLED);
  ck_assert (ordering_has_hint ("RFA21"));
}
END_TEST

/* Evidence that is not as it should be. */

static const ordering_ending forgeries[] = {
  { NULL, "{\"alter\":\"text-other\"}", P2PID_ERR_MISMATCH, "" },
  { NULL, "{\"alter\":\"statement-other\"}", P2PID_ERR_MISMATCH, "" },
  { NULL, "{\"alter\":\"value-flipped\"}", P2PID_ERR_FORGED, "" },
  { NULL, "{\"alter\":\"ocsp-revoked\"}", P2PID_ERR_REVOKED, "" },
  { NULL, "{\"alter\":\"root-other\"}", P2PID_ERR_FORGED, NULL },
};

START_TEST (what_does_not_verify_is_not_handed_over)
{
  answer_wish = forgeries[_i].wish;
  if (forgeries[_i].hint == NULL) /* any error will do */
    ck_assert_int_ne (ordering_run (act), P2PID_OK);
  else
    ck_assert_int_eq (ordering_run (act), forgeries[_i].err);
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_DONE), 0);
}
END_TEST

/* Servers that are not there, or not who they should be. */

START_TEST (who_is_asked_and_who_asks_is_checked)
{
  p2pid_operator party = *fake_operator_party (theirs);

  ordering.directly = &party;
  party.address = "https://127.0.0.1:9";
  ck_assert_int_eq (ordering_run (act), P2PID_ERR_OFFLINE);

  party = *fake_operator_party (theirs);
  party.tls_root = party.root;
  ck_assert_int_eq (ordering_run (act), P2PID_ERR_TLS);

  party = *fake_operator_party (theirs);
  party.certificate = fake_operator_file (theirs, "stranger.pem");
  party.key = fake_operator_file (theirs, "stranger-key.pem");
  ck_assert_int_eq (ordering_run (act), P2PID_ERR_UNTRUSTED);

  party.certificate = fake_operator_file (theirs, "person.pem");
  party.key = fake_operator_file (theirs, "person-key.pem");
  ck_assert_int_eq (ordering_run (act), P2PID_ERR_UNTRUSTED);
  ck_assert_str_eq (ordering_last (P2PID_ENROLMENT_FAILED)->hint, "RFA22");
}
END_TEST

/* Answers that no operator should give. */

#define TOKENS(reference, token)                                               \
  "{\\\"orderRef\\\":\\\"" reference "\\\",\\\"autoStartToken\\\":\\\"" token  \
  "\\\",\\\"qrStartToken\\\":\\\"a\\\",\\\"qrStartSecret\\\":\\\"b\\\"}"

static const ordering_untruth first_answers[] = {
  { "\"body\":\"\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"body\":\"<html>\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"body\":\"[]\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"body\":\"{}\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"body\":\"" TOKENS ("r", "") "\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"body\":\"" TOKENS ("r", "t&redirect=x") "\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"body\":\"" TOKENS ("r s", "t") "\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"body\":\"{}\",\"size\":300000", P2PID_ERR_RELAY, "RFA22" },
  { "\"status\":302,\"body\":\"\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"status\":400,\"body\":\"{\\\"errorCode\\\":7}\"", P2PID_ERR_RELAY,
    "RFA22" },
  { "\"status\":400,\"body\":\"{\\\"errorCode\\\":\\\"alreadyInProgress\\\"}\"",
    P2PID_ERR_BUSY, "RFA4" },
  { "\"status\":408,\"body\":\"\"", P2PID_ERR_TIMEOUT, "RFA5" },
  { "\"status\":429,\"body\":\"\"", P2PID_ERR_BUSY, "RFA5" },
  { "\"status\":500,\"body\":\"oops\"", P2PID_ERR_RELAY, "RFA5" },
  { "\"status\":503,\"body\":\"{\\\"errorCode\\\":\\\"maintenance\\\"}\"",
    P2PID_ERR_BUSY, "RFA5" },
  { "\"close\":true", P2PID_ERR_OFFLINE, "" },
};

START_TEST (a_first_answer_that_is_none_ends_it)
{
  ordering_check_lie (act, "sign", &first_answers[_i]);
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_QR), 0);
}
END_TEST

static const ordering_untruth later_answers[] = {
  { "\"body\":\"nonsense\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"body\":\"{\\\"status\\\":\\\"finished\\\"}\"", P2PID_ERR_RELAY,
    "RFA22" },
  { "\"body\":\"{\\\"status\\\":1}\"", P2PID_ERR_RELAY, "RFA22" },
  { "\"status\":400,\"body\":\"{\\\"errorCode\\\":\\\"invalidParameters\\\"}\"",
    P2PID_ERR_RELAY, "RFA22" },
};

START_TEST (a_later_answer_that_is_none_ends_it_and_cancels)
{
  size_t cancels = fake_operator_count (theirs, CANCEL, 200);

  ordering_check_lie (NULL, "collect", &later_answers[_i]);
  ck_assert_uint_eq (fake_operator_count (theirs, CANCEL, 200), cancels + 1);
}
END_TEST

START_TEST (complete_without_completion_is_none)
{
  ordering_lie ("[{\"path\":\"collect\",\"body\":"
                "\"{\\\"status\\\":\\\"complete\\\"}\"}]");
  ck_assert_int_eq (ordering_run (NULL), P2PID_ERR_RELAY);
  ordering_lie ("[{\"path\":\"collect\",\"body\":\"{\\\"status\\\":"
                "\\\"complete\\\",\\\"completionData\\\":{}}\"}]");
  ck_assert_int_eq (ordering_run (NULL), P2PID_ERR_RELAY);
}
END_TEST

START_TEST (a_connection_lost_for_a_moment_ends_nothing)
{
  ordering_check_connection_lost (act, "collect");
}
END_TEST

/* What it starts from. */

START_TEST (an_operator_has_all_its_parts)
{
  p2pid_operator party = *fake_operator_party (theirs);

  ordering.directly = NULL;
  ck_assert_int_eq (p2pid_enrolment_new (&ordering, &enrolment),
                    P2PID_ERR_ARGUMENT);
  ordering.directly = &party;
  party.tls_root = NULL;
  ck_assert_int_eq (p2pid_enrolment_new (&ordering, &enrolment),
                    P2PID_ERR_ARGUMENT);
  party = *fake_operator_party (theirs);
  party.address = "http://127.0.0.1:9";
  ck_assert_int_eq (p2pid_enrolment_new (&ordering, &enrolment),
                    P2PID_ERR_FORMAT);
  party.address = "appapi2.bankid.com";
  ck_assert_int_eq (p2pid_enrolment_new (&ordering, &enrolment),
                    P2PID_ERR_FORMAT);
  ordering.gateway = "no origin";
  ck_assert_int_eq (p2pid_enrolment_new (&ordering, &enrolment),
                    P2PID_ERR_FORMAT);
  ck_assert_ptr_null (enrolment);
}
END_TEST

static void
open_server (void)
{
  ordering_open (BANKID_SERVER, P2PID_METHOD_BANKID, PARTY);
}

#define COUNT(table) ((int) (sizeof table / sizeof *table))

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("eid-bankid");
  TCase *tcase = tcase_create ("orders");

  tcase_set_timeout (tcase, 60); /* orders take their time */
  tcase_add_unchecked_fixture (tcase, open_server, ordering_close);
  tcase_add_checked_fixture (tcase, begin, ordering_end);
  tcase_add_test (tcase, a_person_signs_by_the_code);
  tcase_add_test (tcase, a_person_signs_by_the_link);
  tcase_add_loop_test (tcase, a_link_that_was_opened_has_messages_of_its_own, 0,
                       2);
  tcase_add_loop_test (tcase, a_code_that_was_scanned_sends_to_any_device, 0,
                       2);
  tcase_add_test (tcase, a_link_that_is_opened_later_counts_from_then);
  tcase_add_test (tcase, the_statement_is_what_is_ordered);
  tcase_add_test (tcase, each_second_has_a_code_until_somebody_has_the_order);
  tcase_add_test (tcase, swedes_are_told_in_swedish);
  tcase_add_loop_test (tcase, what_bankid_has_ended_needs_no_cancel, 0,
                       COUNT (endings));
  tcase_add_test (tcase, a_code_that_nobody_reads_runs_out);
  tcase_add_test (tcase, our_cancel_is_told_to_bankid);
  tcase_add_test (tcase, our_cancel_before_the_first_answer_is_told_too);
  tcase_add_test (tcase, a_hint_of_tomorrow_is_met_with_patience);
  tcase_add_loop_test (tcase, what_does_not_verify_is_not_handed_over, 0,
                       COUNT (forgeries));
  tcase_add_test (tcase, who_is_asked_and_who_asks_is_checked);
  tcase_add_loop_test (tcase, a_first_answer_that_is_none_ends_it, 0,
                       COUNT (first_answers));
  tcase_add_loop_test (tcase, a_later_answer_that_is_none_ends_it_and_cancels,
                       0, COUNT (later_answers));
  tcase_add_test (tcase, complete_without_completion_is_none);
  tcase_add_test (tcase, a_connection_lost_for_a_moment_ends_nothing);
  tcase_add_test (tcase, an_operator_has_all_its_parts);
  suite_add_tcase (suite, tcase);
  return suite;
}

int
main (void)
{
  return harness_run (make_suite ());
}
