/* Spans of time. */

#include "tools/p2pid/duration.h"

#define MOST (INT64_C (10) * 365 * 86400)

static int64_t
seconds_of (char unit)
{
  switch (unit) {
  case 's':
    return 1;
  case 'm':
    return 60;
  case 'h':
    return 3600;
  case 'd':
    return 86400;
  default:
    return 0;
  }
}

bool
cli_duration_parse (const char *text, int64_t *out_seconds)
{
  int64_t number = 0;

  for (; *text >= '0' && *text <= '9' && number <= MOST; text++)
    number = number * 10 + (*text - '0');
  if (*text == '\0' || text[1] != '\0')
    return false;
  number = number > MOST ? 0 : number * seconds_of (*text);
  if (number < 1 || number > MOST)
    return false;
  *out_seconds = number;
  return true;
}
