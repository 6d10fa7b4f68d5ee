/*
 * BankID evidence, and each of its parts: XML, certificates, OCSP answers.
 *
 * What a signature of BankID covers is where the reader found it, begins and
 * ends as it must, and lies in order; what a certificate or an answer was
 * read from is its only form. Evidence that is made of garbage is nobody's.
 */

#include "target.h"

#include "evidence/bankid-xml.h"
#include "evidence/evidence.h"
#include "evidence/ocsp.h"

#include <openssl/err.h>
#include <sodium.h>
#include <stdlib.h>

#define SIGNED INT64_C (1795521605)

static bool
begins (p2pid_bytes part, const char *text)
{
  return part.size >= strlen (text) &&
         memcmp (part.data, text, strlen (text)) == 0;
}

/* The part is the element, and comes after @p before. */
static void
check_part (p2pid_bytes part,
            const char *start,
            const char *end,
            const uint8_t *before)
{
  hold (part.data > before && begins (part, start));
  hold (part.size >= strlen (start) + strlen (end));
  hold (memcmp (part.data + part.size - strlen (end), end, strlen (end)) == 0);
}

static bool
is_inside (p2pid_bytes part, p2pid_bytes whole)
{
  return part.data >= whole.data &&
         part.data + part.size <= whole.data + whole.size;
}

static void
check_xml (p2pid_bytes xml)
{
  p2pid_bankid_xml parts;

  if (p2pid_bankid_xml_read (xml, &parts) != P2PID_OK)
    return;
  check_part (parts.signed_info, "<SignedInfo ", "</SignedInfo>", xml.data);
  check_part (parts.key_info, "<KeyInfo ", "</KeyInfo>",
              parts.signed_info.data);
  check_part (parts.signed_data, "<bankIdSignedData ", "</bankIdSignedData>",
              parts.key_info.data);
  hold (is_inside (parts.signed_data, xml));
  hold (is_inside (parts.data_digest, parts.signed_info));
  hold (is_inside (parts.keys_digest, parts.signed_info));
  hold (is_inside (parts.visible, parts.signed_data));
  hold (is_inside (parts.party, parts.signed_data));
  hold (is_inside (parts.function, parts.signed_data));
  hold (parts.hidden.data == NULL ||
        is_inside (parts.hidden, parts.signed_data));
  for (size_t i = 0; i < parts.certificate_count; i++)
    hold (is_inside (parts.certificates[i], parts.key_info));
}

static void
check_certificate (p2pid_bytes der)
{
  static const int names[] = { NID_commonName, NID_serialNumber };
  X509 *certificate = NULL;
  uint8_t *again = NULL;
  int size;

  if (p2pid_certificate_read (der, &certificate) != P2PID_OK)
    return;
  size = i2d_X509 (certificate, &again);
  hold (size > 0 &&
        p2pid_bytes_equal (der, (p2pid_bytes){ again, (size_t) size }));
  OPENSSL_free (again);
  for (size_t i = 0; i < 2; i++) {
    char *text = NULL;

    if (p2pid_certificate_subject (certificate, names[i], &text) == P2PID_OK)
      free (text);
  }
  /* Of itself, by itself: what is made of garbage is not signed. */
  (void) !p2pid_certificate_verify (certificate, certificate, SIGNED);
  X509_free (certificate);
}

static void
check_ocsp (p2pid_bytes der)
{
  p2pid_ocsp ocsp = { .answer = NULL };

  if (p2pid_ocsp_read (der, &ocsp) == P2PID_OK)
    hold (ocsp.nonce_size <= P2PID_OCSP_NONCE_MAX);
  p2pid_ocsp_clear (&ocsp);
}

/* Nobody's anchors: a binding that was read verifies as nobody. */
static void
check_evidence (p2pid_bytes bytes)
{
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  p2pid_anchors *anchors = NULL;
  char *text = calloc (1, bytes.size + 1);

  hold (text != NULL && p2pid_anchors_new (&anchors) == P2PID_OK);
  memcpy (text, bytes.data, bytes.size);
  if (p2pid_binding_new ("bankid", NULL, text, NULL, &binding) == P2PID_OK)
    hold (p2pid_binding_verify (binding, anchors, SIGNED, &identity) ==
          P2PID_ERR_UNTRUSTED);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  free (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const p2pid_bytes bytes = { data, size };

  if (sodium_init () < 0 || size == 0 || size > P2PID_EVIDENCE_MAX)
    return 0;
  if (data[0] == '<') {
    check_xml (bytes);
  } else if (data[0] == 0x30) {
    check_certificate (bytes);
    check_ocsp (bytes);
  } else {
    check_evidence (bytes);
  }
  hold (ERR_peek_error () == 0);
  return 0;
}
