/* The disk is full, the folder missing or closed, the program killed: the
 * store holds all of a change or nothing of it. */

#include "store/fixture.h"
#include "store/store.h"

#include <sched.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const p2pid_bytes none = { NULL, 0 };

/* Looped over umasks. */
START_TEST (missing_folders_are_made_for_the_user_alone)
{
  static const mode_t masks[] = { 0, 022, 077 };
  const mode_t old = umask (masks[_i]);
  char path[128];

  snprintf (path, sizeof path, "%s/a/b/store", fixture_folder);
  p2pid_store_close (fixture_open (path));
  umask (old);
  ck_assert_int_eq (fixture_mode_of (path), 0600);
  *strrchr (path, '/') = '\0';
  ck_assert_int_eq (fixture_mode_of (path), 0700);
  *strrchr (path, '/') = '\0';
  ck_assert_int_eq (fixture_mode_of (path), 0700);
}
END_TEST

static int
open_relative (void *name)
{
  p2pid_store *store = NULL;
  p2pid_err err;

  if (chdir (fixture_folder) != 0)
    return 99;
  err = p2pid_store_open (name, &fixture_key, &store);
  p2pid_store_close (store);
  return (int) err;
}

START_TEST (a_relative_path_is_a_path)
{
  static char names[][24] = { "store", ":memory:", "file:x?mode=memory",
                              "?a#b%20%zz" };
  char path[128];

  ck_assert_int_eq (fixture_in_child (open_relative, names[_i]), P2PID_OK);
  snprintf (path, sizeof path, "%s/%s", fixture_folder, names[_i]);
  ck_assert_int_eq (fixture_mode_of (path), 0600);
}
END_TEST

static int
open_as_nobody (void *path)
{
  p2pid_store *store = NULL;
  p2pid_err err;

  if (!fixture_become_nobody ())
    return 99;
  err = p2pid_store_open (path, &fixture_key, &store);
  p2pid_store_close (store);
  return (int) err;
}

START_TEST (a_folder_that_cannot_be_written_to)
{
  p2pid_buffer *before, *after;

  fixture_give_to_nobody (fixture_folder);
  ck_assert_int_eq (fixture_in_child (open_as_nobody, fixture_path), P2PID_OK);
  before = fixture_read_file (fixture_path);
  ck_assert_int_eq (chmod (fixture_folder, 0500), 0);
  ck_assert_int_eq (fixture_in_child (open_as_nobody, fixture_path),
                    P2PID_ERR_IO);
  after = fixture_read_file (fixture_path);
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (before),
                                p2pid_buffer_bytes (after)));
  p2pid_buffer_free (before);
  p2pid_buffer_free (after);

  ck_assert_int_eq (chmod (fixture_folder, 0700), 0);
  ck_assert_int_eq (unlink (fixture_path), 0);
  ck_assert_int_eq (chmod (fixture_folder, 0500), 0);
  ck_assert_int_eq (fixture_in_child (open_as_nobody, fixture_path),
                    P2PID_ERR_IO);
  ck_assert_int_eq (chmod (fixture_folder, 0700), 0);
}
END_TEST

START_TEST (a_file_that_cannot_be_read_or_written)
{
  fixture_give_to_nobody (fixture_folder);
  ck_assert_int_eq (fixture_in_child (open_as_nobody, fixture_path), P2PID_OK);
  ck_assert_int_eq (chmod (fixture_path, 0400), 0);
  ck_assert_int_eq (fixture_in_child (open_as_nobody, fixture_path),
                    P2PID_ERR_IO);
  ck_assert_int_eq (chmod (fixture_path, 0), 0);
  ck_assert_int_eq (fixture_in_child (open_as_nobody, fixture_path),
                    P2PID_ERR_IO);
  ck_assert_int_eq (chmod (fixture_path, 0600), 0);
  ck_assert_int_eq (fixture_in_child (open_as_nobody, fixture_path), P2PID_OK);
}
END_TEST

