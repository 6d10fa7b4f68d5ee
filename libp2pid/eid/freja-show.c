/* The link of an order at Freja, and the certificate of its answer. Sources:
 * Freja's REST API, "Signature Service": QR code, `details`. */

#include "eid/freja.h"

#include "base/encoding.h"
#include "evidence/x509.h"
#include "wire/json.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>

/* Largest header, in characters of base64url. */
#define HEADER_MAX 1024
#define SHA1_BYTES 20

/* Letters, digits and "-", "_", ".", "~" stand as they are (RFC 3986 §2.3). */
static bool
is_unreserved (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || strchr ("-_.~", c) != NULL;
}

bool
p2pid_freja_link (const char *reference, char out[P2PID_FREJA_LINK_MAX])
{
  static const char scheme[] =
      "frejaeid://bindUserToTransaction?transactionReference=";
  size_t size = strnlen (reference, P2PID_FREJA_REFERENCE_MAX + 1);
  char *end = out + sizeof scheme - 1;

  if (size == 0 || size > P2PID_FREJA_REFERENCE_MAX)
    return false;
  for (size_t i = 0; i < size; i++)
    if (reference[i] < 0x21 || reference[i] > 0x7e)
      return false;
  memcpy (out, scheme, sizeof scheme);
  for (size_t i = 0; i < size; i++)
    end += snprintf (end, 4, is_unreserved (reference[i]) ? "%c" : "%%%02X",
                     reference[i]);
  return true;
}

/* The SHA-1 by which the header names its certificate. */
static p2pid_err
read_thumbprint (p2pid_bytes details, uint8_t out[SHA1_BYTES])
{
  const uint8_t *dot =
      details.size > 0 ? memchr (details.data, '.', details.size) : NULL;
  p2pid_buffer *header = NULL;
  json_t *object = NULL;
  const char *x5t = NULL;
  p2pid_err err;

  if (dot == NULL || dot - details.data > HEADER_MAX)
    return P2PID_ERR_FORMAT;
  err = p2pid_base64url_decode (
      (p2pid_bytes){ details.data, (size_t) (dot - details.data) }, &header);
  if (err == P2PID_OK)
    err = p2pid_json_parse (p2pid_buffer_bytes (header), HEADER_MAX, &object);
  if (err == P2PID_OK)
    err = p2pid_json_get_text (object, "x5t", &x5t);
  if (err == P2PID_OK)
    err = p2pid_base64url_decode_fixed (p2pid_bytes_from_text (x5t), out,
                                        SHA1_BYTES);
  json_decref (object);
  p2pid_buffer_free (header);
  return err;
}

static bool
has_thumbprint (const X509 *certificate, const uint8_t wanted[SHA1_BYTES])
{
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;

  return X509_digest (certificate, EVP_sha1 (), digest, &size) == 1 &&
         size == SHA1_BYTES && memcmp (digest, wanted, SHA1_BYTES) == 0;
}

static p2pid_err
encode (const X509 *certificate, p2pid_buffer **out_der)
{
  uint8_t *der = NULL;
  int size = i2d_X509 (certificate, &der);
  p2pid_err err = P2PID_ERR_MEMORY;

  if (size > 0)
    err = p2pid_buffer_copy ((p2pid_bytes){ der, (size_t) size }, out_der);
  OPENSSL_free (der);
  return err;
}

/* After the last certificate there is no start line. */
static p2pid_err
search (BIO *pem, const uint8_t wanted[SHA1_BYTES], p2pid_buffer **out_der)
{
  p2pid_err err = P2PID_ERR_UNTRUSTED;
  X509 *certificate;

  while ((certificate = PEM_read_bio_X509 (pem, NULL, NULL, NULL)) != NULL) {
    bool found = has_thumbprint (certificate, wanted);

    if (found)
      err = encode (certificate, out_der);
    X509_free (certificate);
    if (found)
      return err;
  }
  if (ERR_GET_REASON (ERR_peek_last_error ()) != PEM_R_NO_START_LINE)
    err = p2pid_openssl_refuse ();
  return err;
}

p2pid_err
p2pid_freja_find_certificate (p2pid_bytes details,
                              const char *certificates,
                              p2pid_buffer **out_der)
{
  uint8_t wanted[SHA1_BYTES];
  p2pid_err err = read_thumbprint (details, wanted);
  BIO *pem;

  if (err != P2PID_OK)
    return err;
  pem = BIO_new_mem_buf (certificates, -1);
  if (pem == NULL)
    return P2PID_ERR_MEMORY;
  err = search (pem, wanted, out_der);
  BIO_free (pem);
  ERR_clear_error ();
  return err;
}
