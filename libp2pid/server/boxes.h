/*
 * The mailboxes themselves, without HTTP, clock or socket. PROTOCOL.md §10.
 *
 * A box has two sides, host and guest, and for each side 16 slots that this
 * side writes, once each, and the other side reads. A side belongs to a
 * token. A box lives so long, then it is gone; a box that was deleted keeps
 * its name until then, to answer "closed" under it.
 *
 * Time is an argument everywhere: milliseconds on a clock that never goes
 * back.
 */

#ifndef P2PID_SERVER_BOXES_H
#define P2PID_SERVER_BOXES_H

#include "base/bytes.h"
#include "server/nameplates.h"
#include "server/shares.h"
#include "server/timers.h"

#include <sys/queue.h>

/** Bounds of one box. */
#define P2PID_BOX_SLOTS 16               /**< of a side */
#define P2PID_BOX_MESSAGE_MAX 32768      /**< bytes in a slot */
#define P2PID_BOX_BYTES_MAX (256 * 1024) /**< bytes in all slots */
#define P2PID_BOX_WAITS_MAX 32           /**< who may wait at once */

/** Bytes in all slots until both sides are there: room for the one message
 *  that may have to wait for somebody. */
#define P2PID_BOX_BYTES_WAITING P2PID_BOX_MESSAGE_MAX

typedef struct p2pid_boxes p2pid_boxes;
typedef struct p2pid_box p2pid_box;

/** A mailbox's name. */
typedef struct {
  uint8_t bytes[16];
} p2pid_box_id;

/** What shows that one is a side of it. */
typedef struct {
  uint8_t bytes[32];
} p2pid_token;

typedef enum { P2PID_BOX_HOST, P2PID_BOX_GUEST } p2pid_box_side;

/** Every answer that a mailbox gives. */
typedef enum {
  P2PID_BOX_OPENED,  /**< a box with a nameplate was made */
  P2PID_BOX_JOINED,  /**< its guest has claimed it */
  P2PID_BOX_STORED,  /**< the message is in its slot */
  P2PID_BOX_SAME,    /**< it already was */
  P2PID_BOX_MESSAGE, /**< here it is */
  P2PID_BOX_EMPTY,   /**< nothing in that slot yet */
  P2PID_BOX_DELETED, /**< the box is closed now, or was before */
  P2PID_BOX_UNKNOWN, /**< no box behind that nameplate */
  P2PID_BOX_USED,    /**< another guest was quicker */
  P2PID_BOX_SLOT,    /**< another message is in that slot */
  P2PID_BOX_CROWDED, /**< the token is not that of the side in question */
  P2PID_BOX_GONE,    /**< there is no such box, or no longer */
  P2PID_BOX_CLOSED,  /**< it was deleted */
  P2PID_BOX_LARGE,   /**< past what a box takes */
  P2PID_BOX_FULL     /**< no room for another box, or for the message; or the
                          address has as many boxes as it may */
} p2pid_box_answer;

/** Bounds of all boxes together; lives in milliseconds. */
typedef struct {
  unsigned mailboxes; /**< boxes; as many closed ones are remembered */
  unsigned shares;    /**< boxes that one address made */
  unsigned waits;     /**< who may wait at once */
  uint64_t bytes;     /**< in all slots; half of it in those of boxes where
                           one side is missing */
  int64_t code_life, mailbox_life, joined_life;
} p2pid_boxes_limits;

/** Numbers since the start, and boxes now. */
typedef struct {
  uint64_t mailboxes, opened, joined, closed, expired, crowded;
} p2pid_boxes_counts;

/** A use of a box, as a request names it. */
typedef struct {
  p2pid_box_id id;
  p2pid_token token;
  p2pid_box_side side; /**< whose slot: it writes, the other side reads */
  unsigned slot;       /**< below P2PID_BOX_SLOTS */
  p2pid_address from;  /**< who has the box, should this make it */
} p2pid_box_use;

