/* contact/: the disk is full, or the program is killed. */

#include "fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static served *relay;
static person anna, bertil;
static p2pid_anchors *anchors;
static side host, guest;
static notebook annas;
static p2pid_code code;

static void
begin (void)
{
  relay = served_new (NULL);
  anna = person_new ("Anna Andersson");
  bertil = person_new ("Bertil Björk");
  anchors = test_anchors ();
  notebook_open (&annas);
}

static void
end (void)
{
  side_end (&host);
  side_end (&guest);
  served_free (relay);
  relay = NULL;
  person_free (&anna);
  person_free (&bertil);
  p2pid_anchors_free (anchors);
  notebook_end (&annas);
}

/* A full disk. */

/* How large files of this process may grow. */
static void
limit_files (rlim_t size)
{
  struct rlimit limit;

  ck_assert_int_eq (getrlimit (RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = size;
  ck_assert_int_eq (setrlimit (RLIMIT_FSIZE, &limit), 0);
}

/* The contact goes well all the same, and says so; that it could not be
 * remembered is the result. */
START_TEST (a_full_disk_spoils_the_memory_only)
{
  const heard *ending;

  signal (SIGXFSZ, SIG_IGN);
  side_calls (&host, relay, &anna, anchors);
  host.config.store = annas.store;
  host.behaves.receipt = true;
  side_start (&host);
  code = side_code (&host);
  limit_files (0);
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.behaves = (conduct){ .as_second = DO_IDENTIFY, .receipt = true };
  side_start (&guest);
  ending = side_join (&host);
  side_join (&guest);
  limit_files (RLIM_INFINITY);

  ck_assert_int_eq (ending->kind, P2PID_EVENT_FINISHED);
  ck_assert (host.result == P2PID_ERR_FULL || host.result == P2PID_ERR_IO);
  ck_assert_int_eq (guest.result, P2PID_OK);
  ck_assert_ptr_nonnull (host.receipt); /* it was told, at least */
  notebook_reopen (&annas);
  ck_assert_uint_eq (notebook_read (&annas).contacts, 0);
  ck_assert_uint_eq (notebook_read (&annas).people, 0);
}
END_TEST

/* Where the contact itself went wrong, that is the result. */
START_TEST (the_ending_comes_before_the_disk)
{
  signal (SIGXFSZ, SIG_IGN);
  side_calls (&host, relay, &anna, anchors);
  host.config.store = annas.store;
  side_start (&host);
  code = side_code (&host);
  limit_files (0);
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.behaves.when = P2PID_EVENT_IDENTIFIED;
  guest.behaves.what = DO_STOP;
  side_start (&guest);
  side_join (&host);
  side_join (&guest);
  limit_files (RLIM_INFINITY);
  ck_assert_int_eq (host.result, P2PID_ERR_STOPPED);
}
END_TEST

/* Killed: the host runs in a program of its own, a-host.c. */

#define KILLS 12

static char *program; /* its path */

static pid_t
start_program (int *out_reading)
{
  char *arguments[] = { program, (char *) served_origin (relay), annas.path,
                        NULL };
  posix_spawn_file_actions_t actions;
  int ends[2];
  pid_t pid;

  ck_assert_int_eq (pipe2 (ends, O_CLOEXEC), 0);
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, ends[1], STDOUT_FILENO);
  ck_assert_int_eq (
      posix_spawn (&pid, program, &actions, NULL, arguments, environ), 0);
  posix_spawn_file_actions_destroy (&actions);
  close (ends[1]);
  *out_reading = ends[0];
  return pid;
}

static void
read_code (int reading)
{
  char line[P2PID_CODE_DIGITS_MAX + 2] = "";
  size_t size = 0;

  while (size < sizeof line - 1 && read (reading, line + size, 1) == 1 &&
         line[size] != '\n')
    size++;
  ck_assert_int_eq (p2pid_code_parse (line, &code), P2PID_OK);
}

/* Wait for so many events, or until there are no more. */
static void
read_dots (int reading, int count)
{
  char dot;

  while (count-- > 0 && read (reading, &dot, 1) == 1)
    continue;
}

/* After the n-th event, and then at a random moment of the 8 milliseconds in
 * which the next things happen. */
static void
kill_program (pid_t pid, int reading, int events)
{
  int status;

  read_dots (reading, events);
  usleep (randombytes_uniform (8000));
  kill (pid, SIGKILL);
  ck_assert_int_eq (waitpid (pid, &status, 0), pid);
  ck_assert (WIFSIGNALED (status) || WEXITSTATUS (status) == 0);
}

/* Whatever the moment, the store opens, and holds the whole contact with its
 * receipt or nothing of it. */
START_TEST (killed_at_any_moment)
{
  p2pid_receipt *receipt = NULL;
  notes hers;
  int reading;
  pid_t pid;

  p2pid_store_close (annas.store);
  annas.store = NULL;
  pid = start_program (&reading);
  read_code (reading);
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.behaves = (conduct){ .as_second = DO_IDENTIFY, .receipt = true };
  guest.config.patience = 1;
  side_start (&guest);
  kill_program (pid, reading, _i);
  close (reading);

  notebook_reopen (&annas);
  hers = notebook_read (&annas);
  ck_assert_uint_le (hers.contacts, 1);
  ck_assert_uint_le (hers.people, hers.contacts);
  if (hers.contacts == 1) {
    ck_assert_str_eq (hers.name, "Bertil Björk");
    ck_assert_ptr_nonnull (hers.receipt);
    ck_assert_int_eq (
        p2pid_receipt_parse (p2pid_buffer_bytes (hers.receipt), &receipt),
        P2PID_OK);
    ck_assert_int_eq (p2pid_receipt_verify (receipt, anchors), P2PID_OK);
    p2pid_receipt_free (receipt);
    p2pid_buffer_free (hers.receipt);
  }
}
END_TEST

/* That the program of the test above does what it is killed for. */
START_TEST (not_killed_at_all)
{
  notes hers;
  int reading, status;
  pid_t pid;

  p2pid_store_close (annas.store);
  annas.store = NULL;
  pid = start_program (&reading);
  read_code (reading);
  side_answers (&guest, relay, &code, &bertil, anchors);
  guest.behaves = (conduct){ .as_second = DO_IDENTIFY, .receipt = true };
  side_start (&guest);
  ck_assert_int_eq (side_join (&guest)->kind, P2PID_EVENT_FINISHED);
  read_dots (reading, INT32_MAX);
  close (reading);
  ck_assert_int_eq (waitpid (pid, &status, 0), pid);
  ck_assert (WIFEXITED (status) && WEXITSTATUS (status) == 0);

  notebook_reopen (&annas);
  hers = notebook_read (&annas);
  ck_assert_uint_eq (hers.contacts, 1);
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (hers.receipt),
                                p2pid_buffer_bytes (guest.receipt)));
  p2pid_buffer_free (hers.receipt);
}
END_TEST

int
main (int argc, char **argv)
{
  Suite *suite;
  TCase *tcase;

  if (argc != 2)
    return EXIT_FAILURE;
  program = argv[1];
  suite = suite_create ("contact-disk");
  tcase = tcase_create ("contact-disk");
  tcase_set_timeout (tcase, 120);
  tcase_add_checked_fixture (tcase, begin, end);
  tcase_add_test (tcase, a_full_disk_spoils_the_memory_only);
  tcase_add_test (tcase, the_ending_comes_before_the_disk);
  tcase_add_test (tcase, not_killed_at_all);
  tcase_add_loop_test (tcase, killed_at_any_moment, 0, KILLS);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
