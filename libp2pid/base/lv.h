/*
 * Lists of length-prefixed fields: lv_cat of draft-irtf-cfrg-cpace-21 §A.
 *
 *   field = LEB128 (size) | bytes          list = field | field | ...
 *
 * Everything that is hashed or signed is such a list, so that no two
 * different lists of fields give the same bytes.
 */

#ifndef P2PID_BASE_LV_H
#define P2PID_BASE_LV_H

#include "base/bytes.h"

/** The most fields a list may have. */
#define P2PID_LV_MAX 16

/** Bytes of a size's LEB128 prefix at the most. */
#define P2PID_LV_PREFIX_MAX 10

/** Write the LEB128 form of @p size; returns its length in bytes. */
size_t
p2pid_lv_prefix (size_t size, uint8_t out[P2PID_LV_PREFIX_MAX]);

/** The list of @p count fields in one buffer; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_lv_cat (const p2pid_bytes *fields, size_t count, p2pid_buffer **out);

/**
 * Take the next field off the front of @p list.
 *
 * @return P2PID_ERR_FORMAT for a field longer than the list or a length that
 *         is not written in the shortest way; @p list is unchanged then
 */
P2PID_MUST_CHECK p2pid_err
p2pid_lv_next (p2pid_bytes *list, p2pid_bytes *out_field);

#endif
