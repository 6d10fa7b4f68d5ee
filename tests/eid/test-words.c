/* What BankID's and Freja's codes mean, and what their orders show: codes,
 * links, and the certificate that an answer names. */

#include "harness.h"

#include "eid/bankid-words.h"
#include "eid/bankid.h"
#include "eid/enrolment.h"
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

/* By the QR code and by the link, each on a computer and on a telephone. */
static const struct {
  p2pid_device device;
  bool opened;
} ways[] = {
  { P2PID_DEVICE_COMPUTER, false },
  { P2PID_DEVICE_TELEPHONE, false },
  { P2PID_DEVICE_COMPUTER, true },
  { P2PID_DEVICE_TELEPHONE, true },
};
#define WAYS (sizeof ways / sizeof *ways)

/* BankID's pages on hint codes and errors: the message for each, by the ways
 * above. */
static const struct {
  const char *code, *numbers[WAYS];
} numbered[] = {
  { "outstandingTransaction", { "RFA1", "RFA1", "RFA13", "RFA13" } },
  { "noClient", { "RFA1", "RFA1", "RFA13", "RFA13" } },
  { "started", { "RFA14A", "RFA14B", "RFA15A", "RFA15B" } },
  { "userMrtd", { "RFA23", "RFA23", "RFA23", "RFA23" } },
  { "userFace", { "RFA24", "RFA24", "RFA24", "RFA24" } },
  { "userStepUp", { "RFA25", "RFA25", "RFA25", "RFA25" } },
  { "userSign", { "RFA9", "RFA9", "RFA9", "RFA9" } },
  { "processing", { "RFA21", "RFA21", "RFA21", "RFA21" } },
  { "expiredTransaction", { "RFA8", "RFA8", "RFA8", "RFA8" } },
  { "startFailed", { "RFA17B", "RFA17B", "RFA17A", "RFA17A" } },
  { "userCancel", { "RFA6", "RFA6", "RFA6", "RFA6" } },
  { "userDeclinedCall", { "RFA6", "RFA6", "RFA6", "RFA6" } },
  { "cancelled", { "RFA3", "RFA3", "RFA3", "RFA3" } },
  { "certificateErr", { "RFA16", "RFA16", "RFA16", "RFA16" } },
  { "mrtdVerificationFailed", { "RFA26", "RFA26", "RFA26", "RFA26" } },
  { "facialRecognitionFailed", { "RFA27", "RFA27", "RFA27", "RFA27" } },
  { "nfcNotSupportedByDevice", { "RFA28", "RFA28", "RFA28", "RFA28" } },
  { "multipleBankIdsOnDevice", { "RFA29", "RFA29", "RFA29", "RFA29" } },
  { "stepUpFailed", { "RFA30", "RFA30", "RFA30", "RFA30" } },
  { "alreadyInProgress", { "RFA4", "RFA4", "RFA4", "RFA4" } },
  { "maintenance", { "RFA5", "RFA5", "RFA5", "RFA5" } },
  { "tooManyRequests", { "RFA5", "RFA5", "RFA5", "RFA5" } },
  { "requestTimeout", { "RFA5", "RFA5", "RFA5", "RFA5" } },
  { "internalError", { "RFA5", "RFA5", "RFA5", "RFA5" } },
  { "unauthorized", { "RFA22", "RFA22", "RFA22", "RFA22" } },
};

START_TEST (every_code_has_its_message_each_way)
{
  for (size_t i = 0; i < WAYS; i++) {
    const p2pid_eid_message *message = p2pid_bankid_find_message (
        numbered[_i].code, ways[i].device, ways[i].opened);

    ck_assert_ptr_nonnull (message);
    ck_assert_str_eq (message->code, numbered[_i].numbers[i]);
    ck_assert_ptr_eq (p2pid_bankid_translate (numbered[_i].code, ways[i].device,
                                              ways[i].opened),
                      message);
  }
}
END_TEST

/* Each message, whole: pinned, since a sentence at another number would send
 * people to the wrong place. */
