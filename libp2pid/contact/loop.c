/*
 * The run of a contact: what comes from the relay goes into the session, what
 * comes out of the session goes to the relay and to the program, and what the
 * program decides goes into the session, until one of them ends it.
 */

#include "contact/clock.h"
#include "contact/state.h"

#include <assert.h>

/* Milliseconds to reach the other with the last words. */
#define FAREWELL 2000

/* Longest pause, so that a wall clock that was set is noticed. */
#define PAUSE_MAX 60 /* seconds */

_Static_assert(P2PID_MESSAGE_MAX == P2PID_RELAY_MESSAGE_MAX,
               "the relay takes what a session gives");
_Static_assert(P2PID_ORIGIN_MAX == P2PID_RELAY_ORIGIN_MAX,
               "the relay takes what an origin is");

/* Telling. */

void
p2pid_contact_tell (p2pid_contact *contact, const p2pid_event *event)
{
  contact->config.callback (event, contact->config.user_data);
}

/* Tell the last event. Where the relay is out of reach, silence is not the
 * other side's. */
static void
tell_end (p2pid_contact *contact, const p2pid_event *event)
{
  p2pid_event last = *event;

  assert (!contact->ended);
  if (last.kind == P2PID_EVENT_STOPPED && contact->because != P2PID_OK)
    last.err = contact->because;
  if (last.err == P2PID_ERR_TIMEOUT && contact->offline)
    last.err = P2PID_ERR_OFFLINE;
  if (last.kind == P2PID_EVENT_STOPPED)
    last.outcome = p2pid_stop_outcome (last.stop, last.err);
  contact->ended = true;
  contact->ending = last;
  pthread_mutex_lock (&contact->lock);
  contact->over = true; /* before the program hears of it and decides more */
  pthread_mutex_unlock (&contact->lock);
  p2pid_contact_tell (contact, &last);
}

/* End because of @err. A session, where there is one, has the last word: it
 * tells the other side and gives the event. */
static void
end (p2pid_contact *contact, p2pid_err err)
{
  p2pid_event event = { .kind = P2PID_EVENT_STOPPED,
                        .time = p2pid_clock_now (),
                        .err = err,
                        .stop = P2PID_STOP_ENDED };

  if (contact->ended)
    return;
  if (contact->because == P2PID_OK)
    contact->because = err;
  if (contact->session != NULL)
    p2pid_session_stop (contact->session, P2PID_STOP_ENDED, event.time);
  else
    tell_end (contact, &event);
}

void
p2pid_contact_set_relay (p2pid_contact *contact, p2pid_relay *relay)
{
  p2pid_relay *old = contact->relay;

  pthread_mutex_lock (&contact->lock);
  contact->relay = relay;
  pthread_mutex_unlock (&contact->lock);
  p2pid_relay_free (old);
}

/* Relays change with each code; the program is told of the difference only. */
static void
tell_reach (p2pid_contact *contact, bool offline, p2pid_err why)
{
  p2pid_event event = { .kind =
                            offline ? P2PID_EVENT_OFFLINE : P2PID_EVENT_ONLINE,
                        .time = p2pid_clock_now (),
                        .err = why };

  if (contact->offline == offline)
    return;
  contact->offline = offline;
  p2pid_contact_tell (contact, &event);
}

/* From the session. */

static void
note (p2pid_contact *contact, const p2pid_event *event)
{
  const p2pid_contact_config *config = &contact->config;

  if (event->kind == P2PID_EVENT_JOINED)
    contact->joined = true;
  if (event->kind == P2PID_EVENT_TURN && event->place == P2PID_PLACE_FIRST &&
      !config->ask_before_first)
    contact->turn_due = true;
  if (p2pid_memory_note (&contact->memory, event) != P2PID_OK)
    end (contact, P2PID_ERR_MEMORY);
}

static bool
is_wrong_code (const p2pid_contact *contact, const p2pid_event *event)
{
  return contact->config.start == P2PID_START_CODE && !contact->joined &&
         event->kind == P2PID_EVENT_STOPPED &&
         event->err == P2PID_ERR_WRONG_CODE;
}

static void
take_event (p2pid_contact *contact, const p2pid_event *event)
{
  if (is_wrong_code (contact, event)) {
    contact->code_burnt = event->err;
    return;
  }
  note (contact, event);
  if (event->kind == P2PID_EVENT_FINISHED || event->kind == P2PID_EVENT_STOPPED)
    tell_end (contact, event);
  else
    p2pid_contact_tell (contact, event);
}

