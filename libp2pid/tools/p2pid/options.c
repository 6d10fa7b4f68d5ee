/* Options of every command. */

#include "tools/p2pid/options.h"
#include "tools/p2pid/output.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  OPT_DATA_DIR = 256,
  OPT_KEY_FILE,
  OPT_PASSPHRASE_FD,
  OPT_JSON,
  OPT_ALLOW_TEST
};

error_t
cli_pass_input_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  if (key != ARGP_KEY_INIT)
    return ARGP_ERR_UNKNOWN;
  /* argp wraps the argp that it is given, and hides which one that was. */
  for (int i = 0; options->argp->children[i].argp != NULL; i++)
    state->child_inputs[i] = options;
  return 0;
}

static const struct argp_option common_options[] = {
  { NULL, 0, NULL, 0, "Every command:", 9 },
  { "data-dir", OPT_DATA_DIR, "DIR", 0,
    "Keep profile, history and anchors there ($XDG_DATA_HOME/p2pid)", 9 },
  { "key-file", OPT_KEY_FILE, "FILE", 0,
    "Open the store with the key in FILE, not with a passphrase; enrol makes "
    "the file where it is missing",
    9 },
  { "passphrase-fd", OPT_PASSPHRASE_FD, "N", 0,
    "Read the passphrase from file descriptor N, to the end of its line", 9 },
  { "allow-test", OPT_ALLOW_TEST, NULL, 0,
    "Take TEST identities, which prove nothing", 9 },
  { "json", OPT_JSON, NULL, 0,
    "Write one JSON object a line, and read decisions from standard input", 9 },
  { NULL, 0, NULL, 0, NULL, 0 }
};

static int
parse_number (struct argp_state *state, const char *value)
{
  char *end = NULL;
  long number;

  errno = 0;
  number = strtol (value, &end, 10);
  if (errno != 0 || *value < '0' || *value > '9' || *end != '\0' ||
      number > 1 << 20)
    argp_error (state, "not the number of a file descriptor: %s", value);
  return (int) number;
}

static error_t
add_argument (cli_options *options, char *value, struct argp_state *state)
{
  if (options->count == CLI_ARGUMENTS_MAX)
    argp_error (state, "too many arguments");
  options->arguments[options->count++] = value;
  return 0;
}

static error_t
parse_common_cb (int key, char *value, struct argp_state *state)
{
  cli_options *options = state->input;

  switch (key) {
  case OPT_DATA_DIR:
    free (options->data_dir);
    options->data_dir = strdup (value);
    return options->data_dir == NULL ? ENOMEM : 0;
  case OPT_KEY_FILE:
    options->key_file = value;
    return 0;
  case OPT_PASSPHRASE_FD:
    options->passphrase_fd = parse_number (state, value);
    return 0;
  case OPT_ALLOW_TEST:
    options->allow_test = true;
    return 0;
  case OPT_JSON:
    options->json = true;
    options->output = &cli_output_json;
    return 0;
  case ARGP_KEY_ARG:
    return add_argument (options, value, state);
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

const struct argp cli_common_argp = {
  common_options, parse_common_cb, NULL, NULL, NULL, NULL, NULL
};

/* The XDG base directory specification: a relative path is none. */
static const char *
absolute (const char *path)
{
  return path != NULL && *path == '/' ? path : NULL;
}

/* Where nothing says it, as in a job of the system's; NULL: nowhere. */
static const char *
find_home (void)
{
  const char *home = absolute (getenv ("HOME"));
  const struct passwd *user = home == NULL ? getpwuid (getuid ()) : NULL;

  return user == NULL ? home : absolute (user->pw_dir);
}

static p2pid_err
find_data_dir (char **out)
{
  const char *data = absolute (getenv ("XDG_DATA_HOME"));
  const char *home = find_home ();
  int size;

  if (data == NULL && home == NULL)
    return P2PID_ERR_NOT_FOUND;
  if (data != NULL)
    size = asprintf (out, "%s/p2pid", data);
  else
    size = asprintf (out, "%s/.local/share/p2pid", home);
  if (size < 0) {
    *out = NULL;
    return P2PID_ERR_MEMORY;
  }
  return P2PID_OK;
}

p2pid_err
cli_options_complete (cli_options *options)
{
  const char *relay = getenv ("P2PID_RELAY");

  if (options->relay == NULL && relay != NULL && *relay != '\0')
    options->relay = relay;
  return options->data_dir == NULL ? find_data_dir (&options->data_dir)
                                   : P2PID_OK;
}
