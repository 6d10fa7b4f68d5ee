/* The steps of CPace on libsodium's ristretto255 and SHA-512. */

#include "crypto/cpace-steps.h"

#include <sodium.h>

#define DSI "CPaceRistretto255"
#define BLOCK_SIZE 128 /* s_in_bytes of SHA-512 */

static void
absorb (crypto_hash_sha512_state *state, p2pid_bytes field)
{
  uint8_t prefix[P2PID_LV_PREFIX_MAX];
  size_t n = p2pid_lv_prefix (field.size, prefix);

  crypto_hash_sha512_update (state, prefix, n);
  crypto_hash_sha512_update (state, field.data, field.size);
}

/* What fills the first block of the hash up, so that PRS shares it with nothing
 * that comes from outside (draft, "Side channel attacks"). */
static size_t
zero_padding (p2pid_bytes prs)
{
  uint8_t prefix[P2PID_LV_PREFIX_MAX];
  size_t used = 1 + p2pid_lv_prefix (prs.size, prefix) + prs.size +
                p2pid_lv_prefix (strlen (DSI), prefix) + strlen (DSI);

  return used < BLOCK_SIZE ? BLOCK_SIZE - used : 0;
}

/* generator_string = lv_cat (DSI, PRS, zero_bytes, CI, sid) */
void
p2pid_cpace_generator_hash (p2pid_bytes prs,
                            p2pid_bytes ci,
                            p2pid_bytes sid,
                            uint8_t out[P2PID_CPACE_HASH_SIZE])
{
  static const uint8_t zeros[BLOCK_SIZE];
  crypto_hash_sha512_state state;

  crypto_hash_sha512_init (&state);
  absorb (&state, p2pid_bytes_from_text (DSI));
  absorb (&state, prs);
  absorb (&state, (p2pid_bytes){ zeros, zero_padding (prs) });
  absorb (&state, ci);
  absorb (&state, sid);
  crypto_hash_sha512_final (&state, out);
  sodium_memzero (&state, sizeof state);
}

void
p2pid_cpace_generator (p2pid_bytes prs,
                       p2pid_bytes ci,
                       p2pid_bytes sid,
                       uint8_t out[P2PID_CPACE_SHARE_SIZE])
{
  uint8_t hash[P2PID_CPACE_HASH_SIZE];

  p2pid_cpace_generator_hash (prs, ci, sid, hash);
  crypto_core_ristretto255_from_hash (out, hash);
  sodium_memzero (hash, sizeof hash);
}

p2pid_err
p2pid_cpace_scalar_mult_vfy (const uint8_t scalar[P2PID_CPACE_SCALAR_SIZE],
                             const uint8_t point[P2PID_CPACE_SHARE_SIZE],
                             uint8_t out[P2PID_CPACE_SHARE_SIZE])
{
  /* It fails for every undecodable point and for the identity as result.
   * crypto_core_ristretto255_is_valid_point() would let the identity pass. */
  if (crypto_scalarmult_ristretto255 (out, scalar, point) != 0)
    return P2PID_ERR_FORGED;
  return P2PID_OK;
}

void
p2pid_cpace_isk_of (p2pid_bytes sid,
                    const uint8_t k[P2PID_CPACE_SHARE_SIZE],
                    const p2pid_cpace_share *ya,
                    p2pid_bytes ada,
                    const p2pid_cpace_share *yb,
                    p2pid_bytes adb,
                    p2pid_cpace_isk *out)
{
  crypto_hash_sha512_state state;

  crypto_hash_sha512_init (&state);
  absorb (&state, p2pid_bytes_from_text (DSI "_ISK"));
  absorb (&state, sid);
  absorb (&state, (p2pid_bytes){ k, P2PID_CPACE_SHARE_SIZE });
  absorb (&state, P2PID_BYTES (ya->bytes));
  absorb (&state, ada);
  absorb (&state, P2PID_BYTES (yb->bytes));
  absorb (&state, adb);
  crypto_hash_sha512_final (&state, out->bytes);
  sodium_memzero (&state, sizeof state);
}
