/* Issuing credentials: every fact can be withheld, and how many there are
 * cannot be seen. */

#include "evidence/sd-jwt-vc-issue.h"

#include "evidence/identity-internal.h"
#include "evidence/sd-jwt-issue.h"
#include "evidence/sd-jwt-vc.h"

static p2pid_err
write_header (const p2pid_key *issuer, json_t **out)
{
  json_t *jwk = NULL;
  p2pid_err err = p2pid_jwk_write (p2pid_key_public (issuer), &jwk);

  if (err != P2PID_OK)
    return err;
  *out = json_pack ("{s:s, s:s, s:o}", "typ", P2PID_SD_JWT_VC_TYP, "alg",
                    "EdDSA", "jwk", jwk);
  return *out ? P2PID_OK : P2PID_ERR_MEMORY;
}

static p2pid_err
write_open (const p2pid_credential *credential, json_t **out)
{
  json_t *jwk = NULL;
  p2pid_err err = p2pid_jwk_write (credential->key, &jwk);

  if (err != P2PID_OK)
    return err;
  *out = json_pack ("{s:s, s:s, s:I, s:I, s:{s:o}}", "vct", P2PID_SD_JWT_VC_VCT,
                    "iss", credential->iss, "iat",
                    (json_int_t) credential->issued_at, "exp",
                    (json_int_t) credential->until, "cnf", "jwk", jwk);
  return *out ? P2PID_OK : P2PID_ERR_MEMORY;
}

static p2pid_err
add_fact (json_t *hidden, p2pid_fact fact, const char *text)
{
  p2pid_err err;

  if (text == NULL)
    return P2PID_OK;
  err = p2pid_fact_check (fact, text);
  if (err == P2PID_OK &&
      json_object_set_new (hidden, p2pid_sd_jwt_vc_claim (fact),
                           json_string (text)) != 0)
    err = P2PID_ERR_MEMORY;
  return err;
}

static p2pid_err
write_hidden (const p2pid_credential *credential, json_t **out)
{
  json_t *hidden = json_object ();
  p2pid_err err = hidden ? P2PID_OK : P2PID_ERR_MEMORY;

  for (size_t i = 0; i < P2PID_FACT_COUNT_ && err == P2PID_OK; i++)
    err = add_fact (hidden, (p2pid_fact) i, credential->facts[i]);
  if (err != P2PID_OK) {
    json_decref (hidden);
    return err;
  }
  *out = hidden;
  return P2PID_OK;
}

p2pid_err
p2pid_sd_jwt_vc_issue (const p2pid_credential *credential,
                       const p2pid_key *issuer,
                       p2pid_buffer **out_token)
{
  json_t *header = NULL, *open = NULL, *hidden = NULL;
  p2pid_err err = write_header (issuer, &header);

  if (err == P2PID_OK)
    err = write_open (credential, &open);
  if (err == P2PID_OK)
    err = write_hidden (credential, &hidden);
  if (err == P2PID_OK)
    err = p2pid_sd_jwt_issue (header, open, hidden, P2PID_FACT_COUNT_, issuer,
                              out_token);

  json_decref (header);
  json_decref (open);
  json_decref (hidden);
  return err;
}
