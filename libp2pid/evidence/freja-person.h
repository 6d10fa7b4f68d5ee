/*
 * What a Freja sign result says of the person: the level at which Freja knows
 * them, and the attributes that were asked for.
 */

#ifndef P2PID_EVIDENCE_FREJA_PERSON_H
#define P2PID_EVIDENCE_FREJA_PERSON_H

#include "evidence/identity-internal.h"

#include "p2pid/statement.h"

#include <jansson.h>

/**
 * How well Freja knows the person, from the payload of a result.
 *
 * @return P2PID_ERR_INCOMPLETE where it says nothing, or knows an e-mail
 *         address alone; P2PID_ERR_FORMAT for a level that there is not
 */
P2PID_MUST_CHECK p2pid_err
p2pid_freja_level (const json_t *payload, p2pid_assurance *out_assurance);

/** The facts that the payload has, unverified. */
p2pid_facts
p2pid_freja_facts (const json_t *payload);

/** Fill in the facts; the organisation's name in @p language where it has one.
 *  P2PID_ERR_INCOMPLETE without a name, P2PID_ERR_FORMAT, P2PID_ERR_TEXT,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_freja_person (const json_t *payload,
                    p2pid_language language,
                    p2pid_identity *identity);

#endif
