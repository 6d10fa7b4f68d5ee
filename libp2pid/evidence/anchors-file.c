/* Anchor files: {"anchors":[{"method", "environment", "name", "fingerprint",
 * "assurance", "issuer", "parties", "not-before", "not-after", "revoked",
 * "revoked-as-of"}, …]}, from "assurance" on where they apply. */

#include "evidence/anchors-internal.h"

#include "base/encoding.h"
#include "base/time.h"
#include "evidence/method.h"
#include "wire/json.h"

static p2pid_err
read_method (const char *text, p2pid_method *out)
{
  if (text == NULL)
    return P2PID_ERR_FORMAT;
  *out = p2pid_method_find (text);
  return *out < P2PID_METHOD_COUNT_ ? P2PID_OK : P2PID_ERR_METHOD;
}

/* Only the two words: a slip of the pen must not make TEST real. */
static p2pid_err
read_environment (const char *text, p2pid_environment *out)
{
  if (text != NULL && strcmp (text, "production") == 0)
    *out = P2PID_ENVIRONMENT_PRODUCTION;
  else if (text != NULL && strcmp (text, "test") == 0)
    *out = P2PID_ENVIRONMENT_TEST;
  else
    return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

static p2pid_err
read_assurance (const char *text, p2pid_assurance *out)
{
  static const char *const words[] = {
    [P2PID_ASSURANCE_NONE] = "none",
    [P2PID_ASSURANCE_LOW] = "low",
    [P2PID_ASSURANCE_SUBSTANTIAL] = "substantial",
    [P2PID_ASSURANCE_HIGH] = "high",
  };

  *out = P2PID_ASSURANCE_NONE;
  if (text == NULL)
    return P2PID_OK;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp (words[i], text) == 0) {
      *out = (p2pid_assurance) i;
      return P2PID_OK;
    }
  return P2PID_ERR_FORMAT;
}

/* A list of texts, borrowed from @p list, with a NULL behind the last. */
static p2pid_err
read_parties (const json_t *list, const char *out[P2PID_ANCHOR_PARTIES_MAX + 1])
{
  size_t count = json_array_size (list);

  out[0] = NULL;
  if (list == NULL)
    return P2PID_OK;
  if (!json_is_array (list))
    return P2PID_ERR_FORMAT;
  if (count > P2PID_ANCHOR_PARTIES_MAX)
    return P2PID_ERR_SIZE;
  for (size_t i = 0; i < count; i++)
    if ((out[i] = json_string_value (json_array_get (list, i))) == NULL)
      return P2PID_ERR_FORMAT;
  out[count] = NULL;
  return P2PID_OK;
}

p2pid_err
p2pid_anchor_read_time (const json_t *object, const char *name, int64_t *out)
{
  *out = 0;
  if (json_object_get (object, name) == NULL)
    return P2PID_OK;
  return p2pid_json_get_number (object, name, 0, P2PID_TIME_MAX, out);
}

p2pid_err
p2pid_anchor_read_revoked (const json_t *list,
                           p2pid_fingerprint out[P2PID_ANCHOR_REVOKED_MAX],
                           size_t *out_count)
{
  size_t count = json_array_size (list);
  p2pid_err err = P2PID_OK;

  if (list != NULL && !json_is_array (list))
    return P2PID_ERR_FORMAT;
  if (count > P2PID_ANCHOR_REVOKED_MAX)
    return P2PID_ERR_SIZE;
  for (size_t i = 0; i < count && err == P2PID_OK; i++)
    err = p2pid_hex_decode (
        p2pid_bytes_from_text (json_string_value (json_array_get (list, i))),
        out[i].bytes, sizeof out[i].bytes);
  *out_count = count;
  return err;
}

/* What anchors of roles have besides; @p revoked has room for its list. */
static p2pid_err
read_life (const json_t *object,
           p2pid_fingerprint revoked[P2PID_ANCHOR_REVOKED_MAX],
           p2pid_anchor *out)
{
  p2pid_err err =
      p2pid_anchor_read_time (object, "not-before", &out->not_before);

  if (err == P2PID_OK)
    err = p2pid_anchor_read_time (object, "not-after", &out->not_after);
  if (err == P2PID_OK)
    err = p2pid_anchor_read_time (object, "revoked-as-of", &out->revoked_as_of);
  if (err == P2PID_OK)
    err = p2pid_anchor_read_revoked (json_object_get (object, "revoked"),
                                     revoked, &out->revoked_count);
  out->revoked = revoked;
  return err;
}

static const char *const known_members[] = {
  "method",    "environment", "name",          "fingerprint",
  "assurance", "issuer",      "parties",       "not-before",
  "not-after", "revoked",     "revoked-as-of", NULL
};

/* The texts are those of known_members. */
static p2pid_err
read_texts (const char *const texts[], p2pid_anchor *out)
{
  p2pid_err err = read_method (texts[0], &out->method);

  if (err == P2PID_OK)
    err = read_environment (texts[1], &out->environment);
  if (err == P2PID_OK && texts[2] == NULL)
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    err = p2pid_hex_decode (p2pid_bytes_from_text (texts[3]),
                            out->fingerprint.bytes,
                            sizeof out->fingerprint.bytes);
  if (err == P2PID_OK)
    err = read_assurance (texts[4], &out->assurance);
  out->name = texts[2];
  out->issuer = texts[5];
  return err;
}

static p2pid_err
add_one (p2pid_anchors *anchors, const json_t *object)
{
  const char *texts[6] = { NULL };
  const char *parties[P2PID_ANCHOR_PARTIES_MAX + 1];
  p2pid_fingerprint revoked[P2PID_ANCHOR_REVOKED_MAX];
  p2pid_anchor anchor = { .parties = parties };
  p2pid_err err;

  if (!json_is_object (object))
    return P2PID_ERR_FORMAT;
  err = p2pid_json_check_crit (object, known_members);
  for (size_t i = 0; i < sizeof texts / sizeof *texts && err == P2PID_OK; i++)
    err = p2pid_json_get_text (object, known_members[i], &texts[i]);
  if (err == P2PID_OK)
    err = read_texts (texts, &anchor);
  if (err == P2PID_OK)
    err = read_parties (json_object_get (object, "parties"), parties);
  if (err == P2PID_OK)
    err = read_life (object, revoked, &anchor);
  if (err == P2PID_OK)
    err = p2pid_anchors_add (anchors, &anchor);
  return err == P2PID_ERR_ARGUMENT ? P2PID_ERR_FORMAT : err;
}

static p2pid_err
add_all (p2pid_anchors *anchors, const json_t *list)
{
  p2pid_err err = json_is_array (list) ? P2PID_OK : P2PID_ERR_FORMAT;

  for (size_t i = 0; i < json_array_size (list) && err == P2PID_OK; i++)
    err = add_one (anchors, json_array_get (list, i));
  return err;
}

p2pid_err
p2pid_anchors_load (p2pid_anchors *anchors, p2pid_bytes json)
{
  static const char *const known[] = { "anchors", NULL };
  p2pid_anchors *copy = NULL;
  json_t *root = NULL;
  p2pid_err err = p2pid_json_parse (json, P2PID_ANCHORS_FILE_MAX, &root);

  if (err == P2PID_OK)
    err = p2pid_json_check_crit (root, known);
  if (err == P2PID_OK)
    err = p2pid_anchors_copy (anchors, &copy);
  if (err == P2PID_OK)
    err = add_all (copy, json_object_get (root, "anchors"));
  if (err == P2PID_OK)
    p2pid_anchors_swap (anchors, copy);

  p2pid_anchors_free (copy);
  json_decref (root);
  return err;
}
