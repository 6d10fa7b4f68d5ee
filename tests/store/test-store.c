/* What goes into the store comes out again, and nobody else reads it. */

#include "store/fixture.h"
#include "store/store.h"
#include "base/lv.h"
#include "crypto/key.h"
#include "p2pid/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static p2pid_store *store;

static void
setup (void)
{
  fixture_make_folder ();
  store = fixture_open (fixture_path);
}

static void
teardown (void)
{
  p2pid_store_close (store);
  store = NULL;
  fixture_remove_folder ();
}

static void
reopen (void)
{
  p2pid_store_close (store);
  store = fixture_open (fixture_path);
}

static void
run_sql (const char *sql)
{
  sqlite3 *db = NULL;

  ck_assert_int_eq (sqlite3_open (fixture_path, &db), SQLITE_OK);
  ck_assert_int_eq (sqlite3_exec (db, sql, NULL, NULL, NULL), SQLITE_OK);
  ck_assert_int_gt (sqlite3_total_changes (db), 0);
  sqlite3_close (db);
}

START_TEST (a_profile_comes_back)
{
  p2pid_key *key = fixture_set_profile (store), *key_again = NULL;
  p2pid_binding *binding_again = NULL;
  p2pid_public_key named;

  reopen ();
  ck_assert_int_eq (p2pid_store_get_profile (store, &key_again, &binding_again),
                    P2PID_OK);
  ck_assert_mem_eq (p2pid_key_seed (key_again), p2pid_key_seed (key),
                    P2PID_KEY_SEED_SIZE);
  ck_assert_int_eq (p2pid_binding_key (binding_again, &named), P2PID_OK);
  ck_assert_mem_eq (&named, p2pid_key_public (key), sizeof named);
  p2pid_binding_free (binding_again);
  p2pid_key_free (key_again);
  p2pid_key_free (key);
}
END_TEST

START_TEST (a_new_profile_replaces_the_old_one)
{
  p2pid_key *first = fixture_set_profile (store), *key = NULL;
  p2pid_key *second = fixture_set_profile (store);
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_store_get_profile (store, &key, &binding), P2PID_OK);
  ck_assert_mem_eq (p2pid_key_public (key), p2pid_key_public (second), 32);
  p2pid_key_free (key);
  p2pid_binding_free (binding);

  ck_assert_int_eq (p2pid_store_remove_profile (store), P2PID_OK);
  ck_assert_int_eq (p2pid_store_remove_profile (store), P2PID_ERR_NOT_FOUND);
  key = NULL;
  binding = NULL;
  ck_assert_int_eq (p2pid_store_get_profile (store, &key, &binding),
                    P2PID_ERR_NOT_FOUND);
  ck_assert_ptr_null (key);
  ck_assert_ptr_null (binding);
  p2pid_key_free (first);
  p2pid_key_free (second);
}
END_TEST

START_TEST (a_key_and_another_ones_binding_are_refused)
{
  const p2pid_test_person person = { .name = "Somebody Else" };
  p2pid_key *key = NULL, *other = NULL;
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_key_new (&other), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (other), &person,
                                              1700000000, 60, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_store_set_profile (store, key, binding),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_store_remove_profile (store), P2PID_ERR_NOT_FOUND);
  p2pid_binding_free (binding);
  p2pid_key_free (key);
  p2pid_key_free (other);
}
END_TEST

START_TEST (all_comes_back_after_reopening)
{
  char *before = NULL, *after = NULL;

  fixture_fill (store, 12);
  ck_assert_int_eq (fixture_dump (store, &before), P2PID_OK);
  ck_assert_ptr_nonnull (strstr (before, "interference"));
  ck_assert_ptr_nonnull (strstr (before, fixture_personal[0]));
  ck_assert_ptr_nonnull (strstr (before, " contact\n"));
  ck_assert_ptr_nonnull (strstr (before, " enrolment\n"));
  reopen ();
  ck_assert_int_eq (fixture_dump (store, &after), P2PID_OK);
  ck_assert_str_eq (before, after);
  free (before);
  free (after);
}
END_TEST

/* Put the list of an entry's personal fields, the first @p count of them, in
 * the place of contact 1's. */
