/*
 * Issuers of every kind of key, for tests: key pairs, their JWKs, and signed
 * JSON of any content. By OpenSSL alone, so that a mistake in the library's
 * own writing does not hide one in its reading.
 */

#ifndef P2PID_TESTS_SIGNER_H
#define P2PID_TESTS_SIGNER_H

#include "harness.h"

#include "evidence/jwk.h"

#include <openssl/evp.h>

/** A key pair for @p algorithm, the same one in the whole run; borrowed. RS256
 *  and PS256 have one in common. */
EVP_PKEY *
signer_key (p2pid_jwa algorithm);

/** Another one, likewise. */
EVP_PKEY *
signer_other_key (p2pid_jwa algorithm);

/** The "alg" of that algorithm. */
const char *
signer_name (p2pid_jwa algorithm);

/** The public half as JSON text, for free(). */
char *
signer_jwk (EVP_PKEY *key);

/** What an anchor would say of it. */
p2pid_fingerprint
signer_thumbprint (EVP_PKEY *key);

/** The signature of @p algorithm over @p text as JWS writes it, whatever a
 *  header says; for p2pid_buffer_free(). */
p2pid_buffer *
signer_sign (EVP_PKEY *key, p2pid_jwa algorithm, const char *text);

/** The same over bytes. */
p2pid_buffer *
signer_sign_bytes (EVP_PKEY *key, p2pid_jwa algorithm, p2pid_bytes message);

/** A compact JWS for free(). Header and payload are JSON with ' for ". */
char *
signer_jws (EVP_PKEY *key,
            p2pid_jwa algorithm,
            const char *header,
            const char *payload);

/** base64url for free(). */
char *
signer_base64url (const void *bytes, size_t size);

#endif
