/* server/boxes: what all boxes hold together, and who makes them. */

#include "harness.h"

#include "server/boxes.h"

#define CODE_LIFE 300000
#define MAILBOX_LIFE 86400000
#define JOINED_LIFE 900000
#define MAILBOXES 4
#define WAITS 40
#define HOST P2PID_BOX_HOST
#define GUEST P2PID_BOX_GUEST

static p2pid_boxes *boxes;
static int64_t now;
static const p2pid_address home = { { 127, 0, 0, 1 }, 4 };
static char nameplate[P2PID_NAMEPLATE_SIZE];

static void
woken_cb (p2pid_wait *wait, void *data)
{
  ck_abort_msg ("nobody waits here");
}

static void
make_with (const p2pid_boxes_limits *limits)
{
  now = 1000;
  boxes = NULL;
  ck_assert_int_eq (p2pid_boxes_new (limits, woken_cb, NULL, &boxes), P2PID_OK);
}

static void
end (void)
{
  p2pid_boxes_free (boxes);
}

/* A box by a letter, a token by a letter. */
static p2pid_box_use
use (char box, char token, p2pid_box_side side, unsigned slot)
{
  p2pid_box_use one = { .side = side, .slot = slot, .from = home };

  memset (one.id.bytes, box, sizeof one.id.bytes);
  memset (one.token.bytes, token, sizeof one.token.bytes);
  return one;
}

static p2pid_box_answer
put_bytes (p2pid_box_use one, uint8_t fill, size_t size)
{
  p2pid_buffer *message = NULL;
  p2pid_box_answer answer;
  bool crowded;

  ck_assert_int_eq (p2pid_buffer_new (size, &message), P2PID_OK);
  memset (message->data, fill, size);
  answer = p2pid_boxes_put (boxes, &one, now, &message, &crowded);
  p2pid_buffer_free (message);
  return answer;
}

static p2pid_box_answer
put (p2pid_box_use one)
{
  return put_bytes (one, 'm', 5);
}

static p2pid_box_answer
get (p2pid_box_use one)
{
  p2pid_bytes message;
  bool crowded;

  return p2pid_boxes_get (boxes, &one, now, &message, &crowded);
}

static p2pid_box_answer delete (p2pid_box_use one)
{
  bool crowded;

  return p2pid_boxes_delete (boxes, &one, now, &crowded);
}

/* Twenty bytes in all, ten of them where one side is missing. */
static void
make_small (void)
{
  p2pid_boxes_limits limits = { MAILBOXES, MAILBOXES,    WAITS,      20,
                                CODE_LIFE, MAILBOX_LIFE, JOINED_LIFE };

  make_with (&limits);
}

START_TEST (all_boxes_may_hold_so_much)
{
  make_small ();
  ck_assert_int_eq (get (use ('a', 'h', GUEST, 0)), P2PID_BOX_EMPTY);
  ck_assert_int_eq (put (use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put_bytes (use ('a', 'h', HOST, 0), 'm', 15),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (put_bytes (use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_FULL);
  ck_assert_int_eq (put_bytes (use ('b', 'h', HOST, 0), 'm', 1),
                    P2PID_BOX_FULL);
  /* What was stored again is no more. */
  ck_assert_int_eq (put (use ('a', 'g', GUEST, 0)), P2PID_BOX_SAME);
  ck_assert_int_eq (delete (use ('a', 'g', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_int_eq (put (use ('b', 'h', HOST, 0)), P2PID_BOX_STORED);
}
END_TEST

START_TEST (those_that_wait_leave_half_to_those_that_are_joined)
{
  make_small ();
  ck_assert_int_eq (put (use ('b', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('c', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put_bytes (use ('d', 'h', HOST, 0), 'm', 1),
                    P2PID_BOX_FULL);
  ck_assert_int_eq (get (use ('a', 'h', GUEST, 0)), P2PID_BOX_EMPTY);
  ck_assert_int_eq (put (use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('a', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put_bytes (use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_FULL);
}
END_TEST

/* By joining, what a box holds leaves the half of those that wait. */
START_TEST (who_joins_makes_room_for_those_that_wait)
{
  make_small ();
  ck_assert_int_eq (put_bytes (use ('b', 'h', HOST, 0), 'm', 10),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('c', 'h', HOST, 0)), P2PID_BOX_FULL);
  ck_assert_int_eq (put_bytes (use ('b', 'g', GUEST, 0), 'm', 1),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('c', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (delete (use ('b', 'g', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_int_eq (put (use ('d', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put_bytes (use ('d', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_FULL);
}
END_TEST

START_TEST (one_side_alone_may_leave_one_message)
{
  p2pid_boxes_limits limits = { MAILBOXES,   MAILBOXES, WAITS,
                                1024 * 1024, CODE_LIFE, MAILBOX_LIFE,
                                JOINED_LIFE };

  make_with (&limits);
  ck_assert_int_eq (
      put_bytes (use ('a', 'h', HOST, 0), 'm', P2PID_BOX_MESSAGE_MAX),
      P2PID_BOX_STORED);
  ck_assert_int_eq (put_bytes (use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_LARGE);
  ck_assert_int_eq (put_bytes (use ('a', 'g', GUEST, 0), 'm', 1),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (put_bytes (use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_STORED);
}
END_TEST

START_TEST (one_address_may_make_so_many)
{
  static const p2pid_address elsewhere = { { 192, 0, 2, 1 }, 4 };
  p2pid_boxes_limits limits = { MAILBOXES,  2,         WAITS,
                                1024,       CODE_LIFE, MAILBOX_LIFE,
                                JOINED_LIFE };
  p2pid_box_use other = use ('c', 'g', HOST, 0);
  p2pid_box_use code;

  make_with (&limits);
  ck_assert_int_eq (put (use ('a', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('b', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('c', 'h', HOST, 0)), P2PID_BOX_FULL);
  ck_assert_int_eq (
      p2pid_boxes_open (boxes, &home, now, nameplate, &code.id, &code.token),
      P2PID_BOX_FULL);
  /* It goes on with those that it has, and comes into those of others; */
  ck_assert_int_eq (put (use ('a', 'h', HOST, 1)), P2PID_BOX_STORED);
  other.from = elsewhere;
  ck_assert_int_eq (put (other), P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('c', 'h', GUEST, 0)), P2PID_BOX_STORED);
  /* each that ends makes room for another, however it ends. */
  ck_assert_int_eq (delete (use ('a', 'h', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_int_eq (put (use ('d', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('e', 'h', HOST, 0)), P2PID_BOX_FULL);
  now += MAILBOX_LIFE;
  ck_assert_int_eq (put (use ('e', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('f', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (put (use ('g', 'h', HOST, 0)), P2PID_BOX_FULL);
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
