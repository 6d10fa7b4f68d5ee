/* The symmetric half of Noise (revision 34, §4.3, §5.1, §5.2). */

#include "crypto/symmetric.h"

#include <assert.h>
#include <sodium.h>

#define BLOCK_SIZE 128 /* BLAKE2b's BLOCKLEN; HMAC pads its key to it */

/*
 * Keyed BLAKE2b would be the better MAC, but Noise asks for HMAC over the
 * unkeyed hash, and the two differ:
 *
 *   HASH (key ^ opad | HASH (key ^ ipad | data))
 */
void
p2pid_hmac (const p2pid_hash *key, p2pid_bytes data, p2pid_hash *out)
{
  crypto_generichash_state state;
  uint8_t pad[BLOCK_SIZE];
  p2pid_hash inner;

  memset (pad, 0x36, sizeof pad);
  for (size_t i = 0; i < sizeof key->bytes; i++)
    pad[i] ^= key->bytes[i];
  crypto_generichash_init (&state, NULL, 0, sizeof inner.bytes);
  crypto_generichash_update (&state, pad, sizeof pad);
  crypto_generichash_update (&state, data.data, data.size);
  crypto_generichash_final (&state, inner.bytes, sizeof inner.bytes);

  for (size_t i = 0; i < sizeof pad; i++)
    pad[i] ^= 0x36 ^ 0x5c;
  crypto_generichash_init (&state, NULL, 0, sizeof out->bytes);
  crypto_generichash_update (&state, pad, sizeof pad);
  crypto_generichash_update (&state, inner.bytes, sizeof inner.bytes);
  crypto_generichash_final (&state, out->bytes, sizeof out->bytes);

  sodium_memzero (&state, sizeof state);
  sodium_memzero (pad, sizeof pad);
  sodium_memzero (&inner, sizeof inner);
}

/*
 *   temp = HMAC (ck, material)
 *   output (1) = HMAC (temp, 0x01)
 *   output (i) = HMAC (temp, output (i - 1) | i)
 */
void
p2pid_hkdf (const p2pid_hash *ck,
            p2pid_bytes material,
            p2pid_hash *outputs,
            size_t count)
{
  uint8_t data[sizeof ck->bytes + 1];
  p2pid_hash temp;

  assert (count == 2 || count == 3);

  p2pid_hmac (ck, material, &temp);
  data[sizeof ck->bytes] = 1;
  p2pid_hmac (&temp, (p2pid_bytes){ data + sizeof ck->bytes, 1 }, &outputs[0]);
  for (size_t i = 1; i < count; i++) {
    memcpy (data, outputs[i - 1].bytes, sizeof ck->bytes);
    data[sizeof ck->bytes] = (uint8_t) (i + 1);
    p2pid_hmac (&temp, P2PID_BYTES (data), &outputs[i]);
  }
  sodium_memzero (data, sizeof data);
  sodium_memzero (&temp, sizeof temp);
}

/* nonce = 0[4] | n[8], n with its low byte first (§12.3). */
static void
write_nonce (uint64_t n,
             uint8_t nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES])
{
  memset (nonce, 0, 4);
  for (size_t i = 0; i < 8; i++)
    nonce[4 + i] = (uint8_t) (n >> (8 * i));
}

p2pid_err
p2pid_cipher_encrypt (p2pid_cipher *cipher,
                      p2pid_bytes ad,
                      p2pid_bytes plaintext,
                      uint8_t *out_ciphertext)
{
  uint8_t nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

  if (cipher->n == UINT64_MAX)
    return P2PID_ERR_STATE;
  write_nonce (cipher->n, nonce);
  crypto_aead_chacha20poly1305_ietf_encrypt (
      out_ciphertext, NULL, plaintext.data, plaintext.size, ad.data, ad.size,
      NULL, nonce, cipher->k);
  cipher->n++;
  return P2PID_OK;
}

p2pid_err
p2pid_cipher_decrypt (p2pid_cipher *cipher,
                      p2pid_bytes ad,
                      p2pid_bytes ciphertext,
                      uint8_t *out_plaintext)
{
  uint8_t nonce[crypto_aead_chacha20poly1305_ietf_NPUBBYTES];

  if (cipher->n == UINT64_MAX)
    return P2PID_ERR_STATE;
  write_nonce (cipher->n, nonce);
  if (crypto_aead_chacha20poly1305_ietf_decrypt (
          out_plaintext, NULL, NULL, ciphertext.data, ciphertext.size, ad.data,
          ad.size, nonce, cipher->k) != 0)
    return P2PID_ERR_FORGED;
  cipher->n++;
  return P2PID_OK;
}

