/* Opening and making the file.
 *
 * A file that is there is first looked at through a connection that cannot
 * write. Only when it is whole, ours, of a version that we know, and opened by
 * this key, is it opened for writing. A new one is made beside its place and
 * gets its name when it is complete, so that an empty or half file is never
 * ours. */

#include "store/disk.h"
#include "store/store.h"
#include "base/secret.h"
#include "crypto/hash.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Others write for a few milliseconds at a time. */
#define PATIENCE_MS 1000

/* The largest value that is taken from a file. */
#define VALUE_MAX (1024 * 1024)

/* "personal", "note", "receipt", "key" and "binding" are sealed fields. Who
 * is the keyed hash of a person's identity key. Times are Unix seconds, an
 * error is its name, the other kinds are numbers of p2pid/store.h. */
static const char schema[] =
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

/* In the file beside a hash of itself: when the two agree, but not with ours,
 * then it is the key that is wrong, and not the file. */
typedef struct {
  uint8_t check[32];
  p2pid_hash hash;
} key_check;

static void
calculate_key_check (const p2pid_store_keys *keys, key_check *out)
{
  const p2pid_bytes fields[] = {
    p2pid_bytes_from_text ("libp2pid/1 store check"), P2PID_BYTES (out->check)
  };

  memcpy (out->check, keys->check, sizeof out->check);
  p2pid_hash_list (fields, 2, &out->hash);
}

static p2pid_err
compare_key_check (p2pid_bytes found, const p2pid_store_keys *keys)
{
  p2pid_store_keys of_file;
  key_check expected;

  if (found.size != sizeof expected)
    return P2PID_ERR_DAMAGED;
  memcpy (of_file.check, found.data, sizeof of_file.check);
  calculate_key_check (&of_file, &expected);
  if (memcmp (&expected, found.data, sizeof expected) != 0)
    return P2PID_ERR_DAMAGED;
  return sodium_memcmp (expected.check, keys->check, sizeof keys->check) == 0
             ? P2PID_OK
             : P2PID_ERR_KEY;
}

static p2pid_err
check_key (sqlite3 *db, const p2pid_store_keys *keys)
{
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_prepare (
      db, "SELECT value FROM meta WHERE name = 'key'", &statement);

  if (err == P2PID_OK)
    err = p2pid_sql_row (statement);
  if (err == P2PID_ERR_NOT_FOUND)
    err = P2PID_ERR_DAMAGED;
  else if (err == P2PID_OK)
    err = compare_key_check (p2pid_sql_bytes (statement, 0), keys);
  sqlite3_finalize (statement);
  return err;
}

static p2pid_err
get_number (sqlite3 *db, const char *sql, int64_t *out)
{
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_prepare (db, sql, &statement);

  if (err == P2PID_OK)
    err = p2pid_sql_row (statement);
  if (err == P2PID_OK)
    *out = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return err;
}

static p2pid_err
get_text (sqlite3 *db, const char *sql, char **out)
{
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_prepare (db, sql, &statement);

  if (err == P2PID_OK)
    err = p2pid_sql_row (statement);
  if (err == P2PID_OK)
    err = p2pid_text_copy ((const char *) sqlite3_column_text (statement, 0),
                           out);
  sqlite3_finalize (statement);
  return err;
}

static p2pid_err
check_version (sqlite3 *db)
{
  int64_t id = 0;
  int64_t version = 0;
  p2pid_err err = get_number (db, "PRAGMA application_id", &id);

  if (err == P2PID_OK)
    err = get_number (db, "PRAGMA user_version", &version);
  if (err != P2PID_OK)
    return err;
  if (id != P2PID_STORE_APPLICATION_ID || version < 1)
    return P2PID_ERR_DAMAGED;
  return version > P2PID_STORE_VERSION ? P2PID_ERR_NEWER : P2PID_OK;
}

/* Tables as we make them, and nothing beside them: no trigger or view that
 * somebody else has put there is ever run. */
