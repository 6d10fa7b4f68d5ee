/*
 * Signed JSON by every kind of key, by JSON keys and by those of certificates:
 * what holds, and what must not although it is close: other hashes, paddings,
 * salts, sizes, numbers out of range.
 */

#include "signer.h"

#include "evidence/jws.h"
#include "evidence/pkey.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>

#define PAYLOAD "{'sub':'a','n':1}"

/* RFC 7515 §A.2. */
static const char rs256_jwk[] =
    "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4q"
    "PCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ4"
    "7soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBE"
    "Ma2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWN"
    "moudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"}";
static const char rs256_token[] =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh"
    "0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB"
    "__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9"
    "uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARN"
    "PvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZES"
    "c6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVm"
    "tVrBp0igcN_IoypGlUPQGe77Rw";

static p2pid_jwk
load_jwk (const char *text)
{
  json_t *object = json_loads (text, 0, NULL);
  p2pid_jwk jwk;

  ck_assert_int_eq (p2pid_jwk_read (object, &jwk), P2PID_OK);
  json_decref (object);
  return jwk;
}

static p2pid_jwk
jwk_of (EVP_PKEY *key)
{
  char *text = signer_jwk (key);
  p2pid_jwk jwk = load_jwk (text);

  free (text);
  return jwk;
}

static p2pid_jws
read_jws (const char *text)
{
  p2pid_jws jws = { 0 };

  ck_assert_int_eq (p2pid_jws_read (p2pid_bytes_from_text (text), &jws),
                    P2PID_OK);
  return jws;
}

static char *
make_token (p2pid_jwa algorithm)
{
  char header[40];

  snprintf (header, sizeof header, "{'alg':'%s'}", signer_name (algorithm));
  return signer_jws (signer_key (algorithm), algorithm, header, PAYLOAD);
}

/* The answer by both ways to a key, which must agree. */
static p2pid_err
verify (const p2pid_jws *jws, EVP_PKEY *key)
{
  p2pid_jwk jwk = jwk_of (key);
  p2pid_err err = p2pid_jws_verify (jws, &jwk);

  ck_assert_int_eq (p2pid_jws_verify_pkey (jws, key), err);
  return err;
}

START_TEST (rs256_of_rfc7515)
{
  p2pid_jwk jwk = load_jwk (rs256_jwk);
  p2pid_jws jws = read_jws (rs256_token);

  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_OK);
  jwk.n[100] ^= 1;
  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_FORGED);
  p2pid_jws_clear (&jws);
}
END_TEST

START_TEST (each_algorithm_verifies)
{
  p2pid_jwa algorithm = (p2pid_jwa) _i;
  char *token = make_token (algorithm);
  p2pid_jws jws = read_jws (token);

  ck_assert_int_eq (verify (&jws, signer_key (algorithm)), P2PID_OK);
  ck_assert_int_eq (verify (&jws, signer_other_key (algorithm)),
                    P2PID_ERR_FORGED);
  p2pid_jws_clear (&jws);
  free (token);
}
END_TEST

/* A signature by a key is only ever taken under an algorithm of that key, and
 * under the one that made it. */
START_TEST (the_key_decides)
{
  static const char *const named[] = { "EdDSA", "ES256", "ES384", "RS256",
                                       "PS256", "none",  "HS256", "RS1",
                                       "RS384", "PS512", "ES512", "",
                                       "rs256" };
  p2pid_jwa made = (p2pid_jwa) _i;

  for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
    EVP_PKEY *key = signer_key (made);
    char header[40], *token;
    p2pid_jws jws;
    p2pid_err expected = P2PID_ERR_ALGORITHM;

    snprintf (header, sizeof header, "{'alg':'%s'}", named[i]);
    token = signer_jws (key, made, header, PAYLOAD);
    jws = read_jws (token);
    if (strcmp (named[i], signer_name (made)) == 0)
      expected = P2PID_OK;
    else if (EVP_PKEY_is_a (key, "RSA") && (i == 3 || i == 4))
      expected = P2PID_ERR_FORGED; /* the other padding of the same key */
    ck_assert_msg (verify (&jws, key) == expected, "%s as %s",
                   signer_name (made), named[i]);
    p2pid_jws_clear (&jws);
    free (token);
  }
}
END_TEST

