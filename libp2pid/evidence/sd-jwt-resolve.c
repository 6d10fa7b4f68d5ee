/*
 * Putting disclosures in their places: RFC 9901 §7.1 steps 3 to 5.
 *
 * The payload is rebuilt rather than changed, and each digest and disclosure
 * is ticked off on the way. Nesting is bounded through disclosures inside
 * disclosures too, so a token can neither recurse without end nor (a digest
 * may occur once) refer to itself.
 */

#include "evidence/sd-jwt.h"

#include "wire/json.h"

#include <stdlib.h>

/* More digests than this do not fit in the largest evidence: each is 43
 * characters, in quotes. */
#define DIGESTS_MAX 560

typedef struct {
  const p2pid_sd_jwt *token;
  bool used[P2PID_SD_JWT_DISCLOSURES_MAX];
  size_t count;
  const char *digests[DIGESTS_MAX]; /* every one met; borrowed */
} work;

static p2pid_err
resolve (work *w, const json_t *value, size_t depth, json_t **out);

/* Note a digest, and find its disclosure: NULL where it is withheld, or a
 * decoy. */
static p2pid_err
follow (work *w, const json_t *digest, const p2pid_disclosure **out)
{
  const char *text = json_string_value (digest);

  if (json_string_length (digest) != P2PID_SD_JWT_DIGEST_SIZE ||
      w->count == DIGESTS_MAX)
    return P2PID_ERR_FORMAT;
  w->digests[w->count++] = text;

  *out = NULL;
  for (size_t i = 0; i < w->token->count && *out == NULL; i++)
    if (strcmp (w->token->disclosures[i].digest, text) == 0) {
      if (w->used[i])
        return P2PID_ERR_FORMAT;
      w->used[i] = true;
      *out = &w->token->disclosures[i];
    }
  return P2PID_OK;
}

static bool
is_reserved (const char *name)
{
  return strcmp (name, "_sd") == 0 || strcmp (name, "...") == 0;
}

static p2pid_err
add_member (work *w,
            json_t *object,
            const char *name,
            const json_t *value,
            size_t depth)
{
  json_t *resolved = NULL;
  p2pid_err err = resolve (w, value, depth, &resolved);

  if (err != P2PID_OK)
    return err;
  return json_object_set_new_nocheck (object, name, resolved) == 0
             ? P2PID_OK
             : P2PID_ERR_MEMORY;
}

/* Step 3.c.ii. */
static p2pid_err
add_disclosed (work *w, json_t *object, const json_t *digest, size_t depth)
{
  const p2pid_disclosure *disclosure = NULL;
  const char *name;
  p2pid_err err = follow (w, digest, &disclosure);

  if (err != P2PID_OK || disclosure == NULL)
    return err;
  name = p2pid_disclosure_name (disclosure);
  if (name == NULL || is_reserved (name) ||
      json_object_get (object, name) != NULL)
    return P2PID_ERR_FORMAT;
  return add_member (w, object, name, json_array_get (disclosure->content, 2),
                     depth);
}

static p2pid_err
resolve_object (work *w, const json_t *value, size_t depth, json_t *object)
{
  const json_t *digests = json_object_get (value, "_sd");
  void *at = json_object_iter ((json_t *) value);
  p2pid_err err = P2PID_OK;

  if (json_object_get (value, "...") != NULL ||
      (digests != NULL && !json_is_array (digests)))
    return P2PID_ERR_FORMAT;

  for (; at != NULL && err == P2PID_OK;
       at = json_object_iter_next ((json_t *) value, at)) {
    const char *name = json_object_iter_key (at);

    if (!is_reserved (name))
      err = add_member (w, object, name, json_object_iter_value (at), depth);
  }
  for (size_t i = 0; i < json_array_size (digests) && err == P2PID_OK; i++)
    err = add_disclosed (w, object, json_array_get (digests, i), depth);
  return err;
}

/* What stands for an element: itself, or step 3.c.iii what its digest leads
 * to; NULL for nothing. */
