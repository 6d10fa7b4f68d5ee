/*
 * Points in time are int64_t Unix seconds (UTC), and always arguments; only
 * contact/ and tools/ read a clock. RFC 3339 is their text form.
 */

#ifndef P2PID_BASE_TIME_H
#define P2PID_BASE_TIME_H

#include "p2pid/error.h"

/** Latest time that is taken as one: the end of the year 9999. */
#define P2PID_TIME_MAX INT64_C (253402300799)

/** "2026-11-24T12:00:00Z" with a NUL. */
#define P2PID_TIME_TEXT_SIZE 21

/** @p time as RFC 3339 text; P2PID_ERR_ARGUMENT outside 0…P2PID_TIME_MAX. */
P2PID_MUST_CHECK p2pid_err
p2pid_time_format (int64_t time, char out[P2PID_TIME_TEXT_SIZE]);

/** RFC 3339 text in the form above, and no other, as Unix seconds;
 *  P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_time_parse (const char *text, int64_t *out);

#endif
