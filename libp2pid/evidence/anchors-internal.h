/*
 * How a method looks up the issuer of what it reads.
 */

#ifndef P2PID_EVIDENCE_ANCHORS_INTERNAL_H
#define P2PID_EVIDENCE_ANCHORS_INTERNAL_H

#include "p2pid/anchors.h"

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

/** Whether evidence that was made for @p party is taken. */
bool
p2pid_anchor_allows (const p2pid_anchor *anchor, const char *party);

/** A copy of the whole set; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_anchors_copy (const p2pid_anchors *anchors, p2pid_anchors **out);

/** Exchange the contents of two sets. */
void
p2pid_anchors_swap (p2pid_anchors *a, p2pid_anchors *b);

#endif
