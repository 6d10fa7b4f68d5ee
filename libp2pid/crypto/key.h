/*
 * What the library itself does with identity keys: make them from a seed,
 * seal the seed, sign and verify. Ed25519 (RFC 8032), libsodium's strict
 * verification: no malleable signature, no small-order or non-canonical key.
 */

#ifndef P2PID_CRYPTO_KEY_H
#define P2PID_CRYPTO_KEY_H

#include "base/bytes.h"
#include "p2pid/key.h"

#define P2PID_KEY_SEED_SIZE 32

/** The key of a 32-byte seed (RFC 8032 §5.1.5); P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_key_from_seed (const uint8_t seed[P2PID_KEY_SEED_SIZE],
                     p2pid_key **out_key);

/** The seed, borrowed, in secret memory. */
const uint8_t *
p2pid_key_seed (const p2pid_key *key);

/** Sign @p message, which must begin with a domain label. */
void
p2pid_key_sign (const p2pid_key *key,
                p2pid_bytes message,
                p2pid_signature *out_signature);

/** P2PID_ERR_FORGED unless the signature holds. */
P2PID_MUST_CHECK p2pid_err
p2pid_signature_verify (const p2pid_public_key *key,
                        p2pid_bytes message,
                        const p2pid_signature *signature);

/** P2PID_ERR_ALGORITHM for a key that is not a canonical point of the prime
 *  group (small order, mixed order, non-canonical). Verifying refuses all of
 *  these but mixed order by itself; this costs about as much again, so do it
 *  once for each key that comes in. */
P2PID_MUST_CHECK p2pid_err
p2pid_public_key_check (const p2pid_public_key *key);

#endif
