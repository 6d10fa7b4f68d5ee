/* Sides and people for the tests of the session. */

#include "fixture.h"

#include "p2pid/identity.h"

#include <string.h>

person
person_new (const char *name)
{
  p2pid_test_person facts = { .name = name,
                              .birthdate = "1980-02-29",
                              .personal_number = "198002299999" };
  person who = { .name = name };

  ck_assert_int_eq (p2pid_key_new (&who.key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (who.key),
                                              &facts, NOW - 3600, 90 * 86400,
                                              &who.binding),
                    P2PID_OK);
  return who;
}

void
person_free (person *who)
{
  p2pid_key_free (who->key);
  p2pid_binding_free (who->binding);
}

p2pid_anchors *
test_anchors (void)
{
  p2pid_anchors *anchors = NULL;

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  return anchors;
}

const p2pid_code *
the_code (void)
{
  static p2pid_code code;

  if (code.digits[0] == '\0')
    for (char check = '0'; check <= '9'; check++) {
      char text[] = { '4', '7', '1', '1', '2', '2', '3', check, '\0' };

      if (p2pid_code_parse (text, &code) == P2PID_OK)
        break;
    }
  ck_assert_uint_eq (strlen (code.digits), 8);
  return &code;
}

const p2pid_invitation *
the_invitation (void)
{
  static p2pid_invitation invitation = { .origin = ORIGIN };

  memset (invitation.secret, 0x5a, sizeof invitation.secret);
  return &invitation;
}

p2pid_session_config
phone_config (p2pid_side on,
              p2pid_role role,
              const person *who,
              const p2pid_anchors *anchors)
{
  return (p2pid_session_config){
    .side = on,
    .account = { .channel = P2PID_CHANNEL_PHONE,
                 .role = role,
                 .place = role == P2PID_ROLE_CALLER ? P2PID_PLACE_FIRST
                                                    : P2PID_PLACE_SECOND },
    .origin = ORIGIN,
    .code = the_code (),
    .anchors = anchors,
    .key = who ? who->key : NULL,
    .binding = who ? who->binding : NULL,
    .own_name = who ? who->name : NULL,
  };
}

p2pid_session_config
invited_config (p2pid_side on,
                p2pid_place place,
                const person *who,
                const p2pid_anchors *anchors)
{
  p2pid_session_config config =
      phone_config (on, P2PID_ROLE_NONE, who, anchors);

  config.account.channel = P2PID_CHANNEL_ONLINE;
  config.account.place = place;
  config.code = NULL;
  config.invitation = the_invitation ();
  return config;
}

static void
note (party *side, const p2pid_event *event)
{
  heard *told = side->events + side->count++;

  ck_assert_uint_lt (side->count, 64);
  told->kind = event->kind;
  told->err = event->err;
  told->stop = event->stop;
  told->outcome = event->outcome;
  told->by_peer = event->by_peer;
  told->place = event->place;
  told->compared = event->compared;
  told->match = event->audience_match;
  if (event->identity != NULL) {
    strncpy (told->name, p2pid_identity_fact (event->identity, P2PID_FACT_NAME),
             sizeof told->name - 1);
    told->key = *p2pid_identity_key (event->identity);
  }
  if (event->audience != NULL)
    strncpy (told->audience, event->audience, sizeof told->audience - 1);
  if (event->purpose != NULL)
    strncpy (told->purpose, event->purpose, sizeof told->purpose - 1);
  if (event->kind == P2PID_EVENT_RECEIPT) {
    ck_assert_ptr_null (side->receipt);
    ck_assert_int_eq (p2pid_buffer_new (event->bytes.size, &side->receipt),
                      P2PID_OK);
    memcpy (side->receipt->data, event->bytes.data, event->bytes.size);
  }
}

void
side_begin (party *side, const p2pid_session_config *config)
{
  memset (side, 0, sizeof *side);
  ck_assert_int_eq (p2pid_session_new (config, NOW, &side->session), P2PID_OK);
  side_collect (side);
}

void
side_collect (party *side)
{
  bool show = false;
  p2pid_event event;
  p2pid_buffer *message;

  while (p2pid_session_take_event (side->session, &event)) {
    note (side, &event);
    show |= event.kind == P2PID_EVENT_IDENTIFIED ||
            event.kind == P2PID_EVENT_CANNOT_CHECK;
  }
  if (show && !side->keeps_quiet && !p2pid_session_ended (side->session))
    ck_assert_int_eq (p2pid_session_shown (side->session, NOW), P2PID_OK);
  while ((message = p2pid_session_take_message (side->session)) != NULL) {
    ck_assert_uint_lt (side->said, 32);
    side->out[side->said++] = message;
  }
  if (show)
    side_collect (side);
}

p2pid_err
side_hear (party *side, p2pid_bytes message, int64_t now)
{
  p2pid_err err = p2pid_session_receive (side->session, message, now);

  side_collect (side);
  return err;
}

void
side_end (party *side)
{
  for (size_t i = 0; i < side->said; i++)
    p2pid_buffer_free (side->out[i]);
  p2pid_buffer_free (side->receipt);
  p2pid_session_free (side->session);
}

void
carry (party *a, party *b)
{
  side_collect (a);
  side_collect (b);
  while (a->carried < a->said || b->carried < b->said) {
    if (a->carried < a->said)
      side_hear (b, p2pid_buffer_bytes (a->out[a->carried++]), NOW);
    if (b->carried < b->said)
      side_hear (a, p2pid_buffer_bytes (b->out[b->carried++]), NOW);
  }
}

const heard *
event_of (const party *side, p2pid_event_kind kind)
{
  for (size_t i = side->count; i > 0; i--)
    if (side->events[i - 1].kind == kind)
      return side->events + i - 1;
  return NULL;
}

const heard *
ending_of (const party *side)
{
  const heard *last = side->count > 0 ? side->events + side->count - 1 : NULL;

  if (last == NULL ||
      (last->kind != P2PID_EVENT_FINISHED && last->kind != P2PID_EVENT_STOPPED))
    return NULL;
  return last;
}

void
side_stopped (const party *side, p2pid_err err, p2pid_stop reason, bool by_peer)
{
  const heard *ending = ending_of (side);

  ck_assert_ptr_nonnull (ending);
  ck_assert_int_eq (ending->kind, P2PID_EVENT_STOPPED);
  ck_assert_str_eq (p2pid_err_name (ending->err), p2pid_err_name (err));
  ck_assert_str_eq (p2pid_stop_name (ending->stop), p2pid_stop_name (reason));
  ck_assert_int_eq (ending->outcome, p2pid_stop_outcome (reason, err));
  ck_assert_int_eq (ending->by_peer, by_peer);
  HAS_NOT (side, P2PID_EVENT_FINISHED);
}
