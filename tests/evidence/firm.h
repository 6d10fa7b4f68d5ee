/*
 * An organisation, somebody who may sign for it, and anchors that know either,
 * both or none, for the tests of roles.
 */

#ifndef P2PID_TESTS_FIRM_H
#define P2PID_TESTS_FIRM_H

#include "evidence/role.h"
#include "forge.h"
#include "person.h"

/** The seed of the organisation's key. */
#define FIRM_SEED "a firm that is there for a test!"

#define FIRM "Öbergs Redovisning AB"
#define FIRM_DOMAIN "oberg.example"
#define FIRM_ROLE "Auktoriserad redovisningskonsult"

/** The key of FIRM_SEED, for p2pid_key_free(). */
p2pid_key *
firm_key (void);

/** The key whose seed is 32 times @p byte, likewise. */
p2pid_key *
firm_person_key (uint8_t byte);

p2pid_fingerprint
firm_fingerprint (void);

/** An anchor for the firm's TEST role; borrowed texts. */
p2pid_anchor
firm_anchor (void);

/** TEST allowed, and the firm known or not. */
p2pid_anchors *
firm_anchors (bool known);

/** A role for person_key (1) from NOW for a day, for free(). */
char *
firm_role (void);

/** The firm's key endorsed by Nils, a TEST person with key 2, from NOW for an
 *  hour; for free(). */
char *
firm_endorsement (void);

/** @p role with @p endorsement, for free(). */
char *
firm_join (const char *role, const char *endorsement);

/** Astrid's binding with that role, unchecked. */
p2pid_binding *
firm_binding (const char *role);

/** What checking it at @p now gives; the identity is NULL where it fails. */
p2pid_err
firm_check (const char *role,
            const p2pid_anchors *anchors,
            int64_t now,
            p2pid_identity **out);

#endif
