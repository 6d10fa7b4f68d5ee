/*
 * The whole check of BankID evidence, from the text that a peer sends to the
 * identity, beside what it cannot do without: six RSA signatures (four of
 * certificates, the person's, the OCSP answer's) with keys that are loaded
 * already, and its hashes. What is above 1 is reading certificates, mostly, in
 * OpenSSL. Goal G9: at most 0.8 times xmlsec1 in process with OpenSSL's OCSP,
 * where that is here.
 *
 *   bench-bankid FOLDER-OF-VECTORS
 */

#include "bench-xmlsec.h"
#include "bench.h"

#include "base/encoding.h"
#include "evidence/bankid-xml.h"
#include "evidence/evidence.h"
#include "evidence/ocsp.h"
#include "evidence/token.h"

#include <jansson.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>

#define OPERATIONS 6
#define CERTIFICATES 4

/* A signature, with all that verifying it needs. */
typedef struct {
  EVP_PKEY *key;
  const EVP_MD *hash;
  p2pid_bytes message, value;
} operation;

static json_t *vector;
static p2pid_anchors *anchors;
static int64_t at;

static p2pid_buffer *xml, *ocsp_der, *root_der;
static p2pid_bytes signature_text;
static p2pid_bankid_xml parts;
static p2pid_chain chain;
static p2pid_ocsp ocsp;
static operation operations[OPERATIONS];

static void
must (bool truth)
{
  if (!truth)
    abort ();
}

static const char *
text (const char *name)
{
  return json_string_value (json_object_get (vector, name));
}

static void
load_anchors (void)
{
  const char *const parties[] = { text ("party"), NULL };
  p2pid_anchor anchor = { .method = P2PID_METHOD_BANKID,
                          .environment = P2PID_ENVIRONMENT_TEST,
                          .name = "BankID",
                          .parties = parties };

  must (p2pid_hex_decode (p2pid_bytes_from_text (text ("root")),
                          anchor.fingerprint.bytes,
                          sizeof anchor.fingerprint.bytes) == P2PID_OK);
  must (p2pid_anchors_new (&anchors) == P2PID_OK);
  must (p2pid_anchors_allow_test (anchors, true) == P2PID_OK);
  must (p2pid_anchors_add (anchors, &anchor) == P2PID_OK);
}

static void
load_chain (void)
{
  p2pid_bytes ders[CERTIFICATES];
  p2pid_buffer *read[CERTIFICATES - 1];

  must (parts.certificate_count == CERTIFICATES - 1);
  for (size_t i = 0; i < CERTIFICATES - 1; i++) {
    must (p2pid_token_decode_padded (parts.certificates[i], &read[i]) ==
          P2PID_OK);
    ders[i] = p2pid_buffer_bytes (read[i]);
  }
  ders[CERTIFICATES - 1] = p2pid_buffer_bytes (root_der);
  must (p2pid_chain_read (ders, CERTIFICATES, &chain) == P2PID_OK);
  for (size_t i = 0; i < CERTIFICATES - 1; i++)
    p2pid_buffer_free (read[i]);
}

static void
load (const char *folder)
{
  p2pid_bytes rest, answer;
  char path[512];

  snprintf (path, sizeof path, "%s/bankid.json", folder);
  vector = json_load_file (path, 0, NULL);
  must (vector != NULL);
  at = json_integer_value (json_object_get (vector, "signed"));
  rest = p2pid_bytes_from_text (text ("evidence"));
  must (p2pid_token_take (&rest, '~', &signature_text));
  must (p2pid_token_take (&rest, '~', &answer));
  must (p2pid_token_decode_padded (signature_text, &xml) == P2PID_OK);
  must (p2pid_token_decode_padded (answer, &ocsp_der) == P2PID_OK);
  must (p2pid_token_decode (rest, &root_der) == P2PID_OK);
  must (p2pid_bankid_xml_read (p2pid_buffer_bytes (xml), &parts) == P2PID_OK);
  must (p2pid_ocsp_read (p2pid_buffer_bytes (ocsp_der), &ocsp) == P2PID_OK);
  load_chain ();
  load_anchors ();
}

static p2pid_bytes
bytes_of (const ASN1_STRING *string)
{
  return (p2pid_bytes){ ASN1_STRING_get0_data (string),
                        (size_t) ASN1_STRING_length (string) };
}

