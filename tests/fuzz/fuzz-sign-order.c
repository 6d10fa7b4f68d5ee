/* Orders at a gateway: what is taken is a statement whose canonical bytes were
 * in the order, by a program and for a time that the terms allow. */

#include "target.h"

#include "base/bytes.h"
#include "base/encoding.h"
#include "tools/relay/gateway-terms.h"

#include <stdlib.h>

#define NOW INT64_C (1795521600)

static const gateway_terms terms = {
  .longest = { [P2PID_METHOD_BANKID] = 1800, [P2PID_METHOD_FREJA] = 7776000 },
  .programs = { "P2P ID" },
  .credentials = true,
};

static void
check (bool holds)
{
  if (!holds)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_buffer *bytes = NULL, *text = NULL;
  gateway_wish wish;

  if (gateway_judge (&terms, (p2pid_bytes){ data, size }, NOW, &wish) !=
      GATEWAY_TAKEN)
    return 0;
  check (size <= GATEWAY_ORDER_MAX);
  check (terms.longest[wish.method] > 0);
  check (strcmp (wish.statement.program, "P2P ID") == 0);
  check (wish.statement.not_after - wish.statement.not_before <=
         terms.longest[wish.method]);
  check (p2pid_statement_print (&wish.statement, &bytes) == P2PID_OK);
  check (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &text) ==
         P2PID_OK);
  /* JSON may write a letter as an escape; what is long enough for that is
   * not looked for. */
  check (memchr (data, '\\', size) != NULL ||
         memmem (data, size, text->data, text->size) != NULL);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  return 0;
}
