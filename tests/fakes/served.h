/*
 * The real mailbox server on a thread of its own, for tests that need one: it
 * can be killed and started anew on the same port.
 */

#ifndef P2PID_TESTS_SERVED_H
#define P2PID_TESTS_SERVED_H

#include "server/server.h"

typedef struct served served;

/** Serve on a free port of 127.0.0.1. With NULL the defaults, without the
 *  bounds on the rate of one address. */
served *
served_new (const p2pid_server_config *config);

/** "http://127.0.0.1:PORT", or "https://…". */
const char *
served_origin (const served *self);

/** Stop serving; connections are cut, and all mailboxes are gone. */
void
served_kill (served *self);

/** Serve again, on the same port. */
void
served_start (served *self);

/** What it counted; kills it. */
p2pid_server_counts
served_counts (served *self);

/** Kill and free; NULL is fine. */
void
served_free (served *self);

#endif
