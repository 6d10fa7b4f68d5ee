/*
 * A smart card that does what real ones do and SoftHSM does not: it locks
 * itself, is pulled, has keys on its reader, wants a PIN for each signature.
 *
 * The card itself is a PKCS#11 module, card-module.c, loaded like any other.
 * It is told by environment variables and files, for it may be unloaded and
 * loaded anew in between.
 */

#ifndef P2PID_TESTS_CARD_H
#define P2PID_TESTS_CARD_H

/** The folder of the card's files: "certificate.der" and "key.pem", P-256;
 *  "tries", a digit: how often a PIN may be tried. */
#define CARD_FOLDER "P2PID_FAKE_CARD"

/** One of the words below. */
#define CARD_MOOD "P2PID_FAKE_CARD_MOOD"

#define CARD_PIN "1234"
#define CARD_TRIES 3

#define CARD_PLAIN "plain"
#define CARD_ABSENT "absent"       /* no card in the reader */
#define CARD_KEYPAD "keypad"       /* CARD_PIN is typed on the reader */
#define CARD_KEYPAD_NO "keypad-no" /* the user presses cancel there */
/* the user gives up at the computer (SIGUSR1) and types it all the same */
#define CARD_KEYPAD_LATE "keypad-late"
#define CARD_ALWAYS "always" /* a PIN for each signature */
#define CARD_KEYPAD_ALWAYS "keypad-always"
#define CARD_NO_KEY "no-key"             /* a certificate alone */
#define CARD_NO_WAY "no-way"             /* no mechanism to sign with */
#define CARD_PULLED_EARLY "pulled-early" /* before the PIN is tried */
#define CARD_PULLED_LATE "pulled-late"   /* before the signature is there */
#define CARD_BROKEN "broken"             /* the reader fails */

#endif
