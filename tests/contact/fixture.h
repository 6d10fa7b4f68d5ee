/*
 * People on threads: each runs one contact, behaves as it was told to, and
 * writes down what it heard.
 */

#ifndef P2PID_TESTS_CONTACT_FIXTURE_H
#define P2PID_TESTS_CONTACT_FIXTURE_H

#include "harness.h"

#include "fakes/served.h"
#include "p2pid/contact.h"

#include <pthread.h>
#include <stdatomic.h>

#define HEARD_MAX 64

/** Somebody with a TEST identity, or with none (key NULL). */
typedef struct {
  p2pid_key *key;
  p2pid_binding *binding;
} person;

person
person_new (const char *name);
void
person_free (person *who);

/** Anchors that take TEST identities, for p2pid_anchors_free(). */
p2pid_anchors *
test_anchors (void);

/** What is done at an event. */
typedef enum {
  DO_NOTHING,
  DO_IDENTIFY,
  DO_DECLINE,
  DO_STOP, /**< "that is not me" */
  DO_CANCEL,
  DO_FORGET /**< from here on leave no trace */
} action;

/** How somebody behaves. Screens show who the other is by themselves, and a
 *  contact where all is said is finished. */
typedef struct {
  action as_second;      /**< at one's turn as the second; 0 waits */
  action as_first;       /**< likewise, with ask_before_first */
  bool receipt;          /**< wants one */
  p2pid_event_kind when; /**< at this event ... */
  action what;           /**< ... this, once */
} conduct;

/** An event, with its texts copied. */
typedef struct {
  p2pid_event_kind kind;
  p2pid_err err;
  p2pid_stop stop;
  bool by_peer;
  p2pid_outcome outcome;
  p2pid_place place;
  p2pid_channel channel;
  unsigned compared;
  p2pid_audience_match match;
  char name[64];
  char audience[160];
  char purpose[160];
  char text[P2PID_INVITATION_MAX + 1];
  p2pid_code code;
} heard;

/** One side. */
typedef struct {
  p2pid_contact_config config;
  conduct behaves;
  atomic_llong clock_off; /**< seconds by which this one's clock is wrong */

  p2pid_contact *contact;
  pthread_t thread;
  bool running;
  p2pid_err result;
  p2pid_buffer *receipt;

  pthread_mutex_t lock; /* for these */
  pthread_cond_t news;
  heard events[HEARD_MAX];
  size_t count;
  bool done;
} side;

/** A host who shows a code on the telephone, as the caller; @p who may be
 *  NULL. */
void
side_calls (side *self,
            served *relay,
            const person *who,
            const p2pid_anchors *anchors);

/** A guest who was called and types @p code. */
void
side_answers (side *self,
              served *relay,
              const p2pid_code *code,
              const person *who,
              const p2pid_anchors *anchors);

/** A host with an invitation, and a guest with one, in a meeting. The host
 *  says who is first. */
void
side_invites (side *self,
              served *relay,
              p2pid_place place,
              const person *who,
              const p2pid_anchors *anchors);
void
side_comes (side *self,
            const p2pid_invitation *invitation,
            const person *who,
            const p2pid_anchors *anchors);

/** Run on a thread of its own. */
void
side_start (side *self);

/** Wait until @p kind was heard @p times times; fails after 30 seconds and
 *  when the contact ends without it. */
const heard *
side_wait (side *self, p2pid_event_kind kind, int times);

/** Wait for the end, and see that exactly one ending came, as the last event;
 *  the ending. */
const heard *
side_join (side *self);

/** The last event of that kind, or NULL. After side_join(). */
const heard *
side_heard (const side *self, p2pid_event_kind kind);

/** Cancels what still runs. */
void
side_end (side *self);

/** The code and the invitation that a host shows first. */
p2pid_code
side_code (side *host);
p2pid_invitation
side_invitation (side *host);

/** A store of its own in a folder of its own under /tmp. */
typedef struct {
  char folder[32];
  char path[48];
  p2pid_store *store;
} notebook;

void
notebook_open (notebook *self);

/** Close it and open it again, as another program run would. */
void
notebook_reopen (notebook *self);
void
notebook_end (notebook *self);

/** What a notebook says, with its texts copied. */
typedef struct {
  size_t contacts, people;
  p2pid_outcome outcome; /**< of the newest contact, and so on */
  p2pid_err err;
  p2pid_role role;
  bool identified, test;
  char name[64];
  char purpose[160];
  p2pid_buffer *receipt; /**< or NULL; for p2pid_buffer_free() */
} notes;

notes
notebook_read (notebook *self);

#endif
