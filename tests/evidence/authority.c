/* Certificates and OCSP answers. */

#include "evidence/authority.h"

#include <check.h>
#include <openssl/conf.h>
#include <openssl/x509v3.h>

static EVP_PKEY *keys[8];

EVP_PKEY *
authority_key (size_t which)
{
  ck_assert_uint_lt (which, sizeof keys / sizeof *keys);
  if (keys[which] == NULL)
    keys[which] = EVP_EC_gen ("P-256");
  ck_assert_ptr_nonnull (keys[which]);
  return keys[which];
}

void
authority_end (void)
{
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    EVP_PKEY_free (keys[i]);
    keys[i] = NULL;
  }
}

static void
add_extension (X509 *certificate, X509 *issuer, const authority_extension *e)
{
  CONF *empty = NCONF_new (NULL); /* policies want one */
  X509V3_CTX context;
  X509_EXTENSION *extension;

  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  X509V3_set_nconf (&context, empty);
  extension = X509V3_EXT_conf_nid (NULL, &context, e->kind, e->value);
  ck_assert_ptr_nonnull (extension);
  ck_assert_int_eq (X509_add_ext (certificate, extension, -1), 1);
  X509_EXTENSION_free (extension);
  NCONF_free (empty);
}

static void
add_entry (X509_NAME *name, const authority_extension *entry)
{
  if (entry->value != NULL)
    ck_assert_int_eq (
        X509_NAME_add_entry_by_NID (name, entry->kind, MBSTRING_UTF8,
                                    (const uint8_t *) entry->value, -1, -1, 0),
        1);
}

static void
set_time (ASN1_TIME *time, int64_t seconds, int64_t otherwise)
{
  ck_assert_ptr_nonnull (ASN1_TIME_set (time, seconds ? seconds : otherwise));
}

X509 *
authority_issue (const authority_plan *plan, X509 *issuer, EVP_PKEY *issuer_key)
{
  static long number = 100;
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);

  X509_set_version (certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), number++);
  set_time (X509_getm_notBefore (certificate), plan->from,
            AUTHORITY_NOW - AUTHORITY_DAY);
  set_time (X509_getm_notAfter (certificate), plan->until,
            AUTHORITY_NOW + AUTHORITY_DAY);
  X509_set_pubkey (certificate, plan->key);
  add_entry (name, &(authority_extension){ NID_commonName, plan->name });
  for (size_t i = 0; i < AUTHORITY_SUBJECT_MAX; i++)
    add_entry (name, &plan->subject[i]);
  X509_set_issuer_name (certificate,
                        issuer ? X509_get_subject_name (issuer) : name);
  for (size_t i = 0; i < AUTHORITY_EXTENSIONS_MAX; i++)
    if (plan->extensions[i].value != NULL)
      add_extension (certificate, issuer ? issuer : certificate,
                     &plan->extensions[i]);
  ck_assert_int_gt (X509_sign (certificate, issuer_key ? issuer_key : plan->key,
                               plan->hash ? plan->hash : EVP_sha256 ()),
                    0);
  return certificate;
}

/* Takes over what OpenSSL printed. */
static p2pid_buffer *
take (uint8_t *bytes, int size)
{
  p2pid_buffer *copy = NULL;

  ck_assert_int_gt (size, 0);
  ck_assert_int_eq (
      p2pid_buffer_copy ((p2pid_bytes){ bytes, (size_t) size }, &copy),
      P2PID_OK);
  OPENSSL_free (bytes);
  return copy;
}

p2pid_buffer *
authority_print (const X509 *certificate)
{
  uint8_t *bytes = NULL;
  int size = i2d_X509 (certificate, &bytes);

  return take (bytes, size);
}

p2pid_fingerprint
authority_fingerprint (const X509 *certificate)
{
  p2pid_fingerprint fingerprint;

  ck_assert_int_eq (
      X509_digest (certificate, EVP_sha256 (), fingerprint.bytes, NULL), 1);
  return fingerprint;
}

static void
add_raw (OCSP_BASICRESP *basic, bool inside, int kind, p2pid_bytes value)
{
  ASN1_OCTET_STRING *string = ASN1_OCTET_STRING_new ();
  X509_EXTENSION *extension;

  ASN1_OCTET_STRING_set (string, value.data, (int) value.size);
  extension = X509_EXTENSION_create_by_NID (NULL, kind, 1, string);
  ck_assert_int_eq (inside ? OCSP_SINGLERESP_add_ext (OCSP_resp_get0 (basic, 0),
                                                      extension, -1)
                           : OCSP_BASICRESP_add_ext (basic, extension, -1),
                    1);
  X509_EXTENSION_free (extension);
  ASN1_OCTET_STRING_free (string);
}

static void
add_states (OCSP_BASICRESP *basic, const authority_answer *answer)
{
  int64_t produced = answer->produced ? answer->produced : AUTHORITY_NOW;
  ASN1_TIME *this_update = ASN1_GENERALIZEDTIME_set (
      NULL, answer->updated ? answer->updated : produced);
  ASN1_TIME *next_update =
      answer->next ? ASN1_GENERALIZEDTIME_set (NULL, answer->next) : NULL;

  for (size_t i = 0; i < (answer->times ? answer->times : 1); i++) {
    OCSP_CERTID *id = OCSP_cert_to_id (NULL, answer->subject, answer->issuer);

    ck_assert_ptr_nonnull (OCSP_basic_add1_status (
        basic, id, answer->state, OCSP_REVOKED_STATUS_NOSTATUS, this_update,
        this_update, next_update));
    OCSP_CERTID_free (id);
  }
  /* OpenSSL would write the computer's own time when it signs. */
  ck_assert_ptr_nonnull (ASN1_GENERALIZEDTIME_set (
      (ASN1_GENERALIZEDTIME *) OCSP_resp_get0_produced_at (basic), produced));
  ASN1_TIME_free (this_update);
  ASN1_TIME_free (next_update);
}

p2pid_buffer *
authority_ocsp (const authority_answer *answer)
{
  static const uint8_t null[] = { 5, 0 };
  OCSP_BASICRESP *basic = OCSP_BASICRESP_new ();
  OCSP_RESPONSE *response;
  uint8_t *bytes = NULL;
  int size;

  add_states (basic, answer);
  if (answer->nonce.data != NULL)
    add_raw (basic, false, NID_id_pkix_OCSP_Nonce, answer->nonce);
  if (answer->extension != 0)
    add_raw (basic, answer->inside, answer->extension, P2PID_BYTES (null));
  ck_assert_int_eq (
      OCSP_basic_sign (basic, answer->signer, answer->key,
                       answer->hash ? answer->hash : EVP_sha256 (), NULL,
                       OCSP_NOTIME | (answer->bare ? OCSP_NOCERTS : 0)),
      1);
  response = OCSP_response_create (OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
  size = i2d_OCSP_RESPONSE (response, &bytes);
  OCSP_RESPONSE_free (response);
  OCSP_BASICRESP_free (basic);
  return take (bytes, size);
}
