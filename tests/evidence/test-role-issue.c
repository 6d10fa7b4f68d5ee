/* Issuing: what an organisation and its signatories cannot be made to write,
 * and our own vector, from fixed randomness. */

#include "firm.h"

#include "base/encoding.h"
#include "crypto/key.h"
#include "evidence/evidence.h"
#include "p2pid/organisation.h"

#include <stdlib.h>

START_TEST (a_role_that_cannot_be_shown_is_not_issued)
{
  const p2pid_public_key key = person_key (1);
  const p2pid_public_key none = { { 1 } };
  const struct {
    p2pid_role_grant grant;
    int64_t now, lifetime;
    p2pid_err err;
  } bad[] = {
    { { key, "", NULL, FIRM_ROLE }, NOW, DAY, P2PID_ERR_TEXT },
    { { key, "a\tb", NULL, FIRM_ROLE }, NOW, DAY, P2PID_ERR_TEXT },
    { { key, FIRM, NULL, "" }, NOW, DAY, P2PID_ERR_TEXT },
    { { key, FIRM, NULL, "\xff" }, NOW, DAY, P2PID_ERR_TEXT },
    { { key, FIRM, "oberg", FIRM_ROLE }, NOW, DAY, P2PID_ERR_FORMAT },
    { { none, FIRM, NULL, FIRM_ROLE }, NOW, DAY, P2PID_ERR_ALGORITHM },
    { { key, FIRM, NULL, FIRM_ROLE }, NOW, 0, P2PID_ERR_ARGUMENT },
    { { key, FIRM, NULL, FIRM_ROLE }, -1, DAY, P2PID_ERR_ARGUMENT },
    { { key, FIRM, NULL, FIRM_ROLE }, INT64_MAX, DAY, P2PID_ERR_ARGUMENT },
    { { key, FIRM, NULL, FIRM_ROLE }, NOW, INT64_MAX, P2PID_ERR_ARGUMENT },
  };
  p2pid_key *firm = firm_key ();

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    p2pid_buffer *role = NULL;

    ck_assert_int_eq (p2pid_role_issue (firm, &bad[i].grant, bad[i].now,
                                        bad[i].lifetime, &role),
                      bad[i].err);
    ck_assert_ptr_null (role);
  }
  p2pid_key_free (firm);
}
END_TEST

START_TEST (a_name_that_no_anchor_could_have_is_not_issued)
{
  char name[P2PID_ANCHOR_NAME_MAX + 2];
  const p2pid_role_grant grant = { person_key (1), name, NULL, FIRM_ROLE };
  p2pid_key *firm = firm_key ();
  p2pid_buffer *role = NULL;

  memset (name, 'a', sizeof name);
  name[sizeof name - 1] = '\0';
  ck_assert_int_eq (p2pid_role_issue (firm, &grant, NOW, DAY, &role),
                    P2PID_ERR_TEXT);
  name[sizeof name - 2] = '\0';
  ck_assert_int_eq (p2pid_role_issue (firm, &grant, NOW, DAY, &role), P2PID_OK);
  p2pid_buffer_free (role);
  p2pid_key_free (firm);
}
END_TEST

START_TEST (a_key_has_no_role_by_itself)
{
  p2pid_key *firm = firm_key ();
  const p2pid_role_grant grant = { *p2pid_key_public (firm), FIRM, NULL,
                                   FIRM_ROLE };
  p2pid_buffer *role = NULL;

  ck_assert_int_eq (p2pid_role_issue (firm, &grant, NOW, DAY, &role),
                    P2PID_ERR_ARGUMENT);
  p2pid_key_free (firm);
}
END_TEST

