/* p2pid-relay as a program: what it says, and how it ends. Its path is the
 * first argument. */

#include "harness.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *program;

/* How many files it may have open; 0: as many as this program. */
static rlim_t files;

/* A running program, its standard output and error. */
static pid_t child;
static FILE *output;
static FILE *errors;

static void
start (const char *const *arguments)
{
  const char *all[16] = { program };
  int out[2], err[2];

  for (size_t i = 0; arguments[i] != NULL; i++)
    all[i + 1] = arguments[i];
  ck_assert_int_eq (pipe2 (out, O_CLOEXEC), 0);
  ck_assert_int_eq (pipe2 (err, O_CLOEXEC), 0);
  child = fork ();
  if (child == 0) {
    if (files > 0)
      setrlimit (RLIMIT_NOFILE, &(struct rlimit){ files, files });
    dup2 (out[1], STDOUT_FILENO);
    dup2 (err[1], STDERR_FILENO);
    execv (program, (char **) all);
    _exit (99);
  }
  close (out[1]);
  close (err[1]);
  output = fdopen (out[0], "r");
  errors = fdopen (err[0], "r");
}

/* The exit status, or minus the signal that ended it. */
static int
finish (void)
{
  int status = 0;

  ck_assert_int_eq (waitpid (child, &status, 0), child);
  fclose (output);
  fclose (errors);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
}

static const char *
next_line (FILE *stream)
{
  static char line[512];

  if (fgets (line, sizeof line, stream) == NULL)
    line[0] = '\0';
  return line;
}

static unsigned
port_of (const char *line, const char *before)
{
  size_t size = strlen (before);

  ck_assert_str_ge (line, before);
  ck_assert_int_eq (strncmp (line, before, size), 0);
  ck_assert_int_eq (line[strlen (line) - 1], '\n');
  return (unsigned) atoi (line + size);
}

#define START(...) start ((const char *const[]){ __VA_ARGS__, NULL })

static const int signals[] = { SIGTERM, SIGINT };

START_TEST (it_says_where_it_listens_and_ends_when_told)
{
  START ("--listen", "127.0.0.1:0");
  ck_assert_uint_gt (
      port_of (next_line (output), "listening on http://127.0.0.1:"), 0);
  kill (child, signals[_i]);
  ck_assert_str_eq (next_line (output), "");
  ck_assert_str_eq (next_line (errors), "");
  ck_assert_int_eq (finish (), 0);
}
END_TEST

START_TEST (every_option_is_taken)
{
  START ("--listen=127.0.0.1:0", "--behind-proxy", "--mailboxes=10",
         "--address-mailboxes=5", "--connections=10", "--address-connections=5",
         "--memory=1", "--rate=10", "--new-rate=10", "--code-life=10",
         "--mailbox-life=10", "--joined-life=10");
  port_of (next_line (output), "listening on http://127.0.0.1:");
  kill (child, SIGTERM);
  ck_assert_int_eq (finish (), 0);
}
END_TEST

