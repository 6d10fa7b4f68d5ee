/*
 * H and B over length-prefixed lists (PROTOCOL.md §1).
 *
 * The list is never put together: each prefix and field goes straight into
 * the hash, so that nothing is allocated and nothing can fail.
 */

#include "crypto/hash.h"

#include <assert.h>
#include <sodium.h>

static void
absorb_list (crypto_generichash_state *state,
             const p2pid_bytes *fields,
             size_t count)
{
  uint8_t prefix[P2PID_LV_PREFIX_MAX];

  for (size_t i = 0; i < count; i++) {
    size_t n = p2pid_lv_prefix (fields[i].size, prefix);

    crypto_generichash_update (state, prefix, n);
    crypto_generichash_update (state, fields[i].data, fields[i].size);
  }
}

void
p2pid_hash_list (const p2pid_bytes *fields, size_t count, p2pid_hash *out)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, sizeof out->bytes);
  absorb_list (&state, fields, count);
  crypto_generichash_final (&state, out->bytes, sizeof out->bytes);
  sodium_memzero (&state, sizeof state); /* fields may be secret */
}

void
p2pid_derive (p2pid_bytes key,
              const p2pid_bytes *fields,
              size_t count,
              uint8_t *out,
              size_t size)
{
  crypto_generichash_state state;

  assert (key.size >= 16 && key.size <= 64);
  assert (size >= 16 && size <= 64);

  crypto_generichash_init (&state, key.data, key.size, size);
  absorb_list (&state, fields, count);
  crypto_generichash_final (&state, out, size);
  sodium_memzero (&state, sizeof state);
}
