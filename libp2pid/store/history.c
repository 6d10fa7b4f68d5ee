/* Contacts that are over, and their receipts.
 *
 *   personal = lv_cat (name, issuer, organisation, purpose, key, occasion)
 *
 * Sealed. Each text in it ends with a NUL. Earlier programs wrote no occasion.
 */

#include "store/store.h"
#include "base/lv.h"
#include "wire/account-names.h"

#include <stdio.h>

#define N_FIELDS 6

/* Room for the plain values as text. */
#define VALUES_SIZE 160

static void
print_values (const p2pid_history_entry *entry, char out[VALUES_SIZE])
{
  snprintf (out, VALUES_SIZE, "%lld,%d,%d,%d,%s,%d,%d", (long long) entry->time,
            (int) entry->channel, (int) entry->role, (int) entry->outcome,
            p2pid_err_name (entry->err), entry->identified, entry->test);
}

static bool
find_err (const char *name, p2pid_err *out)
{
  for (int i = 0; name != NULL && i < P2PID_ERR_COUNT_; i++)
    if (strcmp (p2pid_err_name ((p2pid_err) i), name) == 0) {
      *out = (p2pid_err) i;
      return true;
    }
  return false;
}

static p2pid_err
seal_personal (p2pid_store *store,
               const p2pid_history_entry *entry,
               p2pid_buffer **out)
{
  char values[VALUES_SIZE];
  const p2pid_field_place place = { "history", "personal", entry->id, values };
  const p2pid_bytes fields[N_FIELDS] = {
    p2pid_row_text (entry->name),
    p2pid_row_text (entry->issuer),
    p2pid_row_text (entry->organisation),
    p2pid_row_text (entry->purpose),
    P2PID_BYTES (entry->key.bytes),
    p2pid_row_text (p2pid_occasion_name (entry->occasion)),
  };
  p2pid_buffer *plain = NULL;
  p2pid_err err = p2pid_lv_cat (fields, N_FIELDS, &plain);

  print_values (entry, values);
  if (err == P2PID_OK && plain->size > P2PID_STORE_PERSONAL_MAX)
    err = P2PID_ERR_SIZE;
  if (err == P2PID_OK)
    err = p2pid_field_seal (&store->keys, &place, p2pid_buffer_bytes (plain),
                            out);
  p2pid_buffer_free (plain);
  return err;
}

static p2pid_err
seal_receipt (p2pid_store *store,
              int64_t id,
              p2pid_bytes receipt,
              p2pid_buffer **out)
{
  const p2pid_field_place place = { "history", "receipt", id, NULL };

  if (receipt.size == 0)
    return P2PID_OK;
  if (receipt.size > P2PID_STORE_RECEIPT_MAX)
    return P2PID_ERR_SIZE;
  return p2pid_field_seal (&store->keys, &place, receipt, out);
}

static p2pid_err
insert (p2pid_store *store,
        const p2pid_history_entry *entry,
        p2pid_bytes personal,
        const p2pid_buffer *receipt)
{
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_prepare (
      store->db,
      "INSERT INTO history (id, time, channel, role, outcome, err, identified, "
      "test, personal, receipt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
      "?10)",
      &statement);

  if (err != P2PID_OK)
    return err;
  sqlite3_bind_int64 (statement, 1, entry->id);
  sqlite3_bind_int64 (statement, 2, entry->time);
  sqlite3_bind_int (statement, 3, (int) entry->channel);
  sqlite3_bind_int (statement, 4, (int) entry->role);
  sqlite3_bind_int (statement, 5, (int) entry->outcome);
  sqlite3_bind_text (statement, 6, p2pid_err_name (entry->err), -1,
                     SQLITE_STATIC);
  sqlite3_bind_int (statement, 7, entry->identified);
  sqlite3_bind_int (statement, 8, entry->test);
  p2pid_sql_bind (statement, 9, personal);
  if (receipt != NULL)
    p2pid_sql_bind (statement, 10, p2pid_buffer_bytes (receipt));
  err = p2pid_sql_done (statement);
  sqlite3_finalize (statement);
  return err;
}

/* What is written must be read again. */
static bool
is_entry (const p2pid_history_entry *entry)
{
  return p2pid_channel_name (entry->channel) != NULL &&
         p2pid_role_name (entry->role) != NULL &&
         (unsigned) entry->outcome <= P2PID_OUTCOME_STOPPED &&
         (unsigned) entry->err < P2PID_ERR_COUNT_;
}

p2pid_err
p2pid_store_add_history (p2pid_store *store,
                         const p2pid_history_entry *entry,
                         p2pid_bytes receipt,
                         int64_t *out_id)
{
  p2pid_history_entry numbered = *entry;
  p2pid_buffer *personal = NULL;
  p2pid_buffer *sealed_receipt = NULL;
  p2pid_err err = P2PID_ERR_ARGUMENT;

  if (is_entry (entry))
    err = p2pid_sql_begin (store->db);
  if (err != P2PID_OK)
    return err;
  err = p2pid_store_next_id (store, "history", &numbered.id);
  if (err == P2PID_OK)
    err = seal_personal (store, &numbered, &personal);
  if (err == P2PID_OK)
    err = seal_receipt (store, numbered.id, receipt, &sealed_receipt);
  if (err == P2PID_OK)
    err = insert (store, &numbered, p2pid_buffer_bytes (personal),
                  sealed_receipt);
  err = p2pid_sql_end (store->db, err);

  p2pid_buffer_free (personal);
  p2pid_buffer_free (sealed_receipt);
  if (err == P2PID_OK && out_id != NULL)
    *out_id = numbered.id;
  return err;
}

