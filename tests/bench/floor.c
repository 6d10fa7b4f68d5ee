/* The protocol's libsodium calls. */

#include "floor.h"

#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>

#define SIZE_MAX_HERE 4096

static const uint8_t data[SIZE_MAX_HERE];
static const uint8_t key[32] = { 1, 2, 3 };

static void
must (int result)
{
  if (result != 0)
    abort ();
}

void
floor_exchange (void)
{
  uint8_t a[32], b[32], public_a[32], public_b[32], shared[32];

  randombytes_buf (a, sizeof a);
  randombytes_buf (b, sizeof b);
  crypto_scalarmult_base (public_a, a);
  crypto_scalarmult_base (public_b, b);
  must (crypto_scalarmult (shared, a, public_b));
  must (crypto_scalarmult (shared, b, public_a));
}

void
floor_hash (size_t size)
{
  uint8_t out[64];

  assert (size <= sizeof data);
  crypto_generichash (out, sizeof out, data, size, NULL, 0);
}

void
floor_derive (size_t size)
{
  uint8_t out[32];

  assert (size <= sizeof data);
  crypto_generichash (out, sizeof out, data, size, key, sizeof key);
}

void
floor_digest (size_t size)
{
  uint8_t out[32];

  assert (size <= sizeof data);
  crypto_hash_sha256 (out, data, size);
}

/* HMAC is two hashes, each with a block of padded key before it. To keep the
 * states behind those blocks (RFC 2104 §4) gains nothing: libsodium's BLAKE2b
 * leaves its last two blocks until there is more, or the end. */
static void
hmac (size_t size)
{
  floor_hash (128 + size);
  floor_hash (128 + 64);
}

static void
hkdf (size_t size, int outputs)
{
  hmac (size);
  hmac (1);
  while (--outputs > 0)
    hmac (65);
}

void
floor_noise_hashes (size_t prologue, size_t payload)
{
  floor_hash (64 + prologue);
  hkdf (32, 3); /* psk */
  floor_hash (64 + 64);
  for (int message = 0; message < 2; message++) {
    floor_hash (64 + 32); /* e */
    hkdf (32, 2);
    if (message == 1)
      hkdf (32, 2); /* ee */
    floor_hash (64 + (message == 1 ? payload : 0) + 16);
  }
  hkdf (0, 2); /* Split */
}

void
floor_message (size_t ad, size_t size)
{
  static const uint8_t nonce[12];
  uint8_t sealed[SIZE_MAX_HERE + 16], opened[SIZE_MAX_HERE];

  assert (size <= sizeof opened && ad <= sizeof data);
  crypto_aead_chacha20poly1305_ietf_encrypt (sealed, NULL, data, size, data, ad,
                                             NULL, nonce, key);
  must (crypto_aead_chacha20poly1305_ietf_decrypt (
      opened, NULL, NULL, sealed, size + 16, data, ad, nonce, key));
}

void
floor_points (void)
{
  static const uint8_t digest[64] = { 1 };
  uint8_t g[32], scalar[32], share[32], k[32];

  for (int i = 0; i < 2; i++) {
    crypto_core_ristretto255_from_hash (g, digest);
    crypto_core_ristretto255_scalar_random (scalar);
    must (crypto_scalarmult_ristretto255 (share, scalar, g));
    must (crypto_scalarmult_ristretto255 (k, scalar, share));
  }
}

void
floor_cpace (void)
{
  uint8_t digest[64];

  floor_points ();
  for (int i = 0; i < 2; i++) {
    crypto_hash_sha512 (digest, data, 145); /* generator_string */
    crypto_hash_sha512 (digest, data, 131); /* ISK */
  }
}

void
floor_signatures (size_t said, size_t token)
{
  static uint8_t public[32], secret[64], issued[64];
  static bool ready;
  uint8_t signature[64];

  assert (said <= sizeof data && token <= sizeof data);
  if (!ready) { /* the issuer signs once, long before */
    crypto_sign_keypair (public, secret);
    crypto_sign_detached (issued, NULL, data, token, secret);
    ready = true;
  }
  for (int i = 0; i < 2; i++) {
    crypto_sign_detached (signature, NULL, data, said, secret);
    must (crypto_sign_verify_detached (signature, data, said, public));
    must (crypto_sign_verify_detached (issued, data, token, public));
  }
}
