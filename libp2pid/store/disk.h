/*
 * Folders, and files that appear whole or not at all: what they are to hold is
 * written to a draft beside them, which then gets their name.
 */

#ifndef P2PID_STORE_DISK_H
#define P2PID_STORE_DISK_H

#include "base/bytes.h"

#include <sys/types.h>

/** What errno @p number means to our caller. */
p2pid_err
p2pid_disk_err (int number);

/** The same of a file that was to be read: P2PID_ERR_NOT_FOUND where there is
 *  none. */
p2pid_err
p2pid_disk_open_err (int number);

/** Make the folder that @p path lies in, and those above it, where they are
 *  missing, each for the user alone (0700). */
P2PID_MUST_CHECK p2pid_err
p2pid_disk_make_folder (const char *path);

/** Read an open file to its end, or until @p out is full. */
P2PID_MUST_CHECK p2pid_err
p2pid_disk_drain (int file, uint8_t *out, size_t capacity, size_t *out_size);

/** Read a file like that. Nobody is waited for: a pipe that nobody writes to
 *  is empty. P2PID_ERR_NOT_FOUND; P2PID_ERR_STATE where its mode has a bit of
 *  @p forbidden. */
P2PID_MUST_CHECK p2pid_err
p2pid_disk_read (const char *path,
                 mode_t forbidden,
                 uint8_t *out,
                 size_t capacity,
                 size_t *out_size);

/** What becomes of a file that has the name already. */
typedef enum {
  P2PID_DISK_KEEP,   /**< it stays as it is, and that is no error */
  P2PID_DISK_REFUSE, /**< it stays as it is: P2PID_ERR_ARGUMENT */
  P2PID_DISK_REPLACE
} p2pid_disk_taken;

/** Writes into the empty file @p draft what a file is to hold, to the disk. */
typedef p2pid_err (*p2pid_disk_fill_cb) (const char *draft, const void *data);

/** A file at @p path as @p fill_cb fills it, for the user alone (0600), by way
 *  of a draft. Its name is on the disk then. P2PID_ERR_NOT_FOUND without a
 *  folder for it. */
P2PID_MUST_CHECK p2pid_err
p2pid_disk_make (const char *path,
                 p2pid_disk_taken taken,
                 p2pid_disk_fill_cb fill_cb,
                 const void *data);

/** The same of @p bytes. */
P2PID_MUST_CHECK p2pid_err
p2pid_disk_write (const char *path, p2pid_bytes bytes, p2pid_disk_taken taken);

#endif
