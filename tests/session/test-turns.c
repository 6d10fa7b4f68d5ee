/*
 * Out of turn: somebody in a session who says each kind of record at each
 * point of the conversation. What the table of PROTOCOL.md §6 does not allow
 * there ends the contact, and shows no name.
 */

#include "insider.h"

#include "session/machine.h"
#include "session/presentation.h"

#include <string.h>

static person anna, mallory;
static p2pid_anchors *anchors;
static party a;
static mole m;

static void
set_up (void)
{
  anna = person_new ("Anna Lindqvist");
  mallory = person_new ("Mallory Ek");
  anchors = test_anchors ();
}

static void
tear_down (void)
{
  side_end (&a);
  insider_end (&m);
  person_free (&anna);
  person_free (&mallory);
  p2pid_anchors_free (anchors);
}

static p2pid_err
give (p2pid_buffer *message)
{
  p2pid_err err;

  ck_assert_ptr_nonnull (message);
  err = side_hear (&a, p2pid_buffer_bytes (message), NOW);
  p2pid_buffer_free (message);
  return err;
}

static void
take (void)
{
  while (a.carried < a.said)
    ck_assert (insider_hear (&m, p2pid_buffer_bytes (a.out[a.carried++])));
}

static p2pid_buffer *
say (p2pid_record_type type, p2pid_place place, p2pid_role role)
{
  p2pid_record record = { .type = type };

  if (type == P2PID_RECORD_IDENTIFY)
    return insider_identify (&m, &mallory, place, role);
  if (type == P2PID_RECORD_ACCOUNT) {
    record.account.account = (p2pid_account){ .channel = P2PID_CHANNEL_PHONE,
                                              .role = role,
                                              .place = place };
    record.account.time = NOW;
  }
  if (type == P2PID_RECORD_FINISH) {
    record.finish.th = m.transcript.th;
    record.finish.receipt = true;
  }
  if (type == P2PID_RECORD_RECEIPT)
    ck_assert_int_eq (p2pid_receipt_sign (m.side, &m.transcript.th, mallory.key,
                                          &record.receipt.signature),
                      P2PID_OK);
  return insider_say (&m, &record);
}

static p2pid_err
present (void)
{
  p2pid_err err =
      p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT, NULL, NULL, NOW);

  side_collect (&a);
  return err;
}

/* --- Mallory was rung by Anna. --- */

#define CALLEE P2PID_PLACE_SECOND, P2PID_ROLE_CALLEE
#define CALLER P2PID_PLACE_FIRST, P2PID_ROLE_CALLER

/* Bring the conversation to a point at which Mallory speaks. */
static void
as_the_called (int point)
{
  p2pid_session_config host =
      phone_config (P2PID_SIDE_HOST, P2PID_ROLE_CALLER, &anna, anchors);

  side_begin (&a, &host);
  insider_begin (&m, P2PID_SIDE_GUEST, ORIGIN, the_code (), NULL);
  take ();
  ck_assert_int_eq (give (insider_greet (&m)), P2PID_OK);
  take ();
  if (point >= 1)
    ck_assert_int_eq (give (say (P2PID_RECORD_ACCOUNT, CALLEE)), P2PID_OK);
  if (point >= 2)
    ck_assert_int_eq (present (), P2PID_OK);
  take ();
  if (point >= 3)
    ck_assert_int_eq (give (say (P2PID_RECORD_DELIVERED, CALLEE)), P2PID_OK);
  if (point >= 4)
    ck_assert_int_eq (give (say (P2PID_RECORD_SHOWN, CALLEE)), P2PID_OK);
  if (point >= 5)
    ck_assert_int_eq (give (say (P2PID_RECORD_IDENTIFY, CALLEE)), P2PID_OK);
  take ();
  if (point >= 6)
    ck_assert_int_eq (give (say (P2PID_RECORD_FINISH, CALLEE)), P2PID_OK);
  if (point >= 7)
    ck_assert_int_eq (p2pid_session_finish (a.session, true, NOW), P2PID_OK);
  side_collect (&a);
  take ();
}

#define BIT(type) (1u << (type))

/* Which records she may say there; a stop always. */
static const unsigned called_may_say[] = {
  BIT (P2PID_RECORD_ACCOUNT),
  0, /* Anna is to present */
  BIT (P2PID_RECORD_DELIVERED),
  BIT (P2PID_RECORD_SHOWN),
  BIT (P2PID_RECORD_IDENTIFY) | BIT (P2PID_RECORD_DECLINE),
  BIT (P2PID_RECORD_FINISH),
  0, /* Anna is to close */
  BIT (P2PID_RECORD_RECEIPT),
};

