/*
 * Issuing SD-JWTs: RFC 9901 §4.2 and §4.3, members of the payload only.
 */

#ifndef P2PID_EVIDENCE_SD_JWT_ISSUE_H
#define P2PID_EVIDENCE_SD_JWT_ISSUE_H

#include "evidence/sd-jwt.h"

/**
 * Issue a token with all its disclosures.
 *
 * @param header   its "alg" must be EdDSA
 * @param open     members that every copy of the token shows
 * @param hidden   members that can be shown one by one
 * @param digests  the number of digests in the payload: decoys fill up what
 *                 @p hidden leaves, so that nobody sees how much there is
 * @param key      the issuer's
 *
 * @return P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_issue (const json_t *header,
                    const json_t *open,
                    const json_t *hidden,
                    size_t digests,
                    const p2pid_key *key,
                    p2pid_buffer **out_token);

#endif
