/* Files of anchors: all of one, or none; what was read can be found, by a name
 * that fits. */

#include "target.h"

#include "base/bytes.h"
#include "p2pid/anchors.h"

#include <stdlib.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_anchors *anchors = NULL;
  p2pid_err err;

  if (p2pid_anchors_new (&anchors) != P2PID_OK)
    abort ();
  err = p2pid_anchors_load (anchors, (p2pid_bytes){ data, size });
  if (err != P2PID_OK && p2pid_anchors_count (anchors) != 0)
    abort ();
  for (size_t i = 0; i < p2pid_anchors_count (anchors); i++) {
    const p2pid_anchor *anchor = p2pid_anchors_get (anchors, i);

    if (anchor->method >= P2PID_METHOD_COUNT_ || anchor->name[0] == 0 ||
        strlen (anchor->name) > P2PID_ANCHOR_NAME_MAX)
      abort ();
  }
  if (p2pid_anchors_get (anchors, p2pid_anchors_count (anchors)) != NULL)
    abort ();
  p2pid_anchors_free (anchors);
  return 0;
}
