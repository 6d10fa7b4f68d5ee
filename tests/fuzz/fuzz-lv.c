/* Lists of fields: a list that is read to its end is the one that its fields
 * make again, and a field that is refused leaves the list alone. */

#include "target.h"

#include "base/lv.h"

#include <stdlib.h>

static void
read_list (p2pid_bytes list)
{
  p2pid_bytes rest = list;
  p2pid_bytes fields[P2PID_LV_MAX];
  p2pid_buffer *again = NULL;
  size_t count = 0;

  while (rest.size > 0 && count < P2PID_LV_MAX) {
    p2pid_bytes before = rest;

    if (p2pid_lv_next (&rest, &fields[count]) != P2PID_OK) {
      if (rest.data != before.data || rest.size != before.size)
        abort ();
      return;
    }
    count++;
  }
  if (p2pid_lv_cat (fields, count, &again) != P2PID_OK)
    abort ();
  list.size -= rest.size;
  if (!p2pid_bytes_equal (list, p2pid_buffer_bytes (again)))
    abort ();
  p2pid_buffer_free (again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_bytes bytes = { data, size };

  if (size > 0)
    read_list (bytes);
  return 0;
}
