/* Public keys as JSON. */

#include "evidence/jwk.h"

#include "base/encoding.h"
#include "evidence/token.h"
#include "wire/json.h"

#include <sodium.h>

/* Characters of the text that a thumbprint hashes: the largest members with
 * their names, and the kind of key. */
#define THUMBPRINT_TEXT                                                        \
  (P2PID_BASE64URL_SIZE (P2PID_RSA_MAX) +                                      \
   P2PID_BASE64URL_SIZE (P2PID_RSA_EXPONENT_MAX) + 64)

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

static const struct {
  const char *kty, *crv;
  size_t point; /* bytes of a coordinate */
  bool y;
  p2pid_jwas algorithms;
} kinds[] = {
  [P2PID_JWK_ED25519] = { "OKP", "Ed25519", 32, false,
                          P2PID_JWAS (P2PID_JWA_EDDSA) },
  [P2PID_JWK_P256] = { "EC", "P-256", 32, true, P2PID_JWAS (P2PID_JWA_ES256) },
  [P2PID_JWK_P384] = { "EC", "P-384", 48, true, P2PID_JWAS (P2PID_JWA_ES384) },
  [P2PID_JWK_RSA] = { "RSA", NULL, 0, false,
                      P2PID_JWAS (P2PID_JWA_RS256) |
                          P2PID_JWAS (P2PID_JWA_PS256) },
};

static const char *const algorithm_names[P2PID_JWA_COUNT_] = {
  [P2PID_JWA_EDDSA] = "EdDSA", [P2PID_JWA_ES256] = "ES256",
  [P2PID_JWA_ES384] = "ES384", [P2PID_JWA_RS256] = "RS256",
  [P2PID_JWA_PS256] = "PS256",
};

p2pid_jwa
p2pid_jwa_find (const char *name)
{
  size_t i = 0;

  while (i < P2PID_JWA_COUNT_ &&
         (name == NULL || strcmp (algorithm_names[i], name) != 0))
    i++;
  return (p2pid_jwa) i;
}

p2pid_jwas
p2pid_jwk_kind_algorithms (p2pid_jwk_kind kind)
{
  return kinds[kind].algorithms;
}

size_t
p2pid_jwk_point_size (p2pid_jwk_kind kind)
{
  return kinds[kind].point;
}

static p2pid_err
read_kind (const json_t *object, p2pid_jwk_kind *out)
{
  const char *kty = NULL, *crv = NULL;
  p2pid_err err = p2pid_json_get_text (object, "kty", &kty);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (object, "crv", &crv);
  if (err != P2PID_OK || kty == NULL)
    return P2PID_ERR_FORMAT;

  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strcmp (kinds[i].kty, kty) == 0 &&
        (kinds[i].crv == NULL ||
         (crv != NULL && strcmp (kinds[i].crv, crv) == 0))) {
      *out = (p2pid_jwk_kind) i;
      return P2PID_OK;
    }
  return P2PID_ERR_ALGORITHM;
}

static p2pid_err
read_coordinate (const json_t *object,
                 const char *name,
                 size_t size,
                 uint8_t *out)
{
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (object, name, &text);

  if (err == P2PID_OK)
    err =
        p2pid_base64url_decode_fixed (p2pid_bytes_from_text (text), out, size);
  return err;
}

/* Base64urlUInt (RFC 7518 §2): big-endian, and without a leading zero, so that
 * a key has one thumbprint. */
static p2pid_err
read_number (const json_t *object,
             const char *name,
             size_t max,
             uint8_t *out,
             size_t *out_size)
{
  const char *text = NULL;
  p2pid_buffer *bytes = NULL;
  p2pid_err err = p2pid_json_get_text (object, name, &text);

  if (err == P2PID_OK)
    err = p2pid_token_decode (p2pid_bytes_from_text (text), &bytes);
  if (err == P2PID_OK && (bytes->size == 0 || bytes->data[0] == 0))
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK && bytes->size > max)
    err = P2PID_ERR_ALGORITHM;
  if (err == P2PID_OK) {
    memcpy (out, bytes->data, bytes->size);
    *out_size = bytes->size;
  }
  p2pid_buffer_free (bytes);
  return err;
}

static bool
is_odd (const uint8_t *number, size_t size)
{
  return (number[size - 1] & 1) != 0;
}

/* RFC 7518 §3.3 wants 2048 bits; an odd exponent of three bytes or more is
 * 65537 or more. */
static p2pid_err
read_rsa (const json_t *object, p2pid_jwk *jwk)
{
  p2pid_err err =
      read_number (object, "n", sizeof jwk->n, jwk->n, &jwk->n_size);

  if (err == P2PID_OK)
    err = read_number (object, "e", sizeof jwk->e, jwk->e, &jwk->e_size);
  if (err != P2PID_OK)
    return err;
  if (jwk->n_size < P2PID_RSA_MIN ||
      (jwk->n_size == P2PID_RSA_MIN && jwk->n[0] < 0x80) ||
      !is_odd (jwk->n, jwk->n_size) || jwk->e_size < 3 ||
      !is_odd (jwk->e, jwk->e_size))
    return P2PID_ERR_ALGORITHM;
  return P2PID_OK;
}

