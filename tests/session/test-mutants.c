/*
 * What each part of a signature is for. Every attack here is tried on the
 * protocol as it is, where it must fail, and on one with that part left out
 * (session/mutants.h), where it must succeed: so that the day somebody leaves
 * it out, the test that is named after the attack fails.
 */

#include "insider.h"

#include "evidence/evidence.h"
#include "p2pid/receipt.h"
#include "session/mutants.h"
#include "session/presentation.h"
#include "session/receipt-file.h"

#include <string.h>

unsigned p2pid_mutants;

static person anna, bjorn, mallory, mallory_too;
static p2pid_anchors *anchors;

static void
set_up (void)
{
  p2pid_mutants = 0;
  anna = person_new ("Anna Lindqvist");
  bjorn = person_new ("Björn Åkesson");
  mallory = person_new ("Mallory Ek");
  mallory_too = person_new ("Kommissarie Ek");
  anchors = test_anchors ();
}

static void
tear_down (void)
{
  person_free (&anna);
  person_free (&bjorn);
  person_free (&mallory);
  person_free (&mallory_too);
  p2pid_anchors_free (anchors);
}

/* --- Attacks on what is signed, field by field. --- */

typedef struct {
  p2pid_presentation presentation;
  p2pid_hash th;
} signed_thing;

static signed_thing
what_anna_signed (void)
{
  signed_thing thing = { .presentation = { .side = P2PID_SIDE_HOST,
                                           .place = P2PID_PLACE_FIRST,
                                           .role = P2PID_ROLE_CALLER,
                                           .binding = anna.binding,
                                           .audience = "Björn",
                                           .purpose = "Offert",
                                           .time = NOW } };

  memset (&thing.th, 0x11, sizeof thing.th);
  return thing;
}

/* Anna signed one thing; does her signature pass for another? */
static bool
passes_for (signed_thing other)
{
  signed_thing own = what_anna_signed ();
  p2pid_signature signature;

  own.presentation.th = &own.th;
  other.presentation.th = &other.th;
  ck_assert_int_eq (
      p2pid_presentation_sign (&own.presentation, anna.key, &signature),
      P2PID_OK);
  return p2pid_presentation_verify (&other.presentation,
                                    p2pid_key_public (anna.key),
                                    &signature) == P2PID_OK;
}

/* Mirror: the other end of the channel shows Anna's proof as its own. */
static bool
mirrored_to_the_other_side (void)
{
  signed_thing other = what_anna_signed ();

  other.presentation.side = P2PID_SIDE_GUEST;
  return passes_for (other);
}

/* A proof given first, as caller, used as an answer to somebody's proof. */
static bool
used_in_the_other_place (void)
{
  signed_thing other = what_anna_signed ();

  other.presentation.place = P2PID_PLACE_SECOND;
  return passes_for (other);
}

/* "Anna rang me", proved with what she signed as the one who was rung. */
static bool
used_for_the_other_call_role (void)
{
  signed_thing other = what_anna_signed ();

  other.presentation.role = P2PID_ROLE_CALLEE;
  return passes_for (other);
}

/* Unknown key share: another binding, over the same key, behind the same
 * signature. */
static bool
shown_with_another_binding (void)
{
  p2pid_test_person facts = { .name = "Anna Lindqvist, åklagare" };
  signed_thing other = what_anna_signed ();
  p2pid_binding *binding = NULL;
  bool passes;

  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (anna.key),
                                              &facts, NOW, 3600, &binding),
                    P2PID_OK);
  other.presentation.binding = binding;
  passes = passes_for (other);
  p2pid_binding_free (binding);
  return passes;
}

/* What Anna said to the carpenter, shown to the bank. */
static bool
shown_to_another_audience (void)
{
  signed_thing other = what_anna_signed ();

  other.presentation.audience = "Banken";
  return passes_for (other);
}

static bool
shown_for_another_purpose (void)
{
  signed_thing other = what_anna_signed ();

  other.presentation.purpose = "Fullmakt";
  return passes_for (other);
}

