/*
 * What goes wrong at an OpenID provider: its own error codes, and ours, each
 * with the error that it is and a sentence.
 */

#ifndef P2PID_EID_OIDC_HINTS_H
#define P2PID_EID_OIDC_HINTS_H

#include "eid/enrolment.h"

/**
 * Keep the hint for @p code, and return its error: a code of OAuth 2.0
 * (RFC 6749 §4.1.2.1, §5.2) or OpenID Connect (Core §3.1.2.6), or ours:
 * "no-provider", "other-issuer", "no-pkce", "no-token", "no-answer".
 * P2PID_ERR_RELAY for one that is not known.
 */
p2pid_err
p2pid_oidc_fail (p2pid_enrolment *enrolment, const char *code);

#endif