START_TEST (a_file_in_place_of_a_folder)
{
  p2pid_store *store = NULL;
  p2pid_store_key key;
  char path[128];

  fixture_write_file (fixture_path, p2pid_bytes_from_text ("a file"));
  snprintf (path, sizeof path, "%s/store", fixture_path);
  ck_assert_int_eq (p2pid_store_open (path, &fixture_key, &store),
                    P2PID_ERR_IO);
  ck_assert_ptr_null (store);
  ck_assert_int_eq (p2pid_store_key_from_passphrase (path, "pass", &key),
                    P2PID_ERR_IO);
}
END_TEST

/* --- the disk is full --- */

/* A store of six contacts, before the change that is tried; and a profile to
 * change it with. */
static p2pid_buffer *seed;
static char *seed_text;
static p2pid_key *other_key;
static p2pid_binding *other_binding;

static void
make_seed (void)
{
  const p2pid_test_person person = { .name = "Other Name" };
  p2pid_store *store;

  fixture_make_folder ();
  store = fixture_open (fixture_path);
  fixture_fill (store, 6);
  ck_assert_int_eq (fixture_dump (store, &seed_text), P2PID_OK);
  p2pid_store_close (store);
  seed = fixture_read_file (fixture_path);
  fixture_remove_folder ();

  ck_assert_int_eq (p2pid_key_new (&other_key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (other_key),
                                              &person, 1700000000, 60,
                                              &other_binding),
                    P2PID_OK);
}

static void
free_seed (void)
{
  p2pid_buffer_free (seed);
  free (seed_text);
  p2pid_key_free (other_key);
  p2pid_binding_free (other_binding);
}

static p2pid_err
set_profile (p2pid_store *store)
{
  return p2pid_store_set_profile (store, other_key, other_binding);
}

static p2pid_err
add_history (p2pid_store *store)
{
  const p2pid_history_entry entry = fixture_entry (7);
  p2pid_buffer *receipt = fixture_receipt (30000);
  p2pid_err err = p2pid_store_add_history (store, &entry,
                                           p2pid_buffer_bytes (receipt), NULL);

  p2pid_buffer_free (receipt);
  return err;
}

static p2pid_err
remove_history (p2pid_store *store)
{
  return p2pid_store_remove_history (store, 3);
}

static p2pid_err
add_person (p2pid_store *store)
{
  const p2pid_person person = fixture_person (7);

  return p2pid_store_put_person (store, &person);
}

static p2pid_err
update_person (p2pid_store *store)
{
  p2pid_person person = fixture_person (2);

  person.name = "Another Name";
  return p2pid_store_put_person (store, &person);
}

static p2pid_err
set_note (p2pid_store *store)
{
  return p2pid_store_set_note (store, 2, "another note");
}

static p2pid_err
remove_person (p2pid_store *store)
{
  return p2pid_store_remove_person (store, 2);
}

static p2pid_err (*const changes[]) (p2pid_store *) = {
  set_profile, p2pid_store_remove_profile,
  add_history, remove_history,
  add_person,  update_person,
  set_note,    remove_person
};
#define N_CHANGES (sizeof changes / sizeof *changes)

/* One change with so much room left. */
typedef struct {
  p2pid_err (*change) (p2pid_store *store);
  size_t room;
  const char *path;
  const char *after; /* the text of a store that has the change */
} attempt;

/* What a child says of its attempt. */
enum { CHANGED, UNCHANGED, WRONG_ERROR, DOES_NOT_OPEN, TORN, NO_WAY = 77 };

static p2pid_err
open_and_change (const attempt *what)
{
  p2pid_store *store = NULL;
  p2pid_err err = p2pid_store_open (what->path, &fixture_key, &store);

  if (err == P2PID_OK)
    err = what->change (store);
  p2pid_store_close (store);
  return err;
}