static void
replace_personal (const p2pid_history_entry *entry,
                  size_t count,
                  const char *occasion)
{
  const p2pid_bytes fields[] = {
    p2pid_row_text (entry->name),         p2pid_row_text (entry->issuer),
    p2pid_row_text (entry->organisation), p2pid_row_text (entry->purpose),
    P2PID_BYTES (entry->key.bytes),       p2pid_row_text (occasion),
  };
  p2pid_buffer *plain = NULL, *sealed = NULL;
  char values[100], *sql;
  p2pid_store_keys keys;

  snprintf (values, sizeof values, "%lld,%d,%d,%d,ok,%d,%d",
            (long long) entry->time, entry->channel, entry->role,
            entry->outcome, entry->identified, entry->test);
  p2pid_store_keys_derive (&fixture_key, &keys);
  ck_assert_int_eq (p2pid_lv_cat (fields, count, &plain), P2PID_OK);
  ck_assert_int_eq (
      p2pid_field_seal (
          &keys, &(p2pid_field_place){ "history", "personal", 1, values },
          p2pid_buffer_bytes (plain), &sealed),
      P2PID_OK);
  sql = malloc (2 * sealed->size + 100);
  strcpy (sql, "UPDATE history SET personal = x'");
  for (size_t i = 0; i < sealed->size; i++)
    sprintf (sql + strlen (sql), "%02x", sealed->data[i]);
  strcat (sql, "' WHERE id = 1");
  run_sql (sql);
  free (sql);
  p2pid_buffer_free (sealed);
  p2pid_buffer_free (plain);
}

static bool
copy_occasion_cb (const p2pid_history_entry *entry, void *user_data)
{
  *(p2pid_occasion *) user_data = entry->occasion;
  return true;
}

/* Nobody knows any more, so it was none that would be fresher. */
START_TEST (contacts_of_earlier_programs_have_no_occasion)
{
  const p2pid_history_entry entry = fixture_entry (1);
  const p2pid_bytes none = { NULL, 0 };
  p2pid_occasion occasion = P2PID_OCCASION_ENROLMENT;

  ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, NULL),
                    P2PID_OK);
  ck_assert_int_eq (
      p2pid_store_each_history (store, copy_occasion_cb, &occasion), P2PID_OK);
  ck_assert_int_eq (occasion, P2PID_OCCASION_CONTACT);
  replace_personal (&entry, 5, NULL);
  ck_assert_int_eq (
      p2pid_store_each_history (store, copy_occasion_cb, &occasion), P2PID_OK);
  ck_assert_int_eq (occasion, P2PID_OCCASION_ENROLMENT);
  replace_personal (&entry, 6, "birthday");
  ck_assert_int_eq (
      p2pid_store_each_history (store, copy_occasion_cb, &occasion),
      P2PID_ERR_DAMAGED);
}
END_TEST

static bool
collect_times_cb (const p2pid_history_entry *entry, void *user_data)
{
  char *text = user_data;

  sprintf (text + strlen (text), "%lld/%lld ", (long long) entry->time,
           (long long) entry->id);
  return entry->time != 20;
}

START_TEST (history_is_newest_first_until_enough)
{
  static const int64_t times[] = { 20, 40, 10, 30, 40 };
  const p2pid_bytes none = { NULL, 0 };
  p2pid_history_entry entry = fixture_entry (1);
  char text[200] = "";
  int64_t id = 0;

  for (size_t i = 0; i < 5; i++) {
    entry.time = times[i];
    ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, &id),
                      P2PID_OK);
    ck_assert_int_eq (id, (int64_t) i + 1);
  }
  ck_assert_int_eq (p2pid_store_each_history (store, collect_times_cb, text),
                    P2PID_OK);
  ck_assert_str_eq (text, "40/5 40/2 30/4 20/1 ");
}
END_TEST

START_TEST (receipts_come_back_and_go_with_their_contact)
{
  p2pid_buffer *receipt = fixture_receipt (P2PID_RECEIPT_MAX), *again = NULL;
  p2pid_history_entry entry = fixture_entry (1);
  const p2pid_bytes none = { NULL, 0 };
  int64_t with = 0, without = 0;

  ck_assert_int_eq (p2pid_store_add_history (
                        store, &entry, p2pid_buffer_bytes (receipt), &with),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, &without),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_store_get_receipt (store, with, &again), P2PID_OK);
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (receipt),
                                p2pid_buffer_bytes (again)));
  p2pid_buffer_free (again);
  again = NULL;

  ck_assert_int_eq (p2pid_store_get_receipt (store, without, &again),
                    P2PID_ERR_NOT_FOUND);
  ck_assert_int_eq (p2pid_store_get_receipt (store, 99, &again),
                    P2PID_ERR_NOT_FOUND);
  ck_assert_int_eq (p2pid_store_remove_history (store, with), P2PID_OK);
  ck_assert_int_eq (p2pid_store_remove_history (store, with),
                    P2PID_ERR_NOT_FOUND);
  ck_assert_int_eq (p2pid_store_get_receipt (store, with, &again),
                    P2PID_ERR_NOT_FOUND);
  ck_assert_ptr_null (again);
  p2pid_buffer_free (receipt);
}
END_TEST

