/* ECDSA by OpenSSL's EVP, which wants keys as parameters and signatures as
 * DER. */

#include "evidence/ecdsa.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>

/* OpenSSL checks that the point is on the curve. */
static p2pid_err
load_key (const p2pid_jwk *key, EVP_PKEY **out)
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name (NULL, "EC", NULL);
  uint8_t point[65] = { POINT_CONVERSION_UNCOMPRESSED };
  char group[] = "P-256";
  OSSL_PARAM parameters[] = {
    OSSL_PARAM_utf8_string (OSSL_PKEY_PARAM_GROUP_NAME, group,
                            sizeof group - 1),
    OSSL_PARAM_octet_string (OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
    OSSL_PARAM_END,
  };
  p2pid_err err = P2PID_ERR_MEMORY;

  memcpy (point + 1, key->x, sizeof key->x);
  memcpy (point + 33, key->y, sizeof key->y);
  if (context != NULL && EVP_PKEY_fromdata_init (context) == 1)
    err = EVP_PKEY_fromdata (context, out, EVP_PKEY_PUBLIC_KEY, parameters) == 1
              ? P2PID_OK
              : P2PID_ERR_ALGORITHM;
  EVP_PKEY_CTX_free (context);
  return err;
}

static p2pid_err
write_der (const uint8_t signature[P2PID_ECDSA_SIZE],
           uint8_t **out,
           size_t *out_size)
{
  BIGNUM *r = BN_bin2bn (signature, 32, NULL);
  BIGNUM *s = BN_bin2bn (signature + 32, 32, NULL);
  ECDSA_SIG *pair = ECDSA_SIG_new ();
  int size = -1;

  if (r != NULL && s != NULL && pair != NULL &&
      ECDSA_SIG_set0 (pair, r, s) == 1) {
    r = s = NULL; /* the pair's now */
    size = i2d_ECDSA_SIG (pair, out);
  }
  BN_free (r);
  BN_free (s);
  ECDSA_SIG_free (pair);
  if (size < 0)
    return P2PID_ERR_MEMORY;
  *out_size = (size_t) size;
  return P2PID_OK;
}

p2pid_err
p2pid_ecdsa_verify (const p2pid_jwk *key,
                    p2pid_bytes message,
                    const uint8_t signature[P2PID_ECDSA_SIZE])
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  EVP_PKEY *loaded = NULL;
  uint8_t *der = NULL;
  size_t size = 0;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (context == NULL)
    goto out;
  err = load_key (key, &loaded);
  if (err == P2PID_OK)
    err = write_der (signature, &der, &size);
  if (err != P2PID_OK)
    goto out;

  if (EVP_DigestVerifyInit (context, NULL, EVP_sha256 (), NULL, loaded) != 1)
    err = P2PID_ERR_MEMORY;
  else if (EVP_DigestVerify (context, der, size, message.data, message.size) !=
           1)
    err = P2PID_ERR_FORGED;

out:
  ERR_clear_error (); /* the thread's queue is not ours to fill */
  OPENSSL_free (der);
  EVP_PKEY_free (loaded);
  EVP_MD_CTX_free (context);
  return err;
}
