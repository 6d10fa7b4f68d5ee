/*
 * What BankID's codes mean, in words for people: the message that BankID
 * recommends for each, by BankID's own number for it ("RFA8"), in Swedish and
 * English.
 *
 * The sentences are libp2pid's own. They say the same as BankID's but are not
 * BankID's, whose texts are not copied here. Who is bound by an agreement to
 * show BankID's exact words takes the number @c code and prints BankID's text
 * for it. Enrolments (enrolment.h) tell the number with each sentence.
 */

#ifndef P2PID_MESSAGE_H
#define P2PID_MESSAGE_H

#include "p2pid/statement.h"

P2PID_BEGIN_DECLS

/** What kind of device a program runs on. */
typedef enum {
  P2PID_DEVICE_COMPUTER, /**< a card reader may be at hand */
  P2PID_DEVICE_TELEPHONE /**< or a tablet */
} p2pid_device;

/** A message of an eID's operator; all is static. */
typedef struct {
  const char *code; /**< the operator's own: BankID's number, "RFA1" */
  const char *sentences[P2PID_LANGUAGE_COUNT_]; /**< by p2pid_language */
} p2pid_eid_message;

/**
 * The message for one of BankID's codes.
 *
 * Three states of an order are told otherwise according to how the person
 * starts the BankID app:
 *
 *                             by the QR code     by the link, @p opened
 *                             computer  phone    computer  phone
 *     outstandingTransaction  RFA1      RFA1     RFA13     RFA13
 *     noClient                RFA1      RFA1     RFA13     RFA13
 *     started                 RFA14A    RFA14B   RFA15A    RFA15B
 *     startFailed             RFA17B    RFA17B   RFA17A    RFA17A
 *
 * RFA14A and RFA14B were in BankID's list until it was shortened; since then
 * RFA15A and RFA15B are there for every start. Who must show BankID's own words
 * and has the shorter list takes those instead.
 *
 * @param code    a hintCode or an errorCode, "userSign"; or a number, "RFA9",
 *                which is that message whatever else is said; or NULL
 * @param device  on which the program runs
 * @param opened  whether the order's link was opened on that device
 *
 * @return NULL for NULL and for a code that is not known; BankID wants RFA21
 *         for it while the order is pending and RFA22 once it has failed
 *
 * Source: BankID's relying party documents, "Collect" (hint codes), "Errors"
 * and "User messages"
 */
P2PID_API const p2pid_eid_message *
p2pid_bankid_find_message (const char *code, p2pid_device device, bool opened);

/**
 * Every message of BankID's that enrolments tell, in the order of the numbers.
 *
 * @param out_count  how many there are
 *
 * @return the first of them
 */
P2PID_API const p2pid_eid_message *
p2pid_bankid_list_messages (size_t *out_count);

P2PID_END_DECLS

#endif
