/* The sentences, in the order of p2pid_err. */

#include "core/desk-errors.h"

#include "p2pid/session.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

G_DEFINE_QUARK (desk - error - quark, desk_error)

/* One sentence for each error. */
static const char *const sentences[P2PID_ERR_COUNT_] = {
  [P2PID_OK] = N_ ("All went well."),

  [P2PID_ERR_MEMORY] =
      N_ ("This computer has no memory left. Close other programs and "
          "try again."),
  [P2PID_ERR_ARGUMENT] =
      N_ ("This program made a mistake and did nothing. Please report "
          "it."),
  [P2PID_ERR_STATE] = N_ ("That cannot be done at this point."),
  [P2PID_ERR_CANCELLED] = N_ ("You ended it."),

  [P2PID_ERR_FORMAT] =
      N_ ("That is not something P2P ID understands. Check that all of "
          "it is there."),
  [P2PID_ERR_SIZE] = N_ ("That is longer or shorter than it may be."),
  [P2PID_ERR_TEXT] =
      N_ ("The text is too long, or has characters that could mislead "
          "its reader. Write it in plain words."),
  [P2PID_ERR_VERSION] =
      N_ ("The other side uses a newer P2P ID. Update yours and try "
          "again."),
  [P2PID_ERR_CHECK_DIGIT] =
      N_ ("One digit is not right. Nothing is lost: ask for the code "
          "again."),

  [P2PID_ERR_CODE_UNKNOWN] =
      N_ ("Nobody waits behind this code. It may be too old, or was "
          "misheard. Ask for a new one."),
  [P2PID_ERR_CODE_USED] =
      N_ ("Somebody else has already used this code. Ask for a new one, "
          "and say that the first was taken."),
  [P2PID_ERR_WRONG_CODE] =
      N_ ("The code was not right and is now used up. The other person "
          "sees a new one: ask for it."),
  [P2PID_ERR_CROWDED] = N_ ("Somebody else tried to get into this contact."),
  [P2PID_ERR_INTERFERENCE] =
      N_ ("Somebody interferes: three codes were used up in ten "
          "minutes."),

  [P2PID_ERR_CHANNELS] =
      N_ ("The two of you do not say the same about how you are in "
          "contact."),
  [P2PID_ERR_ROLES] =
      N_ ("The two of you do not say the same about who rang whom."),
  [P2PID_ERR_START] =
      N_ ("The two of you do not say the same about when the contact "
          "began."),
  [P2PID_ERR_TAILS] =
      N_ ("The number that was dialled is not the number that rang."),
  [P2PID_ERR_PLACES] = N_ ("The two programs do not agree on who shows first."),
  [P2PID_ERR_CLOCK] =
      N_ ("The clocks of the two computers are too far apart. Set them "
          "right and begin again."),

  [P2PID_ERR_OUT_OF_TURN] =
      N_ ("The other side sent something that does not belong here."),
  [P2PID_ERR_REFLECTED] =
      N_ ("Your own message came back to you as if from the other "
          "person."),
  [P2PID_ERR_STOPPED] = N_ ("The contact was stopped."),
  [P2PID_ERR_TIMEOUT] = N_ ("The other side did not answer in time."),

  [P2PID_ERR_FORGED] = N_ ("What the other side showed is false."),
  [P2PID_ERR_MISMATCH] =
      N_ ("What the other side showed belongs to something else."),
  [P2PID_ERR_UNTRUSTED] =
      N_ ("This computer does not know who issued the other person's "
          "identity."),
  [P2PID_ERR_TEST_REFUSED] =
      N_ ("The other person showed a TEST identity, which proves "
          "nothing. This computer does not take them."),
  [P2PID_ERR_EXPIRED] =
      N_ ("The identity is too old. Its holder has to renew it."),
  [P2PID_ERR_NOT_YET_VALID] =
      N_ ("The identity is not valid yet. One of the two clocks may be "
          "wrong."),
  [P2PID_ERR_REVOKED] = N_ ("The issuer has withdrawn the identity."),
  [P2PID_ERR_ALGORITHM] =
      N_ ("The identity is made in a way that this program does not "
          "accept."),
  [P2PID_ERR_METHOD] =
      N_ ("The identity is of a kind that this program does not know. "
          "A newer P2P ID may."),
  [P2PID_ERR_INCOMPLETE] =
      N_ ("The identity lacks something that it must have."),

  [P2PID_ERR_OFFLINE] =
      N_ ("No connection to the relay. Check that this computer is on "
          "the network."),
  [P2PID_ERR_TLS] =
      N_ ("The relay could not prove which server it is. Try another "
          "network, or another relay."),
  [P2PID_ERR_RELAY] =
      N_ ("The relay gave an answer that makes no sense. Try another "
          "relay in the preferences."),
  [P2PID_ERR_BUSY] =
      N_ ("The relay has too much to do. Try again in a minute."),
  [P2PID_ERR_GONE] =
      N_ ("The meeting place on the relay is gone. Begin again with a "
          "new code."),

  [P2PID_ERR_KEY] =
      N_ ("That is not the passphrase your data was locked with."),
  [P2PID_ERR_DAMAGED] =
      N_ ("The file with your data is damaged. Nothing in it was "
          "changed."),
  [P2PID_ERR_NEWER] =
      N_ ("Your data was written by a newer P2P ID. Nothing in it was "
          "changed. Update this program."),
  [P2PID_ERR_IO] =
      N_ ("A file could not be read or written, and nothing was changed. "
          "Check that the disk is there and may be written to, and try "
          "again."),
  [P2PID_ERR_FULL] =
      N_ ("The disk of this computer is full, and nothing was changed. "
          "Make room and try again."),
  [P2PID_ERR_LOCKED] =
      N_ ("Another program uses your data. Close it and try again."),
  [P2PID_ERR_NOT_FOUND] = N_ ("It is no longer there."),
};

