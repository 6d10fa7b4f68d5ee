/*
 * What is said of a card, in words. Cards have no operator with words of its
 * own, so these are ours.
 */

#ifndef P2PID_EID_CARD_HINTS_H
#define P2PID_EID_CARD_HINTS_H

#include "p2pid/statement.h"

typedef enum {
  P2PID_CARD_NONE,           /**< "no-card" */
  P2PID_CARD_NO_CERTIFICATE, /**< "no-certificate" */
  P2PID_CARD_NO_KEY,         /**< "no-key" */
  P2PID_CARD_NO_MODULE,      /**< "no-module" */
  P2PID_CARD_PIN_LOW,        /**< "pin-low": a PIN was wrong before */
  P2PID_CARD_PIN_FINAL,      /**< "pin-final": the last try */
  P2PID_CARD_KEYPAD,         /**< "keypad": the PIN is typed on the reader, and
                                  so is the wish to cancel */
  P2PID_CARD_KEYPAD_LOW,     /**< "pin-low" there */
  P2PID_CARD_KEYPAD_FINAL,   /**< "pin-final" there */
  P2PID_CARD_PIN_WRONG,      /**< "pin-wrong" */
  P2PID_CARD_PIN_LOCKED,     /**< "pin-locked" */
  P2PID_CARD_PULLED,         /**< "pulled" */
  P2PID_CARD_NO_ROOT,        /**< "no-root": the chain has no end */
  P2PID_CARD_HINT_COUNT_
} p2pid_card_hint_kind;

/** The code and the sentence; static. */
void
p2pid_card_hint (p2pid_card_hint_kind kind,
                 p2pid_language language,
                 const char **out_hint,
                 const char **out_sentence);

#endif
