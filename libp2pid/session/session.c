/* The door of a session: made, fed, emptied, freed (PROTOCOL.md §4–§8). */

#include "session/machine.h"

#include "session/compare.h"
#include "wire/account-names.h"
#include "wire/whole.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Whether the two can meet so. */
static bool
names_a_meeting (const p2pid_session_config *config)
{
  const char *origin = config->origin;

  if ((config->code == NULL) == (config->invitation == NULL))
    return false;
  if (config->code != NULL)
    return origin != NULL && p2pid_origin_is_normal (origin) &&
           p2pid_code_is_whole (config->code);
  return p2pid_invitation_is_whole (config->invitation) &&
         (origin == NULL || strcmp (origin, config->invitation->origin) == 0);
}

static p2pid_err
check_config (const p2pid_session_config *config)
{
  p2pid_public_key bound;
  p2pid_err err;

  if ((config->side != P2PID_SIDE_HOST && config->side != P2PID_SIDE_GUEST) ||
      p2pid_account_check (&config->account) != P2PID_OK ||
      !names_a_meeting (config) ||
      (config->key == NULL) != (config->binding == NULL) ||
      config->anchors == NULL || config->patience < 0)
    return P2PID_ERR_ARGUMENT;
  if (config->key == NULL)
    return P2PID_OK;

  err = p2pid_binding_key (config->binding, &bound);
  if (err != P2PID_OK)
    return err;
  return memcmp (&bound, p2pid_key_public (config->key), sizeof bound) == 0
             ? P2PID_OK
             : P2PID_ERR_ARGUMENT;
}

/* Post what the handshake owes. */
static p2pid_err
greet (p2pid_session *session)
{
  p2pid_buffer *message = NULL;
  p2pid_err err = p2pid_tunnel_greet (session->tunnel, &message);

  if (err == P2PID_OK && message != NULL)
    p2pid_session_post (session, message);
  return err;
}

p2pid_err
p2pid_session_new (const p2pid_session_config *config,
                   int64_t now,
                   p2pid_session **out_session)
{
  p2pid_session *session = NULL;
  p2pid_err err = check_config (config);

  if (err != P2PID_OK)
    goto out;
  err = P2PID_ERR_MEMORY;
  session = calloc (1, sizeof *session);
  if (session == NULL)
    goto out;

  session->side = config->side;
  session->account = config->account;
  session->anchors = config->anchors;
  session->key = config->key;
  session->binding = config->binding;
  session->patience =
      config->patience > 0 ? config->patience : P2PID_SESSION_PATIENCE;
  session->turns.turn = P2PID_TURN_HANDSHAKE;
  session->last = now;
  session->end = INT64_MAX;

  err = p2pid_text_copy (config->own_name, &session->own_name);
  if (err == P2PID_OK)
    err = p2pid_tunnel_new (config->side, config->origin, config->code,
                            config->invitation, &session->tunnel);
  if (err == P2PID_OK)
    err = greet (session);
  if (err != P2PID_OK)
    goto out;

  *out_session = session;
  session = NULL;

out:
  p2pid_session_free (session);
  return err;
}

const char *
p2pid_session_mailbox (const p2pid_session *session)
{
  return p2pid_tunnel_mailbox (session->tunnel);
}

/* Which reason an error gives for stopping. */
static p2pid_stop
stop_for (p2pid_err err)
{
  switch (err) {
  case P2PID_ERR_CHANNELS:
  case P2PID_ERR_ROLES:
  case P2PID_ERR_PLACES:
  case P2PID_ERR_START:
  case P2PID_ERR_TAILS:
    return P2PID_STOP_ACCOUNTS;
  case P2PID_ERR_CLOCK:
    return P2PID_STOP_CLOCK;
  case P2PID_ERR_FORGED:
  case P2PID_ERR_MISMATCH:
  case P2PID_ERR_REFLECTED:
    return P2PID_STOP_PROOF;
  case P2PID_ERR_MEMORY:
    return P2PID_STOP_ENDED; /* nobody's doing */
  default:
    return P2PID_STOP_PROTOCOL;
  }
}

/* A guest who does not share the secret. It is told, so that it can ask for
 * the new code; what exactly was wrong with its message is nobody's business.
 */
static p2pid_err
refuse (p2pid_session *session, p2pid_err err, int64_t now)
{
  p2pid_buffer *refusal = NULL;

  if (err != P2PID_ERR_VERSION && err != P2PID_ERR_MEMORY)
    err = P2PID_ERR_WRONG_CODE;
  if (p2pid_tunnel_refusal (&refusal) == P2PID_OK)
    p2pid_session_post (session, refusal);
  p2pid_session_end (session, err, stop_for (err), err != P2PID_ERR_MEMORY,
                     now);
  return err;
}

/* The other side is there: begin to talk. */
static p2pid_err
join (p2pid_session *session, int64_t now)
{
  session->joined = true;
  session->end = now + P2PID_SESSION_LIFE;
  p2pid_session_emit (session, P2PID_EVENT_JOINED, now);
  return p2pid_session_enter (session, P2PID_TURN_HOST_ACCOUNT, now);
}

