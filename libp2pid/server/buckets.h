/*
 * How much one address may ask: two token buckets each, one for every
 * request, one for what makes or claims a mailbox. Addresses are kept by their
 * names only.
 *
 * The table is bounded. Where an address finds no room, the bucket nearest to
 * full makes way: a full one tells nothing, and one who asked too much is
 * not forgotten by asking from more addresses.
 */

#ifndef P2PID_SERVER_BUCKETS_H
#define P2PID_SERVER_BUCKETS_H

#include "server/address.h"

typedef struct p2pid_buckets p2pid_buckets;

typedef enum { P2PID_RATE_ALL, P2PID_RATE_NEW } p2pid_rate;

/**
 * Buckets that fill within a minute.
 *
 * @param rate      requests a minute from one address, and at once
 * @param new_rate  the same of new mailboxes and claims
 *
 * P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_buckets_new (unsigned rate,
                   unsigned new_rate,
                   p2pid_buckets **out_buckets);

/** Wipes the key of the hash. */
void
p2pid_buckets_free (p2pid_buckets *buckets);

/** Take one. @return 0, or when there was none to take the seconds until
 *  there is. */
unsigned
p2pid_buckets_take (p2pid_buckets *buckets,
                    const p2pid_address *address,
                    p2pid_rate rate,
                    int64_t now);

/** Take @p count more whether they are there or not: the bucket has to fill
 *  up to nothing first. */
void
p2pid_buckets_charge (p2pid_buckets *buckets,
                      const p2pid_address *address,
                      p2pid_rate rate,
                      unsigned count,
                      int64_t now);

#endif
