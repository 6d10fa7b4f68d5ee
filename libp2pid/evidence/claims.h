/*
 * What every credential of ours says in the same way, whatever its type: until
 * when it holds, and for which key (RFC 7519 §4.1, RFC 7800 §3.2).
 */

#ifndef P2PID_EVIDENCE_CLAIMS_H
#define P2PID_EVIDENCE_CLAIMS_H

#include "evidence/sd-jwt.h"

/** How far an issuer's clock may be ahead, in seconds. */
#define P2PID_CLAIMS_LEEWAY 60

/** A point in time (RFC 7519 §2, NumericDate), and 0 where there is none;
 *  P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_claims_get_time (const json_t *claims, const char *name, int64_t *out);

/** The same; P2PID_ERR_INCOMPLETE where there is none. */
P2PID_MUST_CHECK p2pid_err
p2pid_claims_need_time (const json_t *claims, const char *name, int64_t *out);

/** A text, borrowed; P2PID_ERR_INCOMPLETE where there is none,
 *  P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_claims_need_text (const json_t *claims,
                        const char *name,
                        const char **out);

/**
 * A credential's type, and that nothing which decides over its validity is
 * shown or withheld at will (draft-ietf-oauth-sd-jwt-vc, "Registered JWT
 * Claims").
 *
 * @return P2PID_ERR_FORMAT for a disclosure of such a member;
 *         P2PID_ERR_INCOMPLETE without a type; P2PID_ERR_MISMATCH for another
 */
P2PID_MUST_CHECK p2pid_err
p2pid_claims_check_type (const json_t *payload,
                         const json_t *claims,
                         const char *vct);

/**
 * "iat", "nbf" and "exp", of which the last is required.
 *
 * @param out_signed_at  "iat", or 0
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_INCOMPLETE, P2PID_ERR_NOT_YET_VALID,
 *         P2PID_ERR_EXPIRED
 */
P2PID_MUST_CHECK p2pid_err
p2pid_claims_check_times (const json_t *claims,
                          int64_t now,
                          int64_t *out_signed_at,
                          int64_t *out_valid_until);

/** When it was made at the earliest, of claims whose times hold: "iat", or
 *  "nbf" where that is earlier; 0 without "iat", since what begins later may
 *  have been signed long before. */
int64_t
p2pid_claims_begin (const json_t *claims);

/** The Ed25519 key in "cnf"; P2PID_ERR_INCOMPLETE, P2PID_ERR_FORMAT,
 *  P2PID_ERR_ALGORITHM. */
P2PID_MUST_CHECK p2pid_err
p2pid_claims_get_key (const json_t *claims, p2pid_public_key *out_key);

#endif
