/* Tokens of any content. */

#include "forge.h"

#include "evidence/test-issuer.h"
#include "person.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

typedef struct {
  char issuer[44], key[44];
  char digests[FORGE_MAX][44];
  char *disclosures[FORGE_MAX + 1];
  size_t count;
} workshop;

static char *
encode (const void *bytes, size_t size)
{
  size_t room = sodium_base64_encoded_len (size, BASE64);
  char *text = malloc (room);

  return sodium_bin2base64 (text, room, bytes, size, BASE64);
}

static const char *
find_mark (const workshop *w, char mark)
{
  if (mark == 'I')
    return w->issuer;
  if (mark == 'K')
    return w->key;
  ck_assert (mark >= 'a' && (size_t) (mark - 'a') < w->count);
  return w->digests[mark - 'a'];
}

static char *
fill_in (const workshop *w, const char *text)
{
  char *filled = NULL;
  size_t size;
  FILE *stream = open_memstream (&filled, &size);

  for (; *text; text++) {
    if (*text == '@')
      fputs (find_mark (w, *++text), stream);
    else
      fputc (*text == '\'' ? '"' : *text, stream);
  }
  fclose (stream);
  return filled;
}

static char *
write_part (const workshop *w, const char *text)
{
  char *json = fill_in (w, text);
  char *part = encode (json, strlen (json));

  free (json);
  return part;
}

/* From the last to the first, since earlier ones may name later ones. */
static void
write_disclosures (workshop *w, const char *const *texts)
{
  while (texts != NULL && texts[w->count] != NULL)
    w->count++;
  ck_assert_uint_le (w->count, FORGE_MAX);
  for (size_t i = w->count; i-- > 0;) {
    uint8_t hash[32];

    w->disclosures[i] = write_part (w, texts[i]);
    crypto_hash_sha256 (hash, (uint8_t *) w->disclosures[i],
                        strlen (w->disclosures[i]));
    sodium_bin2base64 (w->digests[i], 44, hash, sizeof hash, BASE64);
  }
}

static char *
sign (const uint8_t *secret, const char *header, const char *payload)
{
  uint8_t signature[crypto_sign_BYTES];
  char *text = NULL, *jws = NULL, *last;
  int size = asprintf (&text, "%s.%s", header, payload);

  ck_assert_int_gt (size, 0);
  crypto_sign_detached (signature, NULL, (uint8_t *) text, (size_t) size,
                        secret);
  last = encode (signature, sizeof signature);
  ck_assert_int_gt (asprintf (&jws, "%s.%s", text, last), 0);
  free (text);
  free (last);
  return jws;
}

char *
forge (const char *seed,
       const char *header,
       const char *payload,
       const char *const *disclosures)
{
  uint8_t public[crypto_sign_PUBLICKEYBYTES];
  uint8_t secret[crypto_sign_SECRETKEYBYTES];
  p2pid_public_key key = person_key (1);
  workshop w = { .count = 0 };
  char *parts[2], *token;

  crypto_sign_seed_keypair (
      public, secret, (const uint8_t *) (seed ? seed : P2PID_TEST_ISSUER_SEED));
  sodium_bin2base64 (w.issuer, 44, public, sizeof public, BASE64);
  sodium_bin2base64 (w.key, 44, key.bytes, sizeof key.bytes, BASE64);
  write_disclosures (&w, disclosures);
  parts[0] = write_part (&w, header);
  parts[1] = write_part (&w, payload);
  token = sign (secret, parts[0], parts[1]);

  for (size_t i = 0; i < w.count; i++) {
    char *longer = NULL;

    ck_assert_int_gt (asprintf (&longer, "%s~%s", token, w.disclosures[i]), 0);
    free (token);
    free (w.disclosures[i]);
    token = longer;
  }
  token = realloc (token, strlen (token) + 2);
  strcat (token, "~");
  free (parts[0]);
  free (parts[1]);
  return token;
}
