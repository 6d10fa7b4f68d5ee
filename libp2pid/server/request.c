/*
 * One request: what it asks, whether it may, and the answer.
 */

#include "server/request.h"

#include "base/ascii.h"
#include "base/encoding.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

/* A guess at a nameplate costs this many claims more. */
#define GUESS_COST 5

typedef p2pid_request request;

/* The path itself, or something below it. */
static bool
is_extra (const p2pid_server *server, const char *target)
{
  const char *extra = server->config.extra;
  size_t size = extra != NULL ? strlen (extra) : 0;

  return size > 0 && strncmp (target, extra, size) == 0 &&
         (target[size] == '\0' || target[size] == '/');
}

p2pid_request *
p2pid_request_new (p2pid_server *server,
                   struct MHD_Connection *connection,
                   const char *target)
{
  request *r = calloc (1, sizeof *r);

  if (r == NULL)
    return NULL;
  r->server = server;
  r->connection = connection;
  p2pid_target_parse (target, &r->target);
  if (is_extra (server, target)) {
    r->target.path = P2PID_PATH_EXTRA;
    if (p2pid_text_copy (target, &r->extra) != P2PID_OK) {
      free (r);
      return NULL;
    }
  }
  return r;
}

void
p2pid_request_free (p2pid_request *r)
{
  if (r == NULL)
    return;
  p2pid_boxes_leave (r->server->boxes, &r->wait);
  p2pid_buffer_free (r->body);
  sodium_memzero (&r->token, sizeof r->token);
  free (r->extra);
  free (r);
}

/* Headers */

typedef struct {
  const char *authorization;
  const char *mode;      /* Sec-Fetch-Mode */
  const char *forwarded; /* X-Forwarded-For, the last one */
  const char *length;    /* Content-Length */
  unsigned lengths;      /* how many of these */
  unsigned codings;      /* how many Transfer-Encoding */
  bool chunked;
  bool blank; /* in a name */
} headers;

static enum MHD_Result
header_cb (void *data,
           enum MHD_ValueKind kind,
           const char *name,
           const char *value)
{
  headers *h = data;

  if (value == NULL)
    value = "";
  if (strpbrk (name, " \t") != NULL)
    h->blank = true;
  if (p2pid_ascii_equal (name, "Authorization")) {
    h->authorization = value;
  } else if (p2pid_ascii_equal (name, "Sec-Fetch-Mode")) {
    h->mode = value;
  } else if (p2pid_ascii_equal (name, "X-Forwarded-For")) {
    h->forwarded = value;
  } else if (p2pid_ascii_equal (name, "Content-Length")) {
    h->length = value;
    h->lengths++;
  } else if (p2pid_ascii_equal (name, "Transfer-Encoding")) {
    h->codings++;
    h->chunked = p2pid_ascii_equal (value, "chunked");
  }
  return MHD_YES;
}

/* The other end's address as bytes, in the family that is returned. */
static int
read_peer (struct MHD_Connection *connection, struct in6_addr *out)
{
  const struct sockaddr *from =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
          ->client_addr;

  if (from->sa_family == AF_INET6)
    *out = ((const struct sockaddr_in6 *) from)->sin6_addr;
  else
    memcpy (out, &((const struct sockaddr_in *) from)->sin_addr, 4);
  return from->sa_family;
}

p2pid_address
p2pid_request_peer (struct MHD_Connection *connection)
{
  struct in6_addr bytes;
  int family = read_peer (connection, &bytes);

  return p2pid_address_from_bytes (
      (p2pid_bytes){ bytes.s6_addr, family == AF_INET6 ? 16 : 4 });
}

static p2pid_address
address (const request *r, const char *forwarded)
{
  p2pid_address found;

  if (r->server->config.behind_proxy &&
      p2pid_forwarded_parse (forwarded, &found))
    return found;
  return p2pid_request_peer (r->connection);
}

/* The client's, likewise. */
static int
read_address (const request *r, const char *forwarded, struct in6_addr *out)
{
  int family = r->server->config.behind_proxy
                   ? p2pid_forwarded_read (forwarded, out)
                   : 0;

  return family != 0 ? family : read_peer (r->connection, out);
}

/* The whole of it, for who has to tell it to somebody else: one spelling, and
 * IPv4 as such where the socket is IPv6. And what counts as one address, since
 * everybody with IPv6 has more addresses than can be counted. */
