/*
 * The parts of tokens: base64url of kilobytes that are no secret.
 */

#ifndef P2PID_EVIDENCE_TOKEN_H
#define P2PID_EVIDENCE_TOKEN_H

#include "base/bytes.h"

/** Take everything before the next @p mark off the front of @p text, and the
 *  mark with it; false where there is none. */
bool
p2pid_token_take (p2pid_bytes *text, char mark, p2pid_bytes *out_part);

/** As p2pid_base64url_decode(), quicker, in a time that depends on the text:
 *  for what peers and issuers send in the open, never for a key. */
P2PID_MUST_CHECK p2pid_err
p2pid_token_decode (p2pid_bytes text, p2pid_buffer **out);

/** The same for standard base64 with its padding (RFC 4648 §4), as XML and
 *  "x5c" have it. */
P2PID_MUST_CHECK p2pid_err
p2pid_token_decode_padded (p2pid_bytes text, p2pid_buffer **out);

/** The text in a file, without the white space around it: 1 to
 *  P2PID_EVIDENCE_MAX characters U+0021 to U+007E. P2PID_ERR_FORMAT,
 *  P2PID_ERR_SIZE, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_token_copy (p2pid_bytes file, p2pid_buffer **out);

/** One text of @p count, at least one, with "~" between them: how evidence of more than one
 *  file is written. P2PID_ERR_SIZE past P2PID_EVIDENCE_MAX,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_token_join (const p2pid_bytes *texts, size_t count, p2pid_buffer **out);

#endif
