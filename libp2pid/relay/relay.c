/* The mailbox client: the object, and the one loop that waits. */

#include "relay/relay.h"

#include "base/encoding.h"
#include "base/secret.h"
#include "relay/exchange.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <time.h>

/* The longest that one poll of the sockets may last; the loop goes on then. */
#define POLL_MAX 3600000 /* milliseconds */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool curl_is_there;

static void
init_curl (void)
{
  curl_is_there = curl_global_init (CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* Monotonic milliseconds: waiting must not jump with the clock on the wall. */
static int64_t
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The shape only; p2pid_origin_parse() made it. Nothing in it may end the host
 * and begin a path, a user or a header. */
static bool
is_origin (const char *text)
{
  static const char taken[] = "abcdefghijklmnopqrstuvwxyz0123456789.-:[]";
  size_t scheme = strncmp (text, "https://", 8) == 0  ? 8
                  : strncmp (text, "http://", 7) == 0 ? 7
                                                      : 0;
  size_t size = strlen (text);

  return scheme > 0 && size > scheme && size <= P2PID_RELAY_ORIGIN_MAX &&
         strspn (text + scheme, taken) == size - scheme;
}

static p2pid_err
fill (p2pid_relay *relay, const char *origin)
{
  p2pid_err err = p2pid_text_copy (origin, &relay->origin);

  relay->multi = curl_multi_init ();
  if (err == P2PID_OK && relay->multi == NULL)
    err = P2PID_ERR_MEMORY;
  if (err == P2PID_OK)
    err = p2pid_request_init (&relay->out.request, origin);
  if (err == P2PID_OK)
    err = p2pid_request_init (&relay->in.request, origin);
  if (err == P2PID_OK &&
      curl_multi_setopt (relay->multi, CURLMOPT_MAXCONNECTS, 2L) != CURLM_OK)
    err = P2PID_ERR_MEMORY;
  return err;
}

p2pid_err
p2pid_relay_new (const char *origin, p2pid_relay **out_relay)
{
  p2pid_relay *relay = NULL;
  p2pid_err err;

  if (!is_origin (origin))
    return P2PID_ERR_FORMAT;
  pthread_once (&once, init_curl);
  if (!curl_is_there)
    return P2PID_ERR_MEMORY;

  err = p2pid_secret_new (sizeof *relay, (void **) &relay);
  if (err != P2PID_OK)
    goto out;
  err = fill (relay, origin);
  if (err != P2PID_OK)
    goto out;

  *out_relay = relay;
  relay = NULL; /* the caller's now */

out:
  p2pid_relay_free (relay);
  return err;
}

void
p2pid_relay_open_code (p2pid_relay *relay)
{
  assert (relay->phase == P2PID_PHASE_NONE);
  relay->host = true;
  relay->phase = P2PID_PHASE_OPENING;
}

void
p2pid_relay_claim_code (p2pid_relay *relay, const char *nameplate)
{
  assert (relay->phase == P2PID_PHASE_NONE);
  assert (strlen (nameplate) < sizeof relay->place.nameplate);
  memcpy (relay->place.nameplate, nameplate, strlen (nameplate) + 1);
  relay->phase = P2PID_PHASE_CLAIMING;
}

/* The first to come with a token claims the side, so that a token of one's own
 * is as good as one of the relay's. */
static void
make_token (char out[44])
{
  uint8_t token[32];

  randombytes_buf (token, sizeof token);
  sodium_bin2base64 (out, 44, token, sizeof token,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (token, sizeof token);
}

void
p2pid_relay_use_mailbox (p2pid_relay *relay, const char *id, bool host)
{
  assert (relay->phase == P2PID_PHASE_NONE);
  assert (strlen (id) == sizeof relay->place.mailbox - 1);
  memcpy (relay->place.mailbox, id, sizeof relay->place.mailbox);
  make_token (relay->place.token);
  relay->host = host;
  relay->phase = P2PID_PHASE_INSIDE;
}

p2pid_err
p2pid_relay_put (p2pid_relay *relay, p2pid_bytes message)
{
  p2pid_err err;

  if (message.size == 0 || message.size > P2PID_RELAY_MESSAGE_MAX ||
      relay->queued == P2PID_RELAY_SLOTS)
    return P2PID_ERR_SIZE;
  err = p2pid_buffer_copy (message, &relay->outbox[relay->queued]);
  if (err == P2PID_OK)
    relay->queued++;
  return err;
}

static bool
take_event (p2pid_relay *relay, p2pid_relay_event *out_event)
{
  if (relay->event_count == 0)
    return false;
  *out_event = relay->events[0];
  relay->event_count--;
  memmove (relay->events, relay->events + 1,
           relay->event_count * sizeof *relay->events);
  return true;
}

static void
collect (p2pid_relay *relay)
{
  CURLMsg *message;
  int left;

  while ((message = curl_multi_info_read (relay->multi, &left)) != NULL) {
    CURLcode code = message->data.result; /* the message goes with its handle */
    p2pid_request *request = NULL;

    curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE,
                       (char **) &request);
    p2pid_exchange_end (relay, request, code, now_ms ());
  }
}

/* Send, receive and understand all that can be now. */
static void
advance (p2pid_relay *relay)
{
  int running;

  p2pid_exchange_start (relay, now_ms ());
  if (curl_multi_perform (relay->multi, &running) != CURLM_OK)
    p2pid_exchange_fail (relay, P2PID_ERR_MEMORY);
  collect (relay);
}

/* Wait for the sockets, for a wake, or until it is time to ask again; no
 * longer than until @end. */
static void
rest (p2pid_relay *relay, int64_t end)
{
  int64_t now = now_ms (), next = p2pid_exchange_next (relay);

  if (next > end)
    next = end;
  if (next <= now)
    return;
  next = next - now < POLL_MAX ? next - now : POLL_MAX;
  if (curl_multi_poll (relay->multi, NULL, 0, (int) next, NULL) != CURLM_OK)
    p2pid_exchange_fail (relay, P2PID_ERR_MEMORY);
}

/* The flag is looked at before each rest, and raised before the rest is
 * broken: whichever comes first, the call is not missed. */
void
p2pid_relay_wait (p2pid_relay *relay,
                  int milliseconds,
                  p2pid_relay_event *out_event)
{
  int64_t end = milliseconds < 0 ? INT64_MAX : now_ms () + milliseconds;

  for (;;) {
    if (atomic_exchange (&relay->woken, false)) {
      *out_event = (p2pid_relay_event){ .kind = P2PID_RELAY_WOKEN };
      return;
    }
    if (take_event (relay, out_event))
      return;
    advance (relay);
    if (relay->event_count > 0)
      continue;
    if (now_ms () >= end)
      break;
    rest (relay, end);
  }
  *out_event = (p2pid_relay_event){ .kind = P2PID_RELAY_TIMEOUT };
}

void
p2pid_relay_wake (p2pid_relay *relay)
{
  atomic_store (&relay->woken, true);
  curl_multi_wakeup (relay->multi);
}

static void
drop_events (p2pid_relay *relay)
{
  p2pid_relay_event event;

  while (take_event (relay, &event))
    p2pid_buffer_free (event.message);
}

/* Whether something is left to do before one goes. */
static bool
is_busy (const p2pid_relay *relay)
{
  return relay->phase == P2PID_PHASE_INSIDE &&
         (relay->sent < relay->queued || relay->closing);
}

/* Nothing is listened to any more, and nothing told. */
static void
go (p2pid_relay *relay, int milliseconds)
{
  int64_t end = now_ms () + milliseconds;

  p2pid_request_stop (&relay->in.request, relay->multi);
  relay->leaving = true;
  while (is_busy (relay) && now_ms () < end) {
    advance (relay);
    drop_events (relay);
    if (is_busy (relay))
      rest (relay, end);
  }
  p2pid_exchange_stop (relay);
  drop_events (relay);
}

void
p2pid_relay_close (p2pid_relay *relay, int milliseconds)
{
  drop_events (relay);
  relay->closing = true;
  go (relay, milliseconds);
}

void
p2pid_relay_leave (p2pid_relay *relay, int milliseconds)
{
  drop_events (relay);
  go (relay, milliseconds);
}

void
p2pid_relay_free (p2pid_relay *relay)
{
  if (relay == NULL)
    return;
  if (relay->multi != NULL) {
    p2pid_request_stop (&relay->out.request, relay->multi);
    p2pid_request_stop (&relay->in.request, relay->multi);
  }
  p2pid_request_wipe (&relay->out.request);
  p2pid_request_wipe (&relay->in.request);
  curl_multi_cleanup (relay->multi);
  drop_events (relay);
  for (unsigned i = 0; i < P2PID_RELAY_SLOTS; i++)
    p2pid_buffer_free (relay->outbox[i]);
  free (relay->origin);
  p2pid_secret_free (relay);
}
