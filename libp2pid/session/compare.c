/* Comparing accounts. */

#include "session/compare.h"

#include "p2pid/session.h"

p2pid_err
p2pid_account_compare (const p2pid_account *a,
                       const p2pid_account *b,
                       unsigned *out_compared)
{
  unsigned compared = 0;
  int64_t apart =
      a->start > b->start ? a->start - b->start : b->start - a->start;

  if (a->channel != b->channel)
    return P2PID_ERR_CHANNELS;
  if (a->channel == P2PID_CHANNEL_PHONE) {
    if (a->role == b->role)
      return P2PID_ERR_ROLES;
    compared |= P2PID_COMPARED_ROLES;
  }
  if (a->place == b->place)
    return P2PID_ERR_PLACES;
  if (a->start != 0 && b->start != 0) {
    if (apart > P2PID_START_TOLERANCE)
      return P2PID_ERR_START;
    compared |= P2PID_COMPARED_START;
  }
  *out_compared = compared;
  return P2PID_OK;
}
