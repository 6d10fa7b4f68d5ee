/* server/boxes: every rule of PROTOCOL.md §10, with the clock in hand. */

#include "box.h"

#include <sodium.h>
#include <stdlib.h>

static void
make (void)
{
  p2pid_boxes_limits limits = { MAILBOXES,   MAILBOXES, WAITS,
                                1024 * 1024, CODE_LIFE, MAILBOX_LIFE,
                                JOINED_LIFE };

  harness_seed (4);
  box_begin (&limits);
}

static bool
known (char box)
{
  p2pid_box_use one = box_use (box, 0, 0, 0);

  return p2pid_boxes_know (boxes, &one.id, now);
}

/* An invitation's box "a", used by its host "h" and guest "g". */
static void
meet (void)
{
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_EMPTY);
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
}

/* Invitations */

START_TEST (what_one_puts_the_other_gets)
{
  meet ();
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_MESSAGE);
  ck_assert_int_eq (box_put (box_use ('a', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_get (box_use ('a', 'g', HOST, 0)), P2PID_BOX_MESSAGE);
  ck_assert_int_eq (box_get (box_use ('a', 'g', HOST, 1)), P2PID_BOX_EMPTY);
}
END_TEST

START_TEST (reading_takes_nothing_away)
{
  meet ();
  for (int i = 0; i < 3; i++)
    ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)),
                      P2PID_BOX_MESSAGE);
}
END_TEST

START_TEST (a_slot_is_written_once)
{
  meet ();
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_SAME);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'g', GUEST, 0), 'n', 5),
                    P2PID_BOX_SLOT);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'g', GUEST, 0), 'm', 4),
                    P2PID_BOX_SLOT);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'g', GUEST, 0), 'm', 6),
                    P2PID_BOX_SLOT);
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_MESSAGE);
}
END_TEST

START_TEST (the_first_writer_claims_its_side)
{
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('a', 'x', GUEST, 1)), P2PID_BOX_CROWDED);
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_MESSAGE);
}
END_TEST

START_TEST (the_first_reader_claims_the_other_side)
{
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_EMPTY);
  ck_assert_int_eq (box_get (box_use ('a', 'x', GUEST, 0)), P2PID_BOX_CROWDED);
  ck_assert_int_eq (box_put (box_use ('a', 'x', HOST, 0)), P2PID_BOX_CROWDED);
  ck_assert_int_eq (box_put (box_use ('a', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_get (box_use ('a', 'g', HOST, 0)), P2PID_BOX_MESSAGE);
}
END_TEST

START_TEST (one_token_cannot_be_both)
{
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (box_use ('a', 'g', HOST, 0)), P2PID_BOX_CROWDED);
  ck_assert_int_eq (box_get (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_CROWDED);
  /* Which is no third party, and takes nothing from the rightful one. */
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_MESSAGE);
  ck_assert (!crowded);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).crowded, 0);
}
END_TEST

START_TEST (a_third_party_is_told_to_both_sides_only)
{
  meet ();
  ck_assert (!crowded);
  ck_assert_int_eq (box_get (box_use ('a', 'x', GUEST, 0)), P2PID_BOX_CROWDED);
  ck_assert (!crowded);
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_MESSAGE);
  ck_assert (crowded);
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_SAME);
  ck_assert (crowded);
  ck_assert_int_eq (box_delete (box_use ('a', 'y', 0, 0)), P2PID_BOX_CROWDED);
  ck_assert (!crowded);
  ck_assert_int_eq (box_delete (box_use ('a', 'g', 0, 0)), P2PID_BOX_DELETED);
  ck_assert (crowded);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).crowded, 1);
}
END_TEST

START_TEST (only_slot_0_makes_a_box)
{
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 1)), P2PID_BOX_GONE);
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 15)), P2PID_BOX_GONE);
  ck_assert_int_eq (box_delete (box_use ('a', 'g', 0, 0)), P2PID_BOX_GONE);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).opened, 0);
  ck_assert (!known ('a'));
  meet ();
  ck_assert (known ('a'));
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 15)), P2PID_BOX_STORED);
}
END_TEST

