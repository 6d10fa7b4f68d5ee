/* eid/freja before a fake of Freja: how orders go, how they end, and that
 * whatever is open is cancelled. */

#include "ordering.h"

#include "base/encoding.h"

#include <openssl/evp.h>
#include <stdio.h>

#define INIT "/sign/1.0/initSignature"
#define CANCEL "/sign/1.0/cancel"

/* Reads the code and answers at once. */
static void
act (const heard_event *event)
{
  char wish[600];

  if (event->kind != P2PID_ENROLMENT_QR || *event->text == '\0')
    return;
  snprintf (wish, sizeof wish, "{\"text\":\"%s\"}", event->text);
  ordering_scan ("/scan", wish);
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
  ck_assert (ordering_has_hint ("STARTED"));
  /* Once, and away again. */
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_QR), 2);
  ck_assert_str_eq (ordering_last (P2PID_ENROLMENT_QR)->text, "");
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_DONE), 1);
  ck_assert_uint_eq (fake_operator_count (theirs, CANCEL, 200), cancels);
}
END_TEST

static void
hesitate (const heard_event *event)
{
  act (event);
  if (event->kind == P2PID_ENROLMENT_HINT &&
      strcmp (event->hint, "DELIVERED_TO_MOBILE") == 0)
    fake_operator_do (theirs, "/approve", "{\"person\":\"bertil\"}");
}

START_TEST (swedes_are_told_in_swedish_how_far_it_is)
{
  ordering.language = P2PID_LANGUAGE_SV;
  answer_path = "/log"; /* not yet */
  ck_assert_int_eq (ordering_run (hesitate), P2PID_OK);
  ck_assert_str_eq (heard_name, "Bertil Nilsson");
  ck_assert (ordering_has_hint ("DELIVERED_TO_MOBILE"));
  for (size_t i = 0; i < heard_count; i++)
    if (strcmp (heard[i].hint, "STARTED") == 0)
      ck_assert_str_eq (heard[i].sentence,
                        "Starta Freja-appen och läs av QR-koden.");
}
END_TEST

static void
check_data (const json_t *wish, const char *name, const p2pid_buffer *bytes)
{
  char wanted[2 * P2PID_STATEMENT_TEXT_MAX];

  EVP_EncodeBlock ((uint8_t *) wanted, bytes->data, (int) bytes->size);
  ck_assert_str_eq (text_of (json_object_get (wish, "dataToSign"), name),
                    wanted);
}

/* The text that is shown is the statement's, of a person that Freja has met;
 * and the personal number is not asked for. */
START_TEST (the_statement_is_what_is_ordered)
{
  p2pid_buffer *text = NULL, *bytes = NULL;
  json_t *order, *wish, *each;
  size_t i;

  ck_assert_int_eq (ordering_run (act), P2PID_OK);
  order = ordering_last_order ();
  wish = json_object_get (order, "request");
  ck_assert_str_eq (text_of (wish, "minRegistrationLevel"), "PLUS");
  ck_assert_str_eq (text_of (wish, "signatureType"), "EXTENDED");
  ck_assert_str_eq (text_of (wish, "title"), "P2P ID");
  json_array_foreach (json_object_get (wish, "attributesToReturn"), i, each)
      ck_assert_str_ne (text_of (each, "attribute"), "SSN");
  ck_assert_int_eq (p2pid_statement_text (&heard_statement, &text), P2PID_OK);
  ck_assert_int_eq (p2pid_statement_print (&heard_statement, &bytes), P2PID_OK);
  check_data (wish, "text", text);
  check_data (wish, "binaryData", bytes);
  p2pid_buffer_free (text);
  p2pid_buffer_free (bytes);
  json_decref (order);
}
END_TEST

/* How it ends. */

static const ordering_ending endings[] = {
  { "/refuse", "{}", P2PID_ERR_CANCELLED, "CANCELED" },
  { "/advance", "{\"seconds\":121}", P2PID_ERR_TIMEOUT, "EXPIRED" },
  { "/fail", "{\"status\":\"REJECTED\"}", P2PID_ERR_CANCELLED, "REJECTED" },
  { "/fail", "{\"status\":\"RP_CANCELED\"}", P2PID_ERR_CANCELLED,
    "RP_CANCELED" },
};

