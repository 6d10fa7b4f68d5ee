/*
 * JSON as text, whole or not at all.
 */

#ifndef P2PID_TOOLS_JSON_TEXT_H
#define P2PID_TOOLS_JSON_TEXT_H

#include <jansson.h>

/** The object as jansson's @p flags have it, for free(); NULL for none and
 *  without memory. */
char *
cli_json_text (const json_t *object, size_t flags);

#endif
