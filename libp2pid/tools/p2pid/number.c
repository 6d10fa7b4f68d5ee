/* Numbers. */

#include "tools/p2pid/number.h"

#include <sodium.h>
#include <string.h>

bool
cli_number_parse (const char *text, int64_t *out)
{
  int64_t number = 0;

  do {
    if (*text < '0' || *text > '9' || number > INT64_MAX / 10 - 1)
      return false;
    number = number * 10 + (*text - '0');
  } while (*++text != '\0');
  if (number == 0)
    return false;
  *out = number;
  return true;
}

bool
cli_hex_parse (const char *text, uint8_t *out, size_t size)
{
  const char *end = NULL;
  size_t read = 0;

  return sodium_hex2bin (out, size, text, strlen (text), ": ", &read, &end) ==
             0 &&
         read == size && *end == '\0';
}