/* Words moved from one field into the next. */
static bool
cut_differently (void)
{
  signed_thing other = what_anna_signed ();

  other.presentation.audience = "BjörnOffert";
  other.presentation.purpose = NULL;
  return passes_for (other);
}

static bool
shown_at_another_time (void)
{
  signed_thing other = what_anna_signed ();

  other.presentation.time++;
  return passes_for (other);
}

static bool
shown_in_another_conversation (void)
{
  signed_thing other = what_anna_signed ();

  other.th.bytes[0] ^= 1;
  return passes_for (other);
}

/* --- Attacks on whole sessions. --- */

static void
give (party *to, p2pid_buffer *message)
{
  ck_assert_ptr_nonnull (message);
  side_hear (to, p2pid_buffer_bytes (message), NOW);
  p2pid_buffer_free (message);
}

static void
take (mole *by, party *from)
{
  while (from->carried < from->said)
    ck_assert (
        insider_hear (by, p2pid_buffer_bytes (from->out[from->carried++])));
}

static p2pid_bytes
body_of (const mole *heard_by, size_t record)
{
  ck_assert_uint_lt (record, heard_by->transcript.count);
  return p2pid_buffer_bytes (heard_by->transcript.records[record].body);
}

/* Mafia fraud: Mallory sits in a session with Anna and in another with Björn,
 * says in each what the other side said in the other, and so carries Anna's
 * proof to Björn. */
static bool
carried_to_another_session (void)
{
  p2pid_session_config with_anna =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, &anna, anchors);
  p2pid_session_config with_bjorn =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &bjorn, anchors);
  mole to_anna, to_bjorn;
  party a, b;
  bool shown;

  side_begin (&a, &with_anna);
  side_begin (&b, &with_bjorn);
  insider_begin (&to_anna, P2PID_SIDE_GUEST, ORIGIN, the_code (), NULL);
  insider_begin (&to_bjorn, P2PID_SIDE_HOST, ORIGIN, the_code (), NULL);

  take (&to_anna, &a);
  give (&a, insider_greet (&to_anna));
  give (&b, insider_greet (&to_bjorn));
  take (&to_anna, &a);
  take (&to_bjorn, &b);
  give (&b, insider_say_body (&to_bjorn, P2PID_RECORD_ACCOUNT,
                              body_of (&to_anna, 0)));
  take (&to_bjorn, &b);
  give (&a, insider_say_body (&to_anna, P2PID_RECORD_ACCOUNT,
                              body_of (&to_bjorn, 1)));
  ck_assert_int_eq (
      p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_OK);
  side_collect (&a);
  take (&to_anna, &a);
  give (&b, insider_say_body (&to_bjorn, P2PID_RECORD_IDENTIFY,
                              body_of (&to_anna, 2)));

  shown = event_of (&b, P2PID_EVENT_IDENTIFIED) != NULL;
  if (!shown)
    ck_assert_int_eq (ending_of (&b)->err, P2PID_ERR_FORGED);
  side_end (&a);
  side_end (&b);
  insider_end (&to_anna);
  insider_end (&to_bjorn);
  return shown;
}

/* An honest session between a caller and a callee with a receipt at the end.
 */
static p2pid_buffer *
honest_receipt (const person *caller, const person *callee)
{
  p2pid_session_config host =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, caller, anchors);
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, callee, anchors);
  p2pid_buffer *receipt;
  party a, b;

  side_begin (&a, &host);
  side_begin (&b, &guest);
  carry (&a, &b);
  ck_assert_int_eq (
      p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_OK);
  carry (&a, &b);
  ck_assert_int_eq (
      p2pid_session_identify (b.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_OK);
  carry (&a, &b);
  ck_assert_int_eq (p2pid_session_finish (a.session, true, NOW), P2PID_OK);
  ck_assert_int_eq (p2pid_session_finish (b.session, true, NOW), P2PID_OK);
  carry (&a, &b);
  ck_assert_ptr_nonnull (a.receipt);
  receipt = a.receipt;
  a.receipt = NULL;
  side_end (&a);
  side_end (&b);
  return receipt;
}

