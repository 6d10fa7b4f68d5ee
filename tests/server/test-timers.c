/* server/timers: whatever is set and unset, they come in order. */

#include "harness.h"

#include "server/timers.h"

#include <sodium.h>

#define MANY 200

static p2pid_timers *timers;
static p2pid_timer all[MANY];

static void
make (void)
{
  harness_seed (1);
  memset (all, 0, sizeof all);
  timers = NULL;
  ck_assert_int_eq (p2pid_timers_new (MANY, &timers), P2PID_OK);
}

static void
end (void)
{
  p2pid_timers_free (timers);
}

static void
set (size_t i, int64_t at)
{
  p2pid_timers_set (timers, &all[i], at, &all[i]);
}

START_TEST (an_empty_heap_has_nothing)
{
  ck_assert_int_eq (p2pid_timers_next (timers), INT64_MAX);
  ck_assert_ptr_null (p2pid_timers_pop (timers, INT64_MAX));
}
END_TEST

START_TEST (nothing_comes_before_its_time)
{
  set (0, 10);
  ck_assert_ptr_null (p2pid_timers_pop (timers, 9));
  ck_assert_ptr_eq (p2pid_timers_pop (timers, 10), &all[0]);
  ck_assert_ptr_null (p2pid_timers_pop (timers, 10));
}
END_TEST

START_TEST (a_timer_can_be_set_anew)
{
  set (0, 10);
  set (1, 20);
  set (0, 30);
  ck_assert_int_eq (p2pid_timers_next (timers), 20);
  set (0, 5);
  ck_assert_int_eq (p2pid_timers_next (timers), 5);
  p2pid_timers_unset (timers, &all[0]);
  p2pid_timers_unset (timers, &all[0]);
  ck_assert_int_eq (p2pid_timers_next (timers), 20);
}
END_TEST

START_TEST (room_is_what_it_was_made_with)
{
  for (size_t i = 0; i < MANY; i++) {
    ck_assert (p2pid_timers_room (timers));
    set (i, 1);
  }
  ck_assert (!p2pid_timers_room (timers));
  p2pid_timers_unset (timers, &all[7]);
  ck_assert (p2pid_timers_room (timers));
  ck_assert_int_eq (p2pid_timers_new (SIZE_MAX / 4, &timers), P2PID_ERR_MEMORY);
}
END_TEST

/* Looped over seeds: a random mix against a plain look at every timer. */
START_TEST (they_come_in_order)
{
  harness_seed ((uint64_t) _i);
  for (int step = 0; step < 2000; step++) {
    size_t i = randombytes_uniform (MANY);
    int64_t first = INT64_MAX;

    if (randombytes_uniform (3) > 0)
      set (i, randombytes_uniform (1000));
    else
      p2pid_timers_unset (timers, &all[i]);
    for (size_t j = 0; j < MANY; j++)
      if (all[j].place != 0 && all[j].at < first)
        first = all[j].at;
    ck_assert_int_eq (p2pid_timers_next (timers), first);
  }
  for (int64_t last = 0; p2pid_timers_next (timers) != INT64_MAX;) {
    p2pid_timer *next = p2pid_timers_pop (timers, 1000);

    ck_assert_int_ge (next->at, last);
    ck_assert_uint_eq (next->place, 0);
    last = next->at;
  }
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-timers");
  TCase *tcase = tcase_create ("timers");

  tcase_add_checked_fixture (tcase, make, end);
  tcase_add_test (tcase, an_empty_heap_has_nothing);
  tcase_add_test (tcase, nothing_comes_before_its_time);
  tcase_add_test (tcase, a_timer_can_be_set_anew);
  tcase_add_test (tcase, room_is_what_it_was_made_with);
  tcase_add_loop_test (tcase, they_come_in_order, 0, 10);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
