/* The store without memory: each allocation fails in its turn, those of SQLite
 * as well; the call says so, the file holds all of the change or nothing of
 * it, and nothing is lost (the sanitizer looks). */

#include "starve.h"
#include "store/fixture.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* SQLite allocates hundreds of times to open a file: every so many fail. */
#define STEP 4

static p2pid_store *store;
static char *before; /* all that was in it */

/* SQLite's allocations, made here, so that they are counted with ours. */

static void *
allocate_cb (int size)
{
  return malloc ((size_t) size);
}

static void *
reallocate_cb (void *old, int size)
{
  return reallocarray (old, 1, (size_t) size);
}

static int
size_cb (void *memory)
{
  return (int) malloc_usable_size (memory);
}

static int
round_up_cb (int size)
{
  return (size + 7) & ~7;
}

static int
init_cb (void *data)
{
  return SQLITE_OK;
}

static void
shut_down_cb (void *data)
{
}

static void
count_sqlite (void)
{
  static const sqlite3_mem_methods methods = { allocate_cb,   free,
                                               reallocate_cb, size_cb,
                                               round_up_cb,   init_cb,
                                               shut_down_cb,  NULL };

  if (sqlite3_config (SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK ||
      sqlite3_config (SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
    abort (); /* too late */
}

static void
look (void)
{
  free (before);
  ck_assert_int_eq (fixture_dump (store, &before), P2PID_OK);
}

static void
fill (void)
{
  fixture_make_folder ();
  store = fixture_open (fixture_path);
  fixture_fill (store, 3);
  look ();
}

static void
empty (void)
{
  free (before);
  before = NULL;
  p2pid_store_close (store);
  fixture_remove_folder ();
}

/* What failed has changed nothing in the file. */
static void
check_unchanged (p2pid_err err)
{
  char *then = before;

  starve_hold ();
  p2pid_store_close (store);
  store = fixture_open (fixture_path);
  before = NULL;
  look ();
  ck_assert (err == P2PID_OK || strcmp (then, before) == 0);
  free (then);
}

static p2pid_err
open_again (void)
{
  p2pid_store *again = NULL;
  p2pid_err err = p2pid_store_open (fixture_path, &fixture_key, &again);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (again != NULL));
  p2pid_store_close (again);
  return err;
}

static p2pid_err
make (void)
{
  p2pid_store *made = NULL;
  char path[128];
  p2pid_err err;

  snprintf (path, sizeof path, "%s/deep/other", fixture_folder);
  err = p2pid_store_open (path, &fixture_key, &made);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (made != NULL));
  p2pid_store_close (made);
  return err;
}

static p2pid_err
get_profile (void)
{
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;
  p2pid_err err = p2pid_store_get_profile (store, &key, &binding);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (key != NULL));
  ck_assert ((err == P2PID_OK) == (binding != NULL));
  p2pid_key_free (key);
  p2pid_binding_free (binding);
  return err;
}

static p2pid_err
set_profile (void)
{
  const p2pid_test_person person = { .name = "Another" };
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;
  p2pid_err err;

  starve_hold ();
  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (key), &person,
                                              1700000000, 86400, &binding),
                    P2PID_OK);
  starve_go_on ();
  err = p2pid_store_set_profile (store, key, binding);
  check_unchanged (err);
  p2pid_key_free (key);
  p2pid_binding_free (binding);
  return err;
}

static p2pid_err
add_history (void)
{
  const p2pid_history_entry entry = fixture_entry (4);
  p2pid_buffer *receipt;
  p2pid_err err;

  starve_hold ();
  receipt = fixture_receipt (5000);
  starve_go_on ();
  err = p2pid_store_add_history (store, &entry, p2pid_buffer_bytes (receipt),
                                 NULL);
  check_unchanged (err);
  p2pid_buffer_free (receipt);
  return err;
}

static bool
count_entry_cb (const p2pid_history_entry *entry, void *user_data)
{
  ++*(int *) user_data;
  return true;
}

static p2pid_err
each_history (void)
{
  int count = 0;
  p2pid_err err = p2pid_store_each_history (store, count_entry_cb, &count);

  starve_hold ();
  ck_assert (err != P2PID_OK || count == 3);
  return err;
}

