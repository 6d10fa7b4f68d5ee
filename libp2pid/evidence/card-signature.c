/*
 * What a card signs, and how that is written and verified.
 *
 * A card signs whatever it is given the hash of, so what it signs here must be
 * nothing else: the list begins with a field of 15 bytes, "libp2pid/1 card",
 * that no other use of a card's key begins with. A login over TLS signs 64
 * spaces (RFC 8446 §4.4.3) or a ClientHello (RFC 5246 §7.4.8); Web eID two
 * hashes; CMS, and with it PDF and S/MIME, a SET; XML signatures "<".
 */

#include "evidence/card.h"

#include "base/encoding.h"
#include "base/lv.h"
#include "evidence/pkey.h"
#include "evidence/token.h"
#include "evidence/x509.h"

static const char label[] = "libp2pid/1 card";

enum { ALGORITHM, SIGNATURE, CERTIFICATES, OCSP, CRL, PARTS };

p2pid_err
p2pid_card_message (const p2pid_statement *statement, p2pid_buffer **out)
{
  p2pid_buffer *bytes = NULL, *text = NULL;
  p2pid_err err = p2pid_statement_print (statement, &bytes);

  if (err == P2PID_OK)
    err = p2pid_statement_text (statement, &text);
  if (err == P2PID_OK) {
    const p2pid_bytes fields[] = { p2pid_bytes_from_text (label),
                                   p2pid_buffer_bytes (bytes),
                                   p2pid_buffer_bytes (text) };

    err = p2pid_lv_cat (fields, sizeof fields / sizeof *fields, out);
  }
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  return err;
}

const char *
p2pid_card_algorithm_name (p2pid_jwa algorithm)
{
  switch (algorithm) {
  case P2PID_JWA_ES256:
    return "ES256";
  case P2PID_JWA_ES384:
    return "ES384";
  case P2PID_JWA_RS256:
    return "RS256";
  case P2PID_JWA_PS256:
    return "PS256";
  case P2PID_JWA_EDDSA:
  case P2PID_JWA_COUNT_:
    break;
  }
  return NULL;
}

p2pid_err
p2pid_card_verify (const X509 *certificate,
                   p2pid_jwa algorithm,
                   p2pid_bytes message,
                   p2pid_bytes signature)
{
  EVP_PKEY *key = p2pid_certificate_key (certificate);

  if (key == NULL || p2pid_card_algorithm_name (algorithm) == NULL ||
      (p2pid_pkey_algorithms (key) & P2PID_JWAS (algorithm)) == 0)
    return P2PID_ERR_ALGORITHM;
  return p2pid_pkey_verify (key, algorithm, message, signature);
}

/* base64url of each, "." between them. */
static p2pid_err
write_certificates (const p2pid_bytes *certificates,
                    size_t count,
                    p2pid_buffer **out)
{
  p2pid_buffer *texts[P2PID_CHAIN_MAX] = { NULL };
  p2pid_bytes list[P2PID_CHAIN_MAX];
  p2pid_err err = count <= P2PID_CHAIN_MAX ? P2PID_OK : P2PID_ERR_SIZE;

  for (size_t i = 0; i < count && err == P2PID_OK; i++) {
    err = p2pid_base64url_encode (certificates[i], &texts[i]);
    if (err == P2PID_OK)
      list[i] = p2pid_buffer_bytes (texts[i]);
  }
  if (err == P2PID_OK)
    err = p2pid_token_join (list, count, out);
  for (size_t i = 0; i < P2PID_CHAIN_MAX; i++)
    p2pid_buffer_free (texts[i]);
  if (err != P2PID_OK)
    return err;
  for (size_t i = 0; i < (*out)->size; i++)
    if ((*out)->data[i] == '~')
      (*out)->data[i] = '.';
  return P2PID_OK;
}

p2pid_err
p2pid_card_write (p2pid_jwa algorithm,
                  p2pid_bytes signature,
                  const p2pid_bytes *certificates,
                  size_t count,
                  p2pid_bytes ocsp,
                  p2pid_bytes crl,
                  p2pid_buffer **out_evidence)
{
  const p2pid_bytes plain[PARTS] = {
    [SIGNATURE] = signature, [OCSP] = ocsp, [CRL] = crl
  };
  p2pid_buffer *parts[PARTS] = { NULL };
  p2pid_bytes texts[PARTS];
  p2pid_err err =
      write_certificates (certificates, count, &parts[CERTIFICATES]);

  for (size_t i = 0; i < PARTS && err == P2PID_OK; i++)
    if (i != ALGORITHM && i != CERTIFICATES)
      err = p2pid_base64url_encode (plain[i], &parts[i]);
  if (err == P2PID_OK) {
    texts[ALGORITHM] =
        p2pid_bytes_from_text (p2pid_card_algorithm_name (algorithm));
    for (size_t i = SIGNATURE; i < PARTS; i++)
      texts[i] = p2pid_buffer_bytes (parts[i]);
    err = p2pid_token_join (texts, PARTS, out_evidence);
  }
  for (size_t i = 0; i < PARTS; i++)
    p2pid_buffer_free (parts[i]);
  return err;
}
