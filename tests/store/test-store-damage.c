/* A file that is damaged, newer, or not ours at all: opening says so, and
 * leaves every byte as it was. */

#include "store/fixture.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A whole store, as bytes and as text; made once. */
static p2pid_buffer *whole;
static char *whole_text;

static void
make_whole (void)
{
  p2pid_store *store;

  fixture_make_folder ();
  store = fixture_open (fixture_path);
  fixture_fill (store, 40);
  ck_assert_int_eq (fixture_dump (store, &whole_text), P2PID_OK);
  p2pid_store_close (store);
  whole = fixture_read_file (fixture_path);
  fixture_remove_folder ();
}

static void
free_whole (void)
{
  p2pid_buffer_free (whole);
  free (whole_text);
}

/* Open a file of these bytes, and see that it stays as it is. */
static p2pid_err
open_bytes (p2pid_bytes bytes, p2pid_store **out_store)
{
  p2pid_buffer *after;
  p2pid_err err;

  fixture_write_file (fixture_path, bytes);
  err = p2pid_store_open (fixture_path, &fixture_key, out_store);
  after = fixture_read_file (fixture_path);
  ck_assert (p2pid_bytes_equal (bytes, p2pid_buffer_bytes (after)));
  p2pid_buffer_free (after);
  return err;
}

/* Not even a file beside it is made. */
static void
refuses (p2pid_bytes bytes, p2pid_err expected)
{
  p2pid_store *store = NULL;

  ck_assert_msg (open_bytes (bytes, &store) == expected, "%zu bytes: not %s",
                 bytes.size, p2pid_err_name (expected));
  ck_assert_ptr_null (store);
  ck_assert_int_eq (fixture_count_files (), 1);
}

/* Whether the damage to the whole store is told, when opening or when reading.
 * Where it is not, it must have hit nothing that is used. */
static bool
tells_of (p2pid_bytes damaged)
{
  p2pid_store *store = NULL;
  char *text = NULL;
  p2pid_err err = open_bytes (damaged, &store);

  if (err != P2PID_OK) {
    ck_assert_ptr_null (store);
    ck_assert_msg (err == P2PID_ERR_DAMAGED || err == P2PID_ERR_NEWER, "%s",
                   p2pid_err_name (err));
    return true;
  }
  err = fixture_dump (store, &text);
  if (err != P2PID_ERR_DAMAGED) {
    ck_assert_int_eq (err, P2PID_OK);
    ck_assert_str_eq (text, whole_text);
  }
  free (text);
  p2pid_store_close (store);
  return err == P2PID_ERR_DAMAGED;
}

static bool
tells_of_flipped (size_t at)
{
  bool told;

  whole->data[at] ^= 0x5a;
  told = tells_of (p2pid_buffer_bytes (whole));
  whole->data[at] ^= 0x5a;
  return told;
}

START_TEST (every_512th_byte)
{
  size_t tried = 0, told = 0;

  for (size_t at = 0; at < whole->size; at += 512) {
    told += tells_of_flipped (at + (at / 512 * 37) % 512);
    tried++;
  }
  ck_assert_uint_gt (tried, 200);
  /* The rest is free space within pages. */
  ck_assert_uint_gt (told * 10, tried * 7);
}
END_TEST

START_TEST (every_byte_of_the_header)
{
  size_t told = 0;

  for (size_t at = 0; at < 100; at++)
    told += tells_of_flipped (at);
  ck_assert_uint_gt (told, 40);
}
END_TEST

START_TEST (every_512th_byte_at_once)
{
  p2pid_buffer *bytes = NULL;

  ck_assert_int_eq (p2pid_buffer_copy (p2pid_buffer_bytes (whole), &bytes),
                    P2PID_OK);
  for (size_t at = 100; at < bytes->size; at += 512)
    bytes->data[at] ^= 0xff;
  refuses (p2pid_buffer_bytes (bytes), P2PID_ERR_DAMAGED);
  p2pid_buffer_free (bytes);
}
END_TEST

START_TEST (cut_at_many_sizes)
{
  static const size_t sizes[] = { 0, 1, 15, 16, 60, 99, 100, 101, 511, 512 };

  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    refuses ((p2pid_bytes){ whole->data, sizes[i] }, P2PID_ERR_DAMAGED);
  for (size_t size = 4096; size < whole->size; size += 4096)
    refuses ((p2pid_bytes){ whole->data, size }, P2PID_ERR_DAMAGED);
  for (size_t size = 1000; size <= whole->size - 4096; size += 1999)
    refuses ((p2pid_bytes){ whole->data, size }, P2PID_ERR_DAMAGED);
}
END_TEST

/* Where the last page ends in nothing, nothing is lost by losing that. */
START_TEST (cut_within_the_last_page)
{
  int told = 0;

  for (size_t cut = 1; cut < 4096; cut += 97)
    told += tells_of ((p2pid_bytes){ whole->data, whole->size - cut });
  ck_assert_int_gt (told, 0);
}
END_TEST

START_TEST (a_page_in_place_of_another)
{
  p2pid_buffer *bytes = NULL;

  for (size_t page = 1; page < 8; page++) {
    ck_assert_int_eq (p2pid_buffer_copy (p2pid_buffer_bytes (whole), &bytes),
                      P2PID_OK);
    memset (bytes->data + page * 4096, 0, 4096);
    refuses (p2pid_buffer_bytes (bytes), P2PID_ERR_DAMAGED);
    p2pid_buffer_free (bytes);
  }
}
END_TEST

