/*
 * Certificates and their chains, by OpenSSL.
 *
 * OpenSSL looks for a path of its own through whatever it is given. A binding
 * has the chain in order, and what is shown as the issuer must be what was
 * checked: so the order is looked at first, and the path that OpenSSL took
 * must be the same one at the end.
 */

#include "evidence/x509.h"

#include "evidence/anchors-internal.h"
#include "evidence/identity-internal.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <time.h>

#define RSA_BITS_MIN 2048
#define EC_BITS_MIN 256

/* A PEM block, with text around it as some programs write. */
#define FILE_MAX (4 * P2PID_CERTIFICATE_MAX)

/* Security level 2 of OpenSSL is 112 bits: RSA from 2,048 bits, no SHA-1.
 * Said here so that no configuration of the computer decides it. */
#define LEVEL 2

p2pid_err
p2pid_openssl_refuse (void)
{
  bool memory = ERR_GET_REASON (ERR_peek_last_error ()) == ERR_R_MALLOC_FAILURE;

  ERR_clear_error (); /* the thread's queue is not ours to fill */
  return memory ? P2PID_ERR_MEMORY : P2PID_ERR_FORMAT;
}

p2pid_err
p2pid_certificate_time (const ASN1_TIME *time, int64_t *out)
{
  struct tm fields;
  int read = ASN1_TIME_to_tm (time, &fields);

  if (read != 1)
    return p2pid_openssl_refuse ();
  *out = timegm (&fields);
  return P2PID_OK;
}

/* Whether these bytes are the certificate's only form. OpenSSL also reads
 * forms that DER forbids, and a fingerprint would not tell them apart. */
static p2pid_err
check_form (const X509 *certificate, p2pid_bytes der)
{
  uint8_t *again = NULL;
  int size = i2d_X509 (certificate, &again);
  p2pid_err err = P2PID_OK;

  if (size < 0)
    return P2PID_ERR_MEMORY;
  if ((size_t) size != der.size || memcmp (again, der.data, der.size) != 0)
    err = P2PID_ERR_FORMAT;
  OPENSSL_free (again);
  return err;
}

/* What later calls take for granted: extensions that can be read, and
 * times. */
static p2pid_err
check_parts (X509 *certificate)
{
  int64_t time;
  p2pid_err err =
      p2pid_certificate_time (X509_get0_notBefore (certificate), &time);

  if (err == P2PID_OK)
    err = p2pid_certificate_time (X509_get0_notAfter (certificate), &time);
  if (err == P2PID_OK &&
      (X509_get_extension_flags (certificate) & EXFLAG_INVALID) != 0)
    err = P2PID_ERR_FORMAT;
  return err;
}

p2pid_err
p2pid_certificate_read (p2pid_bytes der, X509 **out)
{
  const uint8_t *at = der.data;
  X509 *certificate = NULL;
  p2pid_err err;

  if (der.size == 0)
    return P2PID_ERR_FORMAT;
  if (der.size > P2PID_CERTIFICATE_MAX)
    return P2PID_ERR_SIZE;
  certificate = d2i_X509 (NULL, &at, (long) der.size);
  if (certificate == NULL)
    return p2pid_openssl_refuse ();

  err = check_form (certificate, der);
  if (err == P2PID_OK)
    err = check_parts (certificate);
  ERR_clear_error ();
  if (err != P2PID_OK) {
    X509_free (certificate);
    return err;
  }
  *out = certificate;
  return P2PID_OK;
}

/* The one block of a PEM file, for OPENSSL_free(). */
static p2pid_err
read_pem (p2pid_bytes file, uint8_t **out, long *out_size)
{
  BIO *source = BIO_new_mem_buf (file.data, (int) file.size);
  char *name = NULL, *header = NULL;
  uint8_t *data = NULL, *more = NULL;
  long size = 0, rest;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (source == NULL)
    goto out;
  if (PEM_read_bio (source, &name, &header, &data, &size) != 1) {
    err = p2pid_openssl_refuse ();
    goto out;
  }
  err = P2PID_ERR_FORMAT;
  if (strcmp (name, PEM_STRING_X509) != 0 || *header != '\0')
    goto out;
  OPENSSL_free (name);
  OPENSSL_free (header);
  name = header = NULL;
  if (PEM_read_bio (source, &name, &header, &more, &rest) == 1)
    goto out;
  *out = data;
  *out_size = size;
  data = NULL; /* the caller's now */
  err = P2PID_OK;

out:
  ERR_clear_error ();
  OPENSSL_free (name);
  OPENSSL_free (header);
  OPENSSL_free (data);
  OPENSSL_free (more);
  BIO_free (source);
  return err;
}

