/*
 * Folders, and files that appear whole or not at all: what they are to hold is
 * written to a draft beside them, which then gets their name.
 */

#ifndef P2PID_STORE_DISK_H
#define P2PID_STORE_DISK_H

#include "base/bytes.h"

/** What errno @p number means to our caller. */
p2pid_err
p2pid_disk_err (int number);

/** Make the folder that @p path lies in, and those above it, where they are
 *  missing, each for the user alone (0700). */
P2PID_MUST_CHECK p2pid_err
p2pid_disk_make_folder (const char *path);

/** A new empty file beside @p path, readable by the user alone (0600).
 *  @p out_draft is its path, for free(). */
P2PID_MUST_CHECK p2pid_err
p2pid_disk_draft (const char *path, char **out_draft);

/** Give @p draft the name @p path. A file that has this name already stays as
 *  it is, and that is no error. The draft is gone then. */
P2PID_MUST_CHECK p2pid_err
p2pid_disk_place (const char *draft, const char *path);

#endif
