/* The names and sentences of p2pid_err, in the order of the enum. */

#include "p2pid/error.h"

static const struct {
  const char *name;
  const char *sentence;
} texts[P2PID_ERR_COUNT_] = {
  [P2PID_OK] = { "ok", "No error." },

  [P2PID_ERR_MEMORY] = { "memory", "There is no memory left." },
  [P2PID_ERR_ARGUMENT] = { "argument", "A value is not of the kind that is "
                                       "taken here." },
  [P2PID_ERR_STATE] = { "state", "This is not possible at this point." },
  [P2PID_ERR_CANCELLED] = { "cancelled", "It was cancelled." },

  [P2PID_ERR_FORMAT] = { "format", "The data is not of the expected shape." },
  [P2PID_ERR_SIZE] = { "size", "The data is larger than allowed." },
  [P2PID_ERR_TEXT] = { "text", "The text is too long or has characters that "
                               "could mislead its reader." },
  [P2PID_ERR_VERSION] = { "version",
                          "This needs a newer version of the program." },
  [P2PID_ERR_CHECK_DIGIT] = { "check-digit",
                              "A digit of the code is wrong. Nothing is spent: "
                              "ask for the code again." },

  [P2PID_ERR_CODE_UNKNOWN] = { "code-unknown",
                               "Nobody waits behind this code. It may have "
                               "expired, or been misheard." },
  [P2PID_ERR_CODE_USED] = { "code-used",
                            "Somebody else has already joined with this code. "
                            "Ask for a new one." },
  [P2PID_ERR_WRONG_CODE] = { "wrong-code",
                             "The code was wrong and is now used up. Ask for "
                             "the new one." },
  [P2PID_ERR_CROWDED] = { "crowded",
                          "Somebody else is trying to get into this contact." },
  [P2PID_ERR_INTERFERENCE] = { "interference",
                               "Someone is interfering: three codes were used "
                               "up in ten minutes." },

  [P2PID_ERR_CHANNELS] = { "channels",
                           "The two sides say different things about how they "
                           "are in contact." },
  [P2PID_ERR_ROLES] = { "roles",
                        "The two sides do not agree on who rang whom." },
  [P2PID_ERR_START] = { "start", "The two sides do not agree on when the "
                                 "contact began." },
  [P2PID_ERR_TAILS] = { "tails", "The number that was dialled is not the "
                                 "number that rang." },
  [P2PID_ERR_PLACES] = { "places",
                         "The two sides do not agree on who proves first." },
  [P2PID_ERR_CLOCK] = { "clock", "The clocks of the two computers are too far "
                                 "apart. Set them right and try again." },

  [P2PID_ERR_OUT_OF_TURN] = { "out-of-turn",
                              "The other side sent something that does not "
                              "belong here." },
  [P2PID_ERR_REFLECTED] = { "reflected",
                            "One's own message came back as if from another." },
  [P2PID_ERR_STOPPED] = { "stopped", "The contact was stopped." },
  [P2PID_ERR_TIMEOUT] = { "timeout", "The other side did not answer in time." },

  [P2PID_ERR_FORGED] = { "forged", "A signature is false." },
  [P2PID_ERR_MISMATCH] = { "mismatch",
                           "The signature belongs to something else." },
  [P2PID_ERR_UNTRUSTED] = { "untrusted",
                            "The issuer is not known on this computer." },
  [P2PID_ERR_TEST_REFUSED] = { "test-refused",
                               "This is a TEST identity, and TEST identities "
                               "are not allowed here." },
  [P2PID_ERR_EXPIRED] = { "expired", "The identity is no longer valid." },
  [P2PID_ERR_NOT_YET_VALID] = { "not-yet-valid",
                                "The identity is not valid yet." },
  [P2PID_ERR_REVOKED] = { "revoked", "The issuer has withdrawn the identity." },
  [P2PID_ERR_ALGORITHM] = { "algorithm",
                            "The signature is of a kind that is not "
                            "accepted." },
  [P2PID_ERR_METHOD] = { "method",
                         "This kind of eID is not known to this program." },
  [P2PID_ERR_INCOMPLETE] = { "incomplete",
                             "The identity lacks something that it must "
                             "have." },

  [P2PID_ERR_OFFLINE] = { "offline", "The server cannot be reached." },
  [P2PID_ERR_TLS] = { "tls", "The server could not prove which one it is." },
  [P2PID_ERR_RELAY] = { "relay", "The server gave an answer that makes no "
                                 "sense." },
  [P2PID_ERR_BUSY] = { "busy", "The relay is busy. Try again in a moment." },
  [P2PID_ERR_GONE] = { "gone", "The meeting place on the relay is gone: it "
                               "expired, or the other side closed it." },

  [P2PID_ERR_KEY] = { "key", "The key or passphrase is not the right one." },
  [P2PID_ERR_DAMAGED] = { "damaged",
                          "The file is damaged. Nothing in it was changed." },
  [P2PID_ERR_NEWER] = { "newer", "The file was written by a newer version of "
                                 "the program. Nothing in it was changed." },
  [P2PID_ERR_IO] = { "io", "A file could not be read or written." },
  [P2PID_ERR_FULL] = { "full", "There is no space left on the disk." },
  [P2PID_ERR_LOCKED] = { "locked", "Another program is using the store." },
  [P2PID_ERR_NOT_FOUND] = { "not-found", "There is no such entry." },
};

const char *
p2pid_err_name (p2pid_err err)
{
  if ((unsigned) err >= P2PID_ERR_COUNT_)
    return "unknown";
  return texts[err].name;
}

const char *
p2pid_err_sentence (p2pid_err err)
{
  if ((unsigned) err >= P2PID_ERR_COUNT_)
    return "An unknown error.";
  return texts[err].sentence;
}
