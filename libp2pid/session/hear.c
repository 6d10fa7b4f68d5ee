/* What the other side says, and what follows from it. */

#include "session/machine.h"

#include "base/bytes.h"
#include "session/compare.h"
#include "session/mutants.h"
#include "session/presentation.h"
#include "wire/text.h"

#include <stdlib.h>

static bool
far_apart (int64_t a, int64_t b)
{
  return (a > b ? a - b : b - a) > P2PID_CLOCK_TOLERANCE;
}

/* The callee compares the number that was dialled with its own, and says only
 * whether they are the same. */
static p2pid_err
compare_tails (p2pid_session *session, const p2pid_record *record)
{
  const char *own = session->account.tail;
  const char *peer = record->account.account.tail;

  if (session->account.role == P2PID_ROLE_CALLEE) {
    if (own[0] == '\0' || peer[0] == '\0')
      return P2PID_OK;
    if (strcmp (own, peer) != 0)
      return P2PID_ERR_TAILS;
    session->tails = P2PID_TAILS_SAME;
  } else if (own[0] != '\0') {
    session->tails = record->account.tails;
  }
  return P2PID_OK;
}

static void
note_tails (p2pid_session *session)
{
  if (session->tails == P2PID_TAILS_SAME)
    session->compared |= P2PID_COMPARED_TAILS;
}

static p2pid_err
hear_account (p2pid_session *session, const p2pid_record *record, int64_t now)
{
  const p2pid_account *theirs = &record->account.account;
  p2pid_err err;

  if (far_apart (record->account.time, now))
    return P2PID_ERR_CLOCK;

  session->peer_account = *theirs;
  /* Where nobody rang, the host says who proves first. */
  if (session->side == P2PID_SIDE_GUEST &&
      session->account.channel != P2PID_CHANNEL_PHONE)
    session->account.place = theirs->place == P2PID_PLACE_FIRST
                                 ? P2PID_PLACE_SECOND
                                 : P2PID_PLACE_FIRST;
  err = p2pid_account_compare (&session->account, theirs, &session->compared);
  if (err == P2PID_OK)
    err = compare_tails (session, record);
  if (err != P2PID_OK)
    return err;

  note_tails (session);
  session->turns.first = session->account.place == P2PID_PLACE_FIRST
                             ? session->side
                             : p2pid_session_peer_side (session);
  return P2PID_OK;
}

static p2pid_err
hear_agree (p2pid_session *session, const p2pid_record *record)
{
  if (session->account.role == P2PID_ROLE_CALLER &&
      session->account.tail[0] != '\0')
    session->tails = record->agree.tails;
  note_tails (session);
  return P2PID_OK;
}

/* Errors that say nothing against the other: this computer just cannot tell.
 * Everything else is a false proof. */
static bool
is_inability (p2pid_err err)
{
  switch (err) {
  case P2PID_ERR_UNTRUSTED:
  case P2PID_ERR_TEST_REFUSED:
  case P2PID_ERR_EXPIRED:
  case P2PID_ERR_NOT_YET_VALID:
  case P2PID_ERR_REVOKED:
  case P2PID_ERR_ALGORITHM:
  case P2PID_ERR_METHOD:
  case P2PID_ERR_INCOMPLETE:
  case P2PID_ERR_VERSION:
    return true;
  default:
    return false;
  }
}

/* The signature first: whoever cannot sign for the key that the binding names
 * is refused before anything is read out of it. */
static p2pid_err
check_presentation (p2pid_session *session,
                    const p2pid_record *record,
                    const p2pid_binding *binding,
                    int64_t now)
{
  p2pid_side side = p2pid_session_peer_side (session);
  p2pid_presentation presentation = {
    .side = side,
    .place = p2pid_session_place_of (session, side),
    .role = session->peer_account.role,
    .th = &session->transcript.th,
    .binding = binding,
    .audience = record->identify.audience,
    .purpose = record->identify.purpose,
    .time = record->identify.time,
  };
  p2pid_err err = p2pid_binding_key (binding, &session->peer_key);

  if (err == P2PID_OK && session->key != NULL && !MUTANT (NO_OWN_KEY) &&
      memcmp (p2pid_key_public (session->key), &session->peer_key,
              sizeof session->peer_key) == 0)
    err = P2PID_ERR_REFLECTED;
  if (err == P2PID_OK)
    err = p2pid_presentation_verify (&presentation, &session->peer_key,
                                     &record->identify.signature);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (binding, session->anchors, now, &session->peer);
  return err;
}

