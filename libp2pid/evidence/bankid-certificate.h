/*
 * The person's certificate in a BankID signature.
 */

#ifndef P2PID_EVIDENCE_BANKID_CERTIFICATE_H
#define P2PID_EVIDENCE_BANKID_CERTIFICATE_H

#include "evidence/identity-internal.h"
#include "evidence/x509.h"

/**
 * Whether the chain's first certificate is a person's, for signing. That it
 * leads to BankID's root is not enough: relying parties' certificates do too,
 * with the same policies.
 *
 * Checked: the issuer is a Customer CA by its name; the policies are BankID's
 * of this environment; the key is for nonRepudiation, and issues nothing; the
 * subject has a surname, given names, a full name, and a personal number of
 * twelve digits with a day of the calendar and the right check digit.
 *
 * @return P2PID_ERR_MISMATCH, P2PID_ERR_FORMAT for a name that is there twice,
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_bankid_certificate_check (const p2pid_chain *chain,
                                p2pid_environment environment);

/** Enter the person's facts, all of them. As p2pid_identity_set_fact(), and of
 *  a certificate that was not checked P2PID_ERR_INCOMPLETE, P2PID_ERR_FORMAT,
 *  P2PID_ERR_MISMATCH for a number that is no personal number. */
P2PID_MUST_CHECK p2pid_err
p2pid_bankid_certificate_person (const X509 *certificate,
                                 p2pid_identity *identity);

#endif
