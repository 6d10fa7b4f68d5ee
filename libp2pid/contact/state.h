/* The inside of a contact, for contact.c, loop.c and rendezvous.c. */

#ifndef P2PID_CONTACT_STATE_H
#define P2PID_CONTACT_STATE_H

#include "contact/decisions.h"
#include "contact/memory.h"
#include "p2pid/contact.h"
#include "relay/relay.h"

#include <pthread.h>

/** Burnt codes at which somebody is trying, and the seconds in which. */
#define P2PID_CONTACT_BURNT_MAX 3
#define P2PID_CONTACT_BURNT_WITHIN 600

struct p2pid_contact {
  /* Given to p2pid_contact_new(); texts are copies of the contact's own. */
  p2pid_contact_config config;
  p2pid_side side;
  char origin[P2PID_ORIGIN_MAX + 1];
  char *audience, *purpose;
  p2pid_code code;
  p2pid_invitation invitation;

  /* For any thread, under the lock. The relay is the running thread's, which
   * changes it under the lock only, so that others can wake it. */
  pthread_mutex_t lock;
  p2pid_relay *relay;
  p2pid_decisions decisions;
  bool started, over, cancelled, no_trace;

  /* For the running thread alone. */
  p2pid_session *session; /* NULL until both know where to meet */
  p2pid_identity *own;    /* to compare an audience with, or NULL */
  int64_t begun;
  int64_t code_until;                     /* the code's end, or INT64_MAX */
  int64_t burnt[P2PID_CONTACT_BURNT_MAX]; /* when codes were, newest first */
  p2pid_err code_burnt; /* just now, and why: the next one is due; or OK */
  p2pid_err code_lost;  /* why the code before this one is no more; or OK */
  bool turn_due; /* it is one's turn as the first, and one is not asked */
  bool joined;
  bool met;          /* something came from the other side */
  bool spoke_last;   /* what was said last may not have been read yet */
  bool offline;      /* as the program was told */
  p2pid_err because; /* what ended it, where the session does not know */
  bool ended;
  p2pid_event ending; /* without its pointers */
  p2pid_memory memory;
};

/** Tell the program anything but the ending. */
void
p2pid_contact_tell (p2pid_contact *contact, const p2pid_event *event);

/** Put the relay in its place, the old one being done with; NULL for none. */
void
p2pid_contact_set_relay (p2pid_contact *contact, p2pid_relay *relay);

/** Say the last words, in at most two seconds, and be done with the relay. */
void
p2pid_contact_leave (p2pid_contact *contact);

/* How the two get together: rendezvous.c. */

/* An error of any of these ends the contact. */

/** Say to the relay which mailbox is wanted. */
P2PID_MUST_CHECK p2pid_err
p2pid_rendezvous_begin (p2pid_contact *contact);

/** The code's mailbox is there: make the code. */
P2PID_MUST_CHECK p2pid_err
p2pid_rendezvous_opened (p2pid_contact *contact,
                         const p2pid_relay_event *event);

/** One has joined a code's mailbox. */
P2PID_MUST_CHECK p2pid_err
p2pid_rendezvous_claimed (p2pid_contact *contact);

/** The code is burnt: somebody tried a wrong one, or made its mailbox
 *  useless. A new one is made, but for the third time in ten minutes, when it
 *  is P2PID_ERR_INTERFERENCE. */
P2PID_MUST_CHECK p2pid_err
p2pid_rendezvous_burnt (p2pid_contact *contact);

/** Let time pass: a code that nobody used in its time is followed by another,
 *  for an hour; then, and where there is no relay to be had for that long,
 *  P2PID_ERR_TIMEOUT or P2PID_ERR_OFFLINE. */
P2PID_MUST_CHECK p2pid_err
p2pid_rendezvous_advance (p2pid_contact *contact, int64_t now);

/** When p2pid_rendezvous_advance() is due; INT64_MAX once both are there. */
int64_t
p2pid_rendezvous_deadline (const p2pid_contact *contact);

#endif
