/* One HTTP request on libcurl. */

#include "relay/request.h"

#include "base/ascii.h"
#include "relay/manners.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define CROWDED_HEADER "P2PID-Crowded:"

/* Returning less than was offered makes curl end the transfer with
 * CURLE_WRITE_ERROR: a body too long is no answer at all. */
static size_t
body_cb (char *data, size_t unit, size_t size, void *user_data)
{
  p2pid_request *request = user_data;

  if (size > P2PID_REQUEST_BODY_MAX - request->size)
    return 0;
  memcpy (request->body->data + request->size, data, size);
  request->size += size;
  return size;
}

static size_t
header_cb (char *line, size_t unit, size_t size, void *user_data)
{
  p2pid_request *request = user_data;
  size_t name = sizeof CROWDED_HEADER - 1;

  if (size > P2PID_REQUEST_HEADERS_MAX - request->header_size)
    return 0;
  request->header_size += size;
  if (*line == '\r' || *line == '\n')
    request->whole = true;
  else if (size >= 5 && memcmp (line, "HTTP/", 5) == 0)
    request->whole = false; /* what came before was a 1xx */
  if (size >= name && p2pid_ascii_same (line, CROWDED_HEADER, name))
    request->crowded = true;
  return size;
}

/* An http origin is this machine or the local network (p2pid_origin_parse()
 * takes no other); a proxy of the environment has no business there. */
static bool
set_manners (CURL *easy, bool tls)
{
  return p2pid_curl_set_manners (easy, tls, !tls) &&
         curl_easy_setopt (easy, CURLOPT_MAXFILESIZE,
                           (long) P2PID_REQUEST_BODY_MAX) == CURLE_OK;
}

static bool
set_callbacks (p2pid_request *request)
{
  CURL *easy = request->easy;

  return curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, body_cb) == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_WRITEDATA, request) == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, header_cb) ==
             CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_HEADERDATA, request) == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_PRIVATE, request) == CURLE_OK;
}

p2pid_err
p2pid_request_init (p2pid_request *request, const char *origin)
{
  bool tls = strncmp (origin, "https:", 6) == 0;

  *request = (p2pid_request){ .easy = curl_easy_init () };
  if (request->easy == NULL || !set_manners (request->easy, tls) ||
      !set_callbacks (request))
    return P2PID_ERR_MEMORY;
  return p2pid_buffer_new (P2PID_REQUEST_BODY_MAX, &request->body);
}

static bool
add_header (p2pid_request *request, const char *line)
{
  struct curl_slist *list = curl_slist_append (request->headers, line);

  if (list != NULL)
    request->headers = list;
  return list != NULL;
}

/* The lists hold copies of the token. */
static void
forget_headers (p2pid_request *request)
{
  for (struct curl_slist *line = request->headers; line; line = line->next)
    sodium_memzero (line->data, strlen (line->data));
  curl_slist_free_all (request->headers);
  request->headers = NULL;
}

static bool
set_headers (p2pid_request *request, const char *token)
{
  char line[sizeof "Authorization: Bearer " + 64];
  bool fine;

  forget_headers (request);
  fine = add_header (request, "Content-Type: application/octet-stream") &&
         add_header (request, "Accept:") && add_header (request, "Expect:");
  if (fine && token != NULL) {
    snprintf (line, sizeof line, "Authorization: Bearer %s", token);
    fine = add_header (request, line);
    sodium_memzero (line, sizeof line);
  }
  return fine && curl_easy_setopt (request->easy, CURLOPT_HTTPHEADER,
                                   request->headers) == CURLE_OK;
}

/* POSTFIELDS for PUT as well: the bytes lie in memory, so that curl can send
 * them again by itself where a kept-alive connection turns out to be dead. */
static bool
set_ask (p2pid_request *request, const p2pid_request_ask *ask)
{
  CURL *easy = request->easy;
  bool with_body =
      strcmp (ask->method, "PUT") == 0 || strcmp (ask->method, "POST") == 0;
  const void *body = ask->body.size > 0 ? (const void *) ask->body.data : "";

  if (curl_easy_setopt (easy, CURLOPT_HTTPGET, 1L) != CURLE_OK)
    return false;
  if (with_body &&
      (curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE, (long) ask->body.size) !=
           CURLE_OK ||
       curl_easy_setopt (easy, CURLOPT_POSTFIELDS, body) != CURLE_OK))
    return false;
  return curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, ask->method) ==
             CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_URL, ask->url) == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, ask->timeout) ==
             CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_FRESH_CONNECT, (long) ask->fresh) ==
             CURLE_OK &&
         set_headers (request, ask->token);
}

