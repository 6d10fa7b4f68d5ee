/*
 * Text that people will read, from people who may lie: UTF-8, NFC, no control,
 * format, bidi, private-use or unassigned characters, none that is invisible,
 * no leading, trailing or doubled space, so many characters at the most.
 * (UAX #15, UTS #39, RFC 8264 §9.) PROTOCOL.md §6, "Texts".
 */

#ifndef P2PID_WIRE_TEXT_H
#define P2PID_WIRE_TEXT_H

#include "base/bytes.h"

/** Longest name or other fact, in characters. */
#define P2PID_TEXT_NAME_MAX 200

/** Most combining marks in a row (UTS #39 §5.4): more of them climb over the
 *  lines above and below. */
#define P2PID_TEXT_MARKS_MAX 4

/** P2PID_ERR_TEXT unless @p text is fit to be shown, with 1 to @p characters
 *  characters (code points); P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_text_check (p2pid_bytes text, size_t characters);

/** Whether @p text is printable ASCII, U+0020 … U+007E, and at least one
 *  character of it: fit to stand raw on a line of its own. */
bool
p2pid_text_is_line (p2pid_bytes text);

/** The same without spaces: all that an address or a token can be, and nothing
 *  that a terminal takes for a command. */
bool
p2pid_text_is_word (p2pid_bytes text);

/** Whether two names are the same to a reader: letter case, accents written
 *  in another way, and how wide or of what kind a space is do not count.
 *  False for NULL, for what is not UTF-8, and without memory. */
bool
p2pid_text_same (const char *a, const char *b);

/** Whether every word of @p part is a word of @p whole, in any order, each as
 *  often at the most: registers put surnames first, people leave out given
 *  names. Words have space between them, and are the same as names are. False
 *  without a word, and as p2pid_text_same(). */
bool
p2pid_text_is_part (const char *part, const char *whole);

#endif
