/* Words about cards, in Swedish and English. */

#include "eid/card-hints.h"

#define LOW_SV                                                                 \
  "Fel PIN-kod har angetts tidigare. Kortet låser sig efter några fel i rad."
#define LOW_EN                                                                 \
  "A wrong PIN was entered before. The card locks itself after a few in a "    \
  "row."
#define FINAL_SV "Det här är sista försöket. Vid fel PIN-kod låser sig kortet."
#define FINAL_EN "This is the last try. With a wrong PIN the card locks itself."

/* Nothing here can end the wait for the reader's keys. */
#define KEYPAD_SV                                                               \
  "Skriv PIN-koden på kortläsaren. Vill du avbryta, så tryck på läsarens " \
  "avbrytknapp."
#define KEYPAD_EN                                                              \
  "Type the PIN on the card reader. To cancel, press the cancel key of the "   \
  "reader."

static const struct {
  const char *hint;
  const char *sentences[P2PID_LANGUAGE_COUNT_]; /* Swedish, English */
} hints[P2PID_CARD_HINT_COUNT_] = {
  [P2PID_CARD_NONE] = { "no-card",
                        { "Det finns inget kort i läsaren. Sätt i kortet och "
                          "försök igen.",
                          "There is no card in the reader. Insert the card "
                          "and try again." } },
  [P2PID_CARD_NO_CERTIFICATE] = { "no-certificate",
                                  { "Kortet har inget certifikat att skriva "
                                    "under med.",
                                    "The card has no certificate to sign "
                                    "with." } },
  [P2PID_CARD_NO_KEY] = { "no-key",
                          { "Kortet har ett certifikat men inte nyckeln som "
                            "hör till det.",
                            "The card has a certificate, but not the key "
                            "that belongs to it." } },
  [P2PID_CARD_NO_MODULE] = { "no-module",
                             { "Programmet för kortet kunde inte startas.",
                               "The software for the card did not start." } },
  [P2PID_CARD_PIN_LOW] = { "pin-low", { LOW_SV, LOW_EN } },
  [P2PID_CARD_PIN_FINAL] = { "pin-final", { FINAL_SV, FINAL_EN } },
  [P2PID_CARD_KEYPAD] = { "keypad", { KEYPAD_SV, KEYPAD_EN } },
  [P2PID_CARD_KEYPAD_LOW] = { "pin-low",
                              { LOW_SV " " KEYPAD_SV, LOW_EN " " KEYPAD_EN } },
  [P2PID_CARD_KEYPAD_FINAL] = { "pin-final",
                                { FINAL_SV " " KEYPAD_SV,
                                  FINAL_EN " " KEYPAD_EN } },
  [P2PID_CARD_PIN_WRONG] = { "pin-wrong",
                             { "PIN-koden är fel.", "The PIN is wrong." } },
  [P2PID_CARD_PIN_LOCKED] = { "pin-locked",
                              { "PIN-koden är spärrad. Lås upp den med "
                                "PUK-koden i kortets eget program.",
                                "The PIN is blocked. Unblock it with the PUK "
                                "in the card's own software." } },
  [P2PID_CARD_PULLED] = { "pulled",
                          { "Kortet togs ut innan det var klart.",
                            "The card was taken out before it was done." } },
  [P2PID_CARD_NO_ROOT] = { "no-root",
                           { "Utfärdarens rotcertifikat finns inte på kortet "
                             "och behöver anges.",
                             "The issuer's root certificate is not on the "
                             "card and has to be given." } },
};

void
p2pid_card_hint (p2pid_card_hint_kind kind,
                 p2pid_language language,
                 const char **out_hint,
                 const char **out_sentence)
{
  *out_hint = hints[kind].hint;
  *out_sentence = hints[kind].sentences[language];
}
