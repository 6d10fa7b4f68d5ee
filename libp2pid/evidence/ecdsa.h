/*
 * ECDSA on P-256 with SHA-256, as JWS writes it (RFC 7518 §3.4), by OpenSSL.
 */

#ifndef P2PID_EVIDENCE_ECDSA_H
#define P2PID_EVIDENCE_ECDSA_H

#include "evidence/jwk.h"

/** Bytes of r and s together. */
#define P2PID_ECDSA_SIZE 64

/** P2PID_ERR_FORGED unless the @p signature, r then s, holds for @p message;
 *  P2PID_ERR_ALGORITHM for a key that is not on the curve;
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_ecdsa_verify (const p2pid_jwk *key,
                    p2pid_bytes message,
                    const uint8_t signature[P2PID_ECDSA_SIZE]);

#endif