static void
post_messages (p2pid_contact *contact)
{
  p2pid_buffer *message;

  while ((message = p2pid_session_take_message (contact->session)) != NULL) {
    p2pid_err err =
        p2pid_relay_put (contact->relay, p2pid_buffer_bytes (message));

    p2pid_buffer_free (message);
    contact->spoke_last = true;
    if (err != P2PID_OK)
      end (contact, err);
  }
}

static void
present_first (p2pid_contact *contact)
{
  const p2pid_contact_config *config = &contact->config;
  int64_t now = p2pid_clock_now ();
  p2pid_err err;

  contact->turn_due = false;
  if (config->key != NULL)
    err = p2pid_session_identify (contact->session, config->facts,
                                  contact->audience, contact->purpose, now);
  else
    err = p2pid_session_decline (contact->session, now);
  if (err != P2PID_OK)
    end (contact, err);
}

/* Empty the session: first what the other waits for, then what the program
 * does; and again, where one's turn was taken at once. */
static void
empty_session (p2pid_contact *contact)
{
  p2pid_event event;

  if (contact->session == NULL)
    return;
  do {
    if (contact->turn_due)
      present_first (contact);
    post_messages (contact);
    while (p2pid_session_take_event (contact->session, &event))
      take_event (contact, &event);
    post_messages (contact);
  } while (contact->turn_due && !contact->ended);
}

/* From the program. A decision that comes at the wrong point is refused by the
 * session, and that is the end of it. */

static void
obey (p2pid_contact *contact, const p2pid_decision *decision, bool no_trace)
{
  p2pid_session *session = contact->session;
  int64_t now = p2pid_clock_now ();

  switch (decision->kind) {
  case P2PID_DECISION_IDENTIFY:
    (void) !p2pid_session_identify (session, decision->facts,
                                    decision->audience, decision->purpose, now);
    break;
  case P2PID_DECISION_DECLINE:
    (void) !p2pid_session_decline (session, now);
    break;
  case P2PID_DECISION_SHOWN:
    (void) !p2pid_session_shown (session, now);
    break;
  case P2PID_DECISION_FINISH:
    (void) !p2pid_session_finish (session, decision->receipt && !no_trace, now);
    break;
  case P2PID_DECISION_STOP:
    p2pid_session_stop (session, decision->reason, now);
    break;
  }
}

/* Before there is a session only a stop makes sense. */
static void
take_decision (p2pid_contact *contact,
               const p2pid_decision *decision,
               bool no_trace)
{
  if (contact->session != NULL)
    obey (contact, decision, no_trace);
  else if (decision->kind == P2PID_DECISION_STOP)
    end (contact, P2PID_ERR_STOPPED);
  empty_session (contact);
}

static void
take_decisions (p2pid_contact *contact)
{
  p2pid_decision *decision;
  bool cancelled, no_trace;

  do {
    pthread_mutex_lock (&contact->lock);
    decision = p2pid_decisions_take (&contact->decisions);
    cancelled = contact->cancelled;
    no_trace = contact->no_trace;
    pthread_mutex_unlock (&contact->lock);
    if (cancelled && !contact->ended) {
      end (contact, P2PID_ERR_CANCELLED);
      empty_session (contact);
    }
    if (decision != NULL && !contact->ended)
      take_decision (contact, decision, no_trace);
    p2pid_decision_free (decision);
  } while (decision != NULL);
}

/* From the relay. */

/* A mailbox that is gone before anybody joined took its code with it. */
static bool
loses_code (const p2pid_contact *contact, p2pid_err err)
{
  return contact->config.start == P2PID_START_CODE && !contact->joined &&
         err == P2PID_ERR_GONE;
}

static p2pid_err
take_news (p2pid_contact *contact, p2pid_relay_event *news)
{
  switch (news->kind) {
  case P2PID_RELAY_OPENED:
    return p2pid_rendezvous_opened (contact, news);
  case P2PID_RELAY_CLAIMED:
    return p2pid_rendezvous_claimed (contact);
  case P2PID_RELAY_MESSAGE:
    contact->met = true;
    contact->spoke_last = false;
    (void) !p2pid_session_receive (contact->session,
                                   p2pid_buffer_bytes (news->message),
                                   p2pid_clock_now ());
    return P2PID_OK;
  case P2PID_RELAY_FAILED:
    if (!loses_code (contact, news->err))
      return news->err;
    contact->code_burnt = news->err;
    return P2PID_OK;
  case P2PID_RELAY_OFFLINE:
    tell_reach (contact, true, news->err);
    return P2PID_OK;
  case P2PID_RELAY_SENT:
  case P2PID_RELAY_ONLINE:
  case P2PID_RELAY_WOKEN:
  case P2PID_RELAY_TIMEOUT:
    return P2PID_OK;
  }
  return P2PID_OK;
}