static p2pid_err
check_schema (sqlite3 *db)
{
  static const char sql[] =
      "SELECT group_concat (name || ' ' || sql, ';') FROM (SELECT * FROM "
      "sqlite_schema WHERE sql IS NOT NULL ORDER BY name)";
  sqlite3 *model = NULL;
  char *expected = NULL;
  char *found = NULL;
  p2pid_err err = p2pid_sql_err (NULL, sqlite3_open (":memory:", &model));

  if (err == P2PID_OK)
    err = p2pid_sql_run (model, schema);
  if (err == P2PID_OK)
    err = get_text (model, sql, &expected);
  if (err == P2PID_OK)
    err = get_text (db, sql, &found);
  if (err == P2PID_OK && (found == NULL || strcmp (found, expected) != 0))
    err = P2PID_ERR_DAMAGED;
  sqlite3_close (model);
  free (expected);
  free (found);
  return err;
}

static p2pid_err
check_integrity (sqlite3 *db)
{
  char *found = NULL;
  p2pid_err err = get_text (db, "PRAGMA integrity_check (1)", &found);

  if (err == P2PID_OK && (found == NULL || strcmp (found, "ok") != 0))
    err = P2PID_ERR_DAMAGED;
  free (found);
  return err;
}

static p2pid_err
connect (const char *path, int flags, sqlite3 **out)
{
  /* A relative path must not be read as a URI or a database in memory. */
  char *whole = NULL;
  int code;

  *out = NULL;
  if (asprintf (&whole, "%s%s", *path == '/' ? "" : "./", path) < 0)
    return P2PID_ERR_MEMORY;
  errno = 0;
  code = sqlite3_open_v2 (whole, out, flags | SQLITE_OPEN_NOMUTEX, NULL);
  free (whole);
  if (code != SQLITE_OK)
    return p2pid_sql_err (*out, code);

  sqlite3_extended_result_codes (*out, 1);
  sqlite3_busy_timeout (*out, PATIENCE_MS);
  sqlite3_limit (*out, SQLITE_LIMIT_LENGTH, VALUE_MAX);
  return p2pid_sql_run (*out, "PRAGMA trusted_schema = OFF;"
                              "PRAGMA cell_size_check = ON;"
                              "PRAGMA temp_store = MEMORY;");
}

/* Whether the file may be opened for writing. */
static p2pid_err
look (const char *path, const p2pid_store_keys *keys)
{
  sqlite3 *db = NULL;
  p2pid_err err = connect (path, SQLITE_OPEN_READONLY, &db);

  if (err != P2PID_OK)
    goto out;
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);

  err = check_version (db);
  if (err == P2PID_OK)
    err = check_integrity (db);
  if (err == P2PID_OK)
    err = check_schema (db);
  if (err == P2PID_OK)
    err = check_key (db, keys);

out:
  sqlite3_close (db);
  return err;
}

static p2pid_err
put_key_check (sqlite3 *db, const p2pid_store_keys *keys)
{
  sqlite3_stmt *statement = NULL;
  key_check check;
  p2pid_err err = p2pid_sql_prepare (
      db, "INSERT INTO meta (name, value) VALUES ('key', ?1)", &statement);

  calculate_key_check (keys, &check);
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
fill (const char *path, const p2pid_store_keys *keys)
{
  sqlite3 *db = NULL;
  char version[96];
  p2pid_err err = connect (path, SQLITE_OPEN_READWRITE, &db);

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
    err = p2pid_sql_run (db, schema);
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
  char *draft = NULL;
  p2pid_err err = p2pid_disk_make_folder (path);

  if (err == P2PID_OK)
    err = p2pid_disk_draft (path, &draft);
  if (err != P2PID_OK)
    return err;

  err = fill (draft, keys);
  if (err == P2PID_OK)
    err = p2pid_disk_place (draft, path);
  else
    unlink (draft);
  free (draft);
  return err;
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
  p2pid_err err = connect (path, SQLITE_OPEN_READWRITE, out);

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
    err = look (path, &store->keys);
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
