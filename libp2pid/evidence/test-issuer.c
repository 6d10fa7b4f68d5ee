/* TEST bindings: whole and well-formed credentials that prove nothing. */

#include "evidence/test-issuer.h"

#include "base/time.h"
#include "crypto/key.h"
#include "evidence/evidence.h"
#include "evidence/identity-internal.h"
#include "evidence/sd-jwt-issue.h"
#include "evidence/sd-jwt-vc.h"

/* Ten years with their leap days, in seconds. */
#define LIFETIME_MAX (INT64_C (3653) * 24 * 60 * 60)

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
write_open (const p2pid_public_key *key,
            int64_t now,
            int64_t lifetime,
            json_t **out)
{
  json_t *jwk = NULL;
  p2pid_err err = p2pid_jwk_write (key, &jwk);

  if (err != P2PID_OK)
    return err;
  *out = json_pack ("{s:s, s:s, s:I, s:I, s:{s:o}}", "vct", P2PID_SD_JWT_VC_VCT,
                    "iss", P2PID_TEST_ISSUER_ISS, "iat", (json_int_t) now,
                    "exp", (json_int_t) (now + lifetime), "cnf", "jwk", jwk);
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
write_hidden (const p2pid_test_person *person, json_t **out)
{
  const char *const texts[P2PID_FACT_COUNT_] = {
    [P2PID_FACT_NAME] = person->name,
    [P2PID_FACT_GIVEN_NAME] = person->given_name,
    [P2PID_FACT_FAMILY_NAME] = person->family_name,
    [P2PID_FACT_BIRTHDATE] = person->birthdate,
    [P2PID_FACT_PERSONAL_NUMBER] = person->personal_number,
    [P2PID_FACT_ORGANISATION] = person->organisation,
    [P2PID_FACT_ROLE] = person->role,
  };
  json_t *hidden = json_object ();
  p2pid_err err = hidden ? P2PID_OK : P2PID_ERR_MEMORY;

  for (size_t i = 0; i < P2PID_FACT_COUNT_ && err == P2PID_OK; i++)
    err = add_fact (hidden, (p2pid_fact) i, texts[i]);
  if (err != P2PID_OK) {
    json_decref (hidden);
    return err;
  }
  *out = hidden;
  return P2PID_OK;
}

static p2pid_err
issue (const p2pid_public_key *key,
       const p2pid_test_person *person,
       int64_t now,
       int64_t lifetime,
       p2pid_buffer **out_token)
{
  json_t *header = NULL, *open = NULL, *hidden = NULL;
  p2pid_key *issuer = NULL;
  p2pid_err err =
      p2pid_key_from_seed ((const uint8_t *) P2PID_TEST_ISSUER_SEED, &issuer);

  if (err == P2PID_OK)
    err = write_header (issuer, &header);
  if (err == P2PID_OK)
    err = write_open (key, now, lifetime, &open);
  if (err == P2PID_OK)
    err = write_hidden (person, &hidden);
  if (err == P2PID_OK)
    err = p2pid_sd_jwt_issue (header, open, hidden, P2PID_FACT_COUNT_, issuer,
                              out_token);

  json_decref (header);
  json_decref (open);
  json_decref (hidden);
  p2pid_key_free (issuer);
  return err;
}

p2pid_err
p2pid_binding_issue_test (const p2pid_public_key *key,
                          const p2pid_test_person *person,
                          int64_t now,
                          int64_t lifetime,
                          p2pid_binding **out_binding)
{
  p2pid_buffer *token = NULL;
  p2pid_err err;

  if (person->name == NULL || now < 0 || now > P2PID_TIME_MAX - LIFETIME_MAX ||
      lifetime < 1 || lifetime > LIFETIME_MAX)
    return P2PID_ERR_ARGUMENT;
  err = p2pid_public_key_check (key);
  if (err == P2PID_OK)
    err = issue (key, person, now, lifetime, &token);
  if (err == P2PID_OK)
    err = p2pid_binding_new (p2pid_method_name (P2PID_METHOD_SD_JWT), NULL,
                             (const char *) token->data, NULL, out_binding);
  p2pid_buffer_free (token);
  return err;
}
