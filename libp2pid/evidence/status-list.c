/*
 * Status lists.
 *
 *   header   {"typ":"statuslist+jwt", "alg", "jwk" or "x5c" or neither}
 *   payload  {"sub": its address, "iat", "exp", "ttl",
 *             "status_list":{"bits": 1, 2, 4 or 8, "lst": base64url (zlib)}}
 *
 * An issuer of ours can be silent about its own people; it must not be able to
 * speak about another's. So the list is under the same anchor as the
 * credential, by a key that it shows itself or by the credential's own.
 */

#include "evidence/status-list.h"

#include "base/time.h"
#include "evidence/anchors-internal.h"
#include "evidence/claims.h"
#include "evidence/inflate.h"
#include "evidence/token.h"
#include "wire/json.h"
#include "wire/text.h"

#include <openssl/crypto.h>
#include <stdlib.h>

#define TYP "statuslist+jwt"

struct p2pid_status_list {
  p2pid_buffer *text;
  p2pid_jws jws; /* borrows the text */
  const char *address;
};

p2pid_err
p2pid_status_list_read (p2pid_bytes token, p2pid_status_list **out)
{
  p2pid_status_list *list;
  p2pid_err err;

  if (token.size > P2PID_STATUS_TOKEN_MAX)
    return P2PID_ERR_SIZE;
  list = calloc (1, sizeof *list);
  if (list == NULL)
    return P2PID_ERR_MEMORY;
  err = p2pid_buffer_copy (token, &list->text);
  if (err == P2PID_OK)
    err = p2pid_jws_read (p2pid_buffer_bytes (list->text), &list->jws);
  if (err == P2PID_OK)
    err = p2pid_jws_check_header (&list->jws, TYP);
  if (err == P2PID_OK)
    err = p2pid_claims_need_text (list->jws.payload, "sub", &list->address);
  if (err != P2PID_OK) {
    p2pid_status_list_free (list);
    return err;
  }
  *out = list;
  return P2PID_OK;
}

const char *
p2pid_status_list_address (const p2pid_status_list *list)
{
  return list->address;
}

p2pid_bytes
p2pid_status_list_text (const p2pid_status_list *list)
{
  return p2pid_buffer_bytes (list->text);
}

void
p2pid_status_list_free (p2pid_status_list *list)
{
  if (list == NULL)
    return;
  p2pid_jws_clear (&list->jws);
  p2pid_buffer_free (list->text);
  free (list);
}

/* A URI as it stands in RFC 3986: programs show it, and ask there. */
static bool
is_address (const char *text)
{
  p2pid_bytes bytes = p2pid_bytes_from_text (text);

  return bytes.size <= P2PID_STATUS_ADDRESS_MAX && p2pid_text_is_word (bytes);
}

p2pid_err
p2pid_status_place_read (const json_t *claims, p2pid_status_place *out)
{
  const json_t *status = json_object_get (claims, "status");
  const json_t *entry = json_object_get (status, "status_list");
  p2pid_status_place place = { .address = NULL };
  p2pid_err err = P2PID_OK;

  if (entry != NULL)
    err = p2pid_claims_need_text (entry, "uri", &place.address);
  if (entry != NULL && err == P2PID_OK && !is_address (place.address))
    err = P2PID_ERR_FORMAT;
  if (entry != NULL && err == P2PID_OK)
    err = p2pid_json_get_number (entry, "idx", 0, INT32_MAX, &place.index);
  if (err != P2PID_OK)
    return P2PID_ERR_FORMAT;
  *out = place;
  return P2PID_OK;
}

/* The root of the credential's issuer in DER, for OPENSSL_free(); empty for an
 * issuer with a bare key. */
static p2pid_bytes
copy_root (const p2pid_issuer_key *issuer, uint8_t **out)
{
  int size = 0;

  *out = NULL;
  if (issuer->chain.count > 0)
    size = i2d_X509 (issuer->chain.list[issuer->chain.count - 1], out);
  return (p2pid_bytes){ *out, size > 0 ? (size_t) size : 0 };
}

