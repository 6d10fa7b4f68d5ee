/*
 * A person, a key and a moment that the tests of evidence share.
 */

#ifndef P2PID_TESTS_PERSON_H
#define P2PID_TESTS_PERSON_H

#include "harness.h"

#include "evidence/evidence.h"

/** 2026-11-24T12:00:00Z */
#define NOW INT64_C (1795521600)
#define DAY INT64_C (86400)

/** All seven facts. */
extern const p2pid_test_person astrid;

/** The public half of the Ed25519 key whose seed is 32 times @p byte. */
p2pid_public_key
person_key (uint8_t byte);

/** A TEST binding for @p person and person_key (1), from NOW for a day. */
p2pid_binding *
person_binding (const p2pid_test_person *person);

/** A new set of anchors, with TEST or without. */
p2pid_anchors *
person_anchors (bool test);

/** What verifying gives at @p now, where nothing but the error is wanted. */
p2pid_err
person_verify (const p2pid_binding *binding, bool test, int64_t now);

#endif