START_TEST (an_alg_of_the_key_binds)
{
  char *text = signer_jwk (signer_key (P2PID_JWA_RS256));
  char *token = make_token (P2PID_JWA_RS256), *bound = NULL;
  p2pid_jws jws = read_jws (token);
  p2pid_jwk jwk;

  ck_assert_int_gt (asprintf (&bound, "%.*s,\"alg\":\"PS256\"}",
                              (int) strlen (text) - 1, text),
                    0);
  jwk = load_jwk (bound);
  ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_ALGORITHM);
  p2pid_jws_clear (&jws);
  free (bound);
  free (text);
  free (token);
}
END_TEST

START_TEST (an_alg_must_be_there)
{
  static const char *const headers[] = { "{}", "{'alg':null}", "{'alg':256}",
                                         "{'alg':['RS256']}" };

  for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
    EVP_PKEY *key = signer_key (P2PID_JWA_RS256);
    char *token = signer_jws (key, P2PID_JWA_RS256, headers[i], PAYLOAD);
    p2pid_jws jws = read_jws (token);

    ck_assert_int_eq (verify (&jws, key), P2PID_ERR_FORMAT);
    p2pid_jws_clear (&jws);
    free (token);
  }
}
END_TEST

/* Every byte of what is signed, and every byte of the signature. */
START_TEST (no_flipped_byte_passes)
{
  p2pid_jwa algorithm = (p2pid_jwa) _i;
  EVP_PKEY *key = signer_key (algorithm);
  p2pid_jwk jwk = jwk_of (key);
  char *token = make_token (algorithm);
  p2pid_jws jws = read_jws (token);

  for (size_t i = 0; i < jws.signature->size; i++) {
    jws.signature->data[i] ^= (uint8_t) (1 << (i % 8));
    ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_FORGED);
    jws.signature->data[i] ^= (uint8_t) (1 << (i % 8));
  }
  for (size_t i = 0; i < jws.signed_text.size; i++) {
    token[i] ^= (char) (1 << (i % 8));
    ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_FORGED);
    token[i] ^= (char) (1 << (i % 8));
  }
  ck_assert_int_eq (verify (&jws, key), P2PID_OK);
  p2pid_jws_clear (&jws);
  free (token);
}
END_TEST

/* Shorter in front and at the end, longer in front and at the end, nothing. */
START_TEST (a_signature_has_one_size)
{
  p2pid_jwa algorithm = (p2pid_jwa) _i;
  EVP_PKEY *key = signer_key (algorithm);
  char *token = make_token (algorithm);
  p2pid_jws jws = read_jws (token);
  p2pid_buffer *whole = jws.signature, *longer = NULL;
  size_t size = whole->size;

  ck_assert_int_eq (p2pid_buffer_new (size + 1, &longer), P2PID_OK);
  jws.signature = longer;
  memcpy (longer->data + 1, whole->data, size);
  ck_assert_int_eq (verify (&jws, key), P2PID_ERR_FORGED);
  memcpy (longer->data, whole->data, size);
  longer->data[size] = 0;
  ck_assert_int_eq (verify (&jws, key), P2PID_ERR_FORGED);
  for (longer->size = 0; longer->size < size; longer->size++)
    ck_assert_int_eq (p2pid_jws_verify_pkey (&jws, key), P2PID_ERR_FORGED);
  memmove (longer->data, whole->data + 1, size - 1);
  longer->size = size - 1;
  ck_assert_int_eq (verify (&jws, key), P2PID_ERR_FORGED);

  jws.signature = whole;
  p2pid_buffer_free (longer);
  p2pid_jws_clear (&jws);
  free (token);
}
END_TEST

static void
expect_forged (EVP_PKEY *key,
               p2pid_jwa algorithm,
               const char *what,
               p2pid_bytes signature)
{
  char *token = make_token (algorithm);
  p2pid_jws jws = read_jws (token);

  p2pid_buffer_free (jws.signature);
  ck_assert_int_eq (p2pid_buffer_copy (signature, &jws.signature), P2PID_OK);
  ck_assert_msg (verify (&jws, key) == P2PID_ERR_FORGED, "%s", what);
  p2pid_jws_clear (&jws);
  free (token);
}

