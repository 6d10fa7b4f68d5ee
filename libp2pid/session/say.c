/* What this side says, by itself or because its user decided so. */

#include "session/machine.h"

#include "session/presentation.h"
#include "session/receipt-file.h"
#include "wire/text.h"

p2pid_event *
p2pid_session_emit (p2pid_session *session, p2pid_event_kind kind, int64_t now)
{
  /* A conversation has fewer events than there is room for, even if none is
   * ever taken; the last place is the ending's. */
  size_t at = session->event_count < P2PID_SESSION_EVENTS_MAX
                  ? session->event_count++
                  : P2PID_SESSION_EVENTS_MAX - 1;
  p2pid_event *event = session->events + at;

  *event = (p2pid_event){ .kind = kind,
                          .time = now,
                          .place = session->account.place,
                          .channel = session->account.channel };
  return event;
}

void
p2pid_session_post (p2pid_session *session, p2pid_buffer *message)
{
  if (session->message_count == P2PID_SESSION_MESSAGES_MAX) {
    p2pid_buffer_free (message);
    return;
  }
  session->messages[session->message_count++] = message;
}

/* Seal a body and post it. */
static p2pid_err
post_record (p2pid_session *session, p2pid_record_type type, p2pid_bytes body)
{
  p2pid_buffer *plain = NULL, *message = NULL;
  p2pid_err err = P2PID_ERR_STATE;

  /* Nothing is lost in silence: what cannot be posted is not said. One place
   * is kept free for a stop. */
  if (session->message_count <
      P2PID_SESSION_MESSAGES_MAX - (type != P2PID_RECORD_STOP))
    err = p2pid_record_frame (type, body, &plain);
  if (err == P2PID_OK)
    err = p2pid_tunnel_send (session->tunnel, p2pid_buffer_bytes (plain),
                             &message);
  if (err == P2PID_OK)
    p2pid_session_post (session, message);
  p2pid_buffer_free (plain);
  return err;
}

/* Say something that is in the table of turns. */
p2pid_err
p2pid_session_say (p2pid_session *session,
                   const p2pid_record *record,
                   int64_t now)
{
  p2pid_buffer *body = NULL;
  p2pid_turn next;
  p2pid_err err = P2PID_ERR_STATE;

  if (p2pid_turns_next (&session->turns, session->side, record, &next) !=
      P2PID_OK)
    goto out;
  err = p2pid_record_print (record, &body);
  if (err == P2PID_OK)
    err = post_record (session, record->type, p2pid_buffer_bytes (body));
  /* The host's first record ends the handshake; only then there is an h. */
  if (err == P2PID_OK && session->turns.turn == P2PID_TURN_HOST_ACCOUNT)
    p2pid_transcript_begin (&session->transcript,
                            p2pid_tunnel_handshake_hash (session->tunnel));
  if (err == P2PID_OK)
    err = p2pid_transcript_add (&session->transcript, session->side,
                                record->type, p2pid_buffer_bytes (body));
  if (err == P2PID_OK)
    err = p2pid_session_enter (session, next, now);

out:
  p2pid_buffer_free (body);
  return err;
}

/* Say something of the closing, which no th takes in. */
static p2pid_err
say_outside_of_turns (p2pid_session *session, const p2pid_record *record)
{
  p2pid_buffer *body = NULL;
  p2pid_err err = p2pid_record_print (record, &body);

  if (err == P2PID_OK)
    err = post_record (session, record->type, p2pid_buffer_bytes (body));
  p2pid_buffer_free (body);
  return err;
}

static p2pid_err
say_account (p2pid_session *session, int64_t now)
{
  p2pid_record record = { .type = P2PID_RECORD_ACCOUNT };

  record.account.account = session->account;
  record.account.time = now;
  record.account.tails = session->tails;
  /* The dialled number is the caller's to tell; the own number of who was
   * called stays here, to be compared with it. */
  if (session->account.role != P2PID_ROLE_CALLER)
    record.account.account.tail[0] = '\0';
  return p2pid_session_say (session, &record, now);
}

static p2pid_err
say_plain (p2pid_session *session, p2pid_record_type type, int64_t now)
{
  p2pid_record record = { .type = type };

  if (type == P2PID_RECORD_AGREE)
    record.agree.tails = session->tails;
  return p2pid_session_say (session, &record, now);
}

/* Tell the user of a turn in which a person decides. */
static void
emit_turn (p2pid_session *session, p2pid_side speaker, int64_t now)
{
  if (speaker == session->side)
    p2pid_session_emit (session, P2PID_EVENT_TURN, now);
}

