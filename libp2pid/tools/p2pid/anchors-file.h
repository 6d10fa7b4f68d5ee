/*
 * The user's trust anchors: anchors.json in the data folder.
 */

#ifndef P2PID_TOOLS_ANCHORS_FILE_H
#define P2PID_TOOLS_ANCHORS_FILE_H

#include "tools/p2pid/options.h"

/** The anchors of the file, or none where there is no file; for
 *  p2pid_anchors_free(). */
P2PID_MUST_CHECK p2pid_err
cli_anchors_read (const cli_options *options, p2pid_anchors **out);

/** Write all anchors to the file but those of the fingerprint @p without, of
 *  whatever method (NULL: all). */
P2PID_MUST_CHECK p2pid_err
cli_anchors_write (const cli_options *options,
                   const p2pid_anchors *anchors,
                   const p2pid_fingerprint *without);

#endif
