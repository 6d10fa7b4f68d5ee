/*
 * Where the browser brings the provider's answer: a port of this computer
 * (RFC 8252 §7.3), open for one login.
 *
 * Whatever runs on this computer can reach it, and so can any page in the
 * browser. So it takes the one answer that carries this login's state, and
 * nothing of anybody else moves it.
 */

#ifndef P2PID_EID_LOOPBACK_H
#define P2PID_EID_LOOPBACK_H

#include "eid/enrolment.h"

/** The path of the address, which a provider may want to know before; the
 *  port is another one each time. */
#define P2PID_LOOPBACK_PATH "/p2pid"

typedef struct p2pid_loopback p2pid_loopback;

/** Listen, for p2pid_loopback_free(); P2PID_ERR_IO, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_loopback_new (p2pid_loopback **out);

/** "http://127.0.0.1:PORT/p2pid" */
const char *
p2pid_loopback_address (const p2pid_loopback *loopback);

/**
 * Wait for the answer with @p state, and show the user a page that sends them
 * back to the program.
 *
 * @param milliseconds  for all of it
 * @param out_query     for p2pid_buffer_free()
 *
 * @return P2PID_ERR_CANCELLED, P2PID_ERR_TIMEOUT, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_loopback_wait (p2pid_loopback *loopback,
                     const char *state,
                     const p2pid_enrolment *enrolment,
                     int milliseconds,
                     p2pid_buffer **out_query);

/** The query of a request's head that is whole, borrowed: a GET of our path,
 *  by HTTP/1.1, for the host @p host and no other (a page could have another
 *  name lead to this computer); false for all else. */
bool
p2pid_loopback_read (p2pid_bytes head,
                     const char *host,
                     p2pid_bytes *out_query);

/** Close; NULL is fine. */
void
p2pid_loopback_free (p2pid_loopback *loopback);

#endif