/* The compiler tells here when an error has been added (-Wswitch-enum); the
 * tests tell when one has no sentence above. */
static const char *
sentence (p2pid_err err)
{
  switch (err) {
  case P2PID_OK:
  case P2PID_ERR_MEMORY:
  case P2PID_ERR_ARGUMENT:
  case P2PID_ERR_STATE:
  case P2PID_ERR_CANCELLED:
  case P2PID_ERR_FORMAT:
  case P2PID_ERR_SIZE:
  case P2PID_ERR_TEXT:
  case P2PID_ERR_VERSION:
  case P2PID_ERR_CHECK_DIGIT:
  case P2PID_ERR_CODE_UNKNOWN:
  case P2PID_ERR_CODE_USED:
  case P2PID_ERR_WRONG_CODE:
  case P2PID_ERR_CROWDED:
  case P2PID_ERR_INTERFERENCE:
  case P2PID_ERR_CHANNELS:
  case P2PID_ERR_ROLES:
  case P2PID_ERR_START:
  case P2PID_ERR_TAILS:
  case P2PID_ERR_PLACES:
  case P2PID_ERR_CLOCK:
  case P2PID_ERR_OUT_OF_TURN:
  case P2PID_ERR_REFLECTED:
  case P2PID_ERR_STOPPED:
  case P2PID_ERR_TIMEOUT:
  case P2PID_ERR_FORGED:
  case P2PID_ERR_MISMATCH:
  case P2PID_ERR_UNTRUSTED:
  case P2PID_ERR_TEST_REFUSED:
  case P2PID_ERR_EXPIRED:
  case P2PID_ERR_NOT_YET_VALID:
  case P2PID_ERR_REVOKED:
  case P2PID_ERR_ALGORITHM:
  case P2PID_ERR_METHOD:
  case P2PID_ERR_INCOMPLETE:
  case P2PID_ERR_OFFLINE:
  case P2PID_ERR_TLS:
  case P2PID_ERR_RELAY:
  case P2PID_ERR_BUSY:
  case P2PID_ERR_GONE:
  case P2PID_ERR_KEY:
  case P2PID_ERR_DAMAGED:
  case P2PID_ERR_NEWER:
  case P2PID_ERR_IO:
  case P2PID_ERR_FULL:
  case P2PID_ERR_LOCKED:
  case P2PID_ERR_NOT_FOUND:
    return sentences[err];
  case P2PID_ERR_COUNT_:
  default:
    return N_ ("Something happened that this program has no words for.");
  }
}

const char *
desk_error_sentence (p2pid_err err)
{
  return _ (sentence (err));
}

GError *
desk_error_new (p2pid_err err)
{
  return g_error_new_literal (DESK_ERROR, (int) err, desk_error_sentence (err));
}

p2pid_err
desk_error_code (const GError *error)
{
  if (error == NULL)
    return P2PID_OK;
  if (error->domain == DESK_ERROR)
    return (p2pid_err) error->code;
  if (error->domain == G_IO_ERROR && error->code == G_IO_ERROR_CANCELLED)
    return P2PID_ERR_CANCELLED;
  return P2PID_ERR_IO;
}

DeskTone
desk_error_tone (p2pid_err err)
{
  switch (p2pid_stop_outcome (P2PID_STOP_ENDED, err)) {
  case P2PID_OUTCOME_STOPPED:
    return DESK_TONE_STOP;
  case P2PID_OUTCOME_CANNOT_CHECK:
    return DESK_TONE_CANNOT;
  case P2PID_OUTCOME_IDENTIFIED:
  case P2PID_OUTCOME_UNIDENTIFIED:
  default:
    return DESK_TONE_NONE;
  }
}

