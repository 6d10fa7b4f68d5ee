/* CipherState, HMAC and HKDF of Noise: the counter, its end and its place in
 * the nonce; what HMAC is, and what it is not. */

#include "harness.h"

#include "crypto/symmetric.h"

#include <sodium.h>
#include <stdlib.h>

static const p2pid_bytes no_ad = { NULL, 0 };
static const p2pid_bytes text = { (const uint8_t *) "text", 4 };

static p2pid_cipher
cipher_at (uint64_t n)
{
  return (p2pid_cipher){ .k = { 1, 2, 3 }, .n = n };
}

START_TEST (counter_is_little_endian_after_four_zeros)
{
  uint8_t nonce[12] = { 0,    0,    0,    0,    0x08, 0x07,
                        0x06, 0x05, 0x04, 0x03, 0x02, 0x01 };
  p2pid_cipher cipher = cipher_at (UINT64_C (0x0102030405060708));
  uint8_t ours[20], theirs[20];

  ck_assert_int_eq (p2pid_cipher_encrypt (&cipher, no_ad, text, ours),
                    P2PID_OK);
  crypto_aead_chacha20poly1305_ietf_encrypt (theirs, NULL, text.data, text.size,
                                             NULL, 0, NULL, nonce, cipher.k);
  ck_assert_mem_eq (ours, theirs, sizeof ours);
  ck_assert_uint_eq (cipher.n, UINT64_C (0x0102030405060709));
}
END_TEST

START_TEST (last_number_is_not_for_messages)
{
  p2pid_cipher send = cipher_at (UINT64_MAX - 1), receive = send;
  uint8_t out[20], back[4], spare[20] = { 0 };

  ck_assert_int_eq (p2pid_cipher_encrypt (&send, no_ad, text, out), P2PID_OK);
  ck_assert_int_eq (
      p2pid_cipher_decrypt (&receive, no_ad, P2PID_BYTES (out), back),
      P2PID_OK);
  ck_assert_int_eq (p2pid_cipher_encrypt (&send, no_ad, text, spare),
                    P2PID_ERR_STATE);
  ck_assert_int_eq (
      p2pid_cipher_decrypt (&receive, no_ad, P2PID_BYTES (out), back),
      P2PID_ERR_STATE);
  ck_assert (sodium_is_zero (spare, sizeof spare));
  ck_assert_uint_eq (send.n, UINT64_MAX); /* and it does not wrap */
  ck_assert_uint_eq (receive.n, UINT64_MAX);
}
END_TEST

START_TEST (failed_decryption_changes_nothing)
{
  p2pid_cipher send = cipher_at (5), receive = send, before = receive;
  uint8_t out[20], back[4];

  ck_assert_int_eq (p2pid_cipher_encrypt (&send, text, text, out), P2PID_OK);
  ck_assert_int_eq (
      p2pid_cipher_decrypt (&receive, no_ad, P2PID_BYTES (out), back),
      P2PID_ERR_FORGED); /* other associated data */
  out[0] ^= 1;
  ck_assert_int_eq (
      p2pid_cipher_decrypt (&receive, text, P2PID_BYTES (out), back),
      P2PID_ERR_FORGED);
  ck_assert_mem_eq (receive.k, before.k, sizeof before.k);
  ck_assert_uint_eq (receive.n, 5);
  out[0] ^= 1;
  ck_assert_int_eq (
      p2pid_cipher_decrypt (&receive, text, P2PID_BYTES (out), back), P2PID_OK);
  ck_assert_mem_eq (back, text.data, text.size);
}
END_TEST

/* HMAC as RFC 2104 writes it, with another block size if asked. */
static void
hmac_by_hand (const p2pid_hash *key,
              p2pid_bytes data,
              size_t block,
              p2pid_hash *out)
{
  uint8_t inner[128 + 64] = { 0 }, outer[128 + 64] = { 0 };

  ck_assert_uint_le (data.size, 64);
  memcpy (inner, key->bytes, 64);
  memcpy (outer, key->bytes, 64);
  for (size_t i = 0; i < block; i++) {
    inner[i] ^= 0x36;
    outer[i] ^= 0x5c;
  }
  memcpy (inner + block, data.data, data.size);
  crypto_generichash (outer + block, 64, inner, block + data.size, NULL, 0);
  crypto_generichash (out->bytes, 64, outer, block + 64, NULL, 0);
}

START_TEST (hmac_is_rfc2104_with_blocks_of_128)
{
  p2pid_hash key, ours, wanted, other;

  randombytes_buf (key.bytes, sizeof key.bytes);
  p2pid_hmac (&key, text, &ours);
  hmac_by_hand (&key, text, 128, &wanted);
  ck_assert_mem_eq (&ours, &wanted, sizeof ours);
  hmac_by_hand (&key, text, 64, &other);
  ck_assert_mem_ne (&ours, &other, sizeof ours);
}
END_TEST

/* hmac.new (bytes (range (64)), b"abc", hashlib.blake2b) of Python */
START_TEST (hmac_of_another_implementation)
{
  static const char wanted[] =
      "cfb7fadba5986a2320ddff615fe9386cf3927144d40c77320914b152bb06ab"
      "8e04e835035bab5ff0f4518528fe5ce4a190d75b7b4cc03337b78f8c9d8a07"
      "61e5";
  char hex[129];
  p2pid_hash key, out;

  for (size_t i = 0; i < sizeof key.bytes; i++)
    key.bytes[i] = (uint8_t) i;
  p2pid_hmac (&key, p2pid_bytes_from_text ("abc"), &out);
  sodium_bin2hex (hex, sizeof hex, out.bytes, sizeof out.bytes);
  ck_assert_str_eq (hex, wanted);
}
END_TEST

