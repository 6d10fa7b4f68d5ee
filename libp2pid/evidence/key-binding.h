/*
 * KB-JWTs (RFC 9901 §4.3): the holder of a credential shows by their own key
 * that they show it now, here and for this statement.
 */

#ifndef P2PID_EVIDENCE_KEY_BINDING_H
#define P2PID_EVIDENCE_KEY_BINDING_H

#include "evidence/sd-jwt.h"
#include "evidence/statement-internal.h"

/** What a wallet is asked to sign for, and with: "aud", and how the statement
 *  becomes the "nonce". */
#define P2PID_KEY_BINDING_AUDIENCE "urn:p2pid:statement:1"
#define P2PID_KEY_BINDING_LABEL "libp2pid/1 sd-jwt"

/** The "nonce" to ask a wallet with: p2pid_statement_hash(). */
P2PID_MUST_CHECK p2pid_err
p2pid_key_binding_nonce (p2pid_bytes statement,
                         char out[P2PID_STATEMENT_HASH_SIZE + 1]);

/**
 * RFC 9901 §7.3 steps 5.a to 5.g but for the nonce, which is the statement's
 * business.
 *
 * @param key_binding  what p2pid_jws_read() made of the KB-JWT
 * @param token        the credential that it is of, verified
 * @param out_iat      when the holder signed
 *
 * @return P2PID_ERR_INCOMPLETE where the credential names no key, or something
 *         is not there; P2PID_ERR_FORMAT for another "typ"; P2PID_ERR_VERSION
 *         for "crit"; P2PID_ERR_ALGORITHM; P2PID_ERR_FORGED;
 *         P2PID_ERR_MISMATCH for another audience, or another selection of
 *         disclosures; P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_key_binding_verify (const p2pid_jws *key_binding,
                          const p2pid_sd_jwt *token,
                          int64_t *out_iat);

#endif
