/* Making a server: defaults, socket, certificate; and what it counts. */

#include "server/internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* Largest file with certificates or a key. */
#define PEM_MAX (256 * 1024)

#define MEBIBYTE (UINT64_C (1024) * 1024)

static unsigned
or_default (unsigned value, unsigned fallback)
{
  return value != 0 ? value : fallback;
}

static p2pid_server_config
with_defaults (const p2pid_server_config *given)
{
  p2pid_server_config config = *given;

  config.address = NULL; /* borrowed, and used up by then */
  config.tls_certificate = config.tls_key = NULL;
  config.mailboxes = or_default (config.mailboxes, 20000);
  config.address_mailboxes = or_default (config.address_mailboxes, 100);
  config.connections = or_default (config.connections, 18000);
  config.address_connections = or_default (config.address_connections, 200);
  config.memory = or_default (config.memory, 1024);
  config.code_life = or_default (config.code_life, 300);
  config.mailbox_life = or_default (config.mailbox_life, 86400);
  config.joined_life = or_default (config.joined_life, 900);
  config.rate = or_default (config.rate, 600);
  config.new_rate = or_default (config.new_rate, 30);
  return config;
}

/* The socket */

typedef union {
  struct sockaddr any;
  struct sockaddr_in in;
  struct sockaddr_in6 in6;
} socket_address;

static p2pid_err
parse_address (const p2pid_server_config *config,
               socket_address *out,
               socklen_t *out_size)
{
  const char *text = config->address != NULL ? config->address : "127.0.0.1";

  memset (out, 0, sizeof *out);
  if (inet_pton (AF_INET, text, &out->in.sin_addr) == 1) {
    out->in.sin_family = AF_INET;
    out->in.sin_port = htons (config->port);
    *out_size = sizeof out->in;
  } else if (inet_pton (AF_INET6, text, &out->in6.sin6_addr) == 1) {
    out->in6.sin6_family = AF_INET6;
    out->in6.sin6_port = htons (config->port);
    *out_size = sizeof out->in6;
  } else {
    return P2PID_ERR_ARGUMENT;
  }
  return P2PID_OK;
}

/* Accepted sockets inherit what is set here: small answers leave at once, and
 * a server that was started anew gets its port back. */
static p2pid_err
listen_at (const p2pid_server_config *config, int *out_socket)
{
  static const int on = 1;
  socket_address address;
  socklen_t size;
  p2pid_err err = parse_address (config, &address, &size);
  int fd = -1, before;

  if (err != P2PID_OK)
    return err;
  fd = socket (address.any.sa_family,
               SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd >= 0 &&
      setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
      bind (fd, &address.any, size) == 0 && listen (fd, SOMAXCONN) == 0) {
    *out_socket = fd;
    return P2PID_OK;
  }
  before = errno;
  if (fd >= 0)
    close (fd);
  errno = before;
  return P2PID_ERR_IO;
}

uint16_t
p2pid_server_port (const p2pid_server *server)
{
  socket_address address = { 0 };
  socklen_t size = sizeof address;

  if (getsockname (server->socket, &address.any, &size) != 0)
    return 0;
  return ntohs (address.any.sa_family == AF_INET6 ? address.in6.sin6_port
                                                  : address.in.sin_port);
}

/* The certificate */

static p2pid_err
read_pem (const char *path, p2pid_buffer **out)
{
  FILE *file = fopen (path, "re");
  p2pid_buffer *pem = NULL;
  p2pid_err err = P2PID_ERR_IO;

  if (file == NULL)
    goto out;
  err = p2pid_buffer_new (PEM_MAX, &pem);
  if (err != P2PID_OK)
    goto out;
  pem->size = fread (pem->data, 1, PEM_MAX, file);
  pem->data[pem->size] = '\0';
  if (ferror (file) || !feof (file)) {
    err = P2PID_ERR_IO;
    goto out;
  }
  *out = pem;
  pem = NULL;

out:
  p2pid_buffer_free (pem);
  if (file != NULL)
    fclose (file);
  return err;
}

static p2pid_err
read_tls (p2pid_server *server, const p2pid_server_config *config)
{
  p2pid_err err;

  if (config->tls_certificate == NULL && config->tls_key == NULL)
    return P2PID_OK;
  if (config->tls_certificate == NULL || config->tls_key == NULL)
    return P2PID_ERR_ARGUMENT;
  if (MHD_is_feature_supported (MHD_FEATURE_TLS) != MHD_YES)
    return P2PID_ERR_TLS;
  err = read_pem (config->tls_certificate, &server->certificate);
  if (err == P2PID_OK)
    err = read_pem (config->tls_key, &server->key);
  return err;
}

