/* Orders. A thread runs the method's own client, which asks its operator and
 * tells what happens; others look at it through a lock. When it has ended, the
 * thread waits for its evidence to be fetched, and forgets it after a minute
 * if nobody comes: no timer is needed for that. */

#include "tools/relay/gateway-order.h"

#include "eid/method.h"
#include "evidence/evidence.h"
#include "tools/relay/gateway-credential.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <time.h>

#define TEXT_SIZE 600
#define ADDRESS_SIZE 64

typedef enum { OPEN, ENDED, OVER } state;

struct gateway_order {
  const gateway_config *config;
  gateway_wish wish;
  char name[GATEWAY_NAME_SIZE];
  char address[ADDRESS_SIZE], network[ADDRESS_SIZE];
  p2pid_key *key; /* the enrolment wants one; nothing is signed with it */
  p2pid_anchors *anchors; /* likewise */
  p2pid_enrolment *enrolment;
  pthread_t thread;
  bool started;

  pthread_mutex_t lock; /* for these: */
  pthread_cond_t told;
  state state;
  int64_t begun, asked; /* seconds, by the clock that never goes back */
  char qr[TEXT_SIZE], open[TEXT_SIZE], hint[64];
  p2pid_err err;
  p2pid_buffer *evidence;
};

static int64_t
seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

/* Somebody who has gone away does not keep an order open: their program asks
 * every second. */
static bool
is_forgotten (const gateway_order *order)
{
  int64_t now = seconds ();

  return now > order->begun + GATEWAY_ORDER_LIFE ||
         now > order->asked + GATEWAY_ORDER_SILENCE;
}

static void
keep_hint (gateway_order *order, const char *hint)
{
  if (hint != NULL && strlen (hint) < sizeof order->hint)
    strcpy (order->hint, hint);
}

static void
keep (char place[TEXT_SIZE], const char *text)
{
  if (text == NULL || strlen (text) >= TEXT_SIZE)
    text = "";
  strcpy (place, text);
}

static void
event_cb (const p2pid_enrolment_event *event, void *data)
{
  gateway_order *order = data;
  bool forgotten;

  pthread_mutex_lock (&order->lock);
  if (event->kind == P2PID_ENROLMENT_QR)
    keep (order->qr, event->text);
  if (event->kind == P2PID_ENROLMENT_OPEN)
    keep (order->open, event->text);
  keep_hint (order, event->hint);
  forgotten = is_forgotten (order);
  pthread_mutex_unlock (&order->lock);
  if (forgotten)
    p2pid_enrolment_cancel (order->enrolment);
}

/* What is handed out: the eID's evidence, or a credential by it. */
static p2pid_err
finish (const gateway_order *order,
        const p2pid_binding *binding,
        p2pid_buffer **out)
{
  if (order->wish.credential)
    return gateway_issue (order->config, binding, &order->wish.statement,
                          (int64_t) time (NULL), out);
  return p2pid_buffer_copy (
      p2pid_bytes_from_text (p2pid_binding_evidence (binding)), out);
}

/* Until it was told, or given up, or a minute has gone. */
static void
wait_to_be_told (gateway_order *order)
{
  struct timespec until;

  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_sec += GATEWAY_ORDER_WAIT;
  while (order->state == ENDED &&
         pthread_cond_timedwait (&order->told, &order->lock, &until) == 0)
    ;
  order->state = OVER;
  p2pid_buffer_free (order->evidence);
  order->evidence = NULL;
}

static void *
run (void *data)
{
  gateway_order *order = data;
  const p2pid_eid_row *row = p2pid_eid_find (order->wish.method);
  p2pid_binding *binding = NULL;
  p2pid_buffer *evidence = NULL;
  p2pid_err err = row->get (order->enrolment, &order->wish.statement, &binding);

  if (err == P2PID_OK)
    err = finish (order, binding, &evidence);
  p2pid_binding_free (binding);
  pthread_mutex_lock (&order->lock);
  order->err = err;
  order->evidence = evidence;
  *order->hint = '\0'; /* of the way there */
  keep_hint (order, p2pid_enrolment_get_hint (order->enrolment));
  order->state = ENDED;
  if (p2pid_enrolment_is_cancelled (order->enrolment))
    order->state = OVER; /* nobody wants it any more */
  wait_to_be_told (order);
  pthread_mutex_unlock (&order->lock);
  return NULL;
}

/* The key and the program's name are the enrolment's own affair: what is
 * signed is the statement that was asked for. */