/** One who waits for a slot; lies in whatever waits, zeroed before. */
typedef struct p2pid_wait {
  TAILQ_ENTRY (p2pid_wait) link;
  p2pid_timer timer;
  p2pid_box *box; /**< NULL when not waiting */
  uint8_t side, slot;
} p2pid_wait;

/** Called once for each wait when it is over, for whatever reason: ask again
 *  to learn which. It may not call back into the boxes. */
typedef void (*p2pid_boxes_woken_cb) (p2pid_wait *wait, void *data);

/** No boxes yet. Calls sodium_init(). P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_boxes_new (const p2pid_boxes_limits *limits,
                 p2pid_boxes_woken_cb woken,
                 void *data,
                 p2pid_boxes **out_boxes);

/** Nobody may be waiting any more; NULL is fine. */
void
p2pid_boxes_free (p2pid_boxes *boxes);

/** A new box with a nameplate, for @p from. @return OPENED, or FULL and no output. */
p2pid_box_answer
p2pid_boxes_open (p2pid_boxes *boxes,
                  const p2pid_address *from,
                  int64_t now,
                  char out_nameplate[P2PID_NAMEPLATE_SIZE],
                  p2pid_box_id *out_id,
                  p2pid_token *out_host);

/** Claim the box behind a nameplate, which nobody can after that. @return
 *  JOINED; UNKNOWN or USED and no output. */
p2pid_box_answer
p2pid_boxes_claim (p2pid_boxes *boxes,
                   const char *nameplate,
                   int64_t now,
                   p2pid_box_id *out_id,
                   p2pid_token *out_guest);

/** Whether a use of this name would not make a new box. */
bool
p2pid_boxes_know (p2pid_boxes *boxes, const p2pid_box_id *id, int64_t now);

/**
 * Put a message of 1 to P2PID_BOX_MESSAGE_MAX bytes into a slot of one's own.
 * Slot 0 of a box that is not there makes it. Both this and the next claim a
 * side that has no token yet, but for boxes with a nameplate, whose tokens
 * are made here.
 *
 * @param message      NULL when it has been taken (STORED)
 * @param out_crowded  told to the two sides only: whether anybody else has
 *                     tried to use the box
 *
 * @return STORED, SAME, SLOT, CROWDED, GONE, CLOSED, LARGE, FULL
 */
p2pid_box_answer
p2pid_boxes_put (p2pid_boxes *boxes,
                 const p2pid_box_use *use,
                 int64_t now,
                 p2pid_buffer **message,
                 bool *out_crowded);

/** Read a slot of the other side; @p out_message is borrowed until the boxes
 *  are next called. @return MESSAGE, EMPTY, CROWDED, GONE, CLOSED, FULL */
p2pid_box_answer
p2pid_boxes_get (p2pid_boxes *boxes,
                 const p2pid_box_use *use,
                 int64_t now,
                 p2pid_bytes *out_message,
                 bool *out_crowded);

/** After EMPTY: wait for the slot until @p until. Who waited longest at a box
 *  that has too many waiting is woken. False when nobody can wait. */
bool
p2pid_boxes_wait (p2pid_boxes *boxes,
                  const p2pid_box_use *use,
                  int64_t until,
                  p2pid_wait *wait);

/** Stop waiting, without being woken; nothing happens when not waiting. */
void
p2pid_boxes_leave (p2pid_boxes *boxes, p2pid_wait *wait);

/** Delete a box, as either side of it; side and slot of @p use do not count.
 *  @return DELETED, CROWDED, GONE */
p2pid_box_answer
p2pid_boxes_delete (p2pid_boxes *boxes,
                    const p2pid_box_use *use,
                    int64_t now,
                    bool *out_crowded);

/** End what is over at @p now. Everything above does so by itself. */
void
p2pid_boxes_tick (p2pid_boxes *boxes, int64_t now);

/** When p2pid_boxes_tick() is next of use; INT64_MAX for never. */
int64_t
p2pid_boxes_next (const p2pid_boxes *boxes);

/** Wake all who wait. */
void
p2pid_boxes_wake_all (p2pid_boxes *boxes);

p2pid_boxes_counts
p2pid_boxes_get_counts (const p2pid_boxes *boxes);

#endif
