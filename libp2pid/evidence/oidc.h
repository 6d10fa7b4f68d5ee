/*
 * Method "oidc": an OpenID provider's ID token, whose nonce is the hash of the
 * statement (PROTOCOL.md §11).
 */

#ifndef P2PID_EVIDENCE_OIDC_H
#define P2PID_EVIDENCE_OIDC_H

#include "evidence/statement-internal.h"

#define P2PID_OIDC_LABEL "libp2pid/1 oidc"

/** The "nonce" to ask for an ID token with: p2pid_statement_hash(). */
P2PID_MUST_CHECK p2pid_err
p2pid_oidc_nonce (p2pid_bytes statement,
                  char out[P2PID_STATEMENT_HASH_SIZE + 1]);

#endif
