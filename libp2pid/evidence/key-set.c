/* Key sets. */

#include "evidence/key-set.h"

#include "base/encoding.h"
#include "evidence/token.h"
#include "wire/json.h"

/* Whether @p key is one that could have signed. Keys of other kinds and for
 * other uses are in every provider's set: they are no reason to refuse it. */
static bool
fits (const json_t *key, const p2pid_jws *jws)
{
  const json_t *alg = json_object_get (jws->header, "alg");
  const json_t *wanted = json_object_get (jws->header, "kid");
  const json_t *kid = json_object_get (key, "kid");
  p2pid_jwa algorithm = p2pid_jwa_find (json_string_value (alg));
  p2pid_jwk jwk;

  if (wanted != NULL && kid != NULL && !json_equal (wanted, kid))
    return false;
  return algorithm < P2PID_JWA_COUNT_ &&
         p2pid_jwk_read (key, &jwk) == P2PID_OK &&
         (jwk.algorithms & P2PID_JWAS (algorithm)) != 0;
}

static p2pid_err
find (const json_t *set, const p2pid_jws *jws, const json_t **out)
{
  const json_t *list = json_object_get (set, "keys");
  const json_t *found = NULL;

  if (list == NULL)
    found = fits (set, jws) ? set : NULL;
  else if (!json_is_array (list))
    return P2PID_ERR_FORMAT;
  for (size_t i = 0; i < json_array_size (list); i++) {
    const json_t *key = json_array_get (list, i);

    if (fits (key, jws)) {
      if (found != NULL)
        return P2PID_ERR_ARGUMENT;
      found = key;
    }
  }
  *out = found;
  return found ? P2PID_OK : P2PID_ERR_ARGUMENT;
}

p2pid_err
p2pid_key_set_choose (p2pid_bytes set, const p2pid_jws *jws, p2pid_buffer **out)
{
  const json_t *key = NULL;
  json_t *object = NULL;
  p2pid_buffer *json = NULL;
  p2pid_err err = p2pid_json_parse (set, P2PID_KEY_SET_MAX, &object);

  if (err == P2PID_OK)
    err = find (object, jws, &key);
  if (err == P2PID_OK)
    err = p2pid_json_print (key, &json);
  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (json), out);
  p2pid_buffer_free (json);
  json_decref (object);
  return err;
}

p2pid_err
p2pid_key_set_read (p2pid_bytes text, json_t **out)
{
  p2pid_buffer *json = NULL;
  p2pid_err err = p2pid_token_decode (text, &json);

  if (err == P2PID_OK)
    err = p2pid_json_parse (p2pid_buffer_bytes (json), json->size, out);
  p2pid_buffer_free (json);
  return err;
}

p2pid_err
p2pid_key_set_check_id (const p2pid_jws *jws, const json_t *key)
{
  const char *a = NULL, *b = NULL;
  p2pid_err err = p2pid_json_get_text (jws->header, "kid", &a);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (key, "kid", &b);
  if (err == P2PID_OK && a != NULL && b != NULL && strcmp (a, b) != 0)
    err = P2PID_ERR_MISMATCH;
  return err;
}