/* What a private key would make of that block: the signature of somebody who
 * pads in another way. */
static void
sign_block (EVP_PKEY *key, const uint8_t block[256], uint8_t out[256])
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new (key, NULL);
  size_t size = 256;

  ck_assert_int_eq (EVP_PKEY_decrypt_init (context), 1);
  ck_assert_int_eq (EVP_PKEY_CTX_set_rsa_padding (context, RSA_NO_PADDING), 1);
  ck_assert_int_eq (EVP_PKEY_decrypt (context, out, &size, block, 256), 1);
  EVP_PKEY_CTX_free (context);
}

/* The hash of what make_token() has signed. */
static void
hash_text (const EVP_MD *type, p2pid_jwa algorithm, uint8_t out[64])
{
  char *token = make_token (algorithm);
  unsigned size = 0;

  ck_assert_int_eq (EVP_Digest (token, (size_t) (strrchr (token, '.') - token),
                                out, &size, type, NULL),
                    1);
  free (token);
}

/* 00 01 ff … ff 00, and the end; with @p rest bytes behind it. */
static void
pad (uint8_t block[256], const uint8_t *end, size_t size, size_t rest)
{
  size_t at = 256 - size - rest;

  memset (block, 0xff, 256);
  block[0] = 0;
  block[1] = 1;
  block[at - 1] = 0;
  memcpy (block + at, end, size);
  memset (block + at + size, 0, rest);
}

static const uint8_t sha256_prefix[] = { 0x30, 0x31, 0x30, 0x0d, 0x06,
                                         0x09, 0x60, 0x86, 0x48, 0x01,
                                         0x65, 0x03, 0x04, 0x02, 0x01,
                                         0x05, 0x00, 0x04, 0x20 };

/* PKCS #1 v1.5 has one form (RFC 8017 §8.2.2, note 2). */
START_TEST (rs256_has_one_padding)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_RS256);
  uint8_t end[sizeof sha256_prefix + 32], bare[17 + 32 + 0], block[256],
      out[256];
  uint8_t hash[64];

  hash_text (EVP_sha256 (), P2PID_JWA_RS256, hash);
  memcpy (end, sha256_prefix, sizeof sha256_prefix);
  memcpy (end + sizeof sha256_prefix, hash, 32);

  pad (block, end, sizeof end, 0);
  sign_block (key, block, out);
  {
    char *token = make_token (P2PID_JWA_RS256);
    p2pid_jws jws = read_jws (token);

    ck_assert_mem_eq (jws.signature->data, out, 256); /* so far, the same */
    p2pid_jws_clear (&jws);
    free (token);
  }

  pad (block, end, sizeof end, 100);
  sign_block (key, block, out);
  expect_forged (key, P2PID_JWA_RS256, "rubbish behind the hash",
                 P2PID_BYTES (out));
  pad (block, end, sizeof end, 0);
  block[1] = 2;
  sign_block (key, block, out);
  expect_forged (key, P2PID_JWA_RS256, "block type 2", P2PID_BYTES (out));
  pad (block, end, sizeof end, 0);
  block[10] = 0xfe;
  sign_block (key, block, out);
  expect_forged (key, P2PID_JWA_RS256, "another filler", P2PID_BYTES (out));
  pad (block, end + sizeof sha256_prefix, 32, 0);
  sign_block (key, block, out);
  expect_forged (key, P2PID_JWA_RS256, "no name of the hash",
                 P2PID_BYTES (out));

  /* The parameters' NULL left out, with all lengths right. */
  memcpy (bare, sha256_prefix, 15);
  bare[1] = 0x2f;
  bare[3] = 0x0b;
  bare[15] = 0x04;
  bare[16] = 0x20;
  memcpy (bare + 17, hash, 32);
  pad (block, bare, sizeof bare, 0);
  sign_block (key, block, out);
  expect_forged (key, P2PID_JWA_RS256, "no NULL", P2PID_BYTES (out));
}
END_TEST