#define CALLED_POINTS 8

static void
judge (p2pid_record_type type,
       unsigned may_say,
       p2pid_place place,
       p2pid_role role)
{
  size_t known = a.count;
  p2pid_err err = give (say (type, place, role));

  if ((may_say & BIT (type)) != 0) {
    ck_assert_int_eq (err, P2PID_OK);
    return;
  }
  ck_assert_str_eq (p2pid_err_name (err), "out-of-turn");
  /* The host's first record comes with its answer, which joins the two. */
  for (size_t i = known; i + 1 < a.count; i++)
    ck_assert_int_eq (a.events[i].kind, P2PID_EVENT_JOINED);
  ck_assert_int_eq (ending_of (&a)->kind, P2PID_EVENT_STOPPED);
  ck_assert_int_eq (ending_of (&a)->stop, P2PID_STOP_PROTOCOL);
}

START_TEST (the_called_out_of_turn)
{
  int point = _i / P2PID_RECORD_RECEIPT;
  p2pid_record_type type = (p2pid_record_type) (1 + _i % P2PID_RECORD_RECEIPT);

  as_the_called (point);
  judge (type, called_may_say[point], CALLEE);
}
END_TEST

/* --- Mallory rings Anna. --- */

static void
ring (const p2pid_session_config *guest)
{
  side_begin (&a, guest);
  insider_begin (&m, P2PID_SIDE_HOST, ORIGIN, the_code (), NULL);
  ck_assert_int_eq (give (insider_greet (&m)), P2PID_OK);
  take ();
}

static void
as_the_caller (int point)
{
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &anna, anchors);

  ring (&guest);
  if (point >= 1)
    ck_assert_int_eq (give (say (P2PID_RECORD_ACCOUNT, CALLER)), P2PID_OK);
  take ();
  if (point >= 2)
    ck_assert_int_eq (give (say (P2PID_RECORD_IDENTIFY, CALLER)), P2PID_OK);
  take ();
  if (point >= 3)
    ck_assert_int_eq (present (), P2PID_OK);
  take ();
  if (point >= 4)
    ck_assert_int_eq (give (say (P2PID_RECORD_DELIVERED, CALLER)), P2PID_OK);
  if (point >= 5)
    ck_assert_int_eq (give (say (P2PID_RECORD_SHOWN, CALLER)), P2PID_OK);
}

static const unsigned caller_may_say[] = {
  BIT (P2PID_RECORD_ACCOUNT),
  BIT (P2PID_RECORD_IDENTIFY) | BIT (P2PID_RECORD_DECLINE),
  0, /* Anna decides whether to present back */
  BIT (P2PID_RECORD_DELIVERED),
  BIT (P2PID_RECORD_SHOWN),
  BIT (P2PID_RECORD_FINISH),
};

#define CALLER_POINTS 6

START_TEST (the_caller_out_of_turn)
{
  int point = _i / P2PID_RECORD_RECEIPT;
  p2pid_record_type type = (p2pid_record_type) (1 + _i % P2PID_RECORD_RECEIPT);

  as_the_caller (point);
  judge (type, caller_may_say[point], CALLER);
}
END_TEST

/* A proof for another place or role than the one that she has. */
START_TEST (a_proof_for_another_place_is_false)
{
  static const struct {
    p2pid_place place;
    p2pid_role role;
  } wrong[] = { { P2PID_PLACE_SECOND, P2PID_ROLE_CALLER },
                { P2PID_PLACE_FIRST, P2PID_ROLE_CALLEE },
                { P2PID_PLACE_FIRST, P2PID_ROLE_NONE } };

  as_the_caller (1);
  ck_assert_int_eq (
      give (say (P2PID_RECORD_IDENTIFY, wrong[_i].place, wrong[_i].role)),
      P2PID_ERR_FORGED);
  ck_assert_ptr_null (event_of (&a, P2PID_EVENT_IDENTIFIED));
  ck_assert_int_eq (ending_of (&a)->stop, P2PID_STOP_PROOF);
}
END_TEST

