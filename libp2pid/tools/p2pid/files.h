/*
 * Small files: read whole within a bound, written whole or not at all.
 */

#ifndef P2PID_TOOLS_FILES_H
#define P2PID_TOOLS_FILES_H

#include "p2pid/error.h"

/** Bytes of a file, for cli_bytes_free(); one NUL, not counted, follows. */
typedef struct {
  uint8_t *data;
  size_t size;
} cli_bytes;

/** Wipe and free. */
void
cli_bytes_free (cli_bytes *bytes);

/** The bytes without the end of their last line, borrowed. */
p2pid_bytes
cli_bytes_line (const cli_bytes *bytes);

/** Read a file; "-" is standard input. P2PID_ERR_NOT_FOUND, P2PID_ERR_SIZE
 *  past @p max bytes, P2PID_ERR_IO, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
cli_file_read (const char *path, size_t max, cli_bytes *out);

/** Write a file that only the user can read (0600); it and its name are on the
 *  disk then. Where there is one, replace it, or P2PID_ERR_ARGUMENT.
 *  P2PID_ERR_NOT_FOUND without a folder for it; P2PID_ERR_IO, P2PID_ERR_FULL,
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
cli_file_write (const char *path, p2pid_bytes bytes, bool replace);

/** Make a folder, and those above it, for the user alone (0700), where they
 *  are missing. As cli_file_write(). */
P2PID_MUST_CHECK p2pid_err
cli_folder_make (const char *path);

#endif
