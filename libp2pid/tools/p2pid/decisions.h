/*
 * What the user decides in a contact, read line by line: answers of people on
 * a terminal, or words of a program.
 */

#ifndef P2PID_TOOLS_DECISIONS_H
#define P2PID_TOOLS_DECISIONS_H

#include "p2pid/contact.h"
#include "tools/p2pid/output.h"

typedef enum {
  CLI_DECIDE_NOTHING,
  CLI_DECIDE_IDENTIFY,
  CLI_DECIDE_DECLINE,
  CLI_DECIDE_FINISH,  /**< close without a receipt */
  CLI_DECIDE_RECEIPT, /**< close with a receipt */
  CLI_DECIDE_STOP
} cli_decision_kind;

typedef struct {
  cli_decision_kind kind;
  p2pid_stop stop; /**< with CLI_DECIDE_STOP */
} cli_decision;

/** A person's line in answer to @p question: y, n, stop. Anything else is a
 *  no, and without a question only "stop" is anything.
 *  @param known  whether the other has been identified */
cli_decision
cli_decision_of_answer (const char *line, cli_question question, bool known);

/** A program's line: identify, decline, finish, receipt, stop [REASON].
 *  CLI_DECIDE_NOTHING for anything else. */
cli_decision
cli_decision_of_word (const char *line);

/** Whether the decision answers @p question. */
bool
cli_decision_fits (cli_decision_kind kind, cli_question question);

/** What is decided when nobody can be asked any more. */
cli_decision
cli_decision_by_default (cli_question question, bool receipt);

/** Longest line that is read. */
#define CLI_LINE_MAX 80

/** Lines that come in pieces; begin with all zero. */
typedef struct {
  char text[CLI_LINE_MAX + 1];
  size_t size;
  bool too_long;
} cli_line;

/** Take one more byte; true when @c text is a whole line. A line that is too
 *  long is an empty one. */
bool
cli_line_take (cli_line *line, char byte);

#endif
