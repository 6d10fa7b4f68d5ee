/*
 * A mailbox on a relay, as one side of a contact sees it: messages go out and
 * come in, in order, each exactly once. PROTOCOL.md §10 has the HTTP.
 *
 * One call, p2pid_relay_wait(), does all waiting; everything else only says
 * what is wanted. A lost connection is taken up again where it broke: slots
 * are write-once and numbered, so nothing is sent or read twice.
 */

#ifndef P2PID_RELAY_RELAY_H
#define P2PID_RELAY_RELAY_H

#include "base/bytes.h"

typedef struct p2pid_relay p2pid_relay;

/** Largest message and longest origin that are taken, in bytes. */
#define P2PID_RELAY_MESSAGE_MAX (32 * 1024)
#define P2PID_RELAY_ORIGIN_MAX 200

typedef enum {
  P2PID_RELAY_OPENED,  /**< the code's mailbox is there: nameplate */
  P2PID_RELAY_CLAIMED, /**< one has joined a code's mailbox */
  P2PID_RELAY_MESSAGE, /**< message: the other side's next one */
  P2PID_RELAY_SENT,    /**< all that was put has reached the relay */
  P2PID_RELAY_OFFLINE, /**< out of reach, or too busy (err); tried again by
                            itself */
  P2PID_RELAY_ONLINE,  /**< reached again */
  P2PID_RELAY_WOKEN,   /**< p2pid_relay_wake() was called */
  P2PID_RELAY_TIMEOUT, /**< the time given is over */
  P2PID_RELAY_FAILED   /**< err: there is no way on with this mailbox */
} p2pid_relay_event_kind;

typedef struct {
  p2pid_relay_event_kind kind;
  p2pid_err err;         /**< with FAILED, and the reason with OFFLINE */
  char nameplate[7];     /**< with OPENED */
  int64_t lifetime;      /**< with OPENED: seconds until the code expires */
  p2pid_buffer *message; /**< with MESSAGE: the caller's */
} p2pid_relay_event;

/** A client for the relay at @p origin, in normal form. P2PID_ERR_FORMAT,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_relay_new (const char *origin, p2pid_relay **out_relay);

/* Exactly one of these three says which mailbox, once. */

/** Ask for a new mailbox with a nameplate, as its host. */
void
p2pid_relay_open_code (p2pid_relay *relay);

/** Join the mailbox behind @p nameplate, as the guest. FAILED with
 *  P2PID_ERR_CODE_UNKNOWN or P2PID_ERR_CODE_USED where it cannot be. */
void
p2pid_relay_claim_code (p2pid_relay *relay, const char *nameplate);

/** Use mailbox @p id (32 hex digits), derived from an invitation. */
void
p2pid_relay_use_mailbox (p2pid_relay *relay, const char *id, bool host);

/** Put the next message, to be sent as soon as can be; P2PID_ERR_SIZE for one
 *  that is empty or too large and for the seventeenth, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_relay_put (p2pid_relay *relay, p2pid_bytes message);

/**
 * Wait for the next event.
 *
 * FAILED comes with P2PID_ERR_GONE (expired or closed), P2PID_ERR_CROWDED (a
 * third party wrote to it), P2PID_ERR_CODE_UNKNOWN, P2PID_ERR_CODE_USED,
 * P2PID_ERR_BUSY (the relay takes no new mailbox), P2PID_ERR_TLS,
 * P2PID_ERR_RELAY, P2PID_ERR_MEMORY. Out of reach is not a failure.
 *
 * @param milliseconds  at the most; -1 without limit
 */
void
p2pid_relay_wait (p2pid_relay *relay,
                  int milliseconds,
                  p2pid_relay_event *out_event);

/** Make a p2pid_relay_wait() return WOKEN; the one call that is allowed from
 *  any thread. */
void
p2pid_relay_wake (p2pid_relay *relay);

/** Delete the mailbox at the relay, in at most @p milliseconds. Messages that
 *  still wait to be sent go first. What has come and was not fetched with
 *  p2pid_relay_wait() is dropped; nothing but p2pid_relay_free() follows. */
void
p2pid_relay_close (p2pid_relay *relay, int milliseconds);

/** Send what still waits, in at most @p milliseconds, and leave the mailbox as
 *  it is: a mailbox that is deleted takes with it what the other side has not
 *  read. Otherwise as p2pid_relay_close(). */
void
p2pid_relay_leave (p2pid_relay *relay, int milliseconds);

/** Wipe and free; NULL is fine. */
void
p2pid_relay_free (p2pid_relay *relay);

#endif