/* With room again: is it all there, or nothing of it? */
static int
judge (const attempt *what, p2pid_err told)
{
  p2pid_store *store = NULL;
  char *text = NULL;
  const char *expected = told == P2PID_OK ? what->after : seed_text;
  int verdict = told == P2PID_OK ? CHANGED : UNCHANGED;

  if (told != P2PID_OK && told != P2PID_ERR_FULL)
    return WRONG_ERROR;
  if (p2pid_store_open (what->path, &fixture_key, &store) != P2PID_OK)
    return DOES_NOT_OPEN;
  if (fixture_dump (store, &text) != P2PID_OK || strcmp (text, expected) != 0)
    verdict = TORN;
  free (text);
  p2pid_store_close (store);
  return verdict;
}

static int
try_with_limit (void *data)
{
  const attempt *what = data;
  p2pid_err told;

  fixture_limit_files (what->room);
  told = open_and_change (what);
  fixture_limit_files (SIZE_MAX);
  return judge (what, told);
}

static char *
text_after (p2pid_err (*change) (p2pid_store *))
{
  p2pid_store *store;
  char *text = NULL;

  fixture_write_file (fixture_path, p2pid_buffer_bytes (seed));
  store = fixture_open (fixture_path);
  ck_assert_int_eq (change (store), P2PID_OK);
  ck_assert_int_eq (fixture_dump (store, &text), P2PID_OK);
  ck_assert_str_ne (text, seed_text);
  p2pid_store_close (store);
  return text;
}

/* Looped over the changes. */
START_TEST (files_that_may_not_grow)
{
  static const size_t rooms[] = { 0,     10000, 32768, 37000,  42000,
                                  50000, 64000, 80000, 1 << 20 };
  char *after = text_after (changes[_i]);
  attempt what = { changes[_i], 0, fixture_path, after };
  int seen[2] = { 0, 0 };

  for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
    int verdict;

    fixture_write_file (fixture_path, p2pid_buffer_bytes (seed));
    what.room = rooms[i];
    verdict = fixture_in_child (try_with_limit, &what);
    ck_assert_msg (verdict == CHANGED || verdict == UNCHANGED,
                   "room %zu: verdict %d", rooms[i], verdict);
    seen[verdict]++;
  }
  ck_assert_int_gt (seen[CHANGED], 0);
  ck_assert_int_gt (seen[UNCHANGED], 0);
  free (after);
}
END_TEST

/* A small disk of one's own, which goes with the process. */
static bool
mount_small_disk (const char *folder)
{
  return unshare (CLONE_NEWNS) == 0 &&
         mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("none", folder, "tmpfs", 0, "size=512k") == 0;
}

static bool
write_zeros (const char *path, size_t size)
{
  static const char zeros[4096];
  FILE *file = fopen (path, "wb");
  bool good = file != NULL;

  for (; good && size >= sizeof zeros; size -= sizeof zeros)
    good = fwrite (zeros, sizeof zeros, 1, file) == 1;
  return file != NULL && fclose (file) == 0 && good;
}

static int
try_on_full_disk (void *data)
{
  const attempt *what = data;
  char filler[128];
  p2pid_err told;

  if (!mount_small_disk (fixture_folder))
    return NO_WAY;
  fixture_write_file (what->path, p2pid_buffer_bytes (seed));
  snprintf (filler, sizeof filler, "%s/filler", fixture_folder);
  if (!write_zeros (filler, 512 * 1024 - what->room -
                                (seed->size + 4095) / 4096 * 4096))
    return 98;
  told = open_and_change (what);
  unlink (filler);
  return judge (what, told);
}

/* Looped over the changes. */
START_TEST (a_disk_that_is_full)
{
  char *after = text_after (changes[_i]);
  attempt what = { changes[_i], 0, fixture_path, after };
  int seen[2] = { 0, 0 };

  for (what.room = 0; what.room <= 128 * 1024; what.room += 12288) {
    int verdict = fixture_in_child (try_on_full_disk, &what);

    if (verdict == NO_WAY) {
      printf ("a_disk_that_is_full: no mounting here, limits must do\n");
      free (after);
      return;
    }
    ck_assert_msg (verdict == CHANGED || verdict == UNCHANGED,
                   "room %zu: verdict %d", what.room, verdict);
    seen[verdict]++;
  }
  ck_assert_int_gt (seen[CHANGED], 0);
  ck_assert_int_gt (seen[UNCHANGED], 0);
  free (after);
}
END_TEST