/* Looped over how much later Anna's clock is when it comes. */
START_TEST (a_proof_of_another_time_is_refused)
{
  static const int64_t later[] = { 86400, 601, -601, 600, -600 };
  p2pid_buffer *message;

  as_the_caller (1);
  message = say (P2PID_RECORD_IDENTIFY, CALLER);
  ck_assert_int_eq (
      side_hear (&a, p2pid_buffer_bytes (message), NOW + later[_i]),
      _i < 3 ? P2PID_ERR_CLOCK : P2PID_OK);
  p2pid_buffer_free (message);
  ck_assert_int_eq (event_of (&a, P2PID_EVENT_IDENTIFIED) != NULL, _i >= 3);
}
END_TEST

/* The called compares the number that was dialled with its own, which she
 * never hears. */
START_TEST (the_number_of_the_called_stays_there)
{
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLEE, &anna, anchors);
  p2pid_record_memory *memory = NULL;
  p2pid_record record;

  strcpy (guest.account.tail, "4711");
  ring (&guest);
  ck_assert_int_eq (give (say (P2PID_RECORD_ACCOUNT, CALLER)), P2PID_OK);
  take ();
  ck_assert_int_eq (
      p2pid_record_parse (P2PID_RECORD_ACCOUNT,
                          p2pid_buffer_bytes (m.transcript.records[1].body),
                          &record, &memory),
      P2PID_OK);
  ck_assert_str_eq (record.account.account.tail, "");
  p2pid_record_memory_free (memory);
}
END_TEST

/* Mallory, who was called, has compared a number that Anna never dialled. */
START_TEST (a_number_that_was_not_given_is_not_compared)
{
  p2pid_session_config guest =
      phone_config (P2PID_SIDE_GUEST, P2PID_ROLE_CALLER, &anna, anchors);
  p2pid_record agree = { .type = P2PID_RECORD_AGREE };

  ring (&guest);
  ck_assert_int_eq (give (say (P2PID_RECORD_ACCOUNT, CALLEE)), P2PID_OK);
  take ();
  agree.agree.tails = P2PID_TAILS_SAME;
  ck_assert_int_eq (give (insider_say (&m, &agree)), P2PID_OK);
  ck_assert_uint_eq (event_of (&a, P2PID_EVENT_AGREED)->compared,
                     P2PID_COMPARED_ROLES);
}
END_TEST

/* Without a telephone it is Anna, the host, who says who proves first. */
START_TEST (a_guest_cannot_take_the_place_of_the_host)
{
  p2pid_session_config host =
      invited_config (P2PID_SIDE_HOST, (p2pid_place) _i, &anna, anchors);
  p2pid_record record = { .type = P2PID_RECORD_ACCOUNT };

  side_begin (&a, &host);
  insider_begin (&m, P2PID_SIDE_GUEST, NULL, NULL, the_invitation ());
  ck_assert_int_eq (give (insider_greet (&m)), P2PID_OK);
  take ();
  record.account.account = host.account;
  record.account.time = NOW;
  ck_assert_int_eq (give (insider_say (&m, &record)), P2PID_ERR_PLACES);
  ck_assert_int_eq (ending_of (&a)->stop, P2PID_STOP_ACCOUNTS);
}
END_TEST

/* Looped over who of the two has shown nothing. */
START_TEST (a_receipt_is_for_two_who_have_identified)
{
  as_the_called (_i ? 4 : 1);
  if (_i) {
    ck_assert_int_eq (give (say (P2PID_RECORD_DECLINE, CALLEE)), P2PID_OK);
  } else {
    ck_assert_int_eq (p2pid_session_decline (a.session, NOW), P2PID_OK);
    side_collect (&a);
    take ();
  }
  ck_assert_int_eq (give (say (P2PID_RECORD_FINISH, CALLEE)),
                    P2PID_ERR_OUT_OF_TURN);
  ck_assert_ptr_null (event_of (&a, P2PID_EVENT_RECEIPT_ASKED));
}
END_TEST

/* Words that this program does not know are no false proof: the other's may be
 * newer. */
START_TEST (an_unknown_method_accuses_nobody)
{
  p2pid_record record = { .type = P2PID_RECORD_IDENTIFY };

  as_the_caller (1);
  record.identify.method = "handshake";
  record.identify.evidence = p2pid_bytes_from_text ("x");
  record.identify.time = NOW;
  ck_assert_int_eq (give (insider_say (&m, &record)), P2PID_OK);
  ck_assert_int_eq (event_of (&a, P2PID_EVENT_CANNOT_CHECK)->err,
                    P2PID_ERR_METHOD);
  ck_assert_ptr_null (ending_of (&a));
}
END_TEST

