/* BankID's codes in words: the message that BankID recommends for each, by its
 * number, in sentences of our own that say the same. BankID's texts are not
 * copied, and none of these is to be exchanged for one of them: who is bound by
 * an agreement to show BankID's exact words takes the number, `code` ("RFA8"),
 * and prints BankID's text for it.
 *
 * Sources: BankID's relying party documents, "Collect" (hint codes), "Errors"
 * and "User messages". A code that is not known is met as they ask: RFA21 while
 * pending, RFA22 once failed. */

#include "eid/bankid-words.h"

#include <string.h>

typedef enum {
  RFA1,
  RFA3,
  RFA4,
  RFA5,
  RFA6,
  RFA8,
  RFA9,
  RFA13,
  RFA14A,
  RFA14B,
  RFA15A,
  RFA15B,
  RFA16,
  RFA17A,
  RFA17B,
  RFA21,
  RFA22,
  RFA23,
  RFA24,
  RFA25,
  RFA26,
  RFA27,
  RFA28,
  RFA29,
  RFA30
} message;

static const p2pid_eid_message messages[] = {
  [RFA1] = { "RFA1",
             { "Öppna BankID-appen och läs av QR-koden.",
               "Open the BankID app and scan the QR code." } },
  [RFA3] = { "RFA3",
             { "Underskriften avbröts. Försök igen.",
               "The signing was cancelled. Please try again." } },
  [RFA4] = { "RFA4",
             { "Det pågår redan en identifiering eller underskrift med ditt "
               "personnummer. Avbryt den om du inte har påbörjat den själv, "
               "och försök igen.",
               "An identification or signing with your personal number is "
               "already under way. Cancel it if you did not start it yourself, "
               "and try again." } },
  [RFA5] = { "RFA5",
             { "Något gick fel hos BankID. Försök igen om en stund.",
               "Something went wrong at BankID. Please try again in a "
               "while." } },
  [RFA6] = { "RFA6",
             { "Du avbröt underskriften i BankID-appen.",
               "You cancelled the signing in the BankID app." } },
  [RFA8] = { "RFA8",
             { "Det kom inget svar från BankID-appen. Se efter att den är "
               "igång och att enheten har kontakt med internet, och försök "
               "igen. Har du inget BankID kan du skaffa ett hos din bank.",
               "No answer came from the BankID app. See that it is running and "
               "that the device is online, and try again. If you have no "
               "BankID, you can get one from your bank." } },
  [RFA9] = { "RFA9",
             { "Läs texten i BankID-appen och skriv under den med din "
               "säkerhetskod.",
               "Read the text in the BankID app and sign it with your security "
               "code." } },
  [RFA13] = { "RFA13",
              { "BankID-appen öppnas här.",
                "The BankID app is opening here." } },
  [RFA14A] = { "RFA14A",
               { "Letar efter ditt BankID i appen, vilket kan ta några "
                 "sekunder. Hittas inget: sätt kortet i läsaren, öppna appen "
                 "på den enhet där du har ditt BankID, eller skaffa ett hos "
                 "din bank.",
                 "Looking for your BankID in the app, which can take a few "
                 "seconds. If none is found: put your card in its reader, open "
                 "the app on the device that has your BankID, or get one from "
                 "your bank." } },
  [RFA14B] = { "RFA14B",
               { "Letar efter ditt BankID i appen, vilket kan ta några "
                 "sekunder. Hittas inget: öppna appen på den enhet där du har "
                 "ditt BankID, eller skaffa ett hos din bank.",
                 "Looking for your BankID in the app, which can take a few "
                 "seconds. If none is found: open the app on the device that "
                 "has your BankID, or get one from your bank." } },
  [RFA15A] = { "RFA15A",
               { "Letar efter ditt BankID på den här datorn, vilket kan ta "
                 "några sekunder. Hittas inget: sätt kortet i läsaren, eller "
                 "skaffa ett BankID hos din bank.",
                 "Looking for your BankID on this computer, which can take a "
                 "few seconds. If none is found: put your card in its reader, "
                 "or get a BankID from your bank." } },
  [RFA15B] = { "RFA15B",
               { "Letar efter ditt BankID på den här enheten, vilket kan ta "
                 "några sekunder. Hittas inget: skaffa ett BankID hos din "
                 "bank.",
                 "Looking for your BankID on this device, which can take a few "
                 "seconds. If none is found: get a BankID from your bank." } },
  [RFA16] = { "RFA16",
              { "Ditt BankID går inte att använda: det är spärrat eller "
                "har blivit för gammalt. Välj ett annat, eller skaffa ett nytt "
                "hos din bank.",
                "Your BankID cannot be used: it is blocked or has become too "
                "old. Choose another, or get a new one from your bank." } },
  [RFA17A] = { "RFA17A",
               { "BankID-appen öppnades inte här. Den finns i din appbutik och "
                 "på https://install.bankid.com, och ett BankID får du hos din "
                 "bank.",
                 "The BankID app did not open here. You find it in your app "
                 "store and at https://install.bankid.com, and you get a "
                 "BankID from your bank." } },
  [RFA17B] = { "RFA17B",
               { "QR-koden lästes inte av i tid. Försök igen: öppna "
                 "BankID-appen och läs av den. Går det ändå inte kan appen "
                 "behöva uppdateras. Den finns i din appbutik och på "
                 "https://install.bankid.com, och ett BankID får du hos din "
                 "bank.",
                 "The QR code was not scanned in time. Try again: open the "
                 "BankID app and scan it. If that does not help, the app may "
                 "need an update. You find it in your app store and at "
                 "https://install.bankid.com, and you get a BankID from your "
                 "bank." } },
  [RFA21] = { "RFA21",
              { "Underskriften pågår.", "The signing is under way." } },
  [RFA22] = { "RFA22",
              { "Ett okänt fel inträffade. Försök igen.",
                "An unknown error occurred. Please try again." } },
  [RFA23] = { "RFA23",
              { "Visa din id-handling för BankID-appen: fotografera den, och "
                "läs sedan av den.",
                "Show your identity document to the BankID app: photograph it, "
                "and then scan it." } },
  [RFA24] = { "RFA24",
              { "Visa ditt ansikte för BankID-appen.",
                "Show your face to the BankID app." } },
  [RFA25] = { "RFA25",
              { "Välj i BankID-appen hur du vill bekräfta vem du är.",
                "Choose in the BankID app how to confirm who you are." } },
  [RFA26] = { "RFA26",
              { "Id-handlingen kunde inte kontrolleras. Försök igen.",
                "The identity document could not be checked. Please try "
                "again." } },
  [RFA27] = { "RFA27",
              { "Ansiktet kändes inte igen. Försök igen.",
                "The face was not recognised. Please try again." } },
  [RFA28] = { "RFA28",
              { "Din enhet kan inte läsa chippet i en id-handling, vilket "
                "krävs här.",
                "Your device cannot read the chip of an identity document, "
                "which is needed here." } },
  [RFA29] = { "RFA29",
              { "Det finns flera BankID på din enhet. Ta bort alla utom ett i "
                "BankID-appens inställningar.",
                "There are several BankIDs on your device. Remove all but one "
                "in the settings of the BankID app." } },
  [RFA30] = { "RFA30",
              { "Det gick inte att bekräfta vem du är. Försök igen.",
                "It could not be confirmed who you are. Please try again." } },
};