START_TEST (what_freja_has_ended_needs_no_cancel)
{
  ordering_check_ending (act, &endings[_i], CANCEL);
}
END_TEST

static void
give_up (const heard_event *event)
{
  if (event->kind == P2PID_ENROLMENT_QR)
    p2pid_enrolment_cancel (enrolment);
}

START_TEST (our_cancel_is_told_to_freja)
{
  size_t cancels = fake_operator_count (theirs, CANCEL, 200);
  json_t *order;

  ck_assert_int_eq (ordering_run (give_up), P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (fake_operator_count (theirs, CANCEL, 200), cancels + 1);
  order = ordering_last_order ();
  ck_assert_str_eq (text_of (order, "status"), "RP_CANCELED");
  json_decref (order);
}
END_TEST

/* Nobody has seen a code of it yet, and nobody will. */
START_TEST (our_cancel_before_the_first_answer_is_told_too)
{
  size_t cancels = fake_operator_count (theirs, CANCEL, 200);

  ck_assert_int_eq (ordering_run_cancelled (INIT), P2PID_ERR_CANCELLED);
  ck_assert_uint_eq (fake_operator_count (theirs, CANCEL, 200), cancels + 1);
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_QR), 0);
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_HINT), 0);
}
END_TEST

/* Evidence that is not as it should be. */

static const ordering_ending forgeries[] = {
  { NULL, "{\"alter\":\"text-other\"}", P2PID_ERR_MISMATCH, NULL },
  { NULL, "{\"alter\":\"data-other\"}", P2PID_ERR_MISMATCH, NULL },
  { NULL, "{\"alter\":\"signature-flipped\"}", P2PID_ERR_FORGED, NULL },
  { NULL, "{\"alter\":\"key-other\"}", P2PID_ERR_FORGED, NULL },
  { NULL, "{\"alter\":\"certificate-stranger\"}", P2PID_ERR_UNTRUSTED, NULL },
  { NULL, "{\"alter\":\"thumbprint-missing\"}", P2PID_ERR_FORMAT, NULL },
  { NULL, "{\"alter\":\"empty\"}", P2PID_ERR_FORMAT, NULL },
};

START_TEST (what_does_not_verify_is_not_handed_over)
{
  answer_wish = forgeries[_i].wish;
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
  party.tls_root = fake_operator_file (theirs, "stranger.pem");
  ck_assert_int_eq (ordering_run (act), P2PID_ERR_TLS);

  party = *fake_operator_party (theirs);
  party.certificate = fake_operator_file (theirs, "stranger.pem");
  party.key = fake_operator_file (theirs, "stranger-key.pem");
  ck_assert_int_eq (ordering_run (act), P2PID_ERR_UNTRUSTED);
}
END_TEST

/* Freja's certificates are renewed: the operator's may be several. */
START_TEST (the_right_certificate_is_enclosed)
{
  p2pid_operator party = *fake_operator_party (theirs);
  char both[8192];

  snprintf (both, sizeof both, "%s%s",
            fake_operator_file (theirs, "stranger.pem"), party.root);
  ordering.directly = &party;
  party.root = both;
  ck_assert_int_eq (ordering_run (act), P2PID_OK);

  party.root = fake_operator_file (theirs, "stranger.pem");
  ck_assert_int_eq (ordering_run (act), P2PID_ERR_UNTRUSTED);
}
END_TEST

/* Answers that no operator should give. */

#define ERROR_OF(code)                                                         \
  "\"status\":422,\"body\":\"{\\\"code\\\":" #code                             \
  ",\\\"message\\\":\\\"\\\"}\""

