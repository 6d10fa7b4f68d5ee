/*
 * The file of a store: connected to, looked at, and what it must hold.
 */

#ifndef P2PID_STORE_FILE_H
#define P2PID_STORE_FILE_H

#include "store/store.h"

/** How a file is opened. */
typedef enum {
  P2PID_FILE_WRITING,
  P2PID_FILE_READING,
  /** Without locks, log and the files that go with them: as a file that nobody
   *  else has open. Nothing at all is left behind. */
  P2PID_FILE_ALONE
} p2pid_file_access;

/** In the file beside a hash of itself: when the two agree, but not with ours,
 *  then it is the key that is wrong, and not the file. */
typedef struct {
  uint8_t check[32];
  p2pid_hash hash;
} p2pid_key_check;

/** The tables, as SQL. */
extern const char p2pid_file_schema[];

/** A connection to the file at @p path, for sqlite3_close(), after an error,
 *  too. */
P2PID_MUST_CHECK p2pid_err
p2pid_file_connect (const char *path, p2pid_file_access how, sqlite3 **out);

/** Whether the file is whole, ours, of a version that we know, and opened by
 *  these keys; without changing anything. */
P2PID_MUST_CHECK p2pid_err
p2pid_file_look (const char *path, const p2pid_store_keys *keys);

/** What lies in the file to know its key by. */
void
p2pid_file_key_check (const p2pid_store_keys *keys, p2pid_key_check *out);

#endif