static p2pid_buffer *
sign_with (EVP_PKEY *key,
           const EVP_MD *type,
           const EVP_MD *mask,
           int salt,
           p2pid_jwa of)
{
  char *token = make_token (of);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  EVP_PKEY_CTX *inner = NULL;
  p2pid_buffer *out = NULL;
  size_t size = 256;

  ck_assert_int_eq (p2pid_buffer_new (size, &out), P2PID_OK);
  ck_assert_int_eq (EVP_DigestSignInit (context, &inner, type, NULL, key), 1);
  if (mask != NULL) {
    EVP_PKEY_CTX_set_rsa_padding (inner, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_mgf1_md (inner, mask);
    EVP_PKEY_CTX_set_rsa_pss_saltlen (inner, salt);
  }
  ck_assert_int_eq (EVP_DigestSign (context, out->data, &size,
                                    (uint8_t *) token,
                                    (size_t) (strrchr (token, '.') - token)),
                    1);
  EVP_MD_CTX_free (context);
  free (token);
  return out;
}

START_TEST (other_hashes_salts_and_masks_do_not_pass)
{
  const struct {
    const char *what;
    p2pid_jwa as;
    const EVP_MD *type, *mask;
    int salt;
  } cases[] = {
    { "RSA with SHA-1", P2PID_JWA_RS256, EVP_sha1 (), NULL, 0 },
    { "RSA with SHA-512", P2PID_JWA_RS256, EVP_sha512 (), NULL, 0 },
    { "PSS as RS256", P2PID_JWA_RS256, EVP_sha256 (), EVP_sha256 (), 32 },
    { "PSS without salt", P2PID_JWA_PS256, EVP_sha256 (), EVP_sha256 (), 0 },
    { "PSS with 20 bytes", P2PID_JWA_PS256, EVP_sha256 (), EVP_sha256 (), 20 },
    { "PSS with 33 bytes", P2PID_JWA_PS256, EVP_sha256 (), EVP_sha256 (), 33 },
    { "PSS with the longest salt", P2PID_JWA_PS256, EVP_sha256 (),
      EVP_sha256 (), 222 },
    { "MGF1 with SHA-1", P2PID_JWA_PS256, EVP_sha256 (), EVP_sha1 (), 32 },
    { "PSS with SHA-512", P2PID_JWA_PS256, EVP_sha512 (), EVP_sha512 (), 32 },
    { "RS256 as PS256", P2PID_JWA_PS256, EVP_sha256 (), NULL, 0 },
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    EVP_PKEY *key = signer_key (P2PID_JWA_RS256);
    p2pid_buffer *signature = sign_with (key, cases[i].type, cases[i].mask,
                                         cases[i].salt, cases[i].as);

    expect_forged (key, cases[i].as, cases[i].what,
                   p2pid_buffer_bytes (signature));
    p2pid_buffer_free (signature);
  }
}
END_TEST

/* s + n verifies as well where a verifier only reduces. */
START_TEST (rsa_numbers_are_below_the_modulus)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_RS256);
  BIGNUM *n = NULL, *minus = BN_new ();
  uint8_t bytes[256] = { 0 };

  ck_assert_int_eq (EVP_PKEY_get_bn_param (key, OSSL_PKEY_PARAM_RSA_N, &n), 1);
  expect_forged (key, P2PID_JWA_RS256, "0", P2PID_BYTES (bytes));
  expect_forged (key, P2PID_JWA_PS256, "0", P2PID_BYTES (bytes));
  bytes[255] = 1;
  expect_forged (key, P2PID_JWA_RS256, "1", P2PID_BYTES (bytes));
  BN_bn2binpad (n, bytes, sizeof bytes);
  expect_forged (key, P2PID_JWA_RS256, "n", P2PID_BYTES (bytes));
  BN_sub (minus, n, BN_value_one ());
  BN_bn2binpad (minus, bytes, sizeof bytes);
  expect_forged (key, P2PID_JWA_RS256, "n - 1", P2PID_BYTES (bytes));
  memset (bytes, 0xff, sizeof bytes);
  expect_forged (key, P2PID_JWA_RS256, "past n", P2PID_BYTES (bytes));
  expect_forged (key, P2PID_JWA_PS256, "past n", P2PID_BYTES (bytes));
  BN_free (n);
  BN_free (minus);
}
END_TEST

