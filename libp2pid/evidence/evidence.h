/*
 * What the session needs of bindings beyond the public header, and the shape
 * that every eID method has.
 */

#ifndef P2PID_EVIDENCE_EVIDENCE_H
#define P2PID_EVIDENCE_EVIDENCE_H

#include "base/bytes.h"
#include "p2pid/role.h"
#include "wire/record.h"

/**
 * A binding from the parts of a presentation.
 *
 * @param method     the method's name
 * @param statement  base64url of the signed statement, or NULL for methods
 *                   that commit to the key in the evidence itself
 * @param evidence   as the method writes it: p2pid_text_is_line()
 * @param role       a role credential, likewise, or NULL
 *
 * As p2pid_binding_parse().
 */
P2PID_MUST_CHECK p2pid_err
p2pid_binding_new (const char *method,
                   const char *statement,
                   const char *evidence,
                   const char *role,
                   p2pid_binding **out_binding);

/** A binding from those parts as an identify record has them; nothing is
 *  borrowed. */
P2PID_MUST_CHECK p2pid_err
p2pid_binding_from_record (const p2pid_record *record,
                           p2pid_binding **out_binding);

/** Put the parts into an identify record, borrowed. */
void
p2pid_binding_to_record (const p2pid_binding *binding, p2pid_record *record);

/** As p2pid_binding_parse(), and P2PID_ERR_FORMAT for one with a role. */
P2PID_MUST_CHECK p2pid_err
p2pid_binding_parse_bare (p2pid_bytes text, p2pid_binding **out_binding);

/** The parts again, borrowed; the statement may be NULL. The role is
 *  p2pid_binding_role(). */
const char *
p2pid_binding_method_name (const p2pid_binding *binding);
const char *
p2pid_binding_statement (const p2pid_binding *binding);
const char *
p2pid_binding_evidence (const p2pid_binding *binding);

/** H (lv_cat ("libp2pid/1 binding", method, statement, evidence, role)): the
 *  binding exactly as shown, texts as they stand in the presentation. */
void
p2pid_binding_hash (const p2pid_binding *binding, p2pid_hash *out);

#endif
