/*
 * The exchange with a relay.
 *
 *   out lane   OPEN or CLAIM, where there is a code; then one PUT for each
 *              message, in order; then DELETE
 *   in lane    GET for one slot after the other, while nothing waits to go out
 *
 * A contact goes in turns, so that one connection serves both lanes most of
 * the time; a message that is put during a long poll opens a second one.
 *
 * What can be tried again is tried again with the same bytes: slots are
 * write-once, and the relay knows a repetition. After trouble the first poll
 * asks for no wait, so that one learns at once whether the relay is back; and
 * on a connection of its own, for a network that was lost has taken the others
 * with it, and those that were idle do not show it.
 *
 * A relay that was started anew has lost its mailboxes, and makes one by any
 * use of slot 0. That suits an invitation, whose two sides meet there all the
 * same; behind a code nobody would come any more. So a side of a code that has
 * heard nothing yet asks for slot 1 after trouble, before anything else: a
 * PROBE.
 */

#include "relay/exchange.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>

#define POLL_SECONDS 25L
#define ANSWER_TIMEOUT 15000L /* milliseconds, beside the time of a poll */

#define BACKOFF_MIN 200 /* milliseconds */
#define BACKOFF_MAX 8000
#define RETRY_AFTER_MAX 60 /* seconds; more would be a way to stall us */

/* A "not yet" within this is not what a long poll should give. */
#define HASTY 1000 /* milliseconds */

#define PATH_MAX_SIZE                                                          \
  sizeof "/v1/box/0123456789abcdef0123456789abcdef/h/15?wait=25"

static void
push (p2pid_relay *relay, p2pid_relay_event event)
{
  assert (relay->event_count < P2PID_RELAY_EVENTS);
  relay->events[relay->event_count++] = event;
}

void
p2pid_exchange_stop (p2pid_relay *relay)
{
  p2pid_request_stop (&relay->out.request, relay->multi);
  p2pid_request_stop (&relay->in.request, relay->multi);
  relay->phase = P2PID_PHASE_OVER;
}

void
p2pid_exchange_fail (p2pid_relay *relay, p2pid_err err)
{
  if (relay->phase == P2PID_PHASE_OVER)
    return;
  p2pid_exchange_stop (relay);
  push (relay, (p2pid_relay_event){ .kind = P2PID_RELAY_FAILED, .err = err });
}

/* What each lane has to do next. */

static p2pid_relay_errand
out_errand (const p2pid_relay *relay)
{
  switch (relay->phase) {
  case P2PID_PHASE_OPENING:
    return P2PID_ERRAND_OPEN;
  case P2PID_PHASE_CLAIMING:
    return P2PID_ERRAND_CLAIM;
  case P2PID_PHASE_INSIDE:
    if (relay->doubtful && !relay->leaving)
      return P2PID_ERRAND_PROBE;
    if (relay->sent < relay->queued)
      return P2PID_ERRAND_PUT;
    return relay->closing ? P2PID_ERRAND_DELETE : P2PID_ERRAND_NONE;
  case P2PID_PHASE_NONE:
  case P2PID_PHASE_OVER:
  default:
    return P2PID_ERRAND_NONE;
  }
}

static p2pid_relay_errand
in_errand (const p2pid_relay *relay)
{
  if (relay->phase != P2PID_PHASE_INSIDE || relay->leaving ||
      relay->received == P2PID_RELAY_SLOTS ||
      out_errand (relay) != P2PID_ERRAND_NONE)
    return P2PID_ERRAND_NONE;
  return P2PID_ERRAND_GET;
}

/* Asking. */

static const char *
method_of (p2pid_relay_errand errand)
{
  switch (errand) {
  case P2PID_ERRAND_PUT:
    return "PUT";
  case P2PID_ERRAND_GET:
  case P2PID_ERRAND_PROBE:
    return "GET";
  case P2PID_ERRAND_DELETE:
    return "DELETE";
  case P2PID_ERRAND_OPEN:
  case P2PID_ERRAND_CLAIM:
  case P2PID_ERRAND_NONE:
  default:
    return "POST";
  }
}