/* The server */

static p2pid_err
make_parts (p2pid_server *server)
{
  const p2pid_server_config *config = &server->config;
  p2pid_boxes_limits limits = {
    .mailboxes = config->mailboxes,
    .shares = config->address_mailboxes,
    .waits = config->connections,
    .bytes = config->memory * MEBIBYTE,
    .code_life = (int64_t) config->code_life * 1000,
    .mailbox_life = (int64_t) config->mailbox_life * 1000,
    .joined_life = (int64_t) config->joined_life * 1000,
  };
  p2pid_err err =
      p2pid_boxes_new (&limits, p2pid_http_woken_cb, server, &server->boxes);

  if (err == P2PID_OK)
    err = p2pid_buckets_new (config->rate, config->new_rate, &server->buckets);
  /* Behind a proxy all come from one. */
  if (err == P2PID_OK && !config->behind_proxy)
    err = p2pid_shares_new (config->address_connections, config->connections,
                            &server->shares);
  if (err == P2PID_OK)
    err = p2pid_answers_new (&server->answers);
  if (err == P2PID_OK &&
      (server->stop = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC)) < 0)
    err = P2PID_ERR_IO;
  return err;
}

p2pid_err
p2pid_server_new (const p2pid_server_config *config, p2pid_server **out_server)
{
  p2pid_server *server = calloc (1, sizeof *server);
  p2pid_err err = P2PID_ERR_MEMORY;

  if (server == NULL)
    goto out;
  p2pid_lines_init (&server->lines);
  server->socket = server->stop = -1;
  server->config = with_defaults (config);
  server->now = p2pid_loop_clock ();

  err = make_parts (server);
  if (err == P2PID_OK)
    err = read_tls (server, config);
  if (err == P2PID_OK)
    err = listen_at (config, &server->socket);
  if (err == P2PID_OK)
    err = p2pid_http_start (server);
  if (err != P2PID_OK)
    goto out;

  *out_server = server;
  server = NULL;

out:
  p2pid_server_free (server);
  return err;
}

void
p2pid_server_free (p2pid_server *server)
{
  int before = errno; /* the reason why it could not be made */

  if (server == NULL)
    return;
  if (server->daemon != NULL)
    MHD_stop_daemon (server->daemon); /* closes the socket */
  else if (server->socket >= 0)
    close (server->socket);
  if (server->stop >= 0)
    close (server->stop);
  p2pid_answers_free (server->answers);
  p2pid_boxes_free (server->boxes);
  p2pid_buckets_free (server->buckets);
  p2pid_shares_free (server->shares);
  p2pid_buffer_free (server->certificate);
  p2pid_buffer_free (server->key);
  free (server);
  errno = before;
}

void
p2pid_server_get_counts (const p2pid_server *server,
                         p2pid_server_counts *out_counts)
{
  p2pid_boxes_counts boxes = p2pid_boxes_get_counts (server->boxes);

  *out_counts = (p2pid_server_counts){
    .requests = server->requests,
    .mailboxes = boxes.mailboxes,
    .opened = boxes.opened,
    .joined = boxes.joined,
    .closed = boxes.closed,
    .expired = boxes.expired,
    .crowded = boxes.crowded,
    .refused = server->refused,
  };
}

void
p2pid_server_print_counts (const p2pid_server *server,
                           char out[P2PID_COUNTS_TEXT_SIZE])
{
  p2pid_server_counts c;

  p2pid_server_get_counts (server, &c);
  snprintf (out, P2PID_COUNTS_TEXT_SIZE,
            "{\"requests\":%llu,\"mailboxes\":%llu,\"opened\":%llu,"
            "\"joined\":%llu,\"closed\":%llu,\"expired\":%llu,"
            "\"crowded\":%llu,\"refused\":%llu}",
            (unsigned long long) c.requests, (unsigned long long) c.mailboxes,
            (unsigned long long) c.opened, (unsigned long long) c.joined,
            (unsigned long long) c.closed, (unsigned long long) c.expired,
            (unsigned long long) c.crowded, (unsigned long long) c.refused);
}
