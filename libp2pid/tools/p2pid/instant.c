/* Points in time: RFC 3339 §5.6. */

#include "tools/p2pid/instant.h"

#include <string.h>
#include <time.h>

/* Exactly @p size digits, moving @p text behind them; false for others. */
static bool
take_number (const char **text, unsigned size, int *out)
{
  int number = 0;

  for (; size > 0; size--, (*text)++) {
    if (**text < '0' || **text > '9')
      return false;
    number = number * 10 + (**text - '0');
  }
  *out = number;
  return true;
}

static bool
take_one (const char **text, const char *among)
{
  if (**text == '\0' || strchr (among, **text) == NULL)
    return false;
  (*text)++;
  return true;
}

static int
days_in (int year, int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

  return days[month - 1] + (month == 2 && leap);
}

/* Days from 1970-01-01 on, in the Gregorian calendar: years begin in March,
 * so that the leap day is a year's last. */
static int64_t
count_days (int year, int month, int day)
{
  int64_t y = month > 2 ? year : year - 1;
  int64_t m = month > 2 ? month - 3 : month + 9;

  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 -
         719468;
}

static bool
take_date (const char **text, int64_t *out_days)
{
  int year, month, day;

  if (!take_number (text, 4, &year) || !take_one (text, "-") ||
      !take_number (text, 2, &month) || !take_one (text, "-") ||
      !take_number (text, 2, &day) || year < 1970 || month < 1 || month > 12 ||
      day < 1 || day > days_in (year, month))
    return false;
  *out_days = count_days (year, month, day);
  return true;
}

static bool
take_clock (const char **text, int64_t *out_seconds)
{
  int hour, minute, second;

  if (!take_number (text, 2, &hour) || !take_one (text, ":") ||
      !take_number (text, 2, &minute) || !take_one (text, ":") ||
      !take_number (text, 2, &second) || hour > 23 || minute > 59 ||
      second > 59)
    return false;
  *out_seconds = hour * 3600 + minute * 60 + second;
  if (!take_one (text, "."))
    return true;
  if (!take_one (text, "0123456789"))
    return false;
  while (take_one (text, "0123456789"))
    ;
  return true;
}

static bool
take_zone (const char **text, int64_t *out_seconds)
{
  int sign = **text == '-' ? -1 : 1;
  int hour, minute;

  *out_seconds = 0;
  if (take_one (text, "Zz"))
    return true;
  if (!take_one (text, "+-") || !take_number (text, 2, &hour) ||
      !take_one (text, ":") || !take_number (text, 2, &minute) || hour > 23 ||
      minute > 59)
    return false;
  *out_seconds = sign * (hour * 3600 + minute * 60);
  return true;
}

bool
cli_instant_parse (const char *text, int64_t *out)
{
  int64_t days, seconds, zone, instant;

  if (!take_date (&text, &days) || !take_one (&text, "Tt ") ||
      !take_clock (&text, &seconds) || !take_zone (&text, &zone) ||
      *text != '\0')
    return false;
  instant = days * 86400 + seconds - zone;
  if (instant < 0)
    return false;
  *out = instant;
  return true;
}

/* A watch may be ahead of this computer by as much as two sides may differ. */
#define AHEAD 120

/* The last time that the local clock showed this, at @p latest; 0: none. A day
 * can have an hour twice, and can leave one out. */
static int64_t
last_shown (int64_t latest, int hour, int minute)
{
  for (int64_t at = latest; at > latest - 2 * 86400; at -= 60) {
    time_t moment = (time_t) at;
    struct tm local;

    if (localtime_r (&moment, &local) == NULL)
      return 0;
    if (local.tm_hour == hour && local.tm_min == minute)
      return at - local.tm_sec;
  }
  return 0;
}

bool
cli_started_parse (const char *text, int64_t now, int64_t *out)
{
  const char *at = text;
  int hour, minute;
  int64_t instant;

  if (!take_number (&at, 2, &hour) || !take_one (&at, ":") ||
      !take_number (&at, 2, &minute) || *at != '\0')
    return cli_instant_parse (text, out);
  if (hour > 23 || minute > 59)
    return false;
  instant = last_shown (now + AHEAD, hour, minute);
  if (instant <= 0)
    return false;
  *out = instant;
  return true;
}
