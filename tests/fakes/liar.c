/* A relay that lies: one thread accepts, one more serves each connection. */

#include "fakes/liar.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 64
#define REQUESTS_MAX 64
#define REQUEST_SIZE (40 * 1024)

struct liar {
  const liar_answer *script;
  size_t script_count;
  size_t text_size; /* of each text; 0: up to its NUL */
  int delay;        /* of each answer */
  int listener;
  char origin[64];
  pthread_t accepting;

  pthread_mutex_t lock; /* for all below */
  bool over;
  size_t next; /* of the script */
  int sockets[CONNECTIONS_MAX];
  pthread_t serving[CONNECTIONS_MAX];
  size_t connections;
  char *requests[REQUESTS_MAX];
  size_t count;
};

typedef struct {
  liar *self;
  int socket;
} connection;

/* Whether a whole request is there: head, and as much body as it says. */
static bool
is_whole (const char *text, size_t size)
{
  const char *end = strstr (text, "\r\n\r\n");
  const char *length = strcasestr (text, "\r\nContent-Length:");
  size_t body = 0;

  if (end == NULL)
    return false;
  if (length != NULL && length < end)
    body = strtoul (length + strlen ("\r\nContent-Length:"), NULL, 10);
  return size >= (size_t) (end - text) + 4 + body;
}

/* The next request, for free(); NULL when there will be none. */
static char *
read_request (int socket)
{
  char *text = calloc (1, REQUEST_SIZE + 1);
  size_t size = 0;

  while (text != NULL && !is_whole (text, size)) {
    ssize_t got = recv (socket, text + size, REQUEST_SIZE - size, 0);

    if (got <= 0) {
      free (text);
      return NULL;
    }
    size += (size_t) got;
  }
  return text;
}

/* Take the request down, and say what to answer; NULL for silence. */
static const liar_answer *
next_answer (liar *self, char *request)
{
  const liar_answer *answer = NULL;

  pthread_mutex_lock (&self->lock);
  if (self->count < REQUESTS_MAX)
    self->requests[self->count] = request;
  else
    free (request);
  self->count++;
  if (self->next < self->script_count) {
    answer = &self->script[self->next];
    if (!answer->for_ever)
      self->next++;
  }
  pthread_mutex_unlock (&self->lock);
  return answer;
}

static bool
is_over (liar *self)
{
  bool over;

  pthread_mutex_lock (&self->lock);
  over = self->over;
  pthread_mutex_unlock (&self->lock);
  return over;
}

static void
say (liar *self, int socket, const liar_answer *answer)
{
  char padding[1024];
  size_t left = answer->padding;

  memset (padding, 'x', sizeof padding);
  send (socket, answer->text,
        self->text_size > 0 ? self->text_size : strlen (answer->text),
        MSG_NOSIGNAL);
  while (left > 0 && !is_over (self)) {
    size_t size = answer->drip > 0 ? 1 : sizeof padding;

    if (size > left)
      size = left;
    if (answer->drip > 0)
      usleep ((useconds_t) answer->drip * 1000);
    if (send (socket, padding, size, MSG_NOSIGNAL) != (ssize_t) size)
      return;
    left -= size;
  }
}

/* Until the other side goes: shutdown() by liar_free() counts as that. */
static void
keep_silent (int socket)
{
  char byte;

  while (recv (socket, &byte, 1, 0) > 0)
    continue;
}

static void *
serve (void *user_data)
{
  connection *mine = user_data;
  char *request;

  while ((request = read_request (mine->socket)) != NULL) {
    const liar_answer *answer = next_answer (mine->self, request);

    if (answer == NULL) {
      keep_silent (mine->socket);
      break;
    }
    usleep ((useconds_t) mine->self->delay * 1000);
    if (answer->text == NULL)
      break;
    say (mine->self, mine->socket, answer);
    if (answer->hang_up)
      break;
  }
  shutdown (mine->socket, SHUT_RDWR);
  free (mine);
  return NULL;
}

static void
add_connection (liar *self, int socket)
{
  connection *mine = malloc (sizeof *mine);

  pthread_mutex_lock (&self->lock);
  if (mine == NULL || self->over || self->connections == CONNECTIONS_MAX) {
    close (socket);
    free (mine);
  } else {
    *mine = (connection){ self, socket };
    self->sockets[self->connections] = socket;
    pthread_create (&self->serving[self->connections], NULL, serve, mine);
    self->connections++;
  }
  pthread_mutex_unlock (&self->lock);
}

static void *
accept_all (void *user_data)
{
  liar *self = user_data;
  int socket;

  while ((socket = accept (self->listener, NULL, NULL)) >= 0)
    add_connection (self, socket);
  return NULL;
}

liar *
liar_new (const liar_answer *script, size_t count)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  liar *self = calloc (1, sizeof *self);

  ck_assert_ptr_nonnull (self);
  self->script = script;
  self->script_count = count;
  pthread_mutex_init (&self->lock, NULL);
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->listener = socket (AF_INET, SOCK_STREAM, 0);
  ck_assert_int_eq (
      bind (self->listener, (struct sockaddr *) &address, sizeof address), 0);
  ck_assert_int_eq (listen (self->listener, 16), 0);
  ck_assert_int_eq (
      getsockname (self->listener, (struct sockaddr *) &address, &size), 0);
  snprintf (self->origin, sizeof self->origin, "http://127.0.0.1:%u",
            ntohs (address.sin_port));
  ck_assert_int_eq (pthread_create (&self->accepting, NULL, accept_all, self),
                    0);
  return self;
}

void
liar_set_size (liar *self, size_t size)
{
  self->text_size = size;
}

void
liar_set_delay (liar *self, int milliseconds)
{
  self->delay = milliseconds;
}

const char *
liar_origin (const liar *self)
{
  return self->origin;
}

size_t
liar_count (liar *self)
{
  size_t count;

  pthread_mutex_lock (&self->lock);
  count = self->count;
  pthread_mutex_unlock (&self->lock);
  return count;
}

size_t
liar_connections (liar *self)
{
  size_t count;

  pthread_mutex_lock (&self->lock);
  count = self->connections;
  pthread_mutex_unlock (&self->lock);
  return count;
}

const char *
liar_request (liar *self, size_t n)
{
  const char *text = "";

  pthread_mutex_lock (&self->lock);
  if (n < self->count && n < REQUESTS_MAX)
    text = self->requests[n];
  pthread_mutex_unlock (&self->lock);
  return text;
}

void
liar_free (liar *self)
{
  pthread_mutex_lock (&self->lock);
  self->over = true;
  for (size_t i = 0; i < self->connections; i++)
    shutdown (self->sockets[i], SHUT_RDWR);
  pthread_mutex_unlock (&self->lock);
  shutdown (self->listener, SHUT_RDWR);
  pthread_join (self->accepting, NULL);
  close (self->listener);
  for (size_t i = 0; i < self->connections; i++) {
    pthread_join (self->serving[i], NULL);
    close (self->sockets[i]);
  }
  for (size_t i = 0; i < self->count && i < REQUESTS_MAX; i++)
    free (self->requests[i]);
  pthread_mutex_destroy (&self->lock);
  free (self);
}