static const struct {
  const char *number, *sentences[P2PID_LANGUAGE_COUNT_];
} said[] = {
  { "RFA1",
    { [P2PID_LANGUAGE_SV] = "Öppna BankID-appen och läs av QR-koden.",
      [P2PID_LANGUAGE_EN] = "Open the BankID app and scan the QR code." } },
  { "RFA3",
    { [P2PID_LANGUAGE_SV] = "Underskriften avbröts. Försök igen.",
      [P2PID_LANGUAGE_EN] = "The signing was cancelled. Please try again." } },
  { "RFA4",
    { [P2PID_LANGUAGE_SV] =
          "Det pågår redan en identifiering eller underskrift med ditt "
          "personnummer. Avbryt den om du inte har påbörjat den själv, "
          "och försök igen.",
      [P2PID_LANGUAGE_EN] =
          "An identification or signing with your personal number is "
          "already under way. Cancel it if you did not start it yourself, "
          "and try again." } },
  { "RFA5",
    { [P2PID_LANGUAGE_SV] =
          "Något gick fel hos BankID. Försök igen om en stund.",
      [P2PID_LANGUAGE_EN] =
          "Something went wrong at BankID. Please try again in a while." } },
  { "RFA6",
    { [P2PID_LANGUAGE_SV] = "Du avbröt underskriften i BankID-appen.",
      [P2PID_LANGUAGE_EN] = "You cancelled the signing in the BankID app." } },
  { "RFA8",
    { [P2PID_LANGUAGE_SV] =
          "Det kom inget svar från BankID-appen. Se efter att den är igång och "
          "att enheten har kontakt med internet, och försök igen. Har du inget "
          "BankID kan du skaffa ett hos din bank.",
      [P2PID_LANGUAGE_EN] =
          "No answer came from the BankID app. See that it is running and that "
          "the device is online, and try again. If you have no BankID, you can "
          "get one from your bank." } },
  { "RFA9",
    { [P2PID_LANGUAGE_SV] =
          "Läs texten i BankID-appen och skriv under den med din säkerhetskod.",
      [P2PID_LANGUAGE_EN] = "Read the text in the BankID app and sign it with "
                            "your security code." } },
  { "RFA13",
    { [P2PID_LANGUAGE_SV] = "BankID-appen öppnas här.",
      [P2PID_LANGUAGE_EN] = "The BankID app is opening here." } },
  { "RFA14A",
    { [P2PID_LANGUAGE_SV] =
          "Letar efter ditt BankID i appen, vilket kan ta några sekunder. "
          "Hittas inget: sätt kortet i läsaren, öppna appen på den enhet där "
          "du har ditt BankID, eller skaffa ett hos din bank.",
      [P2PID_LANGUAGE_EN] =
          "Looking for your BankID in the app, which can take a few seconds. "
          "If none is found: put your card in its reader, open the app on the "
          "device that has your BankID, or get one from your bank." } },
  { "RFA14B",
    { [P2PID_LANGUAGE_SV] =
          "Letar efter ditt BankID i appen, vilket kan ta några sekunder. "
          "Hittas inget: öppna appen på den enhet där du har ditt BankID, "
          "eller skaffa ett hos din bank.",
      [P2PID_LANGUAGE_EN] =
          "Looking for your BankID in the app, which can take a few seconds. "
          "If none is found: open the app on the device that has your BankID, "
          "or get one from your bank." } },
  { "RFA15A",
    { [P2PID_LANGUAGE_SV] = "Letar efter ditt BankID på den här datorn, vilket "
                            "kan ta några sekunder. Hittas inget: sätt kortet "
                            "i läsaren, eller skaffa ett BankID hos din bank.",
      [P2PID_LANGUAGE_EN] =
          "Looking for your BankID on this computer, which can take a few "
          "seconds. If none is found: put your card in its reader, or get a "
          "BankID from your bank." } },
  { "RFA15B",
    { [P2PID_LANGUAGE_SV] =
          "Letar efter ditt BankID på den här enheten, vilket kan ta några "
          "sekunder. Hittas inget: skaffa ett BankID hos din bank.",
      [P2PID_LANGUAGE_EN] =
          "Looking for your BankID on this device, which can take a few "
          "seconds. If none is found: get a BankID from your bank." } },
  { "RFA16",
    { [P2PID_LANGUAGE_SV] =
          "Ditt BankID går inte att använda: det är spärrat eller har blivit "
          "för gammalt. Välj ett annat, eller skaffa ett nytt hos din bank.",
      [P2PID_LANGUAGE_EN] =
          "Your BankID cannot be used: it is blocked or has become too old. "
          "Choose another, or get a new one from your bank." } },
  { "RFA17A",
    { [P2PID_LANGUAGE_SV] =
          "BankID-appen öppnades inte här. Den finns i din appbutik och på "
          "https://install.bankid.com, och ett BankID får du hos din bank.",
      [P2PID_LANGUAGE_EN] = "The BankID app did not open here. You find it in "
                            "your app store and at https://install.bankid.com, "
                            "and you get a BankID from your bank." } },
  { "RFA17B",
    { [P2PID_LANGUAGE_SV] =
          "QR-koden lästes inte av i tid. Försök igen: öppna BankID-appen och "
          "läs av den. Går det ändå inte kan appen behöva uppdateras. Den "
          "finns i din appbutik och på https://install.bankid.com, och ett "
          "BankID får du hos din bank.",
      [P2PID_LANGUAGE_EN] =
          "The QR code was not scanned in time. Try again: open the BankID app "
          "and scan it. If that does not help, the app may need an update. You "
          "find it in your app store and at https://install.bankid.com, and "
          "you get a BankID from your bank." } },
  { "RFA21",
    { [P2PID_LANGUAGE_SV] = "Underskriften pågår.",
      [P2PID_LANGUAGE_EN] = "The signing is under way." } },
  { "RFA22",
    { [P2PID_LANGUAGE_SV] = "Ett okänt fel inträffade. Försök igen.",
      [P2PID_LANGUAGE_EN] = "An unknown error occurred. Please try again." } },
  { "RFA23",
    { [P2PID_LANGUAGE_SV] = "Visa din id-handling för BankID-appen: "
                            "fotografera den, och läs sedan av den.",
      [P2PID_LANGUAGE_EN] = "Show your identity document to the BankID app: "
                            "photograph it, and then scan it." } },
  { "RFA24",
    { [P2PID_LANGUAGE_SV] = "Visa ditt ansikte för BankID-appen.",
      [P2PID_LANGUAGE_EN] = "Show your face to the BankID app." } },
  { "RFA25",
    { [P2PID_LANGUAGE_SV] =
          "Välj i BankID-appen hur du vill bekräfta vem du är.",
      [P2PID_LANGUAGE_EN] =
          "Choose in the BankID app how to confirm who you are." } },
  { "RFA26",
    { [P2PID_LANGUAGE_SV] =
          "Id-handlingen kunde inte kontrolleras. Försök igen.",
      [P2PID_LANGUAGE_EN] =
          "The identity document could not be checked. Please try again." } },
  { "RFA27",
    { [P2PID_LANGUAGE_SV] = "Ansiktet kändes inte igen. Försök igen.",
      [P2PID_LANGUAGE_EN] =
          "The face was not recognised. Please try again." } },
  { "RFA28",
    { [P2PID_LANGUAGE_SV] =
          "Din enhet kan inte läsa chippet i en id-handling, vilket krävs här.",
      [P2PID_LANGUAGE_EN] = "Your device cannot read the chip of an identity "
                            "document, which is needed here." } },
  { "RFA29",
    { [P2PID_LANGUAGE_SV] = "Det finns flera BankID på din enhet. Ta bort alla "
                            "utom ett i BankID-appens inställningar.",
      [P2PID_LANGUAGE_EN] =
          "There are several BankIDs on your device. Remove all but one in the "
          "settings of the BankID app." } },
  { "RFA30",
    { [P2PID_LANGUAGE_SV] =
          "Det gick inte att bekräfta vem du är. Försök igen.",
      [P2PID_LANGUAGE_EN] =
          "It could not be confirmed who you are. Please try again." } },
};
#define SAID (sizeof said / sizeof *said)

