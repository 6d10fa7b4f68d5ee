/*
 * A relay that lies: an HTTP server on a thread of its own that gives its
 * answers from a script, in the order in which requests come, whatever they
 * ask. When the script is at its end it falls silent.
 */

#ifndef P2PID_TESTS_LIAR_H
#define P2PID_TESTS_LIAR_H

#include <stdbool.h>
#include <stddef.h>

/** One answer: raw bytes, as they go over the line. */
typedef struct {
  const char *text; /**< NULL: hang up without a word */
  size_t padding;   /**< so many times "x" after it */
  int drip;         /**< milliseconds before each byte of the padding */
  bool hang_up;     /**< close the connection after it */
  bool for_ever;    /**< the script does not go on */
} liar_answer;

typedef struct liar liar;

/** A liar on a free port of 127.0.0.1; @p script is borrowed. */
liar *
liar_new (const liar_answer *script, size_t count);

/** Before anything is asked: the texts of the script are bytes, so many, with
 *  NULs among them. */
void
liar_set_size (liar *self, size_t size);

/** Before anything is asked: each answer comes so many milliseconds late. */
void
liar_set_delay (liar *self, int milliseconds);

/** "http://127.0.0.1:PORT" */
const char *
liar_origin (const liar *self);

/** How many whole requests have come so far. */
size_t
liar_count (liar *self);

/** How many connections were made so far. */
size_t
liar_connections (liar *self);

/** Request @p n as it came, head and body; "" where there is none (yet). */
const char *
liar_request (liar *self, size_t n);

void
liar_free (liar *self);

#endif
