/*
 * Fetching an organisation's page from an address that may be another than its
 * domain's own: for tests.
 */

#ifndef P2PID_EID_ORGANISATION_H
#define P2PID_EID_ORGANISATION_H

#include "p2pid/organisation.h"

/** As p2pid_organisation_fetch(), from @p url. */
P2PID_MUST_CHECK p2pid_err
p2pid_organisation_fetch_from (const char *url,
                               const char *domain,
                               const char *root,
                               p2pid_environment environment,
                               int64_t now,
                               p2pid_anchors *anchors);

#endif
