/*
 * How much of something one address has at once: connections, or mailboxes.
 * What is bounded in all has to be bounded for each, or one takes it all
 * without ever asking too fast.
 *
 * An address is kept by its name, for as long as it has anything.
 */

#ifndef P2PID_SERVER_SHARES_H
#define P2PID_SERVER_SHARES_H

#include "server/address.h"

typedef struct p2pid_shares p2pid_shares;

/** What one address has; lives as long as that is anything. */
typedef struct p2pid_share p2pid_share;

/**
 * Nobody has anything. Calls sodium_init().
 *
 * @param most   what one address may have at once
 * @param total  what all have at most, or about that: it is a size of tables
 *
 * P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_shares_new (unsigned most, size_t total, p2pid_shares **out_shares);

/** Everything must have been given back, or be about to be forgotten with it;
 *  NULL is fine. */
void
p2pid_shares_free (p2pid_shares *shares);

/** Take one, for p2pid_shares_give_back(). @return NULL when the address has
 *  as many as it may, or there is no memory to count it in. */
p2pid_share *
p2pid_shares_take (p2pid_shares *shares, const p2pid_address *address);

/** Give one back, which frees @p share with the last one. */
void
p2pid_shares_give_back (p2pid_shares *shares, p2pid_share *share);

#endif
