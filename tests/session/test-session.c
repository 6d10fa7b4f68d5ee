/* session/: whole conversations, and everything that can go wrong with them
 * between two honest programs. */

#include "couple.h"

#include "evidence/evidence.h"
#include "p2pid/receipt.h"

#include <stdlib.h>
#include <string.h>

static void
identify (party *who)
{
  ck_assert_int_eq (p2pid_session_identify (who->session, P2PID_FACTS_DEFAULT,
                                            NULL, NULL, NOW),
                    P2PID_OK);
  carry (&a, &b);
}

static void
finish (party *who, bool receipt)
{
  ck_assert_int_eq (p2pid_session_finish (who->session, receipt, NOW),
                    P2PID_OK);
  carry (&a, &b);
}

START_TEST (caller_and_callee_identify_each_other)
{
  begin_call ();
  HAS (&a, P2PID_EVENT_JOINED);
  HAS (&b, P2PID_EVENT_AGREED);
  ck_assert_uint_eq (event_of (&a, P2PID_EVENT_AGREED)->compared,
                     P2PID_COMPARED_ROLES);
  ck_assert_int_eq (event_of (&a, P2PID_EVENT_TURN)->place, P2PID_PLACE_FIRST);
  HAS_NOT (&b, P2PID_EVENT_TURN);

  ck_assert_int_eq (p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT,
                                            "björn åkesson", "Offert om taket",
                                            NOW),
                    P2PID_OK);
  carry (&a, &b);
  ck_assert_str_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->name, anna.name);
  ck_assert_str_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->purpose,
                    "Offert om taket");
  ck_assert_int_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->match,
                    P2PID_AUDIENCE_SAME);
  HAS (&a, P2PID_EVENT_SENT);
  HAS (&a, P2PID_EVENT_DELIVERED);
  HAS (&a, P2PID_EVENT_SHOWN);
  HAS_NOT (&a, P2PID_EVENT_IDENTIFIED);
  ck_assert_int_eq (event_of (&b, P2PID_EVENT_TURN)->place, P2PID_PLACE_SECOND);

  identify (&b);
  ck_assert_str_eq (event_of (&a, P2PID_EVENT_IDENTIFIED)->name, bjorn.name);
  HAS (&b, P2PID_EVENT_SHOWN);
  HAS (&a, P2PID_EVENT_CLOSING);
  HAS (&b, P2PID_EVENT_CLOSING);

  finish (&a, true);
  HAS (&b, P2PID_EVENT_RECEIPT_ASKED);
  finish (&b, true);
  HAS (&a, P2PID_EVENT_FINISHED);
  HAS (&b, P2PID_EVENT_FINISHED);
  ck_assert_uint_eq (a.receipt->size, b.receipt->size);
  ck_assert_mem_eq (a.receipt->data, b.receipt->data, a.receipt->size);
}
END_TEST

/* Where the one who was called made the code, tails and all. */
START_TEST (a_caller_may_be_the_guest)
{
  p2pid_session_config host =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLEE, &bjorn, anchors);
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLER, &anna, anchors);

  strcpy (host.account.tail, "4711");
  strcpy (guest.account.tail, "4711");
  begin_both (&host, &guest);
  ck_assert_uint_eq (event_of (&a, P2PID_EVENT_AGREED)->compared,
                     P2PID_COMPARED_ROLES | P2PID_COMPARED_TAILS);
  ck_assert_uint_eq (event_of (&b, P2PID_EVENT_AGREED)->compared,
                     P2PID_COMPARED_ROLES | P2PID_COMPARED_TAILS);
  identify (&b);
  ck_assert_str_eq (event_of (&a, P2PID_EVENT_IDENTIFIED)->name, anna.name);
  identify (&a);
  ck_assert_str_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->name, bjorn.name);
}
END_TEST

