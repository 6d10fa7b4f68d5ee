/*
 * The symmetric half of Noise: CipherState (§5.1) and SymmetricState (§5.2)
 * with ChaChaPoly and BLAKE2b, under the specification's own names.
 *
 * Both are plain values that live inside a p2pid_noise, which wipes them.
 */

#ifndef P2PID_CRYPTO_SYMMETRIC_H
#define P2PID_CRYPTO_SYMMETRIC_H

#include "base/bytes.h"

#define P2PID_CIPHER_KEY_SIZE 32
#define P2PID_CIPHER_TAG_SIZE 16

/** A key and the number of its next message. */
typedef struct {
  uint8_t k[P2PID_CIPHER_KEY_SIZE];
  uint64_t n;
} p2pid_cipher;

/** @p h is the hash of everything so far, @p ck that of every secret. */
typedef struct {
  p2pid_hash ck;
  p2pid_hash h;
  p2pid_cipher cipher;
  bool has_key; /* until the first MixKey nothing is encrypted */
} p2pid_symmetric;

/**
 * EncryptWithAd: @p plaintext.size and P2PID_CIPHER_TAG_SIZE bytes at
 * @p out_ciphertext, which may not overlap it.
 *
 * @return P2PID_ERR_STATE once 2^64 - 1 messages are spent: that number is
 *         not for messages (§5.1)
 */
P2PID_MUST_CHECK p2pid_err
p2pid_cipher_encrypt (p2pid_cipher *cipher,
                      p2pid_bytes ad,
                      p2pid_bytes plaintext,
                      uint8_t *out_ciphertext);

/**
 * DecryptWithAd: @p ciphertext, of P2PID_CIPHER_TAG_SIZE bytes or more.
 *
 * @return P2PID_ERR_FORGED when it does not authenticate: @p cipher is
 *         unchanged and @p out_plaintext of no use;
 *         P2PID_ERR_STATE as p2pid_cipher_encrypt()
 */
P2PID_MUST_CHECK p2pid_err
p2pid_cipher_decrypt (p2pid_cipher *cipher,
                      p2pid_bytes ad,
                      p2pid_bytes ciphertext,
                      uint8_t *out_plaintext);

/** InitializeSymmetric; the name has 64 bytes at the most. */
void
p2pid_symmetric_init (p2pid_symmetric *state, p2pid_bytes protocol_name);

void
p2pid_symmetric_mix_hash (p2pid_symmetric *state, p2pid_bytes data);

void
p2pid_symmetric_mix_key (p2pid_symmetric *state, p2pid_bytes material);

void
p2pid_symmetric_mix_key_and_hash (p2pid_symmetric *state, p2pid_bytes material);

/** Bytes that encryption adds at this point: the tag, or nothing yet. */
size_t
p2pid_symmetric_overhead (const p2pid_symmetric *state);

/** EncryptAndHash; errors as p2pid_cipher_encrypt(). */
P2PID_MUST_CHECK p2pid_err
p2pid_symmetric_encrypt (p2pid_symmetric *state,
                         p2pid_bytes plaintext,
                         uint8_t *out_ciphertext);

/** DecryptAndHash of p2pid_symmetric_overhead() bytes or more; errors as
 *  p2pid_cipher_decrypt(). */
P2PID_MUST_CHECK p2pid_err
p2pid_symmetric_decrypt (p2pid_symmetric *state,
                         p2pid_bytes ciphertext,
                         uint8_t *out_plaintext);

/** Split: the keys of the initiator's and of the responder's messages. What
 *  they come from is wiped, and h left. */
void
p2pid_symmetric_split (p2pid_symmetric *state,
                       p2pid_cipher *out_initiator,
                       p2pid_cipher *out_responder);

/** HMAC (RFC 2104) over BLAKE2b-512, with a key of 64 bytes. */
void
p2pid_hmac (const p2pid_hash *key, p2pid_bytes data, p2pid_hash *out);

/** HKDF of Noise §4.3: @p count outputs, two or three, from @p ck. */
void
p2pid_hkdf (const p2pid_hash *ck,
            p2pid_bytes material,
            p2pid_hash *outputs,
            size_t count);

#endif
