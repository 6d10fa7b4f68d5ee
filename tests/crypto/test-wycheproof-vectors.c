/* X25519 and ChaCha20-Poly1305 as Noise uses them, against Wycheproof. */

#include "vectors.h"

#include "crypto/noise.h"
#include "crypto/symmetric.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static json_t *x25519, *aead;

/* What the responder of NN sends after "-> e = @p public", when its own
 * ephemeral key is @p private. */
static p2pid_err
answer (p2pid_bytes public, p2pid_bytes private, p2pid_buffer **out)
{
  const p2pid_bytes nothing = { NULL, 0 };
  p2pid_noise *noise = NULL;
  p2pid_buffer *payload = NULL;
  p2pid_err err;

  ck_assert_int_eq (
      p2pid_noise_new (P2PID_NOISE_NN, false, nothing, NULL, &noise), P2PID_OK);
  ck_assert_int_eq (p2pid_noise_read (noise, public, &payload), P2PID_OK);
  harness_queue_random (private);
  err = p2pid_noise_write (noise, nothing, nothing, out);
  p2pid_buffer_free (payload);
  p2pid_noise_free (noise);
  return err;
}

/* The tag in the answer is right if the responder came to @p shared. */
static void
check_answer (p2pid_bytes public,
              const p2pid_buffer *message,
              p2pid_bytes shared)
{
  const p2pid_bytes re = { message->data, 32 };
  const p2pid_bytes tag = { message->data + 32, 16 };
  p2pid_symmetric state;
  uint8_t payload[1];

  ck_assert_uint_eq (message->size, P2PID_NOISE_HANDSHAKE_OVERHEAD);
  p2pid_symmetric_init (
      &state, p2pid_bytes_from_text ("Noise_NN_25519_ChaChaPoly_BLAKE2b"));
  p2pid_symmetric_mix_hash (&state, (p2pid_bytes){ NULL, 0 }); /* prologue */
  p2pid_symmetric_mix_hash (&state, public);                   /* -> e */
  p2pid_symmetric_mix_hash (&state, (p2pid_bytes){ NULL, 0 }); /* payload */
  p2pid_symmetric_mix_hash (&state, re);                       /* <- e, ee */
  p2pid_symmetric_mix_key (&state, shared);
  ck_assert_int_eq (p2pid_symmetric_decrypt (&state, tag, payload), P2PID_OK);
}

/* Wycheproof leaves it open ("acceptable") whether an all-zero secret and
 * twisted or non-canonical shares are taken. We refuse the first only, as RFC
 * 7748 and Noise allow: a point that comes out right is harmless. */
START_TEST (wycheproof_x25519_in_a_handshake)
{
  const json_t *tests = json_object_get (
      json_array_get (json_object_get (x25519, "testGroups"), 0), "tests");
  size_t zeros = 0, i;
  json_t *test;

  json_array_foreach (tests, i, test)
  {
    p2pid_bytes public = vectors_hex (test, "public");
    p2pid_bytes shared = vectors_hex (test, "shared");
    p2pid_buffer *message = NULL;
    p2pid_err err = answer (public, vectors_hex (test, "private"), &message);

    if (sodium_is_zero (shared.data, shared.size)) {
      ck_assert_int_eq (err, P2PID_ERR_FORGED);
      ck_assert_ptr_null (message);
      zeros++;
    } else {
      ck_assert_int_eq (err, P2PID_OK);
      check_answer (public, message, shared);
    }
    p2pid_buffer_free (message);
    vectors_release ();
  }
  ck_assert_uint_eq (i, 518);
  ck_assert_uint_eq (zeros, 31);
}
END_TEST

typedef struct {
  p2pid_bytes key, iv, aad, msg, sealed; /* sealed: ct | tag */
  p2pid_buffer *joined;
  bool valid;
} aead_test;

static aead_test
read_aead (const json_t *json)
{
  const char *result = json_string_value (json_object_get (json, "result"));
  p2pid_bytes ct = vectors_hex (json, "ct"), tag = vectors_hex (json, "tag");
  aead_test test = { .key = vectors_hex (json, "key"),
                     .iv = vectors_hex (json, "iv"),
                     .aad = vectors_hex (json, "aad"),
                     .msg = vectors_hex (json, "msg"),
                     .valid = strcmp (result, "valid") == 0 };

  ck_assert_int_eq (p2pid_buffer_new (ct.size + tag.size, &test.joined),
                    P2PID_OK);
  if (ct.size > 0)
    memcpy (test.joined->data, ct.data, ct.size);
  memcpy (test.joined->data + ct.size, tag.data, tag.size);
  test.sealed = p2pid_buffer_bytes (test.joined);
  return test;
}