static bool
verifies (const p2pid_buffer *file)
{
  p2pid_receipt *receipt = NULL;
  bool good =
      p2pid_receipt_parse (p2pid_buffer_bytes (file), &receipt) == P2PID_OK &&
      p2pid_receipt_verify (receipt, anchors) == P2PID_OK;

  p2pid_receipt_free (receipt);
  return good;
}

/* Rewrite one record of a receipt, keep all signatures but those that
 * @p rewriter can make itself, and see whether it still verifies. */
static bool
rewritten (p2pid_buffer *file,
           size_t at,
           p2pid_bytes body,
           const person *rewriter,
           bool sign_again)
{
  p2pid_transcript old, new = { 0 };
  p2pid_signature host, guest;
  p2pid_buffer *forged = NULL;
  bool good;

  ck_assert_int_eq (
      p2pid_receipt_read (p2pid_buffer_bytes (file), &old, &host, &guest),
      P2PID_OK);
  p2pid_transcript_begin (&new, &old.handshake);
  for (size_t i = 0; i < old.count; i++)
    ck_assert_int_eq (
        p2pid_transcript_add (
            &new, old.records[i].sender, old.records[i].type,
            i == at ? body : p2pid_buffer_bytes (old.records[i].body)),
        P2PID_OK);
  if (sign_again)
    ck_assert_int_eq (
        p2pid_receipt_sign (P2PID_SIDE_HOST, &new.th, rewriter->key, &host),
        P2PID_OK);
  ck_assert_int_eq (p2pid_receipt_write (&new, &host, &guest, &forged),
                    P2PID_OK);
  good = verifies (forged);
  p2pid_transcript_clear (&old);
  p2pid_transcript_clear (&new);
  p2pid_buffer_free (forged);
  p2pid_buffer_free (file);
  return good;
}

/* Mallory shows a receipt with Anna's signature in which the call began when
 * it suits her. */
static bool
account_changed_behind_the_proof (void)
{
  p2pid_record record = { .type = P2PID_RECORD_ACCOUNT };
  p2pid_buffer *body = NULL;
  bool good;

  record.account.account = (p2pid_account){ .channel = P2PID_CHANNEL_PHONE,
                                            .role = P2PID_ROLE_CALLER,
                                            .place = P2PID_PLACE_FIRST,
                                            .start = NOW - 50000 };
  record.account.time = NOW;
  ck_assert_int_eq (p2pid_record_print (&record, &body), P2PID_OK);
  good = rewritten (honest_receipt (&mallory, &anna), 0,
                    p2pid_buffer_bytes (body), &mallory, false);
  p2pid_buffer_free (body);
  return good;
}

/* Mallory has two identities. She shows one to Anna, who answers; afterwards
 * she puts the other into the receipt, and it looks as if Anna had shown
 * herself to that one. */
static bool
first_presentation_exchanged (void)
{
  p2pid_buffer *file = honest_receipt (&mallory, &anna);
  p2pid_record record = { .type = P2PID_RECORD_IDENTIFY };
  p2pid_presentation presentation = { .side = P2PID_SIDE_HOST,
                                      .place = P2PID_PLACE_FIRST,
                                      .role = P2PID_ROLE_CALLER,
                                      .binding = mallory_too.binding,
                                      .time = NOW };
  p2pid_transcript before, until = { 0 };
  p2pid_signature host, guest;
  p2pid_buffer *body = NULL;
  bool good;

  ck_assert_int_eq (
      p2pid_receipt_read (p2pid_buffer_bytes (file), &before, &host, &guest),
      P2PID_OK);
  p2pid_transcript_begin (&until, &before.handshake);
  for (size_t i = 0; i < 2; i++)
    ck_assert_int_eq (
        p2pid_transcript_add (&until, before.records[i].sender,
                              before.records[i].type,
                              p2pid_buffer_bytes (before.records[i].body)),
        P2PID_OK);
  presentation.th = &until.th;
  p2pid_binding_to_record (mallory_too.binding, &record);
  record.identify.time = NOW;
  ck_assert_int_eq (p2pid_presentation_sign (&presentation, mallory_too.key,
                                             &record.identify.signature),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_record_print (&record, &body), P2PID_OK);
  good = rewritten (file, 2, p2pid_buffer_bytes (body), &mallory_too, true);
  p2pid_transcript_clear (&before);
  p2pid_transcript_clear (&until);
  p2pid_buffer_free (body);
  return good;
}