static p2pid_err
find_element (work *w, const json_t *element, const json_t **out)
{
  const json_t *digest = json_object_get (element, "...");
  const p2pid_disclosure *disclosure = NULL;
  p2pid_err err;

  if (digest == NULL) {
    *out = element;
    return P2PID_OK;
  }
  if (json_object_size (element) != 1)
    return P2PID_ERR_FORMAT;
  err = follow (w, digest, &disclosure);
  if (err != P2PID_OK)
    return err;
  if (disclosure != NULL && json_array_size (disclosure->content) != 2)
    return P2PID_ERR_FORMAT;
  *out = disclosure ? json_array_get (disclosure->content, 1) : NULL;
  return P2PID_OK;
}

static p2pid_err
resolve_array (work *w, const json_t *value, size_t depth, json_t *array)
{
  p2pid_err err = P2PID_OK;

  for (size_t i = 0; i < json_array_size (value) && err == P2PID_OK; i++) {
    const json_t *element = NULL;
    json_t *resolved = NULL;

    err = find_element (w, json_array_get (value, i), &element);
    if (err != P2PID_OK || element == NULL)
      continue;
    err = resolve (w, element, depth, &resolved);
    if (err == P2PID_OK && json_array_append_new (array, resolved) != 0)
      err = P2PID_ERR_MEMORY;
  }
  return err;
}

static p2pid_err
resolve (work *w, const json_t *value, size_t depth, json_t **out)
{
  json_t *copy;
  p2pid_err err;

  if (!json_is_object (value) && !json_is_array (value)) {
    *out = json_incref ((json_t *) value);
    return P2PID_OK;
  }
  if (depth == P2PID_JSON_DEPTH_MAX)
    return P2PID_ERR_FORMAT;

  copy = json_is_object (value) ? json_object () : json_array ();
  if (copy == NULL)
    return P2PID_ERR_MEMORY;
  err = json_is_object (value) ? resolve_object (w, value, depth + 1, copy)
                               : resolve_array (w, value, depth + 1, copy);
  if (err != P2PID_OK) {
    json_decref (copy);
    return err;
  }
  *out = copy;
  return P2PID_OK;
}

static int
compare (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Steps 4 and 5. */
static p2pid_err
check_counts (work *w)
{
  for (size_t i = 0; i < w->token->count; i++)
    if (!w->used[i])
      return P2PID_ERR_FORMAT;

  qsort (w->digests, w->count, sizeof *w->digests, compare);
  for (size_t i = 1; i < w->count; i++)
    if (strcmp (w->digests[i - 1], w->digests[i]) == 0)
      return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

static p2pid_err
check_hash (const json_t *payload)
{
  const char *name = NULL;
  p2pid_err err = p2pid_json_get_text (payload, "_sd_alg", &name);

  if (err == P2PID_OK && name != NULL && strcmp (name, "sha-256") != 0)
    err = P2PID_ERR_ALGORITHM;
  return err;
}

p2pid_err
p2pid_sd_jwt_resolve (const p2pid_sd_jwt *token, json_t **out_claims)
{
  work w = { .token = token };
  json_t *claims = NULL;
  p2pid_err err = check_hash (token->jws.payload);

  if (err == P2PID_OK)
    err = resolve (&w, token->jws.payload, 0, &claims);
  if (err == P2PID_OK)
    err = check_counts (&w);
  if (err != P2PID_OK) {
    json_decref (claims);
    return err;
  }
  json_object_del (claims, "_sd_alg");
  *out_claims = claims;
  return P2PID_OK;
}

p2pid_err
p2pid_sd_jwt_peek (const p2pid_sd_jwt *token, json_t **out_claims)
{
  p2pid_err err = p2pid_sd_jwt_resolve (token, out_claims);

  if (err == P2PID_OK || err == P2PID_ERR_MEMORY)
    return err;
  *out_claims = json_incref (token->jws.payload);
  return P2PID_OK;
}
