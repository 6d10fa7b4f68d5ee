/*
 * Anna and Björn, who believe TEST identities, and a side of a session for
 * each of them.
 */

#ifndef P2PID_TESTS_SESSION_COUPLE_H
#define P2PID_TESTS_SESSION_COUPLE_H

#include "fixture.h"

extern person anna, bjorn;
extern p2pid_anchors *anchors;
extern party a, b; /* of a: Anna, or whoever is the host */

/** Before and after each test; neither side has begun. */
void
couple_begin (void);
void
couple_end (void);

/** A side of a call: Anna rings Björn and makes the code. */
p2pid_session_config
call_config (p2pid_side on);

/** Begin both sides, and carry what they say. */
void
begin_both (const p2pid_session_config *host,
            const p2pid_session_config *guest);

/** Anna rings Björn and reads out her code; both programs agree. */
void
begin_call (void);

#endif