static p2pid_err
make_enrolment (gateway_order *order)
{
  p2pid_operator party = order->config->operators[order->wish.method].party;
  p2pid_enrolment_config config = {
    .method = order->wish.method,
    .program = order->wish.statement.program,
    .language = order->wish.statement.language,
    .now = (int64_t) time (NULL),
    .lifetime = 1,
    .directly = &party,
    .callback = event_cb,
    .user_data = order,
  };
  p2pid_err err = p2pid_key_new (&order->key);

  party.end_user = order->address;
  if (err == P2PID_OK)
    err = p2pid_anchors_new (&order->anchors);
  config.key = order->key;
  config.anchors = order->anchors;
  if (err == P2PID_OK)
    err = p2pid_enrolment_new (&config, &order->enrolment);
  return err;
}

static void
make_lock (gateway_order *order)
{
  pthread_condattr_t attributes;

  pthread_mutex_init (&order->lock, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&order->told, &attributes);
  pthread_condattr_destroy (&attributes);
}

p2pid_err
gateway_order_begin (const gateway_config *config,
                     const gateway_wish *wish,
                     const char *address,
                     const char *network,
                     gateway_order **out_order)
{
  gateway_order *order = calloc (1, sizeof *order);
  uint8_t random[GATEWAY_NAME_BYTES];
  p2pid_err err;

  if (order == NULL)
    return P2PID_ERR_MEMORY;
  make_lock (order);
  order->config = config;
  order->wish = *wish;
  order->begun = order->asked = seconds ();
  strncpy (order->address, address, ADDRESS_SIZE - 1);
  strncpy (order->network, network, ADDRESS_SIZE - 1);
  randombytes_buf (random, sizeof random);
  sodium_bin2base64 (order->name, sizeof order->name, random, sizeof random,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (random, sizeof random);
  err = make_enrolment (order);
  if (err == P2PID_OK && pthread_create (&order->thread, NULL, run, order) != 0)
    err = P2PID_ERR_MEMORY;
  if (err != P2PID_OK) {
    gateway_order_free (order);
    return err;
  }
  order->started = true;
  *out_order = order;
  return P2PID_OK;
}

const char *
gateway_order_name (const gateway_order *order)
{
  return order->name;
}

const char *
gateway_order_network (const gateway_order *order)
{
  return order->network;
}

static const char *
text_or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static json_t *
tell_open (const gateway_order *order)
{
  return json_pack ("{s:s, s:s*, s:s*, s:s*}", "status", "pending", "qr",
                    text_or_null (order->qr), "open",
                    text_or_null (order->open), "hint",
                    text_or_null (order->hint));
}

/* Once: then the thread forgets it. */
static json_t *
tell_ended (gateway_order *order)
{
  p2pid_method method =
      order->wish.credential ? P2PID_METHOD_SD_JWT : order->wish.method;
  json_t *told =
      order->err == P2PID_OK
          ? json_pack ("{s:s, s:s, s:s}", "status", "complete", "method",
                       p2pid_method_name (method), "evidence",
                       (const char *) order->evidence->data)
          : json_pack ("{s:s, s:s, s:s*}", "status", "failed", "error",
                       p2pid_err_name (order->err), "hint",
                       text_or_null (order->hint));

  order->state = OVER;
  pthread_cond_signal (&order->told);
  return told;
}

json_t *
gateway_order_tell (gateway_order *order)
{
  json_t *told = NULL;

  pthread_mutex_lock (&order->lock);
  order->asked = seconds ();
  if (order->state == OPEN)
    told = tell_open (order);
  else if (order->state == ENDED)
    told = tell_ended (order);
  pthread_mutex_unlock (&order->lock);
  return told;
}

bool
gateway_order_is_over (gateway_order *order)
{
  bool over, forgotten;

  pthread_mutex_lock (&order->lock);
  over = order->state == OVER;
  forgotten = order->state == OPEN && is_forgotten (order);
  pthread_mutex_unlock (&order->lock);
  if (forgotten)
    p2pid_enrolment_cancel (order->enrolment);
  return over;
}

void
gateway_order_cancel (gateway_order *order)
{
  p2pid_enrolment_cancel (order->enrolment);
  pthread_mutex_lock (&order->lock);
  if (order->state == ENDED)
    order->state = OVER;
  pthread_cond_signal (&order->told);
  pthread_mutex_unlock (&order->lock);
}

void
gateway_order_free (gateway_order *order)
{
  if (order == NULL)
    return;
  if (order->started) {
    gateway_order_cancel (order);
    pthread_join (order->thread, NULL);
  }
  p2pid_enrolment_free (order->enrolment);
  p2pid_anchors_free (order->anchors);
  p2pid_key_free (order->key);
  p2pid_buffer_free (order->evidence);
  pthread_cond_destroy (&order->told);
  pthread_mutex_destroy (&order->lock);
  sodium_memzero (order, sizeof *order);
  free (order);
}
