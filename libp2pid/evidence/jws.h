/*
 * Signed JSON in its compact form (RFC 7515 §7.1):
 *
 *   base64url (header) "." base64url (payload) "." base64url (signature)
 *
 * Both header and payload are JSON objects here.
 */

#ifndef P2PID_EVIDENCE_JWS_H
#define P2PID_EVIDENCE_JWS_H

#include "evidence/jwk.h"
#include "p2pid/key.h"

#include <openssl/types.h>

typedef struct {
  p2pid_bytes signed_text; /* header and payload as received; borrowed */
  json_t *header;
  json_t *payload;
  p2pid_buffer *signature;
} p2pid_jws;

/** Take @p text apart, unverified, into @p out, which is all zero and then
 *  for p2pid_jws_clear(); P2PID_ERR_FORMAT, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_jws_read (p2pid_bytes text, p2pid_jws *out);

/** P2PID_ERR_VERSION where the header's "crit" asks for anything;
 *  P2PID_ERR_FORMAT where it is not of its form. */
P2PID_MUST_CHECK p2pid_err
p2pid_jws_check_crit (const p2pid_jws *jws);

/** As p2pid_jws_check_crit(), and P2PID_ERR_FORMAT unless the header's "typ"
 *  is @p typ. */
P2PID_MUST_CHECK p2pid_err
p2pid_jws_check_header (const p2pid_jws *jws, const char *typ);

/** P2PID_ERR_ALGORITHM unless the header's "alg" is one of those of @p key;
 *  P2PID_ERR_FORGED unless the signature holds; P2PID_ERR_FORMAT,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_jws_verify (const p2pid_jws *jws, const p2pid_jwk *key);

/** The same by the public key of a certificate. */
P2PID_MUST_CHECK p2pid_err
p2pid_jws_verify_pkey (const p2pid_jws *jws, EVP_PKEY *key);

/** Sign by an issuer's Ed25519 key; the header's "alg" must say so.
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_jws_sign (const json_t *header,
                const json_t *payload,
                const p2pid_key *key,
                p2pid_buffer **out_text);

/** Free what is inside; all zero is fine. */
void
p2pid_jws_clear (p2pid_jws *jws);

#endif
