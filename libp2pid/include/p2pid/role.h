/*
 * Roles: an organisation's word that a person may speak for it.
 *
 * A role is one line of text (PROTOCOL.md §11, "Roles"): a credential by the
 * organisation's key for the person's identity key, and, where somebody who
 * may sign for the organisation stands for that key, their endorsement. It
 * travels in a binding beside the evidence of the person's eID, and never
 * states who the person is: an organisation does not vouch for persons.
 *
 * A reader believes the organisation's key because an anchor of method "role"
 * names it, because of the endorsement, or both. Whether the signatory may
 * sign for the organisation is not checked: that stands in a company register.
 * So say "according to NAME".
 */

#ifndef P2PID_ROLE_H
#define P2PID_ROLE_H

#include "p2pid/binding.h"

P2PID_BEGIN_DECLS

/** Largest role, in bytes. With the evidence beside it it must fit into
 *  P2PID_EVIDENCE_MAX: two signatures of BankID's size do not. */
#define P2PID_ROLE_MAX P2PID_EVIDENCE_MAX

/** What an organisation states. Texts are borrowed. */
typedef struct {
  p2pid_public_key key;     /**< the person's identity key */
  const char *organisation; /**< its name; 1 to P2PID_ANCHOR_NAME_MAX bytes */
  const char *domain;       /**< where it publishes its keys, or NULL:
                           p2pid_domain_check() */
  const char *role;         /**< what the person is there */
} p2pid_role_grant;

/**
 * Issue a role.
 *
 * Not checked: that the person is who they seem, and that the key is theirs.
 * Ask them for the key in a way that you trust.
 *
 * @param organisation  the organisation's key
 * @param lifetime      seconds from @p now, 1 to ten years
 * @param out_role      one line without its end, for p2pid_buffer_free()
 *
 * @return P2PID_ERR_TEXT for a name or role that is empty, too long or
 *         misleading; P2PID_ERR_FORMAT for a domain that is none;
 *         P2PID_ERR_ALGORITHM for a key that is none; P2PID_ERR_ARGUMENT for
 *         the organisation's own key as the person's, and for a time that
 *         there is not; P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_role_issue (const p2pid_key *organisation,
                  const p2pid_role_grant *grant,
                  int64_t now,
                  int64_t lifetime,
                  p2pid_buffer **out_role);

/**
 * Stand for an organisation's key, as somebody who may sign for it. Nothing
 * takes it back before its end.
 *
 * It holds as long as the signatory's @p binding does and no longer than
 * @p lifetime, for every role by that key, and shows @p facts of the signatory
 * to whoever sees such a role.
 *
 * @param key           the signatory's identity key
 * @param binding       what proves who they are
 * @param facts         the name must be among them
 * @param fingerprint   the organisation's key: p2pid_organisation_fingerprint()
 * @param organisation  its name
 * @param out_endorsement  one line without its end, for p2pid_buffer_free()
 *
 * @return P2PID_ERR_ARGUMENT for a key and binding that do not belong
 *         together, facts that cannot be withheld or lack the name, a time
 *         that there is not; P2PID_ERR_TEXT; P2PID_ERR_SIZE for more than
 *         P2PID_ROLE_MAX; as p2pid_binding_key(); P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_role_endorse (const p2pid_key *key,
                    const p2pid_binding *binding,
                    p2pid_facts facts,
                    const p2pid_fingerprint *fingerprint,
                    const char *organisation,
                    int64_t now,
                    int64_t lifetime,
                    p2pid_buffer **out_endorsement);

/** A role with an endorsement put to it, in place of one that it had; an empty
 *  one takes that away. P2PID_ERR_FORMAT, P2PID_ERR_MISMATCH for an
 *  endorsement of another key, P2PID_ERR_SIZE; P2PID_ERR_INCOMPLETE,
 *  P2PID_ERR_ALGORITHM for a role without its organisation's key or by one that
 *  is none; P2PID_ERR_METHOD, P2PID_ERR_VERSION for a signatory's binding of a
 *  newer program; P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_role_add_endorsement (p2pid_bytes role,
                            p2pid_bytes endorsement,
                            p2pid_buffer **out_role);

/** By what the organisation names the role to withdraw it: the SHA-256 of what
 *  its key signed. P2PID_ERR_FORMAT, P2PID_ERR_SIZE; P2PID_ERR_METHOD,
 *  P2PID_ERR_VERSION for a signatory's binding of a newer program;
 *  P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_role_fingerprint (p2pid_bytes role, p2pid_fingerprint *out_fingerprint);

/**
 * One's own identity, for one's own eyes: as p2pid_binding_verify(), and the
 * organisation of a role is believed by its own word where @p anchors do not
 * know it. Others see the role only where they know the organisation.
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_verify_own (const p2pid_binding *binding,
                          const p2pid_anchors *anchors,
                          int64_t now,
                          p2pid_identity **out_identity);

/** A copy of @p binding with this role in place of one that it had; an empty
 *  one takes that away. P2PID_ERR_FORMAT, P2PID_ERR_MISMATCH for the role of
 *  another key, P2PID_ERR_SIZE; P2PID_ERR_METHOD, P2PID_ERR_VERSION for a
 *  signatory's binding of a newer program; as p2pid_binding_key(), of binding
 *  or role; P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_binding_set_role (const p2pid_binding *binding,
                        p2pid_bytes role,
                        p2pid_binding **out_binding);

/** The role in a binding, borrowed; NULL where there is none. */
P2PID_API const char *
p2pid_binding_role (const p2pid_binding *binding);

P2PID_END_DECLS

#endif