static void
write_address (request *r, const char *forwarded)
{
  struct in6_addr bytes = { 0 };
  int family = read_address (r, forwarded, &bytes);

  if (family == AF_INET6 && IN6_IS_ADDR_V4MAPPED (&bytes)) {
    memmove (&bytes, bytes.s6_addr + 12, 4);
    family = AF_INET;
  }
  inet_ntop (family, &bytes, r->from, sizeof r->from);
  if (family == AF_INET6)
    memset (bytes.s6_addr + 8, 0, 8);
  inet_ntop (family, &bytes, r->network, sizeof r->network);
}

/* 127.0.0.0/8 or ::1, the latter as the /64 that is kept of it. */
static bool
is_loopback (const p2pid_address *from)
{
  return from->size == 4 ? from->bytes[0] == 127
                         : sodium_is_zero (from->bytes, from->size);
}

/* The beginning */

static bool
needs_token (p2pid_action action)
{
  return action == P2PID_ACTION_PUT || action == P2PID_ACTION_GET ||
         action == P2PID_ACTION_DELETE;
}

/* A web page that sends its reader here could make them claim a code. */
static bool
is_navigation (const headers *h)
{
  return h->mode != NULL && p2pid_ascii_equal (h->mode, "navigate");
}

/* Numbers for the one who runs the server, not for those behind a proxy of
 * which the server was not told. */
static bool
may_count (const request *r, const headers *h)
{
  return is_loopback (&r->address) &&
         (r->server->config.behind_proxy || h->forwarded == NULL);
}

static unsigned
refusal (request *r, const headers *h)
{
  if (r->action != P2PID_ACTION_PAGE && is_navigation (h))
    return P2PID_ANSWER_NAVIGATION;
  if (r->target.path == P2PID_PATH_NONE ||
      (r->target.path == P2PID_PATH_COUNTS && !may_count (r, h)))
    return P2PID_ANSWER_PATH;
  if (r->target.path == P2PID_PATH_BAD)
    return P2PID_ANSWER_FORMAT;
  if (needs_token (r->action) &&
      !p2pid_bearer_parse (h->authorization, &r->token))
    return P2PID_ANSWER_TOKEN;
  return 0;
}

/* Whether the end of the body is where everybody would look for it: a proxy
 * that took another of two lengths, or "Content-Length : 4" for one, would take
 * what follows for something else. */
static bool
has_one_end (const headers *h)
{
  return !h->blank && h->lengths + h->codings <= 1 &&
         (h->codings == 0 || h->chunked);
}

enum MHD_Result
p2pid_request_begin (p2pid_request *r, const char *method)
{
  p2pid_server *server = r->server;
  headers h = { 0 };

  server->requests++;
  MHD_get_connection_values (r->connection, MHD_HEADER_KIND, header_cb, &h);
  r->address = address (r, h.forwarded);
  r->action = p2pid_target_action (&r->target, method);
  if (r->extra != NULL) {
    r->action = P2PID_ACTION_EXTRA;
    r->method = method;
    write_address (r, h.forwarded);
  }
  r->patience = p2pid_buckets_take (server->buckets, &r->address,
                                    P2PID_RATE_ALL, server->now);
  if (r->patience == 0)
    r->refusal = refusal (r, &h);

  if (!has_one_end (&h))
    return p2pid_answers_send (server->answers, r->connection, P2PID_ANSWER_END,
                               false);
  if (!p2pid_length_parse (h.length, &r->expected))
    r->expected = 0;
  /* What nobody will read need not be sent. */
  if (r->expected > P2PID_DRAIN_MAX)
    return p2pid_answers_send (server->answers, r->connection, P2PID_ANSWER_CUT,
                               false);
  if (r->expected == 0 || r->expected > P2PID_BOX_MESSAGE_MAX)
    r->expected = P2PID_BOX_MESSAGE_MAX; /* in chunks, or nothing, or waste */
  return MHD_YES;
}

/* The body */

/* Room for all of it is made with the first piece. */
static bool
append (request *r, const char *data, size_t size)
{
  if (r->body == NULL && p2pid_buffer_new (r->expected, &r->body) != P2PID_OK)
    return false;
  memcpy (r->body->data + r->received, data, size);
  return true;
}

/* What came in pieces of unknown number took more room than it needs. */
static bool
fit (request *r)
{
  p2pid_bytes received = { r->body->data, r->received };
  p2pid_buffer *copy = NULL;

  if (r->body->size == r->received)
    return true;
  if (p2pid_buffer_copy (received, &copy) != P2PID_OK)
    return false;
  p2pid_buffer_free (r->body);
  r->body = copy;
  return true;
}

