/* What BankID's and Freja's codes mean, and what their orders show: codes,
 * links, and the certificate that an answer names. */

#include "harness.h"

#include "eid/bankid-words.h"
#include "eid/bankid.h"
#include "eid/freja-words.h"
#include "eid/freja.h"

#include <stdio.h>

/* The figures of BankID's own page on animated QR codes. */
static const char *const codes[] = {
  "bankid.67df3917-fa0d-44e5-b327-edcc928297f8.0."
  "dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8",
  "bankid.67df3917-fa0d-44e5-b327-edcc928297f8.1."
  "949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2",
  "bankid.67df3917-fa0d-44e5-b327-edcc928297f8.2."
  "a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3",
};

START_TEST (animated_codes_are_those_of_bankid)
{
  char text[P2PID_BANKID_QR_MAX];

  p2pid_bankid_qr ("67df3917-fa0d-44e5-b327-edcc928297f8",
                   "d28db9a7-4cde-429e-a983-359be676944c", (unsigned) _i, text);
  ck_assert_str_eq (text, codes[_i]);
}
END_TEST

START_TEST (the_longest_token_has_room)
{
  char token[P2PID_BANKID_TOKEN_MAX + 2], qr[P2PID_BANKID_QR_MAX];
  char link[P2PID_BANKID_LINK_MAX];

  memset (token, 'a', sizeof token);
  token[P2PID_BANKID_TOKEN_MAX] = '\0';
  ck_assert (p2pid_bankid_is_token (token));
  p2pid_bankid_qr (token, token, 4294967295u, qr);
  ck_assert_ptr_nonnull (strstr (qr, ".4294967295."));
  ck_assert_uint_eq (strlen (strrchr (qr, '.')), 65);
  p2pid_bankid_link (token, link);
  ck_assert_ptr_nonnull (strstr (link, "a&redirect=null"));
  token[P2PID_BANKID_TOKEN_MAX] = 'a';
  token[P2PID_BANKID_TOKEN_MAX + 1] = '\0';
  ck_assert (!p2pid_bankid_is_token (token));
}
END_TEST

START_TEST (nothing_else_is_a_token)
{
  static const char *const none[] = { "",    "a b", "a&b", "a/b", "a%20",
                                      "a\n", "å",   "a.b", "\"" };

  ck_assert (!p2pid_bankid_is_token (NULL));
  for (size_t i = 0; i < sizeof none / sizeof *none; i++)
    ck_assert (!p2pid_bankid_is_token (none[i]));
}
END_TEST

START_TEST (a_link_to_freja_is_percent_encoded)
{
  char link[P2PID_FREJA_LINK_MAX], reference[P2PID_FREJA_REFERENCE_MAX + 2];

  ck_assert (p2pid_freja_link ("aZ0-_.~+/=", link));
  ck_assert_str_eq (link, "frejaeid://bindUserToTransaction?"
                          "transactionReference=aZ0-_.~%2B%2F%3D");
  memset (reference, '/', sizeof reference);
  reference[P2PID_FREJA_REFERENCE_MAX] = '\0';
  ck_assert (p2pid_freja_link (reference, link));
  ck_assert_uint_lt (strlen (link), sizeof link);
  reference[P2PID_FREJA_REFERENCE_MAX] = '/';
  reference[P2PID_FREJA_REFERENCE_MAX + 1] = '\0';
  ck_assert (!p2pid_freja_link (reference, link));
  ck_assert (!p2pid_freja_link ("", link));
  ck_assert (!p2pid_freja_link ("a b", link));
  ck_assert (!p2pid_freja_link ("å", link));
}
END_TEST

static void
check_bankid (const p2pid_eid_message *message)
{
  for (int i = 0; i < P2PID_LANGUAGE_COUNT_; i++)
    ck_assert_uint_gt (strlen (message->sentences[i]), 0);
  ck_assert_str_ne (message->sentences[P2PID_LANGUAGE_SV],
                    message->sentences[P2PID_LANGUAGE_EN]);
  ck_assert_ptr_eq (p2pid_bankid_find_message (message->code), message);
}