START_TEST (an_id_is_never_used_twice)
{
  const p2pid_history_entry entry = fixture_entry (1);
  const p2pid_bytes none = { NULL, 0 };
  int64_t first = 0, second = 0;

  ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, &first),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_store_remove_history (store, first), P2PID_OK);
  reopen ();
  ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, &second),
                    P2PID_OK);
  ck_assert_int_gt (second, first);
}
END_TEST

START_TEST (what_is_too_large_is_refused_and_leaves_no_row)
{
  p2pid_buffer *large = NULL;
  p2pid_history_entry entry = fixture_entry (1);
  p2pid_person person = fixture_person (1);
  const p2pid_bytes none = { NULL, 0 };
  char *dump = NULL;

  ck_assert_int_eq (p2pid_buffer_new (P2PID_RECEIPT_MAX + 1, &large), P2PID_OK);
  memset (large->data, 'a', large->size);
  ck_assert_int_eq (
      p2pid_store_add_history (store, &entry, p2pid_buffer_bytes (large), NULL),
      P2PID_ERR_SIZE);
  entry.purpose = (const char *) large->data;
  ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, NULL),
                    P2PID_ERR_SIZE);
  person.name = (const char *) large->data;
  ck_assert_int_eq (p2pid_store_put_person (store, &person), P2PID_ERR_SIZE);
  ck_assert_int_eq (p2pid_store_set_note (store, 1, person.name),
                    P2PID_ERR_SIZE);
  ck_assert_int_eq (fixture_dump (store, &dump), P2PID_OK);
  ck_assert_str_eq (dump, "");
  free (dump);
  p2pid_buffer_free (large);
}
END_TEST

START_TEST (what_could_not_be_read_again_is_refused)
{
  const p2pid_bytes none = { NULL, 0 };
  p2pid_history_entry entry = fixture_entry (1);

  switch (_i) {
  case 0:
    entry.channel = (p2pid_channel) 3;
    break;
  case 1:
    entry.role = (p2pid_role) 3;
    break;
  case 2:
    entry.outcome = (p2pid_outcome) 4;
    break;
  case 3:
    entry.err = P2PID_ERR_COUNT_;
    break;
  }
  ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, NULL),
                    P2PID_ERR_ARGUMENT);
}
END_TEST

static bool
copy_person_cb (const p2pid_person *person, void *user_data)
{
  char *text = user_data;

  sprintf (text + strlen (text), "%lld %s/%s/%s %d %lld-%lld;",
           (long long) person->id, person->name, person->issuer, person->note,
           person->test, (long long) person->first_met,
           (long long) person->last_met);
  return true;
}

START_TEST (a_person_met_again_is_the_same_person)
{
  p2pid_person person = fixture_person (1);
  char text[300] = "";

  person.name = "Old Name";
  person.first_met = person.last_met = 100;
  person.note = "a note";
  ck_assert_int_eq (p2pid_store_put_person (store, &person), P2PID_OK);
  person.name = "New Name";
  person.issuer = "New Issuer";
  person.first_met = person.last_met = 200;
  person.note = "";
  person.test = false;
  ck_assert_int_eq (p2pid_store_put_person (store, &person), P2PID_OK);
  ck_assert_int_eq (p2pid_store_each_person (store, copy_person_cb, text),
                    P2PID_OK);
  ck_assert_str_eq (text, "1 New Name/New Issuer/a note 0 100-200;");
}
END_TEST