/* The plain values of the row that the statement is at. */
static p2pid_err
read_values (sqlite3_stmt *row, p2pid_history_entry *out)
{
  *out = (p2pid_history_entry){
    .id = sqlite3_column_int64 (row, 0),
    .time = sqlite3_column_int64 (row, 1),
    .channel = (p2pid_channel) sqlite3_column_int (row, 2),
    .role = (p2pid_role) sqlite3_column_int (row, 3),
    .outcome = (p2pid_outcome) sqlite3_column_int (row, 4),
    .identified = sqlite3_column_int (row, 6) != 0,
    .test = sqlite3_column_int (row, 7) != 0,
    .has_receipt = sqlite3_column_int (row, 9) != 0,
  };
  return find_err ((const char *) sqlite3_column_text (row, 5), &out->err)
             ? P2PID_OK
             : P2PID_ERR_DAMAGED;
}

static p2pid_err
read_occasion (p2pid_bytes rest, p2pid_occasion *out)
{
  static const p2pid_occasion all[] = { P2PID_OCCASION_ENROLMENT,
                                        P2PID_OCCASION_CONTACT };
  const char *name = p2pid_occasion_name (P2PID_OCCASION_ENROLMENT);
  p2pid_err err = rest.size > 0 ? p2pid_row_take_text (&rest, &name) : P2PID_OK;

  for (size_t i = 0; err == P2PID_OK && i < sizeof all / sizeof *all; i++)
    if (strcmp (name, p2pid_occasion_name (all[i])) == 0) {
      *out = all[i];
      return P2PID_OK;
    }
  return P2PID_ERR_DAMAGED;
}

static p2pid_err
read_personal (p2pid_bytes plain, p2pid_history_entry *entry)
{
  p2pid_err err = p2pid_row_take_text (&plain, &entry->name);

  if (err == P2PID_OK)
    err = p2pid_row_take_text (&plain, &entry->issuer);
  if (err == P2PID_OK)
    err = p2pid_row_take_text (&plain, &entry->organisation);
  if (err == P2PID_OK)
    err = p2pid_row_take_text (&plain, &entry->purpose);
  if (err == P2PID_OK)
    err = p2pid_row_take_key (&plain, &entry->key);
  if (err == P2PID_OK)
    err = read_occasion (plain, &entry->occasion);
  return err;
}

typedef struct {
  p2pid_history_cb callback;
  void *user_data;
} listener;

static p2pid_err
tell_cb (p2pid_store *store, sqlite3_stmt *row, const void *context, bool *more)
{
  const listener *told = context;
  char values[VALUES_SIZE];
  p2pid_history_entry entry;
  p2pid_buffer *plain = NULL;
  p2pid_err err = read_values (row, &entry);

  if (err != P2PID_OK)
    return err;
  print_values (&entry, values);
  err = p2pid_field_open (
      &store->keys,
      &(p2pid_field_place){ "history", "personal", entry.id, values },
      p2pid_sql_bytes (row, 8), &plain);
  if (err == P2PID_OK)
    err = read_personal (p2pid_buffer_bytes (plain), &entry);
  if (err == P2PID_OK)
    *more = told->callback (&entry, told->user_data);
  p2pid_buffer_free (plain);
  return err;
}

p2pid_err
p2pid_store_each_history (p2pid_store *store,
                          p2pid_history_cb callback,
                          void *user_data)
{
  return p2pid_row_each (
      store,
      "SELECT id, time, channel, role, outcome, err, identified, test, "
      "personal, receipt IS NOT NULL FROM history ORDER BY time DESC, id DESC",
      tell_cb, &(listener){ callback, user_data });
}

p2pid_err
p2pid_store_get_receipt (p2pid_store *store, int64_t id, p2pid_buffer **out)
{
  const p2pid_field_place place = { "history", "receipt", id, NULL };
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_prepare (
      store->db,
      "SELECT receipt FROM history WHERE id = ?1 AND receipt IS NOT NULL",
      &statement);

  if (err == P2PID_OK) {
    sqlite3_bind_int64 (statement, 1, id);
    err = p2pid_sql_row (statement);
  }
  if (err == P2PID_OK)
    err = p2pid_field_open (&store->keys, &place,
                            p2pid_sql_bytes (statement, 0), out);
  sqlite3_finalize (statement);
  return err;
}

p2pid_err
p2pid_store_remove_history (p2pid_store *store, int64_t id)
{
  return p2pid_store_remove_row (store, "DELETE FROM history WHERE id = ?1",
                                 id);
}