/* Anna's own presentation, said back to her word for word. */
START_TEST (ones_own_words_come_back)
{
  p2pid_transcript_record *said;

  as_the_called (4);
  said = m.transcript.records + 2;
  ck_assert_int_eq (said->type, P2PID_RECORD_IDENTIFY);
  ck_assert_int_eq (give (insider_say_body (&m, P2PID_RECORD_IDENTIFY,
                                            p2pid_buffer_bytes (said->body))),
                    P2PID_ERR_REFLECTED);
  ck_assert_ptr_null (event_of (&a, P2PID_EVENT_IDENTIFIED));
}
END_TEST

START_TEST (a_finish_over_another_conversation_is_refused)
{
  p2pid_record record = { .type = P2PID_RECORD_FINISH };

  as_the_called (5);
  record.finish.th = m.transcript.th;
  record.finish.th.bytes[_i] ^= 1;
  ck_assert_int_eq (give (insider_say (&m, &record)), P2PID_ERR_MISMATCH);
  ck_assert_ptr_null (event_of (&a, P2PID_EVENT_FINISHED));
}
END_TEST

/* Anna wants a receipt; Mallory signs it without having said so. */
START_TEST (a_countersignature_before_the_finish_is_refused)
{
  as_the_called (5);
  ck_assert_int_eq (p2pid_session_finish (a.session, true, NOW), P2PID_OK);
  side_collect (&a);
  take ();
  ck_assert_int_eq (give (say (P2PID_RECORD_RECEIPT, CALLEE)),
                    P2PID_ERR_OUT_OF_TURN);
}
END_TEST

START_TEST (a_false_countersignature_is_refused)
{
  p2pid_record record = { .type = P2PID_RECORD_RECEIPT };

  as_the_called (7);
  ck_assert_int_eq (
      p2pid_receipt_sign (_i ? P2PID_SIDE_HOST : P2PID_SIDE_GUEST,
                          _i ? &m.transcript.th : &m.transcript.handshake,
                          mallory.key, &record.receipt.signature),
      P2PID_OK);
  ck_assert_int_eq (give (insider_say (&m, &record)), P2PID_ERR_FORGED);
  ck_assert_ptr_null (event_of (&a, P2PID_EVENT_RECEIPT));
}
END_TEST

/* A record of a kind that there is not, an empty one, and one with words in
 * its padding. */
START_TEST (nonsense_inside_the_tunnel_is_refused)
{
  uint8_t plain[3][1024] = { { 10, 0, 2, '{', '}' },
                             { 0 },
                             { P2PID_RECORD_DELIVERED, 0, 2, '{', '}', 1 } };
  p2pid_buffer *message = NULL;

  as_the_called (2);
  ck_assert_int_eq (
      p2pid_tunnel_send (m.tunnel, (p2pid_bytes){ plain[_i], 1024 }, &message),
      P2PID_OK);
  ck_assert_int_ne (give (message), P2PID_OK);
  ck_assert_int_eq (ending_of (&a)->stop, P2PID_STOP_PROTOCOL);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("turns");
  TCase *tcase = tcase_create ("out of turn");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_loop_test (tcase, the_called_out_of_turn, 0,
                       CALLED_POINTS * P2PID_RECORD_RECEIPT);
  tcase_add_loop_test (tcase, the_caller_out_of_turn, 0,
                       CALLER_POINTS * P2PID_RECORD_RECEIPT);
  tcase_add_loop_test (tcase, a_proof_for_another_place_is_false, 0, 3);
  tcase_add_loop_test (tcase, a_proof_of_another_time_is_refused, 0, 5);
  tcase_add_test (tcase, the_number_of_the_called_stays_there);
  tcase_add_test (tcase, a_number_that_was_not_given_is_not_compared);
  tcase_add_loop_test (tcase, a_guest_cannot_take_the_place_of_the_host, 0, 2);
  tcase_add_loop_test (tcase, a_receipt_is_for_two_who_have_identified, 0, 2);
  tcase_add_test (tcase, an_unknown_method_accuses_nobody);
  tcase_add_test (tcase, ones_own_words_come_back);
  tcase_add_loop_test (tcase, a_finish_over_another_conversation_is_refused, 0,
                       64);
  tcase_add_test (tcase, a_countersignature_before_the_finish_is_refused);
  tcase_add_loop_test (tcase, a_false_countersignature_is_refused, 0, 2);
  tcase_add_loop_test (tcase, nonsense_inside_the_tunnel_is_refused, 0, 3);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
