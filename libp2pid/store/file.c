/* Opening and making the file.
 *
 * A file that is there is first looked at through a connection that cannot
 * write. Only when nothing is wrong with it, is it opened for writing. A new
 * one is made beside its place and gets its name when it is complete, so that
 * an empty or half file is never ours. */

#include "store/file.h"
#include "store/disk.h"
#include "base/secret.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* "personal", "note", "receipt", "key" and "binding" are sealed fields. Who
 * is the keyed hash of a person's identity key. Times are Unix seconds, an
 * error is its name, the other kinds are numbers of p2pid/store.h. */
const char p2pid_file_schema[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) "
    "STRICT, WITHOUT ROWID;"
    "CREATE TABLE profile (id INTEGER PRIMARY KEY CHECK (id = 1), "
    "key BLOB NOT NULL, binding BLOB NOT NULL) STRICT;"
    "CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "time INTEGER NOT NULL, channel INTEGER NOT NULL, role INTEGER NOT NULL, "
    "outcome INTEGER NOT NULL, err TEXT NOT NULL, "
    "identified INTEGER NOT NULL, test INTEGER NOT NULL, "
    "personal BLOB NOT NULL, receipt BLOB) STRICT;"
    "CREATE INDEX history_by_time ON history (time DESC, id DESC);"
    "CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "who BLOB NOT NULL UNIQUE, test INTEGER NOT NULL, "
    "first_met INTEGER NOT NULL, last_met INTEGER NOT NULL, "
    "personal BLOB NOT NULL, note BLOB NOT NULL) STRICT;";

static p2pid_err
put_key_check (sqlite3 *db, const p2pid_store_keys *keys)
{
  sqlite3_stmt *statement = NULL;
  p2pid_key_check check;
  p2pid_err err = p2pid_sql_prepare (
      db, "INSERT INTO meta (name, value) VALUES ('key', ?1)", &statement);

  p2pid_file_key_check (keys, &check);
  if (err == P2PID_OK) {
    p2pid_sql_bind (statement, 1,
                    (p2pid_bytes){ (uint8_t *) &check, sizeof check });
    err = p2pid_sql_done (statement);
  }
  sqlite3_finalize (statement);
  return err;
}

/* Make an empty file a store. */
static p2pid_err
fill_cb (const char *path, const void *data)
{
  const p2pid_store_keys *keys = data;
  sqlite3 *db = NULL;
  char version[96];
  p2pid_err err = p2pid_file_connect (path, P2PID_FILE_WRITING, &db);

  if (err != P2PID_OK)
    goto out;
  snprintf (version, sizeof version,
            "PRAGMA application_id = %d; PRAGMA user_version = %d;",
            P2PID_STORE_APPLICATION_ID, P2PID_STORE_VERSION);
  /* Nobody else knows this file yet, so its journal may stay in memory; WAL
   * comes last, when there is nothing left that could lie in a second file. */
  err = p2pid_sql_run (db, "PRAGMA journal_mode = MEMORY; BEGIN;");
  if (err == P2PID_OK)
    err = p2pid_sql_run (db, version);
  if (err == P2PID_OK)
    err = p2pid_sql_run (db, p2pid_file_schema);
  if (err == P2PID_OK)
    err = put_key_check (db, keys);
  err = p2pid_sql_end (db, err);
  if (err == P2PID_OK)
    err = p2pid_sql_run (db, "PRAGMA journal_mode = WAL");

out:
  sqlite3_close (db);
  return err;
}

static p2pid_err
create (const char *path, const p2pid_store_keys *keys)
{
  p2pid_err err = p2pid_disk_make_folder (path);

  return err == P2PID_OK
             ? p2pid_disk_make (path, P2PID_DISK_KEEP, fill_cb, keys)
             : err;
}

static p2pid_err
create_if_missing (const char *path, const p2pid_store_keys *keys)
{
  struct stat status;

  if (stat (path, &status) == 0)
    return S_ISREG (status.st_mode) ? P2PID_OK : P2PID_ERR_IO;
  return errno == ENOENT ? create (path, keys) : p2pid_disk_err (errno);
}

static p2pid_err
open_for_writing (const char *path, sqlite3 **out)
{
  p2pid_err err = p2pid_file_connect (path, P2PID_FILE_WRITING, out);

  /* SQLite falls back to reading where it may not write. */
  if (err == P2PID_OK && sqlite3_db_readonly (*out, "main") != 0)
    err = P2PID_ERR_IO;
  if (err == P2PID_OK)
    err = p2pid_sql_run (*out, "PRAGMA journal_mode = WAL;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA secure_delete = ON;");
  return err;
}

p2pid_err
p2pid_store_open (const char *path,
                  const p2pid_store_key *key,
                  p2pid_store **out_store)
{
  p2pid_store *store = NULL;
  p2pid_err err;

  if (path == NULL || *path == '\0' || key == NULL)
    return P2PID_ERR_ARGUMENT;
  err = p2pid_secret_new (sizeof *store, (void **) &store);
  if (err != P2PID_OK)
    return err;

  p2pid_store_keys_derive (key, &store->keys);
  err = create_if_missing (path, &store->keys);
  if (err == P2PID_OK)
    err = p2pid_file_look (path, &store->keys);
  if (err == P2PID_OK)
    err = open_for_writing (path, &store->db);
  if (err != P2PID_OK)
    goto out;

  *out_store = store;
  store = NULL; /* the caller's now */

out:
  p2pid_store_close (store);
  return err;
}

void
p2pid_store_close (p2pid_store *store)
{
  if (store == NULL)
    return;
  sqlite3_close (store->db);
  p2pid_secret_free (store);
}
