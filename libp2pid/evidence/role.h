/*
 * Roles: what an organisation says of a person, and who says that it is that
 * organisation (PROTOCOL.md §11, "Roles").
 *
 *   role         credential [ "|" endorsement ]
 *   credential   SD-JWT VC "urn:p2pid:role:1", by the organisation's key
 *   endorsement  JWS "|" binding, by a signatory's identity key
 *
 * "|" stands in no token, and the binding is the rest of the line.
 */

#ifndef P2PID_EVIDENCE_ROLE_H
#define P2PID_EVIDENCE_ROLE_H

#include "evidence/identity-internal.h"
#include "evidence/sd-jwt.h"
#include "p2pid/role.h"

#define P2PID_ROLE_VCT "urn:p2pid:role:1"
#define P2PID_ROLE_TYP "dc+sd-jwt"
#define P2PID_ENDORSEMENT_TYP "p2pid-organisation+jwt"

/** What a role can show. */
#define P2PID_ROLE_FACTS                                                       \
  (P2PID_FACTS (P2PID_FACT_ORGANISATION) | P2PID_FACTS (P2PID_FACT_ROLE))

/** A role taken apart; borrows the text. */
typedef struct {
  p2pid_sd_jwt *credential;
  p2pid_bytes endorsement_text; /* JWS and binding; empty: there is none */
  p2pid_jws endorsement;
  p2pid_binding *signatory; /* whose; or NULL */
} p2pid_role_text;

/** Take a role apart, unverified. P2PID_ERR_FORMAT, also for a signatory with
 *  a role of their own; P2PID_ERR_SIZE, P2PID_ERR_METHOD,
 *  P2PID_ERR_VERSION, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_role_read (p2pid_bytes text, p2pid_role_text **out_role);

/** The same of an endorsement alone. */
P2PID_MUST_CHECK p2pid_err
p2pid_endorsement_read (p2pid_bytes text, p2pid_role_text *role);

/** Free; NULL is fine. */
void
p2pid_role_free (p2pid_role_text *role);

/** What it could show. */
p2pid_facts
p2pid_role_facts (const p2pid_role_text *role);

/** The role that shows only @p facts; nothing (NULL) without the organisation
 *  among them, and where what the person is there is not and cannot be
 *  withheld. P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_role_select (const p2pid_role_text *role,
                   p2pid_facts facts,
                   p2pid_buffer **out_text);

/** Add the anchor by which the role would hold: its organisation by its own
 *  word. For no eyes but the person's own. As p2pid_anchors_add(), and
 *  P2PID_ERR_FORMAT, P2PID_ERR_INCOMPLETE, P2PID_ERR_ALGORITHM. */
P2PID_MUST_CHECK p2pid_err
p2pid_role_add_anchor (const p2pid_role_text *role,
                       p2pid_environment environment,
                       p2pid_anchors *anchors);

/** The organisation's key, unverified, and its thumbprint.
 *  P2PID_ERR_INCOMPLETE, P2PID_ERR_FORMAT, P2PID_ERR_ALGORITHM. */
P2PID_MUST_CHECK p2pid_err
p2pid_role_get_issuer (const p2pid_role_text *role,
                       p2pid_jwk *out_key,
                       p2pid_fingerprint *out_fingerprint);

/** Enter organisation and role as the role itself has them, unverified, in a
 *  blank identity, and no trace of what the person's own evidence says there.
 *  P2PID_ERR_FORMAT, P2PID_ERR_TEXT, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_role_claim (const p2pid_role_text *role, p2pid_identity *facts);

/** The identity key that it is for, unverified; p2pid_claims_get_key(). */
P2PID_MUST_CHECK p2pid_err
p2pid_role_key (const p2pid_role_text *role, p2pid_public_key *out_key);

/** P2PID_ERR_MISMATCH unless the endorsement is for that key;
 *  P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_endorsement_check_key (const p2pid_role_text *role,
                             const p2pid_fingerprint *fingerprint);

/** By what the organisation withdraws it. */
void
p2pid_role_hash (const p2pid_role_text *role, p2pid_fingerprint *out);

/** p2pid_binding_hash() of the signatory's binding, as the endorsement has it,
 *  with a NUL. */
#define P2PID_ENDORSEMENT_HASH_SIZE P2PID_BASE64URL_SIZE (64)
void
p2pid_endorsement_hash (const p2pid_binding *binding,
                        char out[P2PID_ENDORSEMENT_HASH_SIZE + 1]);

/**
 * Check the role of the person of @p identity, at the time at which that was
 * checked, and keep the proof of it there:
 * the facts organisation and role become what the role says, whatever the
 * person's own evidence said of them.
 *
 * Checked, in order: the organisation's key, by an anchor or by its
 * signatory's binding and endorsement; its signature; type; that it names no
 * person; times; that it is for this person's key; domain, withdrawal; its
 * status, where it names a list that is at hand; texts; TEST and the real
 * apart.
 *
 * @return P2PID_ERR_UNTRUSTED where nothing here vouches for the key, and
 *         where the status list at hand is not to be believed; errors of
 *         p2pid_binding_verify()
 */
P2PID_MUST_CHECK p2pid_err
p2pid_role_verify (const p2pid_role_text *role,
                   const p2pid_anchors *anchors,
                   p2pid_identity *identity);

#endif
