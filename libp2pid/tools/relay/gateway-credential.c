/* Credentials by a gateway. */

#include "tools/relay/gateway-credential.h"

#include "base/bytes.h"
#include "evidence/sd-jwt-vc-issue.h"

static int64_t
earlier (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

/* As old as the eID's signature, and for no longer than the statement: who
 * comes late for it must not get a proof that looks fresher than it is, nor who
 * has a clock that is ahead one that looks older. */
static p2pid_err
set_times (const p2pid_identity *identity,
           const p2pid_statement *statement,
           int64_t now,
           p2pid_credential *out)
{
  int64_t lifetime = statement->not_after - statement->not_before;
  int64_t signed_at = p2pid_identity_signed_at (identity);

  if (signed_at == 0 || p2pid_identity_dated_by_holder (identity))
    return P2PID_ERR_INCOMPLETE;
  out->issued_at = earlier (now, signed_at);
  out->until =
      earlier (p2pid_identity_valid_until (identity),
               earlier (statement->not_after, out->issued_at + lifetime));
  return P2PID_OK;
}

p2pid_err
gateway_issue (const gateway_config *config,
               const p2pid_binding *evidence,
               const p2pid_statement *statement,
               int64_t now,
               p2pid_buffer **out_token)
{
  p2pid_identity *identity = NULL;
  p2pid_credential credential = { .iss = config->iss };
  p2pid_err err =
      p2pid_binding_verify (evidence, config->anchors, now, &identity);

  if (err != P2PID_OK)
    return err;
  credential.key = p2pid_identity_key (identity);
  err = set_times (identity, statement, now, &credential);
  for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    credential.facts[fact] = p2pid_identity_fact (identity, (p2pid_fact) fact);
  if (err == P2PID_OK &&
      !p2pid_bytes_equal (P2PID_BYTES (credential.key->bytes),
                          P2PID_BYTES (statement->key.bytes)))
    err = P2PID_ERR_MISMATCH;
  /* Nothing in a credential says TEST: its issuer's anchor does, for all. */
  if (err == P2PID_OK &&
      p2pid_identity_environment (identity) != config->environment)
    err = P2PID_ERR_MISMATCH;
  if (err == P2PID_OK)
    err = p2pid_sd_jwt_vc_issue (&credential, config->issuer, out_token);
  p2pid_identity_free (identity);
  return err;
}
