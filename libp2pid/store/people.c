/* People met, one for each identity key.
 *
 *   personal = lv_cat (key, name, issuer)      sealed
 *   note                                       sealed on its own
 *
 * Who is B (key of our own, identity key): it finds the person again, and
 * tells nobody else which key that is.
 */

#include "store/store.h"
#include "base/lv.h"
#include "crypto/hash.h"

#include <stdio.h>

#define WHO_SIZE 32
#define VALUES_SIZE 64

typedef struct {
  uint8_t bytes[WHO_SIZE];
} who_hash;

/* The columns that a person is read from, in the order of read_person (). */
#define COLUMNS "id, who, test, first_met, last_met, personal, note"

/* A person of the store, and the memory that its texts lie in. */
typedef struct {
  p2pid_person person;
  p2pid_buffer *personal;
  p2pid_buffer *note;
} opened;

static void
hash_key (p2pid_store *store, const p2pid_public_key *key, who_hash *out)
{
  const p2pid_bytes field = P2PID_BYTES (key->bytes);

  p2pid_derive (P2PID_BYTES (store->keys.who), &field, 1, out->bytes,
                sizeof out->bytes);
}

static void
print_values (const p2pid_person *person, char out[VALUES_SIZE])
{
  snprintf (out, VALUES_SIZE, "%d,%lld,%lld", person->test,
            (long long) person->first_met, (long long) person->last_met);
}

static p2pid_err
seal_personal (p2pid_store *store,
               const p2pid_person *person,
               p2pid_buffer **out)
{
  char values[VALUES_SIZE];
  const p2pid_field_place place = { "person", "personal", person->id, values };
  const p2pid_bytes fields[] = { P2PID_BYTES (person->key.bytes),
                                 p2pid_row_text (person->name),
                                 p2pid_row_text (person->issuer) };
  p2pid_buffer *plain = NULL;
  p2pid_err err = p2pid_lv_cat (fields, 3, &plain);

  print_values (person, values);
  if (err == P2PID_OK && plain->size > P2PID_STORE_PERSONAL_MAX)
    err = P2PID_ERR_SIZE;
  if (err == P2PID_OK)
    err = p2pid_field_seal (&store->keys, &place, p2pid_buffer_bytes (plain),
                            out);
  p2pid_buffer_free (plain);
  return err;
}

static p2pid_err
seal_note (p2pid_store *store, int64_t id, const char *note, p2pid_buffer **out)
{
  const p2pid_field_place place = { "person", "note", id, NULL };
  const p2pid_bytes text = p2pid_row_text (note);

  if (text.size > P2PID_STORE_PERSONAL_MAX)
    return P2PID_ERR_SIZE;
  return p2pid_field_seal (&store->keys, &place, text, out);
}

static p2pid_err
read_personal (p2pid_bytes plain, p2pid_person *person)
{
  p2pid_err err = p2pid_row_take_key (&plain, &person->key);

  if (err == P2PID_OK)
    err = p2pid_row_take_text (&plain, &person->name);
  if (err == P2PID_OK)
    err = p2pid_row_take_text (&plain, &person->issuer);
  return err;
}

static p2pid_err
read_note (p2pid_bytes plain, p2pid_person *person)
{
  if (plain.size == 0 || plain.data[plain.size - 1] != '\0')
    return P2PID_ERR_DAMAGED;
  person->note = (const char *) plain.data;
  return P2PID_OK;
}

static void
clear (opened *one)
{
  p2pid_buffer_free (one->personal);
  p2pid_buffer_free (one->note);
}

/* The person in the row; clear () it, whatever the result. */
static p2pid_err
read_person (p2pid_store *store, sqlite3_stmt *row, opened *out)
{
  const p2pid_bytes who = p2pid_sql_bytes (row, 1);
  p2pid_person *person = &out->person;
  char values[VALUES_SIZE];
  who_hash expected;
  p2pid_err err;

  *person = (p2pid_person){
    .id = sqlite3_column_int64 (row, 0),
    .test = sqlite3_column_int (row, 2) != 0,
    .first_met = sqlite3_column_int64 (row, 3),
    .last_met = sqlite3_column_int64 (row, 4),
  };
  print_values (person, values);
  err = p2pid_field_open (
      &store->keys,
      &(p2pid_field_place){ "person", "personal", person->id, values },
      p2pid_sql_bytes (row, 5), &out->personal);
  if (err == P2PID_OK)
    err = p2pid_field_open (
        &store->keys,
        &(p2pid_field_place){ "person", "note", person->id, NULL },
        p2pid_sql_bytes (row, 6), &out->note);
  if (err == P2PID_OK)
    err = read_personal (p2pid_buffer_bytes (out->personal), person);
  if (err == P2PID_OK)
    err = read_note (p2pid_buffer_bytes (out->note), person);
  if (err != P2PID_OK)
    return err;

  hash_key (store, &person->key, &expected);
  return p2pid_bytes_equal (who, P2PID_BYTES (expected.bytes))
             ? P2PID_OK
             : P2PID_ERR_DAMAGED;
}

/* Id and first_met of the person with that key, into @p person. */
static p2pid_err
find (p2pid_store *store, const who_hash *who, p2pid_person *person)
{
  sqlite3_stmt *row = NULL;
  opened one = { .personal = NULL };
  p2pid_err err = p2pid_sql_prepare (
      store->db, "SELECT " COLUMNS " FROM person WHERE who = ?1", &row);

  if (err == P2PID_OK) {
    p2pid_sql_bind (row, 1, P2PID_BYTES (who->bytes));
    err = p2pid_sql_row (row);
  }
  if (err == P2PID_OK)
    err = read_person (store, row, &one);
  if (err == P2PID_OK) {
    person->id = one.person.id;
    person->first_met = one.person.first_met;
  }
  clear (&one);
  sqlite3_finalize (row);
  return err;
}

