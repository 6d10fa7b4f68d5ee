/*
 * noise-c's handshake. It has the pattern under the name that Noise gave it
 * before there were modifiers, NoisePSK_NN. Its psk goes through an HKDF of two
 * outputs where that of NNpsk0 has three; all else is the same work.
 */

#include "bench-noise-c.h"

#include <noise/protocol.h>
#include <stdlib.h>
#include <string.h>

#define NAME "NoisePSK_NN_25519_ChaChaPoly_BLAKE2b"

static const uint8_t *psk;
static const char *prologue;

static void
must (int error)
{
  if (error != NOISE_ERROR_NONE)
    abort ();
}

void
bench_noise_c_start (const uint8_t key[32], const char *text)
{
  must (noise_init ());
  psk = key;
  prologue = text;
}

static NoiseHandshakeState *
start (int role)
{
  NoiseHandshakeState *state;

  must (noise_handshakestate_new_by_name (&state, NAME, role));
  must (noise_handshakestate_set_prologue (state, prologue, strlen (prologue)));
  must (noise_handshakestate_set_pre_shared_key (state, psk, 32));
  must (noise_handshakestate_start (state));
  return state;
}

static void
pass (NoiseHandshakeState *from, NoiseHandshakeState *to)
{
  uint8_t bytes[64], read[16];
  NoiseBuffer message, payload;

  noise_buffer_set_output (message, bytes, sizeof bytes);
  noise_buffer_set_output (payload, read, sizeof read);
  must (noise_handshakestate_write_message (from, &message, NULL));
  must (noise_handshakestate_read_message (to, &message, &payload));
}

static void
finish (NoiseHandshakeState *state)
{
  NoiseCipherState *send, *receive;

  must (noise_handshakestate_split (state, &send, &receive));
  noise_cipherstate_free (send);
  noise_cipherstate_free (receive);
  noise_handshakestate_free (state);
}

void
bench_noise_c_both_sides (void)
{
  NoiseHandshakeState *a = start (NOISE_ROLE_INITIATOR);
  NoiseHandshakeState *b = start (NOISE_ROLE_RESPONDER);

  pass (a, b);
  pass (b, a);
  finish (a);
  finish (b);
}
