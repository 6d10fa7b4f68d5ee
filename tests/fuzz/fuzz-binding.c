/* The text form of bindings: one that is read comes back from its printed
 * form, with the same parts, facts, key and hash; whom it names can be read or
 * not. */

#include "target.h"

#include "evidence/evidence.h"
#include "p2pid/claimed.h"

#include <stdlib.h>

static void
compare (const p2pid_binding *a, const p2pid_binding *b)
{
  p2pid_public_key key_a = { { 0 } }, key_b = { { 0 } };
  p2pid_hash hash_a, hash_b;

  p2pid_binding_hash (a, &hash_a);
  p2pid_binding_hash (b, &hash_b);
  if (memcmp (hash_a.bytes, hash_b.bytes, sizeof hash_a.bytes) != 0 ||
      p2pid_binding_facts (a) != p2pid_binding_facts (b) ||
      p2pid_binding_key (a, &key_a) != p2pid_binding_key (b, &key_b) ||
      memcmp (key_a.bytes, key_b.bytes, sizeof key_a.bytes) != 0)
    abort ();
}

/* Whom it names is read before anything of it was checked. */
static void
read_claimed (const p2pid_binding *binding)
{
  p2pid_claimed *claimed = NULL;

  if (p2pid_binding_claimed (binding, &claimed) == P2PID_OK &&
      p2pid_claimed_fact (claimed, P2PID_FACT_NAME) == NULL)
    abort ();
  p2pid_claimed_free (claimed);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_binding *binding = NULL, *again = NULL;
  p2pid_buffer *text = NULL;

  if (p2pid_binding_parse ((p2pid_bytes){ data, size }, &binding) != P2PID_OK)
    return 0;
  if (p2pid_binding_print (binding, &text) != P2PID_OK ||
      p2pid_binding_parse (p2pid_buffer_bytes (text), &again) != P2PID_OK)
    abort ();
  compare (binding, again);
  read_claimed (binding);
  p2pid_buffer_free (text);
  p2pid_binding_free (binding);
  p2pid_binding_free (again);
  return 0;
}
