/* Key files: made once, whole, for the user alone; read strictly; and what the
 * disk, the memory or a sudden end may do to them. */

#include "starve.h"
#include "store/fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DIGITS 64

static char key_path[96];

/* In the C library's place: what a key file needs is told in letters, and at
 * one of them the program is killed, or the disk fails. */

static char steps[16];
static int kill_at = -1; /* the step before which the program ends */
static int fail_with;    /* errno of every write */
static size_t write_most = SIZE_MAX;

static void
take_step (char letter)
{
  size_t size = strlen (steps);

  if ((int) size == kill_at)
    raise (SIGKILL);
  if (size + 1 < sizeof steps) {
    steps[size] = letter;
    steps[size + 1] = '\0';
  }
}

ssize_t
write (int file, const void *bytes, size_t size)
{
  if (file > STDERR_FILENO) {
    take_step ('w');
    if (fail_with != 0) {
      errno = fail_with;
      return -1;
    }
    if (size > write_most)
      size = write_most;
  }
  return syscall (SYS_write, file, bytes, size);
}

int
fsync (int file)
{
  struct stat status;

  take_step (fstat (file, &status) == 0 && S_ISDIR (status.st_mode) ? 'd'
                                                                    : 'f');
  return 0;
}

int
link (const char *from, const char *to)
{
  take_step ('l');
  return (int) syscall (SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static void
setup (void)
{
  fixture_make_folder ();
  snprintf (key_path, sizeof key_path, "%s/key", fixture_folder);
  steps[0] = '\0';
  kill_at = -1;
  fail_with = 0;
  write_most = SIZE_MAX;
}

static p2pid_err
get (p2pid_store_key *out_key)
{
  return p2pid_store_key_from_file (fixture_path, key_path, out_key);
}

/* Outputs stay as they were where something is wrong. */
static p2pid_err
try_to_get (void)
{
  static const p2pid_store_key before = { { 42 } };
  p2pid_store_key key = before;
  p2pid_err err = get (&key);

  starve_hold ();
  if (err != P2PID_OK)
    ck_assert_mem_eq (&key, &before, sizeof key);
  return err;
}

static p2pid_err
read_text (const char *text, size_t size)
{
  fixture_write_file (key_path, (p2pid_bytes){ (const uint8_t *) text, size });
  ck_assert_int_eq (chmod (key_path, 0600), 0);
  return try_to_get ();
}

/* Looped over umasks. */
START_TEST (it_is_made_once_and_for_the_user_alone)
{
  static const mode_t masks[] = { 0, 022, 077 };
  const mode_t old = umask (masks[_i]);
  p2pid_store_key first, second;

  ck_assert_int_eq (get (&first), P2PID_OK);
  umask (old);
  ck_assert_int_eq (fixture_mode_of (key_path), 0600);
  ck_assert_int_eq (fixture_count_files (), 1);
  ck_assert_int_eq (get (&second), P2PID_OK);
  ck_assert_mem_eq (&first, &second, sizeof first);
  ck_assert_int_eq (unlink (key_path), 0);
  ck_assert_int_eq (get (&second), P2PID_OK);
  ck_assert_mem_ne (&first, &second, sizeof first);
}
END_TEST

START_TEST (the_file_and_then_its_name_are_on_the_disk)
{
  ck_assert_int_eq (try_to_get (), P2PID_OK);
  ck_assert_str_eq (steps, "wfld");
}
END_TEST

START_TEST (a_store_without_its_key_file_gets_no_new_one)
{
  p2pid_store_close (fixture_open (fixture_path));
  ck_assert_int_eq (try_to_get (), P2PID_ERR_NOT_FOUND);
  ck_assert_int_ne (access (key_path, F_OK), 0);
}
END_TEST

START_TEST (it_holds_the_digits_of_its_key)
{
  p2pid_store_key key;
  p2pid_buffer *text;
  char digits[DIGITS + 2] = "";

  ck_assert_int_eq (get (&key), P2PID_OK);
  for (size_t i = 0; i < sizeof key.bytes; i++)
    snprintf (digits + 2 * i, 4, "%02x\n", key.bytes[i]);
  text = fixture_read_file (key_path);
  ck_assert_uint_eq (text->size, DIGITS + 1);
  ck_assert_mem_eq (text->data, digits, DIGITS + 1);
  p2pid_buffer_free (text);
}
END_TEST

#define SIXTY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab"

/* Looped over every byte: cut there, or not a digit there. */
START_TEST (a_damaged_one_is_refused_and_left_alone)
{
  char text[] = SIXTY "cdef\n";
  p2pid_buffer *after;

  if (_i < DIGITS)
    ck_assert_int_eq (read_text (text, (size_t) _i), P2PID_ERR_DAMAGED);
  text[_i] = (char) (text[_i] | 0x80);
  ck_assert_int_eq (read_text (text, DIGITS + 1), P2PID_ERR_DAMAGED);
  after = fixture_read_file (key_path);
  ck_assert_mem_eq (after->data, text, DIGITS + 1);
  p2pid_buffer_free (after);
}
END_TEST

START_TEST (nothing_else_is_a_key)
{
  static const char *const texts[] = {
    SIXTY "cdeg\n", SIXTY "cde \n", SIXTY "cdeF\n",   SIXTY "cdef\r\n",
    SIXTY "cdef ",  SIXTY "cdef0",  "\n" SIXTY "cde", SIXTY "cdef\n\n",
  };

  ck_assert_int_eq (read_text (texts[_i], strlen (texts[_i])),
                    P2PID_ERR_DAMAGED);
}
END_TEST

START_TEST (its_line_may_lack_an_end)
{
  p2pid_store_key with, without;

  ck_assert_int_eq (read_text (SIXTY "cdef\n", DIGITS + 1), P2PID_OK);
  ck_assert_int_eq (get (&with), P2PID_OK);
  ck_assert_int_eq (read_text (SIXTY "cdef", DIGITS), P2PID_OK);
  ck_assert_int_eq (get (&without), P2PID_OK);
  ck_assert_mem_eq (&with, &without, sizeof with);
}
END_TEST

/* Looped over the bits of a mode. */
START_TEST (nobody_else_may_use_it)
{
  ck_assert_int_eq (try_to_get (), P2PID_OK);
  ck_assert_int_eq (chmod (key_path, 0600 | (1u << _i)), 0);
  ck_assert_int_eq (try_to_get (), _i < 6 ? P2PID_ERR_STATE : P2PID_OK);
}
END_TEST

START_TEST (what_is_there_is_never_replaced)
{
  p2pid_store_key key;
  char elsewhere[128];

  ck_assert_int_eq (mkdir (key_path, 0700), 0);
  ck_assert_int_eq (try_to_get (), P2PID_ERR_IO);
  ck_assert_int_eq (rmdir (key_path), 0);

  /* A link that leads nowhere is no place for a key; one that does is. */
  snprintf (elsewhere, sizeof elsewhere, "%s/elsewhere", fixture_folder);
  ck_assert_int_eq (symlink (elsewhere, key_path), 0);
  ck_assert_int_eq (try_to_get (), P2PID_ERR_NOT_FOUND);
  ck_assert_int_ne (access (elsewhere, F_OK), 0);
  ck_assert_int_eq (p2pid_store_key_from_file (fixture_path, elsewhere, &key),
                    P2PID_OK);
  ck_assert_int_eq (try_to_get (), P2PID_OK);
  ck_assert_int_eq (chmod (elsewhere, 0644), 0);
  ck_assert_int_eq (try_to_get (), P2PID_ERR_STATE);
}
END_TEST

START_TEST (a_pipe_that_nobody_writes_to_is_not_waited_for)
{
  ck_assert_int_eq (mkfifo (key_path, 0600), 0);
  ck_assert_int_eq (try_to_get (), P2PID_ERR_DAMAGED);
}
END_TEST

static int
print_into_pipe (void *pipe_end)
{
  const struct timespec pause = { 0, 50 * 1000 * 1000 };

  nanosleep (&pause, NULL);
  return syscall (SYS_write, *(int *) pipe_end, SIXTY "cdef", DIGITS) != DIGITS;
}

START_TEST (a_key_may_come_through_a_pipe)
{
  int status = 0, file;
  pid_t child;

  ck_assert_int_eq (mkfifo (key_path, 0600), 0);
  file = open (key_path, O_RDWR);
  fflush (NULL);
  child = fork ();
  ck_assert_int_ge (child, 0);
  if (child == 0)
    _exit (print_into_pipe (&file));
  close (file);
  ck_assert_int_eq (try_to_get (), P2PID_OK);
  ck_assert_int_eq (waitpid (child, &status, 0), child);
  ck_assert_int_eq (status, 0);
}
END_TEST

START_TEST (it_needs_a_folder_that_is_there)
{
  p2pid_store_key key;

  snprintf (key_path, sizeof key_path, "%s/none/key", fixture_folder);
  ck_assert_int_eq (try_to_get (), P2PID_ERR_NOT_FOUND);
  ck_assert_int_eq (fixture_count_files (), 0);
  ck_assert_int_eq (p2pid_store_key_from_file (NULL, key_path, &key),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_store_key_from_file (fixture_path, NULL, &key),
                    P2PID_ERR_ARGUMENT);
}
END_TEST

static int
get_as_nobody (void *data)
{
  return fixture_become_nobody () ? (int) try_to_get () : 99;
}

START_TEST (a_folder_that_cannot_be_written_to)
{
  fixture_give_to_nobody (fixture_folder);
  ck_assert_int_eq (chmod (fixture_folder, 0500), 0);
  ck_assert_int_eq (fixture_in_child (get_as_nobody, NULL), P2PID_ERR_IO);
  ck_assert_int_eq (chmod (fixture_folder, 0700), 0);
  ck_assert_int_eq (fixture_count_files (), 0);
  ck_assert_int_eq (fixture_in_child (get_as_nobody, NULL), P2PID_OK);
  ck_assert_int_eq (chmod (key_path, 0), 0);
  ck_assert_int_eq (fixture_in_child (get_as_nobody, NULL), P2PID_ERR_IO);
}
END_TEST

static int
get_with_limit (void *data)
{
  fixture_limit_files (*(size_t *) data);
  return (int) try_to_get ();
}

START_TEST (a_disk_without_room)
{
  static size_t rooms[] = { 0, 1, DIGITS, DIGITS + 1 };

  fail_with = ENOSPC;
  ck_assert_int_eq (try_to_get (), P2PID_ERR_FULL);
  fail_with = EIO;
  ck_assert_int_eq (try_to_get (), P2PID_ERR_IO);
  fail_with = 0;
  for (size_t i = 0; i < 4; i++) {
    ck_assert_int_eq (fixture_count_files (), 0);
    ck_assert_int_eq (fixture_in_child (get_with_limit, &rooms[i]),
                      i < 3 ? P2PID_ERR_FULL : P2PID_OK);
  }
}
END_TEST

START_TEST (a_disk_that_takes_one_byte_at_a_time)
{
  write_most = 1;
  ck_assert_int_eq (try_to_get (), P2PID_OK);
  ck_assert_int_eq (try_to_get (), P2PID_OK);
}
END_TEST

static int
get_and_die (void *data)
{
  return try_to_get () == P2PID_OK ? 0 : 1;
}

/* Looped over the steps of making one, "wfld" and one more. */
START_TEST (killed_at_any_point_it_is_whole_or_not_there)
{
  p2pid_store_key first, second;
  bool there;

  kill_at = _i;
  ck_assert_int_eq (fixture_in_child (get_and_die, NULL),
                    _i < 4 ? 128 + SIGKILL : 0);
  kill_at = -1;
  there = access (key_path, F_OK) == 0;
  ck_assert_int_eq (there, _i >= 3);
  ck_assert_int_eq (get (&first), P2PID_OK);
  ck_assert_int_eq (steps[0] == '\0', there); /* read, not made anew */
  ck_assert_int_eq (get (&second), P2PID_OK);
  ck_assert_mem_eq (&first, &second, sizeof first);
}
END_TEST

static int
get_into_pipe (void *pipe_end)
{
  p2pid_store_key key;

  if (get (&key) != P2PID_OK)
    return 1;
  return syscall (SYS_write, *(int *) pipe_end, &key, sizeof key) != sizeof key;
}

START_TEST (eight_programs_that_start_at_once_have_one_key)
{
  p2pid_store_key first, other;
  int ends[2];

  ck_assert_int_eq (pipe (ends), 0);
  fflush (NULL);
  for (int i = 0; i < 8; i++) {
    pid_t child = fork ();

    ck_assert_int_ge (child, 0);
    if (child == 0)
      _exit (get_into_pipe (&ends[1]));
  }
  close (ends[1]);
  ck_assert_int_eq (read (ends[0], &first, sizeof first), sizeof first);
  for (int i = 1; i < 8; i++) {
    ck_assert_int_eq (read (ends[0], &other, sizeof other), sizeof other);
    ck_assert_mem_eq (&other, &first, sizeof first);
  }
  close (ends[0]);
  ck_assert_int_eq (fixture_count_files (), 1);
}
END_TEST

static p2pid_err
make_anew (void)
{
  unlink (key_path);
  steps[0] = '\0';
  return try_to_get ();
}

START_TEST (memory_that_runs_out_is_told)
{
  /* The secret and the folder's name; the draft's is counted only where
   * asprintf() is not fortified. */
  ck_assert_uint_ge (starve_through (STARVE_ONCE, 1, make_anew, starve_is_want),
                     2);
  ck_assert_uint_ge (
      starve_through (STARVE_FOR_GOOD, 1, try_to_get, starve_is_want), 1);
  ck_assert_int_eq (fixture_count_files (), 1);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("store-key-file");
  TCase *tcase = tcase_create ("store-key-file");

  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, setup, fixture_remove_folder);
  tcase_add_loop_test (tcase, it_is_made_once_and_for_the_user_alone, 0, 3);
  tcase_add_test (tcase, the_file_and_then_its_name_are_on_the_disk);
  tcase_add_test (tcase, a_store_without_its_key_file_gets_no_new_one);
  tcase_add_test (tcase, it_holds_the_digits_of_its_key);
  tcase_add_loop_test (tcase, a_damaged_one_is_refused_and_left_alone, 0,
                       DIGITS + 1);
  tcase_add_loop_test (tcase, nothing_else_is_a_key, 0, 8);
  tcase_add_test (tcase, its_line_may_lack_an_end);
  tcase_add_loop_test (tcase, nobody_else_may_use_it, 0, 9);
  tcase_add_test (tcase, what_is_there_is_never_replaced);
  tcase_add_test (tcase, a_pipe_that_nobody_writes_to_is_not_waited_for);
  tcase_add_test (tcase, a_key_may_come_through_a_pipe);
  tcase_add_test (tcase, it_needs_a_folder_that_is_there);
  tcase_add_test (tcase, a_folder_that_cannot_be_written_to);
  tcase_add_test (tcase, a_disk_without_room);
  tcase_add_test (tcase, a_disk_that_takes_one_byte_at_a_time);
  tcase_add_loop_test (tcase, killed_at_any_point_it_is_whole_or_not_there, 0,
                       5);
  tcase_add_test (tcase, eight_programs_that_start_at_once_have_one_key);
  tcase_add_test (tcase, memory_that_runs_out_is_told);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
