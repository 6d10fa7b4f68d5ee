/* Typed codes: digits in pairs, and a slip told at once. */

#include "core/desk-code-text.h"

DeskTyped
desk_code_text_judge (const char *text, p2pid_code *out_code)
{
  p2pid_code code;

  if (text[strspn (text, " ")] == '\0')
    return DESK_TYPED_EMPTY;

  switch ((int) p2pid_code_parse (text, &code)) {
  case P2PID_OK:
    if (out_code != NULL)
      *out_code = code;
    return DESK_TYPED_COMPLETE;
  case P2PID_ERR_SIZE:
    return DESK_TYPED_MORE;
  case P2PID_ERR_CHECK_DIGIT:
    return DESK_TYPED_SLIP;
  default:
    return DESK_TYPED_OTHER;
  }
}

char *
desk_code_text_pairs (const char *text, int cursor, int *out_cursor)
{
  GString *pairs = g_string_new (NULL);
  size_t digits = 0;
  size_t limit = P2PID_CODE_DIGITS_MAX;
  int place = 0;
  int mapped = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), place++) {
    if (!g_ascii_isdigit (*p) || digits == limit)
      continue;
    if (digits == 0)
      limit = p2pid_code_length (*p);
    if (digits > 0 && digits % 2 == 0)
      g_string_append_c (pairs, ' ');
    g_string_append_c (pairs, *p);
    digits++;
    /* The cursor stays behind the last digit that it was behind. */
    if (place < cursor)
      mapped = (int) pairs->len;
  }

  if (out_cursor != NULL)
    *out_cursor = mapped;
  return g_string_free (pairs, FALSE);
}

char *
desk_code_text_spoken (const char *pairs)
{
  GString *spoken = g_string_new (NULL);

  for (const char *p = pairs; *p != '\0'; p++) {
    if (*p == ' ')
      g_string_append (spoken, ",");
    else
      g_string_append_printf (spoken, "%s%c", spoken->len > 0 ? " " : "", *p);
  }
  return g_string_free (spoken, FALSE);
}
