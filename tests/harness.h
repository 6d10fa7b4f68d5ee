/*
 * What every test program shares: running a Check suite, and reading vectors.
 */

#ifndef P2PID_TESTS_HARNESS_H
#define P2PID_TESTS_HARNESS_H

#include "base/bytes.h"

#include <check.h>
#include <jansson.h>

/** Exit code by which meson knows a skipped test. */
#define HARNESS_SKIP 77

/** Run @p suite and free it; the exit code for main(). Arguments of the
 *  environment (CK_FORK, CK_RUN_CASE) work as Check documents. */
int
harness_run (Suite *suite);

/** A published vector file as JSON, @p path below the folder of the meson
 *  option "vectors". Where the file is missing, says so by name and ends the
 *  program as skipped. The caller's, for json_decref(). */
json_t *
harness_published_json (const char *path);

/** A published vector file's bytes, likewise; for p2pid_buffer_free(). */
p2pid_buffer *
harness_published_file (const char *path);

/** A file below tests/vectors; it must be there. */
p2pid_buffer *
harness_own_file (const char *name);

/** The bytes of a JSON string of hex digits, lower or upper case; for
 *  p2pid_buffer_free(). */
p2pid_buffer *
harness_hex (const json_t *text);

/** Replace libsodium's randomness by a stream that is the same for the same
 *  @p seed (ChaCha20); the first call must come before sodium_init(). */
void
harness_seed (uint64_t seed);

/** Let the next randomness be exactly @p bytes, before the seeded stream goes
 *  on. At most 256 bytes wait at once. */
void
harness_queue_random (p2pid_bytes bytes);

#endif
