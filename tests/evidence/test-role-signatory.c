/* Signatories: every way in which an endorsement could lie about whose key it
 * is for, who stands for it, and until when. */

#include "firm.h"

#include "crypto/key.h"
#include "evidence/evidence.h"
#include "evidence/jwk.h"

#include <sodium.h>
#include <stdlib.h>

/* Nils' seed, as forge () takes it. */
#define NILS "\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2\2"
#define ASTRID                                                                 \
  "\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1"
#define HEADER "{'typ':'p2pid-organisation+jwt','alg':'EdDSA'}"
#define TIMES "'iat':1795521600,'exp':1795525200"

/* A TEST binding of @p name for the key whose seed is 32 times @p byte. */
static p2pid_binding *
bind (uint8_t byte, const char *name, int64_t from)
{
  const p2pid_test_person person = { .name = name };
  p2pid_public_key key = person_key (byte);
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (
      p2pid_binding_issue_test (&key, &person, from, 3600, &binding), P2PID_OK);
  return binding;
}

/* An endorsement of the firm's key with other members, by that seed and with
 * that binding beside it. */
static char *
endorse (const char *seed,
         const char *header,
         const char *members,
         const p2pid_binding *named,
         const p2pid_binding *shown)
{
  p2pid_fingerprint fingerprint = firm_fingerprint ();
  char hash[P2PID_ENDORSEMENT_HASH_SIZE + 1], jkt[44];
  char *payload = NULL, *jws, *text = NULL;
  p2pid_buffer *binding = NULL;

  p2pid_endorsement_hash (named, hash);
  sodium_bin2base64 (jkt, sizeof jkt, fingerprint.bytes, 32,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  ck_assert_int_gt (
      asprintf (&payload, "{'jkt':'%s','binding':'%s',%s}", jkt, hash, members),
      0);
  jws = forge (seed, header, payload, NULL);
  jws[strlen (jws) - 1] = '\0'; /* forge () makes tokens */
  ck_assert_int_eq (p2pid_binding_print (shown, &binding), P2PID_OK);
  ck_assert_int_gt (asprintf (&text, "%s|%s", jws, binding->data), 0);
  p2pid_buffer_free (binding);
  free (payload);
  free (jws);
  return text;
}

/* What comes of Astrid's role with it. Takes it over. */
static p2pid_err
outcome (char *endorsement, const p2pid_anchors *anchors, bool *out_named)
{
  char *bare = firm_role (), *role = firm_join (bare, endorsement);
  p2pid_binding *binding = firm_binding (role);
  p2pid_identity *identity = NULL;
  p2pid_err err = p2pid_binding_verify (binding, anchors, NOW, &identity);

  *out_named = identity != NULL &&
               p2pid_identity_role_proof (identity) != NULL &&
               p2pid_identity_role_proof (identity)->signatory != NULL;
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  free (bare);
  free (role);
  free (endorsement);
  return err;
}

static void
expect (p2pid_err err, char *endorsement)
{
  p2pid_anchors *anchors = firm_anchors (false);
  bool named;
  p2pid_err got = outcome (endorsement, anchors, &named);

  ck_assert_msg (got == err, "%s", p2pid_err_name (got));
  ck_assert_int_eq (named, err == P2PID_OK);
  p2pid_anchors_free (anchors);
}

/* Members beside those that it must have. */
START_TEST (members_are_read_strictly)
{
  static const struct {
    p2pid_err err;
    const char *members;
  } cases[] = {
    { P2PID_OK, "'organization':'Firman'," TIMES },
    { P2PID_ERR_INCOMPLETE, TIMES },
    { P2PID_ERR_TEXT, "'organization':''," TIMES },
    { P2PID_ERR_INCOMPLETE, "'organization':'Firman'" },
    { P2PID_ERR_EXPIRED, "'organization':'Firman','exp':1795521600" },
    { P2PID_ERR_NOT_YET_VALID,
      "'organization':'Firman','iat':1795521661,'exp':1795525200" },
    { P2PID_ERR_FORMAT, "'organization':['Firman']," TIMES },
  };
  p2pid_binding *nils = bind (2, "Nils Berg", NOW);

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    expect (cases[i].err, endorse (NILS, HEADER, cases[i].members, nils, nils));
  p2pid_binding_free (nils);
}
END_TEST

START_TEST (it_is_no_other_token)
{
  static const struct {
    p2pid_err err;
    const char *header;
  } cases[] = {
    { P2PID_ERR_FORMAT, "{'typ':'dc+sd-jwt','alg':'EdDSA'}" },
    { P2PID_ERR_FORMAT, "{'alg':'EdDSA'}" },
    { P2PID_ERR_ALGORITHM, "{'typ':'p2pid-organisation+jwt','alg':'none'}" },
    { P2PID_ERR_VERSION, "{'typ':'p2pid-organisation+jwt','alg':'EdDSA',"
                         "'crit':['x'],'x':1}" },
  };
  p2pid_binding *nils = bind (2, "Nils Berg", NOW);

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    expect (cases[i].err,
            endorse (NILS, cases[i].header, "'organization':'Firman'," TIMES,
                     nils, nils));
  p2pid_binding_free (nils);
}
END_TEST

START_TEST (somebody_else_cannot_sign_for_the_signatory)
{
  p2pid_binding *nils = bind (2, "Nils Berg", NOW);

  expect (
      P2PID_ERR_FORGED,
      endorse ("\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3\3"
               "\3\3",
               HEADER, "'organization':'Firman'," TIMES, nils, nils));
  p2pid_binding_free (nils);
}
END_TEST

/* Mallory has her eID bind Nils' key to her own name, which needs no key, and
 * puts that binding in place of his: she would seem to have stood for the
 * firm. */
START_TEST (the_signatory_is_not_exchanged)
{
  p2pid_binding *nils = bind (2, "Nils Berg", NOW);
  p2pid_binding *mallory = bind (2, "Mallory Malm", NOW);

  expect (
      P2PID_ERR_MISMATCH,
      endorse (NILS, HEADER, "'organization':'Firman'," TIMES, nils, mallory));
  p2pid_binding_free (nils);
  p2pid_binding_free (mallory);
}
END_TEST

START_TEST (an_expired_signatory_does_not_count)
{
  p2pid_binding *nils = bind (2, "Nils Berg", NOW - 3600);

  expect (P2PID_ERR_EXPIRED,
          endorse (NILS, HEADER, "'organization':'Firman'," TIMES, nils, nils));
  p2pid_binding_free (nils);
}
END_TEST

/* The person stays who they are; the role is not shown. */
START_TEST (an_unknown_signatory_does_not_count)
{
  static const char issuer[] = "an issuer of persons, for a test";
  p2pid_anchors *anchors = firm_anchors (false);
  char *evidence =
      forge (issuer,
             "{'typ':'dc+sd-jwt','alg':'EdDSA',"
             "'jwk':{'kty':'OKP','crv':'Ed25519','x':'@I'}}",
             "{'vct':'urn:p2pid:identity:1','exp':1795525200,'name':'Nils',"
             "'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519','x':'@K'}}}",
             NULL);
  p2pid_binding *nils = NULL;
  bool named;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, evidence, NULL, &nils),
                    P2PID_OK);
  ck_assert_int_eq (
      outcome (endorse (ASTRID, HEADER, "'organization':'Firman'," TIMES, nils,
                        nils),
               anchors, &named),
      P2PID_OK);
  ck_assert (!named);
  p2pid_binding_free (nils);
  p2pid_anchors_free (anchors);
  free (evidence);
}
END_TEST

