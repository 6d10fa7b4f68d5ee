/*
 * One run of CPace, in the order that cannot go wrong: a share out, a share
 * in, a key. Plain memory wiped at the end, for the reason that noise.c gives.
 */

#include "crypto/cpace.h"
#include "crypto/cpace-steps.h"

#include <sodium.h>
#include <stdlib.h>

struct p2pid_cpace {
  uint8_t scalar[P2PID_CPACE_SCALAR_SIZE]; /* wiped once used */
  p2pid_cpace_share share;
  p2pid_buffer *sid;
  p2pid_buffer *ad;
  bool initiator;
  bool finished;
};

/* A random scalar, and that times the generator. */
static p2pid_err
make_share (p2pid_cpace *cpace,
            p2pid_bytes prs,
            p2pid_bytes ci,
            p2pid_bytes sid)
{
  uint8_t g[P2PID_CPACE_SHARE_SIZE];
  p2pid_err err;

  p2pid_cpace_generator (prs, ci, sid, g);
  crypto_core_ristretto255_scalar_random (cpace->scalar);
  err = p2pid_cpace_scalar_mult_vfy (cpace->scalar, g, cpace->share.bytes);
  sodium_memzero (g, sizeof g); /* digits can be tried against it */
  return err;
}

p2pid_err
p2pid_cpace_new (bool initiator,
                 p2pid_bytes prs,
                 p2pid_bytes ci,
                 p2pid_bytes sid,
                 p2pid_bytes ad,
                 p2pid_cpace **out_cpace)
{
  p2pid_cpace *cpace;
  p2pid_err err;

  if (sodium_init () < 0 || (cpace = calloc (1, sizeof *cpace)) == NULL)
    return P2PID_ERR_MEMORY;
  cpace->initiator = initiator;

  err = p2pid_buffer_copy (sid, &cpace->sid);
  if (err != P2PID_OK)
    goto out;
  err = p2pid_buffer_copy (ad, &cpace->ad);
  if (err != P2PID_OK)
    goto out;
  err = make_share (cpace, prs, ci, sid);
  if (err != P2PID_OK)
    goto out;

  *out_cpace = cpace;
  cpace = NULL; /* the caller's now */

out:
  p2pid_cpace_free (cpace);
  return err;
}

void
p2pid_cpace_free (p2pid_cpace *cpace)
{
  if (cpace == NULL)
    return;
  p2pid_buffer_free (cpace->sid);
  p2pid_buffer_free (cpace->ad);
  sodium_memzero (cpace, sizeof *cpace);
  free (cpace);
}

const p2pid_cpace_share *
p2pid_cpace_own_share (const p2pid_cpace *cpace)
{
  return &cpace->share;
}

/* The transcript names the initiator's share first, whoever calculates. */
static void
make_isk (const p2pid_cpace *cpace,
          const uint8_t k[P2PID_CPACE_SHARE_SIZE],
          const p2pid_cpace_share *peer_share,
          p2pid_bytes peer_ad,
          p2pid_cpace_isk *out_isk)
{
  p2pid_bytes sid = p2pid_buffer_bytes (cpace->sid);
  p2pid_bytes ad = p2pid_buffer_bytes (cpace->ad);

  if (cpace->initiator)
    p2pid_cpace_isk_of (sid, k, &cpace->share, ad, peer_share, peer_ad,
                        out_isk);
  else
    p2pid_cpace_isk_of (sid, k, peer_share, peer_ad, &cpace->share, ad,
                        out_isk);
}

p2pid_err
p2pid_cpace_finish (p2pid_cpace *cpace,
                    const p2pid_cpace_share *peer_share,
                    p2pid_bytes peer_ad,
                    p2pid_cpace_isk *out_isk)
{
  uint8_t k[P2PID_CPACE_SHARE_SIZE];
  p2pid_err err;

  if (cpace->finished)
    return P2PID_ERR_STATE;
  cpace->finished = true; /* one guess, right or wrong */

  if (memcmp (peer_share->bytes, cpace->share.bytes, sizeof cpace->share) == 0)
    err = P2PID_ERR_FORGED;
  else
    err = p2pid_cpace_scalar_mult_vfy (cpace->scalar, peer_share->bytes, k);
  if (err == P2PID_OK)
    make_isk (cpace, k, peer_share, peer_ad, out_isk);

  sodium_memzero (k, sizeof k);
  sodium_memzero (cpace->scalar, sizeof cpace->scalar);
  return err;
}
