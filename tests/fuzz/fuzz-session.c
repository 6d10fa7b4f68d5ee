/*
 * Messages and records from somebody who sits in the session.
 *
 *   byte 0   & 1: the peer is the caller, else the called
 *            & 2: the first message is cleartext for the handshake
 *   then     size[2, big-endian] | bytes, again and again: with the handshake
 *            done, each is the plain text of one record
 *
 * Whatever comes, a session ends at most once and shows no name: nobody can
 * sign here.
 */

#include "target.h"

#include "harness.h"

#include "session/machine.h"

#include <sodium.h>
#include <stdlib.h>

#define NOW INT64_C (1795523696)

static p2pid_session *
begin (p2pid_side side, const p2pid_anchors *anchors, bool peer_calls)
{
  static const p2pid_code code = { "47112234", "47", "11223" };
  bool caller = (side == P2PID_SIDE_HOST) != peer_calls;
  p2pid_session_config config = {
    .side = side,
    .account = { .channel = P2PID_CHANNEL_PHONE,
                 .role = caller ? P2PID_ROLE_CALLER : P2PID_ROLE_CALLEE,
                 .place = caller ? P2PID_PLACE_FIRST : P2PID_PLACE_SECOND },
    .origin = "https://relay.example",
    .code = &code,
    .anchors = anchors,
  };
  p2pid_session *session = NULL;

  if (p2pid_session_new (&config, NOW, &session) != P2PID_OK)
    abort ();
  return session;
}

static void
pass (p2pid_session *from, p2pid_session *to)
{
  p2pid_buffer *message = p2pid_session_take_message (from);

  if (message == NULL ||
      p2pid_session_receive (to, p2pid_buffer_bytes (message), NOW) != P2PID_OK)
    abort ();
  p2pid_buffer_free (message);
}

static void
check_events (p2pid_session *session)
{
  p2pid_event event;
  p2pid_buffer *message;
  bool ended = false;

  while (p2pid_session_take_event (session, &event)) {
    if (ended || event.kind == P2PID_EVENT_IDENTIFIED ||
        event.kind == P2PID_EVENT_RECEIPT)
      abort ();
    ended =
        event.kind == P2PID_EVENT_STOPPED || event.kind == P2PID_EVENT_FINISHED;
  }
  while ((message = p2pid_session_take_message (session)) != NULL)
    p2pid_buffer_free (message);
}

/* Feed the records; ours is the host, which answered with its account. */
static void
feed (p2pid_session *session, bool cleartext, p2pid_bytes rest)
{
  while (rest.size >= 2 && !p2pid_session_ended (session)) {
    size_t size = (size_t) rest.data[0] << 8 | rest.data[1];
    p2pid_bytes one = { rest.data + 2, rest.size - 2 };

    if (one.size > size)
      one.size = size;
    if (cleartext)
      p2pid_session_receive (session, one, NOW);
    else if (p2pid_session_hear (session, one, NOW) != P2PID_OK)
      p2pid_session_stop (session, P2PID_STOP_PROTOCOL, NOW);
    (void) !p2pid_session_shown (session, NOW);
    (void) !p2pid_session_decline (session, NOW);
    rest = (p2pid_bytes){ one.data + one.size, rest.size - 2 - one.size };
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_session *host, *guest;
  p2pid_anchors *anchors = NULL;

  if (size < 1)
    return 0;
  if (p2pid_anchors_new (&anchors) != P2PID_OK)
    abort ();
  host = begin (P2PID_SIDE_HOST, anchors, data[0] & 1);
  guest = begin (P2PID_SIDE_GUEST, anchors, data[0] & 1);
  if (!(data[0] & 2)) {
    pass (host, guest);
    pass (guest, host);
  }
  feed (host, data[0] & 2, (p2pid_bytes){ data + 1, size - 1 });
  check_events (host);
  p2pid_session_free (host);
  p2pid_session_free (guest);
  p2pid_anchors_free (anchors);
  return 0;
}
