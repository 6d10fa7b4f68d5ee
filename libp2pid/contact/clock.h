/* The one place in the library where a wall clock is read. */

#ifndef P2PID_CONTACT_CLOCK_H
#define P2PID_CONTACT_CLOCK_H

#include <stdint.h>

/** Unix seconds now. In a file of its own, so that a test can put another
 *  clock in its place. */
int64_t
p2pid_clock_now (void);

#endif
