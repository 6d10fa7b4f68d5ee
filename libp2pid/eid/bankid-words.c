/* BankID's codes in words: the message that BankID recommends for each, by its
 * number, in sentences of our own that say the same. Sources: BankID's relying
 * party documents, "Collect" (hint codes), "Errors" and "User messages". A code
 * that is not known is met as they ask: RFA21 while pending, RFA22 once failed.
 */

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
  RFA14A,
  RFA16,
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
  [RFA1] = { "RFA1", { "Starta BankID-appen.", "Start your BankID app." } },
  [RFA3] = { "RFA3",
             { "Åtgärden avbröts. Försök igen.",
               "Action cancelled. Please try again." } },
  [RFA4] = { "RFA4",
             { "En identifiering eller underskrift för det här personnumret "
               "pågår redan. Försök igen.",
               "An identification or signing for this personal number is "
               "already under way. Please try again." } },
  [RFA5] = { "RFA5",
             { "Internt tekniskt fel. Försök igen.",
               "Internal error. Please try again." } },
  [RFA6] = { "RFA6", { "Åtgärden avbröts.", "Action cancelled." } },
  [RFA8] = { "RFA8",
             { "BankID-appen svarar inte. Kontrollera att den är startad och "
               "att du har kontakt med internet, och skaffa ett BankID hos din "
               "bank om du saknar ett. Försök sedan igen.",
               "The BankID app does not answer. Check that it is started and "
               "that you are online, and get a BankID from your bank if "
               "you have none. Then try again." } },
  [RFA9] = { "RFA9",
             { "Skriv in din säkerhetskod i BankID-appen och välj Skriv under.",
               "Enter your security code in the BankID app and select "
               "Sign." } },
  [RFA14A] = { "RFA14A",
               { "Letar efter BankID där appen är öppen, vilket kan ta några "
                 "sekunder. Hittas inget, så finns det troligen inget där som "
                 "kan användas: sätt in ditt kort i läsaren, öppna appen på "
                 "den enhet där du har ditt BankID, eller fråga din bank efter "
                 "ett.",
                 "Looking for a BankID where the app is open, which can take "
                 "some seconds. If none turns up, there is probably none that "
                 "can be used there: put your card into its reader, open the "
                 "app on the device that has your BankID, or ask your bank for "
                 "one." } },
  [RFA16] = { "RFA16",
              { "Det BankID som du försöker använda är för gammalt eller "
                "spärrat. Använd ett annat eller skaffa ett nytt hos din bank.",
                "The BankID that you are trying to use is too old or blocked. "
                "Use another, or get a new one from your bank." } },
  [RFA17B] = { "RFA17B",
               { "QR-koden lästes inte av. Starta BankID-appen och läs av "
                 "koden. Kontrollera att appen är uppdaterad. Saknar du den, "
                 "så finns den i din appbutik och på "
                 "https://install.bankid.com, "
                 "och BankID hos din bank.",
                 "The QR code was not scanned. Start the BankID app and scan "
                 "the code. Check that the app is up to date. If you do not "
                 "have it, it is in your app store and at "
                 "https://install.bankid.com, and your bank has the "
                 "BankID." } },
  [RFA21] = { "RFA21",
              { "Identifiering eller underskrift pågår.",
                "Identification or signing in progress." } },
  [RFA22] = { "RFA22",
              { "Okänt fel. Försök igen.",
                "Unknown error. Please try again." } },
  [RFA23] = { "RFA23",
              { "Fotografera och läs av din id-handling med BankID-appen.",
                "Photograph and scan your identity document with the BankID "
                "app." } },
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
              { "Din enhet saknar den läsare som id-handlingar kräver.",
                "Your device lacks the reader that identity documents "
                "need." } },
  [RFA29] = { "RFA29",
              { "Det finns flera BankID på din enhet. Ta bort alla utom ett i "
                "BankID-appens inställningar.",
                "There are several BankIDs on your device. Remove all but one "
                "in the settings of the BankID app." } },
  [RFA30] = { "RFA30",
              { "Det gick inte att bekräfta vem du är. Försök igen.",
                "Who you are could not be confirmed. Please try again." } },
};

typedef struct {
  const char *code; /* BankID's hintCode or errorCode */
  message message;
  p2pid_err err;
} meaning;

/* Nothing tells whether the code was scanned by a telephone or the link opened
 * on this computer. So what we say while the order waits is right for both:
 * RFA1 and not RFA13, which is for a link alone; RFA14A, which reckons with
 * another device, and not RFA15A, which searches this computer. */
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
p2pid_bankid_progress (const char *hint)
{
  const meaning *found = FIND (pending, hint);

  return &messages[found != NULL ? found->message : RFA21];
}

static p2pid_err
tell (const meaning *found, const p2pid_eid_message **out_message)
{
  static const meaning unknown = { "", RFA22, P2PID_ERR_RELAY };

  if (found == NULL)
    found = &unknown;
  *out_message = &messages[found->message];
  return found->err;
}

p2pid_err
p2pid_bankid_failure (const char *hint, const p2pid_eid_message **out_message)
{
  return tell (FIND (failed, hint), out_message);
}

const p2pid_eid_message *
p2pid_bankid_find_message (const char *code)
{
  const meaning *found = FIND (pending, code);

  if (found == NULL)
    found = FIND (failed, code);
  if (found == NULL)
    found = FIND (refused, code);
  if (found != NULL)
    return &messages[found->message];
  for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
    if (strcmp (messages[i].code, code) == 0)
      return &messages[i];
  return NULL;
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
  return tell (FIND (refused, code != NULL ? code : code_of (status)),
               out_message);
}