/* Looped over who is first: without a telephone the host says so. */
START_TEST (an_invitation_goes_both_ways)
{
  p2pid_session_config host =
      invited_config (P2PID_SIDE_HOST, (p2pid_place) _i, &anna, anchors);
  p2pid_session_config guest =
      invited_config (P2PID_SIDE_GUEST, P2PID_PLACE_FIRST, &bjorn, anchors);
  party *first = _i == P2PID_PLACE_FIRST ? &a : &b;
  party *second = first == &a ? &b : &a;

  side_begin (&a, &host);
  side_begin (&b, &guest);
  ck_assert_uint_eq (strlen (p2pid_session_mailbox (a.session)), 32);
  ck_assert_str_eq (p2pid_session_mailbox (a.session),
                    p2pid_session_mailbox (b.session));
  carry (&a, &b);
  HAS (first, P2PID_EVENT_TURN);
  HAS_NOT (second, P2PID_EVENT_TURN);
  identify (first);
  identify (second);
  ck_assert_str_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->name, anna.name);
  ck_assert_str_eq (event_of (&a, P2PID_EVENT_IDENTIFIED)->name, bjorn.name);
  finish (second, false);
  HAS (first, P2PID_EVENT_FINISHED);
  HAS (second, P2PID_EVENT_FINISHED);
  HAS_NOT (first, P2PID_EVENT_RECEIPT);
}
END_TEST

/* Looped over who asks for a receipt then: without two names there is none. */
START_TEST (the_called_may_decline)
{
  begin_call ();
  identify (&a);
  ck_assert_int_eq (p2pid_session_decline (b.session, NOW), P2PID_OK);
  carry (&a, &b);
  HAS (&a, P2PID_EVENT_DECLINED);
  HAS_NOT (&a, P2PID_EVENT_IDENTIFIED);
  finish (_i ? &b : &a, true);
  HAS (&b, P2PID_EVENT_FINISHED);
  HAS (&a, P2PID_EVENT_FINISHED);
  HAS_NOT (&a, P2PID_EVENT_RECEIPT);
}
END_TEST

START_TEST (a_caller_may_show_nothing)
{
  begin_call ();
  ck_assert_int_eq (p2pid_session_decline (a.session, NOW), P2PID_OK);
  carry (&a, &b);
  HAS (&b, P2PID_EVENT_DECLINED);
  HAS (&b, P2PID_EVENT_CLOSING);
  ck_assert_int_eq (
      p2pid_session_identify (b.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_ERR_STATE);
}
END_TEST

/* Rule 3 of the design, kept by the library. */
START_TEST (the_called_cannot_identify_first)
{
  begin_call ();
  ck_assert_int_eq (
      p2pid_session_identify (b.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_ERR_STATE);
  b.keeps_quiet = true;
  identify (&a);
  HAS (&b, P2PID_EVENT_IDENTIFIED);
  /* Not even then, before the screen has shown it. */
  ck_assert_int_eq (
      p2pid_session_identify (b.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_ERR_STATE);
  ck_assert_int_eq (p2pid_session_shown (b.session, NOW), P2PID_OK);
  carry (&a, &b);
  identify (&b);
  HAS (&a, P2PID_EVENT_IDENTIFIED);
}
END_TEST

START_TEST (who_has_no_key_can_check)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, NULL, anchors);

  begin_both (&host, &guest);
  ck_assert_int_eq (p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT,
                                            bjorn.name, NULL, NOW),
                    P2PID_OK);
  carry (&a, &b);
  ck_assert_str_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->name, anna.name);
  ck_assert_int_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->match,
                    P2PID_AUDIENCE_UNKNOWN);
  ck_assert_int_eq (
      p2pid_session_identify (b.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_ERR_STATE);
  ck_assert_int_eq (p2pid_session_decline (b.session, NOW), P2PID_OK);
}
END_TEST