/* r and s each 0, the order, and all ones. */
START_TEST (ecdsa_numbers_are_in_their_range)
{
  p2pid_jwa algorithm = _i ? P2PID_JWA_ES384 : P2PID_JWA_ES256;
  EVP_PKEY *key = signer_key (algorithm);
  size_t half = _i ? 48 : 32;
  BIGNUM *order = NULL;
  uint8_t values[3][48];

  ck_assert_int_eq (
      EVP_PKEY_get_bn_param (key, OSSL_PKEY_PARAM_EC_ORDER, &order), 1);
  memset (values, 0, sizeof values);
  BN_bn2binpad (order, values[1], (int) half);
  memset (values[2], 0xff, half);
  for (int i = 0; i < 16; i++) {
    p2pid_buffer *signature;
    char *token = make_token (algorithm);
    p2pid_jws jws = read_jws (token);

    if (i % 4 < 3 || i / 4 < 3) {
      ck_assert_int_eq (
          p2pid_buffer_copy (p2pid_buffer_bytes (jws.signature), &signature),
          P2PID_OK);
      if (i % 4 < 3)
        memcpy (signature->data, values[i % 4], half);
      if (i / 4 < 3)
        memcpy (signature->data + half, values[i / 4], half);
      expect_forged (key, algorithm, "out of range",
                     p2pid_buffer_bytes (signature));
      p2pid_buffer_free (signature);
    }
    p2pid_jws_clear (&jws);
    free (token);
  }
  BN_free (order);
}
END_TEST

/* As DER, as OpenSSL itself writes it, it is not JWS's form. */
START_TEST (ecdsa_is_not_der)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  char *token = make_token (P2PID_JWA_ES256);
  uint8_t der[80];
  size_t size = sizeof der;

  ck_assert_int_eq (
      EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, key), 1);
  ck_assert_int_eq (EVP_DigestSign (context, der, &size, (uint8_t *) token,
                                    (size_t) (strrchr (token, '.') - token)),
                    1);
  expect_forged (key, P2PID_JWA_ES256, "DER", (p2pid_bytes){ der, size });
  EVP_MD_CTX_free (context);
  free (token);
}
END_TEST

START_TEST (points_must_be_on_the_curve)
{
  static const p2pid_jwa algorithms[] = { P2PID_JWA_ES256, P2PID_JWA_ES384 };

  for (int i = 0; i < 2; i++) {
    char *token = make_token (algorithms[i]);
    p2pid_jws jws = read_jws (token);
    p2pid_jwk jwk = jwk_of (signer_key (algorithms[i]));

    jwk.y[7] ^= 1;
    ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_ALGORITHM);
    memset (jwk.x, 0, sizeof jwk.x);
    memset (jwk.y, 0, sizeof jwk.y);
    ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_ALGORITHM);
    memset (jwk.x, 0xff, sizeof jwk.x);
    ck_assert_int_eq (p2pid_jws_verify (&jws, &jwk), P2PID_ERR_ALGORITHM);
    p2pid_jws_clear (&jws);
    free (token);
  }
}
END_TEST

/* Keys of certificates by the same rules as keys of JSON. */
START_TEST (other_keys_of_certificates_are_refused)
{
  EVP_PKEY *keys[] = {
    EVP_RSA_gen (1024),
    EVP_EC_gen ("P-224"),
    EVP_EC_gen ("P-521"),
    EVP_EC_gen ("secp256k1"),
    EVP_EC_gen ("brainpoolP256r1"),
    EVP_PKEY_Q_keygen (NULL, NULL, "X25519"),
    EVP_PKEY_Q_keygen (NULL, NULL, "ED448"),
  };

  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    ck_assert_ptr_nonnull (keys[i]);
    ck_assert_uint_eq (p2pid_pkey_algorithms (keys[i]), 0);
    EVP_PKEY_free (keys[i]);
  }
}
END_TEST

static EVP_PKEY *
generate (const char *type, void (*set) (EVP_PKEY_CTX *))
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name (NULL, type, NULL);
  EVP_PKEY *key = NULL;

  ck_assert_int_eq (EVP_PKEY_keygen_init (context), 1);
  set (context);
  ck_assert_int_eq (EVP_PKEY_generate (context, &key), 1);
  EVP_PKEY_CTX_free (context);
  return key;
}

