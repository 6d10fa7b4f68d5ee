/*
 * The spoken code: nameplate, five secret digits, one Damm check digit, read
 * in pairs. The first digit tells the length: 0–5 eight digits (nameplate of
 * two), 6–8 ten (four), 9 twelve (six). PROTOCOL.md §2.
 */

#ifndef P2PID_CODE_H
#define P2PID_CODE_H

#include "p2pid/error.h"

P2PID_BEGIN_DECLS

/** Digits of the longest code, and its size with spaces and NUL. */
#define P2PID_CODE_DIGITS_MAX 12
#define P2PID_CODE_TEXT_SIZE 18

typedef struct {
  char digits[P2PID_CODE_DIGITS_MAX + 1]; /**< whole code, NUL-terminated */
  char nameplate[6 + 1];                  /**< public part */
  char secret[5 + 1];                     /**< secret part */
} p2pid_code;

/** How many digits a code has that begins with @p first ('0'…'9'); 0 for
 *  anything else. */
P2PID_API size_t
p2pid_code_length (char first);

/**
 * A code as typed: digits, with spaces, no-break spaces, dashes and dots
 * between them ignored.
 *
 * @return P2PID_ERR_SIZE while digits are missing, or when there are too
 *         many; P2PID_ERR_FORMAT for any other character;
 *         P2PID_ERR_CHECK_DIGIT for a slip (every wrong digit and every swap
 *         of neighbours is told, by the check digit or by the length)
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_code_parse (const char *text, p2pid_code *out_code);

/** A code behind @p nameplate (two, four or six digits that agree with the
 *  rule above) with a random secret; P2PID_ERR_FORMAT. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_code_new (const char *nameplate, p2pid_code *out_code);

/** The code in pairs, "12 34 56 78". */
P2PID_API void
p2pid_code_print (const p2pid_code *code, char out[P2PID_CODE_TEXT_SIZE]);

P2PID_END_DECLS

#endif
