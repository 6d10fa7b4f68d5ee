/* Secret memory. */

#include "base/secret.h"

#include <sodium.h>

p2pid_err
p2pid_secret_new (size_t size, void **out)
{
  void *secret;

  if (sodium_init () < 0)
    return P2PID_ERR_MEMORY;
  secret = sodium_malloc (size);
  if (secret == NULL)
    return P2PID_ERR_MEMORY;
  sodium_memzero (secret, size);
  *out = secret;
  return P2PID_OK;
}

void
p2pid_secret_free (void *secret)
{
  sodium_free (secret);
}
