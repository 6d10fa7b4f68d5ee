/* What a gateway vouches for: of one environment, for one key, and as old as
 * the eID's word. */

#include "../evidence/forge.h"
#include "../evidence/person.h"

#include "crypto/key.h"
#include "p2pid/organisation.h"
#include "tools/relay/gateway-credential.h"

#include <stdlib.h>

/* An issuer whom the gateway knows as one of real people. */
#define ISSUER "an issuer of persons, for a test"

/* At NOW. */
#define SIGNED "'iat':1795521600,"

static p2pid_key *
make_key (const char *seed)
{
  p2pid_key *key = NULL;

  ck_assert_int_eq (p2pid_key_from_seed ((const uint8_t *) seed, &key),
                    P2PID_OK);
  return key;
}

/* TEST allowed, and ISSUER known. */
static p2pid_anchors *
make_anchors (void)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT,
                          .environment = P2PID_ENVIRONMENT_PRODUCTION,
                          .name = "The register" };
  p2pid_key *issuer = make_key (ISSUER);

  p2pid_organisation_fingerprint (p2pid_key_public (issuer),
                                  &anchor.fingerprint);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  p2pid_key_free (issuer);
  return anchors;
}

/* A real person's, for person_key (1), good until NOW + 3600; @p times is
 * more of its claims. */
static p2pid_binding *
real_binding (const char *times)
{
  p2pid_binding *binding = NULL;
  char payload[300], *evidence;

  snprintf (payload, sizeof payload,
            "{'vct':'urn:p2pid:identity:1','exp':1795525200,'name':'Nils',%s"
            "'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519','x':'@K'}}}",
            times);
  evidence = forge (ISSUER,
                    "{'typ':'dc+sd-jwt','alg':'EdDSA',"
                    "'jwk':{'kty':'OKP','crv':'Ed25519','x':'@I'}}",
                    payload, NULL);
  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, evidence, NULL, &binding), P2PID_OK);
  free (evidence);
  return binding;
}

/* What a gateway of @p environment makes of it at @p now for @p statement;
 * frees the binding. */
static p2pid_err
issue_at (p2pid_environment environment,
          p2pid_binding *evidence,
          const p2pid_statement *statement,
          int64_t now,
          p2pid_buffer **out_token)
{
  p2pid_key *key = make_key ("the seed of a gateway for a test");
  gateway_config config = { .issuer = key,
                            .iss = "https://gateway.example",
                            .anchors = make_anchors (),
                            .environment = environment };
  p2pid_err err = gateway_issue (&config, evidence, statement, now, out_token);

  ck_assert_int_eq (*out_token != NULL, err == P2PID_OK);
  p2pid_binding_free (evidence);
  p2pid_anchors_free (config.anchors);
  p2pid_key_free (key);
  return err;
}

/* The same for the key of @p byte, now. */
static p2pid_err
issue (p2pid_environment environment, p2pid_binding *evidence, uint8_t byte)
{
  const p2pid_statement statement = { .not_before = NOW,
                                      .not_after = NOW + 600,
                                      .key = person_key (byte) };
  p2pid_buffer *token = NULL;
  p2pid_err err = issue_at (environment, evidence, &statement, NOW, &token);

  p2pid_buffer_free (token);
  return err;
}

/* The credential of a TEST identity by a gateway that also vouches for real
 * people would make its bearer real, in any name. */
START_TEST (a_gateway_for_real_people_makes_nothing_of_test)
{
  ck_assert_int_eq (
      issue (P2PID_ENVIRONMENT_PRODUCTION, person_binding (&astrid), 1),
      P2PID_ERR_MISMATCH);
  ck_assert_int_eq (
      issue (P2PID_ENVIRONMENT_PRODUCTION, real_binding (SIGNED), 1), P2PID_OK);
}
END_TEST

START_TEST (a_gateway_for_test_vouches_for_test_alone)
{
  ck_assert_int_eq (issue (P2PID_ENVIRONMENT_TEST, real_binding (SIGNED), 1),
                    P2PID_ERR_MISMATCH);
  ck_assert_int_eq (issue (P2PID_ENVIRONMENT_TEST, person_binding (&astrid), 1),
                    P2PID_OK);
}
END_TEST

