/*
 * Two sides of a session without anything between them, and what they were
 * told, for the tests of the session.
 */

#ifndef P2PID_TESTS_SESSION_FIXTURE_H
#define P2PID_TESTS_SESSION_FIXTURE_H

#include "harness.h"

#include "p2pid/session.h"

/** A moment at which everything in the tests happens. */
#define NOW INT64_C (1795523696)

#define ORIGIN "https://relay.example"

/** A person with a TEST identity. */
typedef struct {
  p2pid_key *key;
  p2pid_binding *binding;
  const char *name;
} person;

/** An event, with its texts copied. */
typedef struct {
  p2pid_event_kind kind;
  p2pid_err err;
  p2pid_stop stop;
  p2pid_outcome outcome;
  bool by_peer;
  p2pid_place place;
  unsigned compared;
  p2pid_audience_match match;
  char name[64];
  char audience[200];
  char purpose[200];
  p2pid_public_key key;
} heard;

/** One side. */
typedef struct {
  p2pid_session *session;
  heard events[64];
  size_t count;
  p2pid_buffer *out[32]; /* messages said, in order, kept until the end */
  size_t said;
  size_t carried; /* how many of them carry () has brought over */
  p2pid_buffer *receipt;
  bool keeps_quiet; /* does not say by itself that its screen shows it */
} party;

person
person_new (const char *name);
void
person_free (person *person);

/** Anchors that take TEST identities. */
p2pid_anchors *
test_anchors (void);

/** A configuration for @p who (NULL for nobody) with the code "47 11223 x"
 *  made right. */
p2pid_session_config
phone_config (p2pid_side on,
              p2pid_role role,
              const person *who,
              const p2pid_anchors *anchors);

/** The same without a telephone, by an invitation; the host has @p place. */
p2pid_session_config
invited_config (p2pid_side on,
                p2pid_place place,
                const person *who,
                const p2pid_anchors *anchors);

/** The code and the invitation in those configurations. */
const p2pid_code *
the_code (void);
const p2pid_invitation *
the_invitation (void);

/** Begin a side; the configuration must be a good one. */
void
side_begin (party *side, const p2pid_session_config *config);

/** Collect what the session says and tells. */
void
side_collect (party *side);

/** Give the side a message. */
p2pid_err
side_hear (party *side, p2pid_bytes message, int64_t now);

void
side_end (party *side);

/** Carry messages both ways until neither has anything to say. */
void
carry (party *a, party *b);

/** The event of that kind, or NULL; the last if there are several. */
const heard *
event_of (const party *side, p2pid_event_kind kind);

#define HAS(side, kind) ck_assert_ptr_nonnull (event_of ((side), (kind)))
#define HAS_NOT(side, kind) ck_assert_ptr_null (event_of ((side), (kind)))

/** How it ended, or NULL. */
const heard *
ending_of (const party *side);

/** It must have ended by this stop. */
void
side_stopped (const party *side,
              p2pid_err err,
              p2pid_stop reason,
              bool by_peer);

#endif
