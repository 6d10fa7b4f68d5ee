/* One answer behind TLS, by OpenSSL. */

#include "fakes/tls.h"

#include <arpa/inet.h>
#include <check.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct tls {
  SSL_CTX *context;
  const char *answer;
  int listener;
  char origin[64];
  pthread_t thread;
  atomic_uint count;
};

/* A whole head is enough: what is asked with a body, in these tests, comes in
 * one piece with it. */
static void
answer (tls *self, SSL *ssl)
{
  char text[8192];
  int size = 0, more;

  do {
    more = SSL_read (ssl, text + size, (int) sizeof text - 1 - size);
    size += more > 0 ? more : 0;
    text[size] = '\0';
  } while (more > 0 && strstr (text, "\r\n\r\n") == NULL);
  if (more <= 0)
    return;
  atomic_fetch_add (&self->count, 1);
  SSL_write (ssl, self->answer, (int) strlen (self->answer));
  SSL_shutdown (ssl);
}

/* Closing a socket with something unread in it would throw away what was
 * written last, the alert. */
static void
say_goodbye (int fd)
{
  char text[1024];

  shutdown (fd, SHUT_WR);
  while (read (fd, text, sizeof text) > 0)
    ;
  close (fd);
}

static void *
serve (void *user_data)
{
  const struct timeval patience = { .tv_sec = 5 };
  tls *self = user_data;
  int fd;

  while ((fd = accept (self->listener, NULL, NULL)) >= 0) {
    SSL *ssl = SSL_new (self->context);

    setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    SSL_set_fd (ssl, fd);
    if (SSL_accept (ssl) == 1)
      answer (self, ssl);
    SSL_free (ssl);
    say_goodbye (fd);
  }
  return NULL;
}

static SSL_CTX *
make_context (const tls_config *config)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());

  ck_assert_ptr_nonnull (context);
  ck_assert_int_eq (SSL_CTX_use_certificate_file (context, config->certificate,
                                                  SSL_FILETYPE_PEM),
                    1);
  ck_assert_int_eq (
      SSL_CTX_use_PrivateKey_file (context, config->key, SSL_FILETYPE_PEM), 1);
  SSL_CTX_set_min_proto_version (context, config->version);
  SSL_CTX_set_max_proto_version (context, config->version);
  if (config->clients != NULL) {
    ck_assert_int_eq (
        SSL_CTX_load_verify_locations (context, config->clients, NULL), 1);
    SSL_CTX_set_verify (
        context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
  }
  return context;
}

static void
listen_somewhere (tls *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;

  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ck_assert_int_ge (self->listener, 0);
  ck_assert_int_eq (bind (self->listener, (struct sockaddr *) &address, size),
                    0);
  ck_assert_int_eq (
      getsockname (self->listener, (struct sockaddr *) &address, &size), 0);
  ck_assert_int_eq (listen (self->listener, 8), 0);
  snprintf (self->origin, sizeof self->origin, "https://127.0.0.1:%d",
            ntohs (address.sin_port));
}

tls *
tls_new (const tls_config *config)
{
  tls *self = calloc (1, sizeof *self);

  ck_assert_ptr_nonnull (self);
  self->context = make_context (config);
  self->answer = config->answer;
  listen_somewhere (self);
  ck_assert_int_eq (pthread_create (&self->thread, NULL, serve, self), 0);
  return self;
}

const char *
tls_origin (const tls *self)
{
  return self->origin;
}

unsigned
tls_count (tls *self)
{
  return atomic_load (&self->count);
}

void
tls_free (tls *self)
{
  if (self == NULL)
    return;
  shutdown (self->listener, SHUT_RDWR);
  pthread_join (self->thread, NULL);
  close (self->listener);
  SSL_CTX_free (self->context);
  free (self);
}
