/*
 * OCSP answers.
 *
 * OpenSSL checks the signature. Who may sign is decided here, since the rules
 * of OCSP_basic_verify() are wider than those of the header: it also takes a
 * root that is trusted for everybody's answers, and it builds a chain anew.
 */

#include "evidence/ocsp.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

/* Whether these bytes are the answer's only form: an answer lies inside a
 * string of bytes, behind which OpenSSL lets anything follow. */
static p2pid_err
check_form (OCSP_BASICRESP *answer, p2pid_bytes der)
{
  OCSP_RESPONSE *again =
      OCSP_response_create (OCSP_RESPONSE_STATUS_SUCCESSFUL, answer);
  uint8_t *bytes = NULL;
  int size = again ? i2d_OCSP_RESPONSE (again, &bytes) : -1;
  p2pid_err err = P2PID_OK;

  OCSP_RESPONSE_free (again);
  if (size < 0)
    return P2PID_ERR_MEMORY;
  if ((size_t) size != der.size || memcmp (bytes, der.data, der.size) != 0)
    err = P2PID_ERR_FORMAT;
  OPENSSL_free (bytes);
  return err;
}

static p2pid_err
read_answer (p2pid_bytes der, OCSP_BASICRESP **out)
{
  const uint8_t *at = der.data;
  OCSP_RESPONSE *response = d2i_OCSP_RESPONSE (NULL, &at, (long) der.size);
  OCSP_BASICRESP *answer = NULL;
  p2pid_err err;

  if (response == NULL)
    return p2pid_openssl_refuse ();
  err = OCSP_response_status (response) == OCSP_RESPONSE_STATUS_SUCCESSFUL
            ? P2PID_OK
            : P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK) {
    answer = OCSP_response_get1_basic (response);
    err = answer ? check_form (answer, der) : p2pid_openssl_refuse ();
  }
  OCSP_RESPONSE_free (response);
  if (err != P2PID_OK) {
    OCSP_BASICRESP_free (answer);
    return err;
  }
  *out = answer;
  return P2PID_OK;
}

static p2pid_err
read_times (p2pid_ocsp *ocsp, OCSP_SINGLERESP *single)
{
  ASN1_GENERALIZEDTIME *this_update = NULL, *next_update = NULL;
  p2pid_err err = p2pid_certificate_time (
      OCSP_resp_get0_produced_at (ocsp->answer), &ocsp->produced_at);

  OCSP_single_get0_status (single, NULL, NULL, &this_update, &next_update);
  if (err == P2PID_OK)
    err = p2pid_certificate_time (this_update, &ocsp->this_update);
  if (err == P2PID_OK && next_update != NULL)
    err = p2pid_certificate_time (next_update, &ocsp->next_update);
  return err;
}

static bool
is_nonce (const X509_EXTENSION *extension)
{
  return OBJ_obj2nid (X509_EXTENSION_get_object (
             (X509_EXTENSION *) extension)) == NID_id_pkix_OCSP_Nonce;
}

static p2pid_err
read_nonce (p2pid_ocsp *ocsp, X509_EXTENSION *extension)
{
  const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data (extension);
  int size = ASN1_STRING_length (value);

  if (size < 1 || ocsp->nonce_size > 0) /* empty, or the second */
    return P2PID_ERR_FORMAT;
  if (size > P2PID_OCSP_NONCE_MAX)
    return P2PID_ERR_SIZE;
  memcpy (ocsp->nonce, ASN1_STRING_get0_data (value), (size_t) size);
  ocsp->nonce_size = (size_t) size;
  return P2PID_OK;
}

/* The nonce; and what is critical but unknown may change the meaning of all
 * the rest (RFC 6960 §4.4). */