static void
check_only (p2pid_anchors *other_anchors, p2pid_err err)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &bjorn, other_anchors);

  begin_both (&host, &guest);
  identify (&a);
  ck_assert_int_eq (event_of (&b, P2PID_EVENT_CANNOT_CHECK)->err, err);
  ck_assert_int_eq (event_of (&a, P2PID_EVENT_NOT_CHECKED)->err, err);
  HAS_NOT (&b, P2PID_EVENT_IDENTIFIED);
  HAS_NOT (&a, P2PID_EVENT_SHOWN);
  /* The called is not asked to show anything to somebody unknown. */
  HAS_NOT (&b, P2PID_EVENT_TURN);
  ck_assert_int_eq (
      p2pid_session_identify (b.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW),
      P2PID_ERR_STATE);
  finish (&b, false);
  HAS (&a, P2PID_EVENT_FINISHED);
}

START_TEST (a_test_identity_is_refused_unless_allowed)
{
  p2pid_anchors *none = NULL;

  ck_assert_int_eq (p2pid_anchors_new (&none), P2PID_OK);
  check_only (none, P2PID_ERR_TEST_REFUSED);
  p2pid_anchors_free (none);
}
END_TEST

/* Looped over whether its time is over, or has not come. */
START_TEST (an_identity_of_another_time_cannot_be_checked)
{
  p2pid_test_person facts = { .name = "Anna Lindqvist" };

  p2pid_binding_free (anna.binding);
  ck_assert_int_eq (p2pid_binding_issue_test (
                        p2pid_key_public (anna.key), &facts,
                        _i ? NOW + 3600 : NOW - 3600, 1800, &anna.binding),
                    P2PID_OK);
  check_only (anchors, _i ? P2PID_ERR_NOT_YET_VALID : P2PID_ERR_EXPIRED);
}
END_TEST

START_TEST (a_wrong_code_is_burnt)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);
  p2pid_code wrong;

  do
    ck_assert_int_eq (p2pid_code_new (the_code ()->nameplate, &wrong),
                      P2PID_OK);
  while (strcmp (wrong.secret, the_code ()->secret) == 0);
  guest.code = &wrong;
  begin_both (&host, &guest);
  side_stopped (&a, P2PID_ERR_WRONG_CODE, P2PID_STOP_PROTOCOL, true);
  side_stopped (&b, P2PID_ERR_WRONG_CODE, P2PID_STOP_PROTOCOL, true);
  ck_assert_uint_eq (b.said, 1); /* only the host refuses */
  /* Burnt means burnt: the right code comes too late. */
  side_end (&b);
  guest.code = the_code ();
  side_begin (&b, &guest);
  ck_assert_int_eq (side_hear (&b, p2pid_buffer_bytes (a.out[0]), NOW),
                    P2PID_OK);
  ck_assert_int_eq (side_hear (&a, p2pid_buffer_bytes (b.out[0]), NOW),
                    P2PID_ERR_STATE);
  HAS_NOT (&a, P2PID_EVENT_JOINED);
}
END_TEST

START_TEST (another_relay_is_another_secret)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);

  guest.origin = "https://other.example";
  begin_both (&host, &guest);
  side_stopped (&a, P2PID_ERR_WRONG_CODE, P2PID_STOP_PROTOCOL, true);
}
END_TEST

START_TEST (ones_own_key_is_refused)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &anna, anchors);

  begin_both (&host, &guest);
  identify (&a);
  side_stopped (&b, P2PID_ERR_REFLECTED, P2PID_STOP_PROOF, false);
  side_stopped (&a, P2PID_ERR_STOPPED, P2PID_STOP_PROOF, true);
  HAS_NOT (&b, P2PID_EVENT_IDENTIFIED);
}
END_TEST

/* Looped over every reason, said by the side that was called. */
START_TEST (a_stop_is_seen_by_both)
{
  size_t said;

  begin_call ();
  identify (&a);
  p2pid_session_stop (b.session, (p2pid_stop) _i, NOW);
  said = a.said;
  carry (&a, &b);
  ck_assert_uint_eq (a.said, said); /* a stop needs no answer */
  side_stopped (&b, P2PID_ERR_STOPPED, (p2pid_stop) _i, false);
  /* Clocks differ on both sides; all else is the other's word. */
  side_stopped (&a,
                _i == P2PID_STOP_CLOCK ? P2PID_ERR_CLOCK : P2PID_ERR_STOPPED,
                (p2pid_stop) _i, true);
  ck_assert_int_eq (p2pid_session_finish (a.session, false, NOW),
                    P2PID_ERR_STATE);
  ck_assert_int_eq (p2pid_session_decline (b.session, NOW), P2PID_ERR_STATE);
}
END_TEST