#define COUNT (sizeof messages / sizeof *messages)

typedef struct {
  const char *code; /* BankID's hintCode or errorCode */
  message message;
  p2pid_err err;
} meaning;

/* A state that several messages are for has its first one here: that of a QR
 * code on a computer. */
static const meaning pending[] = {
  { "outstandingTransaction", RFA1, P2PID_OK },
  { "noClient", RFA1, P2PID_OK },
  { "started", RFA14A, P2PID_OK },
  { "userMrtd", RFA23, P2PID_OK },
  { "userFace", RFA24, P2PID_OK },
  { "userStepUp", RFA25, P2PID_OK },
  { "userSign", RFA9, P2PID_OK },
  { "processing", RFA21, P2PID_OK },
};

static const meaning failed[] = {
  { "expiredTransaction", RFA8, P2PID_ERR_TIMEOUT },
  { "startFailed", RFA17B, P2PID_ERR_TIMEOUT },
  { "userCancel", RFA6, P2PID_ERR_CANCELLED },
  { "userDeclinedCall", RFA6, P2PID_ERR_CANCELLED },
  { "cancelled", RFA3, P2PID_ERR_CANCELLED },
  { "certificateErr", RFA16, P2PID_ERR_REVOKED },
  { "mrtdVerificationFailed", RFA26, P2PID_ERR_INCOMPLETE },
  { "facialRecognitionFailed", RFA27, P2PID_ERR_INCOMPLETE },
  { "nfcNotSupportedByDevice", RFA28, P2PID_ERR_INCOMPLETE },
  { "multipleBankIdsOnDevice", RFA29, P2PID_ERR_INCOMPLETE },
  { "stepUpFailed", RFA30, P2PID_ERR_INCOMPLETE },
};

