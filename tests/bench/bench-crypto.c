/*
 * Noise NNpsk0 and CPace, both sides each, beside the libsodium calls that
 * they cannot do without. What is above 1 is ours: states, lengths, copies,
 * allocations, wiping.
 */

#include "bench.h"

#include "crypto/cpace.h"
#include "crypto/noise.h"

#include <sodium.h>
#include <stdlib.h>

static const uint8_t psk[P2PID_NOISE_KEY_SIZE] = { 1, 2, 3 };
static const p2pid_bytes nothing = { NULL, 0 };

static void
must (p2pid_err err)
{
  if (err != P2PID_OK)
    abort ();
}

static void
pass (p2pid_noise *from, p2pid_noise *to)
{
  p2pid_buffer *message = NULL, *payload = NULL;

  must (p2pid_noise_write (from, nothing, nothing, &message));
  must (p2pid_noise_read (to, p2pid_buffer_bytes (message), &payload));
  p2pid_buffer_free (message);
  p2pid_buffer_free (payload);
}

static void
noise_both_sides (void)
{
  const p2pid_bytes prologue = p2pid_bytes_from_text ("prologue");
  p2pid_noise *a = NULL, *b = NULL;

  must (p2pid_noise_new (P2PID_NOISE_NNPSK0, true, prologue, psk, &a));
  must (p2pid_noise_new (P2PID_NOISE_NNPSK0, false, prologue, psk, &b));
  pass (a, b);
  pass (b, a);
  p2pid_noise_free (a);
  p2pid_noise_free (b);
}

static void
keygens_and_dhs (void)
{
  uint8_t a[32], b[32], public_a[32], public_b[32], shared[32];

  randombytes_buf (a, sizeof a);
  randombytes_buf (b, sizeof b);
  crypto_scalarmult_base (public_a, a);
  crypto_scalarmult_base (public_b, b);
  if (crypto_scalarmult (shared, a, public_b) != 0 ||
      crypto_scalarmult (shared, b, public_a) != 0)
    abort ();
}

static void
hash (size_t size)
{
  static const uint8_t data[256];
  uint8_t out[64];

  crypto_generichash (out, sizeof out, data, size, NULL, 0);
}

/* HMAC is two hashes, each with a block of padded key before it. */
static void
hmac (size_t size)
{
  hash (128 + size);
  hash (128 + 64);
}

static void
hkdf (size_t size, int outputs)
{
  hmac (size);
  hmac (1);
  while (--outputs > 0)
    hmac (65);
}

/* What §5.2 of Noise has one side hash in NNpsk0 with empty payloads. */
static void
noise_hashes (void)
{
  hash (64 + 8); /* prologue */
  hkdf (32, 3);  /* psk */
  hash (64 + 64);
  for (int message = 0; message < 2; message++) {
    hash (64 + 32); /* e */
    hkdf (32, 2);
    if (message == 1)
      hkdf (32, 2); /* ee */
    hash (64 + 16); /* payload */
  }
  hkdf (0, 2); /* Split */
}

static void
aead_there_and_back (void)
{
  static const uint8_t h[64], nonce[12];
  uint8_t sealed[16], opened[1];

  crypto_aead_chacha20poly1305_ietf_encrypt (sealed, NULL, NULL, 0, h, sizeof h,
                                             NULL, nonce, psk);
  if (crypto_aead_chacha20poly1305_ietf_decrypt (opened, NULL, NULL, sealed,
                                                 sizeof sealed, h, sizeof h,
                                                 nonce, psk) != 0)
    abort ();
}

static void
noise_primitives (void)
{
  keygens_and_dhs ();
  for (int i = 0; i < 2; i++) {
    noise_hashes ();
    aead_there_and_back ();
  }
}

static void
cpace_both_sides (void)
{
  const p2pid_bytes prs = p2pid_bytes_from_text ("12345");
  const p2pid_bytes ci = p2pid_bytes_from_text ("channel");
  const p2pid_bytes sid = p2pid_bytes_from_text ("session");
  p2pid_cpace *a = NULL, *b = NULL;
  p2pid_cpace_isk isk_a, isk_b;

  must (p2pid_cpace_new (true, prs, ci, sid, nothing, &a));
  must (p2pid_cpace_new (false, prs, ci, sid, nothing, &b));
  must (p2pid_cpace_finish (a, p2pid_cpace_own_share (b), nothing, &isk_a));
  must (p2pid_cpace_finish (b, p2pid_cpace_own_share (a), nothing, &isk_b));
  p2pid_cpace_free (a);
  p2pid_cpace_free (b);
}

static void
cpace_primitives (void)
{
  static const uint8_t data[256];
  uint8_t digest[64], g[32], scalar[32], share[32], k[32];

  for (int i = 0; i < 2; i++) {
    crypto_hash_sha512 (digest, data, 145); /* generator_string */
    crypto_core_ristretto255_from_hash (g, digest);
    crypto_core_ristretto255_scalar_random (scalar);
    if (crypto_scalarmult_ristretto255 (share, scalar, g) != 0 ||
        crypto_scalarmult_ristretto255 (k, scalar, share) != 0)
      abort ();
    crypto_hash_sha512 (digest, data, 131); /* ISK */
  }
}

int
main (void)
{
  if (sodium_init () < 0)
    return EXIT_FAILURE;
  bench_compare ("Noise NNpsk0, both sides", noise_both_sides,
                 "its libsodium calls", noise_primitives);
  bench_compare ("Noise NNpsk0, both sides", noise_both_sides, "X25519 alone",
                 keygens_and_dhs);
  bench_compare ("CPace, both sides", cpace_both_sides, "its libsodium calls",
                 cpace_primitives);
  return EXIT_SUCCESS;
}