/* libsodium's function with the vector's own nonce. */
static void
run_primitive (const aead_test *test)
{
  p2pid_buffer *out = NULL;

  ck_assert_int_eq (p2pid_buffer_new (test->sealed.size, &out), P2PID_OK);
  ck_assert_int_eq (crypto_aead_chacha20poly1305_ietf_decrypt (
                        out->data, NULL, NULL, test->sealed.data,
                        test->sealed.size, test->aad.data, test->aad.size,
                        test->iv.data, test->key.data),
                    test->valid ? 0 : -1);
  if (test->valid) {
    ck_assert (p2pid_bytes_equal (
        (p2pid_bytes){ out->data, test->sealed.size - 16 }, test->msg));
    crypto_aead_chacha20poly1305_ietf_encrypt (
        out->data, NULL, test->msg.data, test->msg.size, test->aad.data,
        test->aad.size, NULL, test->iv.data, test->key.data);
    ck_assert_bytes_eq (p2pid_buffer_bytes (out), test->sealed);
  }
  p2pid_buffer_free (out);
}

/* Our CipherState, for those nonces that Noise can form. */
static bool
run_cipher (const aead_test *test)
{
  p2pid_cipher cipher = { .n = 0 };
  p2pid_buffer *out = NULL;

  if (!sodium_is_zero (test->iv.data, 4))
    return false;
  for (size_t i = 0; i < 8; i++)
    cipher.n |= (uint64_t) test->iv.data[4 + i] << (8 * i);
  if (cipher.n == UINT64_MAX)
    return false;
  memcpy (cipher.k, test->key.data, sizeof cipher.k);

  ck_assert_int_eq (p2pid_buffer_new (test->sealed.size, &out), P2PID_OK);
  ck_assert_int_eq (
      p2pid_cipher_decrypt (&cipher, test->aad, test->sealed, out->data),
      test->valid ? P2PID_OK : P2PID_ERR_FORGED);
  if (test->valid) {
    cipher.n--;
    ck_assert_int_eq (
        p2pid_cipher_encrypt (&cipher, test->aad, test->msg, out->data),
        P2PID_OK);
    ck_assert_bytes_eq (p2pid_buffer_bytes (out), test->sealed);
  }
  p2pid_buffer_free (out);
  return true;
}

START_TEST (wycheproof_chacha20_poly1305)
{
  size_t primitives = 0, ciphers = 0, unsayable = 0, i, j;
  json_t *group, *json;

  json_array_foreach (json_object_get (aead, "testGroups"), i, group)
      json_array_foreach (json_object_get (group, "tests"), j, json)
  {
    aead_test test = read_aead (json);

    if (test.iv.size == 12) {
      run_primitive (&test);
      primitives++;
      ciphers += run_cipher (&test);
    } else { /* our nonces have one size, so that it cannot be said */
      ck_assert (!test.valid);
      unsayable++;
    }
    p2pid_buffer_free (test.joined);
    vectors_release ();
  }
  ck_assert_uint_eq (primitives, 316);
  ck_assert_uint_eq (unsayable, 9);
  ck_assert_uint_gt (ciphers, 0);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("wycheproof-vectors");
  TCase *tcase = tcase_create ("wycheproof");
  int result;

  harness_seed (5);
  if (sodium_init () < 0) /* here, as it takes randomness itself */
    return EXIT_FAILURE;
  x25519 = harness_published_json ("wycheproof/x25519_test.json");
  aead = harness_published_json ("wycheproof/chacha20_poly1305_test.json");
  tcase_add_test (tcase, wycheproof_x25519_in_a_handshake);
  tcase_add_test (tcase, wycheproof_chacha20_poly1305);
  suite_add_tcase (suite, tcase);
  result = harness_run (suite);
  json_decref (x25519);
  json_decref (aead);
  return result;
}
