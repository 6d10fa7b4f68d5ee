/* Identity keys and signatures: Ed25519 of libsodium. */

#include "crypto/key.h"
#include "base/secret.h"

#include <sodium.h>

struct p2pid_key {
  uint8_t secret[crypto_sign_SECRETKEYBYTES]; /* seed[32] | public[32] */
  p2pid_public_key public;
};

p2pid_err
p2pid_key_from_seed (const uint8_t seed[P2PID_KEY_SEED_SIZE],
                     p2pid_key **out_key)
{
  p2pid_key *key = NULL;
  p2pid_err err = p2pid_secret_new (sizeof *key, (void **) &key);

  if (err != P2PID_OK)
    return err;
  crypto_sign_seed_keypair (key->public.bytes, key->secret, seed);
  *out_key = key;
  return P2PID_OK;
}

p2pid_err
p2pid_key_new (p2pid_key **out_key)
{
  p2pid_key *key = NULL;
  p2pid_err err = p2pid_secret_new (sizeof *key, (void **) &key);

  if (err != P2PID_OK)
    return err;
  crypto_sign_keypair (key->public.bytes, key->secret);
  *out_key = key;
  return P2PID_OK;
}

const p2pid_public_key *
p2pid_key_public (const p2pid_key *key)
{
  return &key->public;
}

const uint8_t *
p2pid_key_seed (const p2pid_key *key)
{
  return key->secret;
}

void
p2pid_key_free (p2pid_key *key)
{
  p2pid_secret_free (key);
}

void
p2pid_key_sign (const p2pid_key *key,
                p2pid_bytes message,
                p2pid_signature *out_signature)
{
  crypto_sign_detached (out_signature->bytes, NULL, message.data, message.size,
                        key->secret);
}

p2pid_err
p2pid_signature_verify (const p2pid_public_key *key,
                        p2pid_bytes message,
                        const p2pid_signature *signature)
{
  if (crypto_sign_verify_detached (signature->bytes, message.data, message.size,
                                   key->bytes) != 0)
    return P2PID_ERR_FORGED;
  return P2PID_OK;
}

p2pid_err
p2pid_public_key_check (const p2pid_public_key *key)
{
  if (crypto_core_ed25519_is_valid_point (key->bytes) != 1)
    return P2PID_ERR_ALGORITHM;
  return P2PID_OK;
}
