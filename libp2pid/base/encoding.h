/*
 * Base64url without padding (RFC 4648 §5) and lower-case hex, each text form
 * of a byte string being the only one that is accepted for it.
 */

#ifndef P2PID_BASE_ENCODING_H
#define P2PID_BASE_ENCODING_H

#include "base/bytes.h"

/** Characters of the base64url form of @p size bytes. */
#define P2PID_BASE64URL_SIZE(size) ((4 * (size) + 2) / 3)

/** The base64url text of @p bytes; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_base64url_encode (p2pid_bytes bytes, p2pid_buffer **out);

/**
 * The bytes of a base64url text.
 *
 * @return P2PID_ERR_FORMAT for any character outside the alphabet, padding,
 *         an impossible length or bits set behind the last byte;
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_base64url_decode (p2pid_bytes text, p2pid_buffer **out);

/** As p2pid_base64url_decode(), into exactly @p size bytes, else
 *  P2PID_ERR_FORMAT; nothing is written then. */
P2PID_MUST_CHECK p2pid_err
p2pid_base64url_decode_fixed (p2pid_bytes text, uint8_t *out, size_t size);

/** Lower-case hex of @p bytes with a NUL, into 2 × size + 1 characters. */
void
p2pid_hex_encode (p2pid_bytes bytes, char *out);

/** Exactly @p size bytes from 2 × size lower-case hex digits;
 *  P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_hex_decode (p2pid_bytes text, uint8_t *out, size_t size);

#endif
