/*
 * A gateway to eIDs for those without a contract: an extra of the mailbox
 * server (PROTOCOL.md §13). It makes sign orders for statements and for
 * nothing else, keeps nothing, and writes nothing down.
 */

#ifndef P2PID_TOOLS_GATEWAY_H
#define P2PID_TOOLS_GATEWAY_H

#include "server/server.h"
#include "tools/relay/gateway-config.h"

/** Its path. */
#define GATEWAY_PATH "/v1/sign"

typedef struct gateway gateway;

/** A gateway; @p config is borrowed. P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
gateway_new (const gateway_config *config, gateway **out_gateway);

/** Answer one request at @p now, Unix seconds; never waits for an operator. */
p2pid_server_reply
gateway_answer (gateway *self, const p2pid_server_ask *ask, int64_t now);

/** The same for the server, @p data being the gateway. */
p2pid_server_reply
gateway_extra_cb (const p2pid_server_ask *ask, void *data);

/** Cancel every order, wait for that, and free; NULL is fine. */
void
gateway_free (gateway *self);

#endif
