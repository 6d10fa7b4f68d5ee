/*
 * A binary heap: the parent of place n is place n / 2, and never later than
 * its children. Places count from 1, so that 0 can mean "not set".
 */

#include "server/timers.h"

#include <assert.h>
#include <stdlib.h>

struct p2pid_timers {
  size_t count;
  size_t capacity;
  p2pid_timer *heap[]; /* heap[0] is not used */
};

p2pid_err
p2pid_timers_new (size_t capacity, p2pid_timers **out_timers)
{
  p2pid_timers *timers;

  if (capacity >= (SIZE_MAX - sizeof *timers) / sizeof timers->heap[0])
    return P2PID_ERR_MEMORY;
  timers = calloc (1, sizeof *timers + (capacity + 1) * sizeof timers->heap[0]);
  if (timers == NULL)
    return P2PID_ERR_MEMORY;
  timers->capacity = capacity;
  *out_timers = timers;
  return P2PID_OK;
}

void
p2pid_timers_free (p2pid_timers *timers)
{
  free (timers);
}

bool
p2pid_timers_room (const p2pid_timers *timers)
{
  return timers->count < timers->capacity;
}

static void
put (p2pid_timers *timers, p2pid_timer *timer, size_t place)
{
  timers->heap[place] = timer;
  timer->place = place;
}

static void
move_up (p2pid_timers *timers, p2pid_timer *timer, size_t place)
{
  while (place > 1 && timers->heap[place / 2]->at > timer->at) {
    put (timers, timers->heap[place / 2], place);
    place /= 2;
  }
  put (timers, timer, place);
}

static void
move_down (p2pid_timers *timers, p2pid_timer *timer, size_t place)
{
  for (size_t child; (child = place * 2) <= timers->count; place = child) {
    if (child < timers->count &&
        timers->heap[child + 1]->at < timers->heap[child]->at)
      child++;
    if (timers->heap[child]->at >= timer->at)
      break;
    put (timers, timers->heap[child], place);
  }
  put (timers, timer, place);
}

void
p2pid_timers_set (p2pid_timers *timers,
                  p2pid_timer *timer,
                  int64_t at,
                  void *owner)
{
  p2pid_timers_unset (timers, timer);
  assert (p2pid_timers_room (timers));
  timer->at = at;
  timer->owner = owner;
  move_up (timers, timer, ++timers->count);
}

void
p2pid_timers_unset (p2pid_timers *timers, p2pid_timer *timer)
{
  size_t place = timer->place;
  p2pid_timer *last;

  if (place == 0)
    return;
  last = timers->heap[timers->count--];
  timer->place = 0;
  if (last == timer)
    return;
  /* The last one takes the hole, and may belong above it or below. */
  if (place > 1 && timers->heap[place / 2]->at > last->at)
    move_up (timers, last, place);
  else
    move_down (timers, last, place);
}

int64_t
p2pid_timers_next (const p2pid_timers *timers)
{
  return timers->count > 0 ? timers->heap[1]->at : INT64_MAX;
}

void *
p2pid_timers_pop (p2pid_timers *timers, int64_t now)
{
  p2pid_timer *first;

  if (p2pid_timers_next (timers) > now || timers->count == 0)
    return NULL;
  first = timers->heap[1];
  p2pid_timers_unset (timers, first);
  return first->owner;
}