/* Two stops that cross, and a stop that crosses a finish, end quietly. */
START_TEST (stops_may_cross)
{
  begin_call ();
  identify (&a);
  p2pid_session_stop (a.session, P2PID_STOP_NOT_THEM, NOW);
  p2pid_session_stop (b.session, P2PID_STOP_NOT_ME, NOW);
  carry (&a, &b);
  side_stopped (&a, P2PID_ERR_STOPPED, P2PID_STOP_NOT_THEM, false);
  side_stopped (&b, P2PID_ERR_STOPPED, P2PID_STOP_NOT_ME, false);
  ck_assert_int_eq (side_hear (&a, p2pid_buffer_bytes (b.out[b.said - 1]), NOW),
                    P2PID_ERR_STATE);
}
END_TEST

START_TEST (a_receipt_needs_both)
{
  begin_call ();
  identify (&a);
  identify (&b);
  finish (&a, true);
  HAS_NOT (&a, P2PID_EVENT_FINISHED);
  ck_assert_int_eq (p2pid_session_finish (a.session, false, NOW),
                    P2PID_ERR_STATE); /* once is enough */
  finish (&b, false);
  HAS (&a, P2PID_EVENT_FINISHED);
  HAS (&b, P2PID_EVENT_FINISHED);
  HAS_NOT (&a, P2PID_EVENT_RECEIPT);
  HAS_NOT (&b, P2PID_EVENT_RECEIPT);
  ck_assert_int_eq (p2pid_session_finish (a.session, true, NOW),
                    P2PID_ERR_STATE);
}
END_TEST

/* Anna has shown who she is to somebody whom she cannot check. */
START_TEST (nobody_signs_with_somebody_unknown)
{
  p2pid_anchors *none = NULL;
  p2pid_session_config host =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, &anna, NULL);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);

  ck_assert_int_eq (p2pid_anchors_new (&none), P2PID_OK);
  host.anchors = none;
  begin_both (&host, &guest);
  identify (&a);
  identify (&b);
  HAS (&a, P2PID_EVENT_CANNOT_CHECK);
  finish (&b, true);
  HAS_NOT (&a, P2PID_EVENT_RECEIPT_ASKED);
  HAS (&a, P2PID_EVENT_FINISHED);
  HAS (&b, P2PID_EVENT_FINISHED);
  HAS_NOT (&b, P2PID_EVENT_RECEIPT);
  p2pid_anchors_free (none);
}
END_TEST

START_TEST (finishes_may_cross)
{
  begin_call ();
  identify (&a);
  identify (&b);
  ck_assert_int_eq (p2pid_session_finish (a.session, true, NOW), P2PID_OK);
  ck_assert_int_eq (p2pid_session_finish (b.session, true, NOW), P2PID_OK);
  carry (&a, &b);
  HAS (&a, P2PID_EVENT_RECEIPT);
  HAS (&b, P2PID_EVENT_RECEIPT);
  HAS (&a, P2PID_EVENT_FINISHED);
  HAS (&b, P2PID_EVENT_FINISHED);
  ck_assert_mem_eq (a.receipt->data, b.receipt->data, a.receipt->size);
}
END_TEST

/* Looped over how far the conversation has come when the other falls silent:
 * always an ending, never a yes. A person may take longer than a program, and
 * who decides oneself has the whole time. */