START_TEST (keyed_blake2b_is_not_hmac)
{
  p2pid_hash key, ours, keyed;

  randombytes_buf (key.bytes, sizeof key.bytes);
  p2pid_hmac (&key, text, &ours);
  crypto_generichash (keyed.bytes, 64, text.data, text.size, key.bytes, 64);
  ck_assert_mem_ne (&ours, &keyed, sizeof ours);
}
END_TEST

START_TEST (hkdf_chains_its_outputs)
{
  p2pid_hash ck, temp, two[2], three[3], wanted;
  uint8_t data[65];

  randombytes_buf (ck.bytes, sizeof ck.bytes);
  p2pid_hkdf (&ck, text, two, 2);
  p2pid_hkdf (&ck, text, three, 3);
  ck_assert_mem_eq (two, three, sizeof two);

  hmac_by_hand (&ck, text, 128, &temp);
  data[0] = 1;
  hmac_by_hand (&temp, (p2pid_bytes){ data, 1 }, 128, &wanted);
  ck_assert_mem_eq (&three[0], &wanted, sizeof wanted);
  for (size_t i = 1; i < 3; i++) {
    memcpy (data, three[i - 1].bytes, 64);
    data[64] = (uint8_t) (i + 1);
    p2pid_hmac (&temp, P2PID_BYTES (data), &wanted);
    ck_assert_mem_eq (&three[i], &wanted, sizeof wanted);
  }
}
END_TEST

START_TEST (nothing_is_encrypted_before_the_first_key)
{
  p2pid_symmetric state, other;
  uint8_t out[20], back[4];

  p2pid_symmetric_init (&state, text);
  other = state;
  ck_assert_uint_eq (p2pid_symmetric_overhead (&state), 0);
  ck_assert_int_eq (p2pid_symmetric_encrypt (&state, text, out), P2PID_OK);
  ck_assert_mem_eq (out, text.data, text.size);
  ck_assert_int_eq (
      p2pid_symmetric_decrypt (&other, (p2pid_bytes){ out, 4 }, back),
      P2PID_OK);
  ck_assert_mem_eq (&state.h, &other.h, sizeof state.h);

  p2pid_symmetric_mix_key (&state, text);
  p2pid_symmetric_mix_key (&other, text);
  ck_assert_uint_eq (p2pid_symmetric_overhead (&state), 16);
  ck_assert_int_eq (p2pid_symmetric_encrypt (&state, text, out), P2PID_OK);
  ck_assert_mem_ne (out, text.data, text.size);
  ck_assert_int_eq (p2pid_symmetric_decrypt (&other, P2PID_BYTES (out), back),
                    P2PID_OK);
  ck_assert_mem_eq (back, text.data, text.size);
}
END_TEST

/* §5.2: in NNpsk0 the key is replaced before its first use, so that only this
 * test sees which output it was. */
START_TEST (mix_key_and_hash_gives_each_output_its_place)
{
  p2pid_symmetric state;
  p2pid_hash outputs[3], h;
  uint8_t hashed[128];

  p2pid_symmetric_init (&state, text);
  state.cipher.n = 5;
  p2pid_hkdf (&state.ck, text, outputs, 3);
  memcpy (hashed, state.h.bytes, 64);
  memcpy (hashed + 64, outputs[1].bytes, 64);
  crypto_generichash (h.bytes, 64, hashed, sizeof hashed, NULL, 0);

  p2pid_symmetric_mix_key_and_hash (&state, text);
  ck_assert_mem_eq (&state.ck, &outputs[0], sizeof state.ck);
  ck_assert_mem_eq (&state.h, &h, sizeof h);
  ck_assert_mem_eq (state.cipher.k, outputs[2].bytes, sizeof state.cipher.k);
  ck_assert_uint_eq (state.cipher.n, 0);
  ck_assert (state.has_key);
}
END_TEST

START_TEST (split_wipes_what_it_came_from)
{
  p2pid_symmetric state;
  p2pid_cipher one, other;
  p2pid_hash h;

  p2pid_symmetric_init (&state, text);
  p2pid_symmetric_mix_key (&state, text);
  h = state.h;
  p2pid_symmetric_split (&state, &one, &other);
  ck_assert_mem_ne (one.k, other.k, sizeof one.k);
  ck_assert (sodium_is_zero (state.ck.bytes, sizeof state.ck.bytes));
  ck_assert (sodium_is_zero (state.cipher.k, sizeof state.cipher.k));
  ck_assert_mem_eq (&state.h, &h, sizeof h);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("symmetric");
  TCase *tcase = tcase_create ("symmetric");

  harness_seed (4);
  if (sodium_init () < 0)
    return EXIT_FAILURE;
  tcase_add_test (tcase, counter_is_little_endian_after_four_zeros);
  tcase_add_test (tcase, last_number_is_not_for_messages);
  tcase_add_test (tcase, failed_decryption_changes_nothing);
  tcase_add_test (tcase, hmac_is_rfc2104_with_blocks_of_128);
  tcase_add_test (tcase, hmac_of_another_implementation);
  tcase_add_test (tcase, keyed_blake2b_is_not_hmac);
  tcase_add_test (tcase, hkdf_chains_its_outputs);
  tcase_add_test (tcase, nothing_is_encrypted_before_the_first_key);
  tcase_add_test (tcase, mix_key_and_hash_gives_each_output_its_place);
  tcase_add_test (tcase, split_wipes_what_it_came_from);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