/* Codes */

static char nameplate[P2PID_NAMEPLATE_SIZE];

static p2pid_box_use
open_code (void)
{
  p2pid_box_use host = { .side = HOST };

  ck_assert_int_eq (
      p2pid_boxes_open (boxes, &home, now, nameplate, &host.id, &host.token),
      P2PID_BOX_OPENED);
  return host;
}

static p2pid_box_answer
claim (p2pid_box_use *out_guest)
{
  p2pid_box_use guest = { .side = GUEST };
  p2pid_box_answer answer =
      p2pid_boxes_claim (boxes, nameplate, now, &guest.id, &guest.token);

  if (answer == P2PID_BOX_JOINED && out_guest != NULL)
    *out_guest = guest;
  return answer;
}

START_TEST (a_code_leads_the_guest_to_the_host)
{
  p2pid_box_use host = open_code (), guest;

  ck_assert_int_eq (claim (&guest), P2PID_BOX_JOINED);
  ck_assert_mem_eq (&host.id, &guest.id, sizeof host.id);
  ck_assert_mem_ne (&host.token, &guest.token, sizeof host.token);
  ck_assert_int_eq (box_put (host), P2PID_BOX_STORED);
  ck_assert_int_eq (box_put (guest), P2PID_BOX_STORED);
  host.side = GUEST;
  guest.side = HOST;
  ck_assert_int_eq (box_get (host), P2PID_BOX_MESSAGE);
  ck_assert_int_eq (box_get (guest), P2PID_BOX_MESSAGE);
}
END_TEST

START_TEST (a_code_is_claimed_once)
{
  open_code ();
  ck_assert_int_eq (claim (NULL), P2PID_BOX_JOINED);
  ck_assert_int_eq (claim (NULL), P2PID_BOX_USED);
  now += CODE_LIFE - 1;
  ck_assert_int_eq (claim (NULL), P2PID_BOX_USED);
  now += 1;
  ck_assert_int_eq (claim (NULL), P2PID_BOX_UNKNOWN);
}
END_TEST

START_TEST (a_code_that_waits_has_no_side_to_claim)
{
  p2pid_box_use host = open_code (), stranger = host;

  memset (&stranger.token, 'x', sizeof stranger.token);
  stranger.side = GUEST;
  ck_assert_int_eq (box_put (stranger), P2PID_BOX_CROWDED);
  stranger.side = HOST;
  ck_assert_int_eq (box_get (stranger), P2PID_BOX_CROWDED);
  ck_assert_int_eq (claim (NULL), P2PID_BOX_JOINED);
  ck_assert_int_eq (box_put (host), P2PID_BOX_STORED);
  ck_assert (crowded);
}
END_TEST

START_TEST (a_deleted_code_is_unknown_at_once)
{
  p2pid_box_use host = open_code ();
  p2pid_box_use guest = host;

  ck_assert_int_eq (box_delete (host), P2PID_BOX_DELETED);
  ck_assert_int_eq (claim (&guest), P2PID_BOX_UNKNOWN);
}
END_TEST

START_TEST (unknown_codes_are_unknown)
{
  strcpy (nameplate, "47");
  ck_assert_int_eq (claim (NULL), P2PID_BOX_UNKNOWN);
  strcpy (nameplate, "");
  ck_assert_int_eq (claim (NULL), P2PID_BOX_UNKNOWN);
}
END_TEST

/* Lives. Looped: 0 a code, 1 an invitation, 2 a code that was joined late, 3
 * an invitation that was joined late. */

static const struct {
  int64_t wait, life;
} lives[] = { { 0, CODE_LIFE },
              { 0, MAILBOX_LIFE },
              { CODE_LIFE - 1, JOINED_LIFE },
              { MAILBOX_LIFE - 1, JOINED_LIFE } };