START_TEST (only_the_holder_of_a_binding_endorses_by_it)
{
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_fingerprint fingerprint = firm_fingerprint ();
  p2pid_key *astrids = firm_person_key (1), *nils = firm_person_key (2);
  p2pid_facts name = P2PID_FACTS (P2PID_FACT_NAME);
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_role_endorse (nils, binding, name, &fingerprint, FIRM,
                                        NOW, DAY, &text),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_role_endorse (astrids, binding,
                                        P2PID_FACTS (P2PID_FACT_GIVEN_NAME),
                                        &fingerprint, FIRM, NOW, DAY, &text),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_role_endorse (astrids, binding, name, &fingerprint,
                                        "a\nb", NOW, DAY, &text),
                    P2PID_ERR_TEXT);
  ck_assert_int_eq (p2pid_role_endorse (astrids, binding, name, &fingerprint,
                                        FIRM, NOW, 0, &text),
                    P2PID_ERR_ARGUMENT);
  ck_assert_ptr_null (text);
  p2pid_key_free (astrids);
  p2pid_key_free (nils);
  p2pid_binding_free (binding);
}
END_TEST

/* Whoever has a role of their own leaves it out of what they sign for. */
START_TEST (a_signatorys_own_role_stays_at_home)
{
  char *role = firm_role ();
  p2pid_binding *binding = firm_binding (role), *named = NULL;
  p2pid_fingerprint fingerprint = firm_fingerprint ();
  p2pid_key *key = firm_person_key (1);
  p2pid_role_text read = { .credential = NULL };
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_role_endorse (key, binding, P2PID_FACTS_DEFAULT,
                                        &fingerprint, FIRM, NOW, DAY, &text),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_endorsement_read (p2pid_buffer_bytes (text), &read),
                    P2PID_OK);
  ck_assert_ptr_null (p2pid_binding_role (read.signatory));
  p2pid_jws_clear (&read.endorsement);
  p2pid_binding_free (read.signatory);
  p2pid_binding_free (named);
  p2pid_binding_free (binding);
  p2pid_buffer_free (text);
  p2pid_key_free (key);
  free (role);
}
END_TEST

START_TEST (an_endorsement_can_be_exchanged_and_taken_away)
{
  char *role = firm_role (), *endorsement = firm_endorsement ();
  char *expected = firm_join (role, endorsement);
  p2pid_buffer *first = NULL, *second = NULL, *third = NULL;

  ck_assert_int_eq (
      p2pid_role_add_endorsement (p2pid_bytes_from_text (role),
                                  p2pid_bytes_from_text (endorsement), &first),
      P2PID_OK);
  ck_assert_str_eq ((char *) first->data, expected);
  ck_assert_int_eq (
      p2pid_role_add_endorsement (p2pid_buffer_bytes (first),
                                  p2pid_bytes_from_text (endorsement), &second),
      P2PID_OK);
  ck_assert_str_eq ((char *) second->data, expected);
  ck_assert_int_eq (p2pid_role_add_endorsement (p2pid_buffer_bytes (first),
                                                (p2pid_bytes){ NULL, 0 },
                                                &third),
                    P2PID_OK);
  ck_assert_str_eq ((char *) third->data, role);
  p2pid_buffer_free (first);
  p2pid_buffer_free (second);
  p2pid_buffer_free (third);
  free (role);
  free (endorsement);
  free (expected);
}
END_TEST

START_TEST (a_role_is_put_to_its_own_binding_alone)
{
  static const p2pid_test_person nils = { .name = "Nils Berg" };
  p2pid_public_key other = person_key (2);
  p2pid_binding *binding = NULL, *with = NULL, *without = NULL;
  char *role = firm_role ();

  ck_assert_int_eq (
      p2pid_binding_issue_test (&other, &nils, NOW, DAY, &binding), P2PID_OK);
  ck_assert_int_eq (
      p2pid_binding_set_role (binding, p2pid_bytes_from_text (role), &with),
      P2PID_ERR_MISMATCH);
  ck_assert_ptr_null (with);
  p2pid_binding_free (binding);

  binding = person_binding (&astrid);
  ck_assert_int_eq (
      p2pid_binding_set_role (binding, p2pid_bytes_from_text (role), &with),
      P2PID_OK);
  ck_assert_str_eq (p2pid_binding_role (with), role);
  ck_assert_int_eq (
      p2pid_binding_set_role (with, (p2pid_bytes){ NULL, 0 }, &without),
      P2PID_OK);
  ck_assert_ptr_null (p2pid_binding_role (without));
  ck_assert_str_eq (p2pid_binding_evidence (without),
                    p2pid_binding_evidence (binding));
  p2pid_binding_free (binding);
  p2pid_binding_free (with);
  p2pid_binding_free (without);
  free (role);
}
END_TEST