START_TEST (nobody_stands_for_their_own_role)
{
  p2pid_binding *astrids = bind (1, "Astrid Öberg", NOW);

  expect (P2PID_ERR_MISMATCH,
          endorse (ASTRID, HEADER, "'organization':'Firman'," TIMES, astrids,
                   astrids));
  p2pid_binding_free (astrids);
}
END_TEST

START_TEST (a_signatory_has_no_role)
{
  char *endorsement = firm_endorsement (), *nested = NULL, *role = NULL;
  p2pid_role_text *read = NULL;

  endorsement[strlen (endorsement) - 1] = '\0';
  ck_assert_int_gt (
      asprintf (&nested, "%s,\"role\":\"e30.e30.~\"}", endorsement), 0);
  role = firm_join ("e30.e30.~", nested);
  ck_assert_int_eq (p2pid_role_read (p2pid_bytes_from_text (role), &read),
                    P2PID_ERR_FORMAT);
  ck_assert_ptr_null (read);
  free (endorsement);
  free (nested);
  free (role);
}
END_TEST

/* A role by another key, with the endorsement of the firm's. */
START_TEST (an_endorsement_is_for_one_key)
{
  p2pid_anchors *anchors = firm_anchors (false);
  char *other = forge ("somebody else, of the same name!",
                       "{'typ':'dc+sd-jwt','alg':'EdDSA',"
                       "'jwk':{'kty':'OKP','crv':'Ed25519','x':'@I'}}",
                       "{'vct':'urn:p2pid:role:1','organization':'Firman',"
                       "'exp':1795608000,"
                       "'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519','x':'@K'}}}",
                       NULL);
  char *endorsement = firm_endorsement ();
  char *role = firm_join (other, endorsement);
  p2pid_identity *identity = NULL;
  p2pid_buffer *joined = NULL;

  ck_assert_int_eq (firm_check (role, anchors, NOW, &identity),
                    P2PID_ERR_MISMATCH);
  ck_assert_int_eq (
      p2pid_role_add_endorsement (p2pid_bytes_from_text (other),
                                  p2pid_bytes_from_text (endorsement), &joined),
      P2PID_ERR_MISMATCH);
  ck_assert_ptr_null (joined);
  p2pid_anchors_free (anchors);
  free (other);
  free (endorsement);
  free (role);
}
END_TEST

