/*
 * The session: a pure machine for one contact. Bytes, time and decisions in;
 * bytes and events out. No socket, file, clock, thread or global in it.
 * PROTOCOL.md §4–§8 has every state and message in one table.
 *
 *   for each message from the other side   p2pid_session_receive ()
 *   when p2pid_session_deadline () passes  p2pid_session_advance ()
 *   after each call                        take all messages, then all events
 *
 * Messages are numbered by the order in which they are taken, from 0, and
 * must reach the other side in that order.
 *
 * Want of memory ends a session once it runs: whatever returns
 * P2PID_ERR_MEMORY has left P2PID_EVENT_STOPPED with that error, and the other
 * side is told P2PID_STOP_ENDED if there is room for as much.
 */

#ifndef P2PID_SESSION_H
#define P2PID_SESSION_H

#include "p2pid/account.h"
#include "p2pid/binding.h"
#include "p2pid/code.h"
#include "p2pid/invitation.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_session p2pid_session;

/** Largest message that a session gives or takes, in bytes. */
#define P2PID_MESSAGE_MAX (32 * 1024)

typedef enum {
  /* From the contact around a session (contact.h). */
  P2PID_EVENT_CODE,       /**< @c code is to be read out, @c text is it in
                               pairs; @c err: why the one before it is no more
                               (contact.h) */
  P2PID_EVENT_INVITATION, /**< @c text is the URI to show */
  P2PID_EVENT_OFFLINE,    /**< the relay is out of reach; trying again */
  P2PID_EVENT_ONLINE,     /**< the relay is back */

  /* From the session. */
  P2PID_EVENT_JOINED,       /**< the other side is there; nothing is proved */
  P2PID_EVENT_AGREED,       /**< accounts agree; @c compared says what */
  P2PID_EVENT_TURN,         /**< one may identify now, as @c place */
  P2PID_EVENT_SENT,         /**< one's identification has left */
  P2PID_EVENT_DELIVERED,    /**< it has reached the other's program */
  P2PID_EVENT_SHOWN,        /**< the other's screen shows it */
  P2PID_EVENT_NOT_CHECKED,  /**< the other cannot check it; @c err says why */
  P2PID_EVENT_IDENTIFIED,   /**< this is @c identity */
  P2PID_EVENT_CANNOT_CHECK, /**< the other's proof; @c err says why */
  P2PID_EVENT_DECLINED,     /**< the other shows nothing */
  P2PID_EVENT_CLOSING,      /**< all is said; p2pid_session_finish() may come */
  P2PID_EVENT_RECEIPT_ASKED, /**< the other closes and wants a receipt; it
                                  waits for one's own p2pid_session_finish() */
  P2PID_EVENT_RECEIPT,       /**< both signed; @c bytes is the receipt */

  /* Endings: exactly one comes, and it is the last event. */
  P2PID_EVENT_FINISHED, /**< both saw the same to the end */
  P2PID_EVENT_STOPPED,  /**< @c err, @c stop, @c by_peer, @c outcome */
} p2pid_event_kind;

/** What both sides said alike. */
typedef enum {
  P2PID_COMPARED_ROLES = 1, /**< who rang whom */
  P2PID_COMPARED_START = 2, /**< when the contact began */
  P2PID_COMPARED_TAILS = 4  /**< the dialled number is the callee's */
} p2pid_compared;

/** Whether the audience that the other named is the name of the reader, word
 *  by word, in any order; letter case does not count. Show the audience's own
 *  words with it: how much they say is for people to judge. */
typedef enum {
  P2PID_AUDIENCE_UNKNOWN, /**< none named, or the reader has no identity */
  P2PID_AUDIENCE_SAME,    /**< all of the name, and nothing else */
  P2PID_AUDIENCE_PART,    /**< words of it and no other: a given name alone,
                               which is many people's. No warning, and no proof
                               that the reader is meant */
  P2PID_AUDIENCE_OTHER    /**< words that the name has not: warn */
} p2pid_audience_match;

/** An event. Pointers are borrowed, valid until the next call. */
typedef struct {
  p2pid_event_kind kind;
  int64_t time;
  p2pid_err err;
  p2pid_stop stop;
  bool by_peer;
  p2pid_outcome outcome; /**< with STOPPED: p2pid_stop_outcome() of the two */
  p2pid_place place;
  unsigned compared;              /**< p2pid_compared, or-ed */
  p2pid_channel channel;          /**< as agreed, with AGREED */
  const p2pid_identity *identity; /**< with IDENTIFIED */
  const char *audience;           /**< the other's claim, or NULL */
  const char *purpose;            /**< the other's claim, or NULL */
  p2pid_audience_match audience_match;
  const p2pid_code *code; /**< with CODE */
  const char *text;       /**< with CODE and INVITATION */
  p2pid_bytes bytes;      /**< with RECEIPT */
} p2pid_event;

/**
 * What an ending (P2PID_EVENT_STOPPED) says by itself, from its @c stop and
 * @c err, so that every program says STOP of the same endings and of no
 * others. An identity that was shown before stays true unless this is
 * P2PID_OUTCOME_STOPPED. Never P2PID_OUTCOME_IDENTIFIED.
 *
 *   not me, not them, accounts, proof   STOPPED
 *   clock, timeout                      CANNOT_CHECK
 *   ended, protocol                     as @p err says: STOPPED where somebody
 *                                       lied or meddled, UNIDENTIFIED where
 *                                       somebody left, else CANNOT_CHECK
 */