static p2pid_err
hear_identify (p2pid_session *session, const p2pid_record *record, int64_t now)
{
  p2pid_binding *binding = NULL;
  p2pid_err err;

  if (far_apart (record->identify.time, now))
    return P2PID_ERR_CLOCK;
  err = p2pid_binding_from_record (record, &binding);
  if (err == P2PID_OK)
    err = check_presentation (session, record, binding, now);
  p2pid_binding_free (binding);
  if (err != P2PID_OK && !is_inability (err))
    return err;

  session->peer_presented = true;
  session->peer_err = err;
  if (p2pid_text_copy (record->identify.audience, &session->audience) !=
          P2PID_OK ||
      p2pid_text_copy (record->identify.purpose, &session->purpose) != P2PID_OK)
    return P2PID_ERR_MEMORY;
  return P2PID_OK;
}

static p2pid_err
hear_finish (p2pid_session *session, const p2pid_record *record, int64_t now)
{
  p2pid_closing *peer = session->closing + p2pid_session_peer_side (session);

  if (session->turns.turn != P2PID_TURN_CLOSING || peer->finished)
    return P2PID_ERR_OUT_OF_TURN;
  if (!p2pid_bytes_equal (P2PID_BYTES (record->finish.th.bytes),
                          P2PID_BYTES (session->transcript.th.bytes)))
    return P2PID_ERR_MISMATCH;
  /* A receipt is for two who have both identified. */
  if (record->finish.receipt &&
      !(session->presented && session->peer_presented))
    return P2PID_ERR_OUT_OF_TURN;

  peer->finished = true;
  peer->wants_receipt = record->finish.receipt;
  return p2pid_session_close (session, now);
}

static p2pid_err
hear_receipt (p2pid_session *session, const p2pid_record *record, int64_t now)
{
  p2pid_side side = p2pid_session_peer_side (session);
  p2pid_closing *own = session->closing + session->side;
  p2pid_closing *peer = session->closing + side;
  p2pid_err err;

  if (session->turns.turn != P2PID_TURN_CLOSING || !own->wants_receipt ||
      !peer->wants_receipt || peer->has_signed)
    return P2PID_ERR_OUT_OF_TURN;
  err = p2pid_receipt_signature_verify (side, &session->transcript.th,
                                        &session->peer_key,
                                        &record->receipt.signature);
  if (err != P2PID_OK)
    return err;
  peer->has_signed = true;
  peer->signature = record->receipt.signature;
  return p2pid_session_close (session, now);
}

/* A given name alone is no false one, but it is many people's. Whoever adds a
 * word that is not in the name means somebody else. */
static p2pid_audience_match
match_audience (const p2pid_session *session)
{
  const char *audience = session->audience, *own = session->own_name;

  if (audience == NULL || own == NULL)
    return P2PID_AUDIENCE_UNKNOWN;
  if (!p2pid_text_is_part (audience, own))
    return P2PID_AUDIENCE_OTHER;
  return p2pid_text_is_part (own, audience) ? P2PID_AUDIENCE_SAME
                                            : P2PID_AUDIENCE_PART;
}

