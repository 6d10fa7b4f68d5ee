/* Roles in a whole contact: what the caller shows comes over, stands in the
 * receipt, and is the caller's own. */

#include "fixture.h"

#include "evidence/evidence.h"
#include "p2pid/organisation.h"
#include "p2pid/receipt.h"
#include "session/presentation.h"

#include <string.h>

#define FIRM "Firman AB"
#define ROLE "målare"

static person anna, bjorn, nils;
static p2pid_key *firm;
static p2pid_anchors *anchors;
static p2pid_buffer *role; /* with Nils' endorsement */

static p2pid_buffer *
issue (const person *to)
{
  const p2pid_role_grant grant = { *p2pid_key_public (to->key), FIRM, NULL,
                                   ROLE };
  p2pid_fingerprint fingerprint;
  p2pid_buffer *bare = NULL, *word = NULL, *whole = NULL;

  p2pid_organisation_fingerprint (p2pid_key_public (firm), &fingerprint);
  ck_assert_int_eq (p2pid_role_issue (firm, &grant, NOW - 60, 86400, &bare),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_role_endorse (nils.key, nils.binding,
                                        P2PID_FACTS_DEFAULT, &fingerprint, FIRM,
                                        NOW - 60, 86400, &word),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_role_add_endorsement (p2pid_buffer_bytes (bare),
                                                p2pid_buffer_bytes (word),
                                                &whole),
                    P2PID_OK);
  p2pid_buffer_free (bare);
  p2pid_buffer_free (word);
  return whole;
}

/* Without the check that the library makes for people who slip. */
static void
give (person *who, const p2pid_buffer *text)
{
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_binding_new (p2pid_binding_method_name (who->binding),
                                       NULL,
                                       p2pid_binding_evidence (who->binding),
                                       (const char *) text->data, &binding),
                    P2PID_OK);
  p2pid_binding_free (who->binding);
  who->binding = binding;
}

static void
set_up (void)
{
  anna = person_new ("Anna Lindqvist");
  bjorn = person_new ("Björn Åkesson");
  nils = person_new ("Nils Berg");
  anchors = test_anchors ();
  ck_assert_int_eq (p2pid_key_new (&firm), P2PID_OK);
  role = issue (&anna);
  give (&anna, role);
}

static void
tear_down (void)
{
  p2pid_buffer_free (role);
  p2pid_key_free (firm);
  person_free (&anna);
  person_free (&bjorn);
  person_free (&nils);
  p2pid_anchors_free (anchors);
}

/* Anna calls and shows those facts. */
static void
call (party *a, party *b, p2pid_facts facts)
{
  p2pid_session_config host =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, &anna, anchors);
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &bjorn, anchors);

  side_begin (a, &host);
  side_begin (b, &guest);
  carry (a, b);
  ck_assert_int_eq (p2pid_session_identify (a->session, facts, NULL, NULL, NOW),
                    P2PID_OK);
  carry (a, b);
}

/* To the end, and the receipt of it. */
static p2pid_receipt *
finish (party *a, party *b)
{
  p2pid_receipt *receipt = NULL;

  ck_assert_int_eq (
      p2pid_session_identify (b->session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_OK);
  carry (a, b);
  ck_assert_int_eq (p2pid_session_finish (a->session, true, NOW), P2PID_OK);
  ck_assert_int_eq (p2pid_session_finish (b->session, true, NOW), P2PID_OK);
  carry (a, b);
  ck_assert_ptr_nonnull (b->receipt);
  ck_assert_int_eq (
      p2pid_receipt_parse (p2pid_buffer_bytes (b->receipt), &receipt),
      P2PID_OK);
  ck_assert_int_eq (p2pid_receipt_verify (receipt, anchors), P2PID_OK);
  side_end (a);
  side_end (b);
  return receipt;
}

START_TEST (a_role_comes_over_and_stands_in_the_receipt)
{
  party a, b;
  p2pid_receipt *receipt;
  const p2pid_identity *identity;
  const p2pid_role_proof *proof;

  call (&a, &b, P2PID_FACTS_DEFAULT);
  ck_assert_str_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->name, anna.name);
  receipt = finish (&a, &b);
  identity = p2pid_receipt_identity (receipt, P2PID_PLACE_FIRST);
  proof = p2pid_identity_role_proof (identity);
  ck_assert_ptr_nonnull (proof);
  ck_assert_str_eq (proof->organisation, FIRM);
  ck_assert_str_eq (proof->role, ROLE);
  ck_assert_str_eq (p2pid_identity_fact (proof->signatory, P2PID_FACT_NAME),
                    nils.name);
  ck_assert_ptr_null (
      p2pid_identity_fact (proof->signatory, P2PID_FACT_PERSONAL_NUMBER));
  ck_assert_ptr_null (p2pid_identity_role_proof (
      p2pid_receipt_identity (receipt, P2PID_PLACE_SECOND)));
  p2pid_receipt_free (receipt);
}
END_TEST

START_TEST (what_is_not_chosen_stays_at_home)
{
  party a, b;
  p2pid_receipt *receipt;
  const p2pid_identity *identity;

  call (&a, &b, P2PID_FACTS (P2PID_FACT_NAME));
  receipt = finish (&a, &b);
  identity = p2pid_receipt_identity (receipt, P2PID_PLACE_FIRST);
  ck_assert_ptr_null (p2pid_identity_role_proof (identity));
  ck_assert_uint_eq (
      p2pid_identity_unchecked (identity) & P2PID_STEPS (P2PID_STEP_ROLE), 0);
  p2pid_receipt_free (receipt);
}
END_TEST

/* Björn shows the role that Anna was given. */
START_TEST (anothers_role_is_a_stop)
{
  party a, b;

  give (&bjorn, role);
  call (&a, &b, P2PID_FACTS_DEFAULT);
  ck_assert_int_eq (
      p2pid_session_identify (b.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_OK);
  carry (&a, &b);
  ck_assert_ptr_null (event_of (&a, P2PID_EVENT_IDENTIFIED));
  ck_assert_int_eq (ending_of (&a)->stop, P2PID_STOP_PROOF);
  ck_assert_int_eq (ending_of (&a)->err, P2PID_ERR_MISMATCH);
  side_end (&a);
  side_end (&b);
}
END_TEST

START_TEST (the_signature_covers_the_role)
{
  p2pid_hash th = { { 7 } };
  p2pid_binding *without = NULL;
  p2pid_presentation shown = { .side = P2PID_SIDE_HOST,
                               .place = P2PID_PLACE_FIRST,
                               .role = P2PID_ROLE_CALLER,
                               .th = &th,
                               .binding = anna.binding,
                               .time = NOW };
  p2pid_signature signature;

  ck_assert_int_eq (p2pid_presentation_sign (&shown, anna.key, &signature),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_presentation_verify (
                        &shown, p2pid_key_public (anna.key), &signature),
                    P2PID_OK);
  ck_assert_int_eq (
      p2pid_binding_set_role (anna.binding, (p2pid_bytes){ NULL, 0 }, &without),
      P2PID_OK);
  shown.binding = without;
  ck_assert_int_eq (p2pid_presentation_verify (
                        &shown, p2pid_key_public (anna.key), &signature),
                    P2PID_ERR_FORGED);
  p2pid_binding_free (without);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("session-role");
  TCase *tcase = tcase_create ("role");

  harness_seed (5);
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, a_role_comes_over_and_stands_in_the_receipt);
  tcase_add_test (tcase, what_is_not_chosen_stays_at_home);
  tcase_add_test (tcase, anothers_role_is_a_stop);
  tcase_add_test (tcase, the_signature_covers_the_role);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
