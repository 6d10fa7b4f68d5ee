/*
 * Signed JSON. The key decides which algorithm may be used, never the header:
 * a header that names another one is refused (RFC 8725 §3.1), and there is no
 * row for "none" nor for any shared-secret algorithm.
 */

#include "evidence/jws.h"

#include "base/encoding.h"
#include "crypto/key.h"
#include "evidence/ecdsa.h"
#include "evidence/token.h"
#include "wire/json.h"

static p2pid_err
verify_eddsa (const p2pid_jwk *key, p2pid_bytes text, p2pid_bytes signature)
{
  p2pid_public_key public;
  p2pid_signature fixed;

  if (signature.size != sizeof fixed.bytes)
    return P2PID_ERR_FORGED;
  memcpy (public.bytes, key->x, sizeof public.bytes);
  memcpy (fixed.bytes, signature.data, sizeof fixed.bytes);
  return p2pid_signature_verify (&public, text, &fixed);
}

static p2pid_err
verify_es256 (const p2pid_jwk *key, p2pid_bytes text, p2pid_bytes signature)
{
  if (signature.size != P2PID_ECDSA_SIZE)
    return P2PID_ERR_FORGED;
  return p2pid_ecdsa_verify (key, text, signature.data);
}

static const struct {
  const char *name;
  p2pid_jwk_kind kind;
  p2pid_err (*verify) (const p2pid_jwk *key,
                       p2pid_bytes text,
                       p2pid_bytes signature);
} algorithms[] = {
  { "EdDSA", P2PID_JWK_ED25519, verify_eddsa }, /* RFC 8037 §3.1 */
  { "ES256", P2PID_JWK_P256, verify_es256 },    /* RFC 7518 §3.4 */
};

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
p2pid_jws_check_header (const p2pid_jws *jws, const char *typ)
{
  static const char *const known[] = { NULL }; /* no extension at all */
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (jws->header, "typ", &text);

  if (err == P2PID_OK && (text == NULL || strcmp (text, typ) != 0))
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    err = p2pid_json_check_crit (jws->header, known);
  return err;
}

p2pid_err
p2pid_jws_verify (const p2pid_jws *jws, const p2pid_jwk *key)
{
  const char *name = NULL;
  p2pid_err err = p2pid_json_get_text (jws->header, "alg", &name);

  if (err != P2PID_OK || name == NULL)
    return P2PID_ERR_FORMAT;
  for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
    if (strcmp (algorithms[i].name, name) == 0 &&
        algorithms[i].kind == key->kind)
      return algorithms[i].verify (key, jws->signed_text,
                                   p2pid_buffer_bytes (jws->signature));
  return P2PID_ERR_ALGORITHM;
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
