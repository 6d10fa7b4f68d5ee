/*
 * Noise (revision 34) with 25519, ChaChaPoly and BLAKE2b, for the interactive
 * patterns without static keys: NN, and NNpsk0, which is the one in use.
 *
 *   NNpsk0:   -> psk, e        initiator (the guest)
 *             <- e, ee         responder (the host)
 *
 * Randomness for the ephemeral key is libsodium's. One object, one handshake;
 * after the second message the transport keys are there.
 */

#ifndef P2PID_CRYPTO_NOISE_H
#define P2PID_CRYPTO_NOISE_H

#include "base/bytes.h"

typedef struct p2pid_noise p2pid_noise;

typedef enum { P2PID_NOISE_NN, P2PID_NOISE_NNPSK0 } p2pid_noise_pattern;

/** The protocol name of NNpsk0; the suite that signatures name. */
#define P2PID_NOISE_SUITE "Noise_NNpsk0_25519_ChaChaPoly_BLAKE2b"

#define P2PID_NOISE_MESSAGE_MAX 65535
#define P2PID_NOISE_KEY_SIZE 32
#define P2PID_NOISE_TAG_SIZE 16
/** Bytes that a message of NNpsk0's handshake has beside its payload (the
 *  first of NN has no tag). A transport message has its tag only. */
#define P2PID_NOISE_HANDSHAKE_OVERHEAD (32 + P2PID_NOISE_TAG_SIZE)

/** A handshake that is about to begin; @p psk is NULL for NN and needed for
 *  NNpsk0. The psk is not kept. The object's keys are short-lived: it lies in
 *  plain memory and is wiped when freed. P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_noise_new (p2pid_noise_pattern pattern,
                 bool initiator,
                 p2pid_bytes prologue,
                 const uint8_t psk[P2PID_NOISE_KEY_SIZE],
                 p2pid_noise **out_noise);

/**
 * Write the next message: of the handshake, then of the transport. @p front
 * goes in front of it as it is, for the framing that the caller has; Noise
 * knows nothing of it.
 *
 * @return P2PID_ERR_STATE not one's turn in the handshake, or it failed;
 *         P2PID_ERR_SIZE the message would pass P2PID_NOISE_MESSAGE_MAX;
 *         P2PID_ERR_FORGED an all-zero shared secret (Noise §12.1): the
 *         object is only good to be freed;
 *         P2PID_ERR_MEMORY. Other errors than FORGED change nothing.
 */
P2PID_MUST_CHECK p2pid_err
p2pid_noise_write (p2pid_noise *noise,
                   p2pid_bytes front,
                   p2pid_bytes payload,
                   p2pid_buffer **out_message);

/**
 * Read the next message.
 *
 * @return P2PID_ERR_STATE as p2pid_noise_write();
 *         P2PID_ERR_SIZE longer than P2PID_NOISE_MESSAGE_MAX;
 *         P2PID_ERR_FORMAT too short to be a message;
 *         P2PID_ERR_FORGED does not authenticate: in the handshake the object
 *         is only good to be freed, a transport message changes nothing
 *         (Noise §5.1), so the right one can still come;
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_noise_read (p2pid_noise *noise,
                  p2pid_bytes message,
                  p2pid_buffer **out_payload);

/** Whether the handshake is over. */
bool
p2pid_noise_established (const p2pid_noise *noise);

/** The handshake hash h (Noise §11.2), once established; borrowed. */
const p2pid_hash *
p2pid_noise_handshake_hash (const p2pid_noise *noise);

/** Wipe and free; NULL is fine. */
void
p2pid_noise_free (p2pid_noise *noise);

#endif