static p2pid_err
read_extensions (p2pid_ocsp *ocsp, OCSP_SINGLERESP *single)
{
  for (int i = 0; i < OCSP_BASICRESP_get_ext_count (ocsp->answer); i++) {
    X509_EXTENSION *extension = OCSP_BASICRESP_get_ext (ocsp->answer, i);
    p2pid_err err = P2PID_OK;

    if (is_nonce (extension))
      err = read_nonce (ocsp, extension);
    else if (X509_EXTENSION_get_critical (extension))
      err = P2PID_ERR_FORMAT;
    if (err != P2PID_OK)
      return err;
  }
  for (int i = 0; i < OCSP_SINGLERESP_get_ext_count (single); i++)
    if (X509_EXTENSION_get_critical (OCSP_SINGLERESP_get_ext (single, i)))
      return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

p2pid_err
p2pid_ocsp_read (p2pid_bytes der, p2pid_ocsp *out)
{
  p2pid_ocsp ocsp = { .answer = NULL };
  OCSP_SINGLERESP *single = NULL;
  p2pid_err err;

  if (der.size == 0)
    return P2PID_ERR_FORMAT;
  if (der.size > P2PID_OCSP_MAX)
    return P2PID_ERR_SIZE;
  err = read_answer (der, &ocsp.answer);
  if (err == P2PID_OK && OCSP_resp_count (ocsp.answer) != 1)
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK) {
    single = OCSP_resp_get0 (ocsp.answer, 0);
    err = read_times (&ocsp, single);
  }
  if (err == P2PID_OK)
    err = read_extensions (&ocsp, single);
  ERR_clear_error ();
  if (err != P2PID_OK) {
    p2pid_ocsp_clear (&ocsp);
    return err;
  }
  *out = ocsp;
  return P2PID_OK;
}

/* Names of issuers and certificates are hashed, by whichever hash the answer
 * says; here it hides nothing and proves nothing, so SHA-1 will do. */
static const EVP_MD *
find_hash (const ASN1_OBJECT *algorithm)
{
  switch (OBJ_obj2nid (algorithm)) {
  case NID_sha1:
    return EVP_sha1 ();
  case NID_sha256:
    return EVP_sha256 ();
  case NID_sha384:
    return EVP_sha384 ();
  case NID_sha512:
    return EVP_sha512 ();
  default:
    return NULL;
  }
}

static p2pid_err
check_subject (const p2pid_ocsp *ocsp, const p2pid_chain *chain)
{
  OCSP_CERTID *id = (OCSP_CERTID *) OCSP_SINGLERESP_get0_id (
      OCSP_resp_get0 (ocsp->answer, 0));
  ASN1_OBJECT *algorithm = NULL;
  const EVP_MD *hash;
  OCSP_CERTID *ours;
  p2pid_err err;

  OCSP_id_get0_info (NULL, &algorithm, NULL, NULL, id);
  hash = find_hash (algorithm);
  if (hash == NULL)
    return P2PID_ERR_ALGORITHM;
  ours = OCSP_cert_to_id (hash, chain->list[0], chain->list[1]);
  if (ours == NULL)
    return P2PID_ERR_MEMORY;
  err = OCSP_id_cmp (ours, id) == 0 ? P2PID_OK : P2PID_ERR_MISMATCH;
  OCSP_CERTID_free (ours);
  return err;
}

/* No algorithm of the list has parameters; PSS has, and is not in it. What the
 * signature does not cover must not be open to change either. */
static p2pid_err
check_algorithm (const OCSP_BASICRESP *answer, bool sha1)
{
  const ASN1_OBJECT *algorithm = NULL;
  int hash = NID_undef, key = NID_undef, parameters = V_ASN1_UNDEF;

  X509_ALGOR_get0 (&algorithm, &parameters, NULL,
                   OCSP_resp_get0_tbs_sigalg (answer));
  if (parameters != V_ASN1_UNDEF && parameters != V_ASN1_NULL)
    return P2PID_ERR_ALGORITHM;
  OBJ_find_sigid_algs (OBJ_obj2nid (algorithm), &hash, &key);
  if (key != NID_rsaEncryption && key != NID_X9_62_id_ecPublicKey)
    return P2PID_ERR_ALGORITHM;
  if (hash == NID_sha256 || hash == NID_sha384 || hash == NID_sha512 ||
      (hash == NID_sha1 && sha1))
    return P2PID_OK;
  return P2PID_ERR_ALGORITHM;
}

