/*
 * Numbers as people copy them: of contacts and people, as the lists print
 * them; keys and fingerprints.
 */

#ifndef P2PID_TOOLS_NUMBER_H
#define P2PID_TOOLS_NUMBER_H

#include "p2pid/types.h"

/** A whole number from 1 on; false for anything else. */
bool
cli_number_parse (const char *text, int64_t *out);

/** Exactly @p size bytes in hex, with or without spaces and colons between. */
bool
cli_hex_parse (const char *text, uint8_t *out, size_t size);

#endif