/* Of bare keys alone: what is below a root is found by its anchor. */
static bool
is_same_key (const p2pid_issuer_key *a, const p2pid_issuer_key *b)
{
  p2pid_fingerprint first, second;

  if (a->chain.count > 0 || b->chain.count > 0)
    return false;
  p2pid_jwk_thumbprint (&a->jwk, &first);
  p2pid_jwk_thumbprint (&b->jwk, &second);
  return memcmp (first.bytes, second.bytes, sizeof first.bytes) == 0;
}

static p2pid_err
verify_same_key (const p2pid_status_list *list, const p2pid_issuer_key *issuer)
{
  p2pid_issuer_key key = { 0 };
  p2pid_err err =
      p2pid_issuer_key_find (&list->jws, NULL, (p2pid_bytes){ NULL, 0 }, &key);

  if (err == P2PID_OK && !is_same_key (&key, issuer))
    err = P2PID_ERR_UNTRUSTED;
  if (err == P2PID_OK)
    err = p2pid_issuer_key_verify (issuer, &list->jws);
  p2pid_issuer_key_clear (&key);
  return err;
}

/* Under the anchor by itself, or with the credential's root above it. */
static p2pid_err
try_key (const p2pid_status_list *list,
         p2pid_bytes root,
         const p2pid_anchors *anchors,
         const p2pid_anchor *wanted,
         p2pid_issuer_key *out)
{
  const p2pid_anchor *found = NULL;
  p2pid_err err = p2pid_issuer_key_find (&list->jws, NULL, root, out);

  if (err == P2PID_OK)
    err = p2pid_issuer_key_find_anchor (out, anchors, &found);
  if (err == P2PID_OK && found != wanted)
    err = P2PID_ERR_UNTRUSTED;
  return err;
}

static p2pid_err
verify_own_key (const p2pid_status_list *list,
                const p2pid_issuer_key *issuer,
                const p2pid_anchors *anchors,
                const p2pid_anchor *anchor,
                int64_t now)
{
  p2pid_report unused = P2PID_REPORT_NONE;
  p2pid_issuer_key key = { 0 };
  uint8_t *der = NULL;
  p2pid_bytes root = copy_root (issuer, &der);
  p2pid_err err =
      try_key (list, (p2pid_bytes){ NULL, 0 }, anchors, anchor, &key);

  if ((err == P2PID_ERR_UNTRUSTED || err == P2PID_ERR_INCOMPLETE) &&
      root.size > 0) {
    p2pid_issuer_key_clear (&key);
    err = try_key (list, root, anchors, anchor, &key);
  }
  if (err == P2PID_OK)
    err = p2pid_issuer_key_check (&key, NULL, now, &unused);
  if (err == P2PID_OK)
    err = p2pid_issuer_key_verify (&key, &list->jws);
  p2pid_issuer_key_clear (&key);
  OPENSSL_free (der);
  return err;
}

static p2pid_err
verify (const p2pid_status_list *list,
        const p2pid_issuer_key *issuer,
        const p2pid_anchors *anchors,
        const p2pid_anchor *anchor,
        int64_t now)
{
  const json_t *header = list->jws.header;

  if (json_object_get (header, "jwk") == NULL &&
      json_object_get (header, "x5c") == NULL)
    return p2pid_issuer_key_verify (issuer, &list->jws);
  if (anchor == NULL)
    return verify_same_key (list, issuer);
  return verify_own_key (list, issuer, anchors, anchor, now);
}

/* When it was made, or 0 outside of the time that it is for. */
static p2pid_err
read_age (const json_t *claims, int64_t now, int64_t *out_at)
{
  int64_t iat = 0, exp = 0, ttl = 0;
  p2pid_err err = p2pid_claims_need_time (claims, "iat", &iat);

  if (err == P2PID_OK)
    err = p2pid_claims_get_time (claims, "exp", &exp);
  if (err == P2PID_OK)
    err = p2pid_claims_get_time (claims, "ttl", &ttl);
  if (err != P2PID_OK)
    return err;
  if (iat - P2PID_CLAIMS_LEEWAY > now || (exp > 0 && exp <= now) ||
      (ttl > 0 && iat + ttl <= now))
    iat = 0;
  *out_at = iat;
  return P2PID_OK;
}