/* --- Beside an anchor. --- */

START_TEST (beside_an_anchor_an_expired_signatory_is_left_out)
{
  p2pid_anchors *anchors = firm_anchors (true);
  p2pid_binding *nils = bind (2, "Nils Berg", NOW - 3600);
  bool named;

  ck_assert_int_eq (
      outcome (
          endorse (NILS, HEADER, "'organization':'Firman'," TIMES, nils, nils),
          anchors, &named),
      P2PID_OK);
  ck_assert (!named);
  p2pid_binding_free (nils);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (beside_an_anchor_a_false_endorsement_is_refused)
{
  p2pid_anchors *anchors = firm_anchors (true);
  p2pid_binding *nils = bind (2, "Nils Berg", NOW);
  bool named;

  ck_assert_int_eq (
      outcome (endorse (ASTRID, HEADER, "'organization':'Firman'," TIMES, nils,
                        nils),
               anchors, &named),
      P2PID_ERR_FORGED);
  p2pid_binding_free (nils);
  p2pid_anchors_free (anchors);
}
END_TEST

/* Mallory endorses the key of a firm that everybody knows, in a name that she
 * may well use: beside the firm's name she would seem to stand for the firm.
 * The name's own spelling, and no other, may differ in case and spaces. */
START_TEST (beside_an_anchor_nobody_stands_for_another_name)
{
  static const struct {
    const char *members;
    bool named;
  } cases[] = {
    { "'organization':'Lilla Hundklubben'," TIMES, false },
    { "'organization':'Öbergs Redovisning'," TIMES, false },
    { "'organization':'" FIRM "'," TIMES, true },
    { "'organization':'ÖBERGS redovisning AB'," TIMES, true },
  };
  p2pid_anchors *anchors = firm_anchors (true);
  p2pid_binding *mallory = bind (2, "Mallory Malm", NOW);

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bool named;

    ck_assert_int_eq (
        outcome (endorse (NILS, HEADER, cases[i].members, mallory, mallory),
                 anchors, &named),
        P2PID_OK);
    ck_assert_int_eq (named, cases[i].named);
  }
  p2pid_binding_free (mallory);
  p2pid_anchors_free (anchors);
}
END_TEST

/* A TEST signatory for a firm that is called real, and a TEST person. */
START_TEST (a_test_signatory_makes_it_test)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_anchor anchor = firm_anchor ();
  p2pid_binding *nils = bind (2, "Nils Berg", NOW);
  bool named;

  anchor.environment = P2PID_ENVIRONMENT_PRODUCTION;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (
      outcome (endorse (NILS, HEADER, "'organization':'" FIRM "'," TIMES, nils,
                        nils),
               anchors, &named),
      P2PID_OK);
  ck_assert (named);
  p2pid_binding_free (nils);
  p2pid_anchors_free (anchors);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("role-signatory");
  TCase *tcase = tcase_create ("role-signatory");

  harness_seed (1);
  tcase_add_test (tcase, members_are_read_strictly);
  tcase_add_test (tcase, it_is_no_other_token);
  tcase_add_test (tcase, somebody_else_cannot_sign_for_the_signatory);
  tcase_add_test (tcase, the_signatory_is_not_exchanged);
  tcase_add_test (tcase, an_expired_signatory_does_not_count);
  tcase_add_test (tcase, an_unknown_signatory_does_not_count);
  tcase_add_test (tcase, nobody_stands_for_their_own_role);
  tcase_add_test (tcase, a_signatory_has_no_role);
  tcase_add_test (tcase, an_endorsement_is_for_one_key);
  tcase_add_test (tcase, beside_an_anchor_an_expired_signatory_is_left_out);
  tcase_add_test (tcase, beside_an_anchor_a_false_endorsement_is_refused);
  tcase_add_test (tcase, beside_an_anchor_nobody_stands_for_another_name);
  tcase_add_test (tcase, a_test_signatory_makes_it_test);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
