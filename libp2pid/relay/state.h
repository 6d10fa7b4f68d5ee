/* What a p2pid_relay holds; for relay.c and exchange.c only. */

#ifndef P2PID_RELAY_STATE_H
#define P2PID_RELAY_STATE_H

#include "relay/answer.h"
#include "relay/relay.h"
#include "relay/request.h"

#include <stdatomic.h>

/** Slots that each side of a mailbox has. */
#define P2PID_RELAY_SLOTS 16

/** Events that can wait at once; the exchange stops while any does, and each
 *  of its two lanes makes two at the most. */
#define P2PID_RELAY_EVENTS 8

/** How far one has come. */
typedef enum {
  P2PID_PHASE_NONE,     /**< no mailbox was named yet */
  P2PID_PHASE_OPENING,  /**< asking for one, as the host of a code */
  P2PID_PHASE_CLAIMING, /**< asking for the one behind a nameplate */
  P2PID_PHASE_INSIDE,
  P2PID_PHASE_OVER
} p2pid_relay_phase;

/** What a request is for. */
typedef enum {
  P2PID_ERRAND_NONE,
  P2PID_ERRAND_OPEN,
  P2PID_ERRAND_CLAIM,
  P2PID_ERRAND_PUT,
  P2PID_ERRAND_GET,
  P2PID_ERRAND_PROBE, /* is the mailbox still there? */
  P2PID_ERRAND_DELETE
} p2pid_relay_errand;

/** A line of requests, one after the other: out for all that changes
 *  something, in for the long poll. */
typedef struct {
  p2pid_request request;
  p2pid_relay_errand errand; /* in flight */
  int64_t started;           /* when it left, in monotonic milliseconds */
  long wait;                 /* seconds of long poll that it asked for */
  int64_t not_before;        /* when the next one may leave */
  unsigned failures;         /* in a row */
  unsigned hasty;            /* polls in a row answered "not yet" at once */
} p2pid_relay_lane;

struct p2pid_relay {
  CURLM *multi;
  char *origin;
  atomic_bool woken; /* the one member that any thread touches */

  p2pid_relay_phase phase;
  bool host;
  bool doubtful; /* the relay may have lost a code's mailbox */
  bool leaving;  /* nothing is polled for any more */
  bool closing;  /* and the mailbox is to go */
  p2pid_answer_place place;

  p2pid_buffer *outbox[P2PID_RELAY_SLOTS]; /* by slot, until it is sent */
  unsigned queued, sent, received;         /* so many slots */

  p2pid_relay_lane out, in;
  bool offline; /* as the caller was told */

  p2pid_relay_event events[P2PID_RELAY_EVENTS];
  unsigned event_count;
};

#endif