static int
connect_to (unsigned port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons ((uint16_t) port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  ck_assert_int_eq (connect (fd, (struct sockaddr *) &address, sizeof address),
                    0);
  return fd;
}

#define FILES 24

START_TEST (who_finds_no_file_left_waits_for_one)
{
  static const char ask[] = "GET /i HTTP/1.0\r\n\r\n";
  char answer[16] = "";
  int many[2 * FILES];
  unsigned port;

  files = FILES;
  START ("--listen", "127.0.0.1:0");
  files = 0;
  port = port_of (next_line (output), "listening on http://127.0.0.1:");
  for (int i = 0; i < 2 * FILES; i++)
    many[i] = connect_to (port);
  for (int i = 0; i < 2 * FILES - 1; i++)
    close (many[i]);
  ck_assert_int_eq (
      send (many[2 * FILES - 1], ask, sizeof ask - 1, MSG_NOSIGNAL),
      sizeof ask - 1);
  ck_assert_int_eq (recv (many[2 * FILES - 1], answer, 12, MSG_WAITALL), 12);
  ck_assert_str_eq (answer, "HTTP/1.1 200");
  close (many[2 * FILES - 1]);
  kill (child, SIGTERM);
  ck_assert_int_eq (finish (), 0);
}
END_TEST

START_TEST (a_taken_port_is_an_error)
{
  char listen[32];
  pid_t first;
  FILE *first_output, *first_errors;

  START ("--listen", "127.0.0.1:0");
  snprintf (listen, sizeof listen, "127.0.0.1:%u",
            port_of (next_line (output), "listening on http://127.0.0.1:"));
  first = child;
  first_output = output;
  first_errors = errors;

  START ("--listen", listen);
  ck_assert_str_eq (next_line (errors),
                    "p2pid-relay: Address already in use\n");
  ck_assert_str_eq (next_line (output), "");
  ck_assert_int_eq (finish (), 1);

  child = first;
  output = first_output;
  errors = first_errors;
  kill (child, SIGTERM);
  ck_assert_int_eq (finish (), 0);
}
END_TEST

static const char *const usages[][2] = {
  { "--listen", "127.0.0.1" },
  { "--listen", "127.0.0.1:" },
  { "--listen", "127.0.0.1:65536" },
  { "--listen", "127.0.0.1:-1" },
  { "--listen", ":80" },
  { "--listen", "[]:80" },
  { "--mailboxes", "0" },
  { "--mailboxes", "x" },
  { "--mailboxes", "-5" },
  { "--mailboxes", "5x" },
  { "--rate", "99999999999999999999" },
  { "--rate", "" },
  { "--code-life", "86401" },
  { "--tls-cert", "cert.pem" },
  { "--tls-key", "key.pem" },
  { "--no-such", "option" },
  { "one", "argument" },
};

START_TEST (wrong_use_is_explained)
{
  START (usages[_i][0], usages[_i][1]);
  ck_assert_str_ne (next_line (errors), "");
  ck_assert_str_eq (next_line (output), "");
  ck_assert_int_eq (finish (), 64);
}
END_TEST

START_TEST (what_cannot_be_done_is_an_error)
{
  START ("--listen", "elsewhere:0");
  ck_assert_str_eq (next_line (errors),
                    "p2pid-relay: that is no address to listen on\n");
  ck_assert_int_eq (finish (), 1);
  START ("--listen=127.0.0.1:0", "--tls-cert=/nowhere/c",
         "--tls-key=/nowhere/k");
  ck_assert_str_eq (next_line (errors),
                    "p2pid-relay: No such file or directory\n");
  ck_assert_int_eq (finish (), 1);
  START ("--listen=127.0.0.1:0", "--tls-cert=/dev/null", "--tls-key=/dev/null");
  ck_assert_str_eq (next_line (errors),
                    "p2pid-relay: the certificate or its key cannot be used\n");
  ck_assert_int_eq (finish (), 1);
}
END_TEST

START_TEST (it_says_what_it_is)
{
  START ("--version");
  ck_assert_int_eq (strncmp (next_line (output), "p2pid-relay ", 12), 0);
  ck_assert_int_eq (finish (), 0);
  START ("--help");
  ck_assert_int_eq (strncmp (next_line (output), "Usage: ", 7), 0);
  while (next_line (output)[0] != '\0')
    ;
  ck_assert_int_eq (finish (), 0);
}
END_TEST

int
main (int argc, char **argv)
{
  Suite *suite = suite_create ("server-program");
  TCase *tcase = tcase_create ("program");

  if (argc != 2)
    return EXIT_FAILURE;
  program = argv[1];
  tcase_set_timeout (tcase, 60);
  tcase_add_loop_test (tcase, it_says_where_it_listens_and_ends_when_told, 0,
                       2);
  tcase_add_test (tcase, every_option_is_taken);
  tcase_add_test (tcase, who_finds_no_file_left_waits_for_one);
  tcase_add_test (tcase, a_taken_port_is_an_error);
  tcase_add_loop_test (tcase, wrong_use_is_explained, 0,
                       sizeof usages / sizeof usages[0]);
  tcase_add_test (tcase, what_cannot_be_done_is_an_error);
  tcase_add_test (tcase, it_says_what_it_is);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