static operation
certificate_by (X509 *certificate, X509 *issuer)
{
  const ASN1_BIT_STRING *value = NULL;
  uint8_t *message = NULL;
  int size = i2d_re_X509_tbs (certificate, &message), hash = NID_undef;

  X509_get0_signature (&value, NULL, certificate);
  must (X509_get_signature_info (certificate, &hash, NULL, NULL, NULL) == 1);
  return (operation){ .key = X509_get0_pubkey (issuer),
                      .hash = EVP_get_digestbynid (hash),
                      .message = { message, (size_t) size },
                      .value = bytes_of (value) };
}

static operation
person_by_key (void)
{
  static p2pid_buffer *value;

  must (p2pid_token_decode_padded (parts.value, &value) == P2PID_OK);
  return (operation){ .key = X509_get0_pubkey (chain.list[0]),
                      .hash = EVP_sha256 (),
                      .message = parts.signed_info,
                      .value = p2pid_buffer_bytes (value) };
}

static operation
answer_by (X509 *signer)
{
  uint8_t *message = NULL;
  int size = i2d_OCSP_RESPDATA (
      (OCSP_RESPDATA *) OCSP_resp_get0_respdata (ocsp.answer), &message);

  return (operation){
    .key = X509_get0_pubkey (signer),
    .hash = EVP_sha1 (),
    .message = { message, (size_t) size },
    .value = bytes_of (OCSP_resp_get0_signature (ocsp.answer)),
  };
}

static void
prepare (void)
{
  X509 *signer = NULL;

  must (OCSP_resp_get0_signer (ocsp.answer, &signer, NULL) == 1);
  for (size_t i = 0; i < CERTIFICATES - 1; i++)
    operations[i] = certificate_by (chain.list[i], chain.list[i + 1]);
  operations[3] = certificate_by (signer, chain.list[1]);
  operations[4] = person_by_key ();
  operations[5] = answer_by (signer);
}

static void
check_whole (void)
{
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;

  must (p2pid_binding_new ("bankid", text ("statement"), text ("evidence"),
                           NULL, &binding) == P2PID_OK);
  must (p2pid_binding_verify (binding, anchors, at, &identity) == P2PID_OK);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
}

static void
hash_all (void)
{
  uint8_t hash[SHA256_DIGEST_LENGTH];

  must (EVP_Digest (parts.signed_data.data, parts.signed_data.size, hash, NULL,
                    EVP_sha256 (), NULL) == 1);
  must (EVP_Digest (parts.key_info.data, parts.key_info.size, hash, NULL,
                    EVP_sha256 (), NULL) == 1);
  must (EVP_Digest (signature_text.data, signature_text.size, hash, NULL,
                    EVP_sha1 (), NULL) == 1);
  must (EVP_Digest (root_der->data, root_der->size, hash, NULL, EVP_sha256 (),
                    NULL) == 1);
}

static void
check_parts (void)
{
  hash_all ();
  for (size_t i = 0; i < OPERATIONS; i++) {
    const operation *o = &operations[i];
    EVP_MD_CTX *context = EVP_MD_CTX_new ();

    must (EVP_DigestVerifyInit (context, NULL, o->hash, NULL, o->key) == 1);
    must (EVP_DigestVerify (context, o->value.data, o->value.size,
                            o->message.data, o->message.size) == 1);
    EVP_MD_CTX_free (context);
  }
}

#ifdef HAVE_XMLSEC
static void
check_by_xmlsec (void)
{
  bench_xmlsec_check (p2pid_buffer_bytes (xml), p2pid_buffer_bytes (ocsp_der),
                      at);
}
#endif

int
main (int argc, char **argv)
{
  if (argc != 2)
    return EXIT_FAILURE;
  load (argv[1]);
  prepare ();
  bench_compare ("BankID, whole check", check_whole,
                 "its RSA operations and hashes", check_parts);
#ifdef HAVE_XMLSEC
  bench_xmlsec_start (p2pid_buffer_bytes (root_der));
  bench_compare ("BankID, whole check", check_whole, "xmlsec1 and OCSP",
                 check_by_xmlsec);
#else
  printf ("left out: libxmlsec1 was not here when this was built\n");
#endif
  p2pid_anchors_free (anchors);
  json_decref (vector);
  return EXIT_SUCCESS;
}
