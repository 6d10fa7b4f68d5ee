/*
 * The statement as a part of evidence: from a binding's member, committed to
 * by its hash where an eID signs no text of ours, and within its own time.
 */

#ifndef P2PID_EVIDENCE_STATEMENT_INTERNAL_H
#define P2PID_EVIDENCE_STATEMENT_INTERNAL_H

#include "base/encoding.h"
#include "p2pid/statement.h"

/** How far the clock that a statement was made by may be ahead, in seconds. */
#define P2PID_STATEMENT_LEEWAY 60

/** Characters of a nonce: base64url of a SHA-256 hash. */
#define P2PID_STATEMENT_HASH_SIZE P2PID_BASE64URL_SIZE (32)

/** What a method keeps of its binding's statement. */
typedef struct {
  bool known; /* false: the binding has none */
  p2pid_statement value;
  size_t size;
  uint8_t bytes[P2PID_STATEMENT_MAX]; /* the canonical form */
} p2pid_statement_part;

/** From the base64url of a binding; where it is empty, not known. As
 *  p2pid_statement_parse(). */
P2PID_MUST_CHECK p2pid_err
p2pid_statement_part_read (p2pid_bytes text, p2pid_statement_part *out);

/** base64url (SHA-256 (lv_cat (@p label, statement))), with a NUL: what a
 *  "nonce" has to be. P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_statement_hash (const char *label,
                      p2pid_bytes statement,
                      char out[P2PID_STATEMENT_HASH_SIZE + 1]);

/** P2PID_ERR_INCOMPLETE where @p nonce is NULL or there is no statement;
 *  P2PID_ERR_MISMATCH where it is not the hash of this one;
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_statement_part_check (const p2pid_statement_part *part,
                            const char *label,
                            const char *nonce);

/** P2PID_ERR_NOT_YET_VALID and P2PID_ERR_EXPIRED outside its own time. */
P2PID_MUST_CHECK p2pid_err
p2pid_statement_part_check_time (const p2pid_statement_part *part, int64_t now);

/** The same, and signed at @p signed_at, while it held and not after @p now;
 *  P2PID_ERR_NOT_YET_VALID also where either clock is wrong. */
P2PID_MUST_CHECK p2pid_err
p2pid_statement_part_check_signed (const p2pid_statement_part *part,
                                   int64_t signed_at,
                                   int64_t now);

/** When a binding by it begins that was signed at @p signed_at, by somebody
 *  else's clock than the holder's: not-before, or that where it is earlier by
 *  more than clocks differ. */
int64_t
p2pid_statement_part_begin (const p2pid_statement_part *part,
                            int64_t signed_at);

/** The identity key; P2PID_ERR_INCOMPLETE where there is no statement. */
P2PID_MUST_CHECK p2pid_err
p2pid_statement_part_key (const p2pid_statement_part *part,
                          p2pid_public_key *out_key);

#endif
