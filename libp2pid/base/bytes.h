/*
 * Bytes with lengths: borrowed, owned, gathered; compared without a clock
 * telling how far the comparison came.
 */

#ifndef P2PID_BASE_BYTES_H
#define P2PID_BASE_BYTES_H

#include "p2pid/error.h"

#include <string.h>

/** A fixed array as bytes. */
#define P2PID_BYTES(array) ((p2pid_bytes){ (array), sizeof (array) })

/** A C string as bytes, without its NUL; NULL counts as empty. */
static inline p2pid_bytes
p2pid_bytes_from_text (const char *text)
{
  return (p2pid_bytes){ (const uint8_t *) text, text ? strlen (text) : 0 };
}

/** Whether both are the same, in constant time for equal sizes. */
bool
p2pid_bytes_equal (p2pid_bytes a, p2pid_bytes b);

/** A zeroed buffer of @p size bytes; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_buffer_new (size_t size, p2pid_buffer **out);

/** A buffer with a copy of @p bytes; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_buffer_copy (p2pid_bytes bytes, p2pid_buffer **out);

/** A NUL-terminated copy of @p text for free(); NULL for NULL text. */
P2PID_MUST_CHECK p2pid_err
p2pid_text_copy (const char *text, char **out);

#endif