static p2pid_err
read_point (const json_t *object, p2pid_jwk *jwk)
{
  size_t size = kinds[jwk->kind].point;
  p2pid_err err = read_coordinate (object, "x", size, jwk->x);

  if (err == P2PID_OK && kinds[jwk->kind].y)
    err = read_coordinate (object, "y", size, jwk->y);
  return err;
}

/* Whether "key_ops" (RFC 7517 §4.3) has verifying in it. */
static p2pid_err
check_operations (const json_t *object)
{
  const json_t *list = json_object_get (object, "key_ops");

  if (list == NULL)
    return P2PID_OK;
  if (!json_is_array (list))
    return P2PID_ERR_FORMAT;
  for (size_t i = 0; i < json_array_size (list); i++) {
    const char *text = json_string_value (json_array_get (list, i));

    if (text != NULL && strcmp (text, "verify") == 0)
      return P2PID_OK;
  }
  return P2PID_ERR_ALGORITHM;
}

/* RFC 7517 §4.2 to §4.4, RFC 8725 §3.1. */
static p2pid_err
read_use (const json_t *object, p2pid_jwk *jwk)
{
  const char *use = NULL, *alg = NULL;
  p2pid_err err = p2pid_json_get_text (object, "use", &use);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (object, "alg", &alg);
  if (err == P2PID_OK)
    err = check_operations (object);
  if (err != P2PID_OK)
    return err;

  jwk->algorithms = kinds[jwk->kind].algorithms;
  if (alg != NULL)
    jwk->algorithms &= P2PID_JWAS (p2pid_jwa_find (alg));
  if (jwk->algorithms == 0 || (use != NULL && strcmp (use, "sig") != 0))
    return P2PID_ERR_ALGORITHM;
  return P2PID_OK;
}

p2pid_err
p2pid_jwk_read (const json_t *object, p2pid_jwk *out)
{
  p2pid_jwk jwk = { 0 };
  p2pid_err err;

  if (!json_is_object (object) || json_object_get (object, "d") != NULL)
    return P2PID_ERR_FORMAT;

  err = read_kind (object, &jwk.kind);
  if (err == P2PID_OK)
    err = jwk.kind == P2PID_JWK_RSA ? read_rsa (object, &jwk)
                                    : read_point (object, &jwk);
  if (err == P2PID_OK)
    err = read_use (object, &jwk);
  if (err == P2PID_OK)
    *out = jwk;
  return err;
}

/* ,"name":"base64url"; returns the place of its NUL. */
static char *
write_member (char *at, const char *name, const uint8_t *bytes, size_t size)
{
  size_t room = sodium_base64_encoded_len (size, BASE64);

  at = stpcpy (stpcpy (stpcpy (at, ",\""), name), "\":\"");
  sodium_bin2base64 (at, room, bytes, size, BASE64);
  return stpcpy (at + room - 1, "\"");
}

/* The required members in the order of their names, without white space:
 * RFC 7638 §3.2, and RFC 8037 §2 for OKP. */
void
p2pid_jwk_thumbprint (const p2pid_jwk *jwk, p2pid_fingerprint *out)
{
  char text[THUMBPRINT_TEXT];
  char *at = text;
  size_t point = kinds[jwk->kind].point;

  if (jwk->kind == P2PID_JWK_RSA)
    at = write_member (at, "e", jwk->e, jwk->e_size);
  else
    at = stpcpy (stpcpy (stpcpy (at, ",\"crv\":\""), kinds[jwk->kind].crv),
                 "\"");
  at = stpcpy (stpcpy (stpcpy (at, ",\"kty\":\""), kinds[jwk->kind].kty), "\"");
  if (jwk->kind == P2PID_JWK_RSA)
    at = write_member (at, "n", jwk->n, jwk->n_size);
  else
    at = write_member (at, "x", jwk->x, point);
  if (kinds[jwk->kind].y)
    at = write_member (at, "y", jwk->y, point);
  at = stpcpy (at, "}");

  text[0] = '{'; /* in place of the first comma */
  crypto_hash_sha256 (out->bytes, (uint8_t *) text, (size_t) (at - text));
}

p2pid_err
p2pid_jwk_write (const p2pid_public_key *key, json_t **out)
{
  char x[P2PID_BASE64URL_SIZE (32) + 1];
  json_t *object;

  sodium_bin2base64 (x, sizeof x, key->bytes, sizeof key->bytes, BASE64);
  object = json_pack ("{s:s, s:s, s:s}", "kty", kinds[P2PID_JWK_ED25519].kty,
                      "crv", kinds[P2PID_JWK_ED25519].crv, "x", x);
  if (object == NULL)
    return P2PID_ERR_MEMORY;
  *out = object;
  return P2PID_OK;
}
