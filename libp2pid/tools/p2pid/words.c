/* Stable words, and errors before any output is chosen. */

#include "tools/p2pid/output.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

const char *
cli_channel_word (p2pid_channel channel)
{
  switch (channel) {
  case P2PID_CHANNEL_PHONE:
    return "phone";
  case P2PID_CHANNEL_MEETING:
    return "meeting";
  case P2PID_CHANNEL_ONLINE:
    break;
  }
  return "online";
}

const char *
cli_role_word (p2pid_role role)
{
  switch (role) {
  case P2PID_ROLE_CALLER:
    return "caller";
  case P2PID_ROLE_CALLEE:
    return "callee";
  case P2PID_ROLE_NONE:
    break;
  }
  return "none";
}

const char *
cli_outcome_word (p2pid_outcome outcome)
{
  switch (outcome) {
  case P2PID_OUTCOME_IDENTIFIED:
    return "identified";
  case P2PID_OUTCOME_UNIDENTIFIED:
    return "unidentified";
  case P2PID_OUTCOME_CANNOT_CHECK:
    return "cannot-check";
  case P2PID_OUTCOME_STOPPED:
    break;
  }
  return "stopped";
}

const char *
cli_assurance_word (p2pid_assurance assurance)
{
  switch (assurance) {
  case P2PID_ASSURANCE_HIGH:
    return "high";
  case P2PID_ASSURANCE_SUBSTANTIAL:
    return "substantial";
  case P2PID_ASSURANCE_LOW:
    return "low";
  case P2PID_ASSURANCE_NONE:
    break;
  }
  return "none";
}

const char *
cli_environment_word (p2pid_environment environment)
{
  return environment == P2PID_ENVIRONMENT_TEST ? "test" : "production";
}

const char *
cli_word_word (p2pid_word word)
{
  return word == P2PID_WORD_SIGNED ? "signed" : "vouched";
}

const char *
cli_evidence_sentence (const cli_checked *checked)
{
  return checked->statement_missing
             ? "no statement was given; give it with --statement FILE."
             : p2pid_err_sentence (checked->err);
}

cli_status
cli_fail (const cli_options *options, p2pid_err err, const char *what)
{
  options->output->error (options, err, what);
  return cli_status_of (err);
}

cli_status
cli_refuse (const cli_options *options, p2pid_err err, const char *why)
{
  options->output->refusal (options, err, why);
  return cli_status_of (err);
}

cli_status
cli_misused (const cli_options *options, const char *format, ...)
{
  va_list values;
  char *why = NULL;
  int size;

  va_start (values, format);
  size = vasprintf (&why, format, values);
  va_end (values);
  if (size < 0)
    return cli_fail (options, P2PID_ERR_MEMORY, NULL);
  cli_refuse (options, P2PID_ERR_ARGUMENT, why);
  if (!options->json)
    fprintf (stderr, "Try '%s --help'.\n", options->program);
  free (why);
  return CLI_USAGE;
}
