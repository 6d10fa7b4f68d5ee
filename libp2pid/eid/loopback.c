/* A listener for one answer.
 *
 * A browser opens connections before it has anything to say on them, so there
 * are several at once, and none may keep the others waiting. */

#include "eid/loopback.h"

#include "base/ascii.h"
#include "eid/form.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS 16
#define HEAD_MAX 8192
#define STATE_MAX 128

typedef struct {
  int fd; /* negative: free */
  size_t size;
  uint8_t head[HEAD_MAX];
} connection;

struct p2pid_loopback {
  int listener;
  char host[32]; /* "127.0.0.1:PORT" */
  char address[64];
  size_t next; /* the connection that gives way when all are taken */
  connection connections[CONNECTIONS];
};

static const struct {
  const char *done, *back, *wrong;
} words[P2PID_LANGUAGE_COUNT_] = {
  [P2PID_LANGUAGE_SV] = { "Klart här",
                          "Gå tillbaka till programmet för att fortsätta. Du "
                          "kan stänga den här sidan.",
                          "Den här adressen väntar på ett annat svar." },
  [P2PID_LANGUAGE_EN] = { "Done here",
                          "Go back to the program to go on. You can close "
                          "this page.",
                          "This address waits for another answer." },
};

static int64_t
now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool
listen_somewhere (p2pid_loopback *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;

  self->listener =
      socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (self->listener < 0 ||
      bind (self->listener, (struct sockaddr *) &address, size) != 0 ||
      listen (self->listener, CONNECTIONS) != 0 ||
      getsockname (self->listener, (struct sockaddr *) &address, &size) != 0)
    return false;
  snprintf (self->host, sizeof self->host, "127.0.0.1:%u",
            ntohs (address.sin_port));
  snprintf (self->address, sizeof self->address,
            "http://%s" P2PID_LOOPBACK_PATH, self->host);
  return true;
}

p2pid_err
p2pid_loopback_new (p2pid_loopback **out)
{
  p2pid_loopback *self = calloc (1, sizeof *self);

  if (self == NULL)
    return P2PID_ERR_MEMORY;
  for (size_t i = 0; i < CONNECTIONS; i++)
    self->connections[i].fd = -1;
  if (!listen_somewhere (self)) {
    p2pid_loopback_free (self);
    return P2PID_ERR_IO;
  }
  *out = self;
  return P2PID_OK;
}

const char *
p2pid_loopback_address (const p2pid_loopback *loopback)
{
  return loopback->address;
}

/* What comes before the next line's end, taken off the front with it; the last
 * line of a head is empty. */
static p2pid_bytes
take_line (p2pid_bytes *head)
{
  const uint8_t *end = memmem (head->data, head->size, "\r\n", 2);
  p2pid_bytes line = { head->data,
                       end != NULL ? (size_t) (end - head->data) : head->size };
  size_t taken = line.size + (end != NULL ? 2 : 0);

  head->data += taken;
  head->size -= taken;
  return line;
}

static bool
starts_with (p2pid_bytes line, const char *start)
{
  size_t size = strlen (start);

  return line.size >= size &&
         p2pid_ascii_same ((const char *) line.data, start, size);
}

/* One "Host:", and it is ours. */
static bool
has_host (p2pid_bytes head, const char *host)
{
  bool found = false;

  while (head.size > 0) {
    p2pid_bytes line = take_line (&head);

    if (!starts_with (line, "Host:"))
      continue;
    line.data += strlen ("Host:");
    line.size -= strlen ("Host:");
    while (line.size > 0 && *line.data == ' ') {
      line.data++;
      line.size--;
    }
    if (found || !p2pid_bytes_equal (line, p2pid_bytes_from_text (host)))
      return false;
    found = true;
  }
  return found;
}

bool
p2pid_loopback_read (p2pid_bytes head, const char *host, p2pid_bytes *out_query)
{
  static const char start[] = "GET " P2PID_LOOPBACK_PATH "?";
  static const char end[] = " HTTP/1.1";
  p2pid_bytes line = take_line (&head);

  if (line.size < sizeof start - 1 + sizeof end - 1 ||
      memcmp (line.data, start, sizeof start - 1) != 0 ||
      memcmp (line.data + line.size - (sizeof end - 1), end, sizeof end - 1) !=
          0 ||
      !has_host (head, host))
    return false;
  line.data += sizeof start - 1;
  line.size -= sizeof start - 1 + sizeof end - 1;
  if (memchr (line.data, ' ', line.size) != NULL ||
      memchr (line.data, '#', line.size) != NULL)
    return false;
  *out_query = line;
  return true;
}

static void
hang_up (connection *one)
{
  if (one->fd >= 0)
    close (one->fd);
  one->fd = -1;
  one->size = 0;
}

/* Nothing of it is kept by the browser, and nothing leads anywhere from it:
 * its own address has the code in it. */
