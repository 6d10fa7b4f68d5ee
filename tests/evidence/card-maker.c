/* Cards, for tests. */

#include "card-maker.h"

#include "base/lv.h"

#include <openssl/x509v3.h>
#include <stdlib.h>

card_maker
card_new_for (p2pid_jwa algorithm)
{
  return (card_maker){
    .algorithm = algorithm,
    .plans = {
      [CARD_PERSON] = {
        .name = "ÖBERG,ASTRID,48402290017",
        .key = signer_key (algorithm),
        .extensions = {
          { NID_basic_constraints, "CA:FALSE" },
          { NID_key_usage, "critical,digitalSignature,keyAgreement" },
          { NID_ext_key_usage, "critical,clientAuth,emailProtection" },
          { NID_certificate_policies,
            "1.3.6.1.4.1.51361.1.1.1,0.4.0.2042.1.2" },
        },
        .subject = {
          { NID_countryName, "EE" },
          { NID_surname, "Öberg" },
          { NID_givenName, "Astrid" },
          { NID_serialNumber, "PNOEE-48402290017" },
        },
      },
      [CARD_ISSUER] = {
        .name = "Cards of the tests",
        .key = authority_key (1),
        .extensions = AUTHORITY_CA,
        .subject = { { NID_countryName, "EE" } },
      },
      [CARD_ROOT] = {
        .name = "Root of the tests",
        .key = authority_key (2),
        .extensions = AUTHORITY_CA,
        .subject = { { NID_countryName, "EE" } },
      },
    },
  };
}

card_maker
card_new (void)
{
  return card_new_for (P2PID_JWA_ES256);
}

void
card_set (authority_extension *list, int kind, const char *value)
{
  while (list->value != NULL && list->kind != kind)
    list++;
  if (value != NULL)
    *list = (authority_extension){ kind, value };
  else
    for (; list->value != NULL; list++)
      list[0] = list[1];
}

void
card_issue (card_maker *card)
{
  X509 *issuer = NULL;
  EVP_PKEY *key = NULL;

  for (size_t i = CARD_CHAIN; i-- > 0;) {
    card->chain[i] = authority_issue (&card->plans[i], issuer, key);
    issuer = card->chain[i];
    key = card->plans[i].key;
  }
}

p2pid_buffer *
card_message (const p2pid_statement *statement)
{
  p2pid_buffer *bytes = stating_bytes (statement);
  p2pid_buffer *text = stating_text (statement), *message = NULL;
  const p2pid_bytes fields[] = { p2pid_bytes_from_text ("libp2pid/1 card"),
                                 p2pid_buffer_bytes (bytes),
                                 p2pid_buffer_bytes (text) };

  ck_assert_int_eq (p2pid_lv_cat (fields, 3, &message), P2PID_OK);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  return message;
}

static char *
encode (const p2pid_buffer *bytes)
{
  return bytes ? signer_base64url (bytes->data, bytes->size) : strdup ("");
}

static char *
encode_certificate (const X509 *certificate)
{
  p2pid_buffer *der = authority_print (certificate);
  char *text = encode (der);

  p2pid_buffer_free (der);
  return text;
}

char *
card_sign (const card_maker *card,
           EVP_PKEY *key,
           p2pid_bytes message,
           const p2pid_buffer *ocsp,
           const p2pid_buffer *crl)
{
  p2pid_buffer *signature = signer_sign_bytes (
      key ? key : card->plans[CARD_PERSON].key, card->algorithm, message);
  char *texts[] = { encode (signature),
                    encode_certificate (card->chain[CARD_PERSON]),
                    encode_certificate (card->chain[CARD_ISSUER]),
                    encode_certificate (card->chain[CARD_ROOT]),
                    encode (ocsp),
                    encode (crl) };
  char *evidence = NULL;

  ck_assert_int_gt (asprintf (&evidence, "%s~%s~%s.%s.%s~%s~%s",
                              signer_name (card->algorithm), texts[0], texts[1],
                              texts[2], texts[3], texts[4], texts[5]),
                    0);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    free (texts[i]);
  p2pid_buffer_free (signature);
  return evidence;
}

char *
card_evidence (const card_maker *card)
{
  const p2pid_statement statement = stating ();
  p2pid_buffer *message = card_message (&statement);
  char *evidence =
      card_sign (card, NULL, p2pid_buffer_bytes (message), NULL, NULL);

  p2pid_buffer_free (message);
  return evidence;
}

p2pid_anchors *
card_anchors (const card_maker *card, p2pid_environment environment)
{
  const p2pid_anchor anchor = {
    .method = P2PID_METHOD_CARD,
    .environment = environment,
    .fingerprint = authority_fingerprint (card->chain[CARD_ROOT]),
    .name = "Cards of the tests",
    .assurance = P2PID_ASSURANCE_HIGH,
  };

  return stating_anchors (&anchor);
}

static void
add_withdrawn (X509_CRL *crl, const X509 *certificate, const ASN1_TIME *time)
{
  X509_REVOKED *entry = X509_REVOKED_new ();

  X509_REVOKED_set_serialNumber (
      entry, (ASN1_INTEGER *) X509_get0_serialNumber (certificate));
  X509_REVOKED_set_revocationDate (entry, (ASN1_TIME *) time);
  ck_assert_int_eq (X509_CRL_add0_revoked (crl, entry), 1);
}

static void
add_narrow (X509_CRL *crl, int kind, bool mild)
{
  static const uint8_t empty[] = { V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED, 0 };
  ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new ();
  X509_EXTENSION *extension;

  ASN1_OCTET_STRING_set (value, empty, sizeof empty);
  extension = X509_EXTENSION_create_by_NID (NULL, kind, !mild, value);
  ck_assert_int_eq (X509_CRL_add_ext (crl, extension, -1), 1);
  X509_EXTENSION_free (extension);
  ASN1_OCTET_STRING_free (value);
}

p2pid_buffer *
card_crl (const card_list *list)
{
  X509_CRL *crl = X509_CRL_new ();
  ASN1_TIME *made = ASN1_TIME_set (NULL, list->made);
  ASN1_TIME *next = ASN1_TIME_set (NULL, list->next);
  uint8_t *der = NULL;
  p2pid_buffer *copy = NULL;
  int size;

  X509_CRL_set_version (crl, X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name (crl, X509_get_subject_name (list->issuer));
  X509_CRL_set1_lastUpdate (crl, made);
  if (list->next != 0)
    X509_CRL_set1_nextUpdate (crl, next);
  if (list->withdrawn != NULL)
    add_withdrawn (crl, list->withdrawn, made);
  if (list->narrow != 0)
    add_narrow (crl, list->narrow, list->mild);
  ck_assert_int_gt (
      X509_CRL_sign (crl, list->key, list->hash ? list->hash : EVP_sha256 ()),
      0);
  size = i2d_X509_CRL (crl, &der);
  ck_assert_int_gt (size, 0);
  ck_assert_int_eq (
      p2pid_buffer_copy ((p2pid_bytes){ der, (size_t) size }, &copy), P2PID_OK);
  OPENSSL_free (der);
  ASN1_TIME_free (made);
  ASN1_TIME_free (next);
  X509_CRL_free (crl);
  return copy;
}

void
card_clear (card_maker *card)
{
  for (size_t i = 0; i < CARD_CHAIN; i++) {
    X509_free (card->chain[i]);
    card->chain[i] = NULL;
  }
}
