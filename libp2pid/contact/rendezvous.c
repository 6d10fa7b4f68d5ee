/*
 * How the two get together.
 *
 *   CODE        open a mailbox -> nameplate -> code -> session as host
 *   TYPED       claim the mailbox behind the nameplate -> session as guest
 *   INVITATION  secret -> session as host -> its mailbox
 *   INVITED     secret -> session as guest -> its mailbox
 *
 * A code lives minutes and works once, so that its host makes another by
 * itself as often as it takes: when its time is over, and when it was burnt by
 * somebody who guessed. The person only sees that the digits have changed.
 */

#include "contact/clock.h"
#include "contact/state.h"

#include <sodium.h>

/* Seconds for which a host shows codes that nobody uses. */
#define CODES_FOR 3600

/* Seconds that a guest tries to reach a relay, if it has no other limit. */
#define REACH_FOR 600

static p2pid_err
make_session (p2pid_contact *contact, bool by_code)
{
  const p2pid_contact_config *config = &contact->config;
  p2pid_session_config session = {
    .side = contact->side,
    .account = config->account,
    .origin = contact->origin,
    .code = by_code ? &contact->code : NULL,
    .invitation = by_code ? NULL : &contact->invitation,
    .anchors = config->anchors,
    .key = config->key,
    .binding = config->binding,
    .patience = config->patience,
  };

  if (contact->own != NULL)
    session.own_name = p2pid_identity_fact (contact->own, P2PID_FACT_NAME);
  return p2pid_session_new (&session, p2pid_clock_now (), &contact->session);
}

static p2pid_err
make_relay (p2pid_contact *contact)
{
  p2pid_relay *relay = NULL;
  p2pid_err err = p2pid_relay_new (contact->origin, &relay);

  if (err == P2PID_OK)
    p2pid_contact_set_relay (contact, relay);
  return err;
}

static p2pid_err
open_code (p2pid_contact *contact)
{
  p2pid_err err = make_relay (contact);

  contact->code_until = INT64_MAX;
  if (err == P2PID_OK)
    p2pid_relay_open_code (contact->relay);
  return err;
}

static void
tell_invitation (p2pid_contact *contact, const p2pid_buffer *text)
{
  p2pid_event event = { .kind = P2PID_EVENT_INVITATION,
                        .time = p2pid_clock_now (),
                        .text = (const char *) text->data };

  p2pid_contact_tell (contact, &event);
}

static p2pid_err
use_invitation (p2pid_contact *contact)
{
  p2pid_buffer *text = NULL;
  p2pid_err err = make_session (contact, false);

  if (err == P2PID_OK)
    err = make_relay (contact);
  if (err == P2PID_OK && contact->side == P2PID_SIDE_HOST)
    err = p2pid_invitation_print (&contact->invitation, &text);
  if (err != P2PID_OK)
    return err;
  p2pid_relay_use_mailbox (contact->relay,
                           p2pid_session_mailbox (contact->session),
                           contact->side == P2PID_SIDE_HOST);
  if (text != NULL)
    tell_invitation (contact, text);
  p2pid_buffer_free (text);
  return P2PID_OK;
}

p2pid_err
p2pid_rendezvous_begin (p2pid_contact *contact)
{
  p2pid_err err = P2PID_OK;

  contact->begun = p2pid_clock_now ();
  contact->code_until = INT64_MAX;
  switch (contact->config.start) {
  case P2PID_START_CODE:
    return open_code (contact);
  case P2PID_START_INVITATION:
    err = p2pid_invitation_new (contact->origin, &contact->invitation);
    return err == P2PID_OK ? use_invitation (contact) : err;
  case P2PID_START_TYPED:
    err = make_relay (contact);
    if (err == P2PID_OK)
      p2pid_relay_claim_code (contact->relay, contact->code.nameplate);
    return err;
  case P2PID_START_INVITED:
    return use_invitation (contact);
  }
  return P2PID_ERR_ARGUMENT;
}

p2pid_err
p2pid_rendezvous_opened (p2pid_contact *contact,
                         const p2pid_relay_event *opened)
{
  int64_t now = p2pid_clock_now ();
  char pairs[P2PID_CODE_TEXT_SIZE];
  p2pid_event event = { .kind = P2PID_EVENT_CODE,
                        .time = now,
                        .err = contact->code_lost,
                        .code = &contact->code,
                        .text = pairs };
  p2pid_err err = p2pid_code_new (opened->nameplate, &contact->code);

  if (err == P2PID_ERR_FORMAT) /* a nameplate that no code begins with */
    return P2PID_ERR_RELAY;
  if (err == P2PID_OK)
    err = make_session (contact, true);
  if (err != P2PID_OK)
    return err;
  contact->code_until = now + opened->lifetime;
  p2pid_code_print (&contact->code, pairs);
  p2pid_contact_tell (contact, &event);
  sodium_memzero (pairs, sizeof pairs);
  return P2PID_OK;
}

p2pid_err
p2pid_rendezvous_claimed (p2pid_contact *contact)
{
  return make_session (contact, true);
}

static void
forget_code (p2pid_contact *contact)
{
  p2pid_session_free (contact->session);
  contact->session = NULL;
  sodium_memzero (&contact->code, sizeof contact->code);
}

/* Leave the old mailbox, where a guest may still have to be told, and open
 * another. */
static p2pid_err
renew (p2pid_contact *contact, p2pid_err why)
{
  forget_code (contact);
  contact->code_lost = why;
  p2pid_contact_leave (contact);
  contact->met = contact->spoke_last = false;
  return open_code (contact);
}

p2pid_err
p2pid_rendezvous_burnt (p2pid_contact *contact)
{
  int64_t now = p2pid_clock_now ();
  int64_t *burnt = contact->burnt;
  p2pid_err why = contact->code_burnt;

  contact->code_burnt = P2PID_OK;
  forget_code (contact);
  memmove (burnt + 1, burnt, (P2PID_CONTACT_BURNT_MAX - 1) * sizeof *burnt);
  burnt[0] = now;
  if (now - burnt[P2PID_CONTACT_BURNT_MAX - 1] < P2PID_CONTACT_BURNT_WITHIN)
    return P2PID_ERR_INTERFERENCE;
  return renew (contact, why);
}

/* Until when one tries at all. A session has times of its own for the rest; so
 * has an invitation, at the relay. */
static int64_t
limit (const p2pid_contact *contact)
{
  if (contact->config.start == P2PID_START_CODE)
    return contact->begun + CODES_FOR;
  if (contact->session == NULL)
    return contact->begun + REACH_FOR;
  return INT64_MAX;
}

p2pid_err
p2pid_rendezvous_advance (p2pid_contact *contact, int64_t now)
{
  if (contact->joined)
    return P2PID_OK;
  if (now >= limit (contact))
    return contact->offline ? P2PID_ERR_OFFLINE : P2PID_ERR_TIMEOUT;
  return now >= contact->code_until ? renew (contact, P2PID_ERR_EXPIRED)
                                    : P2PID_OK;
}

int64_t
p2pid_rendezvous_deadline (const p2pid_contact *contact)
{
  if (contact->joined)
    return INT64_MAX;
  return contact->code_until < limit (contact) ? contact->code_until
                                               : limit (contact);
}
