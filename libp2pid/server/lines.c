/* All have the same time, so the one that was renewed last is the last. */

#include "server/lines.h"

#include <sys/socket.h>

static void
append (p2pid_lines *lines, p2pid_line *line, int64_t now)
{
  line->until = now + P2PID_LINE_TIME;
  TAILQ_INSERT_TAIL (lines, line, link);
}

void
p2pid_lines_add (p2pid_lines *lines, p2pid_line *line, int socket, int64_t now)
{
  line->socket = socket;
  append (lines, line, now);
}

void
p2pid_lines_renew (p2pid_lines *lines, p2pid_line *line, int64_t now)
{
  TAILQ_REMOVE (lines, line, link);
  append (lines, line, now);
}

void
p2pid_lines_remove (p2pid_lines *lines, p2pid_line *line)
{
  TAILQ_REMOVE (lines, line, link);
}

void
p2pid_lines_tick (p2pid_lines *lines, int64_t now)
{
  p2pid_line *line;

  while ((line = TAILQ_FIRST (lines)) != NULL && line->until <= now) {
    shutdown (line->socket, SHUT_RDWR);
    p2pid_lines_renew (lines, line, now); /* until its owner removes it */
  }
}

int64_t
p2pid_lines_next (const p2pid_lines *lines)
{
  const p2pid_line *first = TAILQ_FIRST (lines);

  return first != NULL ? first->until : INT64_MAX;
}