static void
write_path (const p2pid_relay *relay,
            const p2pid_relay_lane *lane,
            char *out,
            size_t size)
{
  const char *box = relay->place.mailbox;

  switch (lane->errand) {
  case P2PID_ERRAND_OPEN:
    snprintf (out, size, "/v1/code");
    break;
  case P2PID_ERRAND_CLAIM:
    snprintf (out, size, "/v1/code/%s", relay->place.nameplate);
    break;
  case P2PID_ERRAND_PUT:
    snprintf (out, size, "/v1/box/%s/%c/%u", box, relay->host ? 'h' : 'g',
              relay->sent);
    break;
  case P2PID_ERRAND_GET:
    snprintf (out, size, "/v1/box/%s/%c/%u?wait=%ld", box,
              relay->host ? 'g' : 'h', relay->received, lane->wait);
    break;
  case P2PID_ERRAND_PROBE:
    snprintf (out, size, "/v1/box/%s/%c/1", box, relay->host ? 'g' : 'h');
    break;
  case P2PID_ERRAND_DELETE:
  case P2PID_ERRAND_NONE:
  default:
    snprintf (out, size, "/v1/box/%s", box);
    break;
  }
}

static void
ask (p2pid_relay *relay, p2pid_relay_lane *lane)
{
  char url[P2PID_RELAY_ORIGIN_MAX + PATH_MAX_SIZE];
  size_t origin = strlen (relay->origin);
  p2pid_request_ask ask = { .method = method_of (lane->errand),
                            .url = url,
                            .token = relay->phase == P2PID_PHASE_INSIDE
                                         ? relay->place.token
                                         : NULL,
                            .timeout = lane->wait * 1000 + ANSWER_TIMEOUT,
                            .fresh = relay->offline };
  p2pid_err err;

  memcpy (url, relay->origin, origin);
  write_path (relay, lane, url + origin, sizeof url - origin);
  if (lane->errand == P2PID_ERRAND_PUT)
    ask.body = p2pid_buffer_bytes (relay->outbox[relay->sent]);

  err = p2pid_request_start (&lane->request, &ask, relay->multi);
  sodium_memzero (url, sizeof url);
  if (err != P2PID_OK)
    p2pid_exchange_fail (relay, err);
}

static void
start_lane (p2pid_relay *relay,
            p2pid_relay_lane *lane,
            p2pid_relay_errand errand,
            int64_t now)
{
  if (lane->request.flying || errand == P2PID_ERRAND_NONE ||
      now < lane->not_before)
    return;
  lane->errand = errand;
  lane->started = now;
  lane->wait =
      errand == P2PID_ERRAND_GET && lane->failures == 0 ? POLL_SECONDS : 0;
  ask (relay, lane);
}

void
p2pid_exchange_start (p2pid_relay *relay, int64_t now)
{
  assert (relay->event_count == 0); /* one may be answered by a put first */
  start_lane (relay, &relay->out, out_errand (relay), now);
  start_lane (relay, &relay->in, in_errand (relay), now);
}

static int64_t
lane_next (const p2pid_relay_lane *lane, p2pid_relay_errand errand)
{
  return lane->request.flying || errand == P2PID_ERRAND_NONE ? INT64_MAX
                                                             : lane->not_before;
}

int64_t
p2pid_exchange_next (const p2pid_relay *relay)
{
  int64_t out = lane_next (&relay->out, out_errand (relay));
  int64_t in = lane_next (&relay->in, in_errand (relay));

  return out < in ? out : in;
}

/* In reach and out of it. */

/* Somewhere between the shortest wait and one that doubles each time, so that
 * a relay that comes back is not run over by all its clients at once. */
