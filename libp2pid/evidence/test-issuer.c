/* TEST bindings: whole and well-formed credentials that prove nothing. */

#include "evidence/test-issuer.h"

#include "base/time.h"
#include "crypto/key.h"
#include "evidence/evidence.h"
#include "evidence/sd-jwt-vc-issue.h"

/* Ten years with their leap days, in seconds. */
#define LIFETIME_MAX (INT64_C (3653) * 24 * 60 * 60)

static p2pid_err
issue (const p2pid_public_key *key,
       const p2pid_test_person *person,
       int64_t now,
       int64_t lifetime,
       p2pid_buffer **out_token)
{
  const p2pid_credential credential = {
    .iss = P2PID_TEST_ISSUER_ISS,
    .key = key,
    .issued_at = now,
    .until = now + lifetime,
    .facts = {
        [P2PID_FACT_NAME] = person->name,
        [P2PID_FACT_GIVEN_NAME] = person->given_name,
        [P2PID_FACT_FAMILY_NAME] = person->family_name,
        [P2PID_FACT_BIRTHDATE] = person->birthdate,
        [P2PID_FACT_PERSONAL_NUMBER] = person->personal_number,
        [P2PID_FACT_ORGANISATION] = person->organisation,
        [P2PID_FACT_ROLE] = person->role,
    },
  };
  p2pid_key *issuer = NULL;
  p2pid_err err =
      p2pid_key_from_seed ((const uint8_t *) P2PID_TEST_ISSUER_SEED, &issuer);

  if (err == P2PID_OK)
    err = p2pid_sd_jwt_vc_issue (&credential, issuer, out_token);
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
