/*
 * Issuing credentials of method "sd-jwt" (PROTOCOL.md §11).
 */

#ifndef P2PID_EVIDENCE_SD_JWT_VC_ISSUE_H
#define P2PID_EVIDENCE_SD_JWT_VC_ISSUE_H

#include "base/bytes.h"
#include "p2pid/identity.h"
#include "p2pid/key.h"

/** What a credential says; all is borrowed. */
typedef struct {
  const char *iss;                      /**< the issuer's name for itself */
  const p2pid_public_key *key;          /**< the identity key */
  int64_t issued_at, until;             /**< Unix seconds */
  const char *facts[P2PID_FACT_COUNT_]; /**< each can be shown by itself; NULL:
                                             not stated */
} p2pid_credential;

/** Issue it, signed by @p issuer; P2PID_ERR_TEXT and P2PID_ERR_FORMAT for a
 *  fact that is not fit to be shown, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_sd_jwt_vc_issue (const p2pid_credential *credential,
                       const p2pid_key *issuer,
                       p2pid_buffer **out_token);

#endif
