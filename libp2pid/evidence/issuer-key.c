/* The keys of issuers of credentials. */

#include "evidence/issuer-key.h"

#include "base/ascii.h"
#include "evidence/anchors-internal.h"
#include "evidence/key-set.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sodium.h>
#include <string.h>

/* RFC 7515 §4.1.6: base64 of DER, with padding and the other alphabet. */
static p2pid_err
decode_certificate (const json_t *text, p2pid_buffer **out)
{
  size_t size = json_string_length (text);
  p2pid_buffer *der = NULL;
  p2pid_err err;

  if (!json_is_string (text))
    return P2PID_ERR_FORMAT;
  if (size > 2 * P2PID_CERTIFICATE_MAX)
    return P2PID_ERR_SIZE;
  err = p2pid_buffer_new (size / 4 * 3 + 3, &der);
  if (err == P2PID_OK &&
      sodium_base642bin (der->data, der->size, json_string_value (text), size,
                         NULL, &der->size, NULL,
                         sodium_base64_VARIANT_ORIGINAL) != 0)
    err = P2PID_ERR_FORMAT;
  if (err != P2PID_OK) {
    p2pid_buffer_free (der);
    return err;
  }
  *out = der;
  return P2PID_OK;
}

static p2pid_err
read_chain (const json_t *x5c, p2pid_bytes root, p2pid_chain *out)
{
  size_t count = json_array_size (x5c), total = count + (root.size > 0);
  p2pid_buffer *buffers[P2PID_CHAIN_MAX] = { NULL };
  p2pid_bytes ders[P2PID_CHAIN_MAX];
  p2pid_err err = count > 0 ? P2PID_OK : P2PID_ERR_FORMAT;

  if (total > P2PID_CHAIN_MAX)
    return P2PID_ERR_SIZE;
  for (size_t i = 0; i < count && err == P2PID_OK; i++) {
    err = decode_certificate (json_array_get (x5c, i), &buffers[i]);
    if (err == P2PID_OK)
      ders[i] = p2pid_buffer_bytes (buffers[i]);
  }
  if (total > count)
    ders[count] = root;
  if (err == P2PID_OK)
    err = p2pid_chain_read (ders, total, out);
  for (size_t i = 0; i < count; i++)
    p2pid_buffer_free (buffers[i]);
  return err;
}

p2pid_err
p2pid_issuer_key_find (const p2pid_jws *jws,
                       const json_t *enclosed,
                       p2pid_bytes root,
                       p2pid_issuer_key *out)
{
  const json_t *x5c = json_object_get (jws->header, "x5c");
  const json_t *jwk = json_object_get (jws->header, "jwk");
  p2pid_err err;

  if ((x5c != NULL) + (jwk != NULL) + (enclosed != NULL) > 1 ||
      (root.size > 0 && x5c == NULL))
    return P2PID_ERR_FORMAT; /* which of them? */
  if (x5c != NULL)
    return read_chain (x5c, root, &out->chain);
  if (jwk == NULL)
    jwk = enclosed;
  if (jwk == NULL)
    return P2PID_ERR_INCOMPLETE;
  err = p2pid_jwk_read (jwk, &out->jwk);
  if (err == P2PID_OK)
    err = p2pid_key_set_check_id (jws, jwk);
  return err;
}

p2pid_err
p2pid_issuer_key_find_anchor (const p2pid_issuer_key *key,
                              const p2pid_anchors *anchors,
                              const p2pid_anchor **out_anchor)
{
  p2pid_fingerprint fingerprint;

  if (key->chain.count > 0)
    return p2pid_chain_find_anchor (&key->chain, anchors, P2PID_METHOD_SD_JWT,
                                    out_anchor);
  p2pid_jwk_thumbprint (&key->jwk, &fingerprint);
  return p2pid_anchors_find (anchors, P2PID_METHOD_SD_JWT, &fingerprint,
                             out_anchor);
}

/* The host of an https address, without the port. */
static p2pid_bytes
find_host (const char *address)
{
  static const char scheme[] = "https://";
  p2pid_bytes host = { NULL, 0 };

  if (strncmp (address, scheme, sizeof scheme - 1) == 0) {
    host.data = (const uint8_t *) address + sizeof scheme - 1;
    host.size = strcspn ((const char *) host.data, ":/?#");
  }
  return host;
}

static bool
is_name_of (const GENERAL_NAME *name, const char *iss)
{
  p2pid_bytes host = find_host (iss), value;

  if (name->type != GEN_URI && name->type != GEN_DNS)
    return false;
  value.data = ASN1_STRING_get0_data (name->d.ia5);
  value.size = (size_t) ASN1_STRING_length (name->d.ia5);
  if (name->type == GEN_URI)
    return p2pid_bytes_equal (value, p2pid_bytes_from_text (iss));
  return host.size > 0 && value.size == host.size &&
         p2pid_ascii_same ((const char *) value.data, (const char *) host.data,
                           host.size);
}

/* draft-ietf-oauth-sd-jwt-vc, "JWT VC Issuer Metadata" and the rule for x5c
 * of its earlier versions: a URI that is "iss", or the DNS name in it. */
static bool
has_name (const X509 *certificate, const char *iss)
{
  GENERAL_NAMES *names =
      X509_get_ext_d2i (certificate, NID_subject_alt_name, NULL, NULL);
  bool found = false;

  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++)
    found = found || is_name_of (sk_GENERAL_NAME_value (names, i), iss);
  GENERAL_NAMES_free (names);
  ERR_clear_error ();
  return found;
}

/* One that may sign, says so itself, and is no authority. */
static p2pid_err
check_certificate (X509 *certificate, const char *iss)
{
  uint32_t flags = X509_get_extension_flags (certificate);

  if ((flags & EXFLAG_KUSAGE) == 0 || (flags & EXFLAG_CA) != 0 ||
      (X509_get_key_usage (certificate) & KU_DIGITAL_SIGNATURE) == 0)
    return P2PID_ERR_MISMATCH;
  return iss == NULL || has_name (certificate, iss) ? P2PID_OK
                                                    : P2PID_ERR_MISMATCH;
}

p2pid_err
p2pid_issuer_key_check (const p2pid_issuer_key *key,
                        const char *iss,
                        int64_t at,
                        p2pid_report *report)
{
  p2pid_err err;

  if (key->chain.count == 0)
    return P2PID_OK;
  err = p2pid_report_enter (report, P2PID_STEP_CHAIN,
                            p2pid_chain_verify (&key->chain, at));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_CERTIFICATE,
                              check_certificate (key->chain.list[0], iss));
  return err;
}

p2pid_err
p2pid_issuer_key_verify (const p2pid_issuer_key *key, const p2pid_jws *jws)
{
  if (key->chain.count == 0)
    return p2pid_jws_verify (jws, &key->jwk);
  return p2pid_jws_verify_pkey (jws,
                                p2pid_certificate_key (key->chain.list[0]));
}

void
p2pid_issuer_key_clear (p2pid_issuer_key *key)
{
  p2pid_chain_clear (&key->chain);
}
