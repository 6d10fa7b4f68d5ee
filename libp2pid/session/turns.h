/*
 * Whose turn it is: every state of a conversation and every record that may
 * be said in it, in one table (turns.c), the one of PROTOCOL.md §6.
 */

#ifndef P2PID_SESSION_TURNS_H
#define P2PID_SESSION_TURNS_H

#include "wire/record.h"

typedef enum {
  P2PID_TURN_HANDSHAKE,     /* nothing is said yet */
  P2PID_TURN_HOST_ACCOUNT,  /* the host describes the contact */
  P2PID_TURN_GUEST_ACCOUNT, /* the guest does */
  P2PID_TURN_AGREE,         /* a host who is second says that it agrees */
  P2PID_TURN_FIRST,         /* the first presents */
  P2PID_TURN_FIRST_CAME,    /* the second says that it arrived */
  P2PID_TURN_FIRST_SHOWN,   /* ... and that it is on the screen */
  P2PID_TURN_SECOND,        /* the second presents back, or does not */
  P2PID_TURN_SECOND_CAME,   /* the first says that it arrived */
  P2PID_TURN_SECOND_SHOWN,  /* ... and that it is on the screen */
  P2PID_TURN_CLOSING,       /* both close, in any order */
  P2PID_TURN_ENDED          /* nothing more is said */
} p2pid_turn;

/** Where a conversation stands, and who is first in it. */
typedef struct {
  p2pid_turn turn;
  p2pid_side first;
} p2pid_turns;

/**
 * Whether @p sender may say @p record now, and where that leads.
 *
 * Finish, receipt and stop are not in the table: the first two belong to the
 * closing, in which there are no turns, and a stop may come at any time.
 *
 * @return P2PID_ERR_OUT_OF_TURN; @p out_next is untouched then
 */
P2PID_MUST_CHECK p2pid_err
p2pid_turns_next (const p2pid_turns *turns,
                  p2pid_side sender,
                  const p2pid_record *record,
                  p2pid_turn *out_next);

#endif