/* For one's own eyes: the organisation by its own word. */
START_TEST (ones_own_role_can_be_looked_at)
{
  p2pid_anchors *anchors = person_anchors (true);
  char *role = firm_role ();
  p2pid_binding *binding = firm_binding (role);
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_binding_verify_own (binding, anchors, NOW, &identity),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_identity_role_proof (identity)->organisation, FIRM);
  ck_assert_str_eq (p2pid_identity_role_proof (identity)->domain, FIRM_DOMAIN);
  p2pid_identity_free (identity);
  identity = NULL;
  ck_assert_int_eq (
      p2pid_binding_verify_own (binding, anchors, NOW + DAY, &identity),
      P2PID_ERR_EXPIRED);
  ck_assert_ptr_null (identity);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 1); /* none was added */
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  free (role);
}
END_TEST

START_TEST (who_has_no_role_is_seen_as_by_others)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_binding_verify_own (binding, anchors, NOW, &identity),
                    P2PID_OK);
  ck_assert_ptr_null (p2pid_identity_role_proof (identity));
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_ORGANISATION),
                    astrid.organisation);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
}
END_TEST

/* --- role.json --- */

static json_t *vector;

static const char *
text (const char *name)
{
  const char *value = json_string_value (json_object_get (vector, name));

  ck_assert_ptr_nonnull (value);
  return value;
}

static int64_t
number (const char *name)
{
  return json_integer_value (json_object_get (vector, name));
}

static p2pid_key *
vector_key (const char *name)
{
  p2pid_buffer *seed = harness_hex (json_object_get (vector, name));
  p2pid_key *key = NULL;

  ck_assert_int_eq (p2pid_key_from_seed (seed->data, &key), P2PID_OK);
  p2pid_buffer_free (seed);
  return key;
}

static p2pid_binding *
vector_binding (const char *name)
{
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (
      p2pid_binding_parse (p2pid_bytes_from_text (text (name)), &binding),
      P2PID_OK);
  return binding;
}

static void
check_hex (const p2pid_fingerprint *fingerprint, const char *name)
{
  char hex[65];

  p2pid_hex_encode (P2PID_BYTES (fingerprint->bytes), hex);
  ck_assert_str_eq (hex, text (name));
}

static void
load (void)
{
  p2pid_buffer *file = harness_own_file ("role.json");

  vector = json_loadb ((const char *) file->data, file->size, 0, NULL);
  ck_assert_ptr_nonnull (vector);
  p2pid_buffer_free (file);
}

static void
unload (void)
{
  json_decref (vector);
}

START_TEST (issuing_gives_the_vector)
{
  p2pid_key *firm = vector_key ("organisation-seed");
  p2pid_key *person = vector_key ("person-seed");
  const p2pid_role_grant grant = { *p2pid_key_public (person),
                                   text ("organisation"), text ("domain"),
                                   text ("role") };
  p2pid_buffer *salt = harness_hex (json_object_get (vector, "salt"));
  p2pid_buffer *credential = NULL;
  p2pid_fingerprint fingerprint;

  harness_queue_random (p2pid_buffer_bytes (salt));
  ck_assert_int_eq (p2pid_role_issue (firm, &grant, number ("now"),
                                      number ("lifetime"), &credential),
                    P2PID_OK);
  ck_assert_str_eq ((char *) credential->data, text ("credential"));
  p2pid_organisation_fingerprint (p2pid_key_public (firm), &fingerprint);
  check_hex (&fingerprint, "organisation-fingerprint");
  ck_assert_int_eq (
      p2pid_role_fingerprint (p2pid_buffer_bytes (credential), &fingerprint),
      P2PID_OK);
  check_hex (&fingerprint, "role-fingerprint");
  p2pid_buffer_free (credential);
  p2pid_buffer_free (salt);
  p2pid_key_free (firm);
  p2pid_key_free (person);
}
END_TEST

