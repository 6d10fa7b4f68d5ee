/*
 * One HTTP request at a time on a curl handle, and its answer: bounded before
 * it is stored, never redirected, TLS always verified.
 */

#ifndef P2PID_RELAY_REQUEST_H
#define P2PID_RELAY_REQUEST_H

#include "base/bytes.h"

#include <curl/curl.h>

/** Largest body that is taken, and all headers together, in bytes. */
#define P2PID_REQUEST_BODY_MAX (32 * 1024) /* as P2PID_RELAY_MESSAGE_MAX */
#define P2PID_REQUEST_HEADERS_MAX (16 * 1024)

typedef struct {
  CURL *easy;
  struct curl_slist *headers;
  bool flying;

  /* The answer, as far as it has come. */
  p2pid_buffer *body; /* P2PID_REQUEST_BODY_MAX bytes, of which ... */
  size_t size;        /* ... so many are there */
  size_t header_size;
  bool whole;   /* the headers have come to their end */
  bool crowded; /* it says P2PID-Crowded */
} p2pid_request;

/** What to ask; the body is borrowed until the request has ended. */
typedef struct {
  const char *method;
  const char *url;
  const char *token; /**< or NULL */
  p2pid_bytes body;
  long timeout; /**< for the whole, in milliseconds */
  bool fresh;   /**< on a new connection */
} p2pid_request_ask;

/** Ready @p request for asking @p origin; P2PID_ERR_MEMORY. Whatever the
 *  result, p2pid_request_wipe() ends it. */
P2PID_MUST_CHECK p2pid_err
p2pid_request_init (p2pid_request *request, const char *origin);

/** Send it on its way; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_request_start (p2pid_request *request,
                     const p2pid_request_ask *ask,
                     CURLM *multi);

/** Take it off @p multi, whether answered or not; the answer stays until the
 *  next start. */
void
p2pid_request_stop (p2pid_request *request, CURLM *multi);

/** What became of a transfer that curl calls ended with @p code: P2PID_OK
 *  there is an answer; P2PID_ERR_OFFLINE it got lost, and may be sent again;
 *  P2PID_ERR_TLS, P2PID_ERR_RELAY, P2PID_ERR_MEMORY it is no use. */
p2pid_err
p2pid_request_result (const p2pid_request *request, CURLcode code);

/** The answer's status, and the seconds that it asks to wait (Retry-After, 0
 *  for none). */
long
p2pid_request_status (const p2pid_request *request);

int64_t
p2pid_request_retry_after (const p2pid_request *request);

/** Whether the answer's body is of media type @p type. */
bool
p2pid_request_has_type (const p2pid_request *request, const char *type);

/** The answer's body, borrowed. */
p2pid_bytes
p2pid_request_body (const p2pid_request *request);

/** Overwrite the answer: it may hold a token. */
void
p2pid_request_forget (p2pid_request *request);

/** Wipe and free what the request has; it is on no multi handle any more. */
void
p2pid_request_wipe (p2pid_request *request);

#endif
