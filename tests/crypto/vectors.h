/* Reading the hex fields of vectors without freeing each by hand. */

#ifndef P2PID_TESTS_CRYPTO_VECTORS_H
#define P2PID_TESTS_CRYPTO_VECTORS_H

#include "harness.h"

/** The bytes of the hex field @p name, empty where it is missing; borrowed
 *  until vectors_release(). */
p2pid_bytes
vectors_hex (const json_t *object, const char *name);

/** As vectors_hex(), for a field that must be there with @p size bytes. */
const uint8_t *
vectors_hex_fixed (const json_t *object, const char *name, size_t size);

/** Free all that vectors_hex() gave. */
void
vectors_release (void);

#define ck_assert_bytes_eq(a, b) ck_assert (p2pid_bytes_equal ((a), (b)))

#endif
