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
    { "started", "RFA14A" },
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

/* Each code, its message's number, and what is said: pinned, since a sentence
 * at another number would send people to the wrong place. */
static const struct {
  const char *code, *number, *sentences[P2PID_LANGUAGE_COUNT_];
} said[] = {
  { "outstandingTransaction",
    "RFA1",
    { [P2PID_LANGUAGE_SV] = "Starta BankID-appen.",
      [P2PID_LANGUAGE_EN] = "Start your BankID app." } },
  { "noClient",
    "RFA1",
    { [P2PID_LANGUAGE_SV] = "Starta BankID-appen.",
      [P2PID_LANGUAGE_EN] = "Start your BankID app." } },
  { "started",
    "RFA14A",
    { [P2PID_LANGUAGE_SV] =
          "Letar efter BankID där appen är öppen, vilket kan ta några "
          "sekunder. Hittas inget, så finns det troligen inget där som kan "
          "användas: sätt in ditt kort i läsaren, öppna appen på den enhet där "
          "du har ditt BankID, eller fråga din bank efter ett.",
      [P2PID_LANGUAGE_EN] =
          "Looking for a BankID where the app is open, which can take some "
          "seconds. If none turns up, there is probably none that can be used "
          "there: put your card into its reader, open the app on the device "
          "that has your BankID, or ask your bank for one." } },
  { "userMrtd",
    "RFA23",
    { [P2PID_LANGUAGE_SV] =
          "Fotografera och läs av din id-handling med BankID-appen.",
      [P2PID_LANGUAGE_EN] =
          "Photograph and scan your identity document with the BankID app." } },
  { "userFace",
    "RFA24",
    { [P2PID_LANGUAGE_SV] = "Visa ditt ansikte för BankID-appen.",
      [P2PID_LANGUAGE_EN] = "Show your face to the BankID app." } },
  { "userStepUp",
    "RFA25",
    { [P2PID_LANGUAGE_SV] =
          "Välj i BankID-appen hur du vill bekräfta vem du är.",
      [P2PID_LANGUAGE_EN] =
          "Choose in the BankID app how to confirm who you are." } },
  { "userSign",
    "RFA9",
    { [P2PID_LANGUAGE_SV] =
          "Skriv in din säkerhetskod i BankID-appen och välj Skriv under.",
      [P2PID_LANGUAGE_EN] =
          "Enter your security code in the BankID app and select Sign." } },
  { "processing",
    "RFA21",
    { [P2PID_LANGUAGE_SV] = "Identifiering eller underskrift pågår.",
      [P2PID_LANGUAGE_EN] = "Identification or signing in progress." } },
  { "expiredTransaction",
    "RFA8",
    { [P2PID_LANGUAGE_SV] =
          "BankID-appen svarar inte. Kontrollera att den är startad och att du "
          "har kontakt med internet, och skaffa ett BankID hos din bank om du "
          "saknar ett. Försök sedan igen.",
      [P2PID_LANGUAGE_EN] =
          "The BankID app does not answer. Check that it is started and that "
          "you are online, and get a BankID from your bank if you have none. "
          "Then try again." } },
  { "startFailed",
    "RFA17B",
    { [P2PID_LANGUAGE_SV] =
          "QR-koden lästes inte av. Starta BankID-appen och läs av koden. "
          "Kontrollera att appen är uppdaterad. Saknar du den, så finns den i "
          "din appbutik och på https://install.bankid.com, och BankID hos din "
          "bank.",
      [P2PID_LANGUAGE_EN] =
          "The QR code was not scanned. Start the BankID app and scan the "
          "code. Check that the app is up to date. If you do not have it, it "
          "is in your app store and at https://install.bankid.com, and your "
          "bank has the BankID." } },
  { "userCancel",
    "RFA6",
    { [P2PID_LANGUAGE_SV] = "Åtgärden avbröts.",
      [P2PID_LANGUAGE_EN] = "Action cancelled." } },
  { "userDeclinedCall",
    "RFA6",
    { [P2PID_LANGUAGE_SV] = "Åtgärden avbröts.",
      [P2PID_LANGUAGE_EN] = "Action cancelled." } },
  { "cancelled",
    "RFA3",
    { [P2PID_LANGUAGE_SV] = "Åtgärden avbröts. Försök igen.",
      [P2PID_LANGUAGE_EN] = "Action cancelled. Please try again." } },
  { "certificateErr",
    "RFA16",
    { [P2PID_LANGUAGE_SV] =
          "Det BankID som du försöker använda är för gammalt eller spärrat. "
          "Använd ett annat eller skaffa ett nytt hos din bank.",
      [P2PID_LANGUAGE_EN] =
          "The BankID that you are trying to use is too old or blocked. Use "
          "another, or get a new one from your bank." } },
  { "mrtdVerificationFailed",
    "RFA26",
    { [P2PID_LANGUAGE_SV] =
          "Id-handlingen kunde inte kontrolleras. Försök igen.",
      [P2PID_LANGUAGE_EN] =
          "The identity document could not be checked. Please try again." } },
  { "facialRecognitionFailed",
    "RFA27",
    { [P2PID_LANGUAGE_SV] = "Ansiktet kändes inte igen. Försök igen.",
      [P2PID_LANGUAGE_EN] =
          "The face was not recognised. Please try again." } },
  { "nfcNotSupportedByDevice",
    "RFA28",
    { [P2PID_LANGUAGE_SV] =
          "Din enhet saknar den läsare som id-handlingar kräver.",
      [P2PID_LANGUAGE_EN] =
          "Your device lacks the reader that identity documents need." } },
  { "multipleBankIdsOnDevice",
    "RFA29",
    { [P2PID_LANGUAGE_SV] = "Det finns flera BankID på din enhet. Ta bort alla "
                            "utom ett i BankID-appens inställningar.",
      [P2PID_LANGUAGE_EN] =
          "There are several BankIDs on your device. Remove all but one in the "
          "settings of the BankID app." } },
  { "stepUpFailed",
    "RFA30",
    { [P2PID_LANGUAGE_SV] =
          "Det gick inte att bekräfta vem du är. Försök igen.",
      [P2PID_LANGUAGE_EN] =
          "Who you are could not be confirmed. Please try again." } },
  { "alreadyInProgress",
    "RFA4",
    { [P2PID_LANGUAGE_SV] = "En identifiering eller underskrift för det här "
                            "personnumret pågår redan. Försök igen.",
      [P2PID_LANGUAGE_EN] =
          "An identification or signing for this personal number is already "
          "under way. Please try again." } },
  { "maintenance",
    "RFA5",
    { [P2PID_LANGUAGE_SV] = "Internt tekniskt fel. Försök igen.",
      [P2PID_LANGUAGE_EN] = "Internal error. Please try again." } },
  { "tooManyRequests",
    "RFA5",
    { [P2PID_LANGUAGE_SV] = "Internt tekniskt fel. Försök igen.",
      [P2PID_LANGUAGE_EN] = "Internal error. Please try again." } },
  { "requestTimeout",
    "RFA5",
    { [P2PID_LANGUAGE_SV] = "Internt tekniskt fel. Försök igen.",
      [P2PID_LANGUAGE_EN] = "Internal error. Please try again." } },
  { "internalError",
    "RFA5",
    { [P2PID_LANGUAGE_SV] = "Internt tekniskt fel. Försök igen.",
      [P2PID_LANGUAGE_EN] = "Internal error. Please try again." } },
  { "unauthorized",
    "RFA22",
    { [P2PID_LANGUAGE_SV] = "Okänt fel. Försök igen.",
      [P2PID_LANGUAGE_EN] = "Unknown error. Please try again." } },
  { "RFA22",
    "RFA22",
    { [P2PID_LANGUAGE_SV] = "Okänt fel. Försök igen.",
      [P2PID_LANGUAGE_EN] = "Unknown error. Please try again." } },
};

START_TEST (every_code_says_its_sentences)
{
  const p2pid_eid_message *message = p2pid_bankid_find_message (said[_i].code);

  ck_assert_ptr_nonnull (message);
  ck_assert_str_eq (message->code, said[_i].number);
  for (int i = 0; i < P2PID_LANGUAGE_COUNT_; i++)
    ck_assert_str_eq (message->sentences[i], said[_i].sentences[i]);
}
END_TEST

/* The code may have been scanned by a telephone, or the link opened here. */
START_TEST (waiting_sends_nobody_to_this_computer)
{
  static const char *const hints[] = { "outstandingTransaction", "noClient",
                                       "started" };

  for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
    const p2pid_eid_message *message = p2pid_bankid_progress (hints[i]);
    const char *swedish = message->sentences[P2PID_LANGUAGE_SV];
    const char *english = message->sentences[P2PID_LANGUAGE_EN];

    ck_assert_ptr_null (strstr (swedish, "den här"));
    ck_assert_ptr_null (strstr (english, "this "));
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
  tcase_add_loop_test (tcase, every_code_says_its_sentences, 0,
                       sizeof said / sizeof *said);
  tcase_add_test (tcase, waiting_sends_nobody_to_this_computer);
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