/* The whole store after SQL that somebody else ran on it. */
static p2pid_buffer *
after_sql (const char *sql)
{
  sqlite3 *db = NULL;

  fixture_write_file (fixture_path, p2pid_buffer_bytes (whole));
  ck_assert_int_eq (sqlite3_open (fixture_path, &db), SQLITE_OK);
  ck_assert_int_eq (sqlite3_exec (db, sql, NULL, NULL, NULL), SQLITE_OK);
  ck_assert_int_eq (sqlite3_close (db), SQLITE_OK);
  return fixture_read_file (fixture_path);
}

static const struct {
  const char *sql;
  p2pid_err err;
} changes[] = {
  { "PRAGMA user_version = 2", P2PID_ERR_NEWER },
  { "PRAGMA user_version = 2; DROP TABLE person", P2PID_ERR_NEWER },
  { "PRAGMA user_version = 2147483647", P2PID_ERR_NEWER },
  { "PRAGMA user_version = 0", P2PID_ERR_DAMAGED },
  { "PRAGMA user_version = -1", P2PID_ERR_DAMAGED },
  { "PRAGMA application_id = 0", P2PID_ERR_DAMAGED },
  { "DROP TABLE person", P2PID_ERR_DAMAGED },
  { "DROP INDEX history_by_time", P2PID_ERR_DAMAGED },
  { "ALTER TABLE person ADD COLUMN more TEXT", P2PID_ERR_DAMAGED },
  { "CREATE TABLE more (id)", P2PID_ERR_DAMAGED },
  { "CREATE TRIGGER t AFTER INSERT ON history BEGIN DELETE FROM person; END",
    P2PID_ERR_DAMAGED },
  { "CREATE VIEW v AS SELECT 1", P2PID_ERR_DAMAGED },
  { "DELETE FROM meta", P2PID_ERR_DAMAGED },
  { "UPDATE meta SET value = x'00'", P2PID_ERR_DAMAGED },
  { "UPDATE meta SET value = zeroblob (96)", P2PID_ERR_DAMAGED },
};

START_TEST (changed_by_another_program)
{
  p2pid_buffer *bytes = after_sql (changes[_i].sql);

  refuses (p2pid_buffer_bytes (bytes), changes[_i].err);
  p2pid_buffer_free (bytes);
}
END_TEST

START_TEST (another_ones_database)
{
  sqlite3 *db = NULL;
  p2pid_buffer *bytes;

  ck_assert_int_eq (sqlite3_open (fixture_path, &db), SQLITE_OK);
  ck_assert_int_eq (sqlite3_exec (db,
                                  "CREATE TABLE recipes (name TEXT);"
                                  "INSERT INTO recipes VALUES ('kroppkakor')",
                                  NULL, NULL, NULL),
                    SQLITE_OK);
  sqlite3_close (db);
  bytes = fixture_read_file (fixture_path);
  refuses (p2pid_buffer_bytes (bytes), P2PID_ERR_DAMAGED);
  p2pid_buffer_free (bytes);
}
END_TEST

START_TEST (a_text_file)
{
  refuses (p2pid_bytes_from_text ("Dear diary,\n"), P2PID_ERR_DAMAGED);
  refuses (p2pid_bytes_from_text ("SQLite format 3"), P2PID_ERR_DAMAGED);
}
END_TEST

START_TEST (not_a_file)
{
  p2pid_store *store = NULL;

  ck_assert_int_eq (mkdir (fixture_path, 0700), 0);
  ck_assert_int_eq (p2pid_store_open (fixture_path, &fixture_key, &store),
                    P2PID_ERR_IO);
  ck_assert_int_eq (rmdir (fixture_path), 0);
  ck_assert_int_eq (mkfifo (fixture_path, 0600), 0);
  ck_assert_int_eq (p2pid_store_open (fixture_path, &fixture_key, &store),
                    P2PID_ERR_IO);
  ck_assert_int_eq (p2pid_store_open ("", &fixture_key, &store),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_store_open (NULL, &fixture_key, &store),
                    P2PID_ERR_ARGUMENT);
  ck_assert_ptr_null (store);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("store-damage");
  TCase *tcase = tcase_create ("store-damage");

  tcase_set_timeout (tcase, 120);
  tcase_add_unchecked_fixture (tcase, make_whole, free_whole);
  tcase_add_checked_fixture (tcase, fixture_make_folder, fixture_remove_folder);
  tcase_add_test (tcase, every_512th_byte);
  tcase_add_test (tcase, every_byte_of_the_header);
  tcase_add_test (tcase, every_512th_byte_at_once);
  tcase_add_test (tcase, cut_at_many_sizes);
  tcase_add_test (tcase, cut_within_the_last_page);
  tcase_add_test (tcase, a_page_in_place_of_another);
  tcase_add_loop_test (tcase, changed_by_another_program, 0,
                       sizeof changes / sizeof *changes);
  tcase_add_test (tcase, another_ones_database);
  tcase_add_test (tcase, a_text_file);
  tcase_add_test (tcase, not_a_file);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
