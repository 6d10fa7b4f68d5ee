/*
 * Signed JSON. The key decides which algorithms may be used, never the header:
 * a header that names another one is refused (RFC 8725 §3.1).
 */

#include "evidence/jws.h"

#include "base/encoding.h"
#include "crypto/key.h"
#include "evidence/pkey.h"
#include "evidence/token.h"
#include "wire/json.h"

static p2pid_err
read_object (p2pid_bytes part, json_t **out)
{
  p2pid_buffer *json = NULL;
  p2pid_err err = p2pid_token_decode (part, &json);

  if (err == P2PID_OK)
    err = p2pid_json_parse (p2pid_buffer_bytes (json), json->size, out);
  p2pid_buffer_free (json);
  return err;
}

p2pid_err
p2pid_jws_read (p2pid_bytes text, p2pid_jws *out)
{
  p2pid_bytes rest = text, header, payload;
  p2pid_jws jws = { 0 };
  p2pid_err err;

  if (!p2pid_token_take (&rest, '.', &header) ||
      !p2pid_token_take (&rest, '.', &payload))
    return P2PID_ERR_FORMAT;
  err = read_object (header, &jws.header);
  if (err == P2PID_OK)
    err = read_object (payload, &jws.payload);
  if (err == P2PID_OK)
    err = p2pid_token_decode (rest, &jws.signature);
  if (err != P2PID_OK) {
    p2pid_jws_clear (&jws);
    return err;
  }
  jws.signed_text = (p2pid_bytes){ text.data, header.size + 1 + payload.size };
  *out = jws;
  return P2PID_OK;
}

p2pid_err
p2pid_jws_check_crit (const p2pid_jws *jws)
{
  static const char *const known[] = { NULL }; /* no extension at all */

  return p2pid_json_check_crit (jws->header, known);
}

p2pid_err
p2pid_jws_check_header (const p2pid_jws *jws, const char *typ)
{
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (jws->header, "typ", &text);

  if (err == P2PID_OK && (text == NULL || strcmp (text, typ) != 0))
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    err = p2pid_jws_check_crit (jws);
  return err;
}

/* The header's algorithm, which must be among those of the key. */
static p2pid_err
choose (const p2pid_jws *jws, p2pid_jwas algorithms, p2pid_jwa *out)
{
  const char *name = NULL;
  p2pid_err err = p2pid_json_get_text (jws->header, "alg", &name);

  if (err != P2PID_OK || name == NULL)
    return P2PID_ERR_FORMAT;
  *out = p2pid_jwa_find (name);
  if (*out == P2PID_JWA_COUNT_ || (algorithms & P2PID_JWAS (*out)) == 0)
    return P2PID_ERR_ALGORITHM;
  return P2PID_OK;
}

p2pid_err
p2pid_jws_verify (const p2pid_jws *jws, const p2pid_jwk *key)
{
  p2pid_jwa algorithm;
  p2pid_err err = choose (jws, key->algorithms, &algorithm);

  if (err == P2PID_OK)
    err = p2pid_jwk_verify (key, algorithm, jws->signed_text,
                            p2pid_buffer_bytes (jws->signature));
  return err;
}

p2pid_err
p2pid_jws_verify_pkey (const p2pid_jws *jws, EVP_PKEY *key)
{
  p2pid_jwa algorithm;
  p2pid_err err = choose (jws, p2pid_pkey_algorithms (key), &algorithm);

  if (err == P2PID_OK)
    err = p2pid_pkey_verify (key, algorithm, jws->signed_text,
                             p2pid_buffer_bytes (jws->signature));
  return err;
}

void
p2pid_jws_clear (p2pid_jws *jws)
{
  json_decref (jws->header);
  json_decref (jws->payload);
  p2pid_buffer_free (jws->signature);
  memset (jws, 0, sizeof *jws);
}

static p2pid_err
encode_object (const json_t *object, p2pid_buffer **out)
{
  p2pid_buffer *json = NULL;
  p2pid_err err = p2pid_json_print (object, &json);

  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (json), out);
  p2pid_buffer_free (json);
  return err;
}

static p2pid_err
join (const p2pid_buffer *a, const p2pid_buffer *b, p2pid_buffer **out)
{
  p2pid_err err = p2pid_buffer_new (a->size + 1 + b->size, out);

  if (err == P2PID_OK) {
    memcpy ((*out)->data, a->data, a->size);
    (*out)->data[a->size] = '.';
    memcpy ((*out)->data + a->size + 1, b->data, b->size);
  }
  return err;
}

p2pid_err
p2pid_jws_sign (const json_t *header,
                const json_t *payload,
                const p2pid_key *key,
                p2pid_buffer **out_text)
{
  p2pid_buffer *first = NULL, *second = NULL, *both = NULL, *third = NULL;
  p2pid_signature signature;
  p2pid_err err = encode_object (header, &first);

  if (err == P2PID_OK)
    err = encode_object (payload, &second);
  if (err == P2PID_OK)
    err = join (first, second, &both);
  if (err != P2PID_OK)
    goto out;

  p2pid_key_sign (key, p2pid_buffer_bytes (both), &signature);
  err = p2pid_base64url_encode (P2PID_BYTES (signature.bytes), &third);
  if (err == P2PID_OK)
    err = join (both, third, out_text);

out:
  p2pid_buffer_free (first);
  p2pid_buffer_free (second);
  p2pid_buffer_free (both);
  p2pid_buffer_free (third);
  return err;
}
