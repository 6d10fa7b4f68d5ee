/* session/ without memory: whole conversations in which one allocation fails.
 * The call says so, nobody finishes without a receipt, and nothing is lost
 * (the sanitizer looks). */

#include "fixture.h"
#include "starve.h"

static person people[2];
static p2pid_anchors *anchors;
static p2pid_session *sides[2]; /* by p2pid_side */
static p2pid_session_config configs[2];
static int shown, receipts, finished;

static void
set_up (void)
{
  people[0] = person_new ("Anna Lindqvist");
  people[1] = person_new ("Björn Åkesson");
  anchors = test_anchors ();
  for (int side = 0; side < 2; side++)
    configs[side] = invited_config ((p2pid_side) side, P2PID_PLACE_FIRST,
                                    &people[side], anchors);
}

static void
tear_down (void)
{
  person_free (&people[0]);
  person_free (&people[1]);
  p2pid_anchors_free (anchors);
}

static p2pid_err
decide (int side, const p2pid_event *event)
{
  switch (event->kind) {
  case P2PID_EVENT_TURN:
    return p2pid_session_identify (sides[side], P2PID_FACTS_DEFAULT,
                                   people[!side].name, "Offert", NOW);
  case P2PID_EVENT_IDENTIFIED:
    shown += event->audience != NULL && event->purpose != NULL;
    return p2pid_session_shown (sides[side], NOW);
  case P2PID_EVENT_CLOSING:
    return side == P2PID_SIDE_HOST
               ? p2pid_session_finish (sides[side], true, NOW)
               : P2PID_OK;
  case P2PID_EVENT_RECEIPT_ASKED:
    return p2pid_session_finish (sides[side], true, NOW);
  case P2PID_EVENT_RECEIPT:
    receipts++;
    return P2PID_OK;
  case P2PID_EVENT_FINISHED:
    finished++;
    return P2PID_OK;
  case P2PID_EVENT_STOPPED:
    return event->err;
  default:
    return P2PID_OK;
  }
}

/* Let the side decide and its messages go over. */
static p2pid_err
turn (int side)
{
  p2pid_err err = P2PID_OK;
  p2pid_event event;
  p2pid_buffer *message;

  while (err == P2PID_OK && p2pid_session_take_event (sides[side], &event))
    err = decide (side, &event);
  while (err == P2PID_OK &&
         (message = p2pid_session_take_message (sides[side])) != NULL) {
    err =
        p2pid_session_receive (sides[!side], p2pid_buffer_bytes (message), NOW);
    p2pid_buffer_free (message);
  }
  return err;
}

/* Both identify and sign. Check's own macros would starve, too. */
static p2pid_err
converse (void)
{
  p2pid_err err = P2PID_OK;

  shown = receipts = finished = 0;
  for (int side = 0; err == P2PID_OK && side < 2; side++)
    err = p2pid_session_new (&configs[side], NOW, &sides[side]);
  for (int i = 0; err == P2PID_OK && i < 12; i++)
    err = turn (i % 2);

  starve_hold ();
  ck_assert_int_eq (receipts, finished);
  ck_assert (err != P2PID_OK || (shown == 2 && finished == 2));
  for (int side = 0; side < 2; side++) {
    p2pid_session_free (sides[side]);
    sides[side] = NULL;
  }
  return err;
}

START_TEST (want_ends_a_conversation)
{
  size_t failures =
      starve_through (STARVE_OURS_ONCE, 1, converse, starve_is_want);

  ck_assert_uint_gt (failures, 100);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("session memory");
  TCase *tcase = tcase_create ("starving");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, want_ends_a_conversation);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
