/*
 * Our own BankID vector, tests/vectors/bankid.json.
 */

#ifndef P2PID_TESTS_BANKID_VECTOR_H
#define P2PID_TESTS_BANKID_VECTOR_H

#include "harness.h"

#include "p2pid/binding.h"

/** The vector, for json_decref(). */
json_t *
bankid_vector_load (void);

/** Its binding, read anew; as p2pid_binding_new(). */
p2pid_err
bankid_vector_binding (const json_t *vector, p2pid_binding **out);

/** Anchors with its root alone, for its relying party, TEST being allowed. */
p2pid_anchors *
bankid_vector_anchors (const json_t *vector);

#endif