/* The host's reading of a box whose life then begins. */
static p2pid_box_use
begin_life (int which)
{
  p2pid_box_use host = box_use ('a', 'h', HOST, 0);

  if (which % 2 == 0)
    host = open_code ();
  host.side = GUEST;
  ck_assert_int_eq (box_get (host), P2PID_BOX_EMPTY);
  now += lives[which].wait;
  if (which == 2)
    ck_assert_int_eq (claim (NULL), P2PID_BOX_JOINED);
  if (which == 3)
    ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  return host;
}

START_TEST (a_life_has_its_length)
{
  p2pid_box_use host = begin_life (_i);

  now += lives[_i].life - 1;
  ck_assert_int_ne (box_get (host), P2PID_BOX_GONE);
  now += 1;
  ck_assert_int_eq (box_get (host), P2PID_BOX_GONE);
  ck_assert_int_eq (box_put (host), P2PID_BOX_GONE);
  ck_assert_int_eq (box_delete (host), P2PID_BOX_GONE);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).expired, 1);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).mailboxes, 0);
}
END_TEST

START_TEST (the_end_is_known_in_advance)
{
  begin_life (_i);
  ck_assert_int_eq (p2pid_boxes_next (boxes), now + lives[_i].life);
}
END_TEST

/* Looped over which of the two there is. */
START_TEST (one_side_alone_still_waits)
{
  ck_assert_int_eq (box_put (box_use ('a', 'x', _i, 0)), P2PID_BOX_STORED);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).joined, 0);
  ck_assert_int_eq (p2pid_boxes_next (boxes), now + MAILBOX_LIFE);
}
END_TEST

START_TEST (use_does_not_make_a_life_longer)
{
  p2pid_box_use host = begin_life (3);

  for (int64_t t = 0; t < JOINED_LIFE; t += JOINED_LIFE / 4) {
    ck_assert_int_eq (box_get (host), P2PID_BOX_MESSAGE);
    now += JOINED_LIFE / 4;
  }
  ck_assert_int_eq (box_get (host), P2PID_BOX_GONE);
}
END_TEST

START_TEST (an_ended_life_is_remembered_a_while)
{
  p2pid_box_use host = begin_life (1);

  now += MAILBOX_LIFE;
  ck_assert_int_eq (box_get (host), P2PID_BOX_GONE);
  now += JOINED_LIFE - 1;
  ck_assert_int_eq (box_get (host), P2PID_BOX_GONE);
  now += 1;
  ck_assert_int_eq (box_get (host), P2PID_BOX_EMPTY); /* a new one */
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).opened, 2);
}
END_TEST

START_TEST (a_deleted_box_is_closed_for_the_rest_of_its_life)
{
  p2pid_box_use host = begin_life (_i);

  ck_assert_int_eq (box_delete (host), P2PID_BOX_DELETED);
  ck_assert_int_eq (box_get (host), P2PID_BOX_CLOSED);
  ck_assert_int_eq (box_put (host), P2PID_BOX_CLOSED);
  ck_assert_int_eq (box_delete (host), P2PID_BOX_DELETED);
  now += lives[_i].life - 1;
  ck_assert_int_eq (box_get (host), P2PID_BOX_CLOSED);
  now += 1;
  ck_assert (!p2pid_boxes_know (boxes, &host.id, now));
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).closed, 1);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).expired, 0);
  ck_assert_int_eq (p2pid_boxes_next (boxes), INT64_MAX);
}
END_TEST

START_TEST (either_side_deletes_and_nobody_else)
{
  meet ();
  ck_assert_int_eq (box_delete (box_use ('a', 'x', 0, 0)), P2PID_BOX_CROWDED);
  ck_assert_int_eq (box_delete (box_use ('a', _i ? 'h' : 'g', 0, 0)),
                    P2PID_BOX_DELETED);
  /* Closed for all, and a stranger still is none of them. */
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_CLOSED);
  ck_assert_int_eq (box_get (box_use ('a', 'g', HOST, 0)), P2PID_BOX_CLOSED);
  ck_assert_int_eq (box_get (box_use ('a', 'x', HOST, 0)), P2PID_BOX_CLOSED);
  ck_assert_int_eq (box_delete (box_use ('a', 'x', 0, 0)), P2PID_BOX_CROWDED);
}
END_TEST

