/* A fake operator on the other side of two pipes: it says where it is, and
 * ends when its standard input does. */

#include "fakes/operator.h"

#include "eid/http.h"
#include "harness.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILES_MAX 16

struct fake_operator {
  pid_t process;
  int input; /* closing it ends the process */
  FILE *output;
  char folder[32], address[64], control[64];
  char *files[FILES_MAX];
  size_t count;
  p2pid_operator party;
};

static void
run (const fake_operator *self, const char *program, int input, int output)
{
  dup2 (input, STDIN_FILENO);
  dup2 (output, STDOUT_FILENO);
  close (self->input);
  /* What a sanitizer was preloaded for is not that one. */
  unsetenv ("LD_PRELOAD");
  execl ("/usr/bin/python3", "python3", program, self->folder, NULL);
  _exit (127);
}

static void
start (fake_operator *self, const char *program)
{
  int in[2], out[2];

  ck_assert_int_eq (pipe (in), 0);
  ck_assert_int_eq (pipe (out), 0);
  self->input = in[1];
  self->process = fork ();
  ck_assert_int_ge (self->process, 0);
  if (self->process == 0)
    run (self, program, in[0], out[1]);
  close (in[0]);
  close (out[1]);
  self->output = fdopen (out[0], "r");
  ck_assert_ptr_nonnull (self->output);
}

static int
end (fake_operator *self)
{
  int status = 0;

  close (self->input);
  fclose (self->output);
  waitpid (self->process, &status, 0);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 1;
}

static int
remove_cb (const char *path,
           const struct stat *about,
           int type,
           struct FTW *place)
{
  return remove (path);
}

static void
remove_folder (const fake_operator *self)
{
  nftw (self->folder, remove_cb, 4, FTW_DEPTH | FTW_PHYS);
}

static void
read_addresses (fake_operator *self)
{
  char line[512] = "";
  json_t *said;

  if (fgets (line, sizeof line, self->output) == NULL || line[0] != '{') {
    int status = end (self);

    fputs (line, stdout);
    remove_folder (self);
    exit (status == HARNESS_SKIP || status == 127 ? HARNESS_SKIP : 1);
  }
  said = json_loads (line, 0, NULL);
  ck_assert_ptr_nonnull (said);
  snprintf (self->address, sizeof self->address, "%s",
            json_string_value (json_object_get (said, "address")));
  snprintf (self->control, sizeof self->control, "%s",
            json_string_value (json_object_get (said, "control")));
  json_decref (said);
}

fake_operator *
fake_operator_new (const char *program)
{
  fake_operator *self = calloc (1, sizeof *self);

  ck_assert_ptr_nonnull (self);
  strcpy (self->folder, "/tmp/p2pid-operator-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (self->folder));
  start (self, program);
  read_addresses (self);
  self->party =
      (p2pid_operator){ .address = self->address,
                        .certificate = fake_operator_file (self, "rp.pem"),
                        .key = fake_operator_file (self, "rp-key.pem"),
                        .tls_root = fake_operator_file (self, "tls-root.pem"),
                        .root = fake_operator_file (self, "root.pem") };
  return self;
}

const p2pid_operator *
fake_operator_party (const fake_operator *self)
{
  return &self->party;
}

const char *
fake_operator_file (fake_operator *self, const char *name)
{
  char path[128], *text = calloc (1, 16384);
  FILE *file;

  ck_assert_ptr_nonnull (text);
  ck_assert_uint_lt (self->count, FILES_MAX);
  snprintf (path, sizeof path, "%s/%s", self->folder, name);
  file = fopen (path, "r");
  ck_assert_ptr_nonnull (file);
  ck_assert_uint_lt (fread (text, 1, 16384, file), 16384);
  fclose (file);
  self->files[self->count++] = text;
  return text;
}

json_t *
fake_operator_tell (fake_operator *self, const char *path, const char *wish)
{
  char url[128];
  p2pid_http_ask ask = { .method = "POST",
                         .url = url,
                         .type = "application/json",
                         .body = p2pid_bytes_from_text (wish),
                         .timeout = 20000 };
  p2pid_http_answer answer = { 0 };
  json_t *object;

  snprintf (url, sizeof url, "%s%s", self->control, path);
  ck_assert_int_eq (p2pid_http_ask_for (&ask, -1, &answer), P2PID_OK);
  ck_assert_int_eq (answer.status, 200);
  object = json_loadb ((char *) answer.body->data, answer.body->size, 0, NULL);
  ck_assert_ptr_nonnull (object);
  p2pid_http_answer_clear (&answer);
  return object;
}

void
fake_operator_do (fake_operator *self, const char *path, const char *wish)
{
  json_decref (fake_operator_tell (self, path, wish));
}

size_t
fake_operator_count (fake_operator *self, const char *path, int status)
{
  json_t *answer = fake_operator_tell (self, "/log", "{}"), *entry;
  size_t i, count = 0;

  json_array_foreach (json_object_get (answer, "log"), i, entry)
  {
    const char *asked = json_string_value (json_object_get (entry, "path"));

    count += strcmp (asked, path) == 0 &&
             json_integer_value (json_object_get (entry, "status")) == status;
  }
  json_decref (answer);
  return count;
}

void
fake_operator_free (fake_operator *self)
{
  ck_assert_int_eq (end (self), 0);
  for (size_t i = 0; i < self->count; i++)
    free (self->files[i]);
  remove_folder (self);
  free (self);
}