/* Selfie: Anna's own key, in another program of hers or in her own message
 * come back, is shown to her as somebody else. */
static bool
shown_to_oneself (void)
{
  p2pid_session_config host =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, &anna, anchors);
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &anna, anchors);
  party a, b;
  bool shown;

  side_begin (&a, &host);
  side_begin (&b, &guest);
  carry (&a, &b);
  ck_assert_int_eq (
      p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_OK);
  carry (&a, &b);
  shown = event_of (&b, P2PID_EVENT_IDENTIFIED) != NULL;
  side_end (&a);
  side_end (&b);
  return shown;
}

static const struct {
  bool (*attack) (void);
  unsigned mutant; /* without this part it succeeds; 0: it never does */
} attacks[] = {
  { carried_to_another_session, P2PID_MUTANT_NO_H },
  { account_changed_behind_the_proof, P2PID_MUTANT_NO_ACCOUNT },
  { first_presentation_exchanged, P2PID_MUTANT_NO_FIRST },
  { mirrored_to_the_other_side, P2PID_MUTANT_NO_SIDE },
  { used_in_the_other_place, P2PID_MUTANT_NO_PLACE },
  { used_for_the_other_call_role, P2PID_MUTANT_NO_ROLE },
  { shown_with_another_binding, P2PID_MUTANT_NO_BINDING },
  { shown_to_another_audience, P2PID_MUTANT_NO_CLAIMS },
  { shown_for_another_purpose, P2PID_MUTANT_NO_CLAIMS },
  { shown_to_oneself, P2PID_MUTANT_NO_OWN_KEY },
  { cut_differently, 0 },
  { shown_at_another_time, 0 },
  { shown_in_another_conversation, 0 },
};

#define ATTACKS (int) (sizeof attacks / sizeof attacks[0])

START_TEST (the_attack_fails)
{
  ck_assert (!attacks[_i].attack ());
}
END_TEST

START_TEST (the_attack_succeeds_on_the_mutant)
{
  if (attacks[_i].mutant == 0)
    return;
  p2pid_mutants = attacks[_i].mutant;
  ck_assert (attacks[_i].attack ());
}
END_TEST

/* The ways in which these attacks are tried work when nothing is attacked. */
START_TEST (what_is_not_attacked_passes)
{
  p2pid_buffer *receipt = honest_receipt (&mallory, &anna);

  ck_assert (passes_for (what_anna_signed ()));
  ck_assert (verifies (receipt));
  p2pid_buffer_free (receipt);
}
END_TEST

/* Made by two programs that leave out the rule. */
START_TEST (a_receipt_of_one_with_oneself_proves_nothing)
{
  p2pid_buffer *receipt;

  p2pid_mutants = P2PID_MUTANT_NO_OWN_KEY;
  receipt = honest_receipt (&anna, &anna);
  ck_assert (!verifies (receipt));
  p2pid_buffer_free (receipt);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("mutants");
  TCase *tcase = tcase_create ("attacks");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, what_is_not_attacked_passes);
  tcase_add_test (tcase, a_receipt_of_one_with_oneself_proves_nothing);
  tcase_add_loop_test (tcase, the_attack_fails, 0, ATTACKS);
  tcase_add_loop_test (tcase, the_attack_succeeds_on_the_mutant, 0, ATTACKS);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
