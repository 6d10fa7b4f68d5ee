/*
 * Verifying by OpenSSL: keys of JSON and of certificates, signatures as JWS
 * writes them (RFC 7518 §3). Ed25519 is libsodium's business.
 */

#ifndef P2PID_EVIDENCE_PKEY_H
#define P2PID_EVIDENCE_PKEY_H

#include "evidence/jwk.h"

#include <openssl/types.h>

/**
 * The algorithms for a key that came in a certificate; none for one that
 * p2pid_jwk_read() would not take.
 *
 * Refused too: a curve that is spelled out instead of named, and a key that
 * is for PSS alone, whose restrictions JWS does not know.
 */
p2pid_jwas
p2pid_pkey_algorithms (const EVP_PKEY *key);

/**
 * Verify @p signature over @p message by a certificate's key.
 *
 * @param algorithm  one of p2pid_pkey_algorithms()
 * @param signature  of ES256 and ES384: r and s, each of the curve's size
 *
 * @return P2PID_ERR_FORGED, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_pkey_verify (EVP_PKEY *key,
                   p2pid_jwa algorithm,
                   p2pid_bytes message,
                   p2pid_bytes signature);

/**
 * The same by a JSON key.
 *
 * @param algorithm  one of the key's
 *
 * @return P2PID_ERR_FORGED; P2PID_ERR_ALGORITHM for a point that is not on its
 *         curve; P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_jwk_verify (const p2pid_jwk *key,
                  p2pid_jwa algorithm,
                  p2pid_bytes message,
                  p2pid_bytes signature);

#endif