static const meaning refused[] = {
  { "alreadyInProgress", RFA4, P2PID_ERR_BUSY },
  { "maintenance", RFA5, P2PID_ERR_BUSY },
  { "tooManyRequests", RFA5, P2PID_ERR_BUSY },
  { "requestTimeout", RFA5, P2PID_ERR_TIMEOUT },
  { "internalError", RFA5, P2PID_ERR_RELAY },
  { "unauthorized", RFA22, P2PID_ERR_UNTRUSTED },
};

/* What differs by how the app is started: a link that was opened starts it on
 * the very device. noClient, which says of an order no more than
 * outstandingTransaction does, goes with it, although BankID names RFA1 for it
 * alone: an app that the person starts by hand is not brought this order. */
static const struct {
  message scanned[2], opened[2]; /* on a computer, on a telephone */
} starts[] = {
  { { RFA1, RFA1 }, { RFA13, RFA13 } },
  { { RFA14A, RFA14B }, { RFA15A, RFA15B } },
  { { RFA17B, RFA17B }, { RFA17A, RFA17A } },
};

static message
choose (message given, p2pid_device device, bool opened)
{
  bool phone = device == P2PID_DEVICE_TELEPHONE;

  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
    for (int j = 0; j < 2; j++)
      if (given == starts[i].scanned[j] || given == starts[i].opened[j])
        return opened ? starts[i].opened[phone] : starts[i].scanned[phone];
  return given;
}

#define FIND(table, code) find (table, sizeof table / sizeof *table, code)

static const meaning *
find (const meaning *table, size_t count, const char *code)
{
  for (size_t i = 0; i < count && code != NULL; i++)
    if (strcmp (table[i].code, code) == 0)
      return &table[i];
  return NULL;
}

const p2pid_eid_message *
p2pid_bankid_progress (const char *hint, p2pid_device device, bool opened)
{
  const meaning *found = FIND (pending, hint);

  return &messages[found != NULL ? choose (found->message, device, opened)
                                 : RFA21];
}

static const meaning unknown = { "", RFA22, P2PID_ERR_RELAY };

p2pid_err
p2pid_bankid_failure (const char *hint,
                      p2pid_device device,
                      bool opened,
                      const p2pid_eid_message **out_message)
{
  const meaning *found = FIND (failed, hint);

  if (found == NULL)
    found = &unknown;
  *out_message = &messages[choose (found->message, device, opened)];
  return found->err;
}

static const p2pid_eid_message *
find_number (const char *number)
{
  for (size_t i = 0; i < COUNT && number != NULL; i++)
    if (strcmp (messages[i].code, number) == 0)
      return &messages[i];
  return NULL;
}

const p2pid_eid_message *
p2pid_bankid_find_message (const char *code, p2pid_device device, bool opened)
{
  const meaning *found = FIND (pending, code);

  if (found == NULL)
    found = FIND (failed, code);
  if (found == NULL)
    found = FIND (refused, code);
  if (found != NULL)
    return &messages[choose (found->message, device, opened)];
  return find_number (code);
}

const p2pid_eid_message *
p2pid_bankid_translate (const char *code, p2pid_device device, bool opened)
{
  const p2pid_eid_message *found =
      p2pid_bankid_find_message (code, device, opened);

  if (found == NULL)
    return NULL;
  return &messages[choose ((message) (found - messages), device, opened)];
}

const p2pid_eid_message *
p2pid_bankid_list_messages (size_t *out_count)
{
  *out_count = COUNT;
  return messages;
}

/* What stands before BankID's servers refuses without an errorCode. */
static const char *
code_of (long status)
{
  switch (status) {
  case 401:
  case 403:
    return "unauthorized";
  case 408:
    return "requestTimeout";
  case 429:
    return "tooManyRequests";
  case 500:
    return "internalError";
  case 503:
    return "maintenance";
  default:
    return NULL;
  }
}

p2pid_err
p2pid_bankid_refusal (long status,
                      const char *code,
                      const p2pid_eid_message **out_message)
{
  const meaning *found = FIND (refused, code != NULL ? code : code_of (status));

  if (found == NULL)
    found = &unknown;
  *out_message = &messages[found->message];
  return found->err;
}
