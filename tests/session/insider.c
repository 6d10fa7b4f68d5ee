/* A seat in a session, without its rules. */

#include "insider.h"

#include "evidence/evidence.h"
#include "session/presentation.h"

void
insider_begin (mole *insider,
               p2pid_side on,
               const char *origin,
               const p2pid_code *code,
               const p2pid_invitation *invitation)
{
  memset (insider, 0, sizeof *insider);
  insider->side = on;
  ck_assert_int_eq (
      p2pid_tunnel_new (on, origin, code, invitation, &insider->tunnel),
      P2PID_OK);
}

p2pid_buffer *
insider_greet (mole *insider)
{
  p2pid_buffer *message = NULL;

  return p2pid_tunnel_greet (insider->tunnel, &message) == P2PID_OK ? message
                                                                    : NULL;
}

static void
note (mole *insider,
      p2pid_side sender,
      p2pid_record_type type,
      p2pid_bytes body)
{
  if (!insider->begun)
    p2pid_transcript_begin (&insider->transcript,
                            p2pid_tunnel_handshake_hash (insider->tunnel));
  insider->begun = true;
  if (type < P2PID_RECORD_FINISH &&
      insider->transcript.count < P2PID_TRANSCRIPT_MAX)
    ck_assert_int_eq (
        p2pid_transcript_add (&insider->transcript, sender, type, body),
        P2PID_OK);
}

bool
insider_hear (mole *insider, p2pid_bytes message)
{
  p2pid_side peer =
      insider->side == P2PID_SIDE_HOST ? P2PID_SIDE_GUEST : P2PID_SIDE_HOST;
  p2pid_buffer *plain = NULL;
  p2pid_record_type type;
  p2pid_bytes body;

  if (p2pid_tunnel_receive (insider->tunnel, message, &plain) != P2PID_OK)
    return false;
  if (plain != NULL && p2pid_record_unframe (p2pid_buffer_bytes (plain), &type,
                                             &body) == P2PID_OK)
    note (insider, peer, type, body);
  p2pid_buffer_free (plain);
  return true;
}

p2pid_buffer *
insider_say_body (mole *insider, p2pid_record_type type, p2pid_bytes body)
{
  p2pid_buffer *plain = NULL, *message = NULL;

  if (p2pid_record_frame (type, body, &plain) == P2PID_OK &&
      p2pid_tunnel_send (insider->tunnel, p2pid_buffer_bytes (plain),
                         &message) == P2PID_OK)
    note (insider, insider->side, type, body);
  p2pid_buffer_free (plain);
  return message;
}

p2pid_buffer *
insider_say (mole *insider, const p2pid_record *record)
{
  p2pid_buffer *body = NULL, *message;

  ck_assert_int_eq (p2pid_record_print (record, &body), P2PID_OK);
  message = insider_say_body (insider, record->type, p2pid_buffer_bytes (body));
  p2pid_buffer_free (body);
  return message;
}

p2pid_buffer *
insider_identify (mole *insider,
                  const person *who,
                  p2pid_place place,
                  p2pid_role role)
{
  p2pid_record record = { .type = P2PID_RECORD_IDENTIFY };
  p2pid_presentation presentation = {
    .side = insider->side,
    .place = place,
    .role = role,
    .th = &insider->transcript.th,
    .binding = who->binding,
    .time = NOW,
  };

  p2pid_binding_to_record (who->binding, &record);
  record.identify.time = NOW;
  ck_assert_int_eq (p2pid_presentation_sign (&presentation, who->key,
                                             &record.identify.signature),
                    P2PID_OK);
  return insider_say (insider, &record);
}

void
insider_end (mole *insider)
{
  p2pid_transcript_clear (&insider->transcript);
  p2pid_tunnel_free (insider->tunnel);
}