static void
initialize_key (p2pid_cipher *cipher, const p2pid_hash *output)
{
  memcpy (cipher->k, output->bytes, sizeof cipher->k); /* the first half */
  cipher->n = 0;
}

void
p2pid_symmetric_init (p2pid_symmetric *state, p2pid_bytes protocol_name)
{
  assert (protocol_name.size <= sizeof state->h.bytes);

  /* A name that fits is padded with zeros, not hashed. */
  memset (state, 0, sizeof *state);
  memcpy (state->h.bytes, protocol_name.data, protocol_name.size);
  state->ck = state->h;
}

void
p2pid_symmetric_mix_hash (p2pid_symmetric *state, p2pid_bytes data)
{
  crypto_generichash_state hash;

  crypto_generichash_init (&hash, NULL, 0, sizeof state->h.bytes);
  crypto_generichash_update (&hash, state->h.bytes, sizeof state->h.bytes);
  crypto_generichash_update (&hash, data.data, data.size);
  crypto_generichash_final (&hash, state->h.bytes, sizeof state->h.bytes);
  sodium_memzero (&hash, sizeof hash); /* the psk's share comes through here */
}

void
p2pid_symmetric_mix_key (p2pid_symmetric *state, p2pid_bytes material)
{
  p2pid_hash outputs[2];

  p2pid_hkdf (&state->ck, material, outputs, 2);
  state->ck = outputs[0];
  initialize_key (&state->cipher, &outputs[1]);
  state->has_key = true;
  sodium_memzero (outputs, sizeof outputs);
}

void
p2pid_symmetric_mix_key_and_hash (p2pid_symmetric *state, p2pid_bytes material)
{
  p2pid_hash outputs[3];

  p2pid_hkdf (&state->ck, material, outputs, 3);
  state->ck = outputs[0];
  p2pid_symmetric_mix_hash (state, P2PID_BYTES (outputs[1].bytes));
  initialize_key (&state->cipher, &outputs[2]);
  state->has_key = true;
  sodium_memzero (outputs, sizeof outputs);
}

size_t
p2pid_symmetric_overhead (const p2pid_symmetric *state)
{
  return state->has_key ? P2PID_CIPHER_TAG_SIZE : 0;
}

p2pid_err
p2pid_symmetric_encrypt (p2pid_symmetric *state,
                         p2pid_bytes plaintext,
                         uint8_t *out_ciphertext)
{
  size_t size = plaintext.size + p2pid_symmetric_overhead (state);

  if (state->has_key) {
    p2pid_err err =
        p2pid_cipher_encrypt (&state->cipher, P2PID_BYTES (state->h.bytes),
                              plaintext, out_ciphertext);

    if (err != P2PID_OK)
      return err;
  } else if (size > 0) {
    memcpy (out_ciphertext, plaintext.data, size);
  }
  p2pid_symmetric_mix_hash (state, (p2pid_bytes){ out_ciphertext, size });
  return P2PID_OK;
}

p2pid_err
p2pid_symmetric_decrypt (p2pid_symmetric *state,
                         p2pid_bytes ciphertext,
                         uint8_t *out_plaintext)
{
  if (state->has_key) {
    p2pid_err err =
        p2pid_cipher_decrypt (&state->cipher, P2PID_BYTES (state->h.bytes),
                              ciphertext, out_plaintext);

    if (err != P2PID_OK)
      return err;
  } else if (ciphertext.size > 0) {
    memcpy (out_plaintext, ciphertext.data, ciphertext.size);
  }
  p2pid_symmetric_mix_hash (state, ciphertext);
  return P2PID_OK;
}

void
p2pid_symmetric_split (p2pid_symmetric *state,
                       p2pid_cipher *out_initiator,
                       p2pid_cipher *out_responder)
{
  p2pid_hash outputs[2];

  p2pid_hkdf (&state->ck, (p2pid_bytes){ NULL, 0 }, outputs, 2);
  initialize_key (out_initiator, &outputs[0]);
  initialize_key (out_responder, &outputs[1]);
  sodium_memzero (outputs, sizeof outputs);
  sodium_memzero (&state->ck, sizeof state->ck);
  sodium_memzero (&state->cipher, sizeof state->cipher);
}
