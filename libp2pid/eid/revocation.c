/* OCSP over HTTP. No nonce: few responders know it, and the time in the answer
 * says as well how old it is. */

#include "eid/revocation.h"

#include "eid/http.h"
#include "evidence/ocsp.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#define TIMEOUT 5000L /* milliseconds */

/* The request's DER form, for OPENSSL_free(); NULL. The certificate is named
 * by SHA-1, which every responder understands; nothing rests on it. */
static uint8_t *
write_request (const p2pid_chain *chain, size_t *out_size)
{
  OCSP_REQUEST *request = OCSP_REQUEST_new ();
  OCSP_CERTID *id =
      OCSP_cert_to_id (EVP_sha1 (), chain->list[0], chain->list[1]);
  uint8_t *der = NULL;
  int size = -1;

  if (request != NULL && id != NULL &&
      OCSP_request_add0_id (request, id) != NULL) {
    id = NULL; /* the request's now */
    size = i2d_OCSP_REQUEST (request, &der);
  }
  OCSP_CERTID_free (id);
  OCSP_REQUEST_free (request);
  ERR_clear_error ();
  *out_size = size > 0 ? (size_t) size : 0;
  return size > 0 ? der : NULL;
}

/* P2PID_OK for an answer that others can see, whether it is good or bad. */
static p2pid_err
check_answer (const p2pid_chain *chain, p2pid_bytes der, int64_t now)
{
  p2pid_ocsp ocsp = { 0 };
  p2pid_err err = p2pid_ocsp_read (der, &ocsp);

  if (err == P2PID_OK)
    err = p2pid_ocsp_verify (&ocsp, chain, now, false);
  p2pid_ocsp_clear (&ocsp);
  return err == P2PID_ERR_REVOKED ? P2PID_OK : err;
}

/* What is wrong with an issuer is no reason not to sign; what is wrong with
 * us, or the user's wish, is. */
static p2pid_err
do_without (p2pid_err err)
{
  return err == P2PID_ERR_CANCELLED || err == P2PID_ERR_MEMORY ? err : P2PID_OK;
}

static p2pid_err
ask (const char *url,
     p2pid_bytes request,
     const p2pid_chain *chain,
     const p2pid_enrolment *enrolment,
     p2pid_buffer **out_answer)
{
  const p2pid_http_ask asked = { .method = "POST",
                                 .url = url,
                                 .type = "application/ocsp-request",
                                 .accept = "application/ocsp-response",
                                 .body = request,
                                 .timeout = TIMEOUT };
  p2pid_http_answer answer = { 0 };
  p2pid_err err = p2pid_http_ask_for (
      &asked, p2pid_enrolment_cancel_fd (enrolment), &answer);

  if (err == P2PID_OK && answer.status != 200)
    err = P2PID_ERR_RELAY;
  if (err == P2PID_OK)
    err = check_answer (chain, p2pid_buffer_bytes (answer.body),
                        p2pid_enrolment_now (enrolment));
  if (err == P2PID_OK) {
    *out_answer = answer.body;
    answer.body = NULL; /* the caller's now */
  }
  p2pid_http_answer_clear (&answer);
  return do_without (err);
}

p2pid_err
p2pid_revocation_ask (const p2pid_chain *chain,
                      const p2pid_enrolment *enrolment,
                      p2pid_buffer **out_answer)
{
  STACK_OF (OPENSSL_STRING) *urls = X509_get1_ocsp (chain->list[0]);
  p2pid_err err = P2PID_ERR_MEMORY;
  uint8_t *request;
  size_t size;

  *out_answer = NULL;
  if (urls == NULL || chain->count < 2) {
    X509_email_free (urls);
    return P2PID_OK;
  }
  request = write_request (chain, &size);
  if (request != NULL)
    err = ask (sk_OPENSSL_STRING_value (urls, 0),
               (p2pid_bytes){ request, size }, chain, enrolment, out_answer);
  OPENSSL_free (request);
  X509_email_free (urls);
  return err;
}
