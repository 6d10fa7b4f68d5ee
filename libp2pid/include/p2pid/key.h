/*
 * The identity key: a person's own Ed25519 key pair.
 *
 * The private half lives in guarded memory and leaves it in one way only: as
 * the seed that store/ seals. It signs nothing but presentations, receipts
 * and endorsements, each under its own label (PROTOCOL.md §7).
 */

#ifndef P2PID_KEY_H
#define P2PID_KEY_H

#include "p2pid/error.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_key p2pid_key;

/** A new random identity key, for p2pid_key_free(); P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_key_new (p2pid_key **out_key);

/** The public half; borrowed, valid as long as @p key. */
P2PID_API const p2pid_public_key *
p2pid_key_public (const p2pid_key *key);

/** Wipe and free; NULL is fine. */
P2PID_API void
p2pid_key_free (p2pid_key *key);

P2PID_END_DECLS

#endif
