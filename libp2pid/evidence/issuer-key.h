/*
 * The key of whoever issued a credential: in its header ("jwk"), enclosed with
 * it, or by a chain of certificates ("x5c"). All of these make it a claim of
 * the sender, until an anchor names the key or the chain's root.
 */

#ifndef P2PID_EVIDENCE_ISSUER_KEY_H
#define P2PID_EVIDENCE_ISSUER_KEY_H

#include "evidence/jws.h"
#include "evidence/report.h"
#include "evidence/x509.h"

typedef struct {
  p2pid_chain chain; /* the issuer's certificate first; empty: a bare key */
  p2pid_jwk jwk;     /* the bare key */
} p2pid_issuer_key;

/**
 * The key that @p jws was signed with, by what it says itself.
 *
 * @param enclosed  JSON of a key that came along, or NULL
 * @param root      DER of a root certificate that came along, or empty: then
 *                  the chain's last certificate is the root
 * @param out       all zero, and for p2pid_issuer_key_clear() whatever comes
 *                  of it
 *
 * @return P2PID_ERR_INCOMPLETE where there is no key, or less than a chain;
 *         P2PID_ERR_FORMAT where there are two; P2PID_ERR_MISMATCH for another
 *         "kid"; as p2pid_jwk_read() and p2pid_certificate_read()
 */
P2PID_MUST_CHECK p2pid_err
p2pid_issuer_key_find (const p2pid_jws *jws,
                       const json_t *enclosed,
                       p2pid_bytes root,
                       p2pid_issuer_key *out);

/** The anchor of method "sd-jwt" for it, as p2pid_anchors_find(). */
P2PID_MUST_CHECK p2pid_err
p2pid_issuer_key_find_anchor (const p2pid_issuer_key *key,
                              const p2pid_anchors *anchors,
                              const p2pid_anchor **out_anchor);

/**
 * Where there are certificates: that they lead up to the root at @p at
 * (P2PID_STEP_CHAIN), and that the first may sign and is that of @p iss, which
 * may be NULL (P2PID_STEP_CERTIFICATE): one of its alternative names is that
 * address, or the host of that address.
 *
 * @return as p2pid_chain_verify(); P2PID_ERR_MISMATCH
 */
P2PID_MUST_CHECK p2pid_err
p2pid_issuer_key_check (const p2pid_issuer_key *key,
                        const char *iss,
                        int64_t at,
                        p2pid_report *report);

/** As p2pid_jws_verify(). */
P2PID_MUST_CHECK p2pid_err
p2pid_issuer_key_verify (const p2pid_issuer_key *key, const p2pid_jws *jws);

/** Free what is inside; all zero is fine. */
void
p2pid_issuer_key_clear (p2pid_issuer_key *key);

#endif
