/*
 * SD-JWT (RFC 9901): signed JSON whose members can be shown one by one.
 *
 *   JWS "~" disclosure "~" … disclosure "~" [KB-JWT]
 *
 * The signed payload has digests only; each disclosure, base64url of
 * [salt, name, value] or [salt, value], brings a member or an array's element
 * back to its place.
 */

#ifndef P2PID_EVIDENCE_SD_JWT_H
#define P2PID_EVIDENCE_SD_JWT_H

#include "base/encoding.h"
#include "evidence/jws.h"

/** Most disclosures that one token may have: an EU PID has thirty. */
#define P2PID_SD_JWT_DISCLOSURES_MAX 256

/** Characters of a digest: base64url of a SHA-256 hash. */
#define P2PID_SD_JWT_DIGEST_SIZE P2PID_BASE64URL_SIZE (32)

typedef struct {
  p2pid_bytes text; /* as received; borrowed */
  char digest[P2PID_SD_JWT_DIGEST_SIZE + 1];
  json_t *content; /* the array */
} p2pid_disclosure;

typedef struct {
  p2pid_bytes jws_text; /* as received; borrowed */
  p2pid_jws jws;
  size_t count;
  p2pid_disclosure *disclosures;
  p2pid_bytes key_binding; /* the KB-JWT as received, or empty; borrowed */
} p2pid_sd_jwt;

/**
 * Take @p text apart, unverified; the result borrows it, and is for
 * p2pid_sd_jwt_free().
 *
 * Checked: the shape of the token, of the JWS and of each disclosure.
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_SIZE for too many disclosures,
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_read (p2pid_bytes text, p2pid_sd_jwt **out_token);

/**
 * The payload with every disclosed member in its place and no digest left:
 * RFC 9901 §7.1 steps 3 to 5. Only after p2pid_jws_verify().
 *
 * @return P2PID_ERR_FORMAT for a disclosure that no digest asks for, a digest
 *         that is there twice, a disclosure of the other kind, a name that is
 *         "_sd", "..." or already there, digests that are none, or too deep a
 *         nesting; P2PID_ERR_ALGORITHM for another hash than SHA-256;
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_resolve (const p2pid_sd_jwt *token, json_t **out_claims);

/** The same as far as it can be read, of a token that nobody has verified:
 *  where its disclosures are not its own, the payload alone.
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_peek (const p2pid_sd_jwt *token, json_t **out_claims);

/** Which of the payload's own digests @p disclosure belongs to: whether it
 *  brings back a member of the payload itself, not of something inside. */
bool
p2pid_sd_jwt_is_outer (const p2pid_sd_jwt *token,
                       const p2pid_disclosure *disclosure);

/** The name that a disclosure brings back, borrowed; NULL for an array's
 *  element. */
const char *
p2pid_disclosure_name (const p2pid_disclosure *disclosure);

/**
 * The same token with those disclosures alone for which @p keep says so, in
 * their order and without a KB-JWT; and what p2pid_sd_jwt_read() would make of
 * it, which borrows @p out_text. P2PID_ERR_MEMORY.
 */
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_select (const p2pid_sd_jwt *token,
                     const bool keep[P2PID_SD_JWT_DISCLOSURES_MAX],
                     p2pid_buffer **out_text,
                     p2pid_sd_jwt **out_token);

/** The digest of a disclosure's text, with a NUL (RFC 9901 §4.2.3). */
void
p2pid_sd_jwt_digest (p2pid_bytes disclosure,
                     char out[P2PID_SD_JWT_DIGEST_SIZE + 1]);

/** Free; NULL is fine. */
void
p2pid_sd_jwt_free (p2pid_sd_jwt *token);

#endif