/* Whether a certificate of the issuer's own may answer for it: RFC 6960
 * §4.2.2.2. Any extended key usage at all is not this one. BankID's signers
 * have nonRepudiation as their key usage, others digitalSignature. */
static bool
may_answer (X509 *signer)
{
  uint32_t flags = X509_get_extension_flags (signer);

  return (flags & (EXFLAG_INVALID | EXFLAG_CRITICAL)) == 0 &&
         (flags & EXFLAG_XKUSAGE) != 0 &&
         (X509_get_extended_key_usage (signer) & XKU_OCSP_SIGN) != 0 &&
         (X509_get_key_usage (signer) &
          (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

static p2pid_err
check_signer (X509 *signer, X509 *issuer, int64_t at)
{
  p2pid_err err;

  if (X509_cmp (signer, issuer) == 0) {
    if (at < p2pid_certificate_not_before (issuer))
      return P2PID_ERR_NOT_YET_VALID;
    return at < p2pid_certificate_not_after (issuer) ? P2PID_OK
                                                     : P2PID_ERR_EXPIRED;
  }
  if (!may_answer (signer))
    return P2PID_ERR_UNTRUSTED;
  err = p2pid_certificate_verify (signer, issuer, at);
  return err == P2PID_ERR_INCOMPLETE || err == P2PID_ERR_FORGED ||
                 err == P2PID_ERR_MISMATCH
             ? P2PID_ERR_UNTRUSTED
             : err;
}

/* Whoever signed is named by the answer, and is the issuer or stands inside
 * it. */
static p2pid_err
check_signature (const p2pid_ocsp *ocsp, X509 *issuer, int64_t at)
{
  STACK_OF (X509) *issuers = sk_X509_new_null ();
  X509 *signer = NULL;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (issuers == NULL || sk_X509_push (issuers, issuer) == 0)
    goto out;
  err = P2PID_ERR_UNTRUSTED;
  if (OCSP_resp_get0_signer (ocsp->answer, &signer, issuers) != 1)
    goto out;
  err = check_signer (signer, issuer, at);
  if (err != P2PID_OK)
    goto out;
  /* Finds the same signer, checks the signature, and no more. */
  if (OCSP_basic_verify (ocsp->answer, issuers, NULL, OCSP_NOVERIFY) != 1)
    err = P2PID_ERR_FORGED;

out:
  sk_X509_free (issuers); /* the certificate is the chain's */
  return err;
}

static p2pid_err
check_state (const p2pid_ocsp *ocsp, int64_t at)
{
  OCSP_SINGLERESP *single = OCSP_resp_get0 (ocsp->answer, 0);

  if (OCSP_single_get0_status (single, NULL, NULL, NULL, NULL) !=
      V_OCSP_CERTSTATUS_GOOD)
    return P2PID_ERR_REVOKED;
  if (ocsp->produced_at > at || ocsp->this_update > at)
    return P2PID_ERR_NOT_YET_VALID;
  if (ocsp->next_update != 0 && ocsp->next_update < at)
    return P2PID_ERR_EXPIRED;
  return P2PID_OK;
}

p2pid_err
p2pid_ocsp_verify (const p2pid_ocsp *ocsp,
                   const p2pid_chain *chain,
                   int64_t at,
                   bool sha1)
{
  p2pid_err err = check_subject (ocsp, chain);

  if (err == P2PID_OK)
    err = check_algorithm (ocsp->answer, sha1);
  if (err == P2PID_OK)
    err = check_signature (ocsp, chain->list[1], at);
  if (err == P2PID_OK)
    err = check_state (ocsp, at);
  ERR_clear_error ();
  return err;
}

void
p2pid_ocsp_clear (p2pid_ocsp *ocsp)
{
  OCSP_BASICRESP_free (ocsp->answer);
  *ocsp = (p2pid_ocsp){ .answer = NULL };
}
