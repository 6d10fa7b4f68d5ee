/*
 * One thread, one loop: wait for sockets, for the next end of something, or
 * for the word to stop.
 *
 * libmicrohttpd 0.9.75 has a thread of its own for this, which hangs when
 * exactly 128 events are ready at once; so its epoll descriptor is watched
 * from here. But a connection that is resumed is only taken up in the next
 * MHD_run(), and new ones are only accepted in the next after one that closed
 * made room, and nothing on any descriptor says so: in both cases the loop
 * goes round again without waiting.
 *
 * And it wants to go round for ever over a body whose next chunk's first line
 * is longer than its memory: turn after turn that nothing led to, and that
 * nothing comes of. After some of them, which may be work in pieces, they are
 * held back.
 */

#include "server/internal.h"

#include <errno.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

/* Idle turns before they are held back, and for how many milliseconds. */
#define IDLE_TURNS 32
#define IDLE_PAUSE 20

/* Turns of the loop in which last answers may leave after the word to stop. */
#define LAST_TURNS 16

int64_t
p2pid_loop_clock (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (int64_t) time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int64_t
sooner (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

/* Milliseconds until something has to be done, for poll(). */
static int
pause_length (const p2pid_server *server)
{
  MHD_UNSIGNED_LONG_LONG wish;
  int64_t next = sooner (p2pid_boxes_next (server->boxes),
                         p2pid_lines_next (&server->lines));
  int64_t now;

  if (server->again)
    return 0;
  if (next != INT64_MAX) {
    now = p2pid_loop_clock ();
    next = next > now ? next - now : 0;
  }
  if (MHD_get_timeout (server->daemon, &wish) == MHD_YES) {
    if (wish < IDLE_PAUSE && server->idle > IDLE_TURNS)
      wish = IDLE_PAUSE;
    if (wish < (MHD_UNSIGNED_LONG_LONG) next)
      next = (int64_t) wish;
  }
  if (next == INT64_MAX)
    return -1;
  /* Far ends are come back to. */
  return next < 3600000 ? (int) next : 3600000;
}

static p2pid_err
turn (p2pid_server *server, bool *out_stopped)
{
  struct pollfd fds[] = { { server->epoll, POLLIN, 0 },
                          { server->stop, POLLIN, 0 } };
  int ready = poll (fds, 2, pause_length (server));
  uint64_t word;

  if (ready < 0 && errno != EINTR)
    return P2PID_ERR_IO;
  server->idle = ready == 0 ? server->idle + 1 : 0;
  if (fds[1].revents != 0 &&
      read (server->stop, &word, sizeof word) == sizeof word)
    *out_stopped = true;

  server->now = p2pid_loop_clock ();
  server->again = false;
  p2pid_boxes_tick (server->boxes, server->now);
  p2pid_lines_tick (&server->lines, server->now);
  return MHD_run (server->daemon) == MHD_YES ? P2PID_OK : P2PID_ERR_IO;
}

p2pid_err
p2pid_server_run (p2pid_server *server)
{
  bool stopped = false;
  p2pid_err err = P2PID_OK;

  while (err == P2PID_OK && !stopped)
    err = turn (server, &stopped);

  /* Who waits is told that nothing came; another server may be there soon. */
  p2pid_boxes_wake_all (server->boxes);
  for (int i = 0; err == P2PID_OK && i < LAST_TURNS && server->again; i++)
    err = turn (server, &stopped);
  return err;
}

void
p2pid_server_stop (p2pid_server *server)
{
  const uint64_t word = 1;
  int before = errno; /* a signal handler must leave it alone */
  ssize_t written = write (server->stop, &word, sizeof word);

  (void) written; /* fails only when the word is already there */
  errno = before;
}
