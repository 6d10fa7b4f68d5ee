/*
 * JSON from outside, read strictly: one object, no duplicate member, no NUL in
 * a string, bounded in size and depth; and by one rule for what may come
 * later: members that are not known are ignored, unless "crit" (RFC 7515
 * §4.1.11, the idea) names them.
 */

#ifndef P2PID_WIRE_JSON_H
#define P2PID_WIRE_JSON_H

#include "base/bytes.h"

#include <jansson.h>

/** Deepest nesting that is read. */
#define P2PID_JSON_DEPTH_MAX 8

/** The object in @p text, for json_decref(); P2PID_ERR_FORMAT,
 *  P2PID_ERR_SIZE past @p max bytes, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_json_parse (p2pid_bytes text, size_t max, json_t **out);

/** P2PID_ERR_VERSION when "crit" names a member that is not among @p known (a
 *  NULL-terminated list); P2PID_ERR_FORMAT when it is not a list of one name or
 *  more, all of members that are there. */
P2PID_MUST_CHECK p2pid_err
p2pid_json_check_crit (const json_t *object, const char *const *known);

/** P2PID_ERR_FORMAT when there is a member that is not among @p known: for
 *  files that are written by hand for this program, in which a slip of the pen
 *  must not leave a limit out. */
P2PID_MUST_CHECK p2pid_err
p2pid_json_check_members (const json_t *object, const char *const *known);

/** The member's text, borrowed, and NULL where there is none;
 *  P2PID_ERR_FORMAT when it is not a string. */
P2PID_MUST_CHECK p2pid_err
p2pid_json_get_text (const json_t *object, const char *name, const char **out);

/** The member's whole number between @p min and @p max; P2PID_ERR_FORMAT when
 *  there is none or it is something else. */
P2PID_MUST_CHECK p2pid_err
p2pid_json_get_number (const json_t *object,
                       const char *name,
                       int64_t min,
                       int64_t max,
                       int64_t *out);

/** P2PID_ERR_MEMORY where @p object, fresh from json_pack(), lacks the member
 *  although there was a @p value for it: one that is marked as optional ("*")
 *  is left out for want of memory, too. Also where there is no object. */
P2PID_MUST_CHECK p2pid_err
p2pid_json_check_packed (const json_t *object,
                         const char *name,
                         const void *value);

/** The object without white space, members in the order in which they were
 *  set; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_json_print (const json_t *object, p2pid_buffer **out);

#endif
