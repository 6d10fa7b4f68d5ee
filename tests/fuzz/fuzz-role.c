/* Roles: one that is read can be read again as it is shown, and proves nothing
 * to anybody who trusts nobody. */

#include "target.h"

#include "evidence/role.h"

#include <stdlib.h>

static void
show (const p2pid_role_text *role, p2pid_facts facts)
{
  p2pid_role_text *shown = NULL;
  p2pid_buffer *text = NULL;
  p2pid_fingerprint a, b;

  if (p2pid_role_select (role, facts, &text) != P2PID_OK)
    abort ();
  if (text == NULL)
    return;
  if (p2pid_role_read (p2pid_buffer_bytes (text), &shown) != P2PID_OK ||
      (p2pid_role_facts (shown) & ~facts) != 0)
    abort ();
  p2pid_role_hash (role, &a);
  p2pid_role_hash (shown, &b);
  if (memcmp (a.bytes, b.bytes, sizeof a.bytes) != 0 ||
      (role->signatory == NULL) != (shown->signatory == NULL))
    abort ();
  p2pid_role_free (shown);
  p2pid_buffer_free (text);
}

static void
verify (const p2pid_role_text *role, bool known)
{
  p2pid_identity identity = { .checked_at = 1795521600 };
  p2pid_anchors *anchors = NULL;
  p2pid_err err;

  if (p2pid_anchors_new (&anchors) != P2PID_OK)
    abort ();
  if (known && p2pid_role_add_anchor (role, P2PID_ENVIRONMENT_PRODUCTION,
                                      anchors) != P2PID_OK)
    known = false;
  err = p2pid_role_verify (role, anchors, &identity);
  if (err == P2PID_OK || identity.role != NULL)
    abort ();
  p2pid_anchors_free (anchors);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_bytes text = { data, size };
  p2pid_role_text *role = NULL;

  if (p2pid_role_read (text, &role) != P2PID_OK)
    return 0;
  for (p2pid_facts facts = 0; facts < 1u << P2PID_FACT_COUNT_; facts++)
    if ((facts & ~P2PID_ROLE_FACTS) == 0)
      show (role, facts);
  verify (role, false);
  verify (role, true);
  p2pid_role_free (role);
  return 0;
}
