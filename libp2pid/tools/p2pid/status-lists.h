/*
 * Status lists in files: which credentials an issuer has withdrawn, as whoever
 * checks has fetched them.
 */

#ifndef P2PID_TOOLS_STATUS_LISTS_H
#define P2PID_TOOLS_STATUS_LISTS_H

#include "tools/p2pid/options.h"

/** The option --status-list, as a child for argp. */
extern const struct argp cli_status_lists_argp;

/** Put every list that was named into @p anchors; CLI_IDENTIFIED, or what was
 *  told. */
cli_status
cli_status_lists_add (const cli_options *options, p2pid_anchors *anchors);

/** Tell what is wrong with a list; the status for it. @p where is its file or
 *  address. */
cli_status
cli_status_lists_fail (const cli_options *options,
                       p2pid_err err,
                       const char *where);

#endif
