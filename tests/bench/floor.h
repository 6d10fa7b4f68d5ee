/*
 * What the protocol cannot do without, as bare calls of libsodium: the floor
 * that no program which speaks it on libsodium can be below. Nothing of the
 * library's own runs here. Sizes are in bytes, and count for the time alone:
 * the contents mean nothing.
 */

#ifndef P2PID_TESTS_FLOOR_H
#define P2PID_TESTS_FLOOR_H

#include <stddef.h>

/** X25519, both sides: a key pair and a shared secret each. */
void
floor_exchange (void);

/** What §5.2 of Noise has one side hash in NNpsk0, from the prologue to Split,
 *  where the second message carries @p payload and the first one nothing. */
void
floor_noise_hashes (size_t prologue, size_t payload);

/** A ChaCha20-Poly1305 message with associated data, made and opened. */
void
floor_message (size_t ad, size_t size);

/** The points of CPace, both sides: Ristretto255. */
void
floor_points (void);

/** CPace, both sides, hashes included. */
void
floor_cpace (void);

/** BLAKE2b-512. */
void
floor_hash (size_t size);

/** BLAKE2b-256 with a key. */
void
floor_derive (size_t size);

/** SHA-256. */
void
floor_digest (size_t size);

/** Ed25519, both sides: each signs @p said, and verifies that of the other and
 *  an issuer's signature over @p token, which is the same in every call. */
void
floor_signatures (size_t said, size_t token);

#endif
