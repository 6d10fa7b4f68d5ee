/* What evidence says of its person, with nothing proved. */

#include "evidence/claimed-internal.h"

#include <stdlib.h>

/* The facts are kept as the methods write them. The type is another than an
 * identity's so that no function that shows identities can be given it. */
struct p2pid_claimed {
  p2pid_identity *facts;
};

void
p2pid_claimed_free (p2pid_claimed *claimed)
{
  if (claimed == NULL)
    return;
  p2pid_identity_free (claimed->facts);
  free (claimed);
}

const char *
p2pid_claimed_fact (const p2pid_claimed *claimed, p2pid_fact fact)
{
  return p2pid_identity_fact (claimed->facts, fact);
}

/* Of evidence that may be anything, some can be readable and the rest not:
 * only the lack of memory ends it. */
static p2pid_err
read_facts (const p2pid_method_row *row,
            const void *proof,
            const p2pid_role_text *role,
            p2pid_identity *facts)
{
  p2pid_err err = row->claim (proof, facts);

  if (err != P2PID_ERR_MEMORY && role != NULL)
    err = p2pid_role_claim (role, facts);
  if (err != P2PID_ERR_MEMORY)
    err = p2pid_identity_require_name (facts);
  if (err == P2PID_ERR_TEXT)
    err = P2PID_ERR_INCOMPLETE;
  return err;
}

p2pid_err
p2pid_claimed_read (const p2pid_method_row *row,
                    const void *proof,
                    const p2pid_role_text *role,
                    p2pid_claimed **out_claimed)
{
  p2pid_claimed *claimed = calloc (1, sizeof *claimed);
  p2pid_err err = P2PID_ERR_MEMORY;

  if (claimed != NULL)
    err = p2pid_identity_new_blank (row->method, &claimed->facts);
  if (err == P2PID_OK)
    err = read_facts (row, proof, role, claimed->facts);
  if (err != P2PID_OK) {
    p2pid_claimed_free (claimed);
    return err;
  }
  *out_claimed = claimed;
  return P2PID_OK;
}