START_TEST (the_same_name_under_another_key_is_another_person)
{
  p2pid_person person = fixture_person (1);
  char text[400] = "";

  person.note = NULL;
  ck_assert_int_eq (p2pid_store_put_person (store, &person), P2PID_OK);
  person.key.bytes[31] ^= 1;
  person.last_met++;
  ck_assert_int_eq (p2pid_store_put_person (store, &person), P2PID_OK);
  ck_assert_int_eq (p2pid_store_each_person (store, copy_person_cb, text),
                    P2PID_OK);
  ck_assert_int_eq (strncmp (text, "2 ", 2), 0); /* last met first */
  ck_assert_ptr_nonnull (strstr (text, ";1 "));

  person.name = "";
  ck_assert_int_eq (p2pid_store_put_person (store, &person),
                    P2PID_ERR_ARGUMENT);
  person.name = NULL;
  ck_assert_int_eq (p2pid_store_put_person (store, &person),
                    P2PID_ERR_ARGUMENT);
}
END_TEST

START_TEST (notes_are_kept_and_people_removed)
{
  const p2pid_person person = fixture_person (1);
  char text[300] = "";

  ck_assert_int_eq (p2pid_store_put_person (store, &person), P2PID_OK);
  ck_assert_int_eq (p2pid_store_set_note (store, 1, "ny anteckning"), P2PID_OK);
  ck_assert_int_eq (p2pid_store_set_note (store, 2, "x"), P2PID_ERR_NOT_FOUND);
  reopen ();
  ck_assert_int_eq (p2pid_store_each_person (store, copy_person_cb, text),
                    P2PID_OK);
  ck_assert_ptr_nonnull (strstr (text, "/ny anteckning "));
  ck_assert_int_eq (p2pid_store_remove_person (store, 1), P2PID_OK);
  ck_assert_int_eq (p2pid_store_remove_person (store, 1), P2PID_ERR_NOT_FOUND);
  text[0] = '\0';
  ck_assert_int_eq (p2pid_store_each_person (store, copy_person_cb, text),
                    P2PID_OK);
  ck_assert_str_eq (text, "");
}
END_TEST

/* A sealed field, a plain value or a hash that somebody with another key, or
 * none, has moved about in the file. */
static const struct {
  const char *sql;
  int told; /* entries that are still told of 4 contacts and 4 people */
} moves[] = {
  { "UPDATE history SET personal = (SELECT personal FROM history WHERE id = 2) "
    "WHERE id = 1",
    7 },
  { "UPDATE history SET time = time + 1 WHERE id = 1", 7 },
  { "UPDATE history SET outcome = 0 WHERE id = 2", 7 },
  { "UPDATE history SET err = 'ok' WHERE id = 2", 7 },
  { "UPDATE history SET err = 'no such error' WHERE id = 2", 7 },
  { "UPDATE history SET test = 0 WHERE id = 1", 7 },
  { "UPDATE history SET identified = 1 - identified WHERE id = 1", 7 },
  { "UPDATE history SET channel = 0, role = 1 WHERE id = 1", 7 },
  { "UPDATE history SET id = 77 WHERE id = 1", 7 },
  { "UPDATE history SET personal = x'00' WHERE id = 1", 7 },
  { "UPDATE history SET personal = (SELECT personal FROM person WHERE id = 1) "
    "WHERE id = 1",
    7 },
  { "UPDATE history SET receipt = (SELECT receipt FROM history WHERE id = 3) "
    "WHERE id = 1",
    8 },
  { "UPDATE person SET personal = (SELECT personal FROM person WHERE id = 2) "
    "WHERE id = 1",
    7 },
  { "UPDATE person SET note = (SELECT note FROM person WHERE id = 2) "
    "WHERE id = 1",
    7 },
  { "UPDATE person SET note = personal", 4 },
  { "UPDATE person SET first_met = 1 WHERE id = 1", 7 },
  { "UPDATE person SET who = zeroblob (32) WHERE id = 1", 7 },
  { "UPDATE profile SET key = binding", 8 },
  { "UPDATE profile SET binding = key", 8 },
};

static bool
count_entry_cb (const p2pid_history_entry *entry, void *user_data)
{
  ++*(int *) user_data;
  return true;
}

static bool
count_person_cb (const p2pid_person *person, void *user_data)
{
  ++*(int *) user_data;
  return true;
}

START_TEST (a_field_opens_in_its_own_place_only)
{
  char *dump = NULL;
  int told = 0;
  p2pid_err err;

  fixture_fill (store, 4);
  p2pid_store_close (store);
  run_sql (moves[_i].sql);
  store = fixture_open (fixture_path);
  ck_assert_int_eq (fixture_dump (store, &dump), P2PID_ERR_DAMAGED);
  free (dump);

  err = p2pid_store_each_history (store, count_entry_cb, &told);
  ck_assert (err == P2PID_OK || err == P2PID_ERR_DAMAGED);
  err = p2pid_store_each_person (store, count_person_cb, &told);
  ck_assert (err == P2PID_OK || err == P2PID_ERR_DAMAGED);
  ck_assert_int_eq (told, moves[_i].told);
}
END_TEST

