/*
 * What is remembered of a contact: noted while it runs, written to the store
 * once, when it has ended.
 */

#ifndef P2PID_CONTACT_MEMORY_H
#define P2PID_CONTACT_MEMORY_H

#include "p2pid/contact.h"

/** All zero is an empty one. */
typedef struct {
  bool joined;          /**< the other side was there at all */
  bool identified;      /**< the other has seen who one is */
  p2pid_err unchecked;  /**< why the other's proof could not be checked */
  p2pid_identity *peer; /**< who the other is, or NULL */
  char *purpose;        /**< the other's words, or NULL */
  p2pid_buffer *receipt;
} p2pid_memory;

/** Take in what an event tells; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_memory_note (p2pid_memory *memory, const p2pid_event *event);

/**
 * Write it down: the contact with its receipt, and the person met. A contact
 * to which nobody came leaves nothing.
 *
 * @param account  one's own
 * @param ending   the last event
 *
 * @return whatever the store says
 */
P2PID_MUST_CHECK p2pid_err
p2pid_memory_keep (const p2pid_memory *memory,
                   const p2pid_account *account,
                   const p2pid_event *ending,
                   p2pid_store *store);

/** Wipe and empty. */
void
p2pid_memory_clear (p2pid_memory *memory);

#endif