static int64_t
backoff (unsigned failures)
{
  int64_t most = BACKOFF_MAX;

  if (failures < 6)
    most = (int64_t) BACKOFF_MIN << failures;
  if (most > BACKOFF_MAX)
    most = BACKOFF_MAX;
  return BACKOFF_MIN +
         (int64_t) randombytes_uniform ((uint32_t) (most - BACKOFF_MIN + 1));
}

static void
try_again (p2pid_relay *relay,
           p2pid_relay_lane *lane,
           p2pid_err why,
           int64_t now)
{
  int64_t asked = p2pid_request_retry_after (&lane->request);
  int64_t wait = backoff (++lane->failures);

  if (asked > RETRY_AFTER_MAX)
    asked = RETRY_AFTER_MAX;
  if (wait < asked * 1000)
    wait = asked * 1000;
  lane->not_before = now + wait;
  relay->doubtful = relay->received == 0 && relay->place.nameplate[0] != '\0';
  if (!relay->offline)
    push (relay,
          (p2pid_relay_event){ .kind = P2PID_RELAY_OFFLINE, .err = why });
  relay->offline = true;
}

/* A probe stands for both lanes: neither goes on before it. */
static void
reached (p2pid_relay *relay, p2pid_relay_lane *lane)
{
  lane->failures = 0;
  lane->not_before = 0;
  if (lane->errand == P2PID_ERRAND_PROBE) {
    relay->in.failures = 0;
    relay->in.not_before = 0;
  }
  if (relay->offline && relay->out.failures == 0 && relay->in.failures == 0) {
    relay->offline = false;
    push (relay, (p2pid_relay_event){ .kind = P2PID_RELAY_ONLINE });
  }
}

/* What an answer means, by its status; any other is P2PID_ERR_RELAY. */

static p2pid_err
opened (p2pid_relay *relay, p2pid_relay_lane *lane, long status)
{
  p2pid_relay_event event = { .kind = P2PID_RELAY_OPENED };
  p2pid_err err = P2PID_ERR_RELAY;

  if (status == 201)
    err = p2pid_answer_opened (p2pid_request_body (&lane->request),
                               &relay->place);
  if (err != P2PID_OK)
    return err;
  relay->phase = P2PID_PHASE_INSIDE;
  memcpy (event.nameplate, relay->place.nameplate, sizeof event.nameplate);
  event.lifetime = relay->place.lifetime;
  push (relay, event);
  return P2PID_OK;
}

static p2pid_err
claimed (p2pid_relay *relay, p2pid_relay_lane *lane, long status)
{
  p2pid_err err = P2PID_ERR_RELAY;

  if (status == 404)
    return P2PID_ERR_CODE_UNKNOWN;
  if (status == 409)
    return P2PID_ERR_CODE_USED;
  if (status == 200)
    err = p2pid_answer_claimed (p2pid_request_body (&lane->request),
                                &relay->place);
  if (err != P2PID_OK)
    return err;
  relay->phase = P2PID_PHASE_INSIDE;
  push (relay, (p2pid_relay_event){ .kind = P2PID_RELAY_CLAIMED });
  return P2PID_OK;
}

static p2pid_err
put_done (p2pid_relay *relay, long status)
{
  if (status != 201 && status != 200)
    return P2PID_ERR_RELAY;
  p2pid_buffer_free (relay->outbox[relay->sent]);
  relay->outbox[relay->sent++] = NULL;
  if (relay->sent == relay->queued)
    push (relay, (p2pid_relay_event){ .kind = P2PID_RELAY_SENT });
  return P2PID_OK;
}

static p2pid_err
probed (p2pid_relay *relay, long status)
{
  if (status != 204 && status != 200)
    return P2PID_ERR_RELAY;
  relay->doubtful = false;
  return P2PID_OK;
}

/* Some relays, or what stands before them, do not hold a poll. They are asked
 * again more and more seldom, or two clients would keep them busy. */
static void
not_yet (p2pid_relay_lane *lane, int64_t now)
{
  if (lane->wait == 0)
    return;
  lane->hasty = now - lane->started < HASTY ? lane->hasty + 1 : 0;
  if (lane->hasty > 0)
    lane->not_before = now + backoff (lane->hasty);
}

