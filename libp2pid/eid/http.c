/* One HTTP request on libcurl, waited for together with a cancel. */

#include "eid/http.h"

#include "base/ascii.h"
#include "relay/manners.h"

#include <curl/curl.h>
#include <poll.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define HEADERS_MAX (32 * 1024)
#define REST_MAX 1000 /* milliseconds of one poll; the loop goes on then */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool curl_is_there;

/* A request under way. */
typedef struct {
  CURL *easy;
  CURLM *multi;
  struct curl_slist *headers;
  p2pid_buffer *body; /* as large as an answer may be, of which ... */
  size_t size;        /* ... so many are there */
  size_t header_size;
  bool too_large;
  char trouble[CURL_ERROR_SIZE]; /* in curl's and OpenSSL's words */
} request;

static void
init_curl (void)
{
  curl_is_there = curl_global_init (CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* Returning less than was offered ends the transfer. */
static size_t
body_cb (char *data, size_t unit, size_t size, void *user_data)
{
  request *self = user_data;

  if (size > self->body->size - self->size) {
    self->too_large = true;
    return 0;
  }
  memcpy (self->body->data + self->size, data, size);
  self->size += size;
  return size;
}

static size_t
header_cb (char *line, size_t unit, size_t size, void *user_data)
{
  request *self = user_data;

  if (size > HEADERS_MAX - self->header_size)
    return 0;
  self->header_size += size;
  return size;
}

bool
p2pid_http_is_loopback (const char *url)
{
  static const char *const hosts[] = { "127.0.0.1", "[::1]", "localhost" };
  CURLU *parts = curl_url ();
  char *host = NULL;
  bool is = false;

  if (parts != NULL &&
      curl_url_set (parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
      curl_url_get (parts, CURLUPART_HOST, &host, 0) == CURLUE_OK)
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
      is |= p2pid_ascii_equal (host, hosts[i]);
  curl_free (host);
  curl_url_cleanup (parts);
  return is;
}

/* A proxy of the environment has no business on this computer. */
static bool
set_manners (const request *self, const p2pid_http_ask *ask)
{
  bool tls = p2pid_ascii_begins (ask->url, "https:");

  return p2pid_curl_set_manners (self->easy, tls,
                                 p2pid_http_is_loopback (ask->url)) &&
         curl_easy_setopt (self->easy, CURLOPT_TIMEOUT_MS, ask->timeout) ==
             CURLE_OK;
}

static bool
set_callbacks (request *self)
{
  CURL *easy = self->easy;

  return curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, body_cb) == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_WRITEDATA, self) == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, header_cb) ==
             CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_HEADERDATA, self) == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, self->trouble) ==
             CURLE_OK;
}

/* curl keeps no copy, so that none has to be wiped. */
static bool
set_blob (CURL *easy, CURLoption option, const char *pem)
{
  struct curl_blob blob = { (char *) pem, strlen (pem), CURL_BLOB_NOCOPY };

  return curl_easy_setopt (easy, option, &blob) == CURLE_OK;
}

/* One root alone means no folder of the system's beside it. */
static bool
set_certificates (CURL *easy, const p2pid_http_ask *ask)
{
  if (ask->root != NULL &&
      (!set_blob (easy, CURLOPT_CAINFO_BLOB, ask->root) ||
       curl_easy_setopt (easy, CURLOPT_CAPATH, NULL) != CURLE_OK))
    return false;
  return ask->certificate == NULL ||
         (set_blob (easy, CURLOPT_SSLCERT_BLOB, ask->certificate) &&
          set_blob (easy, CURLOPT_SSLKEY_BLOB, ask->key));
}

/* Without a value: not even the one that curl would send. */
static bool
add_header (request *self, const char *name, const char *value)
{
  char line[256];
  struct curl_slist *list;
  int size = snprintf (line, sizeof line, "%s:%s%s", name, value ? " " : "",
                       value ? value : "");

  if (size < 0 || (size_t) size >= sizeof line)
    return false;
  list = curl_slist_append (self->headers, line);
  if (list != NULL)
    self->headers = list;
  return list != NULL;
}

