/*
 * The Noise handshake NN and NNpsk0 (revision 34, §5.3, §7, §9).
 *
 *   message 1   e[32] | payload[n] | tag[16]      NN: without the tag
 *   message 2   e[32] | payload[n] | tag[16]
 *   after that  payload[n] | tag[16]
 *
 * The object is plain memory, wiped when it goes: fenced secret memory is made
 * by system calls that cost about as much as the handshake itself, to shield
 * keys that die with the contact. What has to last, the identity key, is
 * fenced.
 */

#include "crypto/noise.h"
#include "crypto/symmetric.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

#define NN_NAME "Noise_NN_25519_ChaChaPoly_BLAKE2b"
#define E_SIZE crypto_scalarmult_BYTES

typedef enum { FIRST, SECOND, TRANSPORT, BROKEN } noise_step;

struct p2pid_noise {
  p2pid_symmetric symmetric;
  uint8_t e[crypto_scalarmult_SCALARBYTES]; /* private; wiped once used */
  uint8_t re[E_SIZE];                       /* the other side's, public */
  p2pid_cipher send;
  p2pid_cipher receive;
  p2pid_noise_pattern pattern;
  bool initiator;
  noise_step step;
};

p2pid_err
p2pid_noise_new (p2pid_noise_pattern pattern,
                 bool initiator,
                 p2pid_bytes prologue,
                 const uint8_t psk[P2PID_NOISE_KEY_SIZE],
                 p2pid_noise **out_noise)
{
  p2pid_noise *noise;

  assert ((psk != NULL) == (pattern == P2PID_NOISE_NNPSK0));

  if (sodium_init () < 0 || (noise = calloc (1, sizeof *noise)) == NULL)
    return P2PID_ERR_MEMORY;

  noise->pattern = pattern;
  noise->initiator = initiator;
  p2pid_symmetric_init (
      &noise->symmetric,
      p2pid_bytes_from_text (psk == NULL ? NN_NAME : P2PID_NOISE_SUITE));
  p2pid_symmetric_mix_hash (&noise->symmetric, prologue);

  /* The token "psk" is the first of message 1 on both sides, so its turn is
   * here already, and the psk need not be kept. */
  if (psk != NULL)
    p2pid_symmetric_mix_key_and_hash (
        &noise->symmetric, (p2pid_bytes){ psk, P2PID_NOISE_KEY_SIZE });

  *out_noise = noise;
  return P2PID_OK;
}

void
p2pid_noise_free (p2pid_noise *noise)
{
  if (noise == NULL)
    return;
  sodium_memzero (noise, sizeof *noise);
  free (noise);
}

/* Token "e": with a psk it goes into the key as well (§9.2). */
static void
mix_e (p2pid_noise *noise, const uint8_t public[E_SIZE])
{
  p2pid_symmetric_mix_hash (&noise->symmetric, (p2pid_bytes){ public, E_SIZE });
  if (noise->pattern == P2PID_NOISE_NNPSK0)
    p2pid_symmetric_mix_key (&noise->symmetric,
                             (p2pid_bytes){ public, E_SIZE });
}

/* Token "ee". libsodium refuses the points that would make it all zeros. */
static p2pid_err
mix_ee (p2pid_noise *noise)
{
  uint8_t shared[crypto_scalarmult_BYTES];
  p2pid_err err = P2PID_ERR_FORGED;

  if (crypto_scalarmult (shared, noise->e, noise->re) == 0) {
    p2pid_symmetric_mix_key (&noise->symmetric, P2PID_BYTES (shared));
    err = P2PID_OK;
  }
  sodium_memzero (shared, sizeof shared);
  sodium_memzero (noise->e, sizeof noise->e);
  return err;
}

/* The handshake goes on to its next step, or is broken for good. */
static void
advance (p2pid_noise *noise, p2pid_err err)
{
  if (err != P2PID_OK) {
    noise->step = BROKEN;
    return;
  }
  noise->step++;
  if (noise->step == TRANSPORT)
    p2pid_symmetric_split (&noise->symmetric,
                           noise->initiator ? &noise->send : &noise->receive,
                           noise->initiator ? &noise->receive : &noise->send);
}