START_TEST (a_gateway_vouches_for_the_statements_key_alone)
{
  ck_assert_int_eq (issue (P2PID_ENVIRONMENT_TEST, person_binding (&astrid), 2),
                    P2PID_ERR_MISMATCH);
}
END_TEST

/* How the gateway's clock stands to the statement's, when it comes to make the
 * credential, and of what occasion that is then. The eID signed at NOW. */
static const struct {
  int64_t begin, lasts, now;
  int64_t issued_at, until;
  p2pid_occasion occasion;
} times[] = {
  { NOW - 5, 1800, NOW + 2, NOW, NOW + 1795, P2PID_OCCASION_CONTACT },
  { NOW - 5, 1801, NOW + 2, NOW, NOW + 1796, P2PID_OCCASION_CONTACT },
  { NOW, 1801, NOW + 2, NOW, NOW + 1801, P2PID_OCCASION_ENROLMENT },
  /* A clock that is ahead makes nothing longer. */
  { NOW + 40, 1800, NOW + 2, NOW, NOW + 1800, P2PID_OCCASION_CONTACT },
  /* Coming late makes nothing fresher. */
  { NOW, 3600, NOW + 2400, NOW, NOW + 3600, P2PID_OCCASION_ENROLMENT },
  /* The gateway's own clock is behind. */
  { NOW, 1800, NOW - 30, NOW - 30, NOW + 1770, P2PID_OCCASION_CONTACT },
};

/* Looped over them. */
START_TEST (a_credential_is_as_old_as_the_eids_word)
{
  const p2pid_statement statement = { .not_before = times[_i].begin,
                                      .not_after =
                                          times[_i].begin + times[_i].lasts,
                                      .key = person_key (1) };
  p2pid_anchors *anchors = make_anchors ();
  p2pid_anchor gateway = { .method = P2PID_METHOD_SD_JWT,
                           .environment = P2PID_ENVIRONMENT_PRODUCTION,
                           .name = "The gateway" };
  p2pid_key *key = make_key ("the seed of a gateway for a test");
  p2pid_buffer *token = NULL;
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (issue_at (P2PID_ENVIRONMENT_PRODUCTION,
                              real_binding (SIGNED), &statement, times[_i].now,
                              &token),
                    P2PID_OK);
  p2pid_organisation_fingerprint (p2pid_key_public (key), &gateway.fingerprint);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &gateway), P2PID_OK);
  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, (char *) token->data, NULL, &binding),
      P2PID_OK);
  ck_assert_int_eq (
      p2pid_binding_verify (binding, anchors, times[_i].now, &identity),
      P2PID_OK);
  ck_assert_int_eq (p2pid_identity_signed_at (identity), times[_i].issued_at);
  ck_assert_int_eq (p2pid_identity_valid_until (identity), times[_i].until);
  ck_assert_int_eq (p2pid_identity_occasion (identity), times[_i].occasion);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  p2pid_buffer_free (token);
  p2pid_key_free (key);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (a_gateway_does_not_vouch_for_when_it_does_not_know)
{
  ck_assert_int_eq (issue (P2PID_ENVIRONMENT_PRODUCTION, real_binding (""), 1),
                    P2PID_ERR_INCOMPLETE);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("gateway-credential");
  TCase *tcase = tcase_create ("gateway-credential");

  harness_seed (1);
  tcase_add_test (tcase, a_gateway_for_real_people_makes_nothing_of_test);
  tcase_add_test (tcase, a_gateway_for_test_vouches_for_test_alone);
  tcase_add_test (tcase, a_gateway_vouches_for_the_statements_key_alone);
  tcase_add_loop_test (tcase, a_credential_is_as_old_as_the_eids_word, 0,
                       (int) (sizeof times / sizeof *times));
  tcase_add_test (tcase, a_gateway_does_not_vouch_for_when_it_does_not_know);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