START_TEST (who_comes_too_late_crowds_nobody)
{
  meet ();
  ck_assert_int_eq (box_delete (box_use ('a', 'h', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_int_eq (box_delete (box_use ('a', 'x', 0, 0)), P2PID_BOX_CROWDED);
  ck_assert_int_eq (box_delete (box_use ('a', 'g', 0, 0)), P2PID_BOX_DELETED);
  ck_assert (!crowded);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).crowded, 0);
}
END_TEST

/* Bounds */

START_TEST (full_is_full_for_new_boxes_only)
{
  p2pid_box_use host;

  meet ();
  for (char box = 'b'; box < 'a' + MAILBOXES; box++)
    ck_assert_int_eq (box_get (box_use (box, 'h', GUEST, 0)), P2PID_BOX_EMPTY);
  ck_assert_int_eq (box_get (box_use ('z', 'h', GUEST, 0)), P2PID_BOX_FULL);
  ck_assert_int_eq (box_put (box_use ('z', 'h', HOST, 0)), P2PID_BOX_FULL);
  ck_assert_int_eq (
      p2pid_boxes_open (boxes, &home, now, nameplate, &host.id, &host.token),
      P2PID_BOX_FULL);
  /* Those that are there go on ... */
  ck_assert_int_eq (box_put (box_use ('a', 'h', HOST, 0)), P2PID_BOX_STORED);
  ck_assert_int_eq (box_get (box_use ('a', 'g', HOST, 0)), P2PID_BOX_MESSAGE);
  /* ... and one that ends makes room. */
  ck_assert_int_eq (box_delete (box_use ('b', 'h', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_int_eq (box_get (box_use ('z', 'h', GUEST, 0)), P2PID_BOX_EMPTY);
  ck_assert_uint_eq (p2pid_boxes_get_counts (boxes).mailboxes, MAILBOXES);
}
END_TEST

START_TEST (as_many_dead_names_are_kept_as_boxes)
{
  for (char box = 'a'; box <= 'a' + MAILBOXES; box++) {
    ck_assert_int_eq (box_get (box_use (box, 'h', GUEST, 0)), P2PID_BOX_EMPTY);
    ck_assert_int_eq (box_delete (box_use (box, 'h', 0, 0)), P2PID_BOX_DELETED);
  }
  /* The oldest was forgotten, the others were not. */
  ck_assert (!known ('a'));
  for (char box = 'b'; box <= 'a' + MAILBOXES; box++)
    ck_assert_int_eq (box_get (box_use (box, 'h', GUEST, 0)), P2PID_BOX_CLOSED);
}
END_TEST

START_TEST (a_message_may_be_so_large)
{
  meet ();
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'g', GUEST, 1), 'm',
                                   P2PID_BOX_MESSAGE_MAX + 1),
                    P2PID_BOX_LARGE);
  ck_assert_int_eq (
      box_put_bytes (box_use ('a', 'g', GUEST, 1), 'm', P2PID_BOX_MESSAGE_MAX),
      P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'g', GUEST, 2), 'm', 1),
                    P2PID_BOX_STORED);
}
END_TEST

START_TEST (a_box_may_hold_so_much)
{
  meet (); /* five bytes */
  for (unsigned n = 1; n < 8; n++)
    ck_assert_int_eq (box_put_bytes (box_use ('a', 'g', GUEST, n), 'm',
                                     P2PID_BOX_MESSAGE_MAX),
                      P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'h', HOST, 0), 'm',
                                   P2PID_BOX_MESSAGE_MAX - 4),
                    P2PID_BOX_LARGE);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'h', HOST, 0), 'm',
                                   P2PID_BOX_MESSAGE_MAX - 5),
                    P2PID_BOX_STORED);
  ck_assert_int_eq (box_put_bytes (box_use ('a', 'h', HOST, 1), 'm', 1),
                    P2PID_BOX_LARGE);
}
END_TEST

/* Waiting */

static p2pid_wait waits[WAITS + 1];