static p2pid_err
copy_certificate (p2pid_bytes der, p2pid_buffer **out_der)
{
  X509 *certificate = NULL;
  p2pid_err err = p2pid_certificate_read (der, &certificate);

  if (err == P2PID_OK)
    err = p2pid_buffer_copy (der, out_der);
  X509_free (certificate);
  return err;
}

p2pid_err
p2pid_certificate_from_file (p2pid_bytes file, p2pid_buffer **out_der)
{
  uint8_t *der = NULL;
  long size = 0;
  p2pid_err err;

  if (file.size == 0)
    return P2PID_ERR_FORMAT;
  if (file.data[0] == (V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED))
    return copy_certificate (file, out_der);
  if (file.size > FILE_MAX)
    return P2PID_ERR_SIZE;
  err = read_pem (file, &der, &size);
  if (err == P2PID_OK)
    err = copy_certificate ((p2pid_bytes){ der, (size_t) size }, out_der);
  OPENSSL_free (der);
  return err;
}

EVP_PKEY *
p2pid_certificate_key (const X509 *certificate)
{
  EVP_PKEY *key = X509_get0_pubkey (certificate);

  ERR_clear_error ();
  return key;
}

void
p2pid_certificate_fingerprint (const X509 *certificate, p2pid_fingerprint *out)
{
  unsigned size = sizeof out->bytes;

  /* It was printed when it was read, so it can be printed again; should it
   * not, then what no anchor names. */
  if (X509_digest (certificate, EVP_sha256 (), out->bytes, &size) != 1)
    memset (out, 0, sizeof *out);
  ERR_clear_error ();
}

p2pid_err
p2pid_chain_read (const p2pid_bytes *ders, size_t count, p2pid_chain *out)
{
  p2pid_chain chain = { .count = 0 };
  p2pid_err err = P2PID_OK;

  if (count < 2)
    return P2PID_ERR_INCOMPLETE;
  if (count > P2PID_CHAIN_MAX)
    return P2PID_ERR_SIZE;
  while (chain.count < count && err == P2PID_OK) {
    err = p2pid_certificate_read (ders[chain.count], &chain.list[chain.count]);
    if (err == P2PID_OK)
      chain.count++;
  }
  if (err != P2PID_OK) {
    p2pid_chain_clear (&chain);
    return err;
  }
  *out = chain;
  return P2PID_OK;
}

p2pid_err
p2pid_chain_find_anchor (const p2pid_chain *chain,
                         const p2pid_anchors *anchors,
                         p2pid_method method,
                         const p2pid_anchor **out_anchor)
{
  p2pid_fingerprint fingerprint;

  p2pid_certificate_fingerprint (chain->list[chain->count - 1], &fingerprint);
  return p2pid_anchors_find (anchors, method, &fingerprint, out_anchor);
}

/* A closed list: RSA and curves that have a name, large enough. */
static bool
is_good_key (const X509 *certificate)
{
  const EVP_PKEY *key = p2pid_certificate_key (certificate);
  int explicit = 0;

  if (key == NULL)
    return false;
  switch (EVP_PKEY_get_base_id (key)) {
  case EVP_PKEY_RSA:
  case EVP_PKEY_RSA_PSS:
    return EVP_PKEY_get_bits (key) >= RSA_BITS_MIN;
  case EVP_PKEY_EC:
    return EVP_PKEY_get_int_param (
               key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS,
               &explicit) == 1 &&
           explicit == 0 && EVP_PKEY_get_bits (key) >= EC_BITS_MIN;
  default:
    return false;
  }
}