START_TEST (silence_ends_in_time)
{
  static const int64_t wait[] = { 900, 60, 600, 900, 600 };
  int64_t deadline;

  begin_call ();
  if (_i >= 1)
    ck_assert_int_eq (p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT,
                                              NULL, NULL, NOW),
                      P2PID_OK);
  if (_i >= 2)
    carry (&a, &b);
  if (_i >= 3)
    identify (&b);
  if (_i >= 4)
    ck_assert_int_eq (p2pid_session_finish (a.session, true, NOW), P2PID_OK);

  deadline = p2pid_session_deadline (a.session);
  ck_assert_int_eq (deadline, NOW + wait[_i]);
  p2pid_session_advance (a.session, deadline - 1);
  side_collect (&a);
  ck_assert_ptr_null (ending_of (&a));
  p2pid_session_advance (a.session, deadline);
  side_collect (&a);
  side_stopped (&a, P2PID_ERR_TIMEOUT, P2PID_STOP_TIMEOUT, false);
  ck_assert_int_eq (p2pid_session_deadline (a.session), INT64_MAX);
}
END_TEST

START_TEST (a_guest_does_not_wait_for_ever)
{
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);

  side_begin (&a, &host);
  side_begin (&b, &guest);
  ck_assert_int_eq (p2pid_session_deadline (a.session), INT64_MAX);
  ck_assert_int_eq (p2pid_session_deadline (b.session), NOW + 60);
  p2pid_session_advance (b.session, NOW + 60);
  side_collect (&b);
  side_stopped (&b, P2PID_ERR_TIMEOUT, P2PID_STOP_TIMEOUT, false);
}
END_TEST

/* Looped over whose screen has not shown the other yet. */
START_TEST (a_screen_has_its_time)
{
  party *quiet = _i ? &a : &b, *other = _i ? &b : &a;

  begin_call ();
  quiet->keeps_quiet = true;
  identify (&a);
  if (_i)
    identify (&b);
  ck_assert_int_eq (p2pid_session_deadline (quiet->session), NOW + 900);
  ck_assert_int_eq (p2pid_session_deadline (other->session), NOW + 60);
}
END_TEST

START_TEST (no_answer_comes_after_the_end)
{
  begin_call ();
  ck_assert_int_eq (p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT,
                                            NULL, NULL, NOW + 880),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_session_deadline (a.session), NOW + 900);
}
END_TEST

START_TEST (patience_can_be_set)
{
  p2pid_session_config host =
      invited_config (P2PID_SIDE_HOST, P2PID_PLACE_SECOND, &anna, anchors);
  p2pid_session_config guest =
      invited_config (P2PID_SIDE_GUEST, P2PID_PLACE_FIRST, &bjorn, anchors);

  host.patience = 30;
  begin_both (&host, &guest);
  ck_assert_int_eq (p2pid_session_deadline (a.session), NOW + 30);
  ck_assert_int_eq (p2pid_session_deadline (b.session), NOW + 900);
}
END_TEST

START_TEST (claims_that_could_mislead_are_not_sent)
{
  static const char *const bad[] = { "\u202egnirts", "a\nb", "a\u200bb", " a",
                                     "e\u0301" };
  char over_long[P2PID_CLAIM_CHARACTERS_MAX + 2];

  memset (over_long, 'x', sizeof over_long);
  over_long[sizeof over_long - 1] = '\0';
  begin_call ();
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
    ck_assert_int_eq (p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT,
                                              NULL, bad[i], NOW),
                      P2PID_ERR_TEXT);
  ck_assert_int_eq (p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT,
                                            over_long, NULL, NOW),
                    P2PID_ERR_TEXT);
  /* Nothing is lost by it. */
  identify (&a);
  HAS (&b, P2PID_EVENT_IDENTIFIED);
}
END_TEST

START_TEST (an_empty_claim_is_none)
{
  begin_call ();
  ck_assert_int_eq (
      p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT, "", "", NOW),
      P2PID_OK);
  carry (&a, &b);
  ck_assert_int_eq (event_of (&b, P2PID_EVENT_IDENTIFIED)->match,
                    P2PID_AUDIENCE_UNKNOWN);
}
END_TEST

