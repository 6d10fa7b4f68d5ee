/* What the files of this folder know of the server. */

#ifndef P2PID_SERVER_INTERNAL_H
#define P2PID_SERVER_INTERNAL_H

#include "server/answers.h"
#include "server/boxes.h"
#include "server/buckets.h"
#include "server/lines.h"
#include "server/server.h"

struct p2pid_server {
  p2pid_server_config
      config; /* with the defaults filled in; of its texts only extra */
  p2pid_boxes *boxes;
  p2pid_buckets *buckets;
  p2pid_answers *answers;
  p2pid_lines lines;    /* every connection */
  p2pid_shares *shares; /* of connections; NULL behind a proxy */
  struct MHD_Daemon *daemon;
  p2pid_buffer *certificate; /* PEM */
  p2pid_buffer *key;
  int socket;    /* listened on */
  int stop;      /* eventfd that p2pid_server_stop() writes to */
  int epoll;     /* the daemon's, borrowed */
  int64_t now;   /* milliseconds, since this turn of the loop began */
  bool again;    /* MHD_run() has more to do, though no descriptor says so */
  unsigned idle; /* turns of the loop in a row that came to nothing */
  uint64_t requests, refused;
};

/** Start to serve on the server's socket (http.c). P2PID_ERR_TLS for a
 *  certificate or key that is not taken, P2PID_ERR_IO. */
P2PID_MUST_CHECK p2pid_err
p2pid_http_start (p2pid_server *server);

/** Called by the boxes when a wait is over (http.c). */
void
p2pid_http_woken_cb (p2pid_wait *wait, void *data);

/** The numbers as JSON, in text that holds them (server.c). */
#define P2PID_COUNTS_TEXT_SIZE 320
void
p2pid_server_print_counts (const p2pid_server *server,
                           char out[P2PID_COUNTS_TEXT_SIZE]);

/** Milliseconds on the clock that never goes back (loop.c). */
int64_t
p2pid_loop_clock (void);

#endif
