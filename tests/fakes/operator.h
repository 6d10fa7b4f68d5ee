/*
 * A fake of an eID's operator (tests/fakes/bankid, tests/fakes/freja), run as
 * a program of its own, with a person whom a test plays.
 */

#ifndef P2PID_TESTS_OPERATOR_H
#define P2PID_TESTS_OPERATOR_H

#include "base/bytes.h"
#include "p2pid/enrolment.h"

#include <jansson.h>

typedef struct fake_operator fake_operator;

/** Start the server at @p program, a path; where it cannot run for want of a
 *  package, says so and ends this program as skipped. */
fake_operator *
fake_operator_new (const char *program);

/** What a relying party has from it. */
const p2pid_operator *
fake_operator_party (const fake_operator *self);

/** One of its files, as a text that lives as long as it does. */
const char *
fake_operator_file (fake_operator *self, const char *name);

/** POST @p wish (JSON) to the control interface; the answer, which must be one
 *  of 200, for json_decref(). */
json_t *
fake_operator_tell (fake_operator *self, const char *path, const char *wish);

/** As fake_operator_tell() where nobody wants the answer. */
void
fake_operator_do (fake_operator *self, const char *path, const char *wish);

/** How often @p path was asked and answered with @p status; 0: with a lie, or
 *  not yet, since it is late. */
size_t
fake_operator_count (fake_operator *self, const char *path, int status);

void
fake_operator_free (fake_operator *self);

#endif
