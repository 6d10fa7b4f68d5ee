/* Two lists. All in one have the same time, so the one that was renewed last
 * is the last. */

#include "server/lines.h"

#include <sys/socket.h>

void
p2pid_lines_init (p2pid_lines *lines)
{
  TAILQ_INIT (&lines->fresh);
  TAILQ_INIT (&lines->spoken);
}

void
p2pid_lines_add (p2pid_lines *lines, p2pid_line *line, int socket, int64_t now)
{
  line->socket = socket;
  line->spoken = false;
  line->until = now + P2PID_LINE_FIRST;
  TAILQ_INSERT_TAIL (&lines->fresh, line, link);
}

void
p2pid_lines_speak (p2pid_lines *lines, p2pid_line *line, int64_t now)
{
  if (!line->spoken)
    p2pid_lines_renew (lines, line, now);
}

void
p2pid_lines_renew (p2pid_lines *lines, p2pid_line *line, int64_t now)
{
  p2pid_lines_remove (lines, line);
  line->spoken = true;
  line->until = now + P2PID_LINE_TIME;
  TAILQ_INSERT_TAIL (&lines->spoken, line, link);
}

void
p2pid_lines_remove (p2pid_lines *lines, p2pid_line *line)
{
  if (line->spoken)
    TAILQ_REMOVE (&lines->spoken, line, link);
  else
    TAILQ_REMOVE (&lines->fresh, line, link);
}

/* It keeps its place in time until its owner removes it. */
static void
cut (p2pid_lines *lines, p2pid_line *line, int64_t now)
{
  shutdown (line->socket, SHUT_RDWR);
  p2pid_lines_renew (lines, line, now);
}

void
p2pid_lines_tick (p2pid_lines *lines, int64_t now)
{
  p2pid_line *line;

  while ((line = TAILQ_FIRST (&lines->fresh)) != NULL && line->until <= now)
    cut (lines, line, now);
  while ((line = TAILQ_FIRST (&lines->spoken)) != NULL && line->until <= now)
    cut (lines, line, now);
}

int64_t
p2pid_lines_next (const p2pid_lines *lines)
{
  const p2pid_line *fresh = TAILQ_FIRST (&lines->fresh);
  const p2pid_line *spoken = TAILQ_FIRST (&lines->spoken);
  int64_t first = fresh != NULL ? fresh->until : INT64_MAX;

  return spoken != NULL && spoken->until < first ? spoken->until : first;
}
