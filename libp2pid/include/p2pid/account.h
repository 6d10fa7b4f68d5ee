/*
 * The account: one side's description of the contact, and the words that go
 * with it. Both programs compare the two accounts before any name leaves a
 * computer.
 */

#ifndef P2PID_ACCOUNT_H
#define P2PID_ACCOUNT_H

#include "p2pid/error.h"

P2PID_BEGIN_DECLS

/** Who made the code or invitation (host), who joined with it (guest). */
typedef enum { P2PID_SIDE_HOST, P2PID_SIDE_GUEST } p2pid_side;

/** How the two are in contact. */
typedef enum {
  P2PID_CHANNEL_PHONE,
  P2PID_CHANNEL_MEETING,
  P2PID_CHANNEL_ONLINE
} p2pid_channel;

/** Who rang whom; P2PID_ROLE_NONE exactly when nobody rang. */
typedef enum {
  P2PID_ROLE_NONE,
  P2PID_ROLE_CALLER,
  P2PID_ROLE_CALLEE
} p2pid_role;

/** Who presents first. */
typedef enum { P2PID_PLACE_FIRST, P2PID_PLACE_SECOND } p2pid_place;

/** Longest audience or purpose, in characters, and its size in bytes. */
#define P2PID_CLAIM_CHARACTERS_MAX 140
#define P2PID_CLAIM_MAX (P2PID_CLAIM_CHARACTERS_MAX * 4)

/** One side's description of the contact. */
typedef struct {
  p2pid_channel channel;
  p2pid_role role;
  /** Who presents first. On the telephone always the caller. Elsewhere the
   *  host decides and the guest's value is ignored. */
  p2pid_place place;
  /** When the contact began, Unix seconds, where the program knows it; else
   *  0. Compared (two minutes either way) only when both sides give it. */
  int64_t start;
  /** Last four digits: for the caller of the number dialled, for the callee
   *  of the own number. "" where unknown. Compared only when both give it. */
  char tail[5];
} p2pid_account;

/** Why a side stopped. */
typedef enum {
  P2PID_STOP_ENDED,    /**< left before the end; no accusation */
  P2PID_STOP_NOT_ME,   /**< "that is not me, I am in no such contact" */
  P2PID_STOP_NOT_THEM, /**< "that is not whom I am talking to" */
  P2PID_STOP_ACCOUNTS, /**< the accounts differ */
  P2PID_STOP_CLOCK,    /**< the clocks differ */
  P2PID_STOP_PROOF,    /**< a proof was false */
  P2PID_STOP_PROTOCOL, /**< something that does not belong here came */
  P2PID_STOP_TIMEOUT,  /**< no answer */
  P2PID_STOP_COUNT_
} p2pid_stop;

/** The stable name: "ended", "not-me", "not-them", "accounts", "clock",
 *  "proof", "protocol", "timeout". Never NULL, static. */
P2PID_API const char *
p2pid_stop_name (p2pid_stop reason);

/** What a contact came to, as its screen says it at the end. */
typedef enum {
  P2PID_OUTCOME_IDENTIFIED,   /**< "This is NAME" */
  P2PID_OUTCOME_UNIDENTIFIED, /**< the other showed nothing, or one left */
  P2PID_OUTCOME_CANNOT_CHECK, /**< nothing is known, and nobody accused */
  P2PID_OUTCOME_STOPPED       /**< "STOP": something is wrong here */
} p2pid_outcome;

P2PID_END_DECLS

#endif
