/* What a gateway vouches for: of one environment, and for one key. */

#include "../evidence/forge.h"
#include "../evidence/person.h"

#include "crypto/key.h"
#include "p2pid/organisation.h"
#include "tools/relay/gateway-credential.h"

#include <stdlib.h>

/* An issuer whom the gateway knows as one of real people. */
#define ISSUER "an issuer of persons, for a test"

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

/* A real person's, for person_key (1). */
static p2pid_binding *
real_binding (void)
{
  char *evidence =
      forge (ISSUER,
             "{'typ':'dc+sd-jwt','alg':'EdDSA',"
             "'jwk':{'kty':'OKP','crv':'Ed25519','x':'@I'}}",
             "{'vct':'urn:p2pid:identity:1','exp':1795525200,'name':'Nils',"
             "'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519','x':'@K'}}}",
             NULL);
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, evidence, NULL, &binding), P2PID_OK);
  free (evidence);
  return binding;
}

/* What a gateway of @p environment makes of it for the key of @p byte; frees
 * the binding. */
static p2pid_err
issue (p2pid_environment environment, p2pid_binding *evidence, uint8_t byte)
{
  p2pid_key *key = make_key ("the seed of a gateway for a test");
  gateway_config config = { .issuer = key,
                            .iss = "https://gateway.example",
                            .anchors = make_anchors (),
                            .environment = environment };
  const p2pid_statement statement = { .not_after = NOW + 600,
                                      .key = person_key (byte) };
  p2pid_buffer *token = NULL;
  p2pid_err err = gateway_issue (&config, evidence, &statement, NOW, &token);

  ck_assert_int_eq (token != NULL, err == P2PID_OK);
  p2pid_buffer_free (token);
  p2pid_binding_free (evidence);
  p2pid_anchors_free (config.anchors);
  p2pid_key_free (key);
  return err;
}

/* The credential of a TEST identity by a gateway that also vouches for real
 * people would make its bearer real, in any name. */
START_TEST (a_gateway_for_real_people_makes_nothing_of_test)
{
  ck_assert_int_eq (
      issue (P2PID_ENVIRONMENT_PRODUCTION, person_binding (&astrid), 1),
      P2PID_ERR_MISMATCH);
  ck_assert_int_eq (issue (P2PID_ENVIRONMENT_PRODUCTION, real_binding (), 1),
                    P2PID_OK);
}
END_TEST

START_TEST (a_gateway_for_test_vouches_for_test_alone)
{
  ck_assert_int_eq (issue (P2PID_ENVIRONMENT_TEST, real_binding (), 1),
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

int
main (void)
{
  Suite *suite = suite_create ("gateway-credential");
  TCase *tcase = tcase_create ("gateway-credential");

  harness_seed (1);
  tcase_add_test (tcase, a_gateway_for_real_people_makes_nothing_of_test);
  tcase_add_test (tcase, a_gateway_for_test_vouches_for_test_alone);
  tcase_add_test (tcase, a_gateway_vouches_for_the_statements_key_alone);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
