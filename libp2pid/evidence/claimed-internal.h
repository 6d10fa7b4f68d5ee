/*
 * How what evidence merely says is read.
 */

#ifndef P2PID_EVIDENCE_CLAIMED_INTERNAL_H
#define P2PID_EVIDENCE_CLAIMED_INTERNAL_H

#include "evidence/method.h"
#include "evidence/role.h"
#include "p2pid/claimed.h"

/** What @p proof, of that method, says of its person; and @p role, which may
 *  be NULL, of what they are for an organisation. As
 *  p2pid_binding_claimed(). */
P2PID_MUST_CHECK p2pid_err
p2pid_claimed_read (const p2pid_method_row *row,
                    const void *proof,
                    const p2pid_role_text *role,
                    p2pid_claimed **out_claimed);

#endif