START_TEST (every_message_says_its_sentences)
{
  size_t count = 0;
  const p2pid_eid_message *messages = p2pid_bankid_list_messages (&count);

  ck_assert_uint_eq (count, SAID);
  for (size_t i = 0; i < count; i++) {
    ck_assert_str_eq (messages[i].code, said[i].number);
    for (int j = 0; j < P2PID_LANGUAGE_COUNT_; j++) {
      ck_assert_str_eq (messages[i].sentences[j], said[i].sentences[j]);
      ck_assert_uint_lt (strlen (messages[i].sentences[j]),
                         P2PID_SENTENCE_SIZE);
    }
  }
}
END_TEST

/* Whatever the way, who asks for a number has it; a gateway's stands for what
 * is right here. */
START_TEST (a_number_is_itself_but_from_a_gateway)
{
  static const char *const alike[][WAYS] = {
    { "RFA1", "RFA1", "RFA13", "RFA13" },
    { "RFA14A", "RFA14B", "RFA15A", "RFA15B" },
    { "RFA17B", "RFA17B", "RFA17A", "RFA17A" },
  };

  for (size_t i = 0; i < SAID; i++)
    for (size_t j = 0; j < WAYS; j++) {
      const char *wanted = said[i].number;

      ck_assert_str_eq (
          p2pid_bankid_find_message (wanted, ways[j].device, ways[j].opened)
              ->code,
          wanted);
      for (size_t k = 0; k < 3 * WAYS; k++)
        if (strcmp (alike[k / WAYS][k % WAYS], said[i].number) == 0)
          wanted = alike[k / WAYS][j];
      ck_assert_str_eq (p2pid_bankid_translate (said[i].number, ways[j].device,
                                                ways[j].opened)
                            ->code,
                        wanted);
    }
}
END_TEST

