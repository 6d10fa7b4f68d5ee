/* A card's signature from files: the signature as the card gives it, the
 * person's certificate, those above it, and an OCSP answer or revocation list
 * behind them if there is one. */

#include "evidence/card.h"

#include "evidence/crl.h"
#include "evidence/ocsp.h"
#include "evidence/pkey.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

/* The signature, and two certificates at the least. */
#define FILES_MIN 3
#define FILES_MAX (1 + P2PID_CHAIN_MAX + 1)

/* An RSA signature says itself how it is padded: PKCS #1 v1.5 begins with 0,
 * 1, 0xff (RFC 8017 §9.2), PSS with what a hash makes of it (§9.1.1). */
static p2pid_err
find_padding (EVP_PKEY *key, p2pid_bytes signature, p2pid_jwa *out)
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new (key, NULL);
  uint8_t block[P2PID_RSA_MAX];
  size_t size = sizeof block;
  p2pid_err err = P2PID_ERR_FORMAT;

  if (context != NULL && EVP_PKEY_verify_recover_init (context) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding (context, RSA_NO_PADDING) == 1 &&
      EVP_PKEY_verify_recover (context, block, &size, signature.data,
                               signature.size) == 1) {
    *out = block[0] == 0 && block[1] == 1 && block[2] == 0xff ? P2PID_JWA_RS256
                                                              : P2PID_JWA_PS256;
    err = P2PID_OK;
  }
  EVP_PKEY_CTX_free (context);
  ERR_clear_error (); /* the thread's queue is not ours to fill */
  return err;
}

/* By the kind of key, and for RSA by the signature. */
static p2pid_err
find_algorithm (p2pid_bytes der, p2pid_bytes signature, p2pid_jwa *out)
{
  X509 *certificate = NULL;
  p2pid_err err = p2pid_certificate_read (der, &certificate);
  EVP_PKEY *key;
  p2pid_jwas algorithms;

  if (err != P2PID_OK)
    return err;
  key = p2pid_certificate_key (certificate);
  algorithms = key != NULL ? p2pid_pkey_algorithms (key) : 0;
  if (algorithms == P2PID_JWAS (P2PID_JWA_ES256))
    *out = P2PID_JWA_ES256;
  else if (algorithms == P2PID_JWAS (P2PID_JWA_ES384))
    *out = P2PID_JWA_ES384;
  else if ((algorithms & P2PID_JWAS (P2PID_JWA_RS256)) != 0)
    err = find_padding (key, signature, out);
  else
    err = P2PID_ERR_ALGORITHM;
  X509_free (certificate);
  return err;
}

typedef enum { ANSWER_NONE, ANSWER_OCSP, ANSWER_CRL } answer_kind;

/* What the last file is, if it is no certificate. */
static answer_kind
find_answer (p2pid_bytes file)
{
  p2pid_ocsp ocsp = { .answer = NULL };
  X509_CRL *crl = NULL;
  answer_kind kind = ANSWER_NONE;

  if (p2pid_ocsp_read (file, &ocsp) == P2PID_OK)
    kind = ANSWER_OCSP;
  else if (p2pid_crl_read (file, &crl) == P2PID_OK)
    kind = ANSWER_CRL;
  p2pid_ocsp_clear (&ocsp);
  X509_CRL_free (crl);
  return kind;
}

static p2pid_err
read_certificates (const p2pid_bytes *files,
                   size_t count,
                   p2pid_buffer *ders[P2PID_CHAIN_MAX],
                   p2pid_bytes list[P2PID_CHAIN_MAX])
{
  p2pid_err err = count <= P2PID_CHAIN_MAX ? P2PID_OK : P2PID_ERR_ARGUMENT;

  for (size_t i = 0; i < count && err == P2PID_OK; i++) {
    err = p2pid_certificate_from_file (files[i], &ders[i]);
    if (err == P2PID_OK)
      list[i] = p2pid_buffer_bytes (ders[i]);
  }
  return err;
}

p2pid_err
p2pid_card_join (const p2pid_bytes *files,
                 size_t count,
                 p2pid_buffer **out_evidence)
{
  const p2pid_bytes none = { NULL, 0 };
  p2pid_buffer *ders[P2PID_CHAIN_MAX] = { NULL };
  p2pid_bytes list[P2PID_CHAIN_MAX];
  answer_kind kind;
  p2pid_jwa algorithm;
  size_t certificates;
  p2pid_err err;

  if (count < FILES_MIN || count > FILES_MAX)
    return P2PID_ERR_ARGUMENT;
  kind = find_answer (files[count - 1]);
  certificates = count - 1 - (kind != ANSWER_NONE);
  err = read_certificates (files + 1, certificates, ders, list);
  if (err == P2PID_OK)
    err = find_algorithm (list[0], files[0], &algorithm);
  if (err == P2PID_OK)
    err = p2pid_card_write (algorithm, files[0], list, certificates,
                            kind == ANSWER_OCSP ? files[count - 1] : none,
                            kind == ANSWER_CRL ? files[count - 1] : none,
                            out_evidence);
  for (size_t i = 0; i < P2PID_CHAIN_MAX; i++)
    p2pid_buffer_free (ders[i]);
  return err;
}
