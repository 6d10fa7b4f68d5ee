/*
 * Messages of Noise from a stranger, at each point where one can come.
 *
 *   byte 0   & 3: 0 responder reads message 1, 1 initiator reads message 2,
 *                 2 initiator and 3 responder read a transport message
 *            & 4: NN instead of NNpsk0
 *   rest     the message
 *
 * Randomness is the same each time, so that a seed can be a true message.
 */

#include "target.h"

#include "harness.h"

#include "crypto/noise.h"

#include <sodium.h>
#include <stdlib.h>

static const p2pid_bytes nothing = { NULL, 0 };

static p2pid_noise *
start (bool initiator, bool nn)
{
  static const uint8_t psk[P2PID_NOISE_KEY_SIZE] = { 1, 2, 3 };
  p2pid_noise *noise = NULL;

  if (p2pid_noise_new (nn ? P2PID_NOISE_NN : P2PID_NOISE_NNPSK0, initiator,
                       p2pid_bytes_from_text ("fuzz"), nn ? NULL : psk,
                       &noise) != P2PID_OK)
    abort ();
  return noise;
}

static p2pid_buffer *
say (p2pid_noise *noise, p2pid_bytes payload)
{
  p2pid_buffer *message = NULL;

  if (p2pid_noise_write (noise, nothing, payload, &message) != P2PID_OK)
    abort ();
  return message;
}

static void
pass (p2pid_noise *from, p2pid_noise *to)
{
  p2pid_buffer *message = say (from, nothing), *payload = NULL;

  if (p2pid_noise_read (to, p2pid_buffer_bytes (message), &payload) != P2PID_OK)
    abort ();
  p2pid_buffer_free (message);
  p2pid_buffer_free (payload);
}

/* Refused messages give nothing out; only too short a one is harmless. */
static void
check_refused (p2pid_noise *reader,
               p2pid_noise *honest,
               p2pid_err err,
               const p2pid_buffer *payload)
{
  p2pid_buffer *more = NULL;

  if (payload != NULL || p2pid_noise_established (reader))
    abort ();
  if (err == P2PID_ERR_FORMAT || err == P2PID_ERR_SIZE)
    pass (honest, reader);
  else if (err != P2PID_ERR_FORGED ||
           p2pid_noise_read (reader, nothing, &more) != P2PID_ERR_STATE ||
           p2pid_noise_write (reader, nothing, nothing, &more) !=
               P2PID_ERR_STATE)
    abort ();
}

static void
read_handshake (p2pid_noise *reader,
                p2pid_noise *honest,
                p2pid_bytes message,
                bool last)
{
  p2pid_buffer *payload = NULL, *answer = NULL;
  p2pid_err err = p2pid_noise_read (reader, message, &payload);

  if (err != P2PID_OK) {
    check_refused (reader, honest, err, payload);
    return;
  }
  if (payload->size >= message.size || p2pid_noise_established (reader) != last)
    abort ();
  err = p2pid_noise_write (reader, nothing, nothing, &answer);
  if (err != P2PID_OK && (last || err != P2PID_ERR_FORGED))
    abort ();
  p2pid_buffer_free (payload);
  p2pid_buffer_free (answer);
}

/* Nobody but the other side can have written what is taken, and what is
 * refused is as if it had never come. */
static void
read_transport (p2pid_noise *reader, p2pid_noise *honest, p2pid_bytes message)
{
  p2pid_buffer *payload = NULL, *same;

  if (p2pid_noise_read (reader, message, &payload) == P2PID_OK) {
    same = say (honest, p2pid_buffer_bytes (payload));
    if (!p2pid_bytes_equal (p2pid_buffer_bytes (same), message))
      abort ();
    p2pid_buffer_free (same);
    p2pid_buffer_free (payload);
  }
  pass (honest, reader);
  pass (reader, honest);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_noise *a, *b; /* initiator, responder */
  p2pid_bytes message = { data + 1, size - 1 };

  if (size == 0)
    return 0;
  if (sodium_init () < 0)
    abort ();
  harness_seed (1);
  a = start (true, data[0] & 4);
  b = start (false, data[0] & 4);

  if ((data[0] & 3) == 0) {
    read_handshake (b, a, message, false);
  } else {
    pass (a, b);
    if ((data[0] & 3) == 1)
      read_handshake (a, b, message, true);
    else
      pass (b, a);
  }
  if ((data[0] & 3) == 2)
    read_transport (a, b, message);
  else if ((data[0] & 3) == 3)
    read_transport (b, a, message);

  p2pid_noise_free (a);
  p2pid_noise_free (b);
  return 0;
}
