/* Anchor files: {"anchors":[{"method", "environment", "name",
 * "fingerprint"}, …]}. */

#include "evidence/anchors-internal.h"

#include "base/encoding.h"
#include "evidence/method.h"
#include "wire/json.h"

static p2pid_err
read_method (const char *text, p2pid_method *out)
{
  const p2pid_method_row *row;

  if (text == NULL)
    return P2PID_ERR_FORMAT;
  row = p2pid_method_find (text);
  if (row == NULL)
    return P2PID_ERR_METHOD;
  *out = row->method;
  return P2PID_OK;
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
read_anchor (const json_t *object, p2pid_anchor *out)
{
  static const char *const known[] = { "method", "environment", "name",
                                       "fingerprint", NULL };
  const char *texts[4] = { NULL };
  p2pid_err err;

  if (!json_is_object (object))
    return P2PID_ERR_FORMAT;
  err = p2pid_json_check_crit (object, known);
  for (size_t i = 0; known[i] != NULL && err == P2PID_OK; i++)
    err = p2pid_json_get_text (object, known[i], &texts[i]);
  if (err == P2PID_OK)
    err = read_method (texts[0], &out->method);
  if (err == P2PID_OK)
    err = read_environment (texts[1], &out->environment);
  if (err == P2PID_OK)
    err = p2pid_hex_decode (p2pid_bytes_from_text (texts[3]),
                            out->fingerprint.bytes,
                            sizeof out->fingerprint.bytes);
  if (err == P2PID_OK && texts[2] == NULL)
    err = P2PID_ERR_FORMAT;
  out->name = texts[2];
  return err;
}

static p2pid_err
add_all (p2pid_anchors *anchors, const json_t *list)
{
  p2pid_err err = json_is_array (list) ? P2PID_OK : P2PID_ERR_FORMAT;

  for (size_t i = 0; i < json_array_size (list) && err == P2PID_OK; i++) {
    p2pid_anchor anchor = { 0 };

    err = read_anchor (json_array_get (list, i), &anchor);
    if (err == P2PID_OK)
      err = p2pid_anchors_add (anchors, &anchor);
  }
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
