/* Issuers of every kind of key. */

#include "signer.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

const char *
signer_name (p2pid_jwa algorithm)
{
  static const char *const names[] = { "EdDSA", "ES256", "ES384", "RS256",
                                       "PS256" };

  return names[algorithm];
}

static EVP_PKEY *
make_key (p2pid_jwa algorithm)
{
  switch (algorithm) {
  case P2PID_JWA_EDDSA:
    return EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  case P2PID_JWA_ES256:
    return EVP_EC_gen ("P-256");
  case P2PID_JWA_ES384:
    return EVP_EC_gen ("P-384");
  default:
    return EVP_RSA_gen (2048);
  }
}

static EVP_PKEY *
find_key (p2pid_jwa algorithm, int which)
{
  static EVP_PKEY *keys[2][P2PID_JWA_COUNT_];

  if (algorithm == P2PID_JWA_PS256)
    algorithm = P2PID_JWA_RS256;
  if (keys[which][algorithm] == NULL)
    keys[which][algorithm] = make_key (algorithm);
  ck_assert_ptr_nonnull (keys[which][algorithm]);
  return keys[which][algorithm];
}

EVP_PKEY *
signer_key (p2pid_jwa algorithm)
{
  return find_key (algorithm, 0);
}

EVP_PKEY *
signer_other_key (p2pid_jwa algorithm)
{
  return find_key (algorithm, 1);
}

char *
signer_base64url (const void *bytes, size_t size)
{
  size_t room = sodium_base64_encoded_len (size, BASE64);
  char *text = malloc (room);

  return sodium_bin2base64 (text, room, bytes, size, BASE64);
}

/* A number in @p size bytes, or as few as it takes where that is 0. */
static char *
encode_number (EVP_PKEY *key, const char *name, int size)
{
  uint8_t bytes[1024];
  BIGNUM *number = NULL;
  char *text;

  ck_assert_int_eq (EVP_PKEY_get_bn_param (key, name, &number), 1);
  if (size == 0)
    size = BN_num_bytes (number);
  ck_assert_int_eq (BN_bn2binpad (number, bytes, size), size);
  text = signer_base64url (bytes, (size_t) size);
  BN_free (number);
  return text;
}

static char *
join (char *first, char mark, char *second)
{
  char *text = NULL;

  ck_assert_int_gt (asprintf (&text, "%s%c%s", first, mark, second), 0);
  free (first);
  free (second);
  return text;
}

static char *
write_key (const char *kty,
           const char *crv,
           const char *name,
           char *first,
           const char *other,
           char *second)
{
  json_t *object = json_pack ("{s:s, s:s*, s:s, s:s*}", "kty", kty, "crv", crv,
                              name, first, other, second);
  char *text = json_dumps (object, JSON_COMPACT);

  json_decref (object);
  free (first);
  free (second);
  return text;
}

char *
signer_jwk (EVP_PKEY *key)
{
  uint8_t raw[32];
  size_t size = sizeof raw;
  int half = (EVP_PKEY_get_bits (key) + 7) / 8;

  if (EVP_PKEY_is_a (key, "RSA"))
    return write_key ("RSA", NULL, "n",
                      encode_number (key, OSSL_PKEY_PARAM_RSA_N, 0), "e",
                      encode_number (key, OSSL_PKEY_PARAM_RSA_E, 0));
  if (EVP_PKEY_is_a (key, "EC"))
    return write_key ("EC", half == 32 ? "P-256" : "P-384", "x",
                      encode_number (key, OSSL_PKEY_PARAM_EC_PUB_X, half), "y",
                      encode_number (key, OSSL_PKEY_PARAM_EC_PUB_Y, half));
  ck_assert_int_eq (EVP_PKEY_get_raw_public_key (key, raw, &size), 1);
  return write_key ("OKP", "Ed25519", "x", signer_base64url (raw, size), "y",
                    NULL);
}

p2pid_fingerprint
signer_thumbprint (EVP_PKEY *key)
{
  char *text = signer_jwk (key);
  json_t *object = json_loads (text, 0, NULL);
  p2pid_fingerprint print;
  p2pid_jwk jwk;

  ck_assert_int_eq (p2pid_jwk_read (object, &jwk), P2PID_OK);
  p2pid_jwk_thumbprint (&jwk, &print);
  json_decref (object);
  free (text);
  return print;
}

/* DER to r and s. */
static p2pid_buffer *
write_pair_of_numbers (const uint8_t *der, size_t size, int half)
{
  ECDSA_SIG *pair = d2i_ECDSA_SIG (NULL, &der, (long) size);
  p2pid_buffer *out = NULL;

  ck_assert_int_eq (p2pid_buffer_new (2 * (size_t) half, &out), P2PID_OK);
  BN_bn2binpad (ECDSA_SIG_get0_r (pair), out->data, half);
  BN_bn2binpad (ECDSA_SIG_get0_s (pair), out->data + half, half);
  ECDSA_SIG_free (pair);
  return out;
}

static const EVP_MD *
find_hash (p2pid_jwa algorithm)
{
  if (algorithm == P2PID_JWA_EDDSA)
    return NULL;
  return algorithm == P2PID_JWA_ES384 ? EVP_sha384 () : EVP_sha256 ();
}

p2pid_buffer *
signer_sign (EVP_PKEY *key, p2pid_jwa algorithm, const char *text)
{
  return signer_sign_bytes (key, algorithm, p2pid_bytes_from_text (text));
}

p2pid_buffer *
signer_sign_bytes (EVP_PKEY *key, p2pid_jwa algorithm, p2pid_bytes message)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  EVP_PKEY_CTX *inner = NULL;
  uint8_t bytes[1024];
  size_t size = sizeof bytes;
  p2pid_buffer *out = NULL;

  ck_assert_int_eq (
      EVP_DigestSignInit (context, &inner, find_hash (algorithm), NULL, key),
      1);
  if (algorithm == P2PID_JWA_PS256) {
    EVP_PKEY_CTX_set_rsa_padding (inner, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen (inner, 32);
  }
  ck_assert_int_eq (
      EVP_DigestSign (context, bytes, &size, message.data, message.size), 1);
  EVP_MD_CTX_free (context);
  if (EVP_PKEY_is_a (key, "EC"))
    return write_pair_of_numbers (bytes, size,
                                  (EVP_PKEY_get_bits (key) + 7) / 8);
  ck_assert_int_eq (p2pid_buffer_copy ((p2pid_bytes){ bytes, size }, &out),
                    P2PID_OK);
  return out;
}

static char *
encode_json (const char *text)
{
  char *json = strdup (text), *encoded;

  for (char *at = json; *at; at++)
    if (*at == '\'')
      *at = '"';
  encoded = signer_base64url (json, strlen (json));
  free (json);
  return encoded;
}

char *
signer_jws (EVP_PKEY *key,
            p2pid_jwa algorithm,
            const char *header,
            const char *payload)
{
  char *text = join (encode_json (header), '.', encode_json (payload));
  p2pid_buffer *signature = signer_sign (key, algorithm, text);
  char *last = signer_base64url (signature->data, signature->size);

  p2pid_buffer_free (signature);
  return join (text, '.', last);
}