static p2pid_err
receive_handshake (p2pid_session *session, p2pid_bytes message, int64_t now)
{
  p2pid_buffer *plain = NULL;
  p2pid_err err = p2pid_tunnel_receive (session->tunnel, message, &plain);

  if (err != P2PID_OK && session->side == P2PID_SIDE_HOST)
    return refuse (session, err, now);
  if (err != P2PID_OK && err != P2PID_ERR_MEMORY)
    p2pid_session_end (session, err, P2PID_STOP_PROTOCOL, true, now);
  if (err != P2PID_OK)
    return err;

  session->last = now;
  if (!p2pid_tunnel_open (session->tunnel))
    return greet (session);
  if (plain == NULL)
    return join (session, now);

  p2pid_transcript_begin (&session->transcript,
                          p2pid_tunnel_handshake_hash (session->tunnel));
  err = join (session, now);
  if (err == P2PID_OK)
    err = p2pid_session_hear (session, p2pid_buffer_bytes (plain), now);
  p2pid_buffer_free (plain);
  return err;
}

static p2pid_err
receive_record (p2pid_session *session, p2pid_bytes message, int64_t now)
{
  p2pid_buffer *plain = NULL;
  p2pid_err err = p2pid_tunnel_receive (session->tunnel, message, &plain);

  /* Not the other's doing: the relay, or somebody at it. */
  if (err != P2PID_OK && err != P2PID_ERR_MEMORY)
    p2pid_session_end (session, err, P2PID_STOP_PROTOCOL, false, now);
  if (err == P2PID_OK)
    err = p2pid_session_hear (session, p2pid_buffer_bytes (plain), now);
  p2pid_buffer_free (plain);
  return err;
}

p2pid_err
p2pid_session_receive (p2pid_session *session, p2pid_bytes message, int64_t now)
{
  p2pid_err err;

  if (session->turns.turn == P2PID_TURN_ENDED)
    return P2PID_ERR_STATE;
  err = session->turns.turn == P2PID_TURN_HANDSHAKE
            ? receive_handshake (session, message, now)
            : receive_record (session, message, now);
  if (err != P2PID_OK)
    p2pid_session_end (session, err, stop_for (err), false, now);
  return err;
}

/* Whether a person, not a program, is to say the next thing. */
static bool
awaits_a_person (const p2pid_session *session)
{
  return session->turns.turn == P2PID_TURN_FIRST ||
         session->turns.turn == P2PID_TURN_SECOND ||
         session->turns.turn == P2PID_TURN_CLOSING;
}

/* Whether the next thing is this side's own user to say: then the other side
 * is the one that waits. */
static bool
awaits_own_user (const p2pid_session *session)
{
  p2pid_side side = session->side, first = session->turns.first;

  switch (session->turns.turn) {
  case P2PID_TURN_FIRST:
  case P2PID_TURN_SECOND_SHOWN:
    return side == first;
  case P2PID_TURN_SECOND:
  case P2PID_TURN_FIRST_SHOWN:
    return side != first;
  case P2PID_TURN_CLOSING:
    return !session->closing[side].finished;
  default:
    return false;
  }
}

int64_t
p2pid_session_deadline (const p2pid_session *session)
{
  int64_t wait =
      awaits_a_person (session) ? session->patience : P2PID_SESSION_ANSWER;

  if (session->turns.turn == P2PID_TURN_ENDED)
    return INT64_MAX;
  /* How long a host waits for its guest is the code's matter. */
  if (!session->joined && session->side == P2PID_SIDE_HOST)
    return INT64_MAX;
  if (awaits_own_user (session) || session->last > session->end - wait)
    return session->end;
  return session->last + wait;
}

void
p2pid_session_advance (p2pid_session *session, int64_t now)
{
  if (now >= p2pid_session_deadline (session))
    p2pid_session_end (session, P2PID_ERR_TIMEOUT, P2PID_STOP_TIMEOUT, false,
                       now);
}

p2pid_buffer *
p2pid_session_take_message (p2pid_session *session)
{
  p2pid_buffer *message = session->messages[0];

  if (session->message_count == 0)
    return NULL;
  session->message_count--;
  memmove (session->messages, session->messages + 1,
           session->message_count * sizeof session->messages[0]);
  return message;
}

bool
p2pid_session_take_event (p2pid_session *session, p2pid_event *out_event)
{
  if (session->event_count == 0)
    return false;
  *out_event = session->events[0];
  session->event_count--;
  memmove (session->events, session->events + 1,
           session->event_count * sizeof session->events[0]);
  return true;
}

bool
p2pid_session_ended (const p2pid_session *session)
{
  return session->turns.turn == P2PID_TURN_ENDED;
}

void
p2pid_session_free (p2pid_session *session)
{
  if (session == NULL)
    return;
  for (size_t i = 0; i < session->message_count; i++)
    p2pid_buffer_free (session->messages[i]);
  p2pid_transcript_clear (&session->transcript);
  p2pid_tunnel_free (session->tunnel);
  p2pid_identity_free (session->peer);
  p2pid_buffer_free (session->receipt);
  free (session->own_name);
  free (session->audience);
  free (session->purpose);
  sodium_memzero (session, sizeof *session);
  free (session);
}
