/* Whatever a relay says in JSON: refused, or of exactly the right shape. */

#include "target.h"

#include "relay/answer.h"

#include <assert.h>

static void
check_shape (const p2pid_answer_place *place)
{
  assert (strlen (place->mailbox) == 32);
  assert (strspn (place->mailbox, "0123456789abcdef") == 32);
  assert (strlen (place->token) == 43);
  assert (strpbrk (place->token, "\r\n =+/\"") == NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_answer_place opened = { 0 }, claimed = { 0 };
  p2pid_bytes json = { data, size };

  if (p2pid_answer_opened (json, &opened) == P2PID_OK) {
    check_shape (&opened);
    assert (strspn (opened.nameplate, "0123456789") ==
            strlen (opened.nameplate));
    assert (opened.lifetime >= 1 &&
            opened.lifetime <= P2PID_ANSWER_LIFETIME_MAX);
  }
  if (p2pid_answer_claimed (json, &claimed) == P2PID_OK)
    check_shape (&claimed);
  assert (p2pid_answer_get_problem (json) <= P2PID_PROBLEM_FULL);
  return 0;
}
