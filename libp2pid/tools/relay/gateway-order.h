/*
 * One order at an eID's operator, run on a thread of its own: the same client
 * as somebody's with a contract (eid/), made to sign the statement of another.
 */

#ifndef P2PID_TOOLS_GATEWAY_ORDER_H
#define P2PID_TOOLS_GATEWAY_ORDER_H

#include "tools/relay/gateway-config.h"

#include <jansson.h>

/** An order's name: base64url of 32 random bytes, and a NUL. */
#define GATEWAY_NAME_BYTES 32
#define GATEWAY_NAME_SIZE 44

/** Seconds that an order may take, that nobody may ask after it while it is
 *  open, and that its evidence waits to be fetched. */
#define GATEWAY_ORDER_LIFE 300
#define GATEWAY_ORDER_SILENCE 30
#define GATEWAY_ORDER_WAIT 60

typedef struct gateway_order gateway_order;

/** Begin one; @p address is that of the person's device, and @p network what
 *  is counted. P2PID_ERR_MEMORY, and all of p2pid_enrolment_new(). */
P2PID_MUST_CHECK p2pid_err
gateway_order_begin (const gateway_config *config,
                     const gateway_wish *wish,
                     const char *address,
                     const char *network,
                     gateway_order **out_order);

/** Its name, and the network that it was asked for from; borrowed. */
const char *
gateway_order_name (const gateway_order *order);
const char *
gateway_order_network (const gateway_order *order);

/** How it stands, as JSON for the one who asked for it; what came of it is
 *  told once, and then forgotten. NULL for want of memory. */
json_t *
gateway_order_tell (gateway_order *order);

/** Whether nothing more will be told: it was, or nobody asked. */
bool
gateway_order_is_over (gateway_order *order);

/** Cancel it at the operator if it is open, wait for that, wipe and free. The
 *  wait is none for one that is over. NULL is fine. */
void
gateway_order_free (gateway_order *order);

/** Begin to cancel it: a later gateway_order_free() waits less. */
void
gateway_order_cancel (gateway_order *order);

#endif
