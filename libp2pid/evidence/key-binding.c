/* KB-JWTs. */

#include "evidence/key-binding.h"

#include "evidence/claims.h"
#include "wire/json.h"

p2pid_err
p2pid_key_binding_nonce (p2pid_bytes statement,
                         char out[P2PID_STATEMENT_HASH_SIZE + 1])
{
  return p2pid_statement_hash (P2PID_KEY_BINDING_LABEL, statement, out);
}

/* The key that the issuer wrote into the credential (RFC 7800 §3.2). */
static p2pid_err
check_signature (const p2pid_jws *key_binding, const p2pid_sd_jwt *token)
{
  const json_t *cnf = json_object_get (token->jws.payload, "cnf");
  const json_t *object = json_object_get (cnf, "jwk");
  p2pid_jwk key;
  p2pid_err err;

  if (object == NULL)
    return P2PID_ERR_INCOMPLETE;
  err = p2pid_jwk_read (object, &key);
  if (err == P2PID_OK)
    err = p2pid_jws_verify (key_binding, &key);
  return err;
}

/* Over the credential and its disclosures as they were sent, with the last
 * tilde: RFC 9901 §4.3.1. */
static p2pid_err
check_hash (const json_t *claims, const p2pid_sd_jwt *token)
{
  const uint8_t *start = token->jws_text.data;
  p2pid_bytes shown = { start, (size_t) (token->key_binding.data - start) };
  char expected[P2PID_SD_JWT_DIGEST_SIZE + 1];
  const char *hash = NULL;
  p2pid_err err = p2pid_claims_need_text (claims, "sd_hash", &hash);

  p2pid_sd_jwt_digest (shown, expected);
  if (err == P2PID_OK && strcmp (hash, expected) != 0)
    err = P2PID_ERR_MISMATCH;
  return err;
}

p2pid_err
p2pid_key_binding_verify (const p2pid_jws *key_binding,
                          const p2pid_sd_jwt *token,
                          int64_t *out_iat)
{
  const json_t *claims = key_binding->payload;
  const char *aud = NULL;
  p2pid_err err = p2pid_jws_check_header (key_binding, "kb+jwt");

  if (err == P2PID_OK)
    err = check_signature (key_binding, token);
  if (err == P2PID_OK)
    err = p2pid_claims_need_text (claims, "aud", &aud);
  if (err == P2PID_OK && strcmp (aud, P2PID_KEY_BINDING_AUDIENCE) != 0)
    err = P2PID_ERR_MISMATCH;
  if (err == P2PID_OK)
    err = check_hash (claims, token);
  if (err == P2PID_OK)
    err = p2pid_claims_need_time (claims, "iat", out_iat);
  return err;
}