/* Whether the event can only come from a relay that is in reach. A relay that
 * is new says so in no other way. */
static bool
shows_reach (p2pid_relay_event_kind kind)
{
  return kind == P2PID_RELAY_ONLINE || kind == P2PID_RELAY_OPENED ||
         kind == P2PID_RELAY_CLAIMED || kind == P2PID_RELAY_MESSAGE ||
         kind == P2PID_RELAY_SENT;
}

static int
pause_length (const p2pid_contact *contact)
{
  int64_t now = p2pid_clock_now ();
  int64_t until = p2pid_rendezvous_deadline (contact);

  if (contact->session != NULL &&
      p2pid_session_deadline (contact->session) < until)
    until = p2pid_session_deadline (contact->session);
  if (until <= now)
    return 0;
  return (int) (until - now < PAUSE_MAX ? until - now : PAUSE_MAX) * 1000;
}

static void
step (p2pid_contact *contact)
{
  p2pid_relay_event news;
  p2pid_err err;

  p2pid_relay_wait (contact->relay, pause_length (contact), &news);
  if (shows_reach (news.kind))
    tell_reach (contact, false, P2PID_OK);
  err = take_news (contact, &news);
  if (news.kind == P2PID_RELAY_MESSAGE)
    p2pid_buffer_free (news.message);
  if (err == P2PID_OK && contact->session != NULL)
    p2pid_session_advance (contact->session, p2pid_clock_now ());
  empty_session (contact);

  if (err == P2PID_OK && contact->code_burnt != P2PID_OK && !contact->ended)
    err = p2pid_rendezvous_burnt (contact);
  if (err == P2PID_OK && !contact->ended)
    err = p2pid_rendezvous_advance (contact, p2pid_clock_now ());
  if (err != P2PID_OK)
    end (contact, err);
  empty_session (contact);
}

/* Leaving. */

/* Deleting a mailbox takes with it what the other side has not read. Last
 * words cross: both say finish, or sign, at the same time. So it is deleted
 * only where nobody came, or where the other's last word was that it goes;
 * else it is left to the relay, which keeps it for a quarter of an hour. */
void
p2pid_contact_leave (p2pid_contact *contact)
{
  bool other_goes = contact->ending.by_peer && !contact->spoke_last;

  if (contact->relay == NULL)
    return;
  if (contact->met && !other_goes)
    p2pid_relay_leave (contact->relay, FAREWELL);
  else
    p2pid_relay_close (contact->relay, FAREWELL);
  p2pid_contact_set_relay (contact, NULL);
}

/* The whole. */

/* Only to compare what the other calls one with; a binding that does not hold
 * is the other's to complain of. */
static p2pid_err
learn_own_name (p2pid_contact *contact)
{
  p2pid_err err = P2PID_OK;

  if (contact->config.binding != NULL)
    err =
        p2pid_binding_verify (contact->config.binding, contact->config.anchors,
                              p2pid_clock_now (), &contact->own);
  return err == P2PID_ERR_MEMORY ? err : P2PID_OK;
}

static p2pid_err
remember (p2pid_contact *contact)
{
  bool no_trace;

  pthread_mutex_lock (&contact->lock);
  no_trace = contact->no_trace;
  pthread_mutex_unlock (&contact->lock);
  if (no_trace || contact->config.store == NULL)
    return P2PID_OK;
  return p2pid_memory_keep (&contact->memory, &contact->config.account,
                            &contact->ending, contact->config.store);
}

static p2pid_err
result (const p2pid_event *ending)
{
  if (ending->kind == P2PID_EVENT_FINISHED ||
      (ending->by_peer && ending->stop == P2PID_STOP_ENDED))
    return P2PID_OK;
  return ending->err;
}

p2pid_err
p2pid_contact_run (p2pid_contact *contact)
{
  p2pid_err err, kept;
  bool started;

  pthread_mutex_lock (&contact->lock);
  started = contact->started;
  contact->started = true;
  pthread_mutex_unlock (&contact->lock);
  if (started)
    return P2PID_ERR_STATE;

  err = learn_own_name (contact);
  if (err == P2PID_OK)
    err = p2pid_rendezvous_begin (contact);
  if (err != P2PID_OK)
    end (contact, err);
  empty_session (contact);
  take_decisions (contact);
  while (!contact->ended) {
    step (contact);
    take_decisions (contact);
  }

  /* The disk before the network: what both signed is not lost, whatever comes
   * next. */
  kept = remember (contact);
  p2pid_contact_leave (contact);
  err = result (&contact->ending);
  return err == P2PID_OK ? kept : err;
}
