/*
 * A credential from evidence: the same person without the eID's own document,
 * so that facts can be withheld (the personal number stands in BankID's).
 */

#ifndef P2PID_TOOLS_GATEWAY_CREDENTIAL_H
#define P2PID_TOOLS_GATEWAY_CREDENTIAL_H

#include "p2pid/binding.h"
#include "tools/relay/gateway-config.h"

/**
 * Verify the evidence like anybody who is shown it, and vouch for what it
 * proves and for nothing else: the same key, the same facts, since the eID's
 * signature and until the same time at the latest, so that what was made for a
 * contact still is, and nothing older becomes it (p2pid_identity_occasion()).
 *
 * A gateway's credentials are all real or all TEST, as its configuration says:
 * an anchor says which, for its issuer as a whole.
 *
 * @return P2PID_ERR_MISMATCH for evidence of another key or environment;
 *         P2PID_ERR_INCOMPLETE where nobody but its holder says when it was
 *         signed; as p2pid_binding_verify()
 */
P2PID_MUST_CHECK p2pid_err
gateway_issue (const gateway_config *config,
               const p2pid_binding *evidence,
               const p2pid_statement *statement,
               int64_t now,
               p2pid_buffer **out_token);

#endif
