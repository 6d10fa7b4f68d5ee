/*
 * Types that every part of libp2pid shares.
 *
 * Variable bytes travel as p2pid_bytes (borrowed) or p2pid_buffer (owned).
 * Every key, hash and number of fixed size is its own one-field struct, so
 * that the compiler catches a swap. Text is UTF-8 and ends with a NUL.
 * Time is always an argument, in Unix seconds (UTC).
 *
 * A pointer may be NULL only where its description says so. A value that an
 * enumeration does not have is P2PID_ERR_ARGUMENT where a call can say so, and
 * has the name "unknown". A struct is set to zero before its members are, so
 * that those which one does not know are none.
 */

#ifndef P2PID_TYPES_H
#define P2PID_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define P2PID_BEGIN_DECLS extern "C" {
#define P2PID_END_DECLS }
#else
#define P2PID_BEGIN_DECLS
#define P2PID_END_DECLS
#endif

#define P2PID_API __attribute__ ((visibility ("default")))
#define P2PID_MUST_CHECK __attribute__ ((warn_unused_result))

P2PID_BEGIN_DECLS

/** Bytes that belong to somebody else; @c data may be NULL when size is 0. */
typedef struct {
  const uint8_t *data;
  size_t size;
} p2pid_bytes;

/* Standard C++ has no arrays without an end; its compilers have. */
#if defined __cplusplus && defined __GNUC__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#endif

/**
 * Bytes that belong to the holder of the pointer; for p2pid_buffer_free().
 *
 * One zero byte, not counted in @c size, follows the data, so that a buffer
 * with text can be used as a C string.
 */
typedef struct {
  size_t size;
  uint8_t data[];
} p2pid_buffer;

#if defined __cplusplus && defined __GNUC__
#pragma GCC diagnostic pop
#endif

/** A BLAKE2b-512 hash. */
typedef struct {
  uint8_t bytes[64];
} p2pid_hash;

/** A SHA-256 fingerprint of a certificate or of an issuer's key. */
typedef struct {
  uint8_t bytes[32];
} p2pid_fingerprint;

/** An Ed25519 public key (RFC 8032 §5.1.5). */
typedef struct {
  uint8_t bytes[32];
} p2pid_public_key;

/** An Ed25519 signature (RFC 8032 §5.1.6). */
typedef struct {
  uint8_t bytes[64];
} p2pid_signature;

/** Wipe and free; NULL is fine. */
P2PID_API void
p2pid_buffer_free (p2pid_buffer *buffer);

/** The buffer's bytes, borrowed; valid as long as the buffer. */
P2PID_API p2pid_bytes
p2pid_buffer_bytes (const p2pid_buffer *buffer);

P2PID_END_DECLS

#endif
