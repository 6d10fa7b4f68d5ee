/* What rows of all tables have in common. */

#include "store/store.h"
#include "base/lv.h"

p2pid_bytes
p2pid_row_text (const char *text)
{
  if (text == NULL)
    text = "";
  return (p2pid_bytes){ (const uint8_t *) text, strlen (text) + 1 };
}

p2pid_err
p2pid_row_take_text (p2pid_bytes *list, const char **out_text)
{
  p2pid_bytes field;

  if (p2pid_lv_next (list, &field) != P2PID_OK || field.size == 0 ||
      field.data[field.size - 1] != '\0')
    return P2PID_ERR_DAMAGED;
  *out_text = (const char *) field.data;
  return P2PID_OK;
}

p2pid_err
p2pid_row_take_key (p2pid_bytes *list, p2pid_public_key *out_key)
{
  p2pid_bytes field;

  if (p2pid_lv_next (list, &field) != P2PID_OK ||
      field.size != sizeof out_key->bytes)
    return P2PID_ERR_DAMAGED;
  memcpy (out_key->bytes, field.data, sizeof out_key->bytes);
  return P2PID_OK;
}

p2pid_err
p2pid_row_each (p2pid_store *store,
                const char *sql,
                p2pid_row_cb callback,
                const void *context)
{
  sqlite3_stmt *row = NULL;
  p2pid_err damage = P2PID_OK;
  bool more = true;
  p2pid_err err = p2pid_sql_prepare (store->db, sql, &row);

  while (err == P2PID_OK && more && (err = p2pid_sql_row (row)) == P2PID_OK) {
    err = callback (store, row, context, &more);
    /* One damaged row does not hide the others. */
    if (err == P2PID_ERR_DAMAGED) {
      damage = err;
      err = P2PID_OK;
    }
  }
  sqlite3_finalize (row);
  return err == P2PID_OK || err == P2PID_ERR_NOT_FOUND ? damage : err;
}

p2pid_err
p2pid_store_next_id (p2pid_store *store, const char *table, int64_t *out_id)
{
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_prepare (
      store->db, "SELECT seq FROM sqlite_sequence WHERE name = ?1", &statement);

  if (err == P2PID_OK) {
    sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
    err = p2pid_sql_row (statement);
  }
  if (err == P2PID_OK)
    *out_id = sqlite3_column_int64 (statement, 0) + 1;
  else if (err == P2PID_ERR_NOT_FOUND) {
    *out_id = 1; /* the table was never written to */
    err = P2PID_OK;
  }
  sqlite3_finalize (statement);
  return err;
}

void
p2pid_store_empty_log (p2pid_store *store)
{
  /* When another connection reads just now, it is emptied later. */
  sqlite3_wal_checkpoint_v2 (store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                             NULL);
}

p2pid_err
p2pid_store_remove_row (p2pid_store *store, const char *sql, int64_t id)
{
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_begin (store->db);

  if (err != P2PID_OK)
    return err;
  err = p2pid_sql_prepare (store->db, sql, &statement);
  if (err == P2PID_OK) {
    sqlite3_bind_int64 (statement, 1, id);
    err = p2pid_sql_done (statement);
  }
  sqlite3_finalize (statement);
  if (err == P2PID_OK && sqlite3_changes (store->db) == 0)
    err = P2PID_ERR_NOT_FOUND;
  err = p2pid_sql_end (store->db, err);
  if (err == P2PID_OK)
    p2pid_store_empty_log (store);
  return err;
}
