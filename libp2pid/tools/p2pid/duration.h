/*
 * Spans of time as people write them: 30m, 12h, 90d.
 */

#ifndef P2PID_TOOLS_DURATION_H
#define P2PID_TOOLS_DURATION_H

#include "p2pid/types.h"

/** Seconds of @p text, from one second to ten years; false for anything that
 *  is not a whole number and one of s, m, h, d. */
bool
cli_duration_parse (const char *text, int64_t *out_seconds);

#endif
