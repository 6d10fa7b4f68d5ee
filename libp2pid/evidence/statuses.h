/*
 * The status lists that whoever checks has at hand, one for each address.
 */

#ifndef P2PID_EVIDENCE_STATUSES_H
#define P2PID_EVIDENCE_STATUSES_H

#include "evidence/status-list.h"

typedef struct {
  size_t count;
  p2pid_status_list *list[P2PID_STATUSES_MAX];
} p2pid_statuses;

/** Add a list, which is taken over even so; one of the same address goes.
 *  P2PID_ERR_SIZE for one address too many. */
P2PID_MUST_CHECK p2pid_err
p2pid_statuses_put (p2pid_statuses *statuses, p2pid_status_list *list);

/** The same with its text. As p2pid_anchors_add_status(). */
P2PID_MUST_CHECK p2pid_err
p2pid_statuses_add (p2pid_statuses *statuses, p2pid_bytes token);

/** The list of that address, borrowed; NULL where there is none. */
const p2pid_status_list *
p2pid_statuses_find (const p2pid_statuses *statuses, const char *address);

/** Put copies of all lists into @p to, which is empty; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_statuses_copy (const p2pid_statuses *from, p2pid_statuses *to);

/** Free what is inside. */
void
p2pid_statuses_clear (p2pid_statuses *statuses);

#endif
