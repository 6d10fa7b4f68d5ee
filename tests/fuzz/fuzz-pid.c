/*
 * EU PIDs: one that verifies has a name and the statement's key, and holds no
 * longer than the statement does.
 *
 * An input that is no evidence is taken for the parts of one, in plain text
 * and a line each: header, payload, the KB-JWT's header and payload,
 * disclosures. The first two are signed by an issuer that an anchor names, the
 * KB-JWT by a wallet; "@J" in them becomes the issuer's key, "@C" the
 * wallet's, "@N" the statement's hash, "@H" that of what is shown, "@a" the
 * digest of the first disclosure.
 */

#include "target.h"

#include "evidence/evidence.h"
#include "evidence/key-binding.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define NOW INT64_C (1795521600)
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define LINES_MAX 12
#define DIGESTS_MAX (LINES_MAX - 4)
#define MARKS_MAX 100

typedef struct {
  size_t count;
  p2pid_bytes lines[LINES_MAX];
  char keys[2][120]; /* issuer, wallet */
  uint8_t secrets[2][64];
  char nonce[P2PID_STATEMENT_HASH_SIZE + 1];
  char hash[P2PID_SD_JWT_DIGEST_SIZE + 1];
  char digests[DIGESTS_MAX][P2PID_SD_JWT_DIGEST_SIZE + 1];
} parts;

static const char *const seeds[2] = { "an issuer of PIDs, for the fuzz.",
                                      "a wallet with a PID, for the fuz" };

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
split (parts *p, const uint8_t *data, size_t size)
{
  while (p->count < LINES_MAX) {
    const uint8_t *end = size > 0 ? memchr (data, '\n', size) : NULL;
    size_t line = end ? (size_t) (end - data) : size;

    p->lines[p->count++] = (p2pid_bytes){ data, line };
    if (end == NULL)
      return;
    data += line + 1;
    size -= line + 1;
  }
}

static void
make_keys (parts *p, uint8_t out_issuer[32])
{
  for (int i = 0; i < 2; i++) {
    uint8_t public[32];
    char *x;

    crypto_sign_seed_keypair (public, p->secrets[i],
                              (const uint8_t *) seeds[i]);
    x = encode (public, sizeof public);
    snprintf (p->keys[i], sizeof p->keys[i],
              "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}", x);
    if (i == 0)
      memcpy (out_issuer, public, sizeof public);
    free (x);
  }
}

static const char *
find_mark (const parts *p, uint8_t mark)
{
  switch (mark) {
  case 'J':
    return p->keys[0];
  case 'C':
    return p->keys[1];
  case 'N':
    return p->nonce;
  case 'H':
    return p->hash;
  default:
    return mark >= 'a' && mark < 'a' + DIGESTS_MAX ? p->digests[mark - 'a']
                                                   : NULL;
  }
}

/* base64url of a line with its marks filled in; nothing where there is no such
 * line. */
static char *
encode_line (const parts *p, size_t which)
{
  p2pid_bytes line = { NULL, 0 };
  size_t at = 0, marks = 0;
  char *text, *encoded;

  if (which < p->count)
    line = p->lines[which];
  text = malloc (line.size + MARKS_MAX * sizeof p->keys[0] + 1);
  for (size_t i = 0; i < line.size; i++) {
    const char *value = NULL;

    if (line.data[i] == '@' && i + 1 < line.size && marks < MARKS_MAX)
      value = find_mark (p, line.data[i + 1]);
    if (value != NULL) {
      at = (size_t) (stpcpy (text + at, value) - text);
      marks++;
      i++;
    } else {
      text[at++] = (char) line.data[i];
    }
  }
  encoded = encode (text, at);
  free (text);
  return encoded;
}

