/*
 * Points in time as people and programs write them.
 */

#ifndef P2PID_TOOLS_INSTANT_H
#define P2PID_TOOLS_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

/** RFC 3339 ("2026-11-24T12:00:00Z", "2026-11-24 13:00:00.5+01:00") as Unix
 *  seconds, parts of a second left away; false for anything else, and before
 *  1970. */
bool
cli_instant_parse (const char *text, int64_t *out);

/** When a contact began: the same, or "13:05", which is the last time that
 *  this computer's clock has shown that, or will within two minutes. */
bool
cli_started_parse (const char *text, int64_t now, int64_t *out);

#endif