static int
create_with_limit (void *data)
{
  p2pid_store *store = NULL;
  p2pid_store_key key;
  p2pid_err err;

  fixture_limit_files (*(size_t *) data);
  err = p2pid_store_key_from_passphrase (fixture_path, "pass", &key);
  if (err == P2PID_OK)
    err = p2pid_store_open (fixture_path, &fixture_key, &store);
  p2pid_store_close (store);
  return (int) err;
}

START_TEST (a_store_that_finds_no_room_is_not_made)
{
  static size_t rooms[] = { 0, 31, 32, 4096, 8192, 20000, 30000 };

  for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
    ck_assert_int_eq (fixture_in_child (create_with_limit, &rooms[i]),
                      P2PID_ERR_FULL);
    ck_assert_int_ne (access (fixture_path, F_OK), 0);
    /* Only the salt may be there, and no draft. */
    ck_assert_int_eq (fixture_count_files (), rooms[i] >= 32);
  }
  p2pid_store_close (fixture_open (fixture_path));
}
END_TEST

/* --- the program is killed --- */

/* How many contacts were told to be in the store; shared with children. */
static volatile int *told_count;

static int
write_on_and_on (void *data)
{
  p2pid_store *store = NULL;
  p2pid_buffer *receipt = fixture_receipt (5000);

  if (p2pid_store_open (fixture_path, &fixture_key, &store) != P2PID_OK)
    return 1;
  for (int n = *told_count + 1;; n++) {
    const p2pid_history_entry entry = fixture_entry (n);
    const p2pid_person person = fixture_person (n % 20);
    int64_t id = 0;

    if (p2pid_store_add_history (store, &entry, p2pid_buffer_bytes (receipt),
                                 &id) != P2PID_OK ||
        p2pid_store_put_person (store, &person) != P2PID_OK)
      return 1;
    *told_count = (int) id;
    if (n % 10 == 0 && p2pid_store_remove_person (store, 1) == P2PID_ERR_IO)
      return 1;
  }
}

static void
pause_at_random (unsigned most_microseconds)
{
  const struct timespec time = {
    0, 1000 * (long) (1 + randombytes_uniform (most_microseconds))
  };

  nanosleep (&time, NULL);
}

/* Start @p work in a child, and kill it a while after it has told of more than
 * @p told entries; with -1 a while after it was started. */
static void
run_and_kill (int (*work) (void *), int told, unsigned most_microseconds)
{
  int status = 0;
  pid_t child;

  fflush (NULL);
  child = fork ();
  ck_assert_int_ge (child, 0);
  if (child == 0)
    _exit (work (NULL));
  do
    pause_at_random (most_microseconds);
  while (*told_count <= told);
  kill (child, SIGKILL);
  ck_assert_int_eq (waitpid (child, &status, 0), child);
  ck_assert (WIFSIGNALED (status));
}

static bool
count_down_cb (const p2pid_history_entry *entry, void *user_data)
{
  int64_t *next = user_data;

  if (*next == 0)
    *next = entry->id;
  ck_assert_int_eq (entry->id, *next);
  --*next;
  return true;
}

