/*
 * A server on a thread of its own, and requests to it: through libcurl where
 * they are requests, through a socket where they are not.
 */

#ifndef P2PID_TESTS_SERVER_LIVE_H
#define P2PID_TESTS_SERVER_LIVE_H

#include "harness.h"

#include "server/server.h"

#include <curl/curl.h>

/** A mailbox's name and two tokens, for whom it does not matter which. */
#define LIVE_BOX "/v1/box/00112233445566778899aabbccddeeff"
#define LIVE_HOST "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define LIVE_GUEST "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA"
#define LIVE_OTHER "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCA"

/** Rates that do not stand in the way of a test about something else. */
#define LIVE_RATES .rate = 1000000, .new_rate = 1000000

/** Start a server; it runs until live_stop(). */
void
live_start (const p2pid_server_config *config);

/** Stop and free it; p2pid_server_run() must have gone well. */
void
live_stop (void);

/** "http://127.0.0.1:PORT", or what live_set_origin() set. */
const char *
live_origin (void);
uint16_t
live_port (void);

/** Ask elsewhere than at http://127.0.0.1 from now on: with @p scheme at
 *  @p host, trusting the certificate in the file @p authority. */
void
live_set_origin (const char *scheme, const char *host, const char *authority);

/** What to ask. */
typedef struct {
  const char *method; /**< GET when NULL */
  const char *path;
  const char *token;  /**< or NULL */
  const char *header; /**< one more header, or NULL */
  p2pid_bytes body;   /**< of a PUT or POST */
  bool chunked;       /**< send the body in chunks */
} live_request;

typedef struct {
  long status; /**< 0: the connection was closed without an answer */
  char *head;  /**< headers as they came; lower-case names */
  p2pid_buffer *body;
} live_answer;

/** Ask, and wait for the answer, for live_answer_clear(). On one connection
 *  for as long as the server keeps it. */
live_answer
live_ask (const live_request *request);

void
live_answer_clear (live_answer *answer);

/** Ask, and compare status and, unless NULL, body. */
void
live_expect (long status, const char *body, const live_request *request);

/** The value of a header of an answer, copied into @p out; false when there
 *  is none. */
bool
live_header (const live_answer *answer,
             const char *name,
             char *out,
             size_t size);

/** Many at once: begin a request, without waiting for the answer. */
typedef struct live_pending live_pending;
live_pending *
live_begin (const live_request *request);

/** Wait until so many requests, asked since the server began and not by this
 *  function, have reached it. */
void
live_wait_for_requests (unsigned count);

/** The answer to one that was begun; for live_answer_clear(). */
live_answer
live_end (live_pending *pending);

/** A connection of one's own to the server. */
int
live_connect (void);
void
live_send (int socket, const void *data, size_t size);

/** Everything until the server closes, or says nothing more for so long; for
 *  p2pid_buffer_free(). */
p2pid_buffer *
live_receive (int socket, int milliseconds);

#endif
