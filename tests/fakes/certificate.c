/* Self-signed certificates, by OpenSSL. */

#include "fakes/certificate.h"

#include <check.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>

#define DAY 86400L

static void
add_extension (X509 *certificate, int kind, const char *value)
{
  X509_EXTENSION *extension = X509V3_EXT_conf_nid (NULL, NULL, kind, value);

  ck_assert_ptr_nonnull (extension);
  ck_assert_int_eq (X509_add_ext (certificate, extension, -1), 1);
  X509_EXTENSION_free (extension);
}

static X509 *
make (EVP_PKEY *key, const char *address, long from, long until)
{
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);
  char alternative[64];

  X509_set_version (certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), 1);
  X509_gmtime_adj (X509_getm_notBefore (certificate), from * DAY);
  X509_gmtime_adj (X509_getm_notAfter (certificate), until * DAY);
  X509_set_pubkey (certificate, key);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC,
                              (const unsigned char *) "p2pid test", -1, -1, 0);
  X509_set_issuer_name (certificate, name);
  snprintf (alternative, sizeof alternative, "IP:%s", address);
  add_extension (certificate, NID_subject_alt_name, alternative);
  add_extension (certificate, NID_basic_constraints, "critical,CA:TRUE");
  ck_assert_int_gt (X509_sign (certificate, key, EVP_sha256 ()), 0);
  return certificate;
}

void
certificate_make (const char *address,
                  long from,
                  long until,
                  const char *certificate_path,
                  const char *key_path)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = make (key, address, from, until);
  FILE *file = fopen (certificate_path, "w");

  ck_assert_ptr_nonnull (file);
  ck_assert_int_eq (PEM_write_X509 (file, certificate), 1);
  fclose (file);
  file = fopen (key_path, "w");
  ck_assert_ptr_nonnull (file);
  ck_assert_int_eq (PEM_write_PrivateKey (file, key, NULL, NULL, 0, NULL, NULL),
                    1);
  fclose (file);
  X509_free (certificate);
  EVP_PKEY_free (key);
}
