/* p2pid: two people find out for certain who the other is. */

#include "tools/p2pid/commands.h"
#include "tools/p2pid/output.h"
#include "tools/streams.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

const char *argp_program_version = "p2pid " P2PID_VERSION;
const char *argp_program_bug_address = NULL;

static const cli_command *const commands[] = {
  &cli_command_enrol,   &cli_command_whoami,       &cli_command_call,
  &cli_command_answer,  &cli_command_meet,         &cli_command_join,
  &cli_command_ask,     &cli_command_history,      &cli_command_people,
  &cli_command_receipt, &cli_command_anchors,      &cli_command_evidence,
  &cli_command_role,    &cli_command_organisation,
};

/* What stands before the command: its name, and options of every command. */
typedef struct {
  cli_options *options;
  int command; /* where its name is in argv; 0: none */
} leading;

static error_t
parse_leading_cb (int key, char *value, struct argp_state *state)
{
  leading *self = state->input;

  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = self->options;
    return 0;
  case ARGP_KEY_ARG:
    self->command = state->next - 1;
    state->next = state->argc; /* the rest is the command's */
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_usage (state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child leading_children[] = { { &cli_common_argp, 0,
                                                        NULL, 0 },
                                                      { NULL, 0, NULL, 0 } };

static const struct argp leading_argp = {
  NULL,
  parse_leading_cb,
  "COMMAND [OPTION...]",
  "Find out for certain who the other is, and let them find out who you are.\v"
  "Commands:\n"
  "  enrol      get an identity\n"
  "  whoami     show your own identity\n"
  "  call       you are calling somebody\n"
  "  answer     somebody is calling you\n"
  "  meet       you meet somebody\n"
  "  join       join with an invitation or a code\n"
  "  ask        ask somebody to identify first\n"
  "  history    contacts that are over\n"
  "  people     people that you met\n"
  "  receipt    show, verify or export a receipt\n"
  "  anchors    issuers that this computer accepts\n"
  "  evidence   check an eID's evidence step by step\n"
  "  role       an organisation's word beside your identity\n"
  "  organisation  give people roles in an organisation\n"
  "\n"
  "'p2pid COMMAND --help' tells more, p2pid(1) all.",
  leading_children,
  NULL,
  NULL
};

static const cli_command *
find_command (const char *name)
{
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    if (strcmp (commands[i]->name, name) == 0)
      return commands[i];
  return NULL;
}

static cli_status
run_parsed (const cli_command *command, cli_options *options)
{
  p2pid_err err;

  if (options->count < command->min_arguments)
    return cli_misused (options, "an argument is missing");
  if (options->count > command->max_arguments)
    return cli_misused (options, "too many arguments");
  err = cli_options_complete (options);
  if (err == P2PID_ERR_NOT_FOUND)
    return cli_misused (options, "you have no home; say where to keep things, "
                                 "with --data-dir DIR");
  if (err != P2PID_OK)
    return cli_fail (options, err, NULL);
  return command->run (options);
}

static cli_status
run_command (const cli_command *command,
             int argc,
             char **argv,
             cli_options *options)
{
  char program[32];
  cli_status status;

  snprintf (program, sizeof program, "p2pid %s", command->name);
  argv[0] = program;
  options->program = program;
  options->argp = command->argp;
  argp_parse (command->argp, argc, argv, 0, NULL, options);
  status = run_parsed (command, options);
  if (command->is_contact)
    options->output->status (status);
  return status;
}

/* Keys and passphrases are in this memory: no core dumps. And a file that may
 * not grow is told like a disk that is full, instead of ending the program. */
static void
set_limits (void)
{
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CORE, &none);
  signal (SIGXFSZ, SIG_IGN);
}

int
main (int argc, char **argv)
{
  cli_options options = {
    .program = "p2pid",
    .passphrase_fd = -1,
    .output = &cli_output_people,
  };
  leading before = { &options, 0 };
  const cli_command *command = NULL;
  cli_status status;

  cli_streams_begin ("p2pid", CLI_NOBODY, CLI_STORE);
  setlocale (LC_ALL, "");
  set_limits ();
  argp_parse (&leading_argp, argc, argv, ARGP_IN_ORDER, NULL, &before);
  if (before.command > 0)
    command = find_command (argv[before.command]);
  if (command == NULL)
    status =
        cli_misused (&options, "no such command: %s", argv[before.command]);
  else
    status = run_command (command, argc - before.command, argv + before.command,
                          &options);
  free (options.data_dir);
  return status;
}
