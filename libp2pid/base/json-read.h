/*
 * JSON by jansson, without what its reader makes up where memory is wanting.
 */

#ifndef P2PID_BASE_JSON_READ_H
#define P2PID_BASE_JSON_READ_H

#include "base/bytes.h"

#include <jansson.h>

/**
 * The object or array in @p text, for json_decref(): no member twice, and no
 * NUL, so that each string can be used as a C string.
 *
 * Not checked: size, and nesting below jansson's own 2,048 levels.
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_json_read (p2pid_bytes text, json_t **out);

#endif