static void
say (connection *one, bool fine, p2pid_language language)
{
  char page[1024], answer[2048];
  int size = snprintf (
      page, sizeof page,
      "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
      "<title>P2P ID</title><style>body{font:1.2em sans-serif;max-width:30em;"
      "margin:20vh auto;padding:0 1em}</style></head><body><h1>%s</h1>"
      "<p>%s</p></body></html>\n",
      p2pid_language_name (language), fine ? words[language].done : "P2P ID",
      fine ? words[language].back : words[language].wrong);

  size = snprintf (answer, sizeof answer,
                   "HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n"
                   "Content-Length: %d\r\nCache-Control: no-store\r\n"
                   "Content-Security-Policy: default-src 'none'; style-src "
                   "'unsafe-inline'\r\nReferrer-Policy: no-referrer\r\n"
                   "X-Content-Type-Options: nosniff\r\nConnection: close\r\n"
                   "\r\n%s",
                   fine ? "200 OK" : "400 Bad Request", size, page);
  send (one->fd, answer, (size_t) size, MSG_NOSIGNAL);
  shutdown (one->fd, SHUT_WR);
}

static bool
is_ours (p2pid_bytes query, const char *state)
{
  char got[STATE_MAX];

  return p2pid_form_find (query, "state", got, sizeof got) == P2PID_OK &&
         p2pid_bytes_equal (p2pid_bytes_from_text (got),
                            p2pid_bytes_from_text (state));
}

/* Read what has come on a connection; true when it was the answer. */
static bool
read_some (p2pid_loopback *self,
           connection *one,
           const char *state,
           p2pid_language language,
           p2pid_bytes *out_query)
{
  ssize_t got = recv (one->fd, one->head + one->size, HEAD_MAX - one->size, 0);
  p2pid_bytes head;
  bool ours;

  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return false;
  if (got > 0)
    one->size += (size_t) got;
  head = (p2pid_bytes){ one->head, one->size };
  if (got > 0 && memmem (head.data, head.size, "\r\n\r\n", 4) == NULL &&
      one->size < HEAD_MAX)
    return false; /* there is more to come */
  ours = got > 0 && p2pid_loopback_read (head, self->host, out_query) &&
         is_ours (*out_query, state);
  if (got > 0)
    say (one, ours, language);
  if (!ours)
    hang_up (one);
  return ours;
}

static void
take_connection (p2pid_loopback *self)
{
  connection *one = NULL;

  for (size_t i = 0; i < CONNECTIONS && one == NULL; i++)
    if (self->connections[i].fd < 0)
      one = &self->connections[i];
  if (one == NULL)
    one = &self->connections[self->next++ % CONNECTIONS];
  hang_up (one);
  one->fd = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

/* What to poll for: the cancel, the listener, the connections. */
static void
list_descriptors (const p2pid_loopback *self,
                  const p2pid_enrolment *enrolment,
                  struct pollfd out[CONNECTIONS + 2])
{
  out[0] = (struct pollfd){ p2pid_enrolment_cancel_fd (enrolment), POLLIN, 0 };
  out[1] = (struct pollfd){ self->listener, POLLIN, 0 };
  for (size_t i = 0; i < CONNECTIONS; i++)
    out[i + 2] = (struct pollfd){ self->connections[i].fd, POLLIN, 0 };
}

p2pid_err
p2pid_loopback_wait (p2pid_loopback *loopback,
                     const char *state,
                     const p2pid_enrolment *enrolment,
                     int milliseconds,
                     p2pid_buffer **out_query)
{
  p2pid_language language = p2pid_enrolment_get_config (enrolment)->language;
  int64_t end = now_ms () + milliseconds, left;
  struct pollfd descriptors[CONNECTIONS + 2];
  p2pid_bytes query;

  while ((left = end - now_ms ()) > 0) {
    list_descriptors (loopback, enrolment, descriptors);
    if (poll (descriptors, CONNECTIONS + 2, (int) left) < 0)
      continue; /* a signal */
    if (descriptors[0].revents != 0)
      return P2PID_ERR_CANCELLED;
    for (size_t i = 0; i < CONNECTIONS; i++)
      if (descriptors[i + 2].revents != 0 &&
          read_some (loopback, &loopback->connections[i], state, language,
                     &query))
        return p2pid_buffer_copy (query, out_query);
    if (descriptors[1].revents != 0)
      take_connection (loopback);
  }
  return P2PID_ERR_TIMEOUT;
}

void
p2pid_loopback_free (p2pid_loopback *loopback)
{
  if (loopback == NULL)
    return;
  for (size_t i = 0; i < CONNECTIONS; i++)
    hang_up (&loopback->connections[i]);
  if (loopback->listener >= 0)
    close (loopback->listener);
  free (loopback);
}
