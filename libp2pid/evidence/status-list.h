/*
 * Status lists (Token Status List, the JWT form): which credentials of an
 * issuer hold, a few bits each, in one signed token that whoever checks has
 * fetched from the address that the credential names.
 */

#ifndef P2PID_EVIDENCE_STATUS_LIST_H
#define P2PID_EVIDENCE_STATUS_LIST_H

#include "evidence/issuer-key.h"

typedef struct p2pid_status_list p2pid_status_list;

/** A token taken apart, unverified, for p2pid_status_list_free();
 *  P2PID_ERR_FORMAT, P2PID_ERR_INCOMPLETE without an address,
 *  P2PID_ERR_SIZE past P2PID_STATUS_TOKEN_MAX, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_status_list_read (p2pid_bytes token, p2pid_status_list **out);

/** The address that it is the list of, its "sub"; borrowed. */
const char *
p2pid_status_list_address (const p2pid_status_list *list);

/** The token; borrowed. */
p2pid_bytes
p2pid_status_list_text (const p2pid_status_list *list);

/** Free; NULL is fine. */
void
p2pid_status_list_free (p2pid_status_list *list);

/** Where a credential's state is. */
typedef struct {
  const char *address; /* NULL: its issuer keeps no such list */
  int64_t index;
} p2pid_status_place;

/** What a credential says of it, the address borrowed; P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_status_place_read (const json_t *claims, p2pid_status_place *out);

/** How it stands with one credential. */
typedef struct {
  p2pid_status status;
  const char *address; /* of the list that it names, borrowed from the claims;
                          or NULL */
  int64_t at;          /* as of when; 0 unless VALID */
  p2pid_err err;       /* what is wrong with a BAD_LIST; P2PID_OK */
} p2pid_standing;

/**
 * What @p list says of the credential at @p index.
 *
 * @param issuer    the key of the credential's issuer, verified
 * @param anchor    and its anchor, under which the list must be, too; NULL:
 *                  it must be by that very key
 *
 * @return P2PID_ERR_UNTRUSTED for a list by somebody else; P2PID_ERR_SIZE and
 *         P2PID_ERR_FORMAT for one that is not that long; P2PID_ERR_FORGED,
 *         P2PID_ERR_ALGORITHM, P2PID_ERR_INCOMPLETE, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_status_list_look_up (const p2pid_status_list *list,
                           int64_t index,
                           const p2pid_issuer_key *issuer,
                           const p2pid_anchors *anchors,
                           const p2pid_anchor *anchor,
                           int64_t now,
                           p2pid_standing *out);

/**
 * How it stands with the credential of these @p claims by the lists at hand.
 * A list that is not to be believed is whoever's who brought it here, and the
 * credential's fault in nothing: it is told as P2PID_STATUS_BAD_LIST.
 *
 * @return P2PID_ERR_FORMAT for a credential that names a list wrongly;
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_standing_find (const json_t *claims,
                     const p2pid_issuer_key *issuer,
                     const p2pid_anchors *anchors,
                     const p2pid_anchor *anchor,
                     int64_t now,
                     p2pid_standing *out);

/** P2PID_ERR_REVOKED where it does not hold, what is wrong with a bad list;
 *  P2PID_OK where it holds, and where that is not known. */
P2PID_MUST_CHECK p2pid_err
p2pid_standing_judge (const p2pid_standing *standing);

#endif