static p2pid_err
read_state (const json_t *claims, int64_t index, unsigned *out)
{
  const json_t *list = json_object_get (claims, "status_list");
  const char *text = NULL;
  p2pid_buffer *data = NULL;
  int64_t bits = 0;
  uint8_t byte = 0;
  p2pid_err err = p2pid_json_get_number (list, "bits", 1, 8, &bits);

  if (err == P2PID_OK && (bits & (bits - 1)) != 0)
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    err = p2pid_claims_need_text (list, "lst", &text);
  if (err == P2PID_OK)
    err = p2pid_token_decode (p2pid_bytes_from_text (text), &data);
  if (err == P2PID_OK)
    err = p2pid_inflate_byte (p2pid_buffer_bytes (data),
                              (size_t) (index * bits / 8), &byte);
  p2pid_buffer_free (data);
  if (err == P2PID_OK)
    *out = (byte >> (index * bits % 8)) & ((1u << bits) - 1);
  return err;
}

/* What is neither of these is the issuer's secret, and none of it is valid. */
static p2pid_status
name_state (unsigned state)
{
  static const p2pid_status known[] = { P2PID_STATUS_VALID,
                                        P2PID_STATUS_REVOKED,
                                        P2PID_STATUS_SUSPENDED };

  return state < sizeof known / sizeof *known ? known[state]
                                              : P2PID_STATUS_OTHER;
}

p2pid_err
p2pid_status_list_look_up (const p2pid_status_list *list,
                           int64_t index,
                           const p2pid_issuer_key *issuer,
                           const p2pid_anchors *anchors,
                           const p2pid_anchor *anchor,
                           int64_t now,
                           p2pid_standing *out)
{
  p2pid_standing standing = { .status = P2PID_STATUS_OUTDATED };
  unsigned state = 0;
  int64_t at = 0;
  p2pid_err err = verify (list, issuer, anchors, anchor, now);

  if (err == P2PID_OK)
    err = read_age (list->jws.payload, now, &at);
  if (err == P2PID_OK && at != 0) {
    err = read_state (list->jws.payload, index, &state);
    standing.status = name_state (state);
  }
  if (err != P2PID_OK)
    return err;
  if (standing.status == P2PID_STATUS_VALID)
    standing.at = at;
  *out = standing;
  return P2PID_OK;
}

p2pid_err
p2pid_standing_find (const json_t *claims,
                     const p2pid_issuer_key *issuer,
                     const p2pid_anchors *anchors,
                     const p2pid_anchor *anchor,
                     int64_t now,
                     p2pid_standing *out)
{
  p2pid_standing standing = { .status = P2PID_STATUS_NONE };
  p2pid_status_place place = { .address = NULL };
  const p2pid_status_list *list;
  p2pid_err err = p2pid_status_place_read (claims, &place);

  if (err != P2PID_OK)
    return err;
  if (place.address != NULL) {
    standing.status = P2PID_STATUS_NO_LIST;
    list = p2pid_anchors_find_status (anchors, place.address);
    if (list != NULL)
      err = p2pid_status_list_look_up (list, place.index, issuer, anchors,
                                       anchor, now, &standing);
  }
  if (err == P2PID_ERR_MEMORY)
    return err;
  if (err != P2PID_OK)
    standing = (p2pid_standing){ .status = P2PID_STATUS_BAD_LIST, .err = err };
  standing.address = place.address;
  *out = standing;
  return P2PID_OK;
}

p2pid_err
p2pid_standing_judge (const p2pid_standing *standing)
{
  switch (standing->status) {
  case P2PID_STATUS_BAD_LIST:
    return standing->err;
  case P2PID_STATUS_REVOKED:
  case P2PID_STATUS_SUSPENDED:
  case P2PID_STATUS_OTHER:
    return P2PID_ERR_REVOKED;
  case P2PID_STATUS_NONE:
  case P2PID_STATUS_NO_LIST:
  case P2PID_STATUS_OUTDATED:
  case P2PID_STATUS_VALID:
  case P2PID_STATUS_COUNT_:
    break;
  }
  return P2PID_OK;
}
