/*
 * Public keys as JSON (RFC 7517): OKP Ed25519 (RFC 8037 §2), EC P-256 and
 * P-384 (RFC 7518 §6.2) and RSA (RFC 7518 §6.3), their thumbprints (RFC 7638),
 * and the algorithms that they sign with.
 */

#ifndef P2PID_EVIDENCE_JWK_H
#define P2PID_EVIDENCE_JWK_H

#include "base/bytes.h"

#include <jansson.h>

typedef enum {
  P2PID_JWK_ED25519,
  P2PID_JWK_P256,
  P2PID_JWK_P384,
  P2PID_JWK_RSA
} p2pid_jwk_kind;

/** The algorithms that are taken, and no others: there is none that needs a
 *  shared secret, and there is no "none". */
typedef enum {
  P2PID_JWA_EDDSA, /**< Ed25519; RFC 8037 §3.1 */
  P2PID_JWA_ES256, /**< P-256 with SHA-256; RFC 7518 §3.4 */
  P2PID_JWA_ES384, /**< P-384 with SHA-384; RFC 7518 §3.4 */
  P2PID_JWA_RS256, /**< PKCS #1 v1.5 with SHA-256; RFC 7518 §3.3 */
  P2PID_JWA_PS256, /**< PSS with SHA-256, salt of 32 bytes; RFC 7518 §3.5 */
  P2PID_JWA_COUNT_
} p2pid_jwa;

/** A set of algorithms: bit 1 << p2pid_jwa. */
typedef unsigned p2pid_jwas;

#define P2PID_JWAS(algorithm) (1u << (algorithm))

/** Sizes of RSA keys in bytes: 2048 to 8192 bits of modulus, at the most 64 of
 *  exponent. The upper bounds are for whoever has to verify. */
#define P2PID_RSA_MIN 256
#define P2PID_RSA_MAX 1024
#define P2PID_RSA_EXPONENT_MAX 8

typedef struct {
  p2pid_jwk_kind kind;
  p2pid_jwas algorithms; /* what it may be verified with */
  uint8_t x[48];         /* OKP, EC: the point's size is the kind's */
  uint8_t y[48];         /* EC */
  size_t n_size, e_size;
  uint8_t n[P2PID_RSA_MAX]; /* RSA */
  uint8_t e[P2PID_RSA_EXPONENT_MAX];
} p2pid_jwk;

/**
 * A public key from its JSON form.
 *
 * Checked: the members that the kind of key needs, each of its exact size and
 * in the one form that it has; an RSA modulus odd and of 2048 to 8192 bits,
 * its exponent odd and from 65537 to 64 bits; "use", "key_ops" and "alg",
 * where they are there, allow verifying with an algorithm of ours.
 * Not checked: that a point is on the curve (verifying with it does that), and
 * how an RSA modulus was made.
 *
 * @return P2PID_ERR_FORMAT, also where a private key was published with it;
 *         P2PID_ERR_ALGORITHM another kind of key, a weak one, or one for
 *         something else
 */
P2PID_MUST_CHECK p2pid_err
p2pid_jwk_read (const json_t *object, p2pid_jwk *out);

/** The SHA-256 thumbprint of RFC 7638 §3. */
void
p2pid_jwk_thumbprint (const p2pid_jwk *jwk, p2pid_fingerprint *out);

/** The JSON form of an Ed25519 key, for json_decref(); P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_jwk_write (const p2pid_public_key *key, json_t **out);

/** The bytes of a coordinate of that kind of key; 0 for RSA. */
size_t
p2pid_jwk_point_size (p2pid_jwk_kind kind);

/** The algorithm of this "alg"; P2PID_JWA_COUNT_ for NULL and for one that is
 *  not taken. */
p2pid_jwa
p2pid_jwa_find (const char *name);

/** The algorithms of a kind of key. */
p2pid_jwas
p2pid_jwk_kind_algorithms (p2pid_jwk_kind kind);

#endif
