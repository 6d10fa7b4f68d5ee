/* Revocation lists, by OpenSSL. */

#include "evidence/crl.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

/* Whether these bytes are the list's only form. */
static p2pid_err
check_form (X509_CRL *crl, p2pid_bytes der)
{
  uint8_t *again = NULL;
  int size = i2d_X509_CRL (crl, &again);
  p2pid_err err = P2PID_OK;

  if (size < 0)
    return P2PID_ERR_MEMORY;
  if ((size_t) size != der.size || memcmp (again, der.data, der.size) != 0)
    err = P2PID_ERR_FORMAT;
  OPENSSL_free (again);
  return err;
}

/* What later calls take for granted. */
static p2pid_err
check_times (const X509_CRL *crl)
{
  int64_t time;
  p2pid_err err =
      p2pid_certificate_time (X509_CRL_get0_lastUpdate (crl), &time);

  if (err == P2PID_OK && X509_CRL_get0_nextUpdate (crl) == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK)
    err = p2pid_certificate_time (X509_CRL_get0_nextUpdate (crl), &time);
  return err;
}

p2pid_err
p2pid_crl_read (p2pid_bytes der, X509_CRL **out)
{
  const uint8_t *at = der.data;
  X509_CRL *crl = NULL;
  p2pid_err err;

  if (der.size == 0)
    return P2PID_ERR_FORMAT;
  crl = d2i_X509_CRL (NULL, &at, (long) der.size);
  if (crl == NULL)
    return p2pid_openssl_refuse ();
  err = check_form (crl, der);
  if (err == P2PID_OK)
    err = check_times (crl);
  ERR_clear_error (); /* the thread's queue is not ours to fill */
  if (err != P2PID_OK) {
    X509_CRL_free (crl);
    return err;
  }
  *out = crl;
  return P2PID_OK;
}

int64_t
p2pid_crl_this_update (const X509_CRL *crl)
{
  return p2pid_certificate_time_again (X509_CRL_get0_lastUpdate (crl));
}

int64_t
p2pid_crl_next_update (const X509_CRL *crl)
{
  return p2pid_certificate_time_again (X509_CRL_get0_nextUpdate (crl));
}

/* Extensions that narrow what a list is about are critical (RFC 5280 §5.2.4,
 * §5.2.5), and there is none besides that would have to be understood. */
static bool
is_whole (const X509_CRL *crl)
{
  for (int i = 0; i < X509_CRL_get_ext_count (crl); i++)
    if (X509_EXTENSION_get_critical (X509_CRL_get_ext (crl, i)))
      return false;
  return X509_CRL_get_ext_by_NID (crl, NID_issuing_distribution_point, -1) <
             0 &&
         X509_CRL_get_ext_by_NID (crl, NID_delta_crl, -1) < 0;
}

static bool
is_good_signature (const X509_CRL *crl)
{
  int hash = NID_undef;

  if (OBJ_find_sigid_algs (X509_CRL_get_signature_nid (crl), &hash, NULL) != 1)
    return false;
  return hash == NID_sha256 || hash == NID_sha384 || hash == NID_sha512;
}

static p2pid_err
check_issuer (X509_CRL *crl, const p2pid_chain *chain)
{
  X509 *issuer = chain->list[1];
  const X509_NAME *name = X509_get_subject_name (issuer);

  if (X509_NAME_cmp (X509_CRL_get_issuer (crl), name) != 0 || !is_whole (crl))
    return P2PID_ERR_MISMATCH;
  if ((X509_get_key_usage (issuer) & KU_CRL_SIGN) == 0)
    return P2PID_ERR_UNTRUSTED;
  if (!is_good_signature (crl))
    return P2PID_ERR_ALGORITHM;
  return X509_CRL_verify (crl, p2pid_certificate_key (issuer)) == 1
             ? P2PID_OK
             : P2PID_ERR_FORGED;
}

p2pid_err
p2pid_crl_verify (X509_CRL *crl, const p2pid_chain *chain, int64_t at)
{
  X509_REVOKED *entry = NULL;
  p2pid_err err = check_issuer (crl, chain);

  if (err == P2PID_OK && at < p2pid_crl_this_update (crl))
    err = P2PID_ERR_NOT_YET_VALID;
  if (err == P2PID_OK && at > p2pid_crl_next_update (crl))
    err = P2PID_ERR_EXPIRED;
  if (err == P2PID_OK &&
      X509_CRL_get0_by_cert (crl, &entry, chain->list[0]) != 0)
    err = P2PID_ERR_REVOKED;
  ERR_clear_error ();
  return err;
}