/* BankID's page on hint codes, and the message that it recommends. */
START_TEST (every_hint_has_its_message)
{
  static const char *const pending[][2] = {
    { "outstandingTransaction", "RFA1" },
    { "noClient", "RFA1" },
    { "started", "RFA15A" },
    { "userMrtd", "RFA23" },
    { "userSign", "RFA9" },
    { "processing", "RFA21" },
    { "userCallConfirm", "RFA21" },
    { "somethingNew", "RFA21" },
    { "", "RFA21" },
    { NULL, "RFA21" },
  };

  for (size_t i = 0; i < sizeof pending / sizeof *pending; i++) {
    const p2pid_eid_message *message = p2pid_bankid_progress (pending[i][0]);

    ck_assert_str_eq (message->code, pending[i][1]);
    check_bankid (message);
  }
}
END_TEST

START_TEST (every_failure_has_its_message_and_error)
{
  static const struct {
    const char *hint, *code;
    p2pid_err err;
  } failed[] = {
    { "expiredTransaction", "RFA8", P2PID_ERR_TIMEOUT },
    { "startFailed", "RFA17B", P2PID_ERR_TIMEOUT },
    { "userCancel", "RFA6", P2PID_ERR_CANCELLED },
    { "cancelled", "RFA3", P2PID_ERR_CANCELLED },
    { "certificateErr", "RFA16", P2PID_ERR_REVOKED },
    { "stepUpFailed", "RFA30", P2PID_ERR_INCOMPLETE },
    { "somethingNew", "RFA22", P2PID_ERR_RELAY },
    { NULL, "RFA22", P2PID_ERR_RELAY },
  };
  const p2pid_eid_message *message;

  for (size_t i = 0; i < sizeof failed / sizeof *failed; i++) {
    ck_assert_int_eq (p2pid_bankid_failure (failed[i].hint, &message),
                      failed[i].err);
    ck_assert_str_eq (message->code, failed[i].code);
    check_bankid (message);
  }
}
END_TEST

START_TEST (every_refusal_has_its_message_and_error)
{
  static const struct {
    long status;
    const char *error, *code;
    p2pid_err err;
  } refused[] = {
    { 400, "alreadyInProgress", "RFA4", P2PID_ERR_BUSY },
    { 400, "invalidParameters", "RFA22", P2PID_ERR_RELAY },
    { 400, NULL, "RFA22", P2PID_ERR_RELAY },
    { 401, NULL, "RFA22", P2PID_ERR_UNTRUSTED },
    { 403, "unauthorized", "RFA22", P2PID_ERR_UNTRUSTED },
    { 404, "notFound", "RFA22", P2PID_ERR_RELAY },
    { 408, "requestTimeout", "RFA5", P2PID_ERR_TIMEOUT },
    { 429, NULL, "RFA5", P2PID_ERR_BUSY },
    { 500, "internalError", "RFA5", P2PID_ERR_RELAY },
    { 503, "maintenance", "RFA5", P2PID_ERR_BUSY },
    { 503, NULL, "RFA5", P2PID_ERR_BUSY },
  };
  const p2pid_eid_message *message;

  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    ck_assert_int_eq (
        p2pid_bankid_refusal (refused[i].status, refused[i].error, &message),
        refused[i].err);
    ck_assert_str_eq (message->code, refused[i].code);
  }
}
END_TEST

START_TEST (a_gateway_may_name_codes_of_all_kinds)
{
  ck_assert_str_eq (p2pid_bankid_find_message ("userSign")->code, "RFA9");
  ck_assert_str_eq (p2pid_bankid_find_message ("userCancel")->code, "RFA6");
  ck_assert_str_eq (p2pid_bankid_find_message ("maintenance")->code, "RFA5");
  ck_assert_ptr_null (p2pid_bankid_find_message ("Ring 555"));
  ck_assert_str_eq (p2pid_freja_find_message ("STARTED")->code, "STARTED");
  ck_assert_ptr_null (p2pid_freja_find_message ("Ring 555"));
}
END_TEST