static p2pid_err
got (p2pid_relay *relay, p2pid_relay_lane *lane, long status, int64_t now)
{
  p2pid_relay_event event = { .kind = P2PID_RELAY_MESSAGE };
  p2pid_bytes body = p2pid_request_body (&lane->request);
  p2pid_err err;

  if (status == 204) {
    not_yet (lane, now);
    return P2PID_OK;
  }
  if (status != 200 || body.size == 0 ||
      !p2pid_request_has_type (&lane->request, "application/octet-stream"))
    return P2PID_ERR_RELAY;
  err = p2pid_buffer_copy (body, &event.message);
  if (err != P2PID_OK)
    return err;
  lane->hasty = 0;
  relay->received++;
  push (relay, event);
  return P2PID_OK;
}

/* The answers that every request about a mailbox can get. */
static p2pid_err
refused (const p2pid_relay_lane *lane, long status)
{
  if (lane->errand != P2PID_ERRAND_PUT && lane->errand != P2PID_ERRAND_GET &&
      lane->errand != P2PID_ERRAND_PROBE)
    return P2PID_OK;
  if (status == 404 || status == 410)
    return P2PID_ERR_GONE;
  if (status == 409 && p2pid_answer_get_problem (p2pid_request_body (
                           &lane->request)) == P2PID_PROBLEM_CROWDED)
    return P2PID_ERR_CROWDED;
  return P2PID_OK;
}

static p2pid_err
understand (p2pid_relay *relay,
            p2pid_relay_lane *lane,
            long status,
            int64_t now)
{
  p2pid_err err = refused (lane, status);

  if (err != P2PID_OK)
    return err;
  switch (lane->errand) {
  case P2PID_ERRAND_OPEN:
    return opened (relay, lane, status);
  case P2PID_ERRAND_CLAIM:
    return claimed (relay, lane, status);
  case P2PID_ERRAND_PUT:
    return put_done (relay, status);
  case P2PID_ERRAND_GET:
    return got (relay, lane, status, now);
  case P2PID_ERRAND_PROBE:
    return probed (relay, status);
  case P2PID_ERRAND_DELETE: /* whatever it says, nothing follows */
    relay->phase = P2PID_PHASE_OVER;
    return P2PID_OK;
  case P2PID_ERRAND_NONE:
  default:
    return P2PID_ERR_RELAY;
  }
}

static void
answered (p2pid_relay *relay, p2pid_relay_lane *lane, int64_t now)
{
  long status = p2pid_request_status (&lane->request);
  p2pid_err err;

  if (lane->request.crowded) {
    p2pid_exchange_fail (relay, P2PID_ERR_CROWDED);
    return;
  }
  if (status == 503 && p2pid_answer_get_problem (p2pid_request_body (
                           &lane->request)) == P2PID_PROBLEM_FULL) {
    p2pid_exchange_fail (relay, P2PID_ERR_BUSY);
    return;
  }
  if (status == 429 || status >= 500) {
    try_again (relay, lane, P2PID_ERR_BUSY, now);
    return;
  }
  reached (relay, lane);
  err = understand (relay, lane, status, now);
  if (err != P2PID_OK)
    p2pid_exchange_fail (relay, err);
}

void
p2pid_exchange_end (p2pid_relay *relay,
                    p2pid_request *request,
                    CURLcode code,
                    int64_t now)
{
  p2pid_relay_lane *lane =
      request == &relay->in.request ? &relay->in : &relay->out;
  p2pid_err err = p2pid_request_result (request, code);

  p2pid_request_stop (request, relay->multi);
  if (err == P2PID_OK)
    answered (relay, lane, now);
  else if (err == P2PID_ERR_OFFLINE)
    try_again (relay, lane, err, now);
  else
    p2pid_exchange_fail (relay, err);
  p2pid_request_forget (request);
}
