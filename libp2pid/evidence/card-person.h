/*
 * Certificates of national cards: which of them are a person's, and what they
 * say of the person, country by country.
 */

#ifndef P2PID_EVIDENCE_CARD_PERSON_H
#define P2PID_EVIDENCE_CARD_PERSON_H

#include "evidence/identity-internal.h"
#include "evidence/x509.h"

/**
 * Whether the chain's first certificate is a person's, to sign with, under
 * the policies of its country: no authority, key usage digitalSignature or
 * nonRepudiation, no extended use by machines, and the country of the chain's
 * last certificate.
 *
 * Not checked: the chain, and the person's name and number.
 *
 * @return P2PID_ERR_MISMATCH, P2PID_ERR_FORMAT, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_card_check_certificate (const p2pid_chain *chain);

/** Fill in the facts that the chain's first certificate states.
 *  P2PID_ERR_INCOMPLETE without a name or number, P2PID_ERR_FORMAT for a
 *  number that is not of its country, P2PID_ERR_TEXT, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_card_read_person (const p2pid_chain *chain, p2pid_identity *identity);

#endif
