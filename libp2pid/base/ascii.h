/*
 * Letter case of ASCII, whatever the program's locale: to strcasecmp() and
 * tolower() "I" is no "i" where people speak Turkish.
 */

#ifndef P2PID_BASE_ASCII_H
#define P2PID_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

/** The small letter of a capital one; anything else as it is. */
char
p2pid_ascii_lower (char c);

/** Whether two texts of @p size bytes are the same but for letter case; what
 *  is behind the end of a shorter one is not looked at. */
bool
p2pid_ascii_same (const char *a, const char *b, size_t size);

/** Whether two whole texts are the same, but for letter case. */
bool
p2pid_ascii_equal (const char *a, const char *b);

/** Whether @p text begins with @p start, but for letter case. */
bool
p2pid_ascii_begins (const char *text, const char *start);

#endif
