/* RFC 3339, the "Z" form only. */

#include "base/time.h"

#include <string.h>
#include <time.h>

p2pid_err
p2pid_time_format (int64_t time, char out[P2PID_TIME_TEXT_SIZE])
{
  time_t seconds = (time_t) time;
  struct tm fields;

  if (time < 0 || time > P2PID_TIME_MAX || gmtime_r (&seconds, &fields) == NULL)
    return P2PID_ERR_ARGUMENT;
  strftime (out, P2PID_TIME_TEXT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &fields);
  return P2PID_OK;
}

p2pid_err
p2pid_time_parse (const char *text, int64_t *out)
{
  char again[P2PID_TIME_TEXT_SIZE];
  struct tm fields = { 0 };
  const char *end = strptime (text, "%Y-%m-%dT%H:%M:%SZ", &fields);
  int64_t time;

  if (end == NULL || *end != '\0')
    return P2PID_ERR_FORMAT;

  /* strptime is generous (spaces, 30 February): only what formats back to
   * the same text was a time. */
  time = (int64_t) timegm (&fields);
  if (p2pid_time_format (time, again) != P2PID_OK || strcmp (again, text) != 0)
    return P2PID_ERR_FORMAT;
  *out = time;
  return P2PID_OK;
}