static void
wait_for (int i, p2pid_box_use one, int64_t until)
{
  memset (&waits[i], 0, sizeof waits[i]);
  ck_assert_int_eq (box_get (one), P2PID_BOX_EMPTY);
  ck_assert (p2pid_boxes_wait (boxes, &one, until, &waits[i]));
}

START_TEST (all_who_wait_for_a_slot_wake_when_it_is_written)
{
  wait_for (0, box_use ('a', 'h', GUEST, 0), now + 1000);
  wait_for (1, box_use ('a', 'h', GUEST, 0), now + 2000);
  wait_for (2, box_use ('a', 'h', GUEST, 1), now + 1000);
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  ck_assert_uint_eq (woken_count, 2);
  ck_assert_ptr_eq (woken[0], &waits[0]);
  ck_assert_ptr_eq (woken[1], &waits[1]);
  /* The same again wakes nobody. */
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_SAME);
  ck_assert_uint_eq (woken_count, 2);
}
END_TEST

START_TEST (the_same_slot_of_the_other_side_wakes_nobody)
{
  meet ();
  wait_for (0, box_use ('a', 'g', HOST, 1), now + 1000);
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 1)), P2PID_BOX_STORED);
  ck_assert_uint_eq (woken_count, 0);
  ck_assert_int_eq (box_put (box_use ('a', 'h', HOST, 1)), P2PID_BOX_STORED);
  ck_assert_uint_eq (woken_count, 1);
}
END_TEST

START_TEST (who_waits_too_long_is_woken)
{
  wait_for (0, box_use ('a', 'h', GUEST, 0), now + 2000);
  wait_for (1, box_use ('a', 'h', GUEST, 0), now + 1000);
  ck_assert_int_eq (p2pid_boxes_next (boxes), now + 1000);
  p2pid_boxes_tick (boxes, now + 999);
  ck_assert_uint_eq (woken_count, 0);
  p2pid_boxes_tick (boxes, now + 1000);
  ck_assert_uint_eq (woken_count, 1);
  ck_assert_ptr_eq (woken[0], &waits[1]);
  p2pid_boxes_tick (boxes, now + 5000);
  ck_assert_uint_eq (woken_count, 2);
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 0)), P2PID_BOX_EMPTY);
}
END_TEST

START_TEST (all_who_wait_wake_when_the_box_is_deleted)
{
  meet ();
  wait_for (0, box_use ('a', 'h', GUEST, 1), now + 1000);
  wait_for (1, box_use ('a', 'g', HOST, 0), now + 1000);
  ck_assert_int_eq (box_delete (box_use ('a', 'g', 0, 0)), P2PID_BOX_DELETED);
  ck_assert_uint_eq (woken_count, 2);
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 1)), P2PID_BOX_CLOSED);
}
END_TEST

START_TEST (all_who_wait_wake_when_its_life_ends)
{
  meet ();
  wait_for (0, box_use ('a', 'h', GUEST, 1), INT64_MAX);
  now += JOINED_LIFE;
  p2pid_boxes_tick (boxes, now);
  ck_assert_uint_eq (woken_count, 1);
  ck_assert_int_eq (box_get (box_use ('a', 'h', GUEST, 1)), P2PID_BOX_GONE);
}
END_TEST

START_TEST (who_leaves_is_not_woken)
{
  wait_for (0, box_use ('a', 'h', GUEST, 0), now + 1000);
  p2pid_boxes_leave (boxes, &waits[0]);
  p2pid_boxes_leave (boxes, &waits[0]);
  ck_assert_int_eq (box_put (box_use ('a', 'g', GUEST, 0)), P2PID_BOX_STORED);
  p2pid_boxes_tick (boxes, now + 1000);
  ck_assert_uint_eq (woken_count, 0);
}
END_TEST

START_TEST (one_too_many_at_a_box_ends_the_first_wait)
{
  for (int i = 0; i < P2PID_BOX_WAITS_MAX; i++)
    wait_for (i, box_use ('a', 'h', GUEST, 0), now + 1000);
  ck_assert_uint_eq (woken_count, 0);
  wait_for (P2PID_BOX_WAITS_MAX, box_use ('a', 'h', GUEST, 0), now + 1000);
  ck_assert_uint_eq (woken_count, 1);
  ck_assert_ptr_eq (woken[0], &waits[0]);
}
END_TEST