START_TEST (killed_while_writing_all_that_was_told_is_there)
{
  for (int run = 0; run < 50; run++) {
    p2pid_store *store;
    int64_t next = 0;
    char *text = NULL;

    /* A busy machine may let no write come to an end in that time: let one,
     * every second time. */
    run_and_kill (write_on_and_on, run % 2 == 0 ? *told_count : -1, 150000);
    store = fixture_open (fixture_path);
    ck_assert_int_eq (p2pid_store_each_history (store, count_down_cb, &next),
                      P2PID_OK);
    ck_assert_int_eq (next, 0); /* down to the first, none missing */
    ck_assert_int_eq (fixture_dump (store, &text), P2PID_OK);
    free (text);
    for (int id = 1; id <= *told_count; id++) {
      p2pid_buffer *receipt = NULL;

      ck_assert_int_eq (p2pid_store_get_receipt (store, id, &receipt),
                        P2PID_OK);
      p2pid_buffer_free (receipt);
    }
    p2pid_store_close (store);
  }
  ck_assert_int_gt (*told_count, 20);
}
END_TEST

static int
open_and_wait (void *data)
{
  p2pid_store *store = NULL;

  if (p2pid_store_open (fixture_path, &fixture_key, &store) != P2PID_OK)
    return 1;
  pause ();
  return 0;
}

START_TEST (killed_while_being_made_it_is_whole_or_not_there)
{
  for (int run = 0; run < 25; run++) {
    run_and_kill (open_and_wait, -1, 15000);
    p2pid_store_close (fixture_open (fixture_path));
    fixture_remove_folder ();
    ck_assert_int_eq (mkdir (fixture_folder, 0700), 0);
  }
}
END_TEST

static int
open_and_add (void *data)
{
  const p2pid_history_entry entry = fixture_entry (1);
  p2pid_store *store = NULL;
  p2pid_err err = p2pid_store_open (fixture_path, &fixture_key, &store);

  if (err == P2PID_OK)
    err = p2pid_store_add_history (store, &entry, none, NULL);
  p2pid_store_close (store);
  return (int) err;
}

START_TEST (four_programs_make_the_same_store)
{
  pid_t children[4];
  int64_t next = 0;
  p2pid_store *store;

  fflush (NULL);
  for (int i = 0; i < 4; i++) {
    children[i] = fork ();
    ck_assert_int_ge (children[i], 0);
    if (children[i] == 0)
      _exit (open_and_add (NULL));
  }
  for (int i = 0; i < 4; i++) {
    int status = 0;

    ck_assert_int_eq (waitpid (children[i], &status, 0), children[i]);
    ck_assert_int_eq (status, 0);
  }
  store = fixture_open (fixture_path);
  ck_assert_int_eq (p2pid_store_each_history (store, count_down_cb, &next),
                    P2PID_OK);
  p2pid_store_close (store);
  ck_assert_int_eq (fixture_count_files (), 1);
}
END_TEST

static void
setup (void)
{
  fixture_make_folder ();
  told_count = mmap (NULL, sizeof *told_count, PROT_READ | PROT_WRITE,
                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static void
teardown (void)
{
  fixture_remove_folder ();
  munmap ((void *) told_count, sizeof *told_count);
}

int
main (void)
{
  Suite *suite = suite_create ("store-disk");
  TCase *tcase = tcase_create ("store-disk");

  tcase_set_timeout (tcase, 120);
  tcase_add_unchecked_fixture (tcase, make_seed, free_seed);
  tcase_add_checked_fixture (tcase, setup, teardown);
  tcase_add_loop_test (tcase, missing_folders_are_made_for_the_user_alone, 0,
                       3);
  tcase_add_loop_test (tcase, a_relative_path_is_a_path, 0, 4);
  tcase_add_test (tcase, a_folder_that_cannot_be_written_to);
  tcase_add_test (tcase, a_file_that_cannot_be_read_or_written);
  tcase_add_test (tcase, a_file_in_place_of_a_folder);
  tcase_add_loop_test (tcase, files_that_may_not_grow, 0, N_CHANGES);
  tcase_add_loop_test (tcase, a_disk_that_is_full, 0, N_CHANGES);
  tcase_add_test (tcase, a_store_that_finds_no_room_is_not_made);
  tcase_add_test (tcase, killed_while_writing_all_that_was_told_is_there);
  tcase_add_test (tcase, killed_while_being_made_it_is_whole_or_not_there);
  tcase_add_test (tcase, four_programs_make_the_same_store);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
