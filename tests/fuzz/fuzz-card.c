/*
 * Cards' evidence as text, which nobody has an anchor for; and as bytes the
 * certificate of a person, who has a name if any, or a revocation list, which
 * has one form only.
 */

#include "target.h"

#include "evidence/card-person.h"
#include "evidence/crl.h"
#include "evidence/evidence.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

static void
check_evidence (const uint8_t *data, size_t size)
{
  char *text = malloc (size + 1);
  p2pid_binding *binding = NULL, *shown = NULL;
  p2pid_identity *identity = NULL;
  p2pid_anchors *anchors = NULL;

  memcpy (text, data, size);
  text[size] = '\0';
  if (p2pid_binding_new ("card", NULL, text, NULL, &binding) == P2PID_OK) {
    hold (p2pid_anchors_new (&anchors) == P2PID_OK);
    hold (p2pid_binding_verify (binding, anchors, 0, &identity) != P2PID_OK);
    hold (p2pid_binding_select (binding, p2pid_binding_facts (binding),
                                &shown) == P2PID_OK);
    hold (strcmp (p2pid_binding_evidence (shown), text) == 0);
  }
  p2pid_anchors_free (anchors);
  p2pid_binding_free (shown);
  p2pid_binding_free (binding);
  free (text);
}

/* As if the person's own country had issued it. */
static void
check_certificate (p2pid_bytes der)
{
  static const p2pid_anchor anchor = { .method = P2PID_METHOD_CARD,
                                       .name = "Card" };
  const p2pid_bytes ders[] = { der, der };
  p2pid_chain chain = { .count = 0 };
  p2pid_identity *identity = NULL;

  if (p2pid_chain_read (ders, 2, &chain) != P2PID_OK)
    return;
  if (p2pid_card_check_certificate (&chain) == P2PID_OK)
    hold (X509_check_ca (chain.list[0]) == 0);
  hold (p2pid_identity_new (&anchor, 0, &identity) == P2PID_OK);
  if (p2pid_card_read_person (&chain, identity) == P2PID_OK)
    hold (identity->facts[P2PID_FACT_NAME] != NULL);
  p2pid_identity_free (identity);
  p2pid_chain_clear (&chain);
}

static void
check_list (p2pid_bytes der)
{
  X509_CRL *crl = NULL;
  uint8_t *again = NULL;

  if (p2pid_crl_read (der, &crl) != P2PID_OK)
    return;
  hold ((size_t) i2d_X509_CRL (crl, &again) == der.size);
  hold (memcmp (again, der.data, der.size) == 0);
  OPENSSL_free (again);
  X509_CRL_free (crl);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size > 0 && data[0] != (V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED)) {
    check_evidence (data, size);
  } else {
    check_certificate ((p2pid_bytes){ data, size });
    check_list ((p2pid_bytes){ data, size });
  }
  hold (ERR_peek_error () == 0);
  return 0;
}
