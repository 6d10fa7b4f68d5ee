/*
 * Whether structs that a program could have filled in by itself are as the
 * library makes them: a code or an invitation that is all zero, or a relay's
 * address in another form, would be a secret that no other side has.
 */

#ifndef P2PID_WIRE_WHOLE_H
#define P2PID_WIRE_WHOLE_H

#include "p2pid/code.h"
#include "p2pid/invitation.h"

/** Whether the code is one that p2pid_code_parse() gives. */
bool
p2pid_code_is_whole (const p2pid_code *code);

/** Whether the address stands in the form that p2pid_origin_parse() gives. */
bool
p2pid_origin_is_normal (const char *text);

/** Whether the invitation's address does. */
bool
p2pid_invitation_is_whole (const p2pid_invitation *invitation);

#endif
