/*
 * How a method fills in an identity, after every check has held.
 */

#ifndef P2PID_EVIDENCE_IDENTITY_INTERNAL_H
#define P2PID_EVIDENCE_IDENTITY_INTERNAL_H

#include "base/bytes.h"
#include "p2pid/anchors.h"

struct p2pid_identity {
  char *facts[P2PID_FACT_COUNT_]; /* NULL where not shown */
  char *issuer;
  p2pid_method method;
  p2pid_environment environment;
  p2pid_assurance assurance;
  int64_t signed_at;
  bool dated_by_holder;
  int64_t begins_at; /* it was made then or later, as somebody else than its
                        holder says; 0: nobody does */
  int64_t valid_until;
  int64_t checked_at;
  int64_t revocation_checked_at;
  p2pid_status status;
  char *status_address; /* or NULL */
  p2pid_word word;
  p2pid_steps checked, unchecked;
  p2pid_role_proof *role; /* its texts are ours; or NULL */
  p2pid_public_key key;
};

/** An identity without facts, by the issuer that @p anchor names, vouched for
 *  with that anchor's assurance, checked at @p now; for p2pid_identity_free().
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_identity_new (const p2pid_anchor *anchor,
                    int64_t now,
                    p2pid_identity **out_identity);

/** An identity by nobody, to collect in what evidence says before anything of
 *  it was checked. It never leaves the module. P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_identity_new_blank (p2pid_method method, p2pid_identity **out_identity);

/** P2PID_ERR_TEXT unless @p text is fit to be shown as @p fact,
 *  P2PID_ERR_FORMAT for a birth date that is no day of the calendar. */
P2PID_MUST_CHECK p2pid_err
p2pid_fact_check (p2pid_fact fact, const char *text);

/** Check @p text and keep a copy as @p fact, which must not be there yet. As
 *  p2pid_fact_check(), and P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_identity_set_fact (p2pid_identity *identity,
                         p2pid_fact fact,
                         const char *text);

/** The same in place of what was there; nothing for NULL. */
P2PID_MUST_CHECK p2pid_err
p2pid_identity_replace_fact (p2pid_identity *identity,
                             p2pid_fact fact,
                             const char *text);

/** See to it that there is a name: given names and surname together where the
 *  issuer wrote no full one. P2PID_ERR_INCOMPLETE, P2PID_ERR_TEXT,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_identity_require_name (p2pid_identity *identity);

/** Keep a copy of @p proof and its texts, which become the facts organisation
 *  and role, and no trace of what the person's own evidence said there: the
 *  two are never mixed. The signatory, if any, is taken over, whatever becomes
 *  of it. P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_identity_set_role_proof (p2pid_identity *identity,
                               const p2pid_role_proof *proof);

#endif