START_TEST (a_damaged_person_is_not_sealed_again)
{
  const p2pid_person person = fixture_person (1);

  fixture_fill (store, 4);
  run_sql ("UPDATE person SET first_met = 1 WHERE id = 1");
  ck_assert_int_eq (p2pid_store_put_person (store, &person), P2PID_ERR_DAMAGED);
}
END_TEST

static bool
is_in_the_files (p2pid_bytes needle)
{
  char log[128];

  snprintf (log, sizeof log, "%s-wal", fixture_path);
  return fixture_file_has (fixture_path, needle) ||
         fixture_file_has (log, needle);
}

START_TEST (nothing_personal_can_be_found_in_the_files)
{
  const p2pid_person person = fixture_person (1);
  p2pid_buffer *receipt = fixture_receipt (3000);
  p2pid_key *key;

  fixture_fill (store, 6);
  key = fixture_set_profile (store);
  for (int again = 0; again < 2; again++) {
    /* What is plain is found, so the search is one. */
    ck_assert (is_in_the_files (p2pid_bytes_from_text ("interference")));
    for (int i = 0; i < FIXTURE_PERSONAL_COUNT; i++)
      ck_assert_msg (
          !is_in_the_files (p2pid_bytes_from_text (fixture_personal[i])), "%s",
          fixture_personal[i]);
    ck_assert (!is_in_the_files ((p2pid_bytes){ p2pid_key_seed (key), 16 }));
    ck_assert (!is_in_the_files (P2PID_BYTES (p2pid_key_public (key)->bytes)));
    ck_assert (!is_in_the_files (P2PID_BYTES (person.key.bytes)));
    ck_assert (!is_in_the_files (P2PID_BYTES (fixture_key.bytes)));
    ck_assert (!is_in_the_files ((p2pid_bytes){ receipt->data + 100, 32 }));
    ck_assert (!is_in_the_files (p2pid_bytes_from_text ("sd-jwt")));
    reopen ();
  }
  p2pid_key_free (key);
  p2pid_buffer_free (receipt);
}
END_TEST

/* A sealed field as it lies there: the first that a query finds. */
static p2pid_buffer *
field_in_the_files (const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  p2pid_buffer *field = NULL;

  ck_assert_int_eq (sqlite3_open (fixture_path, &db), SQLITE_OK);
  ck_assert_int_eq (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL),
                    SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW && field == NULL)
    if (sqlite3_column_bytes (statement, 0) > 0)
      ck_assert_int_eq (
          p2pid_buffer_copy (p2pid_sql_bytes (statement, 0), &field), P2PID_OK);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  ck_assert_ptr_nonnull (field);
  ck_assert (is_in_the_files ((p2pid_bytes){ field->data, 24 }));
  return field;
}

START_TEST (a_note_that_was_replaced_leaves_the_disk)
{
  p2pid_buffer *field;

  fixture_fill (store, 3);
  ck_assert_int_eq (p2pid_store_set_note (store, 1, "a note"), P2PID_OK);
  field = field_in_the_files ("SELECT note FROM person WHERE id = 1");
  ck_assert_int_eq (p2pid_store_set_note (store, 1, "another"), P2PID_OK);
  ck_assert (!is_in_the_files ((p2pid_bytes){ field->data, 24 }));
  p2pid_buffer_free (field);
}
END_TEST

START_TEST (what_is_removed_leaves_the_disk)
{
  static const char *const sql[] = { "SELECT personal FROM history",
                                     "SELECT receipt FROM history",
                                     "SELECT personal FROM person",
                                     "SELECT key FROM profile" };
  p2pid_buffer *fields[4];

  fixture_fill (store, 3);
  for (int i = 0; i < 4; i++)
    fields[i] = field_in_the_files (sql[i]);
  for (int64_t id = 1; id <= 3; id++) {
    ck_assert_int_eq (p2pid_store_remove_history (store, id), P2PID_OK);
    ck_assert_int_eq (p2pid_store_remove_person (store, id), P2PID_OK);
  }
  p2pid_key_free (fixture_set_profile (store));
  for (int i = 0; i < 4; i++) {
    ck_assert (!is_in_the_files ((p2pid_bytes){ fields[i]->data, 24 }));
    p2pid_buffer_free (fields[i]);
  }
}
END_TEST

