/* The wall clock. */

#include "contact/clock.h"

#include <time.h>

int64_t
p2pid_clock_now (void)
{
  return (int64_t) time (NULL);
}