/* Said to Björn Åkesson. */
static const struct {
  const char *audience;
  p2pid_audience_match match;
} audiences[] = {
  { "Björn Åkesson", P2PID_AUDIENCE_SAME },
  { "BJÖRN ÅKESSON", P2PID_AUDIENCE_SAME },
  { "Åkesson Björn", P2PID_AUDIENCE_SAME },
  { "Björn", P2PID_AUDIENCE_PART },
  { "björn", P2PID_AUDIENCE_PART },
  { "Åkesson", P2PID_AUDIENCE_PART },
  { "Bjö", P2PID_AUDIENCE_OTHER },
  { "Björn Ek", P2PID_AUDIENCE_OTHER },
  { "Björn Erik Åkesson", P2PID_AUDIENCE_OTHER },
  { "Björn Åkessons bank", P2PID_AUDIENCE_OTHER },
  { "Björn på banken", P2PID_AUDIENCE_OTHER },
  { "Banken", P2PID_AUDIENCE_OTHER },
};

#define AUDIENCES ((int) (sizeof audiences / sizeof *audiences))

/* And its own words are always told. */
START_TEST (an_audience_is_compared)
{
  const heard *told;

  begin_call ();
  ck_assert_int_eq (p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT,
                                            audiences[_i].audience, NULL, NOW),
                    P2PID_OK);
  carry (&a, &b);
  told = event_of (&b, P2PID_EVENT_IDENTIFIED);
  ck_assert_int_eq (told->match, audiences[_i].match);
  ck_assert_str_eq (told->audience, audiences[_i].audience);
}
END_TEST

START_TEST (a_reason_that_there_is_not_accuses_nobody)
{
  begin_call ();
  p2pid_session_stop (a.session, P2PID_STOP_COUNT_, NOW);
  carry (&a, &b);
  side_stopped (&a, P2PID_ERR_STOPPED, P2PID_STOP_ENDED, false);
  side_stopped (&b, P2PID_ERR_STOPPED, P2PID_STOP_ENDED, true);
}
END_TEST

static TCase *
conversations (void)
{
  TCase *tcase = tcase_create ("conversations");

  tcase_add_checked_fixture (tcase, couple_begin, couple_end);
  tcase_add_test (tcase, caller_and_callee_identify_each_other);
  tcase_add_test (tcase, a_caller_may_be_the_guest);
  tcase_add_loop_test (tcase, an_invitation_goes_both_ways, 0, 2);
  tcase_add_loop_test (tcase, the_called_may_decline, 0, 2);
  tcase_add_test (tcase, a_caller_may_show_nothing);
  tcase_add_test (tcase, the_called_cannot_identify_first);
  tcase_add_test (tcase, who_has_no_key_can_check);
  tcase_add_test (tcase, a_test_identity_is_refused_unless_allowed);
  tcase_add_loop_test (tcase, an_identity_of_another_time_cannot_be_checked, 0,
                       2);
  tcase_add_test (tcase, a_wrong_code_is_burnt);
  tcase_add_test (tcase, another_relay_is_another_secret);
  tcase_add_test (tcase, ones_own_key_is_refused);
  tcase_add_loop_test (tcase, a_stop_is_seen_by_both, 0, P2PID_STOP_COUNT_);
  tcase_add_test (tcase, a_reason_that_there_is_not_accuses_nobody);
  tcase_add_test (tcase, stops_may_cross);
  tcase_add_test (tcase, a_receipt_needs_both);
  tcase_add_test (tcase, nobody_signs_with_somebody_unknown);
  tcase_add_test (tcase, finishes_may_cross);
  tcase_add_loop_test (tcase, silence_ends_in_time, 0, 5);
  tcase_add_test (tcase, a_guest_does_not_wait_for_ever);
  tcase_add_loop_test (tcase, a_screen_has_its_time, 0, 2);
  tcase_add_test (tcase, no_answer_comes_after_the_end);
  tcase_add_test (tcase, patience_can_be_set);
  tcase_add_test (tcase, claims_that_could_mislead_are_not_sent);
  tcase_add_test (tcase, an_empty_claim_is_none);
  tcase_add_loop_test (tcase, an_audience_is_compared, 0, AUDIENCES);
  return tcase;
}

int
main (void)
{
  Suite *suite = suite_create ("session");

  suite_add_tcase (suite, conversations ());
  return harness_run (suite);
}
