/*
 * What a program with the usual libraries does: xmlsec1 in process, which
 * reads, canonicalizes and verifies, and OpenSSL for the OCSP answer. Ids are
 * told, references stay in the document, keys come from certificates alone.
 *
 * It does less than ours: it asks nothing of the certificate, and looks at no
 * text, nonce or relying party.
 */

#include "bench-xmlsec.h"

#include <libxml/parser.h>
#include <openssl/ocsp.h>
#include <stdlib.h>
#include <string.h>
#include <xmlsec/crypto.h>
#include <xmlsec/openssl/x509.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

static xmlSecKeysMngrPtr manager;
static X509_STORE *store;

static void
must (bool truth)
{
  if (!truth)
    abort ();
}

void
bench_xmlsec_start (p2pid_bytes root)
{
  const uint8_t *der = root.data;
  X509 *certificate = d2i_X509 (NULL, &der, (long) root.size);

  xmlInitParser ();
  must (xmlSecInit () == 0 && xmlSecCryptoAppInit (NULL) == 0 &&
        xmlSecCryptoInit () == 0);
  manager = xmlSecKeysMngrCreate ();
  must (manager != NULL && xmlSecCryptoAppDefaultKeysMngrInit (manager) == 0);
  must (xmlSecCryptoAppKeysMngrCertLoadMemory (
            manager, root.data, (xmlSecSize) root.size,
            xmlSecKeyDataFormatCertDer, xmlSecKeyDataTypeTrusted) == 0);
  store = X509_STORE_new ();
  must (X509_STORE_add_cert (store, certificate) == 1);
  X509_free (certificate);
}

/* Tell libxml2 that "Id" is one. */
static void
mark_ids (xmlNodePtr node)
{
  for (; node != NULL; node = node->next) {
    xmlAttrPtr id = node->type == XML_ELEMENT_NODE
                        ? xmlHasProp (node, (const xmlChar *) "Id")
                        : NULL;

    if (id != NULL)
      xmlAddID (NULL, node->doc, id->children->content, id);
    mark_ids (node->children);
  }
}

/* What xmlsec1 has read, for sk_X509_pop_free(). */
static STACK_OF (X509) * take_certificates (xmlSecKeyDataPtr data)
{
  STACK_OF (X509) *list = sk_X509_new_null ();

  must (data != NULL && list != NULL);
  for (xmlSecSize i = 0; i < xmlSecOpenSSLKeyDataX509GetCertsSize (data); i++) {
    X509 *certificate = xmlSecOpenSSLKeyDataX509GetCert (data, i);

    must (X509_up_ref (certificate) == 1);
    must (sk_X509_push (list, certificate) > 0);
  }
  return list;
}

static STACK_OF (X509) * check_signature (p2pid_bytes xml, int64_t at)
{
  STACK_OF (X509) * certificates;
  xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate (manager);
  xmlDocPtr document = xmlReadMemory ((const char *) xml.data, (int) xml.size,
                                      NULL, NULL, XML_PARSE_NONET);

  must (context != NULL && document != NULL);
  mark_ids (xmlDocGetRootElement (document));
  context->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
  context->keyInfoReadCtx.certsVerificationTime = at;
  must (xmlSecPtrListAdd (&context->keyInfoReadCtx.enabledKeyData,
                          (void *) xmlSecKeyDataX509Id) == 0);
  must (xmlSecDSigCtxVerify (context, xmlDocGetRootElement (document)) == 0);
  must (context->status == xmlSecDSigStatusSucceeded);
  certificates = take_certificates (
      xmlSecKeyGetData (context->signKey, xmlSecKeyDataX509Id));
  xmlSecDSigCtxDestroy (context);
  xmlFreeDoc (document);
  return certificates;
}

static void
check_answer (p2pid_bytes der, STACK_OF (X509) * certificates, int64_t at)
{
  const uint8_t *bytes = der.data;
  OCSP_RESPONSE *response = d2i_OCSP_RESPONSE (NULL, &bytes, (long) der.size);
  OCSP_BASICRESP *answer = OCSP_response_get1_basic (response);
  X509_VERIFY_PARAM *parameters = X509_STORE_get0_param (store);

  X509_VERIFY_PARAM_set_time (parameters, at);
  must (OCSP_basic_verify (answer, certificates, store, 0) == 1);
  OCSP_BASICRESP_free (answer);
  OCSP_RESPONSE_free (response);
}

void
bench_xmlsec_check (p2pid_bytes xml, p2pid_bytes ocsp, int64_t at)
{
  STACK_OF (X509) *certificates = check_signature (xml, at);

  check_answer (ocsp, certificates, at);
  sk_X509_pop_free (certificates, X509_free);
}