static p2pid_err
get_receipt (void)
{
  p2pid_buffer *receipt = NULL;
  p2pid_err err = p2pid_store_get_receipt (store, 3, &receipt);

  starve_hold ();
  ck_assert ((err == P2PID_OK) == (receipt != NULL));
  p2pid_buffer_free (receipt);
  return err;
}

static p2pid_err
put_person (void)
{
  p2pid_person person = fixture_person (9);
  p2pid_err err = p2pid_store_put_person (store, &person);

  check_unchanged (err);
  return err;
}

static p2pid_err
meet_again (void)
{
  p2pid_person person = fixture_person (2);
  p2pid_err err;

  person.name = "Another name";
  err = p2pid_store_put_person (store, &person);
  check_unchanged (err);
  return err;
}

static bool
count_person_cb (const p2pid_person *person, void *user_data)
{
  ++*(int *) user_data;
  return true;
}

static p2pid_err
each_person (void)
{
  int count = 0;
  p2pid_err err = p2pid_store_each_person (store, count_person_cb, &count);

  starve_hold ();
  ck_assert (err != P2PID_OK || count == 3);
  return err;
}

static p2pid_err
set_note (void)
{
  p2pid_err err = p2pid_store_set_note (store, 1, "met again");

  check_unchanged (err);
  return err;
}

static p2pid_err
key_from_passphrase (void)
{
  p2pid_store_key key;
  char path[128];
  p2pid_err err;

  snprintf (path, sizeof path, "%s/salted", fixture_folder);
  err = p2pid_store_key_from_passphrase (path, "passphrase", &key);
  starve_hold ();
  return err;
}

static p2pid_err
remove_history (void)
{
  const p2pid_history_entry entry = fixture_entry (5);
  int64_t id = 0;
  p2pid_err err;

  starve_hold ();
  ck_assert_int_eq (
      p2pid_store_add_history (store, &entry, (p2pid_bytes){ NULL, 0 }, &id),
      P2PID_OK);
  look ();
  starve_go_on ();
  err = p2pid_store_remove_history (store, id);
  check_unchanged (err);
  return err;
}

static p2pid_err
add_and_note (void)
{
  const p2pid_history_entry entry = fixture_entry (6);
  p2pid_store *other;
  p2pid_err err =
      p2pid_store_add_history (store, &entry, (p2pid_bytes){ NULL, 0 }, NULL);

  starve_hold ();
  ck_assert_int_eq (p2pid_store_set_note (store, 1, "noted"), P2PID_OK);
  other = fixture_open (fixture_path);
  ck_assert_int_eq (p2pid_store_set_note (other, 1, "by others"), P2PID_OK);
  p2pid_store_close (other);
  return err;
}

/* Nothing is lost with what would only tidy up: the log is emptied, or looked
 * for, another time. */
static bool
is_want_or_done (p2pid_err err)
{
  return err == P2PID_OK || starve_is_want (err);
}

static const struct {
  p2pid_err (*call) (void);
  size_t at_least; /* allocations that it is known to make */
} calls[] = {
  { open_again, 1 },          { make, 1 },        { get_profile, 2 },
  { set_profile, 2 },         { add_history, 2 }, { each_history, 2 },
  { get_receipt, 1 },         { put_person, 2 },  { meet_again, 2 },
  { each_person, 2 },         { set_note, 1 },    { remove_history, 0 },
  { key_from_passphrase, 0 },
};

/* A change that could not even be taken back does not hold up the next. */
START_TEST (goes_on_when_there_is_memory_again)
{
  ck_assert_uint_ge (
      starve_through (STARVE_FOR_GOOD, 1, add_and_note, is_want_or_done), 2);
}
END_TEST

START_TEST (says_so)
{
  ck_assert_uint_ge (
      starve_through (STARVE_FOR_GOOD, STEP, calls[_i].call, is_want_or_done),
      calls[_i].at_least);
}
END_TEST

START_TEST (says_so_once)
{
  starve_through (STARVE_ONCE, STEP, calls[_i].call, is_want_or_done);
}
END_TEST

int
main (void)
{
  const int count = sizeof calls / sizeof calls[0];
  Suite *suite = suite_create ("store-memory");
  TCase *tcase = tcase_create ("memory");

  count_sqlite ();
  tcase_add_checked_fixture (tcase, fill, empty);
  tcase_add_test (tcase, goes_on_when_there_is_memory_again);
  tcase_add_loop_test (tcase, says_so, 0, count);
  tcase_add_loop_test (tcase, says_so_once, 0, count);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
