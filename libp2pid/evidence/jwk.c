/* Public keys as JSON. */

#include "evidence/jwk.h"

#include "base/encoding.h"
#include "wire/json.h"

#include <sodium.h>

/* Characters of a coordinate; and of the text that a thumbprint hashes: two
 * coordinates, their names, and the kind of key. */
#define COORDINATE_TEXT P2PID_BASE64URL_SIZE (32)
#define THUMBPRINT_TEXT (2 * COORDINATE_TEXT + 64)

static const struct {
  const char *kty, *crv;
  bool y;
} kinds[] = {
  [P2PID_JWK_ED25519] = { "OKP", "Ed25519", false },
  [P2PID_JWK_P256] = { "EC", "P-256", true },
};

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
    if (strcmp (kinds[i].kty, kty) == 0 && crv != NULL &&
        strcmp (kinds[i].crv, crv) == 0) {
      *out = (p2pid_jwk_kind) i;
      return P2PID_OK;
    }
  return P2PID_ERR_ALGORITHM;
}

static p2pid_err
read_coordinate (const json_t *object, const char *name, uint8_t out[32])
{
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (object, name, &text);

  if (err == P2PID_OK)
    err = p2pid_base64url_decode_fixed (p2pid_bytes_from_text (text), out, 32);
  return err;
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
    err = read_coordinate (object, "x", jwk.x);
  if (err == P2PID_OK && kinds[jwk.kind].y)
    err = read_coordinate (object, "y", jwk.y);
  if (err == P2PID_OK)
    *out = jwk;
  return err;
}

/* With a NUL, whose place it returns. */
static char *
write_coordinate (const uint8_t bytes[32], char out[COORDINATE_TEXT + 1])
{
  sodium_bin2base64 (out, COORDINATE_TEXT + 1, bytes, 32,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return out + COORDINATE_TEXT;
}

/* The required members in the order of their names, without white space:
 * RFC 7638 §3.2, and RFC 8037 §2 for OKP. */
void
p2pid_jwk_thumbprint (const p2pid_jwk *jwk, p2pid_fingerprint *out)
{
  char text[THUMBPRINT_TEXT];
  char *at = text;

  at = stpcpy (stpcpy (at, "{\"crv\":\""), kinds[jwk->kind].crv);
  at = stpcpy (stpcpy (at, "\",\"kty\":\""), kinds[jwk->kind].kty);
  at = write_coordinate (jwk->x, stpcpy (at, "\",\"x\":\""));
  if (kinds[jwk->kind].y)
    at = write_coordinate (jwk->y, stpcpy (at, "\",\"y\":\""));
  at = stpcpy (at, "\"}");
  crypto_hash_sha256 (out->bytes, (uint8_t *) text, (size_t) (at - text));
}

p2pid_err
p2pid_jwk_write (const p2pid_public_key *key, json_t **out)
{
  char x[COORDINATE_TEXT + 1];
  json_t *object;

  write_coordinate (key->bytes, x);
  object = json_pack ("{s:s, s:s, s:s}", "kty", kinds[P2PID_JWK_ED25519].kty,
                      "crv", kinds[P2PID_JWK_ED25519].crv, "x", x);
  if (object == NULL)
    return P2PID_ERR_MEMORY;
  *out = object;
  return P2PID_OK;
}