/* Bytes that the next message has beside its payload. */
static size_t
overhead (const p2pid_noise *noise)
{
  if (noise->step == TRANSPORT)
    return P2PID_NOISE_TAG_SIZE;
  if (noise->step == FIRST)
    return E_SIZE + p2pid_symmetric_overhead (&noise->symmetric);
  return P2PID_NOISE_HANDSHAKE_OVERHEAD;
}

/* In the transport both may write at any time. */
static bool
may_write (const p2pid_noise *noise)
{
  return noise->step == TRANSPORT ||
         noise->step == (noise->initiator ? FIRST : SECOND);
}

static bool
may_read (const p2pid_noise *noise)
{
  return noise->step == TRANSPORT ||
         noise->step == (noise->initiator ? SECOND : FIRST);
}

static p2pid_err
write_handshake (p2pid_noise *noise, p2pid_bytes payload, uint8_t *message)
{
  p2pid_err err = P2PID_OK;

  randombytes_buf (noise->e, sizeof noise->e);
  crypto_scalarmult_base (message, noise->e);
  mix_e (noise, message);
  if (noise->step == SECOND)
    err = mix_ee (noise);
  if (err == P2PID_OK)
    err =
        p2pid_symmetric_encrypt (&noise->symmetric, payload, message + E_SIZE);
  advance (noise, err);
  return err;
}

static p2pid_err
read_handshake (p2pid_noise *noise, p2pid_bytes message, uint8_t *payload)
{
  p2pid_err err = P2PID_OK;

  memcpy (noise->re, message.data, E_SIZE);
  mix_e (noise, noise->re);
  if (noise->step == SECOND)
    err = mix_ee (noise);
  if (err == P2PID_OK)
    err = p2pid_symmetric_decrypt (
        &noise->symmetric,
        (p2pid_bytes){ message.data + E_SIZE, message.size - E_SIZE }, payload);
  advance (noise, err);
  return err;
}

p2pid_err
p2pid_noise_write (p2pid_noise *noise,
                   p2pid_bytes front,
                   p2pid_bytes payload,
                   p2pid_buffer **out_message)
{
  const p2pid_bytes no_ad = { NULL, 0 };
  p2pid_buffer *message = NULL;
  uint8_t *at;
  p2pid_err err;

  if (!may_write (noise))
    return P2PID_ERR_STATE;
  if (payload.size > P2PID_NOISE_MESSAGE_MAX - overhead (noise))
    return P2PID_ERR_SIZE;
  err =
      p2pid_buffer_new (front.size + payload.size + overhead (noise), &message);
  if (err != P2PID_OK)
    return err;

  if (front.size > 0)
    memcpy (message->data, front.data, front.size);
  at = message->data + front.size;
  if (noise->step == TRANSPORT)
    err = p2pid_cipher_encrypt (&noise->send, no_ad, payload, at);
  else
    err = write_handshake (noise, payload, at);

  if (err != P2PID_OK)
    p2pid_buffer_free (message);
  else
    *out_message = message;
  return err;
}

p2pid_err
p2pid_noise_read (p2pid_noise *noise,
                  p2pid_bytes message,
                  p2pid_buffer **out_payload)
{
  const p2pid_bytes no_ad = { NULL, 0 };
  p2pid_buffer *payload = NULL;
  p2pid_err err;

  if (!may_read (noise))
    return P2PID_ERR_STATE;
  if (message.size > P2PID_NOISE_MESSAGE_MAX)
    return P2PID_ERR_SIZE;
  if (message.size < overhead (noise))
    return P2PID_ERR_FORMAT;
  err = p2pid_buffer_new (message.size - overhead (noise), &payload);
  if (err != P2PID_OK)
    return err;

  if (noise->step == TRANSPORT)
    err = p2pid_cipher_decrypt (&noise->receive, no_ad, message, payload->data);
  else
    err = read_handshake (noise, message, payload->data);

  if (err != P2PID_OK)
    p2pid_buffer_free (payload);
  else
    *out_payload = payload;
  return err;
}

bool
p2pid_noise_established (const p2pid_noise *noise)
{
  return noise->step == TRANSPORT;
}

const p2pid_hash *
p2pid_noise_handshake_hash (const p2pid_noise *noise)
{
  assert (noise->step == TRANSPORT);
  return &noise->symmetric.h;
}
