/* The table of turns. */

#include "session/turns.h"

typedef enum { HOST, GUEST, FIRST, SECOND } speaker;
typedef enum { ANY, HOST_FIRST, GUEST_FIRST, GOOD, BAD } condition;

/* Read a row as: in this turn, this side may say this record, and if the
 * condition holds, that turn follows. GOOD and BAD are what a shown says of
 * the presentation: on the screen, or not to be checked. Who could not check
 * the first is not asked to present back: a person who was called shows
 * nothing to somebody unknown. */
static const struct {
  p2pid_turn turn;
  speaker who;
  p2pid_record_type type;
  condition when;
  p2pid_turn next;
} rows[] = {
  { P2PID_TURN_HOST_ACCOUNT, HOST, P2PID_RECORD_ACCOUNT, ANY,
    P2PID_TURN_GUEST_ACCOUNT },
  { P2PID_TURN_GUEST_ACCOUNT, GUEST, P2PID_RECORD_ACCOUNT, HOST_FIRST,
    P2PID_TURN_FIRST },
  { P2PID_TURN_GUEST_ACCOUNT, GUEST, P2PID_RECORD_ACCOUNT, GUEST_FIRST,
    P2PID_TURN_AGREE },
  { P2PID_TURN_AGREE, HOST, P2PID_RECORD_AGREE, ANY, P2PID_TURN_FIRST },
  { P2PID_TURN_FIRST, FIRST, P2PID_RECORD_IDENTIFY, ANY,
    P2PID_TURN_FIRST_CAME },
  { P2PID_TURN_FIRST, FIRST, P2PID_RECORD_DECLINE, ANY, P2PID_TURN_CLOSING },
  { P2PID_TURN_FIRST_CAME, SECOND, P2PID_RECORD_DELIVERED, ANY,
    P2PID_TURN_FIRST_SHOWN },
  { P2PID_TURN_FIRST_SHOWN, SECOND, P2PID_RECORD_SHOWN, GOOD,
    P2PID_TURN_SECOND },
  { P2PID_TURN_FIRST_SHOWN, SECOND, P2PID_RECORD_SHOWN, BAD,
    P2PID_TURN_CLOSING },
  { P2PID_TURN_SECOND, SECOND, P2PID_RECORD_IDENTIFY, ANY,
    P2PID_TURN_SECOND_CAME },
  { P2PID_TURN_SECOND, SECOND, P2PID_RECORD_DECLINE, ANY, P2PID_TURN_CLOSING },
  { P2PID_TURN_SECOND_CAME, FIRST, P2PID_RECORD_DELIVERED, ANY,
    P2PID_TURN_SECOND_SHOWN },
  { P2PID_TURN_SECOND_SHOWN, FIRST, P2PID_RECORD_SHOWN, ANY,
    P2PID_TURN_CLOSING },
};

static bool
speaks (const p2pid_turns *turns, speaker who, p2pid_side sender)
{
  switch (who) {
  case HOST:
    return sender == P2PID_SIDE_HOST;
  case GUEST:
    return sender == P2PID_SIDE_GUEST;
  case FIRST:
    return sender == turns->first;
  case SECOND:
    return sender != turns->first;
  }
  return false;
}

static bool
holds (const p2pid_turns *turns, condition when, const p2pid_record *record)
{
  switch (when) {
  case ANY:
    return true;
  case HOST_FIRST:
    return turns->first == P2PID_SIDE_HOST;
  case GUEST_FIRST:
    return turns->first == P2PID_SIDE_GUEST;
  case GOOD:
    return record->shown.err == P2PID_OK;
  case BAD:
    return record->shown.err != P2PID_OK;
  }
  return false;
}

p2pid_err
p2pid_turns_next (const p2pid_turns *turns,
                  p2pid_side sender,
                  const p2pid_record *record,
                  p2pid_turn *out_next)
{
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (rows[i].turn == turns->turn && rows[i].type == record->type &&
        speaks (turns, rows[i].who, sender) &&
        holds (turns, rows[i].when, record)) {
      *out_next = rows[i].next;
      return P2PID_OK;
    }
  return P2PID_ERR_OUT_OF_TURN;
}
