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

/**
 * What @p list says of the credential at @p index.
 *
 * @param issuer    the key of the credential's issuer, verified
 * @param anchor    and its anchor, under which the list must be, too
 * @param out_at    as of when that was known; 0 where the list is too old to
 *                  say anything, or not of today
 *
 * @return P2PID_ERR_REVOKED for any state but *valid*; P2PID_ERR_UNTRUSTED for
 *         a list by somebody else; P2PID_ERR_SIZE and P2PID_ERR_FORMAT for one
 *         that is not that long; P2PID_ERR_FORGED, P2PID_ERR_ALGORITHM,
 *         P2PID_ERR_INCOMPLETE, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_status_list_look_up (const p2pid_status_list *list,
                           int64_t index,
                           const p2pid_issuer_key *issuer,
                           const p2pid_anchors *anchors,
                           const p2pid_anchor *anchor,
                           int64_t now,
                           int64_t *out_at);

#endif
