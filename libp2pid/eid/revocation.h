/*
 * Asking an issuer whether a certificate still holds (OCSP, RFC 6960 §A.1).
 */

#ifndef P2PID_EID_REVOCATION_H
#define P2PID_EID_REVOCATION_H

#include "eid/enrolment.h"
#include "evidence/x509.h"

/**
 * The issuer's answer about the chain's first certificate, as DER, for
 * p2pid_buffer_free(); NULL where nobody says, where nobody can be reached, and
 * for an answer that proves nothing: the evidence then says that it was not
 * checked. *Revoked* is an answer.
 *
 * @return P2PID_OK whatever there is; P2PID_ERR_CANCELLED
 */
P2PID_MUST_CHECK p2pid_err
p2pid_revocation_ask (const p2pid_chain *chain,
                      const p2pid_enrolment *enrolment,
                      p2pid_buffer **out_answer);

#endif
