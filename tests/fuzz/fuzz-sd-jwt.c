/*
 * SD-JWT credentials: one that verifies has a name, verifies again from its
 * text, and shows less when told to.
 *
 * An input that is no token is taken for the parts of one, in plain text and a
 * line each: header, payload, disclosures. They are encoded and signed by the
 * TEST issuer, and "@a" in them becomes the digest of the first disclosure, so
 * that the search gets past base64, hashes and the signature.
 */

#include "target.h"

#include "evidence/evidence.h"
#include "evidence/test-issuer.h"

#include <sodium.h>
#include <stdlib.h>

#define NOW INT64_C (1795521600)
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define PARTS_MAX 28
#define DIGEST 43

typedef struct {
  size_t count;
  p2pid_bytes plain[PARTS_MAX];
  char *encoded[PARTS_MAX];
  char digests[PARTS_MAX][DIGEST + 1];
} parts;

static void
split (parts *p, const uint8_t *data, size_t size)
{
  while (p->count < PARTS_MAX) {
    const uint8_t *end = size > 0 ? memchr (data, '\n', size) : NULL;
    size_t part = end ? (size_t) (end - data) : size;

    p->plain[p->count++] = (p2pid_bytes){ data, part };
    if (end == NULL)
      return;
    data += part + 1;
    size -= part + 1;
  }
}

/* Marks of disclosures that are there become digests, one and a half hundred
 * of them at the most. */
static size_t
fill_in (const parts *p, p2pid_bytes plain, char *out)
{
  size_t size = 0, marks = 0;

  for (size_t i = 0; i < plain.size; i++) {
    size_t which =
        i + 1 < plain.size ? (size_t) (plain.data[i + 1] - 'a') + 2 : PARTS_MAX;

    if (plain.data[i] == '@' && which >= 2 && which < p->count &&
        marks++ < 150) {
      memcpy (out + size, p->digests[which], DIGEST);
      size += DIGEST;
      i++;
    } else {
      out[size++] = (char) plain.data[i];
    }
  }
  return size;
}

static void
encode (parts *p, size_t i)
{
  char *text = malloc (p->plain[i].size + 150 * DIGEST + 1);
  size_t size = fill_in (p, p->plain[i], text);
  size_t room = sodium_base64_encoded_len (size, BASE64);
  uint8_t hash[crypto_hash_sha256_BYTES];

  p->encoded[i] = malloc (room);
  sodium_bin2base64 (p->encoded[i], room, (uint8_t *) text, size, BASE64);
  crypto_hash_sha256 (hash, (uint8_t *) p->encoded[i], room - 1);
  sodium_bin2base64 (p->digests[i], DIGEST + 1, hash, sizeof hash, BASE64);
  free (text);
}

static char *
join (const parts *p)
{
  uint8_t public[32], secret[64], signature[64];
  char text[sodium_base64_ENCODED_LEN (64, BASE64)];
  size_t size = sizeof text + 2, at;
  char *token;

  for (size_t i = 0; i < p->count; i++)
    size += strlen (p->encoded[i]) + 1;
  token = malloc (size + 1);

  at = (size_t) sprintf (token, "%s.%s", p->encoded[0], p->encoded[1]);
  crypto_sign_seed_keypair (public, secret,
                            (const uint8_t *) P2PID_TEST_ISSUER_SEED);
  crypto_sign_detached (signature, NULL, (uint8_t *) token, at, secret);
  sodium_bin2base64 (text, sizeof text, signature, sizeof signature, BASE64);
  at += (size_t) sprintf (token + at, ".%s~", text);
  for (size_t i = 2; i < p->count; i++)
    at += (size_t) sprintf (token + at, "%s~", p->encoded[i]);
  return token;
}

static char *
make_token (const uint8_t *data, size_t size)
{
  parts p = { .count = 0 };
  char *token;

  split (&p, data, size);
  if (p.count < 2)
    p.plain[p.count++] = (p2pid_bytes){ (const uint8_t *) "{}", 2 };
  for (size_t i = p.count; i-- > 0;)
    encode (&p, i);
  token = join (&p);
  for (size_t i = 0; i < p.count; i++)
    free (p.encoded[i]);
  return token;
}

static p2pid_identity *
verify (const p2pid_binding *binding)
{
  p2pid_anchors *anchors = NULL;
  p2pid_identity *identity = NULL;

  if (p2pid_anchors_new (&anchors) != P2PID_OK ||
      p2pid_anchors_allow_test (anchors, true) != P2PID_OK)
    abort ();
  if (p2pid_binding_verify (binding, anchors, NOW, &identity) == P2PID_OK &&
      p2pid_identity_fact (identity, P2PID_FACT_NAME) == NULL)
    abort ();
  p2pid_anchors_free (anchors);
  return identity;
}

/* The default facts of a credential that verified: it still does, has no
 * other facts, and is the same when it is read again. */
static void
show_less (const p2pid_binding *binding)
{
  p2pid_binding *shown = NULL, *again = NULL;
  p2pid_identity *identity, *same;

  if (p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &shown) != P2PID_OK)
    return;
  if ((p2pid_binding_facts (shown) & ~P2PID_FACTS_DEFAULT) != 0)
    abort ();
  if (p2pid_binding_new ("sd-jwt", NULL, p2pid_binding_evidence (shown), NULL,
                         &again) != P2PID_OK)
    abort ();
  identity = verify (shown);
  same = verify (again);
  if ((identity == NULL) != (same == NULL))
    abort ();
  if (identity != NULL &&
      (p2pid_identity_fact (identity, P2PID_FACT_BIRTHDATE) != NULL ||
       p2pid_identity_fact (identity, P2PID_FACT_PERSONAL_NUMBER) != NULL))
    abort ();
  p2pid_identity_free (identity);
  p2pid_identity_free (same);
  p2pid_binding_free (shown);
  p2pid_binding_free (again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_binding *binding = NULL;
  p2pid_identity *identity;
  char *text;

  if (sodium_init () < 0 || size > P2PID_EVIDENCE_MAX)
    return 0;
  if (size > 0 && data[0] == 'e') {
    text = malloc (size + 1);
    memcpy (text, data, size);
    text[size] = 0;
  } else {
    text = make_token (data, size);
  }
  if (p2pid_binding_new ("sd-jwt", NULL, text, NULL, &binding) == P2PID_OK) {
    identity = verify (binding);
    if (identity != NULL)
      show_less (binding);
    p2pid_identity_free (identity);
    p2pid_binding_free (binding);
  }
  free (text);
  return 0;
}
