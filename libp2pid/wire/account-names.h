/*
 * The words of an account as they stand in records and in JSON output, and
 * back.
 *
 * Each _name() is NULL for a value there is not; each _from_name() is
 * P2PID_ERR_FORMAT for NULL and for a word there is not.
 */

#ifndef P2PID_WIRE_ACCOUNT_NAMES_H
#define P2PID_WIRE_ACCOUNT_NAMES_H

#include "base/bytes.h"
#include "p2pid/account.h"

/** "phone", "meeting", "online". */
const char *
p2pid_channel_name (p2pid_channel channel);
P2PID_MUST_CHECK p2pid_err
p2pid_channel_from_name (const char *name, p2pid_channel *out);

/** "none", "caller", "callee". */
const char *
p2pid_role_name (p2pid_role role);
P2PID_MUST_CHECK p2pid_err
p2pid_role_from_name (const char *name, p2pid_role *out);

/** "first", "second". */
const char *
p2pid_place_name (p2pid_place place);
P2PID_MUST_CHECK p2pid_err
p2pid_place_from_name (const char *name, p2pid_place *out);

/** The reason that p2pid_stop_name() calls @p name. */
P2PID_MUST_CHECK p2pid_err
p2pid_stop_from_name (const char *name, p2pid_stop *out);

/** P2PID_ERR_FORMAT unless the account does not contradict itself: a role
 *  exactly on the telephone, where the caller is first and the callee second;
 *  a tail of four digits or none; a start that is a time, or 0. */
P2PID_MUST_CHECK p2pid_err
p2pid_account_check (const p2pid_account *account);

#endif
