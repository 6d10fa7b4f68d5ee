/*
 * A stranger's share and associated data in CPace.
 *
 *   byte 0   & 1: as initiator
 *   1 … 32   the share
 *   rest     the associated data
 */

#include "target.h"

#include "harness.h"

#include "crypto/cpace-steps.h"

#include <sodium.h>
#include <stdlib.h>

/* What the seeded randomness gives first, and so our scalar. */
static uint8_t scalar[P2PID_CPACE_SCALAR_SIZE];
static const p2pid_bytes sid = { (const uint8_t *) "sid", 3 };
static const p2pid_bytes own_ad = { (const uint8_t *) "ad", 2 };

static p2pid_cpace *
start (bool initiator)
{
  p2pid_cpace *cpace = NULL;

  harness_seed (1);
  crypto_core_ristretto255_scalar_random (scalar);
  harness_seed (1);
  if (p2pid_cpace_new (initiator, p2pid_bytes_from_text ("12345"),
                       p2pid_bytes_from_text ("ci"), sid, own_ad,
                       &cpace) != P2PID_OK)
    abort ();
  return cpace;
}

/* A key only for a point that is one, and the key that the draft says. */
static void
check_isk (bool initiator,
           const p2pid_cpace_share *own,
           const p2pid_cpace_share *peer,
           p2pid_bytes peer_ad,
           const p2pid_cpace_isk *isk)
{
  uint8_t k[P2PID_CPACE_SHARE_SIZE];
  p2pid_cpace_isk wanted;

  if (crypto_core_ristretto255_is_valid_point (peer->bytes) != 1 ||
      sodium_is_zero (peer->bytes, sizeof peer->bytes) ||
      memcmp (own, peer, sizeof *own) == 0 ||
      crypto_scalarmult_ristretto255 (k, scalar, peer->bytes) != 0)
    abort ();
  if (initiator)
    p2pid_cpace_isk_of (sid, k, own, own_ad, peer, peer_ad, &wanted);
  else
    p2pid_cpace_isk_of (sid, k, peer, peer_ad, own, own_ad, &wanted);
  if (memcmp (isk, &wanted, sizeof wanted) != 0)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_cpace_share share;
  p2pid_cpace_isk isk = { { 7 } }, before = isk;
  p2pid_cpace *cpace;
  p2pid_bytes ad;
  p2pid_err err;

  if (size < 1 + sizeof share.bytes)
    return 0;
  if (sodium_init () < 0)
    abort ();
  memcpy (share.bytes, data + 1, sizeof share.bytes);
  ad = (p2pid_bytes){ data + 1 + sizeof share.bytes,
                      size - 1 - sizeof share.bytes };

  cpace = start (data[0] & 1);
  err = p2pid_cpace_finish (cpace, &share, ad, &isk);
  if (err == P2PID_OK)
    check_isk (data[0] & 1, p2pid_cpace_own_share (cpace), &share, ad, &isk);
  else if (err != P2PID_ERR_FORGED || memcmp (&isk, &before, sizeof isk) != 0)
    abort ();
  if (p2pid_cpace_finish (cpace, &share, ad, &isk) != P2PID_ERR_STATE)
    abort ();
  p2pid_cpace_free (cpace);
  return 0;
}
