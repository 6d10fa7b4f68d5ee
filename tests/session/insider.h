/*
 * Somebody who has a seat in a session and no manners: it holds a tunnel, and
 * says through it whatever it likes, in any order.
 */

#ifndef P2PID_TESTS_SESSION_INSIDER_H
#define P2PID_TESTS_SESSION_INSIDER_H

#include "fixture.h"

#include "session/transcript.h"
#include "session/tunnel.h"
#include "wire/record.h"

typedef struct {
  p2pid_side side;
  p2pid_tunnel *tunnel;
  p2pid_transcript transcript; /* what has been said and heard, in order */
  bool begun;                  /* the transcript is */
} mole;

/** Take a seat. @p code or @p invitation, the other NULL. */
void
insider_begin (mole *insider,
               p2pid_side on,
               const char *origin,
               const p2pid_code *code,
               const p2pid_invitation *invitation);

/** What the handshake owes, or NULL; the caller's. */
p2pid_buffer *
insider_greet (mole *insider);

/** Hear a message: true if the tunnel took it. What it said is the last
 *  record of the transcript then, if it said anything. */
bool
insider_hear (mole *insider, p2pid_bytes message);

/** Say a body of that type; the caller's, or NULL where nothing can be said.
 *  Records of the table enter the transcript. */
p2pid_buffer *
insider_say_body (mole *insider, p2pid_record_type type, p2pid_bytes body);

/** The same for a record. */
p2pid_buffer *
insider_say (mole *insider, const p2pid_record *record);

/** A presentation by @p who, signed for the place and role given and the th
 *  that the insider is at; the caller's message. */
p2pid_buffer *
insider_identify (mole *insider,
                  const person *who,
                  p2pid_place place,
                  p2pid_role role);

void
insider_end (mole *insider);

#endif
