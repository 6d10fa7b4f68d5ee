/* Records: a frame that is taken is the only one for its body; a body that is
 * taken, written down again, says the same. The input is a frame, and also a
 * type with a body behind it. */

#include "target.h"

#include "wire/record.h"

#include <stdlib.h>

static void
read_frame (p2pid_bytes plain)
{
  p2pid_record_type type;
  p2pid_bytes body;
  p2pid_buffer *again = NULL;

  if (p2pid_record_unframe (plain, &type, &body) != P2PID_OK)
    return;
  if (p2pid_record_frame (type, body, &again) != P2PID_OK ||
      !p2pid_bytes_equal (plain, p2pid_buffer_bytes (again)))
    abort ();
  p2pid_buffer_free (again);
}

/* The body as we would write it, or NULL when it is none. */
static p2pid_buffer *
rewrite (p2pid_record_type type, p2pid_bytes body)
{
  p2pid_record record;
  p2pid_record_memory *memory = NULL;
  p2pid_buffer *again = NULL;

  if (p2pid_record_parse (type, body, &record, &memory) != P2PID_OK)
    return NULL;
  if (p2pid_record_print (&record, &again) != P2PID_OK)
    abort ();
  p2pid_record_memory_free (memory);
  return again;
}

static void
read_body (p2pid_record_type type, p2pid_bytes body)
{
  p2pid_buffer *once = rewrite (type, body);
  p2pid_buffer *twice;

  if (once == NULL)
    return;
  twice = rewrite (type, p2pid_buffer_bytes (once));
  if (twice == NULL || !p2pid_bytes_equal (p2pid_buffer_bytes (once),
                                           p2pid_buffer_bytes (twice)))
    abort ();
  p2pid_buffer_free (once);
  p2pid_buffer_free (twice);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  read_frame ((p2pid_bytes){ data, size });
  if (size > 0)
    read_body ((p2pid_record_type) data[0],
               (p2pid_bytes){ data + 1, size - 1 });
  return 0;
}
