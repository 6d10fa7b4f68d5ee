/* Standard streams. */

#include "tools/streams.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
  const char *program;
  int harmless, failed;
} at_exit;

/* Opened the wrong way round: reading and writing fail as on what is closed. */
static void
hold_numbers (void)
{
  for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
    if (fcntl (file, F_GETFD) < 0 &&
        open ("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
      _exit (at_exit.failed);
}

static void
exit_cb (int status, void *unused)
{
  (void) unused;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return;
  fprintf (stderr, "%s: standard output cannot be written.\n", at_exit.program);
  if (status >= 0 && status <= at_exit.harmless)
    _exit (at_exit.failed);
}

void
cli_streams_begin (const char *program, int harmless, int failed)
{
  at_exit.program = program;
  at_exit.harmless = harmless;
  at_exit.failed = failed;
  hold_numbers ();
  if (on_exit (exit_cb, NULL) != 0)
    _exit (failed);
}
