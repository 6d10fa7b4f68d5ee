/* SQLite's results as ours. */

#include "store/sql.h"
#include "store/disk.h"

#include <errno.h>

/* SQLite tells a full disk by itself only for ENOSPC, and where it writes
 * pages. A quota or a limit is told by the operating system alone; SQLite
 * keeps its word for some calls, and for others it is still in errno, which
 * all below clear first. */
static p2pid_err
system_err (sqlite3 *db)
{
  int number = db == NULL ? 0 : sqlite3_system_errno (db);

  if (p2pid_disk_err (number) == P2PID_ERR_IO)
    number = errno;
  return p2pid_disk_err (number);
}

p2pid_err
p2pid_sql_err (sqlite3 *db, int code)
{
  switch (code & 0xff) {
  case SQLITE_OK:
  case SQLITE_ROW:
  case SQLITE_DONE:
    return P2PID_OK;
  case SQLITE_NOMEM:
    return P2PID_ERR_MEMORY;
  case SQLITE_FULL:
    return P2PID_ERR_FULL;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_PROTOCOL:
    return P2PID_ERR_LOCKED;
  case SQLITE_IOERR:
    if (code == SQLITE_IOERR_NOMEM)
      return P2PID_ERR_MEMORY;
    /* The file ends before what it says is in it. */
    return code == SQLITE_IOERR_SHORT_READ ? P2PID_ERR_DAMAGED
                                           : system_err (db);
  case SQLITE_CANTOPEN:
    return system_err (db);
  case SQLITE_PERM:
  case SQLITE_READONLY:
  case SQLITE_AUTH:
  case SQLITE_NOLFS:
    return P2PID_ERR_IO;

  /* Our statements are right, and our values fit the schema: whatever else
   * SQLite finds wrong is in the file. */
  default:
    return P2PID_ERR_DAMAGED;
  }
}

p2pid_err
p2pid_sql_run (sqlite3 *db, const char *sql)
{
  errno = 0;
  return p2pid_sql_err (db, sqlite3_exec (db, sql, NULL, NULL, NULL));
}

p2pid_err
p2pid_sql_prepare (sqlite3 *db, const char *sql, sqlite3_stmt **out)
{
  errno = 0;
  return p2pid_sql_err (db, sqlite3_prepare_v2 (db, sql, -1, out, NULL));
}

void
p2pid_sql_bind (sqlite3_stmt *statement, int index, p2pid_bytes bytes)
{
  if (bytes.size == 0)
    sqlite3_bind_zeroblob (statement, index, 0);
  else
    sqlite3_bind_blob64 (statement, index, bytes.data, bytes.size,
                         SQLITE_STATIC);
}

p2pid_err
p2pid_sql_row (sqlite3_stmt *statement)
{
  int code;

  errno = 0;
  code = sqlite3_step (statement);
  if (code == SQLITE_DONE)
    return P2PID_ERR_NOT_FOUND;
  return p2pid_sql_err (sqlite3_db_handle (statement), code);
}

p2pid_err
p2pid_sql_done (sqlite3_stmt *statement)
{
  errno = 0;
  return p2pid_sql_err (sqlite3_db_handle (statement),
                        sqlite3_step (statement));
}

p2pid_bytes
p2pid_sql_bytes (sqlite3_stmt *statement, int column)
{
  const void *data = sqlite3_column_blob (statement, column);
  int size = sqlite3_column_bytes (statement, column);

  return (p2pid_bytes){ data, data == NULL ? 0 : (size_t) size };
}

p2pid_err
p2pid_sql_begin (sqlite3 *db)
{
  p2pid_err err = P2PID_OK;

  /* One that could not be taken back, for want of memory. */
  if (!sqlite3_get_autocommit (db))
    err = p2pid_sql_run (db, "ROLLBACK");
  if (err == P2PID_OK)
    err = p2pid_sql_run (db, "BEGIN IMMEDIATE");
  /* It may have begun, and failed only then. */
  return err == P2PID_OK ? err : p2pid_sql_end (db, err);
}

p2pid_err
p2pid_sql_end (sqlite3 *db, p2pid_err err)
{
  if (err == P2PID_OK)
    err = p2pid_sql_run (db, "COMMIT");

  /* A failed commit may leave the transaction open, or have ended it. */
  if (err != P2PID_OK && !sqlite3_get_autocommit (db))
    (void) sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return err;
}
