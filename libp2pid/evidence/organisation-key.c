/* The key that an organisation signs roles with, and its domain. */

#include "base/encoding.h"
#include "crypto/key.h"
#include "evidence/jwk.h"
#include "p2pid/organisation.h"

#include <sodium.h>

#define LABEL_MAX 63
#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* The file, with both halves of the key as base64url. It is JSON, but written
 * and read as plain text: a JSON library keeps copies that nobody wipes. */
#define BEFORE_X "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
#define BEFORE_D "\",\"d\":\""
#define BEHIND_D "\"}"
#define HALF P2PID_BASE64URL_SIZE (32)
#define AT_X (sizeof BEFORE_X - 1)
#define AT_D (AT_X + HALF + sizeof BEFORE_D - 1)
#define FILE_SIZE (AT_D + HALF + sizeof BEHIND_D - 1)

/* Letters, digits and hyphens; a hyphen neither first nor last, and none in
 * third and fourth place but in "xn--" (RFC 5891 §4.2.3.1). */
static bool
is_label (const char *label, size_t size)
{
  if (size < 1 || size > LABEL_MAX || label[0] == '-' || label[size - 1] == '-')
    return false;
  if (size >= 4 && label[2] == '-' && label[3] == '-' &&
      strncmp (label, "xn", 2) != 0)
    return false;
  return strspn (label, LETTERS DIGITS "-") >= size;
}

p2pid_err
p2pid_domain_check (const char *domain)
{
  size_t labels = 0, size = 0;

  if (strlen (domain) > P2PID_DOMAIN_MAX)
    return P2PID_ERR_FORMAT;
  for (;; domain += size + 1, labels++) {
    size = strcspn (domain, ".");
    if (!is_label (domain, size))
      return P2PID_ERR_FORMAT;
    if (domain[size] == '\0')
      break;
  }
  /* One label is no domain, and what ends in a number is an address. */
  if (labels == 0 || strspn (domain, DIGITS) == size)
    return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

void
p2pid_organisation_fingerprint (const p2pid_public_key *key,
                                p2pid_fingerprint *out_fingerprint)
{
  p2pid_jwk jwk = { .kind = P2PID_JWK_ED25519 };

  memcpy (jwk.x, key->bytes, sizeof key->bytes);
  p2pid_jwk_thumbprint (&jwk, out_fingerprint);
}

p2pid_err
p2pid_organisation_key_print (const p2pid_key *key, p2pid_buffer **out_text)
{
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_buffer_new (FILE_SIZE, &text);
  char *at;

  if (err != P2PID_OK)
    return err;
  at = stpcpy ((char *) text->data, BEFORE_X);
  sodium_bin2base64 (at, HALF + 1, p2pid_key_public (key)->bytes, 32,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  at = stpcpy (at + HALF, BEFORE_D);
  sodium_bin2base64 (at, HALF + 1, p2pid_key_seed (key), 32,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  stpcpy (at + HALF, BEHIND_D);
  *out_text = text;
  return P2PID_OK;
}

static bool
has_shape (p2pid_bytes text)
{
  return text.size == FILE_SIZE &&
         memcmp (text.data, BEFORE_X, sizeof BEFORE_X - 1) == 0 &&
         memcmp (text.data + AT_X + HALF, BEFORE_D, sizeof BEFORE_D - 1) == 0 &&
         memcmp (text.data + AT_D + HALF, BEHIND_D, sizeof BEHIND_D - 1) == 0;
}

p2pid_err
p2pid_organisation_key_parse (p2pid_bytes text, p2pid_key **out_key)
{
  uint8_t seed[P2PID_KEY_SEED_SIZE];
  p2pid_public_key named;
  p2pid_key *key = NULL;
  p2pid_err err = P2PID_ERR_FORMAT;

  if (!has_shape (text))
    return P2PID_ERR_FORMAT;
  err = p2pid_base64url_decode_fixed ((p2pid_bytes){ text.data + AT_X, HALF },
                                      named.bytes, sizeof named.bytes);
  if (err == P2PID_OK)
    err = p2pid_base64url_decode_fixed ((p2pid_bytes){ text.data + AT_D, HALF },
                                        seed, sizeof seed);
  if (err == P2PID_OK)
    err = p2pid_key_from_seed (seed, &key);
  if (err == P2PID_OK && memcmp (named.bytes, p2pid_key_public (key)->bytes,
                                 sizeof named.bytes) != 0)
    err = P2PID_ERR_FORMAT;
  sodium_memzero (seed, sizeof seed);
  if (err != P2PID_OK) {
    p2pid_key_free (key);
    return err;
  }
  *out_key = key;
  return P2PID_OK;
}
