/* One server, one curl multi handle that all requests go through, so that
 * those that wait go on while others are asked. */

#include "live.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <jansson.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static p2pid_server *server;
static pthread_t thread;
static p2pid_err run_err;
static CURLM *multi;
static char origin[64];
static char authority[4096];
static unsigned asked_for_counts;

struct live_pending {
  CURL *easy;
  struct curl_slist *headers;
  p2pid_bytes left; /* of the body, in chunks */
  FILE *head, *body;
  char *head_text, *body_text;
  size_t head_size, body_size;
  bool done;
};

static void *
run (void *data)
{
  run_err = p2pid_server_run (server);
  return NULL;
}

void
live_start (const p2pid_server_config *config)
{
  ck_assert_int_eq (p2pid_server_new (config, &server), P2PID_OK);
  ck_assert_int_eq (pthread_create (&thread, NULL, run, NULL), 0);
  curl_global_init (CURL_GLOBAL_DEFAULT);
  multi = curl_multi_init ();
  authority[0] = '\0';
  asked_for_counts = 0;
  live_set_origin ("http", "127.0.0.1", NULL);
}

void
live_stop (void)
{
  p2pid_server_stop (server);
  pthread_join (thread, NULL);
  ck_assert_int_eq (run_err, P2PID_OK);
  curl_multi_cleanup (multi);
  p2pid_server_free (server);
  curl_global_cleanup ();
}

uint16_t
live_port (void)
{
  return p2pid_server_port (server);
}

const char *
live_origin (void)
{
  return origin;
}

void
live_set_origin (const char *scheme, const char *host, const char *ca)
{
  snprintf (origin, sizeof origin, "%s://%s:%u", scheme, host, live_port ());
  if (ca != NULL)
    snprintf (authority, sizeof authority, "%s", ca);
}

static size_t
read_cb (char *out, size_t size, size_t count, void *data)
{
  live_pending *pending = data;
  size_t piece = size * count < 1000 ? size * count : 1000;

  if (piece > pending->left.size)
    piece = pending->left.size;
  if (piece > 0)
    memcpy (out, pending->left.data, piece);
  pending->left.data += piece;
  pending->left.size -= piece;
  return piece;
}

static void
add_header (live_pending *pending, const char *text)
{
  pending->headers = curl_slist_append (pending->headers, text);
}

static void
set_body (live_pending *pending, const live_request *request)
{
  CURL *easy = pending->easy;

  if (request->chunked) {
    pending->left = request->body;
    add_header (pending, "Transfer-Encoding: chunked");
    curl_easy_setopt (easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt (easy, CURLOPT_READFUNCTION, read_cb);
    curl_easy_setopt (easy, CURLOPT_READDATA, pending);
  } else if (request->body.size > 0 || strcmp (request->method, "POST") == 0 ||
             strcmp (request->method, "PUT") == 0) {
    curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE_LARGE,
                      (curl_off_t) request->body.size);
    curl_easy_setopt (easy, CURLOPT_COPYPOSTFIELDS,
                      request->body.size > 0 ? (char *) request->body.data
                                             : "");
    add_header (pending, "Content-Type: application/octet-stream");
  }
}

static void
set_up (live_pending *pending, const live_request *request)
{
  CURL *easy = pending->easy;
  char text[512];

  snprintf (text, sizeof text, "%s%s", origin, request->path);
  curl_easy_setopt (easy, CURLOPT_URL, text);
  curl_easy_setopt (easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt (easy, CURLOPT_PRIVATE, pending);
  curl_easy_setopt (easy, CURLOPT_TIMEOUT, 50L);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, pending->body);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, pending->head);
  if (authority[0] != '\0')
    curl_easy_setopt (easy, CURLOPT_CAINFO, authority);
  if (request->token != NULL) {
    snprintf (text, sizeof text, "Authorization: Bearer %s", request->token);
    add_header (pending, text);
  }
  if (request->header != NULL)
    add_header (pending, request->header);
  add_header (pending, "Expect:");
}

live_pending *
live_begin (const live_request *given)
{
  live_pending *pending = calloc (1, sizeof *pending);
  live_request request = *given;

  if (request.method == NULL)
    request.method = "GET";
  pending->easy = curl_easy_init ();
  pending->head = open_memstream (&pending->head_text, &pending->head_size);
  pending->body = open_memstream (&pending->body_text, &pending->body_size);
  set_up (pending, &request);
  set_body (pending, &request);
  curl_easy_setopt (pending->easy, CURLOPT_HTTPHEADER, pending->headers);
  if (strcmp (request.method, "HEAD") == 0)
    curl_easy_setopt (pending->easy, CURLOPT_NOBODY, 1L);
  else
    curl_easy_setopt (pending->easy, CURLOPT_CUSTOMREQUEST, request.method);
  curl_multi_add_handle (multi, pending->easy);
  return pending;
}