START_TEST (one_too_many_at_all_boxes_cannot_wait)
{
  p2pid_box_use last = box_use ('b', 'h', GUEST, 0);

  for (int i = 0; i < WAITS; i++)
    wait_for (i, box_use ((char) ('a' + i % 2), 'h', GUEST, 0), now + 1000);
  memset (&waits[WAITS], 0, sizeof waits[WAITS]);
  ck_assert (!p2pid_boxes_wait (boxes, &last, now + 1, &waits[WAITS]));
  ck_assert_ptr_null (waits[WAITS].box);
}
END_TEST

START_TEST (all_can_be_woken)
{
  meet ();
  wait_for (0, box_use ('a', 'h', GUEST, 1), now + 1000);
  wait_for (1, box_use ('b', 'h', GUEST, 0), now + 1000);
  p2pid_boxes_wake_all (boxes);
  ck_assert_uint_eq (woken_count, 2);
}
END_TEST

/* All of it together: nameplates come free, however a code ends. */
START_TEST (no_nameplate_is_lost)
{
  p2pid_boxes_limits limits = { 20000,     20000,        WAITS,      10,
                                CODE_LIFE, MAILBOX_LIFE, JOINED_LIFE };

  p2pid_boxes_free (boxes);
  box_begin (&limits);
  for (int i = 0; i < 6000; i++) {
    p2pid_box_use host = open_code ();

    ck_assert_uint_eq (strlen (nameplate), 2);
    if (i % 3 == 0)
      ck_assert_int_eq (claim (NULL), P2PID_BOX_JOINED);
    else if (i % 3 == 1)
      ck_assert_int_eq (box_delete (host), P2PID_BOX_DELETED);
    now += i % 3 == 2 ? CODE_LIFE : 1;
  }
  for (int i = 0; i < 30; i++) {
    open_code ();
    ck_assert_uint_eq (strlen (nameplate), 2);
  }
  open_code ();
  ck_assert_uint_eq (strlen (nameplate), 4);
}
END_TEST

/* Looped over seeds: a random walk of everything that can be asked. What is
 * checked are the assertions within, the sanitizers, and the counts. */
START_TEST (any_order_of_anything)
{
  harness_seed ((uint64_t) _i);
  memset (waits, 0, sizeof waits);
  for (int step = 0; step < 3000; step++) {
    p2pid_box_use one = box_use ((char) ('a' + randombytes_uniform (6)),
                                 (char) ('g' + randombytes_uniform (3)),
                                 randombytes_uniform (2) ? HOST : GUEST,
                                 randombytes_uniform (3));
    p2pid_wait *wait = &waits[randombytes_uniform (WAITS)];
    p2pid_boxes_counts counts;

    woken_count = 0;
    switch (randombytes_uniform (8)) {
    case 0:
      box_put_bytes (one, 'm', 5);
      break;
    case 1:
      if (box_get (one) == P2PID_BOX_EMPTY && wait->box == NULL)
        p2pid_boxes_wait (boxes, &one, now + randombytes_uniform (60000), wait);
      break;
    case 2:
      p2pid_boxes_leave (boxes, wait);
      break;
    case 3:
      box_delete (one);
      break;
    case 4:
      p2pid_boxes_open (boxes, &home, now, nameplate, &one.id, &one.token);
      break;
    case 5:
      claim (NULL);
      break;
    default:
      now += randombytes_uniform (100000);
      p2pid_boxes_tick (boxes, now);
    }
    counts = p2pid_boxes_get_counts (boxes);
    ck_assert_uint_eq (counts.opened,
                       counts.mailboxes + counts.closed + counts.expired);
    ck_assert_uint_le (counts.mailboxes, MAILBOXES);
    ck_assert_int_gt (p2pid_boxes_next (boxes), now);
  }
}
END_TEST