p2pid_err
p2pid_session_enter (p2pid_session *session, p2pid_turn turn, int64_t now)
{
  p2pid_side first = session->turns.first;
  p2pid_side second =
      first == P2PID_SIDE_HOST ? P2PID_SIDE_GUEST : P2PID_SIDE_HOST;

  session->turns.turn = turn;
  session->last = now;
  switch (turn) {
  case P2PID_TURN_HOST_ACCOUNT:
    return session->side == P2PID_SIDE_HOST ? say_account (session, now)
                                            : P2PID_OK;
  case P2PID_TURN_GUEST_ACCOUNT:
    return session->side == P2PID_SIDE_GUEST ? say_account (session, now)
                                             : P2PID_OK;
  case P2PID_TURN_AGREE:
    return session->side == P2PID_SIDE_HOST
               ? say_plain (session, P2PID_RECORD_AGREE, now)
               : P2PID_OK;
  case P2PID_TURN_FIRST:
    p2pid_session_emit (session, P2PID_EVENT_AGREED, now)->compared =
        session->compared;
    emit_turn (session, first, now);
    return P2PID_OK;
  case P2PID_TURN_FIRST_CAME:
    return session->side == second
               ? say_plain (session, P2PID_RECORD_DELIVERED, now)
               : P2PID_OK;
  case P2PID_TURN_SECOND:
    emit_turn (session, second, now);
    return P2PID_OK;
  case P2PID_TURN_SECOND_CAME:
    return session->side == first
               ? say_plain (session, P2PID_RECORD_DELIVERED, now)
               : P2PID_OK;
  case P2PID_TURN_CLOSING:
    p2pid_session_emit (session, P2PID_EVENT_CLOSING, now);
    return P2PID_OK;
  case P2PID_TURN_HANDSHAKE:
  case P2PID_TURN_FIRST_SHOWN:
  case P2PID_TURN_SECOND_SHOWN:
  case P2PID_TURN_ENDED:
    return P2PID_OK;
  }
  return P2PID_OK;
}

/* What was half said can neither be taken back nor said again. */
static p2pid_err
end_in_want (p2pid_session *session, p2pid_err err, int64_t now)
{
  if (err == P2PID_ERR_MEMORY)
    p2pid_session_end (session, err, P2PID_STOP_ENDED, false, now);
  return err;
}

/* A text that one claims; an empty one is none. */
static p2pid_err
check_claim (const char **claim)
{
  if (*claim != NULL && **claim == '\0')
    *claim = NULL;
  if (*claim == NULL)
    return P2PID_OK;
  return p2pid_text_check (p2pid_bytes_from_text (*claim),
                           P2PID_CLAIM_CHARACTERS_MAX);
}

p2pid_err
p2pid_session_identify (p2pid_session *session,
                        p2pid_facts facts,
                        const char *audience,
                        const char *purpose,
                        int64_t now)
{
  p2pid_record record = { .type = P2PID_RECORD_IDENTIFY };
  p2pid_presentation presentation;
  p2pid_binding *shown = NULL;
  p2pid_turn next;
  p2pid_err err;

  if (session->key == NULL || p2pid_turns_next (&session->turns, session->side,
                                                &record, &next) != P2PID_OK)
    return P2PID_ERR_STATE;
  err = check_claim (&audience);
  if (err == P2PID_OK)
    err = check_claim (&purpose);
  if (err == P2PID_OK)
    err = p2pid_binding_select (session->binding, facts, &shown);
  if (err != P2PID_OK)
    return end_in_want (session, err, now);

  presentation = (p2pid_presentation){
    .side = session->side,
    .place = session->account.place,
    .role = session->account.role,
    .th = &session->transcript.th,
    .binding = shown,
    .audience = audience,
    .purpose = purpose,
    .time = now,
  };
  p2pid_binding_to_record (shown, &record);
  record.identify.audience = audience;
  record.identify.purpose = purpose;
  record.identify.time = now;
  err = p2pid_presentation_sign (&presentation, session->key,
                                 &record.identify.signature);
  if (err == P2PID_OK)
    err = p2pid_session_say (session, &record, now);
  if (err == P2PID_OK) {
    session->presented = true;
    p2pid_session_emit (session, P2PID_EVENT_SENT, now);
  }
  p2pid_binding_free (shown);
  return end_in_want (session, err, now);
}

p2pid_err
p2pid_session_decline (p2pid_session *session, int64_t now)
{
  return end_in_want (session, say_plain (session, P2PID_RECORD_DECLINE, now),
                      now);
}

