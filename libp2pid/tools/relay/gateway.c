/* Requests to a gateway, and the orders that they are about. All of it runs on
 * the server's one thread; only orders have threads of their own. */

#include "tools/relay/gateway.h"

#include "tools/relay/gateway-order.h"
#include "wire/json.h"

#include <sodium.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

struct gateway {
  const gateway_config *config;
  gateway_order *orders[GATEWAY_ORDERS_MAX]; /* NULL: free */
};

p2pid_err
gateway_new (const gateway_config *config, gateway **out_gateway)
{
  gateway *self = calloc (1, sizeof *self);

  if (self == NULL)
    return P2PID_ERR_MEMORY;
  self->config = config;
  *out_gateway = self;
  return P2PID_OK;
}

void
gateway_free (gateway *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < GATEWAY_ORDERS_MAX; i++)
    if (self->orders[i] != NULL)
      gateway_order_cancel (self->orders[i]); /* all at once, then wait */
  for (unsigned i = 0; i < GATEWAY_ORDERS_MAX; i++)
    gateway_order_free (self->orders[i]);
  free (self);
}

/* --- answers --- */

static p2pid_server_reply
reply (unsigned status, json_t *object)
{
  p2pid_server_reply reply = { .status = status };

  if (object == NULL || p2pid_json_print (object, &reply.body) != P2PID_OK)
    reply.status = 503;
  json_decref (object);
  return reply;
}

static p2pid_server_reply
refuse (unsigned status, const char *word)
{
  return reply (status, json_pack ("{s:s}", "error", word));
}

/* --- orders --- */

/* Who is over makes room; its thread has ended, or is just about to. */
static void
sweep (gateway *self)
{
  for (unsigned i = 0; i < GATEWAY_ORDERS_MAX; i++)
    if (self->orders[i] != NULL && gateway_order_is_over (self->orders[i])) {
      gateway_order_free (self->orders[i]);
      self->orders[i] = NULL;
    }
}

/* A place for one more, or GATEWAY_ORDERS_MAX. */
static unsigned
find_room (const gateway *self, const char *network)
{
  unsigned place = GATEWAY_ORDERS_MAX, all = 0, same = 0;

  for (unsigned i = GATEWAY_ORDERS_MAX; i-- > 0;) {
    if (self->orders[i] == NULL) {
      place = i;
      continue;
    }
    all++;
    same += strcmp (gateway_order_network (self->orders[i]), network) == 0;
  }
  return all < self->config->orders && same < self->config->per_address
             ? place
             : GATEWAY_ORDERS_MAX;
}

/* In a time that tells nothing of names that are not guessed. */
static unsigned
find_order (const gateway *self, const char *name)
{
  unsigned found = GATEWAY_ORDERS_MAX;

  if (strlen (name) != GATEWAY_NAME_SIZE - 1)
    return found;
  for (unsigned i = 0; i < GATEWAY_ORDERS_MAX; i++)
    if (self->orders[i] != NULL &&
        sodium_memcmp (gateway_order_name (self->orders[i]), name,
                       GATEWAY_NAME_SIZE - 1) == 0)
      found = i;
  return found;
}

/* --- requests --- */

static p2pid_server_reply
begin (gateway *self, const gateway_wish *wish, const p2pid_server_ask *ask)
{
  unsigned place = find_room (self, ask->network);

  if (place == GATEWAY_ORDERS_MAX)
    return refuse (503, "full");
  if (gateway_order_begin (self->config, wish, ask->address, ask->network,
                           &self->orders[place]) != P2PID_OK)
    return refuse (503, "full");
  return reply (201, json_pack ("{s:s, s:i}", "order",
                                gateway_order_name (self->orders[place]),
                                "lifetime", GATEWAY_ORDER_LIFE));
}

static p2pid_server_reply
order (gateway *self, const p2pid_server_ask *ask, int64_t now)
{
  const gateway_terms *terms = &self->config->terms;
  gateway_wish wish;

  /* Pages in a browser cannot send this type elsewhere without being asked
   * whether they may, and nobody here says yes. */
  if (strcasecmp (ask->type, "application/json") != 0)
    return refuse (415, "type");
  switch (gateway_judge (terms, ask->body, now, &wish)) {
  case GATEWAY_TAKEN:
    return begin (self, &wish, ask);
  case GATEWAY_FORMAT:
    return refuse (400, "format");
  case GATEWAY_METHOD:
    return refuse (403, "method");
  case GATEWAY_PROGRAM:
    return refuse (403, "program");
  case GATEWAY_CLOCK:
    return refuse (403, "clock");
  case GATEWAY_CREDENTIAL:
    return refuse (403, "credential");
  case GATEWAY_LIFETIME:
    return reply (403, json_pack ("{s:s, s:I}", "error", "lifetime", "longest",
                                  (json_int_t) terms->longest[wish.method]));
  case GATEWAY_MEMORY:
    break;
  }
  return refuse (503, "full");
}

static p2pid_server_reply
look (gateway *self, const char *name)
{
  unsigned place = find_order (self, name);
  json_t *told = place < GATEWAY_ORDERS_MAX
                     ? gateway_order_tell (self->orders[place])
                     : NULL;

  return told != NULL ? reply (200, told) : refuse (404, "unknown");
}

static p2pid_server_reply
take_back (gateway *self, const char *name)
{
  unsigned place = find_order (self, name);

  if (place == GATEWAY_ORDERS_MAX)
    return refuse (404, "unknown");
  gateway_order_cancel (self->orders[place]);
  return (p2pid_server_reply){ .status = 204 };
}

p2pid_server_reply
gateway_answer (gateway *self, const p2pid_server_ask *ask, int64_t now)
{
  const char *name = ask->path + sizeof GATEWAY_PATH - 1;

  sweep (self);
  if (*name == '\0')
    return strcmp (ask->method, "POST") == 0 ? order (self, ask, now)
                                             : refuse (405, "method");
  name++; /* the server has seen to the slash */
  if (strcmp (ask->method, "GET") == 0)
    return look (self, name);
  if (strcmp (ask->method, "DELETE") == 0)
    return take_back (self, name);
  return refuse (405, "method");
}

p2pid_server_reply
gateway_extra_cb (const p2pid_server_ask *ask, void *data)
{
  return gateway_answer (data, ask, (int64_t) time (NULL));
}