static void
add_invitations (Suite *suite)
{
  TCase *tcase = tcase_create ("invitations");

  tcase_add_checked_fixture (tcase, make, box_end);
  tcase_add_test (tcase, what_one_puts_the_other_gets);
  tcase_add_test (tcase, reading_takes_nothing_away);
  tcase_add_test (tcase, a_slot_is_written_once);
  tcase_add_test (tcase, the_first_writer_claims_its_side);
  tcase_add_test (tcase, the_first_reader_claims_the_other_side);
  tcase_add_test (tcase, one_token_cannot_be_both);
  tcase_add_test (tcase, a_third_party_is_told_to_both_sides_only);
  tcase_add_test (tcase, only_slot_0_makes_a_box);
  suite_add_tcase (suite, tcase);
}

static void
add_codes (Suite *suite)
{
  TCase *tcase = tcase_create ("codes");

  tcase_add_checked_fixture (tcase, make, box_end);
  tcase_add_test (tcase, a_code_leads_the_guest_to_the_host);
  tcase_add_test (tcase, a_code_is_claimed_once);
  tcase_add_test (tcase, a_code_that_waits_has_no_side_to_claim);
  tcase_add_test (tcase, a_deleted_code_is_unknown_at_once);
  tcase_add_test (tcase, unknown_codes_are_unknown);
  tcase_add_test (tcase, no_nameplate_is_lost);
  suite_add_tcase (suite, tcase);
}

static void
add_lives (Suite *suite)
{
  TCase *tcase = tcase_create ("lives");

  tcase_add_checked_fixture (tcase, make, box_end);
  tcase_add_loop_test (tcase, a_life_has_its_length, 0, 4);
  tcase_add_loop_test (tcase, the_end_is_known_in_advance, 0, 4);
  tcase_add_loop_test (tcase, one_side_alone_still_waits, HOST, GUEST + 1);
  tcase_add_test (tcase, use_does_not_make_a_life_longer);
  tcase_add_test (tcase, an_ended_life_is_remembered_a_while);
  tcase_add_loop_test (tcase, a_deleted_box_is_closed_for_the_rest_of_its_life,
                       0, 4);
  tcase_add_loop_test (tcase, either_side_deletes_and_nobody_else, 0, 2);
  tcase_add_test (tcase, who_comes_too_late_crowds_nobody);
  suite_add_tcase (suite, tcase);
}

static void
add_bounds (Suite *suite)
{
  TCase *tcase = tcase_create ("bounds");

  tcase_add_checked_fixture (tcase, make, box_end);
  tcase_add_test (tcase, full_is_full_for_new_boxes_only);
  tcase_add_test (tcase, as_many_dead_names_are_kept_as_boxes);
  tcase_add_test (tcase, a_message_may_be_so_large);
  tcase_add_test (tcase, a_box_may_hold_so_much);
  tcase_add_loop_test (tcase, any_order_of_anything, 0, 20);
  suite_add_tcase (suite, tcase);
}

static void
add_waiting (Suite *suite)
{
  TCase *tcase = tcase_create ("waiting");

  tcase_add_checked_fixture (tcase, make, box_end);
  tcase_add_test (tcase, all_who_wait_for_a_slot_wake_when_it_is_written);
  tcase_add_test (tcase, the_same_slot_of_the_other_side_wakes_nobody);
  tcase_add_test (tcase, who_waits_too_long_is_woken);
  tcase_add_test (tcase, all_who_wait_wake_when_the_box_is_deleted);
  tcase_add_test (tcase, all_who_wait_wake_when_its_life_ends);
  tcase_add_test (tcase, who_leaves_is_not_woken);
  tcase_add_test (tcase, one_too_many_at_a_box_ends_the_first_wait);
  tcase_add_test (tcase, one_too_many_at_all_boxes_cannot_wait);
  tcase_add_test (tcase, all_can_be_woken);
  suite_add_tcase (suite, tcase);
}

int
main (void)
{
  Suite *suite = suite_create ("server-boxes");

  add_invitations (suite);
  add_codes (suite);
  add_lives (suite);
  add_bounds (suite);
  add_waiting (suite);
  return harness_run (suite);
}
