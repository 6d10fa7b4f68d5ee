/* All ways to get evidence that there are. */

#include "eid/method.h"

static const p2pid_eid_row *const rows[] = {
  &p2pid_eid_oidc, &p2pid_eid_bankid, &p2pid_eid_freja,
  &p2pid_eid_card, &p2pid_eid_test,
};

const p2pid_eid_row *
p2pid_eid_find (p2pid_method method)
{
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (rows[i]->method == method)
      return rows[i];
  return NULL;
}
