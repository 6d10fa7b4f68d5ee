/*
 * The key of whoever issued a credential: in its header ("jwk"), or enclosed
 * with it. Both make it a claim of the sender, until an anchor names it.
 */

#ifndef P2PID_EVIDENCE_ISSUER_KEY_H
#define P2PID_EVIDENCE_ISSUER_KEY_H

#include "evidence/jws.h"
#include "p2pid/anchors.h"

typedef struct {
  p2pid_jwk jwk;
} p2pid_issuer_key;

/**
 * The key that @p jws was signed with, by what it says itself.
 *
 * @param enclosed  JSON of a key that came along, or NULL
 *
 * @return P2PID_ERR_INCOMPLETE where there is no key, P2PID_ERR_FORMAT where
 *         there are two; P2PID_ERR_MISMATCH for another "kid"; as
 *         p2pid_jwk_read()
 */
P2PID_MUST_CHECK p2pid_err
p2pid_issuer_key_find (const p2pid_jws *jws,
                       const json_t *enclosed,
                       p2pid_issuer_key *out);

/** The anchor of method "sd-jwt" for it, as p2pid_anchors_find(). */
P2PID_MUST_CHECK p2pid_err
p2pid_issuer_key_find_anchor (const p2pid_issuer_key *key,
                              const p2pid_anchors *anchors,
                              const p2pid_anchor **out_anchor);

#endif