/* Only a telephone can be hung up. */
static const char *
accounts_line (p2pid_channel channel)
{
  if (channel == P2PID_CHANNEL_PHONE)
    return _ ("Your accounts of the call do not agree. Hang up.");
  return _ ("Your accounts of the contact do not agree. End it.");
}

const char *
desk_error_stop_line (p2pid_err err,
                      p2pid_stop reason,
                      gboolean by_peer,
                      p2pid_channel channel)
{
  switch (reason) {
  case P2PID_STOP_NOT_ME:
    return by_peer ? _ ("The other person says: that is not me. You are in "
                        "contact with somebody else.")
                   : _ ("You said that it is not you. The other side has "
                        "been told.");
  case P2PID_STOP_NOT_THEM:
    return by_peer ? _ ("The other person says that you are not the one they "
                        "are in contact with.")
                   : _ ("You said that this is somebody else. The other side "
                        "has been told.");
  case P2PID_STOP_ACCOUNTS:
    return accounts_line (channel);
  case P2PID_STOP_PROOF:
    return by_peer ? _ ("The other program says that what you showed is "
                        "false.")
                   : _ ("What the other side showed is false.");
  case P2PID_STOP_ENDED:
  case P2PID_STOP_CLOCK:
  case P2PID_STOP_PROTOCOL:
  case P2PID_STOP_TIMEOUT:
  case P2PID_STOP_COUNT_:
  default:
    return desk_error_sentence (err);
  }
}

/* What goes wrong between the user, the eID and its reader. The library has
 * sentences of its own for PINs and cards. */
const char *
desk_error_enrolment_line (p2pid_err err, p2pid_method method)
{
  switch ((int) err) {
  case P2PID_ERR_CANCELLED:
    return _ ("You cancelled.");
  case P2PID_ERR_TIMEOUT:
    return _ ("It took too long. Begin again when you are ready.");
  case P2PID_ERR_OFFLINE:
    return _ ("The eID cannot be reached. Check the connection of this "
              "computer, and try again.");
  case P2PID_ERR_TLS:
    return _ ("The server that answered could not prove that it is the right "
              "one. Nothing was sent to it.");
  case P2PID_ERR_BUSY:
    return _ ("The eID or its gateway is busy. Try again in a while. If your "
              "eID asks for something that you did not start, refuse it.");
  case P2PID_ERR_UNTRUSTED:
    return _ ("This computer does not accept that issuer, or the eID does not "
              "serve this program. Ask the one who runs your gateway.");
  case P2PID_ERR_RELAY:
  case P2PID_ERR_FORMAT:
  case P2PID_ERR_SIZE:
  case P2PID_ERR_INCOMPLETE:
    return _ ("The eID gave an answer that makes no sense. Try again later.");
  case P2PID_ERR_FORGED:
  case P2PID_ERR_MISMATCH:
    return _ ("What came back is false or belongs to somebody else. Do not use "
              "that gateway or provider until you know why.");
  case P2PID_ERR_TEST_REFUSED:
    return _ ("Your eID gave a TEST identity, which proves nothing. This "
              "computer does not take them.");
  case P2PID_ERR_CLOCK:
    return _ ("The clocks of this computer and the gateway are too far apart. "
              "Set them right and try again.");
  case P2PID_ERR_EXPIRED:
    return _ ("Your eID is no longer valid. Renew it where you got it.");
  case P2PID_ERR_NOT_YET_VALID:
    return _ ("Your eID is not valid yet. The clock of this computer may be "
              "wrong.");
  case P2PID_ERR_REVOKED:
    return _ ("The issuer has withdrawn your eID. Get a new one from them.");
  case P2PID_ERR_IO:
    return method == P2PID_METHOD_CARD
               ? _ ("The program of the card's maker does not start. Check "
                    "its address in the preferences.")
               : _ ("This computer could not wait for the answer of your "
                    "browser. Close programs that you do not need, and begin "
                    "again.");
  default:
    return desk_error_sentence (err);
  }
}

const char *
desk_error_key_file_line (p2pid_err err)
{
  switch ((int) err) {
  case P2PID_ERR_STATE:
    return _ ("Others on this computer may use the file with your key. Make "
              "it yours alone (chmod 600), and start again.");
  case P2PID_ERR_NOT_FOUND:
    return _ ("The file with the key to your data is not there. Nothing in "
              "your data was changed.");
  case P2PID_ERR_DAMAGED:
    return _ ("The file with the key to your data is damaged. Nothing in "
              "your data was changed.");
  default:
    return desk_error_sentence (err);
  }
}
