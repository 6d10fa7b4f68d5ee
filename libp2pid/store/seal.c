/* Sealed fields, and the keys that seal them. */

#include "store/store.h"
#include "crypto/hash.h"

#include <sodium.h>
#include <stdio.h>

#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(NONCE_SIZE + TAG_SIZE == P2PID_SEAL_OVERHEAD,
               "the overhead is nonce and tag");

static void
derive (const p2pid_store_key *key, const char *use, uint8_t out[32])
{
  const p2pid_bytes fields[] = { p2pid_bytes_from_text ("libp2pid/1 store"),
                                 p2pid_bytes_from_text (use) };

  p2pid_derive (P2PID_BYTES (key->bytes), fields, 2, out, 32);
}

void
p2pid_store_keys_derive (const p2pid_store_key *key, p2pid_store_keys *out)
{
  derive (key, "seal", out->seal);
  derive (key, "who", out->who);
  derive (key, "check", out->check);
}

/* What is authenticated with a field: where it lies. */
static p2pid_err
describe (const p2pid_field_place *place, p2pid_buffer **out)
{
  char id[24];
  int size = snprintf (id, sizeof id, "%lld", (long long) place->id);
  const p2pid_bytes fields[] = {
    p2pid_bytes_from_text ("libp2pid/1 store field"),
    p2pid_bytes_from_text (place->table),
    p2pid_bytes_from_text (place->column),
    { (const uint8_t *) id, (size_t) size },
    p2pid_bytes_from_text (place->values),
  };

  return p2pid_lv_cat (fields, 5, out);
}

p2pid_err
p2pid_field_seal (const p2pid_store_keys *keys,
                  const p2pid_field_place *place,
                  p2pid_bytes plain,
                  p2pid_buffer **out_field)
{
  p2pid_buffer *description = NULL;
  p2pid_buffer *field = NULL;
  p2pid_err err = describe (place, &description);

  if (err != P2PID_OK)
    goto out;
  err = p2pid_buffer_new (P2PID_SEAL_OVERHEAD + plain.size, &field);
  if (err != P2PID_OK)
    goto out;

  /* With 24 random bytes no nonce comes twice. */
  randombytes_buf (field->data, NONCE_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (
      field->data + NONCE_SIZE, NULL, plain.data, plain.size, description->data,
      description->size, NULL, field->data, keys->seal);
  *out_field = field;

out:
  p2pid_buffer_free (description);
  return err;
}

p2pid_err
p2pid_field_open (const p2pid_store_keys *keys,
                  const p2pid_field_place *place,
                  p2pid_bytes field,
                  p2pid_buffer **out_plain)
{
  p2pid_buffer *description = NULL;
  p2pid_buffer *plain = NULL;
  p2pid_err err = P2PID_ERR_DAMAGED;

  if (field.size < P2PID_SEAL_OVERHEAD)
    goto out;
  err = describe (place, &description);
  if (err != P2PID_OK)
    goto out;
  err = p2pid_buffer_new (field.size - P2PID_SEAL_OVERHEAD, &plain);
  if (err != P2PID_OK)
    goto out;

  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          plain->data, NULL, NULL, field.data + NONCE_SIZE,
          field.size - NONCE_SIZE, description->data, description->size,
          field.data, keys->seal) != 0) {
    err = P2PID_ERR_DAMAGED;
    goto out;
  }
  *out_plain = plain;
  plain = NULL; /* the caller's now */

out:
  p2pid_buffer_free (description);
  p2pid_buffer_free (plain);
  return err;
}
