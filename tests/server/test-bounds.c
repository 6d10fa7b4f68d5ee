/* server/boxes: what all boxes hold together, and who makes them. */

#include "box.h"

static char nameplate[P2PID_NAMEPLATE_SIZE];

/* Nobody waits here. */
static void
end (void)
{
  ck_assert_uint_eq (woken_count, 0);
  box_end ();
}

/* Twenty bytes in all, ten of them where one side is missing. */
static void
make_small (void)
{
  p2pid_boxes_limits limits = { MAILBOXES, MAILBOXES,    WAITS,      20,
                                CODE_LIFE, MAILBOX_LIFE, JOINED_LIFE };

  box_begin (&limits);
}

START_TEST (all_boxes_may_hold_so_much)
{
  make_small ();
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_EMPTY);
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'h', HOST, 0), 'm', 15),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_FULL);
  ck_assert_int_eq (box_put_bytes (box_use ('b', 'h', HOST, 0), 'm', 1),
                    P2PID_BOX_FULL);
  /* What was stored again is no more. */
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_SAME);
  ck_assert_int_eq (box_delete (box_use ('a', 'g', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_int_eq (box_put (box_use ('b', 'h', HOST, 0)), P2PID_BOX_STORED);
}
END_TEST

START_TEST (those_that_wait_leave_half_to_those_that_are_joined)
{
  make_small ();
  ck_assert_int_eq (box_put (box_use ('b', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('c', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('d', 'h', HOST, 0), 'm', 1),
                    P2PID_BOX_FULL);
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_EMPTY);
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('a', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_FULL);
}
END_TEST

/* By joining, what a box holds leaves the half of those that wait. */
START_TEST (who_joins_makes_room_for_those_that_wait)
{
  make_small ();
  ck_assert_int_eq (box_put_bytes (box_use ('b', 'h', HOST, 0), 'm', 10),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('c', 'h', HOST, 0)), P2PID_BOX_FULL);
  ck_assert_int_eq (box_put_bytes (box_use ('b', 'g', GUEST, 0), 'm', 1),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('c', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_delete (box_use ('b', 'g', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_int_eq (box_put (box_use ('d', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('d', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_FULL);
}
END_TEST

START_TEST (one_side_alone_may_leave_one_message)
{
  p2pid_boxes_limits limits = { MAILBOXES,   MAILBOXES, WAITS,
                                1024 * 1024, CODE_LIFE, MAILBOX_LIFE,
                                JOINED_LIFE };

  box_begin (&limits);
  ck_assert_int_eq (
      box_put_bytes (box_use ('a', 'h', HOST, 0), 'm', P2PID_BOX_MESSAGE_MAX),
      P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_LARGE);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'g', GUEST, 0), 'm', 1),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_STORED);
}
END_TEST

START_TEST (one_address_may_make_so_many)
{
  static const p2pid_address elsewhere = { { 192, 0, 2, 1 }, 4 };
  p2pid_boxes_limits limits = { MAILBOXES,  2,         WAITS,
                                1024,       CODE_LIFE, MAILBOX_LIFE,
                                JOINED_LIFE };
  p2pid_box_use other = box_use ('c', 'g', HOST, 0);
  p2pid_box_use code;

  box_begin (&limits);
  ck_assert_int_eq (box_put (box_use ('a', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('b', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('c', 'h', HOST, 0)), P2PID_BOX_FULL);
  ck_assert_int_eq (
      p2pid_boxes_open (boxes, &home, now, nameplate, &code.id, &code.token),
      P2PID_BOX_FULL);
  /* It goes on with those that it has, and comes into those of others; */
  ck_assert_int_eq (box_put (box_use ('a', 'h', HOST, 1)), P2PID_BOX_STORED);
  other.from = elsewhere;
  ck_assert_int_eq (box_put (other), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('c', 'h', GUEST, 0)), P2PID_BOX_STORED);
  /* each that ends makes room for another, however it ends. */
  ck_assert_int_eq (box_delete (box_use ('a', 'h', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_int_eq (box_put (box_use ('d', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('e', 'h', HOST, 0)), P2PID_BOX_FULL);
  now += MAILBOX_LIFE;
  ck_assert_int_eq (box_put (box_use ('e', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('f', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('g', 'h', HOST, 0)), P2PID_BOX_FULL);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-bounds");
  TCase *tcase = tcase_create ("bounds");

  tcase_add_checked_fixture (tcase, NULL, end);
  tcase_add_test (tcase, all_boxes_may_hold_so_much);
  tcase_add_test (tcase, those_that_wait_leave_half_to_those_that_are_joined);
  tcase_add_test (tcase, who_joins_makes_room_for_those_that_wait);
  tcase_add_test (tcase, one_side_alone_may_leave_one_message);
  tcase_add_test (tcase, one_address_may_make_so_many);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
