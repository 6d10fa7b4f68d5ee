/*
 * The inside of a session, for the three files that make it up: session.c
 * (the door), say.c (what this side says), hear.c (what it hears).
 */

#ifndef P2PID_SESSION_MACHINE_H
#define P2PID_SESSION_MACHINE_H

#include "p2pid/session.h"
#include "session/tunnel.h"
#include "session/transcript.h"
#include "session/turns.h"

/** Seconds that a program may take to answer by itself, that a person may
 *  take unless the caller says otherwise, and that a session may last once
 *  both are there (the relay keeps a mailbox that long). */
#define P2PID_SESSION_ANSWER 60
#define P2PID_SESSION_PATIENCE 600
#define P2PID_SESSION_LIFE 900

#define P2PID_SESSION_MESSAGES_MAX 8
#define P2PID_SESSION_EVENTS_MAX 24

/** How far one side is in closing. */
typedef struct {
  bool finished;
  bool wants_receipt;
  bool has_signed;
  p2pid_signature signature;
} p2pid_closing;

struct p2pid_session {
  p2pid_side side;
  p2pid_account account;
  const p2pid_anchors *anchors;
  const p2pid_key *key;
  const p2pid_binding *binding;
  char *own_name;
  int64_t patience;

  p2pid_tunnel *tunnel;
  p2pid_transcript transcript;
  p2pid_turns turns;
  bool joined;
  int64_t last; /* when something last happened */
  int64_t end;  /* when the session's life is over */

  p2pid_account peer_account;
  unsigned compared;
  p2pid_tails tails; /* what the callee found */

  bool presented; /* this side has */
  bool peer_presented;
  p2pid_public_key peer_key;
  p2pid_identity *peer; /* proved, or NULL */
  p2pid_err peer_err;   /* why it could not be */
  char *audience;       /* the peer's claims, or NULL */
  char *purpose;

  p2pid_closing closing[2]; /* by p2pid_side */
  p2pid_buffer *receipt;

  p2pid_buffer *messages[P2PID_SESSION_MESSAGES_MAX];
  size_t message_count;
  p2pid_event events[P2PID_SESSION_EVENTS_MAX];
  size_t event_count;
};

static inline p2pid_side
p2pid_session_peer_side (const p2pid_session *session)
{
  return session->side == P2PID_SIDE_HOST ? P2PID_SIDE_GUEST : P2PID_SIDE_HOST;
}

/** Which place @p side has in this conversation. */
static inline p2pid_place
p2pid_session_place_of (const p2pid_session *session, p2pid_side side)
{
  return side == session->turns.first ? P2PID_PLACE_FIRST : P2PID_PLACE_SECOND;
}

/** Queue an event of that kind; the caller fills in the rest. */
p2pid_event *
p2pid_session_emit (p2pid_session *session, p2pid_event_kind kind, int64_t now);

/** Queue a message and own it. */
void
p2pid_session_post (p2pid_session *session, p2pid_buffer *message);

/** Say @p record and go to the turn that follows, in which this side may have
 *  more to say by itself. P2PID_ERR_STATE when it may not be said now. */
P2PID_MUST_CHECK p2pid_err
p2pid_session_say (p2pid_session *session,
                   const p2pid_record *record,
                   int64_t now);

/** Go to @p turn, which one of the two has just made the next. */
P2PID_MUST_CHECK p2pid_err
p2pid_session_enter (p2pid_session *session, p2pid_turn turn, int64_t now);

/** Bring the closing as far as it can go. */
P2PID_MUST_CHECK p2pid_err
p2pid_session_close (p2pid_session *session, int64_t now);

/** End with P2PID_EVENT_STOPPED; the peer is told @p reason unless it was the
 *  one who stopped. */
void
p2pid_session_end (p2pid_session *session,
                   p2pid_err err,
                   p2pid_stop reason,
                   bool by_peer,
                   int64_t now);

/** Hear what the tunnel carried. */
P2PID_MUST_CHECK p2pid_err
p2pid_session_hear (p2pid_session *session, p2pid_bytes plain, int64_t now);

#endif