START_TEST (what_is_not_known_has_no_message)
{
  static const char *const unknown[] = { NULL,
                                         "",
                                         "somethingNew",
                                         "userCallConfirm",
                                         "invalidParameters",
                                         "RFA2",
                                         "RFA18",
                                         "RFA",
                                         "rfa1",
                                         "Ring 555" };

  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
    for (size_t j = 0; j < WAYS; j++) {
      ck_assert_ptr_null (p2pid_bankid_find_message (unknown[i], ways[j].device,
                                                     ways[j].opened));
      ck_assert_ptr_null (
          p2pid_bankid_translate (unknown[i], ways[j].device, ways[j].opened));
    }
}
END_TEST

/* As BankID asks: RFA21 for what is not known while an order is pending, be it
 * a code that other orders end with. */
START_TEST (a_pending_order_has_a_message_whatever_its_hint)
{
  static const char *const unknown[] = { NULL, "", "somethingNew",
                                         "userCallConfirm", "startFailed" };
  static const char *const started[] = { "RFA14A", "RFA14B", "RFA15A",
                                         "RFA15B" };

  for (size_t j = 0; j < WAYS; j++) {
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
      ck_assert_str_eq (
          p2pid_bankid_progress (unknown[i], ways[j].device, ways[j].opened)
              ->code,
          "RFA21");
    ck_assert_str_eq (
        p2pid_bankid_progress ("started", ways[j].device, ways[j].opened)->code,
        started[j]);
  }
}
END_TEST

/* The code may be scanned by a telephone: then nothing that is said sends the
 * person to the device that shows it. */
START_TEST (waiting_for_a_scan_sends_nobody_to_this_device)
{
  static const char *const hints[] = { "outstandingTransaction", "noClient",
                                       "started" };

  for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
    for (int device = 0; device < 2; device++) {
      const p2pid_eid_message *message =
          p2pid_bankid_progress (hints[i], (p2pid_device) device, false);

      ck_assert_ptr_null (
          strstr (message->sentences[P2PID_LANGUAGE_SV], "den här"));
      ck_assert_ptr_null (
          strstr (message->sentences[P2PID_LANGUAGE_EN], "this computer"));
      ck_assert_ptr_null (
          strstr (message->sentences[P2PID_LANGUAGE_EN], "this device"));
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

  ck_assert_int_eq (p2pid_bankid_failure ("startFailed", P2PID_DEVICE_COMPUTER,
                                          true, &message),
                    P2PID_ERR_TIMEOUT);
  ck_assert_str_eq (message->code, "RFA17A");
  for (size_t i = 0; i < sizeof failed / sizeof *failed; i++) {
    ck_assert_int_eq (p2pid_bankid_failure (failed[i].hint,
                                            P2PID_DEVICE_COMPUTER, false,
                                            &message),
                      failed[i].err);
    ck_assert_str_eq (message->code, failed[i].code);
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
  ck_assert_str_eq (p2pid_freja_find_message ("STARTED")->code, "STARTED");
  ck_assert_ptr_null (p2pid_freja_find_message ("Ring 555"));
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
  tcase_add_loop_test (tcase, every_code_has_its_message_each_way, 0,
                       sizeof numbered / sizeof *numbered);
  tcase_add_test (tcase, every_message_says_its_sentences);
  tcase_add_test (tcase, a_number_is_itself_but_from_a_gateway);
  tcase_add_test (tcase, what_is_not_known_has_no_message);
  tcase_add_test (tcase, a_pending_order_has_a_message_whatever_its_hint);
  tcase_add_test (tcase, waiting_for_a_scan_sends_nobody_to_this_device);
  tcase_add_test (tcase, every_failure_has_its_message_and_error);
  tcase_add_test (tcase, every_refusal_has_its_message_and_error);
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
