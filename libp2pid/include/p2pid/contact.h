/*
 * One whole contact: a session, the relay that carries it, and the store that
 * remembers it. This is all that most programs need.
 *
 * p2pid_contact_run() blocks in a thread of the program's choice and calls
 * back with events, on that thread. Every other function may be called from
 * any thread while it runs; decisions are taken in order.
 */

#ifndef P2PID_CONTACT_H
#define P2PID_CONTACT_H

#include "p2pid/receipt.h"
#include "p2pid/session.h"
#include "p2pid/store.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_contact p2pid_contact;

/** Told an event; its pointers are borrowed for the call. */
typedef void (*p2pid_contact_cb) (const p2pid_event *event, void *user_data);

/** How one gets together. */
typedef enum {
  P2PID_START_CODE,       /**< host: make a code, event CODE */
  P2PID_START_INVITATION, /**< host: make an invitation, event INVITATION */
  P2PID_START_TYPED,      /**< guest: @c code, typed */
  P2PID_START_INVITED     /**< guest: @c invitation, scanned or pasted */
} p2pid_start;

/** What a contact starts from; all is copied but the pointers to objects,
 *  which must outlive it. */
typedef struct {
  p2pid_start start;
  p2pid_account account;
  const char *relay;                  /**< origin; not with INVITED */
  const p2pid_code *code;             /**< with TYPED */
  const p2pid_invitation *invitation; /**< with INVITED */

  const p2pid_anchors *anchors;
  const p2pid_key *key;         /**< or NULL: check only */
  const p2pid_binding *binding; /**< with @c key */

  /* What one shows when it is one's turn as the first. */
  p2pid_facts facts;    /**< 0 for P2PID_FACTS_DEFAULT; must have all of
                             p2pid_binding_fixed_facts(), or it is an
                             argument that is not taken: no program shows
                             a personal number without having said so */
  const char *audience; /**< or NULL */
  const char *purpose;  /**< or NULL */
  /** Wait for p2pid_contact_identify() even as the first; else the contact
   *  presents by itself in that place when it has a key, and declines when
   *  it has none. */
  bool ask_before_first;

  /** Where the contact is remembered, or NULL. Used on the running thread,
   *  once, when the contact ends. */
  p2pid_store *store;
  bool leave_no_trace; /**< keep nothing, agree to no receipt */

  int64_t patience; /**< as in p2pid_session_config */

  p2pid_contact_cb callback;
  void *user_data;
} p2pid_contact_config;

/**
 * A contact, for p2pid_contact_free().
 *
 * @return P2PID_ERR_ARGUMENT for a configuration that lacks something,
 *         contradicts itself or has what the library did not make, as for
 *         p2pid_session_new(), or facts that cannot be withheld;
 *         P2PID_ERR_FORMAT, P2PID_ERR_SIZE for a relay address;
 *         P2PID_ERR_TEXT for audience or purpose; as p2pid_binding_key();
 *         P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_contact_new (const p2pid_contact_config *config,
                   p2pid_contact **out_contact);

/**
 * Run to the end, which the last event has told: P2PID_EVENT_FINISHED or
 * P2PID_EVENT_STOPPED, always one of them.
 *
 * A wrong code is answered with a new one, three in ten minutes with
 * P2PID_ERR_INTERFERENCE; so is one whose time is over. The event CODE that
 * comes again says why: P2PID_ERR_WRONG_CODE, P2PID_ERR_EXPIRED, P2PID_ERR_GONE
 * where the relay has it no more. The first has P2PID_OK. A relay out of reach
 * is tried again, with event OFFLINE, until the session's own time is out.
 *
 * @return P2PID_OK when the contact finished or the other ended it without
 *         accusation, else the ending's error; an error of the store
 *         (P2PID_ERR_FULL, …) when all else went well but it could not be
 *         remembered
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_contact_run (p2pid_contact *contact);

/* Decisions. P2PID_ERR_STATE when the contact is over; P2PID_ERR_MEMORY.
 * Whether the session takes one is told by its events; a decision that is out
 * of place is ignored. */

/** Identify in one's turn, as p2pid_session_identify(). P2PID_ERR_ARGUMENT for
 *  facts that cannot be withheld, P2PID_ERR_TEXT. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_contact_identify (p2pid_contact *contact,
                        p2pid_facts facts,
                        const char *audience,
                        const char *purpose);

/** Show nothing. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_contact_decline (p2pid_contact *contact);

/** The screen now shows who the other is. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_contact_shown (p2pid_contact *contact);

/** Close, with a receipt if the other wants one too. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_contact_finish (p2pid_contact *contact, bool receipt);

/** Stop and tell the other why; P2PID_ERR_ARGUMENT for a reason that there is
 *  not. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_contact_stop (p2pid_contact *contact, p2pid_stop reason);

/** From here on keep nothing of this contact. */
P2PID_API void
p2pid_contact_leave_no_trace (p2pid_contact *contact);

/** Leave at once: the other is told P2PID_STOP_ENDED if the relay takes it
 *  within two seconds. */
P2PID_API void
p2pid_contact_cancel (p2pid_contact *contact);

/** Free; not while p2pid_contact_run() runs. NULL is fine. */
P2PID_API void
p2pid_contact_free (p2pid_contact *contact);

P2PID_END_DECLS

#endif
