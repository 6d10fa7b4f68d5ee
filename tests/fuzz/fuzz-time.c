/* Times: what is read is the only text of its second. */

#include "target.h"

#include "base/time.h"

#include <stdlib.h>
#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  char text[64] = "";
  char again[P2PID_TIME_TEXT_SIZE];
  int64_t time;

  if (size >= sizeof text)
    return 0;
  if (size > 0)
    memcpy (text, data, size);
  if (p2pid_time_parse (text, &time) == P2PID_OK &&
      (p2pid_time_format (time, again) != P2PID_OK ||
       strcmp (text, again) != 0))
    abort ();
  return 0;
}