enum MHD_Result
p2pid_request_take (p2pid_request *r, const char *data, size_t size)
{
  bool wanted =
      (r->action == P2PID_ACTION_PUT || r->action == P2PID_ACTION_EXTRA) &&
      r->refusal == 0 && r->patience == 0;

  if (wanted && r->received + size <= r->expected && !append (r, data, size))
    return MHD_NO;
  r->received += size;
  return r->received <= P2PID_DRAIN_MAX ? MHD_YES : MHD_NO;
}

/* Answers */

static enum MHD_Result
reply (const request *r, unsigned answer, bool crowded)
{
  if (answer == P2PID_BOX_FULL)
    r->server->refused++;
  return p2pid_answers_send (r->server->answers, r->connection, answer,
                             crowded);
}

static enum MHD_Result
ask_patience (const request *r, unsigned seconds)
{
  r->server->refused++;
  return p2pid_answers_send_patience (r->connection, seconds);
}

static unsigned
take_new (const request *r)
{
  return p2pid_buckets_take (r->server->buckets, &r->address, P2PID_RATE_NEW,
                             r->server->now);
}

static p2pid_box_use
use (const request *r)
{
  return (p2pid_box_use){ r->target.id, r->token, r->target.side,
                          r->target.slot, r->address };
}

/* Seconds until the request may make a box, should it be about to. */
static unsigned
take_if_new (const request *r)
{
  if (r->target.slot != 0 ||
      p2pid_boxes_know (r->server->boxes, &r->target.id, r->server->now))
    return 0;
  return take_new (r);
}