START_TEST (endorsing_gives_the_vector)
{
  p2pid_key *firm = vector_key ("organisation-seed");
  p2pid_key *signatory = vector_key ("signatory-seed");
  p2pid_binding *binding = vector_binding ("signatory-binding");
  p2pid_fingerprint fingerprint;
  p2pid_buffer *endorsement = NULL, *role = NULL;

  p2pid_organisation_fingerprint (p2pid_key_public (firm), &fingerprint);
  ck_assert_int_eq (
      p2pid_role_endorse (signatory, binding, p2pid_binding_facts (binding),
                          &fingerprint, text ("organisation"), number ("now"),
                          number ("lifetime"), &endorsement),
      P2PID_OK);
  ck_assert_int_eq (
      p2pid_role_add_endorsement (p2pid_bytes_from_text (text ("credential")),
                                  p2pid_buffer_bytes (endorsement), &role),
      P2PID_OK);
  ck_assert_str_eq ((char *) role->data, text ("endorsed"));
  p2pid_buffer_free (endorsement);
  p2pid_buffer_free (role);
  p2pid_binding_free (binding);
  p2pid_key_free (firm);
  p2pid_key_free (signatory);
}
END_TEST

START_TEST (the_vectors_verify)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_binding *plain = vector_binding ("person-binding"), *binding = NULL;
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (
      p2pid_binding_set_role (plain, p2pid_bytes_from_text (text ("endorsed")),
                              &binding),
      P2PID_OK);
  ck_assert_int_eq (
      p2pid_binding_verify (binding, anchors, number ("now"), &identity),
      P2PID_OK);
  ck_assert_ptr_nonnull (p2pid_identity_role_proof (identity));
  ck_assert_str_eq (p2pid_identity_role_proof (identity)->organisation,
                    text ("organisation"));
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  p2pid_binding_free (plain);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (the_page_of_the_vector_is_read_and_written)
{
  p2pid_key *firm = vector_key ("organisation-seed");
  p2pid_fingerprint revoked;
  const p2pid_organisation_page page = { text ("organisation"),
                                         text ("domain"),
                                         p2pid_key_public (firm),
                                         1,
                                         &revoked,
                                         1 };
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_buffer *written = NULL;

  ck_assert_int_eq (p2pid_role_fingerprint (
                        p2pid_bytes_from_text (text ("credential")), &revoked),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_organisation_page_print (&page, &written), P2PID_OK);
  ck_assert_str_eq ((char *) written->data, text ("page"));
  ck_assert_int_eq (p2pid_organisation_page_load (
                        p2pid_buffer_bytes (written), text ("domain"),
                        P2PID_ENVIRONMENT_PRODUCTION, number ("now"), anchors),
                    P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
  check_hex (&p2pid_anchors_get (anchors, 0)->fingerprint,
             "organisation-fingerprint");
  p2pid_buffer_free (written);
  p2pid_anchors_free (anchors);
  p2pid_key_free (firm);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("role-issue");
  TCase *tcase = tcase_create ("issuing");
  TCase *vectors = tcase_create ("vectors");

  harness_seed (1);
  tcase_add_test (tcase, a_role_that_cannot_be_shown_is_not_issued);
  tcase_add_test (tcase, a_name_that_no_anchor_could_have_is_not_issued);
  tcase_add_test (tcase, a_key_has_no_role_by_itself);
  tcase_add_test (tcase, only_the_holder_of_a_binding_endorses_by_it);
  tcase_add_test (tcase, a_signatorys_own_role_stays_at_home);
  tcase_add_test (tcase, an_endorsement_can_be_exchanged_and_taken_away);
  tcase_add_test (tcase, a_role_is_put_to_its_own_binding_alone);
  tcase_add_test (tcase, ones_own_role_can_be_looked_at);
  tcase_add_test (tcase, who_has_no_role_is_seen_as_by_others);
  suite_add_tcase (suite, tcase);
  tcase_add_checked_fixture (vectors, load, unload);
  tcase_add_test (vectors, issuing_gives_the_vector);
  tcase_add_test (vectors, endorsing_gives_the_vector);
  tcase_add_test (vectors, the_vectors_verify);
  tcase_add_test (vectors, the_page_of_the_vector_is_read_and_written);
  suite_add_tcase (suite, vectors);
  return harness_run (suite);
}
