/* Letter case of ASCII. */

#include "base/ascii.h"

#include <stdint.h>
#include <string.h>

char
p2pid_ascii_lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

bool
p2pid_ascii_same (const char *a, const char *b, size_t size)
{
  for (size_t i = 0; i < size; i++) {
    if (p2pid_ascii_lower (a[i]) != p2pid_ascii_lower (b[i]))
      return false;
    if (a[i] == '\0')
      return true;
  }
  return true;
}

bool
p2pid_ascii_equal (const char *a, const char *b)
{
  return p2pid_ascii_same (a, b, SIZE_MAX);
}

bool
p2pid_ascii_begins (const char *text, const char *start)
{
  return p2pid_ascii_same (text, start, strlen (start));
}