static enum MHD_Result
send_box (const request *r,
          unsigned status,
          const char *nameplate,
          const p2pid_box_id *id,
          const p2pid_token *token)
{
  char hex[2 * sizeof id->bytes + 1];
  char base64[P2PID_BASE64URL_SIZE (sizeof token->bytes) + 1];
  char text[256];
  int size;
  enum MHD_Result result;

  p2pid_hex_encode (P2PID_BYTES (id->bytes), hex);
  sodium_bin2base64 (base64, sizeof base64, token->bytes, sizeof token->bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (nameplate != NULL)
    size = snprintf (text, sizeof text,
                     "{\"nameplate\":\"%s\",\"mailbox\":\"%s\","
                     "\"token\":\"%s\",\"lifetime\":%u}",
                     nameplate, hex, base64, r->server->config.code_life);
  else
    size = snprintf (text, sizeof text, "{\"mailbox\":\"%s\",\"token\":\"%s\"}",
                     hex, base64);
  result = size < (int) sizeof text
               ? p2pid_answers_send_json (r->connection, status, text)
               : MHD_NO;
  sodium_memzero (base64, sizeof base64);
  sodium_memzero (text, sizeof text);
  return result;
}

static enum MHD_Result
open_code (const request *r)
{
  char nameplate[P2PID_NAMEPLATE_SIZE];
  p2pid_box_id id;
  p2pid_token token;
  unsigned patience = take_new (r);
  p2pid_box_answer answer;
  enum MHD_Result result;

  if (patience > 0)
    return ask_patience (r, patience);
  answer = p2pid_boxes_open (r->server->boxes, &r->address, r->server->now,
                             nameplate, &id, &token);
  if (answer != P2PID_BOX_OPENED)
    return reply (r, answer, false);
  result = send_box (r, 201, nameplate, &id, &token);
  sodium_memzero (&token, sizeof token);
  return result;
}

static enum MHD_Result
claim_code (const request *r)
{
  p2pid_box_id id;
  p2pid_token token;
  unsigned patience = take_new (r);
  p2pid_box_answer answer;
  enum MHD_Result result;

  if (patience > 0)
    return ask_patience (r, patience);
  answer = p2pid_boxes_claim (r->server->boxes, r->target.nameplate,
                              r->server->now, &id, &token);
  if (answer == P2PID_BOX_UNKNOWN)
    p2pid_buckets_charge (r->server->buckets, &r->address, P2PID_RATE_NEW,
                          GUESS_COST, r->server->now);
  if (answer != P2PID_BOX_JOINED)
    return reply (r, answer, false);
  result = send_box (r, 200, NULL, &id, &token);
  sodium_memzero (&token, sizeof token);
  return result;
}

static enum MHD_Result
put (request *r)
{
  p2pid_box_use which = use (r);
  unsigned patience;
  bool crowded;
  p2pid_box_answer answer;

  if (r->received > P2PID_BOX_MESSAGE_MAX)
    return reply (r, P2PID_BOX_LARGE, false);
  if (r->received == 0)
    return reply (r, P2PID_ANSWER_FORMAT, false);
  patience = take_if_new (r);
  if (patience > 0)
    return ask_patience (r, patience);
  if (!fit (r))
    return reply (r, P2PID_BOX_FULL, false);
  answer = p2pid_boxes_put (r->server->boxes, &which, r->server->now, &r->body,
                            &crowded);
  return reply (r, answer, crowded);
}

static enum MHD_Result
get (request *r)
{
  p2pid_server *server = r->server;
  p2pid_box_use which = use (r);
  int64_t until = server->now + (int64_t) r->target.wait * 1000;
  unsigned patience = r->woken ? 0 : take_if_new (r);
  p2pid_bytes message;
  bool crowded;
  p2pid_box_answer answer;

  if (patience > 0)
    return ask_patience (r, patience);
  /* One who waited finds the box that was there, or makes none anew. */
  if (r->woken && !p2pid_boxes_know (server->boxes, &which.id, server->now))
    return reply (r, P2PID_BOX_GONE, false);

  answer =
      p2pid_boxes_get (server->boxes, &which, server->now, &message, &crowded);
  if (answer == P2PID_BOX_MESSAGE)
    return p2pid_answers_send_message (r->connection, message, crowded);
  if (answer == P2PID_BOX_EMPTY && r->target.wait > 0 && !r->woken &&
      p2pid_boxes_wait (server->boxes, &which, until, &r->wait)) {
    MHD_suspend_connection (r->connection);
    return MHD_YES;
  }
  return reply (r, answer, crowded);
}

static enum MHD_Result
delete_box (request *r)
{
  p2pid_box_use which = use (r);
  bool crowded;
  p2pid_box_answer answer =
      p2pid_boxes_delete (r->server->boxes, &which, r->server->now, &crowded);

  return reply (r, answer, crowded);
}

static enum MHD_Result
answer_extra (request *r)
{
  const p2pid_server_config *config = &r->server->config;
  const char *type = MHD_lookup_connection_value (
      r->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_TYPE);
  unsigned patience = strcmp (r->method, "POST") == 0 ? take_new (r) : 0;
  p2pid_server_ask ask = {
    .method = r->method,
    .path = r->extra,
    .type = type != NULL ? type : "",
    .address = r->from,
    .network = r->network,
    .body = { r->body != NULL ? r->body->data : NULL, r->received },
  };
  p2pid_server_reply reply_with;
  enum MHD_Result result;

  if (patience > 0)
    return ask_patience (r, patience);
  if (r->received > P2PID_BOX_MESSAGE_MAX)
    return reply (r, P2PID_BOX_LARGE, false);
  reply_with = config->extra_cb (&ask, config->extra_data);
  result = p2pid_answers_send_json (
      r->connection, reply_with.status,
      reply_with.body != NULL ? (const char *) reply_with.body->data : "");
  p2pid_buffer_free (reply_with.body);
  return result;
}

static enum MHD_Result
counts (request *r)
{
  char text[P2PID_COUNTS_TEXT_SIZE];

  p2pid_server_print_counts (r->server, text);
  return p2pid_answers_send_json (r->connection, 200, text);
}

enum MHD_Result
p2pid_request_answer (p2pid_request *r)
{
  if (r->patience > 0)
    return ask_patience (r, r->patience);
  if (r->refusal != 0)
    return reply (r, r->refusal, false);
  switch (r->action) {
  case P2PID_ACTION_PAGE:
    return reply (r, P2PID_ANSWER_PAGE, false);
  case P2PID_ACTION_COUNTS:
    return counts (r);
  case P2PID_ACTION_OPEN:
    return open_code (r);
  case P2PID_ACTION_CLAIM:
    return claim_code (r);
  case P2PID_ACTION_PUT:
    return put (r);
  case P2PID_ACTION_GET:
    return get (r);
  case P2PID_ACTION_DELETE:
    return delete_box (r);
  case P2PID_ACTION_EXTRA:
    return answer_extra (r);
  case P2PID_ACTION_NONE:
    break;
  }
  return p2pid_answers_send_allow (r->connection,
                                   p2pid_target_allow (&r->target));
}
