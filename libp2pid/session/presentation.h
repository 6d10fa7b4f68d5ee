/*
 * The signature in a presentation: by the identity key, over this session,
 * side, place, call role, binding, audience, purpose and time.
 * PROTOCOL.md §7.
 */

#ifndef P2PID_SESSION_PRESENTATION_H
#define P2PID_SESSION_PRESENTATION_H

#include "evidence/evidence.h"
#include "p2pid/account.h"

/** The suite that every signature names. */
#define P2PID_SUITE "Noise_NNpsk0_25519_ChaChaPoly_BLAKE2b Ed25519"

/** All that is signed. Pointers are borrowed. */
typedef struct {
  p2pid_side side;
  p2pid_place place;
  p2pid_role role;
  const p2pid_hash *th; /* before this record */
  const p2pid_binding *binding;
  const char *audience; /* or NULL */
  const char *purpose;  /* or NULL */
  int64_t time;
} p2pid_presentation;

/** P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_presentation_sign (const p2pid_presentation *presentation,
                         const p2pid_key *key,
                         p2pid_signature *out_signature);

/** P2PID_ERR_FORGED unless the key signed exactly this; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_presentation_verify (const p2pid_presentation *presentation,
                           const p2pid_public_key *key,
                           const p2pid_signature *signature);

/** The countersignature of a receipt, over the last th of the session. */
P2PID_MUST_CHECK p2pid_err
p2pid_receipt_sign (p2pid_side side,
                    const p2pid_hash *th,
                    const p2pid_key *key,
                    p2pid_signature *out_signature);

P2PID_MUST_CHECK p2pid_err
p2pid_receipt_signature_verify (p2pid_side side,
                                const p2pid_hash *th,
                                const p2pid_public_key *key,
                                const p2pid_signature *signature);

#endif