P2PID_API p2pid_outcome
p2pid_stop_outcome (p2pid_stop stop, p2pid_err err);

/** What a session starts from. All is copied but the objects (@c anchors,
 *  @c key, @c binding), which must outlive it. */
typedef struct {
  p2pid_side side;
  p2pid_account account;

  /** The relay's origin as p2pid_origin_parse() gives it; with an invitation,
   *  the invitation's, or NULL. It is part of every key, so a message cannot be
   *  moved to another relay. */
  const char *origin;
  const p2pid_code *code;             /**< or NULL */
  const p2pid_invitation *invitation; /**< or NULL; exactly one of the two */

  const p2pid_anchors *anchors;
  const p2pid_key *key;         /**< NULL: one can only check, not identify */
  const p2pid_binding *binding; /**< for @c key; NULL with it */
  const char *own_name;         /**< to compare an audience with, or NULL */

  /** Longest wait for a decision of the other person, in seconds; 0 for ten
   *  minutes. */
  int64_t patience;
} p2pid_session_config;

/**
 * A session for one contact, for p2pid_session_free().
 *
 * @return P2PID_ERR_ARGUMENT for a configuration that contradicts itself (a
 *         role without a telephone, a tail that is not four digits, a callee
 *         who would be first, a key other than the binding's), and for a code,
 *         invitation or origin that the library did not make;
 *         as p2pid_binding_key(); P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_session_new (const p2pid_session_config *config,
                   int64_t now,
                   p2pid_session **out_session);

/** The mailbox of an invitation, 32 hex digits and NUL, derived from its
 *  secret; "" in code mode, where the relay names it. Borrowed. */
P2PID_API const char *
p2pid_session_mailbox (const p2pid_session *session);

/**
 * Take the next message of the other side.
 *
 * Whatever is wrong with it is answered inside the session (an event, a stop
 * for the other side), so the result is for the curious: P2PID_OK when the
 * message was accepted, else the reason. P2PID_ERR_WRONG_CODE ends a host's
 * session; the code is burnt. P2PID_ERR_STATE after an ending: it is not read.
 * P2PID_ERR_MEMORY.
 */
P2PID_API p2pid_err
p2pid_session_receive (p2pid_session *session,
                       p2pid_bytes message,
                       int64_t now);

/** Let time pass: what is overdue ends in P2PID_EVENT_STOPPED with
 *  P2PID_ERR_TIMEOUT. */
P2PID_API void
p2pid_session_advance (p2pid_session *session, int64_t now);

/** When p2pid_session_advance() is due at the latest, Unix seconds;
 *  INT64_MAX when nothing is waited for. */
P2PID_API int64_t
p2pid_session_deadline (const p2pid_session *session);

/** The next message for the other side, for p2pid_buffer_free(); NULL when
 *  there is none. */
P2PID_API p2pid_buffer *
p2pid_session_take_message (p2pid_session *session);

/** Fill in the next event; false when there is none. */
P2PID_API bool
p2pid_session_take_event (p2pid_session *session, p2pid_event *out_event);

/**
 * Present oneself. Only in one's turn (P2PID_EVENT_TURN); a callee only after
 * the caller has been identified.
 *
 * @param facts     what to show
 * @param audience  whom one believes to be talking to, or NULL
 * @param purpose   what about, or NULL
 *
 * @return P2PID_ERR_STATE not one's turn, or no key;
 *         P2PID_ERR_TEXT a text that is too long or could mislead;
 *         P2PID_ERR_ARGUMENT, P2PID_ERR_SIZE, P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_session_identify (p2pid_session *session,
                        p2pid_facts facts,
                        const char *audience,
                        const char *purpose,
                        int64_t now);

/** Show nothing, in one's turn; P2PID_ERR_STATE, P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_session_decline (p2pid_session *session, int64_t now);

/** Tell the other that one's screen now shows who they are, after
 *  P2PID_EVENT_IDENTIFIED or _CANNOT_CHECK; P2PID_ERR_STATE,
 *  P2PID_ERR_MEMORY. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_session_shown (p2pid_session *session, int64_t now);

/**
 * Close after P2PID_EVENT_CLOSING. With @p receipt from both sides, and both
 * identified, P2PID_EVENT_RECEIPT follows. A side that has not closed when
 * the other closes without wanting a receipt does so by itself.
 *
 * @return P2PID_ERR_STATE before P2PID_EVENT_CLOSING or a second time;
 *         P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_session_finish (p2pid_session *session, bool receipt, int64_t now);

/** Stop, at any time, and tell the other side why. A reason that there is not
 *  counts as P2PID_STOP_ENDED. */
P2PID_API void
p2pid_session_stop (p2pid_session *session, p2pid_stop reason, int64_t now);

/** Whether an ending has come; no message is taken or given after it but
 *  those already waiting. */
P2PID_API bool
p2pid_session_ended (const p2pid_session *session);

/** Wipe and free; NULL is fine. */
P2PID_API void
p2pid_session_free (p2pid_session *session);

P2PID_END_DECLS

#endif