/* The JWS of two lines, signed by the issuer or the wallet. */
static char *
sign (const parts *p, size_t first, int who)
{
  char *header = encode_line (p, first), *payload = encode_line (p, first + 1);
  char *text = NULL, *last, *jws = NULL;
  uint8_t signature[64];

  if (asprintf (&text, "%s.%s", header, payload) < 0)
    abort ();
  crypto_sign_detached (signature, NULL, (uint8_t *) text, strlen (text),
                        p->secrets[who]);
  last = encode (signature, sizeof signature);
  if (asprintf (&jws, "%s.%s", text, last) < 0)
    abort ();
  free (header);
  free (payload);
  free (text);
  free (last);
  return jws;
}

static char *
make_evidence (parts *p)
{
  char *disclosures[DIGESTS_MAX] = { NULL }, *jws, *text, *kb, *all = NULL;

  for (size_t i = p->count; i-- > 4;) {
    disclosures[i - 4] = encode_line (p, i);
    p2pid_sd_jwt_digest (p2pid_bytes_from_text (disclosures[i - 4]),
                         p->digests[i - 4]);
  }
  jws = sign (p, 0, 0);
  if (asprintf (&text, "%s~", jws) < 0)
    abort ();
  for (size_t i = 4; i < p->count; i++) {
    char *longer = NULL;

    if (asprintf (&longer, "%s%s~", text, disclosures[i - 4]) < 0)
      abort ();
    free (disclosures[i - 4]);
    free (text);
    text = longer;
  }
  p2pid_sd_jwt_digest (p2pid_bytes_from_text (text), p->hash);
  kb = sign (p, 2, 1);
  if (asprintf (&all, "%s%s", text, p->count > 2 ? kb : "") < 0)
    abort ();
  free (jws);
  free (text);
  free (kb);
  return all;
}

static void
check (const p2pid_binding *binding,
       const uint8_t issuer[32],
       const p2pid_statement *statement)
{
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT, .name = "Issuer" };
  p2pid_jwk jwk = { .kind = P2PID_JWK_ED25519 };
  p2pid_anchors *anchors = NULL;
  p2pid_identity *identity = NULL;

  memcpy (jwk.x, issuer, 32);
  p2pid_jwk_thumbprint (&jwk, &anchor.fingerprint);
  must (p2pid_anchors_new (&anchors));
  must (p2pid_anchors_add (anchors, &anchor));
  if (p2pid_binding_verify (binding, anchors, NOW + 60, &identity) ==
          P2PID_OK &&
      (p2pid_identity_fact (identity, P2PID_FACT_NAME) == NULL ||
       p2pid_identity_word (identity) != P2PID_WORD_SIGNED ||
       p2pid_identity_valid_until (identity) > statement->not_after ||
       memcmp (p2pid_identity_key (identity)->bytes, statement->key.bytes,
               32) != 0))
    abort ();
  p2pid_identity_free (identity);
  p2pid_anchors_free (anchors);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const p2pid_statement statement = {
    .program = "P2P ID",
    .language = P2PID_LANGUAGE_EN,
    .key = { { 1 } },
    .not_before = NOW,
    .not_after = NOW + 3600,
  };
  parts p = { .count = 0 };
  uint8_t issuer[32];
  p2pid_buffer *bytes = NULL;
  p2pid_binding *binding = NULL;
  char *text, *evidence;

  if (sodium_init () < 0 || size > P2PID_EVIDENCE_MAX)
    return 0;
  must (p2pid_statement_print (&statement, &bytes));
  must (p2pid_key_binding_nonce (p2pid_buffer_bytes (bytes), p.nonce));
  text = encode (bytes->data, bytes->size);
  make_keys (&p, issuer);
  if (size > 0 && data[0] == 'e') {
    evidence = malloc (size + 1);
    memcpy (evidence, data, size);
    evidence[size] = 0;
  } else {
    split (&p, data, size);
    evidence = make_evidence (&p);
  }
  if (p2pid_binding_new ("sd-jwt", text, evidence, NULL, &binding) ==
      P2PID_OK) {
    check (binding, issuer, &statement);
    p2pid_binding_free (binding);
  }
  free (evidence);
  free (text);
  p2pid_buffer_free (bytes);
  return 0;
}
