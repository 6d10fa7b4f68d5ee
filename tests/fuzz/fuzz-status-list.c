/*
 * Status lists. An input that begins with "z" is compressed data behind it, of
 * which a byte is wanted; the same one must be found again. Any other is
 * header and payload of a token in plain text, a line each, signed by the
 * issuer whose credential it is about: what it says it says twice.
 */

#include "target.h"

#include "evidence/anchors-internal.h"
#include "evidence/inflate.h"
#include "evidence/status-list.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define NOW INT64_C (1795521600)
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

static const uint8_t seed[32] = "an issuer of lists, for the fuzz";

static void
find_bytes (p2pid_bytes data)
{
  uint8_t byte = 0, again = 0;

  for (size_t offset = 0; offset < 100000; offset = 3 * offset + 1) {
    p2pid_err err = p2pid_inflate_byte (data, offset, &byte);

    if (err != p2pid_inflate_byte (data, offset, &again) ||
        (err == P2PID_OK && byte != again))
      abort ();
  }
}

static char *
encode (const void *bytes, size_t size)
{
  size_t room = sodium_base64_encoded_len (size, BASE64);
  char *text = malloc (room);

  return sodium_bin2base64 (text, room, bytes, size, BASE64);
}

static char *
make_token (const uint8_t *data, size_t size, p2pid_jwk *out_key)
{
  const uint8_t *end = size > 0 ? memchr (data, '\n', size) : NULL;
  size_t first = end ? (size_t) (end - data) : size;
  size_t skip = end ? first + 1 : size;
  char *header = encode (data, first),
       *payload = encode (data + skip, size - skip);
  uint8_t secret[64], signature[64];
  char *text = NULL, *last, *token = NULL;

  crypto_sign_seed_keypair (out_key->x, secret, seed);
  out_key->kind = P2PID_JWK_ED25519;
  out_key->algorithms = P2PID_JWAS (P2PID_JWA_EDDSA);
  if (asprintf (&text, "%s.%s", header, payload) < 0)
    abort ();
  crypto_sign_detached (signature, NULL, (uint8_t *) text, strlen (text),
                        secret);
  last = encode (signature, sizeof signature);
  if (asprintf (&token, "%s.%s", text, last) < 0)
    abort ();
  free (header);
  free (payload);
  free (text);
  free (last);
  return token;
}

static void
look_up (const p2pid_status_list *list, const p2pid_issuer_key *issuer)
{
  const p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT };
  p2pid_anchors *anchors = NULL;

  if (p2pid_anchors_new (&anchors) != P2PID_OK)
    abort ();
  for (int64_t index = 0; index <= INT32_MAX; index = 9 * index + 1) {
    p2pid_standing one = { 0 }, again = { 0 };
    p2pid_err err = p2pid_status_list_look_up (list, index, issuer, anchors,
                                               &anchor, NOW, &one);

    if (err != p2pid_status_list_look_up (list, index, issuer, anchors, &anchor,
                                          NOW, &again) ||
        one.status != again.status || one.at != again.at || one.at > NOW + 60 ||
        (one.at != 0) != (one.status == P2PID_STATUS_VALID))
      abort ();
  }
  p2pid_anchors_free (anchors);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_issuer_key issuer = { 0 };
  p2pid_status_list *list = NULL;
  char *token;

  if (sodium_init () < 0 || size > 65536)
    return 0;
  if (size > 0 && data[0] == 'z') {
    find_bytes ((p2pid_bytes){ data + 1, size - 1 });
    return 0;
  }
  token = make_token (data, size, &issuer.jwk);
  if (p2pid_status_list_read (p2pid_bytes_from_text (token), &list) == P2PID_OK)
    look_up (list, &issuer);
  p2pid_status_list_free (list);
  free (token);
  return 0;
}