static bool
is_good_signature (const X509 *certificate)
{
  int hash = NID_undef;

  /* OpenSSL knows the hash of PSS by its parameters. */
  if (X509_get_signature_info ((X509 *) certificate, &hash, NULL, NULL, NULL) !=
      1)
    return false;
  return hash == NID_sha256 || hash == NID_sha384 || hash == NID_sha512;
}

static p2pid_err
check_algorithms (const X509 *certificate)
{
  return is_good_key (certificate) && is_good_signature (certificate)
             ? P2PID_OK
             : P2PID_ERR_ALGORITHM;
}

/* Whether the names, key identifiers and uses fit; no signature yet. */
static p2pid_err
check_issuer (const X509 *certificate, const X509 *issuer)
{
  switch (X509_check_issued ((X509 *) issuer, (X509 *) certificate)) {
  case X509_V_OK:
    return P2PID_OK;
  case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    return P2PID_ERR_MISMATCH;
  default:
    return P2PID_ERR_INCOMPLETE;
  }
}

/* All that is not left to OpenSSL. The last one is known by its fingerprint:
 * who signed it, itself or another, says nothing. */
static p2pid_err
check_links (const p2pid_chain *chain)
{
  for (size_t i = 0; i < chain->count; i++) {
    bool root = i + 1 == chain->count;
    X509 *certificate = chain->list[i];
    p2pid_err err =
        root ? P2PID_OK : check_issuer (certificate, chain->list[i + 1]);

    if (err == P2PID_OK && i > 0 && X509_check_ca (certificate) != 1)
      err = P2PID_ERR_MISMATCH;
    if (err == P2PID_OK && !(is_good_key (certificate) &&
                             (root || is_good_signature (certificate))))
      err = P2PID_ERR_ALGORITHM;
    if (err != P2PID_OK)
      return err;
  }
  return P2PID_OK;
}

static p2pid_err
translate (int error)
{
  switch (error) {
  case X509_V_OK:
    return P2PID_OK;
  case X509_V_ERR_CERT_SIGNATURE_FAILURE:
  case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
    return P2PID_ERR_FORGED;
  case X509_V_ERR_CERT_HAS_EXPIRED:
    return P2PID_ERR_EXPIRED;
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return P2PID_ERR_NOT_YET_VALID;
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
  case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    return P2PID_ERR_INCOMPLETE;
  case X509_V_ERR_EE_KEY_TOO_SMALL:
  case X509_V_ERR_CA_KEY_TOO_SMALL:
  case X509_V_ERR_CA_MD_TOO_WEAK:
  case X509_V_ERR_EC_KEY_EXPLICIT_PARAMS:
    return P2PID_ERR_ALGORITHM;
  case X509_V_ERR_OUT_OF_MEM:
    return P2PID_ERR_MEMORY;
  default:
    return P2PID_ERR_MISMATCH;
  }
}

/* Whether OpenSSL went through the whole chain, in its order. */
static bool
is_path (X509_STORE_CTX *context, const p2pid_chain *chain)
{
  STACK_OF (X509) *path = X509_STORE_CTX_get0_chain (context);

  if (sk_X509_num (path) != (int) chain->count)
    return false;
  for (size_t i = 0; i < chain->count; i++)
    if (X509_cmp (sk_X509_value (path, (int) i), chain->list[i]) != 0)
      return false;
  return true;
}

static p2pid_err
verify_path (X509_STORE_CTX *context, const p2pid_chain *chain, int64_t at)
{
  X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param (context);

  X509_VERIFY_PARAM_set_time (parameters, at);
  X509_VERIFY_PARAM_set_auth_level (parameters, LEVEL);
  X509_VERIFY_PARAM_set_depth (parameters, P2PID_CHAIN_MAX);
  /* Trust may end below a root: national authorities are anchored one by
   * one. It is still trust in the chain's last certificate alone. */
  X509_VERIFY_PARAM_set_flags (parameters, X509_V_FLAG_PARTIAL_CHAIN);
  if (X509_verify_cert (context) == 1)
    return is_path (context, chain) ? P2PID_OK : P2PID_ERR_MISMATCH;

  p2pid_err err = translate (X509_STORE_CTX_get_error (context));

  return err != P2PID_OK ? err : P2PID_ERR_MEMORY;
}

