/* Credentials by a gateway. */

#include "tools/relay/gateway-credential.h"

#include "base/bytes.h"
#include "evidence/sd-jwt-vc-issue.h"

p2pid_err
gateway_issue (const gateway_config *config,
               const p2pid_binding *evidence,
               const p2pid_statement *statement,
               int64_t now,
               p2pid_buffer **out_token)
{
  p2pid_identity *identity = NULL;
  p2pid_credential credential = { .iss = config->iss, .issued_at = now };
  p2pid_err err =
      p2pid_binding_verify (evidence, config->anchors, now, &identity);

  if (err != P2PID_OK)
    return err;
  credential.key = p2pid_identity_key (identity);
  credential.until = p2pid_identity_valid_until (identity);
  if (credential.until > statement->not_after)
    credential.until = statement->not_after;
  for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    credential.facts[fact] = p2pid_identity_fact (identity, (p2pid_fact) fact);
  if (!p2pid_bytes_equal (P2PID_BYTES (credential.key->bytes),
                          P2PID_BYTES (statement->key.bytes)))
    err = P2PID_ERR_MISMATCH;
  /* Nothing in a credential says TEST: its issuer's anchor does, for all. */
  if (p2pid_identity_environment (identity) != config->environment)
    err = P2PID_ERR_MISMATCH;
  if (err == P2PID_OK)
    err = p2pid_sd_jwt_vc_issue (&credential, config->issuer, out_token);
  p2pid_identity_free (identity);
  return err;
}