/* Let all go on as far as they can. */
static void
go_on (void)
{
  int running, left;
  CURLMsg *message;

  curl_multi_perform (multi, &running);
  while ((message = curl_multi_info_read (multi, &left)) != NULL) {
    live_pending *done = NULL;

    curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, &done);
    done->done = true;
  }
}

static void
lower_names (char *head)
{
  bool name = true;

  for (; *head != '\0'; head++) {
    if (*head == ':')
      name = false;
    else if (*head == '\n')
      name = true;
    if (name)
      *head = (char) tolower (*head);
  }
}

live_answer
live_end (live_pending *pending)
{
  live_answer answer = { 0 };
  p2pid_bytes body;

  for (go_on (); !pending->done; go_on ())
    curl_multi_poll (multi, NULL, 0, 1000, NULL);
  curl_easy_getinfo (pending->easy, CURLINFO_RESPONSE_CODE, &answer.status);
  curl_multi_remove_handle (multi, pending->easy);
  curl_easy_cleanup (pending->easy);
  curl_slist_free_all (pending->headers);
  fclose (pending->head);
  fclose (pending->body);
  lower_names (pending->head_text);
  answer.head = pending->head_text;
  body = (p2pid_bytes){ (uint8_t *) pending->body_text, pending->body_size };
  ck_assert_int_eq (p2pid_buffer_copy (body, &answer.body), P2PID_OK);
  free (pending->body_text);
  free (pending);
  return answer;
}

live_answer
live_ask (const live_request *request)
{
  return live_end (live_begin (request));
}

void
live_answer_clear (live_answer *answer)
{
  free (answer->head);
  p2pid_buffer_free (answer->body);
  *answer = (live_answer){ 0 };
}

void
live_expect (long status, const char *body, const live_request *request)
{
  live_answer answer = live_ask (request);

  ck_assert_int_eq (answer.status, status);
  if (body != NULL)
    ck_assert_str_eq ((char *) answer.body->data, body);
  live_answer_clear (&answer);
}

bool
live_header (const live_answer *answer,
             const char *name,
             char *out,
             size_t size)
{
  char start[64];
  const char *found;

  snprintf (start, sizeof start, "\n%s: ", name);
  found = strstr (answer->head, start);
  if (found == NULL)
    return false;
  found += strlen (start);
  snprintf (out, size, "%.*s", (int) strcspn (found, "\r\n"), found);
  return true;
}

void
live_wait_for_requests (unsigned count)
{
  json_int_t requests = 0;

  do {
    live_answer answer = live_ask (&(live_request){ .path = "/v1/counts" });
    json_t *counts =
        json_loadb ((char *) answer.body->data, answer.body->size, 0, NULL);

    ck_assert_int_eq (answer.status, 200);
    asked_for_counts++;
    requests = json_integer_value (json_object_get (counts, "requests"));
    json_decref (counts);
    live_answer_clear (&answer);
  } while (requests < (json_int_t) count + asked_for_counts);
}

int
live_connect (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (live_port ()) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  ck_assert_int_ge (fd, 0);
  ck_assert_int_eq (connect (fd, (struct sockaddr *) &address, sizeof address),
                    0);
  return fd;
}

/* The server may have heard enough before all is said. */
void
live_send (int socket, const void *data, size_t size)
{
  const char *bytes = data;

  while (size > 0) {
    ssize_t sent = send (socket, bytes, size, MSG_NOSIGNAL);

    if (sent <= 0)
      return;
    bytes += sent;
    size -= (size_t) sent;
  }
}

p2pid_buffer *
live_receive (int socket, int milliseconds)
{
  struct pollfd ready = { socket, POLLIN, 0 };
  p2pid_buffer *all = NULL;
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream (&text, &size);
  char bytes[4096];
  ssize_t got;

  while (poll (&ready, 1, milliseconds) > 0 &&
         (got = recv (socket, bytes, sizeof bytes, 0)) > 0)
    fwrite (bytes, 1, (size_t) got, stream);
  fclose (stream);
  ck_assert_int_eq (
      p2pid_buffer_copy ((p2pid_bytes){ (uint8_t *) text, size }, &all),
      P2PID_OK);
  free (text);
  return all;
}
