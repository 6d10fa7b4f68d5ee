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

#endif
