/*
 * What happens next: a binary heap of timers that lie in the objects they
 * belong to. Its room is fixed when it is made, so setting a timer can not
 * fail for want of memory.
 */

#ifndef P2PID_SERVER_TIMERS_H
#define P2PID_SERVER_TIMERS_H

#include "p2pid/error.h"

/** One point in time. Zeroed, it is not set. */
typedef struct {
  int64_t at;   /**< milliseconds on the server's clock */
  size_t place; /**< where it is in the heap, from 1; 0 when not set */
  void *owner;
} p2pid_timer;

typedef struct p2pid_timers p2pid_timers;

/** Room for @p capacity timers; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_timers_new (size_t capacity, p2pid_timers **out_timers);

void
p2pid_timers_free (p2pid_timers *timers);

/** Whether one more timer can be set. */
bool
p2pid_timers_room (const p2pid_timers *timers);

/** Set, or set anew; there must be room for one that is not set. */
void
p2pid_timers_set (p2pid_timers *timers,
                  p2pid_timer *timer,
                  int64_t at,
                  void *owner);

/** Unset; nothing happens to one that is not set. */
void
p2pid_timers_unset (p2pid_timers *timers, p2pid_timer *timer);

/** When the next one is due; INT64_MAX when none is set. */
int64_t
p2pid_timers_next (const p2pid_timers *timers);

/** Unset one that is due at @p now, the earliest first, and give its owner;
 *  NULL when none is. */
void *
p2pid_timers_pop (p2pid_timers *timers, int64_t now);

#endif
