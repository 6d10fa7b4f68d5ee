/* Credentials, well signed. */

#include "credential.h"

#include <stdlib.h>

p2pid_err
credential_verify (const char *token, p2pid_identity **out)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_binding *binding = NULL;
  p2pid_err err = p2pid_binding_new ("sd-jwt", NULL, token, NULL, &binding);

  if (err == P2PID_OK)
    err = p2pid_binding_verify (binding, anchors, NOW, out);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  return err;
}

void
credential_expect (p2pid_err expected,
                   const char *what,
                   const char *header,
                   const char *payload,
                   const char *const *disclosures)
{
  char *token = forge (NULL, header, payload, disclosures);
  p2pid_identity *identity = NULL;
  p2pid_err err = credential_verify (token, &identity);

  ck_assert_msg (err == expected, "%s: %s", what, p2pid_err_name (err));
  ck_assert ((err == P2PID_OK) == (identity != NULL));
  p2pid_identity_free (identity);
  free (token);
}
