/*
 * How a method looks up the issuer of what it reads.
 */

#ifndef P2PID_EVIDENCE_ANCHORS_INTERNAL_H
#define P2PID_EVIDENCE_ANCHORS_INTERNAL_H

#include "base/bytes.h"
#include "evidence/status-list.h"
#include "p2pid/anchors.h"

#include <jansson.h>

/**
 * The anchor for an issuer's @p fingerprint, borrowed.
 *
 * @return P2PID_ERR_TEST_REFUSED for a TEST anchor, or the built-in TEST
 *         issuer, where TEST is not allowed; P2PID_ERR_UNTRUSTED where there
 *         is none
 */
P2PID_MUST_CHECK p2pid_err
p2pid_anchors_find (const p2pid_anchors *anchors,
                    p2pid_method method,
                    const p2pid_fingerprint *fingerprint,
                    const p2pid_anchor **out_anchor);

/** The same, whether TEST is allowed or not; NULL where there is none. */
const p2pid_anchor *
p2pid_anchors_look_up (const p2pid_anchors *anchors,
                       p2pid_method method,
                       const p2pid_fingerprint *fingerprint);

/** Whether evidence that was made for @p party is taken. */
bool
p2pid_anchor_allows (const p2pid_anchor *anchor, const char *party);

/** Take out what stands for the organisation of this domain. */
void
p2pid_anchors_remove_domain (p2pid_anchors *anchors, const char *domain);

/** A member's point in time, 0 where there is none; P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_anchor_read_time (const json_t *object, const char *name, int64_t *out);

/** A list of withdrawn roles, NULL: an empty one. P2PID_ERR_FORMAT,
 *  P2PID_ERR_SIZE. */
P2PID_MUST_CHECK p2pid_err
p2pid_anchor_read_revoked (const json_t *list,
                           p2pid_fingerprint out[P2PID_ANCHOR_REVOKED_MAX],
                           size_t *out_count);

/** Add a status list that has been read already, which is taken over even so.
 *  P2PID_ERR_SIZE as p2pid_anchors_add_status(). */
P2PID_MUST_CHECK p2pid_err
p2pid_anchors_put_status (p2pid_anchors *anchors, p2pid_status_list *list);

/** The status list of that address, borrowed; NULL where there is none. */
const p2pid_status_list *
p2pid_anchors_find_status (const p2pid_anchors *anchors, const char *address);

/** A copy of the whole set; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_anchors_copy (const p2pid_anchors *anchors, p2pid_anchors **out);

/** Exchange the contents of two sets. */
void
p2pid_anchors_swap (p2pid_anchors *a, p2pid_anchors *b);

#endif
