/*
 * Cards in SoftHSM: tokens with keys and certificates, made through PKCS#11.
 */

#ifndef P2PID_TESTS_TOKEN_H
#define P2PID_TESTS_TOKEN_H

#include "base/bytes.h"

#include <openssl/x509.h>

#define TOKEN_PIN "123456"

/** SoftHSM's module, or NULL where it is not installed. */
const char *
token_module (void);

/** A folder of its own for SoftHSM, with no token in it yet; @p options is
 *  added to its settings. */
void
token_begin (const char *options);

/** An empty token. */
void
token_make (const char *label);

/** Put a private key on the token that was made last, under @p id. */
void
token_add_key (EVP_PKEY *key, uint8_t id);

/** Put a certificate there. */
void
token_add_certificate (const X509 *certificate, uint8_t id);

/** Remove the folder. */
void
token_end (void);

#endif
