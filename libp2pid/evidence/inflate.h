/*
 * One byte of compressed data (RFC 1950), without unpacking more than it
 * takes: what a few kilobytes inflate to has no bound, and nobody here needs
 * to hold it.
 */

#ifndef P2PID_EVIDENCE_INFLATE_H
#define P2PID_EVIDENCE_INFLATE_H

#include "base/bytes.h"

/** Farthest byte that is looked for: 2^24 is a hundred times the largest
 *  status list that there is reason for. */
#define P2PID_INFLATE_MAX ((size_t) 1 << 24)

/**
 * The byte at @p offset of what @p data inflates to. Nothing behind it is
 * looked at, a checksum at the end neither: the data is signed.
 *
 * @return P2PID_ERR_FORMAT for data that is broken or ends before;
 *         P2PID_ERR_SIZE for an offset past P2PID_INFLATE_MAX;
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_inflate_byte (p2pid_bytes data, size_t offset, uint8_t *out);

#endif