static void
set_exponent_3 (EVP_PKEY_CTX *context)
{
  BIGNUM *three = BN_new ();

  BN_set_word (three, 3);
  EVP_PKEY_CTX_set_rsa_keygen_bits (context, 2048);
  EVP_PKEY_CTX_set1_rsa_keygen_pubexp (context, three);
  BN_free (three);
}

/* 2^64 + 13, which is a prime. */
static void
set_long_exponent (EVP_PKEY_CTX *context)
{
  BIGNUM *e = NULL;

  BN_hex2bn (&e, "1000000000000000D");
  EVP_PKEY_CTX_set_rsa_keygen_bits (context, 2048);
  EVP_PKEY_CTX_set1_rsa_keygen_pubexp (context, e);
  BN_free (e);
}

static void
set_size (EVP_PKEY_CTX *context)
{
  EVP_PKEY_CTX_set_rsa_keygen_bits (context, 2048);
}

static void
set_explicit_curve (EVP_PKEY_CTX *context)
{
  char group[] = "P-256", encoding[] = "explicit";
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_utf8_string (OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
    OSSL_PARAM_utf8_string (OSSL_PKEY_PARAM_EC_ENCODING, encoding, 0),
    OSSL_PARAM_END,
  };

  ck_assert_int_eq (EVP_PKEY_CTX_set_params (context, parameters), 1);
}

/* As it comes out of a certificate: written and read. */
static EVP_PKEY *
reread (EVP_PKEY *key)
{
  uint8_t *der = NULL;
  const uint8_t *at;
  int size = i2d_PUBKEY (key, &der);
  EVP_PKEY *again;

  ck_assert_int_gt (size, 0);
  at = der;
  again = d2i_PUBKEY (NULL, &at, size);
  OPENSSL_free (der);
  EVP_PKEY_free (key);
  return again;
}

START_TEST (weak_and_special_keys_of_certificates_are_refused)
{
  EVP_PKEY *three = reread (generate ("RSA", set_exponent_3));
  EVP_PKEY *longest = reread (generate ("RSA", set_long_exponent));
  EVP_PKEY *pss = reread (generate ("RSA-PSS", set_size));
  EVP_PKEY *spelled = reread (generate ("EC", set_explicit_curve));

  ck_assert_uint_eq (p2pid_pkey_algorithms (three), 0);
  ck_assert_uint_eq (p2pid_pkey_algorithms (longest), 0);
  ck_assert_uint_eq (p2pid_pkey_algorithms (pss), 0);
  ck_assert_uint_eq (p2pid_pkey_algorithms (spelled), 0);
  EVP_PKEY_free (three);
  EVP_PKEY_free (longest);
  EVP_PKEY_free (pss);
  EVP_PKEY_free (spelled);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("jws-keys");
  TCase *tcase = tcase_create ("jws-keys");

  harness_seed (1);
  tcase_set_timeout (tcase, 60);
  tcase_add_test (tcase, rs256_of_rfc7515);
  tcase_add_loop_test (tcase, each_algorithm_verifies, 0, P2PID_JWA_COUNT_);
  tcase_add_loop_test (tcase, the_key_decides, 0, P2PID_JWA_COUNT_);
  tcase_add_test (tcase, an_alg_of_the_key_binds);
  tcase_add_test (tcase, an_alg_must_be_there);
  tcase_add_loop_test (tcase, no_flipped_byte_passes, 0, P2PID_JWA_COUNT_);
  tcase_add_loop_test (tcase, a_signature_has_one_size, 0, P2PID_JWA_COUNT_);
  tcase_add_test (tcase, rs256_has_one_padding);
  tcase_add_test (tcase, other_hashes_salts_and_masks_do_not_pass);
  tcase_add_test (tcase, rsa_numbers_are_below_the_modulus);
  tcase_add_loop_test (tcase, ecdsa_numbers_are_in_their_range, 0, 2);
  tcase_add_test (tcase, ecdsa_is_not_der);
  tcase_add_test (tcase, points_must_be_on_the_curve);
  tcase_add_test (tcase, other_keys_of_certificates_are_refused);
  tcase_add_test (tcase, weak_and_special_keys_of_certificates_are_refused);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
