/*
 * The spoken code (PROTOCOL.md §2):
 *
 *   nameplate[2, 4 or 6] | secret[5] | check[1]        decimal digits
 */

#include "wire/whole.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define SECRET_DIGITS 5
#define SECRETS 100000

/* The totally anti-symmetric quasigroup of order 10 in H. M. Damm, "Total
 * anti-symmetrische Quasigruppen" (2004): finds every wrong digit and every
 * swap of neighbours. Its diagonal is 0, so that a whole code, check digit
 * included, comes out as 0. */
static const uint8_t damm[10][10] = {
  { 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 }, { 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 },
  { 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 }, { 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 },
  { 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 }, { 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 },
  { 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 }, { 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 },
  { 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 }, { 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
};

/* What people and programs put between digits. */
static const char *const separators[] = {
  " ",      "\t",     "\r",     "\n",     "-",      ".",
  "\u00a0", "\u2007", "\u202f", /* spaces that do not break a line */
  "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", /* dashes */
};

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static uint8_t
check (const char *digits)
{
  uint8_t interim = 0;

  for (; *digits != '\0'; digits++)
    interim = damm[interim][*digits - '0'];
  return interim;
}

/* Bytes of the separator that @p text begins with; 0 for none. */
static size_t
separator_size (const char *text)
{
  for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
    size_t size = strlen (separators[i]);

    if (strncmp (text, separators[i], size) == 0)
      return size;
  }
  return 0;
}

/* The digits alone; one more than the longest code has is kept, to be seen
 * as too many. */
static p2pid_err
take_digits (const char *text, char out[P2PID_CODE_DIGITS_MAX + 2])
{
  size_t count = 0;

  for (size_t step; *text != '\0'; text += step) {
    step = is_digit (*text) ? 1 : separator_size (text);
    if (step == 0)
      return P2PID_ERR_FORMAT;
    if (is_digit (*text) && count <= P2PID_CODE_DIGITS_MAX)
      out[count++] = *text;
  }
  out[count] = '\0';
  return P2PID_OK;
}

/* The parts of a code of the right length. */
static void
split (const char *digits, p2pid_code *out_code)
{
  size_t nameplate = strlen (digits) - SECRET_DIGITS - 1;
  p2pid_code code = { 0 };

  strcpy (code.digits, digits);
  memcpy (code.nameplate, digits, nameplate);
  memcpy (code.secret, digits + nameplate, SECRET_DIGITS);
  *out_code = code;
  sodium_memzero (&code, sizeof code);
}

size_t
p2pid_code_length (char first)
{
  if (!is_digit (first))
    return 0;
  return first <= '5' ? 8 : first <= '8' ? 10 : 12;
}

p2pid_err
p2pid_code_parse (const char *text, p2pid_code *out_code)
{
  char digits[P2PID_CODE_DIGITS_MAX + 2] = "";
  p2pid_err err = take_digits (text, digits);

  if (err != P2PID_OK)
    goto out;
  if (digits[0] == '\0' || strlen (digits) != p2pid_code_length (digits[0])) {
    err = P2PID_ERR_SIZE;
    goto out;
  }
  if (check (digits) != 0) {
    err = P2PID_ERR_CHECK_DIGIT;
    goto out;
  }
  split (digits, out_code);

out:
  sodium_memzero (digits, sizeof digits);
  return err;
}

p2pid_err
p2pid_code_new (const char *nameplate, p2pid_code *out_code)
{
  char digits[P2PID_CODE_DIGITS_MAX + 1];
  size_t size = strspn (nameplate, "0123456789");

  if (size == 0 || nameplate[size] != '\0' ||
      size + SECRET_DIGITS + 1 != p2pid_code_length (nameplate[0]))
    return P2PID_ERR_FORMAT;

  snprintf (digits, sizeof digits, "%s%05u", nameplate,
            (unsigned) randombytes_uniform (SECRETS));
  digits[size + SECRET_DIGITS] = (char) ('0' + check (digits));
  digits[size + SECRET_DIGITS + 1] = '\0';
  split (digits, out_code);
  sodium_memzero (digits, sizeof digits);
  return P2PID_OK;
}

bool
p2pid_code_is_whole (const p2pid_code *code)
{
  p2pid_code again;
  bool same =
      memchr (code->digits, '\0', sizeof code->digits) != NULL &&
      p2pid_code_parse (code->digits, &again) == P2PID_OK &&
      strcmp (code->digits, again.digits) == 0 &&
      strncmp (code->nameplate, again.nameplate, sizeof again.nameplate) == 0 &&
      strncmp (code->secret, again.secret, sizeof again.secret) == 0;

  sodium_memzero (&again, sizeof again);
  return same;
}

void
p2pid_code_print (const p2pid_code *code, char out[P2PID_CODE_TEXT_SIZE])
{
  size_t at = 0;

  for (size_t i = 0; code->digits[i] != '\0'; i++) {
    if (i > 0 && i % 2 == 0)
      out[at++] = ' ';
    out[at++] = code->digits[i];
  }
  out[at] = '\0';
}
