/*
 * The few things that store/ asks of SQLite, with our errors.
 */

#ifndef P2PID_STORE_SQL_H
#define P2PID_STORE_SQL_H

#include "base/bytes.h"

#include <sqlite3.h>

/** What SQLite's last result on @p db means to our caller. */
p2pid_err
p2pid_sql_err (sqlite3 *db, int code);

/** Run statements that give no rows. */
P2PID_MUST_CHECK p2pid_err
p2pid_sql_run (sqlite3 *db, const char *sql);

/** A statement, for sqlite3_finalize(). */
P2PID_MUST_CHECK p2pid_err
p2pid_sql_prepare (sqlite3 *db, const char *sql, sqlite3_stmt **out);

/** Bind @p bytes as a BLOB to parameter @p index. They are borrowed, and must
 *  live as long as the statement. A failure is told by the next step. */
void
p2pid_sql_bind (sqlite3_stmt *statement, int index, p2pid_bytes bytes);

/** Step to a row; P2PID_ERR_NOT_FOUND when there is none (any more). */
P2PID_MUST_CHECK p2pid_err
p2pid_sql_row (sqlite3_stmt *statement);

/** Step to the end of a statement that gives no rows. */
P2PID_MUST_CHECK p2pid_err
p2pid_sql_done (sqlite3_stmt *statement);

/** The bytes in @p column of the row; borrowed until the next step. */
p2pid_bytes
p2pid_sql_bytes (sqlite3_stmt *statement, int column);

/** Begin a transaction that will write. */
P2PID_MUST_CHECK p2pid_err
p2pid_sql_begin (sqlite3 *db);

/** Commit when @p err is P2PID_OK, else roll back; @p err, or the error of
 *  committing. */
P2PID_MUST_CHECK p2pid_err
p2pid_sql_end (sqlite3 *db, p2pid_err err);

#endif
