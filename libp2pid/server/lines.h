/*
 * Connections that have to come to something. A new one has a little while
 * to say what it wants: the headers of its first request. From then on each
 * has so much time for its next request, from the end of the last one until
 * the answer has left. Who sends or reads a byte a minute is cut off.
 */

#ifndef P2PID_SERVER_LINES_H
#define P2PID_SERVER_LINES_H

#include "p2pid/error.h"
#include "server/shares.h"

#include <sys/queue.h>

/** Milliseconds for the first headers, and TLS before them. */
#define P2PID_LINE_FIRST 10000

/** Milliseconds for a request and its answer. As long as one may wait for a
 *  message, and a minute. */
#define P2PID_LINE_TIME 90000

/** One connection. */
typedef struct p2pid_line {
  TAILQ_ENTRY (p2pid_line) link;
  int64_t until;
  int socket;
  bool spoken;        /**< its first headers have come */
  p2pid_share *share; /**< of its address; or NULL: not counted */
} p2pid_line;

/** All of them: new ones and others, the one that is due first in front. */
typedef struct {
  TAILQ_HEAD (, p2pid_line) fresh, spoken;
} p2pid_lines;

/** None yet. */
void
p2pid_lines_init (p2pid_lines *lines);

/** Begin to watch a connection on @p socket. */
void
p2pid_lines_add (p2pid_lines *lines, p2pid_line *line, int socket, int64_t now);

/** The headers of a request have come. For the first of them this gives the
 *  line the time for a request; for others, which have it, it does nothing. */
void
p2pid_lines_speak (p2pid_lines *lines, p2pid_line *line, int64_t now);

/** A request is over: give it its time anew. */
void
p2pid_lines_renew (p2pid_lines *lines, p2pid_line *line, int64_t now);

void
p2pid_lines_remove (p2pid_lines *lines, p2pid_line *line);

/** Shut down the sockets of those whose time is over; who reads from them
 *  finds the end, and removes them. */
void
p2pid_lines_tick (p2pid_lines *lines, int64_t now);

/** When p2pid_lines_tick() is next of use; INT64_MAX for never. */
int64_t
p2pid_lines_next (const p2pid_lines *lines);

#endif
