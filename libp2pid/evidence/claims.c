/* Claims that all credentials of ours have. */

#include "evidence/claims.h"

#include "base/time.h"
#include "wire/json.h"

p2pid_err
p2pid_claims_check_type (const json_t *payload,
                         const json_t *claims,
                         const char *vct)
{
  static const char *const open[] = { "iss", "vct", "nbf",
                                      "exp", "cnf", "status" };
  const char *text = NULL;
  p2pid_err err;

  for (size_t i = 0; i < sizeof open / sizeof *open; i++)
    if (json_object_get (claims, open[i]) != NULL &&
        json_object_get (payload, open[i]) == NULL)
      return P2PID_ERR_FORMAT;

  err = p2pid_json_get_text (claims, "iss", &text);
  if (err == P2PID_OK)
    err = p2pid_json_get_text (claims, "vct", &text);
  if (err == P2PID_OK && text == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK && strcmp (text, vct) != 0)
    err = P2PID_ERR_MISMATCH;
  return err;
}

p2pid_err
p2pid_claims_get_time (const json_t *claims, const char *name, int64_t *out)
{
  if (json_object_get (claims, name) == NULL) {
    *out = 0;
    return P2PID_OK;
  }
  return p2pid_json_get_number (claims, name, 0, P2PID_TIME_MAX, out);
}

p2pid_err
p2pid_claims_need_time (const json_t *claims, const char *name, int64_t *out)
{
  if (json_object_get (claims, name) == NULL)
    return P2PID_ERR_INCOMPLETE;
  return p2pid_claims_get_time (claims, name, out);
}

p2pid_err
p2pid_claims_need_text (const json_t *claims,
                        const char *name,
                        const char **out)
{
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (claims, name, &text);

  if (err == P2PID_OK && text == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK)
    *out = text;
  return err;
}

p2pid_err
p2pid_claims_check_times (const json_t *claims,
                          int64_t now,
                          int64_t *out_signed_at,
                          int64_t *out_valid_until)
{
  int64_t iat, nbf, exp;
  p2pid_err err = p2pid_claims_get_time (claims, "iat", &iat);

  if (err == P2PID_OK)
    err = p2pid_claims_get_time (claims, "nbf", &nbf);
  if (err == P2PID_OK)
    err = p2pid_claims_get_time (claims, "exp", &exp);
  if (err != P2PID_OK)
    return err;
  if (json_object_get (claims, "exp") == NULL)
    return P2PID_ERR_INCOMPLETE;
  if (iat - P2PID_CLAIMS_LEEWAY > now || nbf - P2PID_CLAIMS_LEEWAY > now)
    return P2PID_ERR_NOT_YET_VALID;
  if (exp <= now)
    return P2PID_ERR_EXPIRED;
  *out_signed_at = iat;
  *out_valid_until = exp;
  return P2PID_OK;
}

int64_t
p2pid_claims_begin (const json_t *claims)
{
  const json_t *nbf = json_object_get (claims, "nbf");
  int64_t iat = json_integer_value (json_object_get (claims, "iat"));

  return nbf != NULL && json_integer_value (nbf) < iat
             ? json_integer_value (nbf)
             : iat;
}

p2pid_err
p2pid_claims_get_key (const json_t *claims, p2pid_public_key *out_key)
{
  const json_t *cnf = json_object_get (claims, "cnf");
  const json_t *object = json_object_get (cnf, "jwk");
  p2pid_jwk jwk;
  p2pid_err err;

  if (object == NULL)
    return P2PID_ERR_INCOMPLETE;
  err = p2pid_jwk_read (object, &jwk);
  if (err == P2PID_OK && jwk.kind != P2PID_JWK_ED25519)
    err = P2PID_ERR_ALGORITHM;
  if (err == P2PID_OK)
    memcpy (out_key->bytes, jwk.x, sizeof out_key->bytes);
  return err;
}
