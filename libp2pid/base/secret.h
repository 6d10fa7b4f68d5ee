/*
 * Memory for long-lived secrets: never swapped, fenced by guard pages, left
 * out of core dumps, wiped when freed (libsodium's sodium_malloc).
 */

#ifndef P2PID_BASE_SECRET_H
#define P2PID_BASE_SECRET_H

#include "base/bytes.h"

/** @p size zeroed bytes of secret memory, for p2pid_secret_free();
 *  P2PID_ERR_MEMORY. Calls sodium_init() the first time. */
P2PID_MUST_CHECK p2pid_err
p2pid_secret_new (size_t size, void **out);

/** Wipe and free; NULL is fine. */
void
p2pid_secret_free (void *secret);

#endif
