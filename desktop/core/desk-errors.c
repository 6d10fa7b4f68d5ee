/* The sentences, in the order of p2pid_err. */

#include "core/desk-errors.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

G_DEFINE_QUARK (desk - error - quark, desk_error)

/* One sentence for each error; -Wswitch-enum tells when one is missing. */
static const char *
sentence (p2pid_err err)
{
  switch (err) {
  case P2PID_OK:
    return N_ ("All went well.");

  case P2PID_ERR_MEMORY:
    return N_ ("This computer has no memory left. Close other programs and "
               "try again.");
  case P2PID_ERR_ARGUMENT:
    return N_ ("This program made a mistake and did nothing. Please report "
               "it.");
  case P2PID_ERR_STATE:
    return N_ ("That cannot be done at this point.");
  case P2PID_ERR_CANCELLED:
    return N_ ("You ended it.");

  case P2PID_ERR_FORMAT:
    return N_ ("That is not something P2P ID understands. Check that all of "
               "it is there.");
  case P2PID_ERR_SIZE:
    return N_ ("That is longer or shorter than it may be.");
  case P2PID_ERR_TEXT:
    return N_ ("The text is too long, or has characters that could mislead "
               "its reader. Write it in plain words.");
  case P2PID_ERR_VERSION:
    return N_ ("The other side uses a newer P2P ID. Update yours and try "
               "again.");
  case P2PID_ERR_CHECK_DIGIT:
    return N_ ("One digit is not right. Nothing is lost: ask for the code "
               "again.");

  case P2PID_ERR_CODE_UNKNOWN:
    return N_ ("Nobody waits behind this code. It may be too old, or was "
               "misheard. Ask for a new one.");
  case P2PID_ERR_CODE_USED:
    return N_ ("Somebody else has already used this code. Ask for a new one, "
               "and say that the first was taken.");
  case P2PID_ERR_WRONG_CODE:
    return N_ ("The code was not right and is now used up. The other person "
               "sees a new one: ask for it.");
  case P2PID_ERR_CROWDED:
    return N_ ("Somebody else tried to get into this contact.");
  case P2PID_ERR_INTERFERENCE:
    return N_ ("Somebody interferes: three codes were used up in ten "
               "minutes.");

  case P2PID_ERR_CHANNELS:
    return N_ ("The two of you do not say the same about how you are in "
               "contact.");
  case P2PID_ERR_ROLES:
    return N_ ("The two of you do not say the same about who rang whom.");
  case P2PID_ERR_START:
    return N_ ("The two of you do not say the same about when the contact "
               "began.");
  case P2PID_ERR_TAILS:
    return N_ ("The number that was dialled is not the number that rang.");
  case P2PID_ERR_PLACES:
    return N_ ("The two programs do not agree on who shows first.");
  case P2PID_ERR_CLOCK:
    return N_ ("The clocks of the two computers are too far apart. Set them "
               "right and begin again.");

  case P2PID_ERR_OUT_OF_TURN:
    return N_ ("The other side sent something that does not belong here.");
  case P2PID_ERR_REFLECTED:
    return N_ ("Your own message came back to you as if from the other "
               "person.");
  case P2PID_ERR_STOPPED:
    return N_ ("The contact was stopped.");
  case P2PID_ERR_TIMEOUT:
    return N_ ("The other side did not answer in time.");

  case P2PID_ERR_FORGED:
    return N_ ("What the other side showed is false.");
  case P2PID_ERR_MISMATCH:
    return N_ ("What the other side showed belongs to something else.");
  case P2PID_ERR_UNTRUSTED:
    return N_ ("This computer does not know who issued the other person's "
               "identity.");
  case P2PID_ERR_TEST_REFUSED:
    return N_ ("The other person showed a TEST identity, which proves "
               "nothing. This computer does not take them.");
  case P2PID_ERR_EXPIRED:
    return N_ ("The identity is too old. Its holder has to renew it.");
  case P2PID_ERR_NOT_YET_VALID:
    return N_ ("The identity is not valid yet. One of the two clocks may be "
               "wrong.");
  case P2PID_ERR_REVOKED:
    return N_ ("The issuer has withdrawn the identity.");
  case P2PID_ERR_ALGORITHM:
    return N_ ("The identity is made in a way that this program does not "
               "accept.");
  case P2PID_ERR_METHOD:
    return N_ ("The identity is of a kind that this program does not know. "
               "A newer P2P ID may.");
  case P2PID_ERR_INCOMPLETE:
    return N_ ("The identity lacks something that it must have.");

  case P2PID_ERR_OFFLINE:
    return N_ ("No connection to the relay. Check that this computer is on "
               "the network.");
  case P2PID_ERR_TLS:
    return N_ ("The relay could not prove which server it is. Try another "
               "network, or another relay.");
  case P2PID_ERR_RELAY:
    return N_ ("The relay gave an answer that makes no sense. Try another "
               "relay in the preferences.");
  case P2PID_ERR_BUSY:
    return N_ ("The relay has too much to do. Try again in a minute.");
  case P2PID_ERR_GONE:
    return N_ ("The meeting place on the relay is gone. Begin again with a "
               "new code.");

  case P2PID_ERR_KEY:
    return N_ ("That is not the passphrase your data was locked with.");
  case P2PID_ERR_DAMAGED:
    return N_ ("The file with your data is damaged. Nothing in it was "
               "changed.");
  case P2PID_ERR_NEWER:
    return N_ ("Your data was written by a newer P2P ID. Nothing in it was "
               "changed. Update this program.");
  case P2PID_ERR_IO:
    return N_ ("A file could not be read or written.");
  case P2PID_ERR_FULL:
    return N_ ("The disk of this computer is full. Make room and try again.");
  case P2PID_ERR_LOCKED:
    return N_ ("Another program uses your data. Close it and try again.");
  case P2PID_ERR_NOT_FOUND:
    return N_ ("It is no longer there.");

  case P2PID_ERR_COUNT_:
    break;
  }
  return N_ ("Something happened that this program has no words for.");
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
  switch ((int) err) {
  case P2PID_OK:
  case P2PID_ERR_CANCELLED:
    return DESK_TONE_NONE;
  case P2PID_ERR_CROWDED:
  case P2PID_ERR_INTERFERENCE:
  case P2PID_ERR_CHANNELS:
  case P2PID_ERR_ROLES:
  case P2PID_ERR_START:
  case P2PID_ERR_TAILS:
  case P2PID_ERR_PLACES:
  case P2PID_ERR_OUT_OF_TURN:
  case P2PID_ERR_REFLECTED:
  case P2PID_ERR_STOPPED:
  case P2PID_ERR_FORGED:
  case P2PID_ERR_MISMATCH:
    return DESK_TONE_STOP;
  default:
    return DESK_TONE_CANNOT;
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
