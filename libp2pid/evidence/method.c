/* All eID methods that there are. */

#include "evidence/method.h"

#include <string.h>

static const char *const names[P2PID_METHOD_COUNT_] = {
  [P2PID_METHOD_SD_JWT] = "sd-jwt", [P2PID_METHOD_BANKID] = "bankid",
  [P2PID_METHOD_FREJA] = "freja",   [P2PID_METHOD_CARD] = "card",
  [P2PID_METHOD_OIDC] = "oidc",     [P2PID_METHOD_ROLE] = "role",
};

static const p2pid_method_row *const rows[P2PID_METHOD_COUNT_] = {
  [P2PID_METHOD_SD_JWT] = &p2pid_sd_jwt_vc_method,
  [P2PID_METHOD_BANKID] = &p2pid_bankid_method,
  [P2PID_METHOD_FREJA] = &p2pid_freja_method,
  [P2PID_METHOD_CARD] = &p2pid_card_method,
  [P2PID_METHOD_OIDC] = &p2pid_oidc_method,
};

p2pid_method
p2pid_method_find (const char *name)
{
  size_t i = 0;

  while (i < P2PID_METHOD_COUNT_ && strcmp (names[i], name) != 0)
    i++;
  return (p2pid_method) i;
}

const p2pid_method_row *
p2pid_method_get_row (p2pid_method method)
{
  return method < P2PID_METHOD_COUNT_ ? rows[method] : NULL;
}

const char *
p2pid_method_name (p2pid_method method)
{
  return (unsigned) method < P2PID_METHOD_COUNT_ ? names[method] : "unknown";
}
