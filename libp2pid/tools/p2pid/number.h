/*
 * Numbers of contacts and people, as the lists print them.
 */

#ifndef P2PID_TOOLS_NUMBER_H
#define P2PID_TOOLS_NUMBER_H

#include "p2pid/types.h"

/** A whole number from 1 on; false for anything else. */
bool
cli_number_parse (const char *text, int64_t *out);

#endif
