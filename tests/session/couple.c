/* Anna and Björn. */

#include "couple.h"

#include <string.h>

person anna, bjorn;
p2pid_anchors *anchors;
party a, b;

void
couple_begin (void)
{
  anna = person_new ("Anna Lindqvist");
  bjorn = person_new ("Björn Åkesson");
  anchors = test_anchors ();
  memset (&a, 0, sizeof a);
  memset (&b, 0, sizeof b);
}

void
couple_end (void)
{
  side_end (&a);
  side_end (&b);
  person_free (&anna);
  person_free (&bjorn);
  p2pid_anchors_free (anchors);
}

p2pid_session_config
call_config (p2pid_side on)
{
  return on == P2PID_SIDE_HOST
             ? phone_config (on, P2PID_ROLE_CALLER, &anna, anchors)
             : phone_config (on, P2PID_ROLE_CALLEE, &bjorn, anchors);
}

void
begin_both (const p2pid_session_config *host, const p2pid_session_config *guest)
{
  side_begin (&a, host);
  side_begin (&b, guest);
  carry (&a, &b);
}

void
begin_call (void)
{
  p2pid_session_config host = call_config (P2PID_SIDE_HOST);
  p2pid_session_config guest = call_config (P2PID_SIDE_GUEST);

  begin_both (&host, &guest);
}
