/* OpenSSL's EVP wants keys as parameters and ECDSA signatures as DER. */

#include "evidence/pkey.h"

#include "crypto/key.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>

/* OpenSSL checks that the point is on the curve. */
static p2pid_err
load (const char *type, OSSL_PARAM *parameters, EVP_PKEY **out)
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name (NULL, type, NULL);
  p2pid_err err = P2PID_ERR_MEMORY;

  if (context != NULL && EVP_PKEY_fromdata_init (context) == 1)
    err = EVP_PKEY_fromdata (context, out, EVP_PKEY_PUBLIC_KEY, parameters) == 1
              ? P2PID_OK
              : P2PID_ERR_ALGORITHM;
  EVP_PKEY_CTX_free (context);
  ERR_clear_error (); /* the thread's queue is not ours to fill */
  return err;
}

/* Parameters have numbers as the machine has them. */
static p2pid_err
load_rsa (const p2pid_jwk *key, EVP_PKEY **out)
{
  uint8_t n[P2PID_RSA_MAX];
  uint64_t e = 0;
  BIGNUM *number = BN_bin2bn (key->n, (int) key->n_size, NULL);
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_BN (OSSL_PKEY_PARAM_RSA_N, n, key->n_size),
    OSSL_PARAM_uint64 (OSSL_PKEY_PARAM_RSA_E, &e),
    OSSL_PARAM_END,
  };

  if (number == NULL)
    return P2PID_ERR_MEMORY;
  BN_bn2nativepad (number, n, (int) key->n_size);
  BN_free (number);
  for (size_t i = 0; i < key->e_size; i++)
    e = e << 8 | key->e[i];
  return load ("RSA", parameters, out);
}

static p2pid_err
load_ec (const p2pid_jwk *key, EVP_PKEY **out)
{
  char group[] = "P-384";
  size_t size = p2pid_jwk_point_size (key->kind);
  uint8_t point[1 + 2 * sizeof key->x] = { POINT_CONVERSION_UNCOMPRESSED };
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_utf8_string (OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
    OSSL_PARAM_octet_string (OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * size),
    OSSL_PARAM_END,
  };

  if (key->kind == P2PID_JWK_P256)
    memcpy (group, "P-256", sizeof group);
  memcpy (point + 1, key->x, size);
  memcpy (point + 1 + size, key->y, size);
  return load ("EC", parameters, out);
}

/* An exponent of more than 64 bits does not fit, and is refused so. */
static bool
is_good_rsa (const EVP_PKEY *key)
{
  int bits = EVP_PKEY_get_bits (key);
  uint64_t e = 0;
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_uint64 (OSSL_PKEY_PARAM_RSA_E, &e),
    OSSL_PARAM_END,
  };

  return bits >= 8 * P2PID_RSA_MIN && bits <= 8 * P2PID_RSA_MAX &&
         EVP_PKEY_get_params (key, parameters) == 1 && e > 65536 &&
         (e & 1) != 0;
}

static p2pid_jwas
curve_algorithms (const EVP_PKEY *key)
{
  char name[32];
  int spelled_out = 0;

  if (EVP_PKEY_get_int_param (key,
                              OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS,
                              &spelled_out) != 1 ||
      spelled_out ||
      EVP_PKEY_get_group_name (key, name, sizeof name, NULL) != 1)
    return 0;
  if (OBJ_txt2nid (name) == NID_X9_62_prime256v1)
    return P2PID_JWAS (P2PID_JWA_ES256);
  if (OBJ_txt2nid (name) == NID_secp384r1)
    return P2PID_JWAS (P2PID_JWA_ES384);
  return 0;
}

p2pid_jwas
p2pid_pkey_algorithms (const EVP_PKEY *key)
{
  p2pid_jwas algorithms = 0;

  if (EVP_PKEY_is_a (key, "EC"))
    algorithms = curve_algorithms (key);
  else if (EVP_PKEY_is_a (key, "ED25519"))
    algorithms = P2PID_JWAS (P2PID_JWA_EDDSA);
  else if (EVP_PKEY_is_a (key, "RSA") && is_good_rsa (key))
    algorithms = p2pid_jwk_kind_algorithms (P2PID_JWK_RSA);
  ERR_clear_error ();
  return algorithms;
}