static const ordering_untruth first_answers[] = {
  { "\"body\":\"nonsense\"", P2PID_ERR_RELAY, "ERROR" },
  { "\"body\":\"{}\"", P2PID_ERR_RELAY, "ERROR" },
  { "\"body\":\"{\\\"signRef\\\":7}\"", P2PID_ERR_RELAY, "ERROR" },
  { "\"body\":\"{\\\"signRef\\\":\\\"\\\"}\"", P2PID_ERR_RELAY, "ERROR" },
  { "\"body\":\"{\\\"signRef\\\":\\\"a b\\\"}\"", P2PID_ERR_RELAY, "ERROR" },
  { "\"body\":\"{}\",\"size\":300000", P2PID_ERR_RELAY, "ERROR" },
  { ERROR_OF (1008), P2PID_ERR_UNTRUSTED, "ERROR" },
  { ERROR_OF (2000), P2PID_ERR_BUSY, "ERROR" },
  { ERROR_OF (3001), P2PID_ERR_RELAY, "ERROR" },
  { ERROR_OF (-1), P2PID_ERR_RELAY, "ERROR" },
  { "\"status\":500,\"body\":\"oops\"", P2PID_ERR_RELAY, "ERROR" },
  { "\"status\":503,\"body\":\"\"", P2PID_ERR_BUSY, "ERROR" },
  { "\"status\":403,\"body\":\"\"", P2PID_ERR_UNTRUSTED, "ERROR" },
  { "\"close\":true", P2PID_ERR_OFFLINE, "" },
};

START_TEST (a_first_answer_that_is_none_ends_it)
{
  ordering_check_lie (act, "initSignature", &first_answers[_i]);
  ck_assert_uint_eq (ordering_count (P2PID_ENROLMENT_QR), 0);
}
END_TEST

static const ordering_untruth later_answers[] = {
  { "\"body\":\"nonsense\"", P2PID_ERR_RELAY, "ERROR" },
  { "\"body\":\"{\\\"status\\\":\\\"FINISHED\\\"}\"", P2PID_ERR_RELAY,
    "ERROR" },
  { "\"body\":\"{\\\"status\\\":1}\"", P2PID_ERR_RELAY, "ERROR" },
  { ERROR_OF (1100), P2PID_ERR_TIMEOUT, "ERROR" },
};

START_TEST (a_later_answer_that_is_none_ends_it_and_cancels)
{
  size_t cancels = fake_operator_count (theirs, CANCEL, 200);

  ordering_check_lie (NULL, "getOneResult", &later_answers[_i]);
  ck_assert_uint_eq (fake_operator_count (theirs, CANCEL, 200), cancels + 1);
}
END_TEST

START_TEST (approved_without_details_is_none)
{
  ordering_lie ("[{\"path\":\"getOneResult\",\"body\":"
                "\"{\\\"status\\\":\\\"APPROVED\\\"}\"}]");
  ck_assert_int_eq (ordering_run (NULL), P2PID_ERR_RELAY);
}
END_TEST

START_TEST (a_connection_lost_for_a_moment_ends_nothing)
{
  ordering_check_connection_lost (act, "getOneResult");
}
END_TEST

static void
open_server (void)
{
  ordering_open (FREJA_SERVER, P2PID_METHOD_FREJA, "*");
}

#define COUNT(table) ((int) (sizeof table / sizeof *table))

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("eid-freja");
  TCase *tcase = tcase_create ("orders");

  tcase_set_timeout (tcase, 60); /* orders take their time */
  tcase_add_unchecked_fixture (tcase, open_server, ordering_close);
  tcase_add_checked_fixture (tcase, ordering_begin, ordering_end);
  tcase_add_test (tcase, a_person_signs_by_the_code);
  tcase_add_test (tcase, swedes_are_told_in_swedish_how_far_it_is);
  tcase_add_test (tcase, the_statement_is_what_is_ordered);
  tcase_add_loop_test (tcase, what_freja_has_ended_needs_no_cancel, 0,
                       COUNT (endings));
  tcase_add_test (tcase, our_cancel_is_told_to_freja);
  tcase_add_test (tcase, our_cancel_before_the_first_answer_is_told_too);
  tcase_add_loop_test (tcase, what_does_not_verify_is_not_handed_over, 0,
                       COUNT (forgeries));
  tcase_add_test (tcase, who_is_asked_and_who_asks_is_checked);
  tcase_add_test (tcase, the_right_certificate_is_enclosed);
  tcase_add_loop_test (tcase, a_first_answer_that_is_none_ends_it, 0,
                       COUNT (first_answers));
  tcase_add_loop_test (tcase, a_later_answer_that_is_none_ends_it_and_cancels,
                       0, COUNT (later_answers));
  tcase_add_test (tcase, approved_without_details_is_none);
  tcase_add_test (tcase, a_connection_lost_for_a_moment_ends_nothing);
  suite_add_tcase (suite, tcase);
  return suite;
}

int
main (void)
{
  return harness_run (make_suite ());
}