p2pid_err
p2pid_session_shown (p2pid_session *session, int64_t now)
{
  p2pid_record record = { .type = P2PID_RECORD_SHOWN };

  record.shown.err = session->peer_err;
  return end_in_want (session, p2pid_session_say (session, &record, now), now);
}

static p2pid_err
say_finish (p2pid_session *session, bool receipt)
{
  p2pid_closing *own = session->closing + session->side;
  p2pid_record record = { .type = P2PID_RECORD_FINISH };
  p2pid_err err;

  record.finish.th = session->transcript.th;
  record.finish.receipt =
      receipt && session->presented && session->peer != NULL;
  err = say_outside_of_turns (session, &record);
  if (err == P2PID_OK) {
    own->finished = true;
    own->wants_receipt = record.finish.receipt;
  }
  return err;
}

static p2pid_err
say_receipt (p2pid_session *session)
{
  p2pid_closing *own = session->closing + session->side;
  p2pid_record record = { .type = P2PID_RECORD_RECEIPT };
  p2pid_err err = p2pid_receipt_sign (session->side, &session->transcript.th,
                                      session->key, &record.receipt.signature);

  if (err == P2PID_OK)
    err = say_outside_of_turns (session, &record);
  if (err == P2PID_OK) {
    own->has_signed = true;
    own->signature = record.receipt.signature;
  }
  return err;
}

static p2pid_err
write_receipt (p2pid_session *session, int64_t now)
{
  p2pid_err err = p2pid_receipt_write (
      &session->transcript, &session->closing[P2PID_SIDE_HOST].signature,
      &session->closing[P2PID_SIDE_GUEST].signature, &session->receipt);

  if (err == P2PID_OK)
    p2pid_session_emit (session, P2PID_EVENT_RECEIPT, now)->bytes =
        p2pid_buffer_bytes (session->receipt);
  return err;
}

p2pid_err
p2pid_session_close (p2pid_session *session, int64_t now)
{
  p2pid_closing *own = session->closing + session->side;
  p2pid_closing *peer = session->closing + p2pid_session_peer_side (session);
  p2pid_err err = P2PID_OK;

  if (peer->finished && !own->finished) {
    /* Only who knows the other can be asked to sign with it. */
    if (peer->wants_receipt && session->peer != NULL) {
      p2pid_session_emit (session, P2PID_EVENT_RECEIPT_ASKED, now);
      return P2PID_OK;
    }
    err = say_finish (session, false);
  }
  if (err != P2PID_OK || !own->finished || !peer->finished)
    return err;

  if (own->wants_receipt && peer->wants_receipt) {
    if (!own->has_signed)
      err = say_receipt (session);
    if (err != P2PID_OK || !peer->has_signed)
      return err;
    err = write_receipt (session, now);
    if (err != P2PID_OK)
      return err;
  }
  session->turns.turn = P2PID_TURN_ENDED;
  p2pid_session_emit (session, P2PID_EVENT_FINISHED, now);
  return P2PID_OK;
}

p2pid_err
p2pid_session_finish (p2pid_session *session, bool receipt, int64_t now)
{
  p2pid_err err;

  if (session->turns.turn != P2PID_TURN_CLOSING ||
      session->closing[session->side].finished)
    return P2PID_ERR_STATE;
  session->last = now;
  err = say_finish (session, receipt);
  if (err == P2PID_OK)
    err = p2pid_session_close (session, now);
  return end_in_want (session, err, now);
}

void
p2pid_session_end (p2pid_session *session,
                   p2pid_err err,
                   p2pid_stop reason,
                   bool by_peer,
                   int64_t now)
{
  p2pid_record record = { .type = P2PID_RECORD_STOP };
  p2pid_event *event;

  if (session->turns.turn == P2PID_TURN_ENDED)
    return;
  /* If not even the stop can be said, the peer's time runs out instead. */
  record.stop.reason = reason;
  if (!by_peer && session->turns.turn != P2PID_TURN_HANDSHAKE)
    (void) !say_outside_of_turns (session, &record);
  session->turns.turn = P2PID_TURN_ENDED;

  event = p2pid_session_emit (session, P2PID_EVENT_STOPPED, now);
  event->err = err;
  event->stop = reason;
  event->by_peer = by_peer;
  event->outcome = p2pid_stop_outcome (reason, err);
}

void
p2pid_session_stop (p2pid_session *session, p2pid_stop reason, int64_t now)
{
  if ((unsigned) reason >= P2PID_STOP_COUNT_)
    reason = P2PID_STOP_ENDED;
  p2pid_session_end (session, P2PID_ERR_STOPPED, reason, false, now);
}
