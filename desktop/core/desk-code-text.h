/*
 * Typed codes: digits in pairs, and a slip told at once.
 */

#pragma once

#include <glib.h>
#include <p2pid/code.h>

G_BEGIN_DECLS

/** What a typed text is so far. */
typedef enum {
  DESK_TYPED_EMPTY,    /**< nothing */
  DESK_TYPED_MORE,     /**< a code that is not complete */
  DESK_TYPED_COMPLETE, /**< a whole code with the right check digit */
  DESK_TYPED_SLIP,     /**< a whole code in which a digit is wrong */
  DESK_TYPED_OTHER     /**< not a code */
} DeskTyped;

/**
 * Judge @p text.
 *
 * @param out_code  the code when it is DESK_TYPED_COMPLETE; may be NULL
 */
DeskTyped
desk_code_text_judge (const char *text, p2pid_code *out_code);

/**
 * @p text with only its digits, in pairs: "1234 5" becomes "12 34 5". Digits
 * past the code's length are dropped.
 *
 * @param cursor      a place in @p text, in characters
 * @param out_cursor  the same place in the result; may be NULL
 *
 * @return (transfer full)
 */
char *
desk_code_text_pairs (const char *text, int cursor, int *out_cursor);

/** @p code as it is read out to somebody who cannot see it, digit by digit:
 *  "1 2, 3 4, 5 6, 7 8". @return (transfer full) */
char *
desk_code_text_spoken (const char *pairs);

G_END_DECLS
