/*
 * Boxes with the clock in hand: a box by a letter, a token by a letter.
 */

#ifndef P2PID_TESTS_BOX_H
#define P2PID_TESTS_BOX_H

#include "harness.h"

#include "server/boxes.h"

#define CODE_LIFE 300000
#define MAILBOX_LIFE 86400000
#define JOINED_LIFE 900000
#define MAILBOXES 4
#define WAITS 40
#define HOST P2PID_BOX_HOST
#define GUEST P2PID_BOX_GUEST

extern p2pid_boxes *boxes;
extern int64_t now;
extern const p2pid_address home;
extern p2pid_wait *woken[WAITS + 1]; /* in the order in which they were */
extern size_t woken_count;
extern bool crowded; /* what the last call said */

/** New boxes at the time 1000, with nobody woken yet. */
void
box_begin (const p2pid_boxes_limits *limits);

/** Wake who waits, and free them. */
void
box_end (void);

p2pid_box_use
box_use (char box, char token, p2pid_box_side side, unsigned slot);

/** A message of so many bytes of @p fill; of "mmmmm". */
p2pid_box_answer
box_put_bytes (p2pid_box_use one, uint8_t fill, size_t size);
p2pid_box_answer
box_put (p2pid_box_use one);

/** Whatever is there must be "mmmmm". */
p2pid_box_answer
box_get (p2pid_box_use one);

p2pid_box_answer
box_delete (p2pid_box_use one);

#endif
