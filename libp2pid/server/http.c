/*
 * libmicrohttpd and its callbacks.
 *
 * A connection begins and ends in connection_cb(). Each request on it comes
 * in several calls: target_cb() with its first line, request_cb() with its
 * headers, again with each piece of its body, again at its end, and once more
 * when it has waited for a message; completed_cb() when the answer has left,
 * or the client.
 */

#include "server/request.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Memory of a connection in libmicrohttpd: all headers of a request have to
 * fit in, and ten thousand who wait have it ten thousand times. */
#define CONNECTION_MEMORY 4096

static int
socket_of (struct MHD_Connection *connection)
{
  return MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)
      ->connect_fd;
}

/* A connection, and the request on it that is not over yet, or NULL. */
typedef struct {
  p2pid_line line;
  p2pid_request *request;
} visit;

/* NULL when the address has as many as it may, or there is no memory. */
static visit *
begin_visit (p2pid_server *server, struct MHD_Connection *connection)
{
  p2pid_address address = p2pid_request_peer (connection);
  visit *v = calloc (1, sizeof *v);

  if (v == NULL)
    return NULL;
  if (server->shares != NULL) {
    v->line.share = p2pid_shares_take (server->shares, &address);
    if (v->line.share == NULL) {
      free (v);
      return NULL;
    }
  }
  p2pid_lines_add (&server->lines, &v->line, socket_of (connection),
                   server->now);
  return v;
}

/* libmicrohttpd 0.9.75 does not tell the end of each request: one with more
 * parts in its query than there is memory for is never completed. */
static void
end_visit (p2pid_server *server, visit *v)
{
  p2pid_request_free (v->request);
  p2pid_lines_remove (&server->lines, &v->line);
  if (v->line.share != NULL)
    p2pid_shares_give_back (server->shares, v->line.share);
  free (v);
}

static visit *
visit_of (struct MHD_Connection *connection)
{
  return MHD_get_connection_info (connection,
                                  MHD_CONNECTION_INFO_SOCKET_CONTEXT)
      ->socket_context;
}

static void
connection_cb (void *data,
               struct MHD_Connection *connection,
               void **context,
               enum MHD_ConnectionNotificationCode code)
{
  p2pid_server *server = data;

  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    *context = begin_visit (server, connection);
    if (*context == NULL) {
      server->refused++;
      shutdown (socket_of (connection), SHUT_RDWR);
    }
  } else {
    if (*context != NULL)
      end_visit (server, *context);
    server->again = true; /* there may have been no room for another */
  }
}

/* What a connection that was refused had sent by then is no request. */
static void *
target_cb (void *data, const char *uri, struct MHD_Connection *connection)
{
  visit *v = visit_of (connection);

  if (v != NULL)
    v->request = p2pid_request_new (data, connection, uri);
  return v;
}

static enum MHD_Result
request_cb (void *data,
            struct MHD_Connection *connection,
            const char *url,
            const char *method,
            const char *version,
            const char *upload,
            size_t *upload_size,
            void **context)
{
  p2pid_server *server = data;
  visit *v = *context;
  p2pid_request *request = v != NULL ? v->request : NULL;
  size_t size = *upload_size;

  server->idle = 0;
  if (request == NULL) /* refused, or no memory in target_cb() */
    return MHD_NO;
  if (!request->begun) {
    request->begun = true;
    p2pid_lines_speak (&server->lines, &v->line, server->now);
    return p2pid_request_begin (request, method);
  }
  if (size == 0)
    return p2pid_request_answer (request);
  *upload_size = 0;
  return p2pid_request_take (request, upload, size);
}

static void
completed_cb (void *data,
              struct MHD_Connection *connection,
              void **context,
              enum MHD_RequestTerminationCode reason)
{
  p2pid_server *server = data;
  visit *v = *context;

  if (v == NULL)
    return;
  p2pid_lines_renew (&server->lines, &v->line, server->now);
  p2pid_request_free (v->request);
  v->request = NULL;
  *context = NULL;
}

/* Percent signs stand for themselves: nothing here needs them. */
static size_t
unescape_cb (void *data, struct MHD_Connection *connection, char *text)
{
  return strlen (text);
}

void
p2pid_http_woken_cb (p2pid_wait *wait, void *data)
{
  p2pid_server *server = data;
  p2pid_request *request =
      (p2pid_request *) ((char *) wait - offsetof (p2pid_request, wait));

  request->woken = true;
  server->again = true;
  MHD_resume_connection (request->connection);
}

p2pid_err
p2pid_http_start (p2pid_server *server)
{
  unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME;
  struct MHD_OptionItem options[] = {
    { MHD_OPTION_LISTEN_SOCKET, server->socket, NULL },
    { MHD_OPTION_CONNECTION_LIMIT, server->config.connections, NULL },
    { MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL },
    { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t) connection_cb, server },
    { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t) target_cb, server },
    { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t) completed_cb, server },
    { MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t) unescape_cb, NULL },
    { MHD_OPTION_END, 0, NULL }, /* or the certificate */
    { MHD_OPTION_END, 0, NULL }, /* and its key */
    { MHD_OPTION_END, 0, NULL },
  };

  if (server->certificate != NULL) {
    flags |= MHD_USE_TLS;
    options[7].option = MHD_OPTION_HTTPS_MEM_CERT;
    options[7].ptr_value = server->certificate->data;
    options[8].option = MHD_OPTION_HTTPS_MEM_KEY;
    options[8].ptr_value = server->key->data;
  }
  server->daemon = MHD_start_daemon (flags, 0, NULL, NULL, request_cb, server,
                                     MHD_OPTION_ARRAY, options, MHD_OPTION_END);
  if (server->daemon == NULL)
    return server->certificate != NULL ? P2PID_ERR_TLS : P2PID_ERR_IO;
  server->epoll =
      MHD_get_daemon_info (server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
  return P2PID_OK;
}
