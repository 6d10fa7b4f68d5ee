/*
 * Nameplates: the short public numbers that lead a guest to a mailbox. The
 * first digit tells how long one is (PROTOCOL.md §2):
 *
 *   00 … 59            two digits       60 of them
 *   6000 … 8999        four           3,000
 *   900000 … 999999    six          100,000
 *
 * A new one is drawn at random from the shortest length of which less than
 * half is in use.
 */

#ifndef P2PID_SERVER_NAMEPLATES_H
#define P2PID_SERVER_NAMEPLATES_H

#include "p2pid/error.h"

typedef struct p2pid_nameplates p2pid_nameplates;

/** Characters of the longest one, and a NUL. */
#define P2PID_NAMEPLATE_SIZE 7

/** All free; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_nameplates_new (p2pid_nameplates **out_plates);

void
p2pid_nameplates_free (p2pid_nameplates *plates);

/** Whether @p text is one of the numbers above. */
bool
p2pid_nameplate_check (const char *text);

/** Whether one can be taken. */
bool
p2pid_nameplates_room (const p2pid_nameplates *plates);

/** Hang up a free one for @p box; there must be room. */
void
p2pid_nameplates_take (p2pid_nameplates *plates,
                       void *box,
                       int64_t now,
                       char out_text[P2PID_NAMEPLATE_SIZE]);

/**
 * The box behind a nameplate.
 *
 * @param out_used  when there is none: whether that is because a guest has
 *                  claimed it a short while ago
 *
 * @return NULL when there is none, or @p text is no nameplate
 */
void *
p2pid_nameplates_find (const p2pid_nameplates *plates,
                       const char *text,
                       int64_t now,
                       bool *out_used);

/** Take one down. It is free at once, but until @p used_until it is known as
 *  used, and drawn again only when it has to be. */
void
p2pid_nameplates_release (p2pid_nameplates *plates,
                          const char *text,
                          int64_t used_until);

#endif
