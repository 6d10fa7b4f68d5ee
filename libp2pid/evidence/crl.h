/*
 * Revocation lists (RFC 5280 §5): which certificates an issuer has withdrawn.
 * Whole ones by the issuer itself; lists of changes, of a part, or for others
 * say too little about one certificate.
 */

#ifndef P2PID_EVIDENCE_CRL_H
#define P2PID_EVIDENCE_CRL_H

#include "evidence/x509.h"

/** A list from its DER form, unverified, for X509_CRL_free(); P2PID_ERR_FORMAT,
 *  P2PID_ERR_INCOMPLETE without a time of the next, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_crl_read (p2pid_bytes der, X509_CRL **out);

/** When it was made, and when the next is due. */
int64_t
p2pid_crl_this_update (const X509_CRL *crl);
int64_t
p2pid_crl_next_update (const X509_CRL *crl);

/**
 * Whether the list is the one of the chain's second certificate, signed by it,
 * good at @p at, and does not have the first.
 *
 * @return P2PID_ERR_MISMATCH for a list of another issuer or of a part,
 *         P2PID_ERR_UNTRUSTED for an issuer who may not make one,
 *         P2PID_ERR_ALGORITHM, P2PID_ERR_FORGED, P2PID_ERR_NOT_YET_VALID,
 *         P2PID_ERR_EXPIRED, P2PID_ERR_REVOKED
 */
P2PID_MUST_CHECK p2pid_err
p2pid_crl_verify (X509_CRL *crl, const p2pid_chain *chain, int64_t at);

#endif
