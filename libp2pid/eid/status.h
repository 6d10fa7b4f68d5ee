/*
 * Fetching a status list from an address that may be another than its own: for
 * tests.
 */

#ifndef P2PID_EID_STATUS_H
#define P2PID_EID_STATUS_H

#include "p2pid/anchors.h"

/** As p2pid_anchors_fetch_status(), from @p url. */
P2PID_MUST_CHECK p2pid_err
p2pid_status_fetch_from (p2pid_anchors *anchors,
                         const char *url,
                         const char *address,
                         const char *root,
                         int cancel_fd);

#endif
