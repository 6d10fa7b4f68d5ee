/* Fingerprints of issuers, from the files that issuers publish. */

#include "evidence/jwk.h"
#include "evidence/key-set.h"
#include "evidence/x509.h"
#include "p2pid/anchors.h"
#include "wire/json.h"

#include <openssl/sha.h>

static p2pid_err
of_certificate (p2pid_bytes file, p2pid_fingerprint *out)
{
  p2pid_buffer *der = NULL;
  p2pid_err err = p2pid_certificate_from_file (file, &der);

  if (err == P2PID_OK)
    SHA256 (der->data, der->size, out->bytes);
  p2pid_buffer_free (der);
  return err;
}

/* Keys that nobody here verifies with have none: a provider's set has them for
 * others. */
static p2pid_err
of_keys (const json_t *list,
         p2pid_fingerprint out[P2PID_FINGERPRINTS_MAX],
         size_t *out_count)
{
  size_t count = 0;

  for (size_t i = 0; i < json_array_size (list); i++) {
    p2pid_jwk jwk;

    if (p2pid_jwk_read (json_array_get (list, i), &jwk) != P2PID_OK)
      continue;
    if (count == P2PID_FINGERPRINTS_MAX)
      return P2PID_ERR_SIZE;
    p2pid_jwk_thumbprint (&jwk, &out[count++]);
  }
  if (count == 0)
    return P2PID_ERR_ALGORITHM;
  *out_count = count;
  return P2PID_OK;
}

static p2pid_err
of_json (p2pid_bytes file,
         p2pid_fingerprint out[P2PID_FINGERPRINTS_MAX],
         size_t *out_count)
{
  json_t *object = NULL;
  const json_t *keys;
  p2pid_jwk jwk;
  p2pid_err err = p2pid_json_parse (file, P2PID_KEY_SET_MAX, &object);

  if (err != P2PID_OK)
    return err;
  keys = json_object_get (object, "keys");
  if (keys != NULL) {
    err = json_is_array (keys) ? of_keys (keys, out, out_count)
                               : P2PID_ERR_FORMAT;
  } else {
    err = p2pid_jwk_read (object, &jwk);
    if (err == P2PID_OK) {
      p2pid_jwk_thumbprint (&jwk, &out[0]);
      *out_count = 1;
    }
  }
  json_decref (object);
  return err;
}

p2pid_err
p2pid_fingerprints_read (p2pid_bytes file,
                         p2pid_fingerprint out[P2PID_FINGERPRINTS_MAX],
                         size_t *out_count)
{
  size_t at = 0;
  p2pid_err err;

  while (at < file.size && (file.data[at] == ' ' || file.data[at] == '\n' ||
                            file.data[at] == '\r' || file.data[at] == '\t'))
    at++;
  if (at < file.size && file.data[at] == '{')
    return of_json (file, out, out_count);
  err = of_certificate (file, &out[0]);
  if (err == P2PID_OK)
    *out_count = 1;
  return err;
}
