/* Lines as decisions. */

#include "tools/p2pid/decisions.h"

#include <string.h>
#include <strings.h>

static bool
is_one_of (const char *line, const char *const *words)
{
  for (; *words != NULL; words++)
    if (strcasecmp (line, *words) == 0)
      return true;
  return false;
}

cli_decision
cli_decision_of_answer (const char *line, cli_question question, bool known)
{
  static const char *const yes[] = { "y", "yes", "j", "ja", NULL };
  static const char *const stop[] = { "stop", "stopp", "s", NULL };

  if (is_one_of (line, stop))
    return (cli_decision){ CLI_DECIDE_STOP,
                           known ? P2PID_STOP_NOT_THEM : P2PID_STOP_NOT_ME };
  if (is_one_of (line, yes) && question == CLI_QUESTION_IDENTIFY)
    return (cli_decision){ .kind = CLI_DECIDE_IDENTIFY };
  return cli_decision_by_default (question, is_one_of (line, yes));
}

static cli_decision
stop_for (const char *reason)
{
  static const p2pid_stop reasons[] = { P2PID_STOP_NOT_ME, P2PID_STOP_NOT_THEM,
                                        P2PID_STOP_ENDED };

  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
    if (strcmp (reason, p2pid_stop_name (reasons[i])) == 0)
      return (cli_decision){ CLI_DECIDE_STOP, reasons[i] };
  return (cli_decision){ .kind = CLI_DECIDE_NOTHING };
}

cli_decision
cli_decision_of_word (const char *line)
{
  static const char *const words[] = {
    [CLI_DECIDE_IDENTIFY] = "identify",
    [CLI_DECIDE_DECLINE] = "decline",
    [CLI_DECIDE_FINISH] = "finish",
    [CLI_DECIDE_RECEIPT] = "receipt",
  };

  for (int kind = CLI_DECIDE_IDENTIFY; kind <= CLI_DECIDE_RECEIPT; kind++)
    if (strcmp (line, words[kind]) == 0)
      return (cli_decision){ .kind = (cli_decision_kind) kind };
  if (strcmp (line, "stop") == 0)
    return (cli_decision){ CLI_DECIDE_STOP, P2PID_STOP_ENDED };
  if (strncmp (line, "stop ", 5) == 0)
    return stop_for (line + 5);
  return (cli_decision){ .kind = CLI_DECIDE_NOTHING };
}

bool
cli_decision_fits (cli_decision_kind kind, cli_question question)
{
  switch (question) {
  case CLI_QUESTION_IDENTIFY:
    return kind == CLI_DECIDE_IDENTIFY || kind == CLI_DECIDE_DECLINE;
  case CLI_QUESTION_FINISH:
    return kind == CLI_DECIDE_FINISH || kind == CLI_DECIDE_RECEIPT;
  case CLI_QUESTION_NONE:
    break;
  }
  return false;
}

cli_decision
cli_decision_by_default (cli_question question, bool receipt)
{
  switch (question) {
  case CLI_QUESTION_IDENTIFY:
    return (cli_decision){ .kind = CLI_DECIDE_DECLINE };
  case CLI_QUESTION_FINISH:
    return (cli_decision){ .kind = receipt ? CLI_DECIDE_RECEIPT
                                           : CLI_DECIDE_FINISH };
  case CLI_QUESTION_NONE:
    break;
  }
  return (cli_decision){ .kind = CLI_DECIDE_NOTHING };
}

bool
cli_line_take (cli_line *line, char byte)
{
  if (byte == '\n') {
    line->text[line->too_long ? 0 : line->size] = '\0';
    line->size = 0;
    line->too_long = false;
    return true;
  }
  if (byte == '\r')
    return false;
  if (line->size < CLI_LINE_MAX)
    line->text[line->size++] = byte;
  else
    line->too_long = true;
  return false;
}