static bool
set_ask (request *self, const p2pid_http_ask *ask)
{
  CURL *easy = self->easy;
  const void *body = ask->body.size > 0 ? (const void *) ask->body.data : "";

  if (strcmp (ask->method, "GET") != 0 &&
      (curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE, (long) ask->body.size) !=
           CURLE_OK ||
       curl_easy_setopt (easy, CURLOPT_POSTFIELDS, body) != CURLE_OK))
    return false;
  return add_header (self, "Content-Type", ask->type) &&
         add_header (self, "Accept", ask->accept) &&
         add_header (self, "Expect", NULL) &&
         curl_easy_setopt (easy, CURLOPT_HTTPHEADER, self->headers) ==
             CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, ask->method) ==
             CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_URL, ask->url) == CURLE_OK;
}

static bool
is_http (const char *url)
{
  return p2pid_ascii_begins (url, "https://") ||
         p2pid_ascii_begins (url, "http://");
}

static p2pid_err
start (request *self, const p2pid_http_ask *ask)
{
  if (!is_http (ask->url))
    return P2PID_ERR_ARGUMENT;
  pthread_once (&once, init_curl);
  if (!curl_is_there || (self->easy = curl_easy_init ()) == NULL ||
      (self->multi = curl_multi_init ()) == NULL || !set_manners (self, ask) ||
      !set_callbacks (self) || !set_certificates (self->easy, ask) ||
      !set_ask (self, ask))
    return P2PID_ERR_MEMORY;
  if (curl_multi_add_handle (self->multi, self->easy) != CURLM_OK)
    return P2PID_ERR_MEMORY;
  return p2pid_buffer_new (ask->max > 0 ? ask->max : P2PID_HTTP_ANSWER_MAX,
                           &self->body);
}

/* The server has ended the handshake over our certificate: TLS alerts 42 to
 * 46, 48, 49 and 116 (RFC 8446 §6.2), which curl has no codes for, as OpenSSL
 * words them. An alert is always the server's word; what is wrong with its own
 * certificate reads otherwise. */
static bool
is_refused (const request *self)
{
  static const char *const alerts[] = {
    "alert bad certificate",     "alert unsupported certificate",
    "alert certificate revoked", "alert certificate expired",
    "alert certificate unknown", "alert unknown ca",
    "alert access denied",       "alert certificate required",
  };

  for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++)
    if (strstr (self->trouble, alerts[i]) != NULL)
      return true;
  return false;
}

/* What became of a transfer. curl says "out of memory", too, of a header line
 * past its own bound. */
static p2pid_err
judge (const request *self, CURLcode code)
{
  switch (code) {
  case CURLE_OK:
    return P2PID_OK;
  case CURLE_OPERATION_TIMEDOUT:
    return P2PID_ERR_TIMEOUT;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_ISSUER_ERROR:
    return P2PID_ERR_TLS;
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_URL_MALFORMAT:
    return P2PID_ERR_ARGUMENT;
  case CURLE_WRITE_ERROR:
    return self->too_large ? P2PID_ERR_SIZE : P2PID_ERR_RELAY;
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9: a body without a head */
  case CURLE_BAD_CONTENT_ENCODING:
#if LIBCURL_VERSION_NUM >= 0x080600
  case CURLE_TOO_LARGE:
#endif
    return P2PID_ERR_RELAY;
  case CURLE_OUT_OF_MEMORY:
    return self->header_size > 0 ? P2PID_ERR_RELAY : P2PID_ERR_MEMORY;
  default:
    return is_refused (self) ? P2PID_ERR_UNTRUSTED : P2PID_ERR_OFFLINE;
  }
}

static bool
has_ended (request *self, CURLcode *out_code)
{
  int left;
  CURLMsg *message = curl_multi_info_read (self->multi, &left);

  if (message == NULL)
    return false;
  *out_code = message->data.result;
  return true;
}

/* Nothing is where there is no descriptor. */
static bool
is_readable (int fd)
{
  struct pollfd descriptor = { fd, POLLIN, 0 };

  return poll (&descriptor, 1, 0) > 0;
}

static int64_t
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * INT64_C (1000) + now.tv_nsec / 1000000;
}

/* Until when the answer is still wanted, when it was cancelled: a server that
 * has not been asked yet need not be waited for. */