START_TEST (two_programs_share_a_store)
{
  p2pid_store *other = fixture_open (fixture_path);
  const p2pid_history_entry entry = fixture_entry (1);
  const p2pid_bytes none = { NULL, 0 };
  int here = 0, there = 0;

  for (int i = 0; i < 5; i++) {
    ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, NULL),
                      P2PID_OK);
    ck_assert_int_eq (p2pid_store_add_history (other, &entry, none, NULL),
                      P2PID_OK);
  }
  ck_assert_int_eq (p2pid_store_each_history (store, count_entry_cb, &here),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_store_each_history (other, count_entry_cb, &there),
                    P2PID_OK);
  ck_assert_int_eq (here, 10);
  ck_assert_int_eq (there, 10);
  p2pid_store_close (other);
}
END_TEST

START_TEST (a_store_that_another_holds_is_locked)
{
  const p2pid_history_entry entry = fixture_entry (1);
  const p2pid_bytes none = { NULL, 0 };
  sqlite3 *db = NULL;

  ck_assert_int_eq (sqlite3_open (fixture_path, &db), SQLITE_OK);
  ck_assert_int_eq (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL),
                    SQLITE_OK);
  ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, NULL),
                    P2PID_ERR_LOCKED);
  sqlite3_close (db);
  ck_assert_int_eq (p2pid_store_add_history (store, &entry, none, NULL),
                    P2PID_OK);
}
END_TEST

START_TEST (a_store_held_for_one_program_alone_does_not_open)
{
  sqlite3 *db = NULL;
  p2pid_store *other = NULL;

  p2pid_store_close (store);
  store = NULL;
  ck_assert_int_eq (sqlite3_open (fixture_path, &db), SQLITE_OK);
  ck_assert_int_eq (sqlite3_exec (db,
                                  "PRAGMA locking_mode = EXCLUSIVE;"
                                  "BEGIN EXCLUSIVE",
                                  NULL, NULL, NULL),
                    SQLITE_OK);
  ck_assert_int_eq (p2pid_store_open (fixture_path, &fixture_key, &other),
                    P2PID_ERR_LOCKED);
  ck_assert_ptr_null (other);
  sqlite3_close (db);
}
END_TEST

static Suite *
store_suite (void)
{
  Suite *suite = suite_create ("store");
  TCase *tcase = tcase_create ("store");

  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, setup, teardown);
  tcase_add_test (tcase, a_profile_comes_back);
  tcase_add_test (tcase, a_new_profile_replaces_the_old_one);
  tcase_add_test (tcase, a_key_and_another_ones_binding_are_refused);
  tcase_add_test (tcase, all_comes_back_after_reopening);
  tcase_add_test (tcase, contacts_of_earlier_programs_have_no_occasion);
  tcase_add_test (tcase, history_is_newest_first_until_enough);
  tcase_add_test (tcase, receipts_come_back_and_go_with_their_contact);
  tcase_add_test (tcase, an_id_is_never_used_twice);
  tcase_add_test (tcase, what_is_too_large_is_refused_and_leaves_no_row);
  tcase_add_loop_test (tcase, what_could_not_be_read_again_is_refused, 0, 4);
  tcase_add_test (tcase, a_person_met_again_is_the_same_person);
  tcase_add_test (tcase, the_same_name_under_another_key_is_another_person);
  tcase_add_test (tcase, notes_are_kept_and_people_removed);
  tcase_add_loop_test (tcase, a_field_opens_in_its_own_place_only, 0,
                       sizeof moves / sizeof *moves);
  tcase_add_test (tcase, a_damaged_person_is_not_sealed_again);
  tcase_add_test (tcase, nothing_personal_can_be_found_in_the_files);
  tcase_add_test (tcase, a_note_that_was_replaced_leaves_the_disk);
  tcase_add_test (tcase, what_is_removed_leaves_the_disk);
  tcase_add_test (tcase, two_programs_share_a_store);
  tcase_add_test (tcase, a_store_that_another_holds_is_locked);
  tcase_add_test (tcase, a_store_held_for_one_program_alone_does_not_open);
  suite_add_tcase (suite, tcase);
  return suite;
}

int
main (void)
{
  return harness_run (store_suite ());
}
