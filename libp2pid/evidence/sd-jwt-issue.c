/* Issuing SD-JWTs. */

#include "evidence/sd-jwt-issue.h"

#include "base/encoding.h"
#include "wire/json.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

/* 128 bits, as RFC 9901 §9.3 recommends. */
#define SALT_SIZE 16

/* The digests on their way into the payload, and the disclosures as they will
 * stand in the token. */
typedef struct {
  size_t count;
  size_t filled;
  char (*digests)[P2PID_SD_JWT_DIGEST_SIZE + 1];
  p2pid_buffer **disclosures; /* one for each of the first filled digests */
} batch;

static p2pid_err
new_batch (size_t count, batch *out)
{
  batch b = { .count = count };

  b.digests = calloc (count + 1, sizeof *b.digests);
  b.disclosures = calloc (count + 1, sizeof *b.disclosures);
  if (b.digests == NULL || b.disclosures == NULL) {
    free (b.digests);
    free (b.disclosures);
    return P2PID_ERR_MEMORY;
  }
  *out = b;
  return P2PID_OK;
}

static void
clear_batch (batch *b)
{
  for (size_t i = 0; i < b->filled; i++)
    p2pid_buffer_free (b->disclosures[i]);
  free (b->digests);
  free (b->disclosures);
}

static p2pid_err
disclose (const char *name, json_t *value, p2pid_buffer **out)
{
  uint8_t salt[SALT_SIZE];
  p2pid_buffer *salt_text = NULL, *json = NULL;
  json_t *content = NULL;
  p2pid_err err;

  randombytes_buf (salt, sizeof salt);
  err = p2pid_base64url_encode (P2PID_BYTES (salt), &salt_text);
  if (err == P2PID_OK) {
    content = json_pack ("[s, s, O]", (char *) salt_text->data, name, value);
    err = content ? p2pid_json_print (content, &json) : P2PID_ERR_MEMORY;
  }
  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (json), out);

  json_decref (content);
  p2pid_buffer_free (json);
  p2pid_buffer_free (salt_text);
  return err;
}

static p2pid_err
disclose_all (batch *b, const json_t *hidden)
{
  void *at = json_object_iter ((json_t *) hidden);
  p2pid_err err = P2PID_OK;

  for (; at != NULL && err == P2PID_OK;
       at = json_object_iter_next ((json_t *) hidden, at)) {
    p2pid_buffer **place = &b->disclosures[b->filled];

    err = disclose (json_object_iter_key (at), json_object_iter_value (at),
                    place);
    if (err == P2PID_OK)
      p2pid_sd_jwt_digest (p2pid_buffer_bytes (*place),
                           b->digests[b->filled++]);
  }
  return err;
}

/* A decoy is the digest of something that nobody ever had: RFC 9901 §4.2.5. */
static void
add_decoys (batch *b)
{
  for (size_t i = b->filled; i < b->count; i++) {
    uint8_t nothing[SALT_SIZE];

    randombytes_buf (nothing, sizeof nothing);
    p2pid_sd_jwt_digest (P2PID_BYTES (nothing), b->digests[i]);
  }
}

static int
compare (const void *a, const void *b)
{
  return strcmp (a, b);
}

/* Sorted, so that the order tells nothing: RFC 9901 §4.2.4.1. A copy by
 * json_copy() lacks a member for which there was no memory, and does not say
 * so. */
static p2pid_err
write_payload (batch *b, const json_t *open, json_t **out)
{
  json_t *payload = json_object ();
  json_t *digests = json_array ();
  int failed =
      json_object_update (payload, (json_t *) open) != 0 || digests == NULL;

  qsort (b->digests, b->count, sizeof *b->digests, compare);
  for (size_t i = 0; i < b->count; i++)
    failed |= json_array_append_new (digests, json_string (b->digests[i]));
  failed |= json_object_set (payload, "_sd", digests);
  failed |= json_object_set_new (payload, "_sd_alg", json_string ("sha-256"));
  json_decref (digests);
  if (failed) {
    json_decref (payload);
    return P2PID_ERR_MEMORY;
  }
  *out = payload;
  return P2PID_OK;
}

static uint8_t *
append (uint8_t *at, const p2pid_buffer *part)
{
  memcpy (at, part->data, part->size);
  at[part->size] = '~';
  return at + part->size + 1;
}

static p2pid_err
write_token (const batch *b, const p2pid_buffer *jws, p2pid_buffer **out)
{
  size_t size = jws->size + 1;
  uint8_t *at;
  p2pid_err err;

  for (size_t i = 0; i < b->filled; i++)
    size += b->disclosures[i]->size + 1;
  err = p2pid_buffer_new (size, out);
  if (err != P2PID_OK)
    return err;

  at = append ((*out)->data, jws);
  for (size_t i = 0; i < b->filled; i++)
    at = append (at, b->disclosures[i]);
  return P2PID_OK;
}

p2pid_err
p2pid_sd_jwt_issue (const json_t *header,
                    const json_t *open,
                    const json_t *hidden,
                    size_t digests,
                    const p2pid_key *key,
                    p2pid_buffer **out_token)
{
  batch b = { 0 };
  json_t *payload = NULL;
  p2pid_buffer *jws = NULL;
  p2pid_err err;

  assert (json_object_size (hidden) <= digests);
  err = new_batch (digests, &b);
  if (err == P2PID_OK)
    err = disclose_all (&b, hidden);
  if (err != P2PID_OK)
    goto out;

  add_decoys (&b);
  err = write_payload (&b, open, &payload);
  if (err == P2PID_OK)
    err = p2pid_jws_sign (header, payload, key, &jws);
  if (err == P2PID_OK)
    err = write_token (&b, jws, out_token);

out:
  clear_batch (&b);
  json_decref (payload);
  p2pid_buffer_free (jws);
  return err;
}
