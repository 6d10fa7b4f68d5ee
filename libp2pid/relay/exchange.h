/*
 * The exchange with a relay: what is to be asked of it next, and what its
 * answers mean. PROTOCOL.md §10.
 */

#ifndef P2PID_RELAY_EXCHANGE_H
#define P2PID_RELAY_EXCHANGE_H

#include "relay/state.h"

/** Start every request that is due at @p now, in monotonic milliseconds. */
void
p2pid_exchange_start (p2pid_relay *relay, int64_t now);

/** Take in what became of a request. */
void
p2pid_exchange_end (p2pid_relay *relay,
                    p2pid_request *request,
                    CURLcode code,
                    int64_t now);

/** When p2pid_exchange_start() has something to do by the clock alone;
 *  INT64_MAX for never. */
int64_t
p2pid_exchange_next (const p2pid_relay *relay);

/** Give the mailbox up: no request more, and the event FAILED. */
void
p2pid_exchange_fail (p2pid_relay *relay, p2pid_err err);

/** Break off what is in flight and ask for nothing any more. */
void
p2pid_exchange_stop (p2pid_relay *relay);

#endif
