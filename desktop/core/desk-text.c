/* Typed text, cleaned to the rules of PROTOCOL.md §6, "Texts". */

#include "core/desk-text.h"

/** Combining marks on one character, at most. */
#define MARKS_MAX 4

/* Invisible characters that are letters, marks or symbols all the same. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 ||
         c == 0x17B5 || (c >= 0x180B && c <= 0x180F) || c == 0x2800 ||
         c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFFA0 ||
         c == 0xFFFC || c == 0x13441 || c == 0x13442 || c == 0x16FE4 ||
         c == 0x1D159 || (c >= 0xE0000 && c <= 0xE0FFF);
}

static gboolean
is_misleading (gunichar c)
{
  switch ((int) g_unichar_type (c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_UNASSIGNED:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
    return TRUE;
  default:
    return is_invisible (c);
  }
}

char *
desk_text_clean (const char *text, size_t most)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  GString *clean = g_string_new (NULL);
  size_t count = 0;
  int marks = MARKS_MAX; /* none may come before a character */
  gboolean space = FALSE;

  for (const char *p = normal; p != NULL && *p != '\0' && count < most;
       p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c)) {
      space = clean->len > 0;
      continue;
    }
    if (is_misleading (c))
      continue;
    if (g_unichar_ismark (c) && (space || marks++ >= MARKS_MAX))
      continue;
    if (!g_unichar_ismark (c))
      marks = 0;
    if (space && ++count < most)
      g_string_append_c (clean, ' ');
    space = FALSE;
    if (count++ < most)
      g_string_append_unichar (clean, c);
  }
  g_strchomp (clean->str); /* the limit may have fallen on a space */
  return g_string_free (clean, FALSE);
}
