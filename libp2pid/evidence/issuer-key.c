/* The keys of issuers of credentials. */

#include "evidence/issuer-key.h"

#include "evidence/anchors-internal.h"
#include "evidence/key-set.h"

p2pid_err
p2pid_issuer_key_find (const p2pid_jws *jws,
                       const json_t *enclosed,
                       p2pid_issuer_key *out)
{
  const json_t *object = json_object_get (jws->header, "jwk");
  p2pid_err err;

  if (object != NULL && enclosed != NULL)
    return P2PID_ERR_FORMAT; /* which of them? */
  if (object == NULL)
    object = enclosed;
  if (object == NULL)
    return P2PID_ERR_INCOMPLETE;
  err = p2pid_jwk_read (object, &out->jwk);
  if (err == P2PID_OK)
    err = p2pid_key_set_check_id (jws, object);
  return err;
}

p2pid_err
p2pid_issuer_key_find_anchor (const p2pid_issuer_key *key,
                              const p2pid_anchors *anchors,
                              const p2pid_anchor **out_anchor)
{
  p2pid_fingerprint fingerprint;

  p2pid_jwk_thumbprint (&key->jwk, &fingerprint);
  return p2pid_anchors_find (anchors, P2PID_METHOD_SD_JWT, &fingerprint,
                             out_anchor);
}
