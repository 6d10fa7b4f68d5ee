/* Looking at a file before it is opened for writing: whether it is whole,
 * ours, of a version that we know, and opened by this key. */

#include "store/file.h"
#include "store/disk.h"
#include "crypto/hash.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void
p2pid_file_key_check (const p2pid_store_keys *keys, p2pid_key_check *out)
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
  p2pid_key_check expected;

  if (found.size != sizeof expected)
    return P2PID_ERR_DAMAGED;
  memcpy (of_file.check, found.data, sizeof of_file.check);
  p2pid_file_key_check (&of_file, &expected);
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
    err = p2pid_sql_run (model, p2pid_file_schema);
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

/* Whether the file is whole, ours, known, and opened by this key. */
static p2pid_err
look (const char *path, p2pid_file_access how, const p2pid_store_keys *keys)
{
  sqlite3 *db = NULL;
  p2pid_err err = p2pid_file_connect (path, how, &db);

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

/* Whether a log lies beside the file, as it does while a program has it open,
 * and after one was killed. */
static bool
has_log (const char *path)
{
  char *log = NULL;
  bool found = true;

  if (asprintf (&log, "%s-wal", path) >= 0)
    found = access (log, F_OK) == 0;
  free (log);
  return found;
}

static bool
is_unchanged (const struct stat *before, const char *path)
{
  struct stat after;

  return stat (path, &after) == 0 && after.st_ino == before->st_ino &&
         after.st_size == before->st_size &&
         after.st_mtim.tv_sec == before->st_mtim.tv_sec &&
         after.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* A look alone is only worth something if it was one: where another program
 * came in between, look again as one of several. */
p2pid_err
p2pid_file_look (const char *path, const p2pid_store_keys *keys)
{
  struct stat before;
  p2pid_err err;

  if (has_log (path))
    return look (path, P2PID_FILE_READING, keys);
  if (stat (path, &before) != 0)
    return p2pid_disk_err (errno);
  err = look (path, P2PID_FILE_ALONE, keys);
  if (has_log (path) || !is_unchanged (&before, path))
    err = look (path, P2PID_FILE_READING, keys);
  return err;
}