p2pid_err
p2pid_request_start (p2pid_request *request,
                     const p2pid_request_ask *ask,
                     CURLM *multi)
{
  p2pid_request_forget (request);
  if (!set_ask (request, ask) ||
      curl_multi_add_handle (multi, request->easy) != CURLM_OK)
    return P2PID_ERR_MEMORY;
  request->flying = true;
  return P2PID_OK;
}

void
p2pid_request_stop (p2pid_request *request, CURLM *multi)
{
  if (request->flying)
    curl_multi_remove_handle (multi, request->easy);
  request->flying = false;
}

/* CURLE_SSL_CONNECT_ERROR is not among them: it is also what a connection cut
 * during the handshake looks like. */
static bool
is_certificate_error (CURLcode code)
{
  return code == CURLE_PEER_FAILED_VERIFICATION ||
         code == CURLE_SSL_ISSUER_ERROR || code == CURLE_SSL_CACERT_BADFILE ||
         code == CURLE_SSL_CRL_BADFILE || code == CURLE_SSL_INVALIDCERTSTATUS ||
         code == CURLE_SSL_PINNEDPUBKEYNOTMATCH ||
         code == CURLE_SSL_CLIENTCERT || code == CURLE_SSL_CERTPROBLEM;
}

static bool
is_nonsense (CURLcode code)
{
#if LIBCURL_VERSION_NUM >= 0x080600 /* of a header line past curl's own bound */
  if (code == CURLE_TOO_LARGE)
    return true;
#endif
  return code == CURLE_WRITE_ERROR || code == CURLE_FILESIZE_EXCEEDED ||
         code == CURLE_WEIRD_SERVER_REPLY ||
         code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT ||
         code == CURLE_BAD_CONTENT_ENCODING;
}

/* Where a connection is cut behind the first line of an answer, curl takes what
 * came for all of it. And before 8.6 it says "out of memory", too, of a header
 * line past its own bound. */
p2pid_err
p2pid_request_result (const p2pid_request *request, CURLcode code)
{
  if (code == CURLE_OK)
    return request->whole ? P2PID_OK : P2PID_ERR_OFFLINE;
  if (code == CURLE_OUT_OF_MEMORY)
    return request->header_size > 0 ? P2PID_ERR_RELAY : P2PID_ERR_MEMORY;
  if (is_certificate_error (code))
    return P2PID_ERR_TLS;
  return is_nonsense (code) ? P2PID_ERR_RELAY : P2PID_ERR_OFFLINE;
}

long
p2pid_request_status (const p2pid_request *request)
{
  long status = 0;

  curl_easy_getinfo (request->easy, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

int64_t
p2pid_request_retry_after (const p2pid_request *request)
{
  curl_off_t seconds = 0;

  curl_easy_getinfo (request->easy, CURLINFO_RETRY_AFTER, &seconds);
  return seconds;
}

bool
p2pid_request_has_type (const p2pid_request *request, const char *type)
{
  size_t size = strlen (type);
  char *got = NULL;

  curl_easy_getinfo (request->easy, CURLINFO_CONTENT_TYPE, &got);
  return got != NULL && p2pid_ascii_begins (got, type) &&
         (got[size] == '\0' || got[size] == ';' || got[size] == ' ');
}

p2pid_bytes
p2pid_request_body (const p2pid_request *request)
{
  return (p2pid_bytes){ request->body->data, request->size };
}

void
p2pid_request_forget (p2pid_request *request)
{
  sodium_memzero (request->body->data, request->size);
  request->size = 0;
  request->header_size = 0;
  request->whole = request->crowded = false;
}

void
p2pid_request_wipe (p2pid_request *request)
{
  forget_headers (request);
  curl_easy_cleanup (request->easy);
  p2pid_buffer_free (request->body);
  *request = (p2pid_request){ 0 };
}
