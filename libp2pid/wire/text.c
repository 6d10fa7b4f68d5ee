/*
 * Text that people will read: what may be shown, which names are the same, and
 * which are part of another.
 *
 * Almost every text is ASCII, which needs no tables; the rest goes through
 * libunistring's.
 */

#include "wire/text.h"

#include <errno.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

/* Draw nothing by themselves, yet count as a symbol, a letter or a mark:
 * BRAILLE PATTERN BLANK, OBJECT REPLACEMENT CHARACTER, EGYPTIAN HIEROGLYPH FULL
 * and HALF BLANK, KHITAN SMALL SCRIPT FILLER, MUSICAL SYMBOL NULL NOTEHEAD. */
static const ucs4_t blanks[] = { 0x2800,  0xfffc,  0x13441,
                                 0x13442, 0x16fe4, 0x1d159 };

/* A byte that is nowhere in UTF-8. */
#define NO_UTF8 0xff

static bool
is_ascii (p2pid_bytes text)
{
  uint8_t all = 0;

  for (size_t i = 0; i < text.size; i++)
    all |= text.data[i];
  return all < 0x80;
}

/* Spaces only between other characters, one at a time. */
static bool
spaces_fit (p2pid_bytes text)
{
  uint8_t before = ' ';

  for (size_t i = 0; i < text.size; i++) {
    if (text.data[i] == ' ' && before == ' ')
      return false;
    before = text.data[i];
  }
  return before != ' ';
}

static bool
ascii_fits (p2pid_bytes text)
{
  for (size_t i = 0; i < text.size; i++)
    if (text.data[i] < 0x20 || text.data[i] == 0x7f)
      return false;
  return true;
}

static bool
is_blank (ucs4_t c)
{
  for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
    if (c == blanks[i])
      return true;
  return false;
}

static bool
character_fits (ucs4_t c)
{
  /* C: control, format (bidi controls, joiners, tags), surrogate, private use,
   * unassigned. Z: every space and line break but the plain space. */
  if (uc_is_general_category_withtable (c, UC_CATEGORY_MASK_C))
    return false;
  if (uc_is_general_category_withtable (c, UC_CATEGORY_MASK_Z))
    return c == ' ';
  return !is_blank (c) && !uc_is_property_default_ignorable_code_point (c);
}

/* Every character by itself, how many there are, and marks: none without a
 * character below it, and no tower of them. */
static bool
characters_fit (p2pid_bytes text, size_t most)
{
  const uint8_t *at = text.data, *end = text.data + text.size;
  size_t count = 0;
  size_t marks = P2PID_TEXT_MARKS_MAX;
  ucs4_t c;

  while (at < end) {
    at += u8_mbtouc (&c, at, (size_t) (end - at));
    if (++count > most || !character_fits (c))
      return false;
    if (!uc_is_general_category_withtable (c, UC_CATEGORY_MASK_M))
      marks = c == ' ' ? P2PID_TEXT_MARKS_MAX : 0;
    else if (marks++ == P2PID_TEXT_MARKS_MAX)
      return false;
  }
  return true;
}

static p2pid_err
check_normal (p2pid_bytes text)
{
  size_t size = 0;
  uint8_t *normal =
      u8_normalize (UNINORM_NFC, text.data, text.size, NULL, &size);
  bool same;

  if (normal == NULL)
    return errno == ENOMEM ? P2PID_ERR_MEMORY : P2PID_ERR_TEXT;
  same = size == text.size && memcmp (normal, text.data, size) == 0;
  free (normal);
  return same ? P2PID_OK : P2PID_ERR_TEXT;
}

p2pid_err
p2pid_text_check (p2pid_bytes text, size_t characters)
{
  if (text.size == 0 || text.size / 4 > characters || !spaces_fit (text))
    return P2PID_ERR_TEXT;

  if (is_ascii (text))
    return text.size <= characters && ascii_fits (text) ? P2PID_OK
                                                        : P2PID_ERR_TEXT;

  if (u8_check (text.data, text.size) != NULL ||
      !characters_fit (text, characters))
    return P2PID_ERR_TEXT;
  return check_normal (text);
}

