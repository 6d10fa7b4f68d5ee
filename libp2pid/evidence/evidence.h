/*
 * What the session needs of bindings beyond the public header, and the shape
 * that every eID method has.
 */

#ifndef P2PID_EVIDENCE_EVIDENCE_H
#define P2PID_EVIDENCE_EVIDENCE_H

#include "base/bytes.h"
#include "p2pid/binding.h"

/**
 * A binding from the members of a presentation.
 *
 * @param method     the method's name
 * @param statement  base64url of the signed statement, or NULL for methods
 *                   that commit to the key in the evidence itself
 * @param evidence   as the method writes it
 *
 * As p2pid_binding_parse().
 */
P2PID_MUST_CHECK p2pid_err
p2pid_binding_new (const char *method,
                   const char *statement,
                   const char *evidence,
                   p2pid_binding **out_binding);

/** The members again, borrowed; statement may be NULL. */
const char *
p2pid_binding_method_name (const p2pid_binding *binding);
const char *
p2pid_binding_statement (const p2pid_binding *binding);
const char *
p2pid_binding_evidence (const p2pid_binding *binding);

/** H (lv_cat ("libp2pid/1 binding", method, statement, evidence)): the
 *  binding exactly as shown, texts as they stand in the presentation. */
void
p2pid_binding_hash (const p2pid_binding *binding, p2pid_hash *out);

#endif