static p2pid_err
write_der (p2pid_bytes signature, uint8_t **out, size_t *out_size)
{
  int half = (int) signature.size / 2;
  BIGNUM *r = BN_bin2bn (signature.data, half, NULL);
  BIGNUM *s = BN_bin2bn (signature.data + half, half, NULL);
  ECDSA_SIG *pair = ECDSA_SIG_new ();
  int size = -1;

  if (r != NULL && s != NULL && pair != NULL &&
      ECDSA_SIG_set0 (pair, r, s) == 1) {
    r = s = NULL; /* the pair's now */
    size = i2d_ECDSA_SIG (pair, out);
  }
  BN_free (r);
  BN_free (s);
  ECDSA_SIG_free (pair);
  if (size < 0)
    return P2PID_ERR_MEMORY;
  *out_size = (size_t) size;
  return P2PID_OK;
}

/* RFC 7518 §3.5: MGF1 with the same hash, and a salt of the hash's size. */
static bool
set_padding (EVP_PKEY_CTX *context, p2pid_jwa algorithm)
{
  if (algorithm != P2PID_JWA_PS256)
    return true;
  return EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_mgf1_md (context, EVP_sha256 ()) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen (context, 32) == 1;
}

static p2pid_err
verify (EVP_PKEY *key,
        p2pid_jwa algorithm,
        p2pid_bytes message,
        p2pid_bytes signature)
{
  const EVP_MD *hash =
      algorithm == P2PID_JWA_ES384 ? EVP_sha384 () : EVP_sha256 ();
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  EVP_PKEY_CTX *inner = NULL;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (context != NULL &&
      EVP_DigestVerifyInit (context, &inner, hash, NULL, key) == 1 &&
      set_padding (inner, algorithm))
    err = EVP_DigestVerify (context, signature.data, signature.size,
                            message.data, message.size) == 1
              ? P2PID_OK
              : P2PID_ERR_FORGED;
  EVP_MD_CTX_free (context);
  ERR_clear_error ();
  return err;
}

static p2pid_err
verify_ecdsa (EVP_PKEY *key,
              p2pid_jwa algorithm,
              p2pid_bytes message,
              p2pid_bytes signature)
{
  size_t size = algorithm == P2PID_JWA_ES384 ? 96 : 64;
  p2pid_bytes der = { NULL, 0 };
  uint8_t *bytes = NULL;
  p2pid_err err;

  if (signature.size != size)
    return P2PID_ERR_FORGED;
  err = write_der (signature, &bytes, &der.size);
  der.data = bytes;
  if (err == P2PID_OK)
    err = verify (key, algorithm, message, der);
  OPENSSL_free (bytes);
  return err;
}

/* By libsodium, whose rules are the strict ones. */
static p2pid_err
verify_eddsa (const uint8_t *key, p2pid_bytes message, p2pid_bytes signature)
{
  p2pid_public_key public;
  p2pid_signature fixed;

  if (signature.size != sizeof fixed.bytes)
    return P2PID_ERR_FORGED;
  memcpy (public.bytes, key, sizeof public.bytes);
  memcpy (fixed.bytes, signature.data, sizeof fixed.bytes);
  return p2pid_signature_verify (&public, message, &fixed);
}

p2pid_err
p2pid_pkey_verify (EVP_PKEY *key,
                   p2pid_jwa algorithm,
                   p2pid_bytes message,
                   p2pid_bytes signature)
{
  uint8_t public[sizeof (p2pid_public_key)];
  size_t size = sizeof public;

  switch (algorithm) {
  case P2PID_JWA_EDDSA:
    if (EVP_PKEY_get_raw_public_key (key, public, &size) != 1)
      return P2PID_ERR_MEMORY;
    return verify_eddsa (public, message, signature);
  case P2PID_JWA_ES256:
  case P2PID_JWA_ES384:
    return verify_ecdsa (key, algorithm, message, signature);
  case P2PID_JWA_RS256:
  case P2PID_JWA_PS256:
    return verify (key, algorithm, message, signature);
  case P2PID_JWA_COUNT_:
    break;
  }
  return P2PID_ERR_ALGORITHM;
}

p2pid_err
p2pid_jwk_verify (const p2pid_jwk *key,
                  p2pid_jwa algorithm,
                  p2pid_bytes message,
                  p2pid_bytes signature)
{
  EVP_PKEY *loaded = NULL;
  p2pid_err err;

  if (key->kind == P2PID_JWK_ED25519)
    return verify_eddsa (key->x, message, signature);
  err = key->kind == P2PID_JWK_RSA ? load_rsa (key, &loaded)
                                   : load_ec (key, &loaded);
  if (err == P2PID_OK)
    err = p2pid_pkey_verify (loaded, algorithm, message, signature);
  EVP_PKEY_free (loaded);
  return err;
}
