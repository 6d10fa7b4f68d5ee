/*
 * What two accounts must have in common before any name leaves a computer.
 * PROTOCOL.md §6.
 */

#ifndef P2PID_SESSION_COMPARE_H
#define P2PID_SESSION_COMPARE_H

#include "p2pid/account.h"

/** How far two starts, and two clocks, may be apart, in seconds. */
#define P2PID_START_TOLERANCE 120
#define P2PID_CLOCK_TOLERANCE 600

/**
 * Compare two accounts.
 *
 * @param out_compared  p2pid_compared bits of what both said alike; the tails
 *                      are the callee's to compare
 *
 * @return P2PID_ERR_CHANNELS, P2PID_ERR_ROLES, P2PID_ERR_PLACES,
 *         P2PID_ERR_START
 */
P2PID_MUST_CHECK p2pid_err
p2pid_account_compare (const p2pid_account *a,
                       const p2pid_account *b,
                       unsigned *out_compared);

#endif
