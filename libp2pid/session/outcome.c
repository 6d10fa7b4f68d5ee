/* What an ending says of the other side (DESIGN: five outcomes, of which STOP
 * is for lies and meddling alone; a clock, a relay or a program that is out of
 * date accuses nobody). */

#include "p2pid/session.h"

static p2pid_outcome
judge (p2pid_err err, p2pid_stop stop)
{
  switch ((int) err) {
  case P2PID_ERR_STOPPED: /* said by one of the two */
    return stop == P2PID_STOP_ENDED ? P2PID_OUTCOME_UNIDENTIFIED
                                    : P2PID_OUTCOME_STOPPED;
  case P2PID_OK:
  case P2PID_ERR_CANCELLED:
    return P2PID_OUTCOME_UNIDENTIFIED;
  case P2PID_ERR_CROWDED:
  case P2PID_ERR_INTERFERENCE:
  case P2PID_ERR_CHANNELS:
  case P2PID_ERR_ROLES:
  case P2PID_ERR_START:
  case P2PID_ERR_TAILS:
  case P2PID_ERR_PLACES:
  case P2PID_ERR_OUT_OF_TURN:
  case P2PID_ERR_REFLECTED:
  case P2PID_ERR_FORGED:
  case P2PID_ERR_MISMATCH:
    return P2PID_OUTCOME_STOPPED;
  default:
    return P2PID_OUTCOME_CANNOT_CHECK;
  }
}

p2pid_outcome
p2pid_stop_outcome (p2pid_stop stop, p2pid_err err)
{
  switch (stop) {
  case P2PID_STOP_NOT_ME:
  case P2PID_STOP_NOT_THEM:
  case P2PID_STOP_ACCOUNTS:
  case P2PID_STOP_PROOF:
    return P2PID_OUTCOME_STOPPED;
  case P2PID_STOP_CLOCK:
  case P2PID_STOP_TIMEOUT:
    return P2PID_OUTCOME_CANNOT_CHECK;
  case P2PID_STOP_ENDED:
  case P2PID_STOP_PROTOCOL:
  case P2PID_STOP_COUNT_:
  default:
    return judge (err, stop);
  }
}
