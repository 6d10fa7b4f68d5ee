/* Freja's statuses and codes in words; the words are ours, Freja recommends
 * none. Sources: Freja's REST API, "Signature Service" and its error codes. */

#include "eid/freja-words.h"

#include <string.h>

static const p2pid_freja_message progress[] = {
  { { "STARTED",
      { "Starta Freja-appen och läs av QR-koden.",
        "Start the Freja app and scan the QR code." } },
    P2PID_OK },
  { { "DELIVERED_TO_MOBILE",
      { "Läs texten i Freja-appen och skriv under den.",
        "Read the text in the Freja app and sign it." } },
    P2PID_OK },
  { { "APPROVED", { "Underskriften är klar.", "It is signed." } }, P2PID_OK },
  { { "CANCELED",
      { "Du avbröt underskriften i Freja-appen.",
        "You cancelled the signing in the Freja app." } },
    P2PID_ERR_CANCELLED },
  { { "REJECTED",
      { "Underskriften avvisades. Försök igen.",
        "The signing was rejected. Please try again." } },
    P2PID_ERR_CANCELLED },
  { { "RP_CANCELED",
      { "Underskriften avbröts. Försök igen.",
        "The signing was cancelled. Please try again." } },
    P2PID_ERR_CANCELLED },
  { { "EXPIRED",
      { "Tiden för underskriften är ute. Försök igen.",
        "The time for signing has run out. Please try again." } },
    P2PID_ERR_TIMEOUT },
};

/* Which message stands for what was refused. */
enum { UNKNOWN, STRANGER, BUSY, LATE };

static const p2pid_freja_message refusals[] = {
  [UNKNOWN] = { { "ERROR",
                  { "Freja svarade något oväntat. Försök igen.",
                    "Freja answered something unexpected. Please try "
                    "again." } },
                P2PID_ERR_RELAY },
  [STRANGER] = { { "ERROR",
                   { "Freja tar inte emot frågor från det här programmet.",
                     "Freja takes no questions from this program." } },
                 P2PID_ERR_UNTRUSTED },
  [BUSY] = { { "ERROR",
               { "Freja hinner inte svara. Försök igen om en stund.",
                 "Freja is too busy to answer. Please try again in a "
                 "while." } },
             P2PID_ERR_BUSY },
  [LATE] = { { "ERROR",
               { "Underskriften finns inte längre hos Freja. Försök igen.",
                 "Freja no longer knows of the signing. Please try again." } },
             P2PID_ERR_TIMEOUT },
};

static const p2pid_freja_message *
find (const char *status)
{
  for (size_t i = 0; i < sizeof progress / sizeof *progress; i++)
    if (strcmp (progress[i].said.code, status) == 0)
      return &progress[i];
  return NULL;
}

const p2pid_eid_message *
p2pid_freja_find_message (const char *status)
{
  const p2pid_freja_message *found = find (status);

  return found != NULL ? &found->said : NULL;
}

const p2pid_freja_message *
p2pid_freja_progress (const char *status)
{
  const p2pid_freja_message *found = status != NULL ? find (status) : NULL;

  return found != NULL ? found : &refusals[UNKNOWN];
}

const p2pid_freja_message *
p2pid_freja_refusal (long status, int64_t code)
{
  switch (code) {
  case 1004: /* not allowed to call this method */
  case 1005: /* the user has disabled this service */
  case 1008: /* unknown relying party */
    return &refusals[STRANGER];
  case 1100: /* invalid reference, for instance expired */
    return &refusals[LATE];
  case 2000: /* another request was under way */
    return &refusals[BUSY];
  default:
    break;
  }
  if (status == 401 || status == 403)
    return &refusals[STRANGER];
  return &refusals[status == 429 || status == 503 ? BUSY : UNKNOWN];
}