p2pid_err
p2pid_chain_verify (const p2pid_chain *chain, int64_t at)
{
  STACK_OF (X509) *roots = sk_X509_new_null ();
  STACK_OF (X509) *others = sk_X509_new_null ();
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  p2pid_err err = P2PID_ERR_MEMORY;

  if (roots == NULL || others == NULL || context == NULL)
    goto out;
  if (sk_X509_push (roots, chain->list[chain->count - 1]) == 0)
    goto out;
  for (size_t i = 1; i + 1 < chain->count; i++)
    if (sk_X509_push (others, chain->list[i]) == 0)
      goto out;
  err = check_links (chain);
  if (err != P2PID_OK)
    goto out;

  /* Without a store: nothing is trusted but the one root. */
  if (X509_STORE_CTX_init (context, NULL, chain->list[0], others) != 1) {
    err = P2PID_ERR_MEMORY;
    goto out;
  }
  X509_STORE_CTX_set0_trusted_stack (context, roots);
  err = verify_path (context, chain, at);

out:
  ERR_clear_error ();
  X509_STORE_CTX_free (context);
  sk_X509_free (others); /* the certificates are the chain's */
  sk_X509_free (roots);
  return err;
}

p2pid_err
p2pid_certificate_verify (const X509 *certificate,
                          const X509 *issuer,
                          int64_t at)
{
  p2pid_err err = check_issuer (certificate, issuer);

  if (err == P2PID_OK)
    err = check_algorithms (certificate);
  if (err == P2PID_OK &&
      X509_verify ((X509 *) certificate, p2pid_certificate_key (issuer)) != 1)
    err = P2PID_ERR_FORGED;
  ERR_clear_error ();
  if (err != P2PID_OK)
    return err;
  if (at < p2pid_certificate_not_before (certificate))
    return P2PID_ERR_NOT_YET_VALID;
  if (at >= p2pid_certificate_not_after (certificate)) /* as OpenSSL has it */
    return P2PID_ERR_EXPIRED;
  return P2PID_OK;
}

int64_t
p2pid_certificate_time_again (const ASN1_TIME *time)
{
  int64_t seconds = 0;

  return p2pid_certificate_time (time, &seconds) == P2PID_OK ? seconds : 0;
}

int64_t
p2pid_certificate_not_before (const X509 *certificate)
{
  return p2pid_certificate_time_again (X509_get0_notBefore (certificate));
}

int64_t
p2pid_certificate_not_after (const X509 *certificate)
{
  return p2pid_certificate_time_again (X509_get0_notAfter (certificate));
}

/* A copy for free() of text without a NUL inside. */
static p2pid_err
copy_text (const ASN1_STRING *value, char **out)
{
  uint8_t *text = NULL;
  int size = ASN1_STRING_to_UTF8 (&text, value);
  p2pid_err err;

  if (size < 0)
    return p2pid_openssl_refuse ();
  err = strlen ((char *) text) == (size_t) size
            ? p2pid_text_copy ((char *) text, out)
            : P2PID_ERR_FORMAT;
  OPENSSL_free (text);
  return err;
}

p2pid_err
p2pid_certificate_subject (const X509 *certificate, int nid, char **out)
{
  const X509_NAME *name = X509_get_subject_name (certificate);
  int at = X509_NAME_get_index_by_NID (name, nid, -1);

  if (at < 0) {
    *out = NULL;
    return P2PID_OK;
  }
  if (X509_NAME_get_index_by_NID (name, nid, at) >= 0)
    return P2PID_ERR_FORMAT;
  return copy_text (X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)),
                    out);
}

p2pid_err
p2pid_certificate_take_fact (const X509 *certificate,
                             int nid,
                             p2pid_fact fact,
                             p2pid_identity *identity)
{
  char *text = NULL;
  p2pid_err err = p2pid_certificate_subject (certificate, nid, &text);

  if (err == P2PID_OK && text == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK)
    err = p2pid_identity_set_fact (identity, fact, text);
  free (text);
  return err;
}

void
p2pid_chain_clear (p2pid_chain *chain)
{
  for (size_t i = 0; i < chain->count; i++)
    X509_free (chain->list[i]);
  *chain = (p2pid_chain){ .count = 0 };
}
