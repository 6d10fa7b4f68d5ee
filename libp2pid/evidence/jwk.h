/*
 * Public keys as JSON (RFC 7517): OKP Ed25519 (RFC 8037 §2) and EC P-256
 * (RFC 7518 §6.2), and their thumbprints (RFC 7638).
 */

#ifndef P2PID_EVIDENCE_JWK_H
#define P2PID_EVIDENCE_JWK_H

#include "base/bytes.h"

#include <jansson.h>

typedef enum { P2PID_JWK_ED25519, P2PID_JWK_P256 } p2pid_jwk_kind;

typedef struct {
  p2pid_jwk_kind kind;
  uint8_t x[32];
  uint8_t y[32]; /* P-256 only */
} p2pid_jwk;

/**
 * A public key from its JSON form.
 *
 * Checked: the members that the kind of key needs, each of its exact size.
 * Not checked: that the point is on the curve (verifying with it does that),
 * and members about its use.
 *
 * @return P2PID_ERR_FORMAT, also where a private key was published with it;
 *         P2PID_ERR_ALGORITHM another kind of key
 */
P2PID_MUST_CHECK p2pid_err
p2pid_jwk_read (const json_t *object, p2pid_jwk *out);

/** The SHA-256 thumbprint of RFC 7638 §3. */
void
p2pid_jwk_thumbprint (const p2pid_jwk *jwk, p2pid_fingerprint *out);

/** The JSON form of an Ed25519 key, for json_decref(); P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_jwk_write (const p2pid_public_key *key, json_t **out);

#endif