static int64_t
find_end (const request *self, long grace)
{
  curl_off_t asked = 0;

  curl_easy_getinfo (self->easy, CURLINFO_PRETRANSFER_TIME_T, &asked);
  return now_ms () + (asked > 0 ? grace : 0);
}

static int
find_rest (int64_t end)
{
  int64_t left = end - now_ms ();

  return left > REST_MAX ? REST_MAX : left > 0 ? (int) left : 0;
}

static p2pid_err
wait_for (request *self, int cancel_fd, long grace)
{
  struct curl_waitfd cancel = { .fd = cancel_fd, .events = CURL_WAIT_POLLIN };
  int64_t end = INT64_MAX;
  CURLcode code;
  int running;

  for (;;) {
    if (end == INT64_MAX && is_readable (cancel_fd))
      end = find_end (self, grace);
    if (end <= now_ms ())
      return P2PID_ERR_CANCELLED;
    if (curl_multi_perform (self->multi, &running) != CURLM_OK)
      return P2PID_ERR_MEMORY;
    if (has_ended (self, &code))
      return code != CURLE_OK && end != INT64_MAX ? P2PID_ERR_CANCELLED
                                                  : judge (self, code);
    if (curl_multi_poll (self->multi, &cancel,
                         cancel_fd >= 0 && end == INT64_MAX, find_rest (end),
                         NULL) != CURLM_OK)
      return P2PID_ERR_MEMORY;
  }
}

/* "Application/JSON; charset=utf-8" is "application/json"; what is too long is
 * no type. */
static void
read_type (const request *self, p2pid_http_answer *answer)
{
  char *type = NULL;
  size_t size;

  curl_easy_getinfo (self->easy, CURLINFO_CONTENT_TYPE, &type);
  size = type != NULL ? strcspn (type, "; \t") : 0;
  if (size >= sizeof answer->type)
    return;
  for (size_t i = 0; i < size; i++)
    answer->type[i] = p2pid_ascii_lower (type[i]);
}

static p2pid_err
read_answer (const request *self, p2pid_http_answer *out_answer)
{
  p2pid_http_answer answer = { 0 };
  p2pid_err err = p2pid_buffer_copy (
      (p2pid_bytes){ self->body->data, self->size }, &answer.body);

  if (err != P2PID_OK)
    return err;
  curl_easy_getinfo (self->easy, CURLINFO_RESPONSE_CODE, &answer.status);
  read_type (self, &answer);
  *out_answer = answer;
  return P2PID_OK;
}

p2pid_err
p2pid_http_ask_for (const p2pid_http_ask *ask,
                    int cancel_fd,
                    p2pid_http_answer *out_answer)
{
  request self = { 0 };
  p2pid_err err = start (&self, ask);

  if (err == P2PID_OK)
    err = wait_for (&self, cancel_fd, ask->grace);
  if (err == P2PID_OK)
    err = read_answer (&self, out_answer);

  if (self.multi != NULL)
    curl_multi_remove_handle (self.multi, self.easy);
  curl_easy_cleanup (self.easy);
  curl_multi_cleanup (self.multi);
  curl_slist_free_all (self.headers);
  p2pid_buffer_free (self.body);
  return err;
}

void
p2pid_http_answer_clear (p2pid_http_answer *answer)
{
  p2pid_buffer_free (answer->body);
  *answer = (p2pid_http_answer){ 0 };
}

p2pid_err
p2pid_http_fetch (const p2pid_http_ask *ask,
                  int cancel_fd,
                  p2pid_buffer **out_document)
{
  p2pid_http_answer answer = { 0 };
  p2pid_err err = p2pid_http_ask_for (ask, cancel_fd, &answer);

  if (err == P2PID_OK && answer.status == 404)
    err = P2PID_ERR_NOT_FOUND;
  else if (err == P2PID_OK &&
           (answer.status != 200 || strcmp (answer.type, ask->accept) != 0))
    err = P2PID_ERR_RELAY;
  if (err == P2PID_OK) {
    *out_document = answer.body;
    answer.body = NULL;
  }
  p2pid_http_answer_clear (&answer);
  return err;
}