static p2pid_err
insert (p2pid_store *store, const who_hash *who, const p2pid_person *person)
{
  sqlite3_stmt *statement = NULL;
  p2pid_buffer *personal = NULL;
  p2pid_buffer *note = NULL;
  p2pid_err err = seal_personal (store, person, &personal);

  if (err == P2PID_OK)
    err = seal_note (store, person->id, person->note, &note);
  if (err == P2PID_OK)
    err = p2pid_sql_prepare (
        store->db,
        "INSERT INTO person (id, who, test, first_met, last_met, personal, "
        "note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &statement);
  if (err == P2PID_OK) {
    sqlite3_bind_int64 (statement, 1, person->id);
    p2pid_sql_bind (statement, 2, P2PID_BYTES (who->bytes));
    sqlite3_bind_int (statement, 3, person->test);
    sqlite3_bind_int64 (statement, 4, person->first_met);
    sqlite3_bind_int64 (statement, 5, person->last_met);
    p2pid_sql_bind (statement, 6, p2pid_buffer_bytes (personal));
    p2pid_sql_bind (statement, 7, p2pid_buffer_bytes (note));
    err = p2pid_sql_done (statement);
  }
  sqlite3_finalize (statement);
  p2pid_buffer_free (personal);
  p2pid_buffer_free (note);
  return err;
}

static p2pid_err
update (p2pid_store *store, const p2pid_person *person)
{
  sqlite3_stmt *statement = NULL;
  p2pid_buffer *personal = NULL;
  p2pid_err err = seal_personal (store, person, &personal);

  if (err == P2PID_OK)
    err = p2pid_sql_prepare (store->db,
                             "UPDATE person SET test = ?2, last_met = ?3, "
                             "personal = ?4 WHERE id = ?1",
                             &statement);
  if (err == P2PID_OK) {
    sqlite3_bind_int64 (statement, 1, person->id);
    sqlite3_bind_int (statement, 2, person->test);
    sqlite3_bind_int64 (statement, 3, person->last_met);
    p2pid_sql_bind (statement, 4, p2pid_buffer_bytes (personal));
    err = p2pid_sql_done (statement);
  }
  sqlite3_finalize (statement);
  p2pid_buffer_free (personal);
  return err;
}

p2pid_err
p2pid_store_put_person (p2pid_store *store, const p2pid_person *person)
{
  p2pid_person found = *person;
  who_hash who;
  p2pid_err err;

  if (person->name == NULL || *person->name == '\0')
    return P2PID_ERR_ARGUMENT;
  hash_key (store, &person->key, &who);
  err = p2pid_sql_begin (store->db);
  if (err != P2PID_OK)
    return err;

  err = find (store, &who, &found);
  if (err == P2PID_OK) {
    err = update (store, &found);
  } else if (err == P2PID_ERR_NOT_FOUND) {
    err = p2pid_store_next_id (store, "person", &found.id);
    if (err == P2PID_OK)
      err = insert (store, &who, &found);
  }
  return p2pid_sql_end (store->db, err);
}

typedef struct {
  p2pid_person_cb callback;
  void *user_data;
} listener;

static p2pid_err
tell_cb (p2pid_store *store, sqlite3_stmt *row, const void *context, bool *more)
{
  const listener *told = context;
  opened one = { .personal = NULL };
  p2pid_err err = read_person (store, row, &one);

  if (err == P2PID_OK)
    *more = told->callback (&one.person, told->user_data);
  clear (&one);
  return err;
}

p2pid_err
p2pid_store_each_person (p2pid_store *store,
                         p2pid_person_cb callback,
                         void *user_data)
{
  return p2pid_row_each (
      store, "SELECT " COLUMNS " FROM person ORDER BY last_met DESC, id DESC",
      tell_cb, &(listener){ callback, user_data });
}

static p2pid_err
write_note (p2pid_store *store, int64_t id, p2pid_bytes note)
{
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_begin (store->db);

  if (err != P2PID_OK)
    return err;
  err = p2pid_sql_prepare (
      store->db, "UPDATE person SET note = ?2 WHERE id = ?1", &statement);
  if (err == P2PID_OK) {
    sqlite3_bind_int64 (statement, 1, id);
    p2pid_sql_bind (statement, 2, note);
    err = p2pid_sql_done (statement);
  }
  sqlite3_finalize (statement);
  if (err == P2PID_OK && sqlite3_changes (store->db) == 0)
    err = P2PID_ERR_NOT_FOUND;
  return p2pid_sql_end (store->db, err);
}

p2pid_err
p2pid_store_set_note (p2pid_store *store, int64_t id, const char *note)
{
  p2pid_buffer *sealed = NULL;
  p2pid_err err = seal_note (store, id, note, &sealed);

  if (err == P2PID_OK)
    err = write_note (store, id, p2pid_buffer_bytes (sealed));
  if (err == P2PID_OK)
    p2pid_store_empty_log (store);
  p2pid_buffer_free (sealed);
  return err;
}

p2pid_err
p2pid_store_remove_person (p2pid_store *store, int64_t id)
{
  return p2pid_store_remove_row (store, "DELETE FROM person WHERE id = ?1", id);
}