/* Tell the user what was heard. */
static void
emit_heard (p2pid_session *session, const p2pid_record *record, int64_t now)
{
  p2pid_event *event;

  switch (record->type) {
  case P2PID_RECORD_IDENTIFY:
    event = p2pid_session_emit (session,
                                session->peer_err == P2PID_OK
                                    ? P2PID_EVENT_IDENTIFIED
                                    : P2PID_EVENT_CANNOT_CHECK,
                                now);
    event->err = session->peer_err;
    event->identity = session->peer;
    event->audience = session->audience;
    event->purpose = session->purpose;
    event->audience_match = match_audience (session);
    break;
  case P2PID_RECORD_DELIVERED:
    p2pid_session_emit (session, P2PID_EVENT_DELIVERED, now);
    break;
  case P2PID_RECORD_SHOWN:
    p2pid_session_emit (session,
                        record->shown.err == P2PID_OK ? P2PID_EVENT_SHOWN
                                                      : P2PID_EVENT_NOT_CHECKED,
                        now)
        ->err = record->shown.err;
    break;
  case P2PID_RECORD_DECLINE:
    p2pid_session_emit (session, P2PID_EVENT_DECLINED, now);
    break;
  case P2PID_RECORD_ACCOUNT:
  case P2PID_RECORD_AGREE:
  case P2PID_RECORD_FINISH:
  case P2PID_RECORD_RECEIPT:
  case P2PID_RECORD_STOP:
    break;
  }
}

/* A record of the table: judged against the th before it, then taken in. */
static p2pid_err
hear_in_turn (p2pid_session *session,
              const p2pid_record *record,
              p2pid_bytes body,
              int64_t now)
{
  p2pid_side side = p2pid_session_peer_side (session);
  p2pid_turn next;
  p2pid_err err = P2PID_OK;

  if (record->type == P2PID_RECORD_ACCOUNT &&
      session->turns.turn == (side == P2PID_SIDE_HOST
                                  ? P2PID_TURN_HOST_ACCOUNT
                                  : P2PID_TURN_GUEST_ACCOUNT))
    err = hear_account (session, record, now); /* says who is first */
  if (err == P2PID_OK)
    err = p2pid_turns_next (&session->turns, side, record, &next);
  if (err == P2PID_OK && record->type == P2PID_RECORD_AGREE)
    err = hear_agree (session, record);
  if (err == P2PID_OK && record->type == P2PID_RECORD_IDENTIFY)
    err = hear_identify (session, record, now);
  if (err == P2PID_OK)
    err = p2pid_transcript_add (&session->transcript, side, record->type, body);
  if (err != P2PID_OK)
    return err;
  emit_heard (session, record, now);
  return p2pid_session_enter (session, next, now);
}

/* Clocks that differ do so on both sides; all else is the other's word. */
static void
hear_stop (p2pid_session *session, p2pid_stop reason, int64_t now)
{
  p2pid_session_end (
      session, reason == P2PID_STOP_CLOCK ? P2PID_ERR_CLOCK : P2PID_ERR_STOPPED,
      reason, true, now);
}

static p2pid_err
hear_record (p2pid_session *session,
             const p2pid_record *record,
             p2pid_bytes body,
             int64_t now)
{
  switch (record->type) {
  case P2PID_RECORD_FINISH:
    return hear_finish (session, record, now);
  case P2PID_RECORD_RECEIPT:
    return hear_receipt (session, record, now);
  case P2PID_RECORD_STOP:
    hear_stop (session, record->stop.reason, now);
    return P2PID_OK;
  case P2PID_RECORD_ACCOUNT:
  case P2PID_RECORD_AGREE:
  case P2PID_RECORD_IDENTIFY:
  case P2PID_RECORD_DELIVERED:
  case P2PID_RECORD_SHOWN:
  case P2PID_RECORD_DECLINE:
    return hear_in_turn (session, record, body, now);
  }
  return P2PID_ERR_VERSION;
}

p2pid_err
p2pid_session_hear (p2pid_session *session, p2pid_bytes plain, int64_t now)
{
  p2pid_record_memory *memory = NULL;
  p2pid_record_type type;
  p2pid_record record;
  p2pid_bytes body;
  p2pid_err err = p2pid_record_unframe (plain, &type, &body);

  if (err == P2PID_OK)
    err = p2pid_record_parse (type, body, &record, &memory);
  if (err == P2PID_OK)
    err = hear_record (session, &record, body, now);
  p2pid_record_memory_free (memory);
  session->last = now;
  return err;
}