/* Each run of white space becomes one space, at the ends none. The text only
 * gets shorter, so it is written over itself. */
static size_t
fold_spaces (uint8_t *text, size_t size)
{
  size_t out = 0;
  bool space = false;
  ucs4_t c;

  for (size_t at = 0, n; at < size; at += n) {
    n = (size_t) u8_mbtouc (&c, text + at, size - at);
    if (uc_is_property_white_space (c)) {
      space = out > 0;
      continue;
    }
    if (space)
      text[out++] = ' ';
    space = false;
    memmove (text + out, text + at, n);
    out += n;
  }
  return out;
}

/* Compatibility caseless matching (The Unicode Standard §3.13, D146). */
static uint8_t *
fold (const char *text, size_t *out_size)
{
  const uint8_t *bytes = (const uint8_t *) text;
  size_t size = strlen (text);
  uint8_t *folded;

  if (u8_check (bytes, size) != NULL)
    return NULL;
  folded = u8_casefold (bytes, size, NULL, UNINORM_NFKD, NULL, out_size);
  if (folded != NULL)
    *out_size = fold_spaces (folded, *out_size);
  return folded;
}

/* Whether all of it is ASCII from @p lowest to U+007E, and it is not empty. */
static bool
is_ascii_from (p2pid_bytes text, uint8_t lowest)
{
  uint8_t outside = 0;

  /* Without an early end, and in bytes alone, so that a compiler takes many
   * at a time. */
  for (size_t i = 0; i < text.size; i++)
    outside |= (uint8_t) (text.data[i] - lowest) > '~' - lowest;
  return text.size > 0 && outside == 0;
}

bool
p2pid_text_is_line (p2pid_bytes text)
{
  return is_ascii_from (text, ' ');
}

bool
p2pid_text_is_word (p2pid_bytes text)
{
  return is_ascii_from (text, '!');
}

bool
p2pid_text_same (const char *a, const char *b)
{
  uint8_t *a_folded = NULL, *b_folded = NULL;
  size_t a_size = 0, b_size = 0;
  bool same = false;

  if (a == NULL || b == NULL)
    return false;

  a_folded = fold (a, &a_size);
  b_folded = fold (b, &b_size);
  same = a_folded != NULL && b_folded != NULL && a_size == b_size &&
         memcmp (a_folded, b_folded, a_size) == 0;
  free (a_folded);
  free (b_folded);
  return same;
}

/* The size of the word that folded text begins with. */
static size_t
word_size (const uint8_t *text, size_t size)
{
  const uint8_t *end = size > 0 ? memchr (text, ' ', size) : NULL;

  return end != NULL ? (size_t) (end - text) : size;
}

/* Spoil one occurrence of @p word, so that it is not found again; false where
 * there is none. */
static bool
strike_out (uint8_t *text, size_t size, p2pid_bytes word)
{
  for (size_t at = 0, n; at < size; at += n + 1) {
    n = word_size (text + at, size - at);
    if (p2pid_bytes_equal ((p2pid_bytes){ text + at, n }, word)) {
      text[at] = NO_UTF8;
      return true;
    }
  }
  return false;
}

bool
p2pid_text_is_part (const char *part, const char *whole)
{
  uint8_t *words = NULL, *rest = NULL;
  size_t size = 0, rest_size = 0;
  bool found = false;

  if (part == NULL || whole == NULL)
    return false;

  words = fold (part, &size);
  rest = fold (whole, &rest_size);
  found = words != NULL && rest != NULL && size > 0;
  for (size_t at = 0, n; found && at < size; at += n + 1) {
    n = word_size (words + at, size - at);
    found = strike_out (rest, rest_size, (p2pid_bytes){ words + at, n });
  }
  free (words);
  free (rest);
  return found;
}
