/*
 * Hashes over lists of fields: BLAKE2b-512 for what is compared and signed,
 * keyed BLAKE2b for what is derived. PROTOCOL.md §1.
 */

#ifndef P2PID_CRYPTO_HASH_H
#define P2PID_CRYPTO_HASH_H

#include "base/lv.h"

/** H (lv_cat (fields)): BLAKE2b-512, unkeyed, without a copy of the list. */
void
p2pid_hash_list (const p2pid_bytes *fields, size_t count, p2pid_hash *out);

/**
 * B (key, lv_cat (fields), size): BLAKE2b keyed with @p key.
 *
 * @param key   16 to 64 bytes
 * @param size  16 to 64 bytes
 */
void
p2pid_derive (p2pid_bytes key,
              const p2pid_bytes *fields,
              size_t count,
              uint8_t *out,
              size_t size);

#endif