START_TEST (freja_has_words_too)
{
  static const struct {
    const char *status;
    p2pid_err err;
  } known[] = {
    { "STARTED", P2PID_OK },
    { "DELIVERED_TO_MOBILE", P2PID_OK },
    { "APPROVED", P2PID_OK },
    { "CANCELED", P2PID_ERR_CANCELLED },
    { "REJECTED", P2PID_ERR_CANCELLED },
    { "RP_CANCELED", P2PID_ERR_CANCELLED },
    { "EXPIRED", P2PID_ERR_TIMEOUT },
  };

  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    const p2pid_freja_message *message = p2pid_freja_progress (known[i].status);

    ck_assert_str_eq (message->said.code, known[i].status);
    ck_assert_int_eq (message->err, known[i].err);
    for (int j = 0; j < P2PID_LANGUAGE_COUNT_; j++)
      ck_assert_uint_gt (strlen (message->said.sentences[j]), 0);
  }
  ck_assert_int_eq (p2pid_freja_progress (NULL)->err, P2PID_ERR_RELAY);
  ck_assert_int_eq (p2pid_freja_progress ("NEW")->err, P2PID_ERR_RELAY);
}
END_TEST

/* The certificate that an answer names. */

START_TEST (an_answer_without_a_header_names_none)
{
  static const char *const bad[] = {
    "",
    "e30",                     /* no point */
    "e30.e30.AA",              /* {} */
    "W10.e30.AA",              /* [] */
    "!!.e30.AA",               /* no base64url */
    "eyJ4NXQiOjF9.e30.AA",     /* {"x5t":1} */
    "eyJ4NXQiOiJBQSJ9.e30.AA", /* {"x5t":"AA"} */
  };
  p2pid_buffer *der = NULL;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ck_assert_int_eq (
        p2pid_freja_find_certificate (p2pid_bytes_from_text (bad[i]), "", &der),
        P2PID_ERR_FORMAT);
  ck_assert_ptr_null (der);
}
END_TEST

START_TEST (a_certificate_that_is_none_is_told_from_a_missing_one)
{
  /* {"x5t":"AAAAAAAAAAAAAAAAAAAAAAAAAAA"} */
  static const char named[] =
      "eyJ4NXQiOiJBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUEifQ.e30.AA";
  static const char broken[] = "-----BEGIN CERTIFICATE-----\n"
                               "MAA=\n-----END CERTIFICATE-----\n";
  p2pid_bytes details = p2pid_bytes_from_text (named);
  p2pid_buffer *der = NULL;

  ck_assert_int_eq (p2pid_freja_find_certificate (details, "", &der),
                    P2PID_ERR_UNTRUSTED);
  ck_assert_int_eq (p2pid_freja_find_certificate (details, broken, &der),
                    P2PID_ERR_FORMAT);
  ck_assert_ptr_null (der);
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("eid-words");
  TCase *tcase = tcase_create ("words");

  tcase_add_loop_test (tcase, animated_codes_are_those_of_bankid, 0, 3);
  tcase_add_test (tcase, the_longest_token_has_room);
  tcase_add_test (tcase, nothing_else_is_a_token);
  tcase_add_test (tcase, a_link_to_freja_is_percent_encoded);
  tcase_add_test (tcase, every_hint_has_its_message);
  tcase_add_test (tcase, every_failure_has_its_message_and_error);
  tcase_add_test (tcase, every_refusal_has_its_message_and_error);
  tcase_add_test (tcase, a_gateway_may_name_codes_of_all_kinds);
  tcase_add_test (tcase, freja_has_words_too);
  tcase_add_test (tcase, an_answer_without_a_header_names_none);
  tcase_add_test (tcase, a_certificate_that_is_none_is_told_from_a_missing_one);
  suite_add_tcase (suite, tcase);
  return suite;
}

int
main (void)
{
  return harness_run (make_suite ());
}
