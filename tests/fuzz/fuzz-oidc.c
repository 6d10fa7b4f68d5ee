/*
 * ID tokens: one that verifies has a name and the statement's key, and holds
 * when the statement does.
 *
 * An input that is no evidence is taken for header and payload of a token in
 * plain text, a line each. They are signed by a key of our own, and "@N" in
 * the payload becomes the hash of the statement, so that the search gets past
 * base64, hash and signature.
 */

#include "target.h"

#include "evidence/evidence.h"
#include "evidence/jwk.h"
#include "evidence/oidc.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define NOW INT64_C (1795521600)
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

/* base64url (SHA-256 ({"crv":"Ed25519","kty":"OKP","x":…})) of this key is
 * what the anchor names. */
static const uint8_t seed[32] = "an OpenID provider, for the fuzz";

static void
must (p2pid_err err)
{
  if (err != P2PID_OK)
    abort ();
}

static char *
encode (const void *bytes, size_t size)
{
  size_t room = sodium_base64_encoded_len (size, BASE64);
  char *text = malloc (room);

  return sodium_bin2base64 (text, room, bytes, size, BASE64);
}

static void
make_statement (p2pid_statement *out, p2pid_buffer **out_bytes)
{
  const p2pid_statement s = {
    .program = "P2P ID",
    .language = P2PID_LANGUAGE_EN,
    .key = { { 1 } },
    .not_before = NOW,
    .not_after = NOW + 3600,
  };

  *out = s;
  must (p2pid_statement_print (&s, out_bytes));
}

static char *
fill_in (const uint8_t *data, size_t size, const char *nonce)
{
  char *text = malloc (2 * size + 45);
  size_t at = 0;
  bool filled = false;

  for (size_t i = 0; i < size; i++) {
    if (!filled && data[i] == '@' && i + 1 < size && data[i + 1] == 'N') {
      at = (size_t) (stpcpy (text + at, nonce) - text);
      filled = true;
      i++;
    } else {
      text[at++] = (char) data[i];
    }
  }
  text[at] = 0;
  return text;
}

static char *
make_evidence (const uint8_t *data, size_t size, const char *nonce)
{
  const uint8_t *end = size > 0 ? memchr (data, '\n', size) : NULL;
  size_t first = end ? (size_t) (end - data) : size;
  size_t skip = end ? first + 1 : size;
  char *filled = fill_in (data + skip, size - skip, nonce);
  char *header = encode (data, first),
       *payload = encode (filled, strlen (filled));
  uint8_t public[32], secret[64], signature[64];
  char *text = NULL, *last, *x, *jwk = NULL, *key, *evidence = NULL;

  crypto_sign_seed_keypair (public, secret, seed);
  if (asprintf (&text, "%s.%s", header, payload) < 0)
    abort ();
  crypto_sign_detached (signature, NULL, (uint8_t *) text, strlen (text),
                        secret);
  last = encode (signature, sizeof signature);
  x = encode (public, sizeof public);
  if (asprintf (&jwk, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}", x) <
      0)
    abort ();
  key = encode (jwk, strlen (jwk));
  if (asprintf (&evidence, "%s.%s~%s", text, last, key) < 0)
    abort ();
  free (filled);
  free (header);
  free (payload);
  free (text);
  free (last);
  free (x);
  free (jwk);
  free (key);
  return evidence;
}

static p2pid_anchors *
make_anchors (void)
{
  static const char *const parties[] = { "client", NULL };
  p2pid_anchor anchor = { .method = P2PID_METHOD_OIDC,
                          .name = "Provider",
                          .issuer = "https://id.example",
                          .parties = parties };
  uint8_t secret[64];
  p2pid_jwk jwk = { .kind = P2PID_JWK_ED25519 };
  p2pid_anchors *anchors = NULL;

  crypto_sign_seed_keypair (jwk.x, secret, seed);
  p2pid_jwk_thumbprint (&jwk, &anchor.fingerprint);
  must (p2pid_anchors_new (&anchors));
  must (p2pid_anchors_add (anchors, &anchor));
  return anchors;
}

static void
check (const p2pid_binding *binding, const p2pid_statement *statement)
{
  p2pid_anchors *anchors = make_anchors ();
  p2pid_identity *identity = NULL;

  if (p2pid_binding_verify (binding, anchors, NOW + 60, &identity) ==
          P2PID_OK &&
      (p2pid_identity_fact (identity, P2PID_FACT_NAME) == NULL ||
       p2pid_identity_valid_until (identity) != statement->not_after ||
       memcmp (p2pid_identity_key (identity)->bytes, statement->key.bytes,
               32) != 0))
    abort ();
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char nonce[P2PID_STATEMENT_HASH_SIZE + 1], *text, *evidence;
  p2pid_statement statement;
  p2pid_buffer *bytes = NULL;
  p2pid_binding *binding = NULL;

  if (sodium_init () < 0 || size > P2PID_EVIDENCE_MAX)
    return 0;
  make_statement (&statement, &bytes);
  must (p2pid_oidc_nonce (p2pid_buffer_bytes (bytes), nonce));
  text = encode (bytes->data, bytes->size);
  if (size > 0 && data[0] == 'e') {
    evidence = malloc (size + 1);
    memcpy (evidence, data, size);
    evidence[size] = 0;
  } else {
    evidence = make_evidence (data, size, nonce);
  }
  if (p2pid_binding_new ("oidc", text, evidence, NULL, &binding) == P2PID_OK) {
    check (binding, &statement);
    p2pid_binding_free (binding);
  }
  free (evidence);
  free (text);
  p2pid_buffer_free (bytes);
  return 0;
}
