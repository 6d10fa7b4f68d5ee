/* What the user decided, in order, until the running thread takes it up. */

#ifndef P2PID_CONTACT_DECISIONS_H
#define P2PID_CONTACT_DECISIONS_H

#include "base/bytes.h"
#include "p2pid/account.h"
#include "p2pid/identity.h"

typedef enum {
  P2PID_DECISION_IDENTIFY,
  P2PID_DECISION_DECLINE,
  P2PID_DECISION_SHOWN,
  P2PID_DECISION_FINISH,
  P2PID_DECISION_STOP
} p2pid_decision_kind;

typedef struct p2pid_decision p2pid_decision;

struct p2pid_decision {
  p2pid_decision_kind kind;
  p2pid_facts facts; /* with IDENTIFY, and the two texts, or NULL */
  char *audience;
  char *purpose;
  bool receipt;      /* with FINISH */
  p2pid_stop reason; /* with STOP */
  p2pid_decision *next;
};

/** A queue; all zero is an empty one. It has no lock of its own. */
typedef struct {
  p2pid_decision *first, *last;
} p2pid_decisions;

/** Add a copy of @p decision; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_decisions_add (p2pid_decisions *decisions,
                     const p2pid_decision *decision);

/** The first, for p2pid_decision_free(); NULL when there is none. */
p2pid_decision *
p2pid_decisions_take (p2pid_decisions *decisions);

/** NULL is fine. */
void
p2pid_decision_free (p2pid_decision *decision);

/** Empty the queue. */
void
p2pid_decisions_clear (p2pid_decisions *decisions);

#endif
