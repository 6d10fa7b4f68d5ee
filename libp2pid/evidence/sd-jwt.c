/* SD-JWT tokens as texts: taking apart, and showing less of one. */

#include "evidence/sd-jwt.h"

#include "base/json-read.h"
#include "evidence/token.h"

#include <sodium.h>
#include <stdlib.h>

void
p2pid_sd_jwt_digest (p2pid_bytes disclosure,
                     char out[P2PID_SD_JWT_DIGEST_SIZE + 1])
{
  uint8_t hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, disclosure.data, disclosure.size);
  sodium_bin2base64 (out, P2PID_SD_JWT_DIGEST_SIZE + 1, hash, sizeof hash,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* [salt, name, value] or [salt, value]. */
static bool
is_disclosure (const json_t *content)
{
  size_t size = json_array_size (content);

  return (size == 2 || size == 3) &&
         json_is_string (json_array_get (content, 0)) &&
         (size == 2 || json_is_string (json_array_get (content, 1)));
}

/* jansson's own bound on nesting, 2,048 levels, is enough for reading;
 * p2pid_sd_jwt_resolve() has the strict one. */
static p2pid_err
read_disclosure (p2pid_bytes text, p2pid_disclosure *out)
{
  p2pid_buffer *json = NULL;
  p2pid_err err = p2pid_token_decode (text, &json);

  if (err == P2PID_OK)
    err = p2pid_json_read (p2pid_buffer_bytes (json), &out->content);
  p2pid_buffer_free (json);
  if (err != P2PID_OK)
    return err;
  out->text = text;
  if (!is_disclosure (out->content))
    return P2PID_ERR_FORMAT;
  p2pid_sd_jwt_digest (text, out->digest);
  return P2PID_OK;
}

static size_t
count_tildes (p2pid_bytes text)
{
  size_t count = 0;

  for (size_t i = 0; i < text.size; i++)
    count += text.data[i] == '~';
  return count;
}

static p2pid_err
new_token (size_t count, p2pid_sd_jwt **out)
{
  p2pid_sd_jwt *token = calloc (1, sizeof *token);

  if (token != NULL && count > 0)
    token->disclosures = calloc (count, sizeof *token->disclosures);
  if (token == NULL || (count > 0 && token->disclosures == NULL)) {
    free (token);
    return P2PID_ERR_MEMORY;
  }
  *out = token;
  return P2PID_OK;
}

p2pid_err
p2pid_sd_jwt_read (p2pid_bytes text, p2pid_sd_jwt **out_token)
{
  p2pid_sd_jwt *token = NULL;
  p2pid_bytes part;
  size_t tildes = count_tildes (text);
  p2pid_err err;

  if (tildes == 0)
    return P2PID_ERR_FORMAT;
  if (tildes - 1 > P2PID_SD_JWT_DISCLOSURES_MAX)
    return P2PID_ERR_SIZE;

  err = new_token (tildes - 1, &token);
  if (err != P2PID_OK)
    return err;
  p2pid_token_take (&text, '~', &token->jws_text);
  err = p2pid_jws_read (token->jws_text, &token->jws);
  while (err == P2PID_OK && p2pid_token_take (&text, '~', &part))
    err = read_disclosure (part, &token->disclosures[token->count++]);
  token->key_binding = text;

  if (err != P2PID_OK) {
    p2pid_sd_jwt_free (token);
    return err;
  }
  *out_token = token;
  return P2PID_OK;
}

void
p2pid_sd_jwt_free (p2pid_sd_jwt *token)
{
  if (token == NULL)
    return;
  p2pid_jws_clear (&token->jws);
  for (size_t i = 0; i < token->count; i++)
    json_decref (token->disclosures[i].content);
  free (token->disclosures);
  free (token);
}

const char *
p2pid_disclosure_name (const p2pid_disclosure *disclosure)
{
  if (json_array_size (disclosure->content) != 3)
    return NULL;
  return json_string_value (json_array_get (disclosure->content, 1));
}

bool
p2pid_sd_jwt_is_outer (const p2pid_sd_jwt *token,
                       const p2pid_disclosure *disclosure)
{
  const json_t *digests = json_object_get (token->jws.payload, "_sd");

  for (size_t i = 0; i < json_array_size (digests); i++) {
    const char *digest = json_string_value (json_array_get (digests, i));

    if (digest != NULL && strcmp (digest, disclosure->digest) == 0)
      return true;
  }
  return false;
}

static uint8_t *
append (uint8_t *at, p2pid_bytes part, p2pid_bytes *out_copy)
{
  memcpy (at, part.data, part.size);
  at[part.size] = '~';
  *out_copy = (p2pid_bytes){ at, part.size };
  return at + part.size + 1;
}

static size_t
selected_size (const p2pid_sd_jwt *token,
               const bool keep[P2PID_SD_JWT_DISCLOSURES_MAX])
{
  size_t size = token->jws_text.size + 1;

  for (size_t i = 0; i < token->count; i++)
    if (keep[i])
      size += token->disclosures[i].text.size + 1;
  return size;
}

/* The JSON is shared with the first token, not read again: jansson's values
 * count their owners. */
p2pid_err
p2pid_sd_jwt_select (const p2pid_sd_jwt *token,
                     const bool keep[P2PID_SD_JWT_DISCLOSURES_MAX],
                     p2pid_buffer **out_text,
                     p2pid_sd_jwt **out_token)
{
  p2pid_sd_jwt *copy = NULL;
  p2pid_buffer *text = NULL;
  uint8_t *at;
  p2pid_err err = p2pid_buffer_new (selected_size (token, keep), &text);

  if (err == P2PID_OK)
    err = new_token (token->count, &copy);
  if (err == P2PID_OK)
    err = p2pid_buffer_copy (p2pid_buffer_bytes (token->jws.signature),
                             &copy->jws.signature);
  if (err != P2PID_OK) {
    p2pid_sd_jwt_free (copy);
    p2pid_buffer_free (text);
    return err;
  }

  at = append (text->data, token->jws_text, &copy->jws_text);
  copy->jws.header = json_incref (token->jws.header);
  copy->jws.payload = json_incref (token->jws.payload);
  copy->jws.signed_text =
      (p2pid_bytes){ text->data, token->jws.signed_text.size };
  for (size_t i = 0; i < token->count; i++)
    if (keep[i]) {
      p2pid_disclosure *disclosure = &copy->disclosures[copy->count++];

      *disclosure = token->disclosures[i];
      json_incref (disclosure->content);
      at = append (at, token->disclosures[i].text, &disclosure->text);
    }
  *out_text = text;
  *out_token = copy;
  return P2PID_OK;
}
