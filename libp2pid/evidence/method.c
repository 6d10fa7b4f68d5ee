/* All eID methods that there are. */

#include "evidence/method.h"

#include <assert.h>
#include <string.h>

static const p2pid_method_row *const rows[P2PID_METHOD_COUNT_] = {
  [P2PID_METHOD_SD_JWT] = &p2pid_sd_jwt_vc_method,
};

const p2pid_method_row *
p2pid_method_find (const char *name)
{
  for (size_t i = 0; i < P2PID_METHOD_COUNT_; i++)
    if (strcmp (rows[i]->name, name) == 0)
      return rows[i];
  return NULL;
}

const char *
p2pid_method_name (p2pid_method method)
{
  assert (method < P2PID_METHOD_COUNT_);
  return rows[method]->name;
}
