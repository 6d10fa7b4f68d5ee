/* Noise against the published vectors of cacophony: handshake messages,
 * handshake hash and transport messages, byte for byte. */

#include "vectors.h"

#include "crypto/noise.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static json_t *root;
static const json_t *nn[2]; /* NN and NNpsk0 */

/* One side of a vector, with the ephemeral key it will ask randomness for. */
static p2pid_noise *
side_of (const json_t *vector, bool initiator)
{
  const char *name =
      json_string_value (json_object_get (vector, "protocol_name"));
  bool psk = strcmp (name, P2PID_NOISE_SUITE) == 0;
  const json_t *psks =
      json_object_get (vector, initiator ? "init_psks" : "resp_psks");
  p2pid_buffer *key = NULL;
  p2pid_noise *noise = NULL;

  if (psk)
    key = harness_hex (json_array_get (psks, 0));
  ck_assert_int_eq (
      p2pid_noise_new (
          psk ? P2PID_NOISE_NNPSK0 : P2PID_NOISE_NN, initiator,
          vectors_hex (vector, initiator ? "init_prologue" : "resp_prologue"),
          psk ? key->data : NULL, &noise),
      P2PID_OK);
  p2pid_buffer_free (key);
  return noise;
}

static void
carry (p2pid_noise *from, p2pid_noise *to, const json_t *message)
{
  p2pid_bytes payload = vectors_hex (message, "payload");
  p2pid_buffer *out = NULL, *in = NULL;

  ck_assert_int_eq (
      p2pid_noise_write (from, (p2pid_bytes){ NULL, 0 }, payload, &out),
      P2PID_OK);
  ck_assert_bytes_eq (p2pid_buffer_bytes (out),
                      vectors_hex (message, "ciphertext"));
  ck_assert_int_eq (p2pid_noise_read (to, p2pid_buffer_bytes (out), &in),
                    P2PID_OK);
  ck_assert_bytes_eq (p2pid_buffer_bytes (in), payload);
  p2pid_buffer_free (out);
  p2pid_buffer_free (in);
}

START_TEST (cacophony_vector_holds_byte_for_byte)
{
  const json_t *vector = nn[_i], *message;
  p2pid_noise *initiator = side_of (vector, true);
  p2pid_noise *responder = side_of (vector, false);
  p2pid_bytes hash = vectors_hex (vector, "handshake_hash");
  size_t i;

  harness_queue_random (vectors_hex (vector, "init_ephemeral"));
  harness_queue_random (vectors_hex (vector, "resp_ephemeral"));

  json_array_foreach (json_object_get (vector, "messages"), i, message)
  {
    ck_assert_int_eq (p2pid_noise_established (initiator), i >= 2);
    carry (i % 2 == 0 ? initiator : responder,
           i % 2 == 0 ? responder : initiator, message);
  }
  ck_assert_uint_eq (i, 6);
  ck_assert_bytes_eq (
      P2PID_BYTES (p2pid_noise_handshake_hash (initiator)->bytes), hash);
  ck_assert_bytes_eq (
      P2PID_BYTES (p2pid_noise_handshake_hash (responder)->bytes), hash);

  p2pid_noise_free (initiator);
  p2pid_noise_free (responder);
  vectors_release ();
}
END_TEST

/* Every vector of a pattern that the engine covers. */
static size_t
find_vectors (void)
{
  size_t found = 0, i;
  json_t *vector;

  json_array_foreach (json_object_get (root, "vectors"), i, vector)
  {
    const char *name =
        json_string_value (json_object_get (vector, "protocol_name"));

    if (strcmp (name, "Noise_NN_25519_ChaChaPoly_BLAKE2b") == 0 ||
        strcmp (name, P2PID_NOISE_SUITE) == 0)
      nn[found++ % 2] = vector;
  }
  return found;
}

START_TEST (both_patterns_are_in_the_file)
{
  ck_assert_uint_eq (find_vectors (), 2);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("noise-vectors");
  TCase *tcase = tcase_create ("cacophony 25519_ChaChaPoly_BLAKE2b");
  int result;

  harness_seed (1);
  if (sodium_init () < 0) /* here, as it takes randomness itself */
    return EXIT_FAILURE;
  root =
      harness_published_json ("noise/cacophony-25519_ChaChaPoly_BLAKE2b.json");
  find_vectors ();
  tcase_add_test (tcase, both_patterns_are_in_the_file);
  tcase_add_loop_test (tcase, cacophony_vector_holds_byte_for_byte, 0, 2);
  suite_add_tcase (suite, tcase);
  result = harness_run (suite);
  json_decref (root);
  return result;
}
