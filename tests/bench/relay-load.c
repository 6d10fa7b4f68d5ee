/*
 * A round trip is: one waits at a mailbox (GET), another writes (PUT, or POST
 * at nchan), both answers are there. Then the one who waits asks for the next
 * message, and the writer goes to the mailbox that has waited longest. After
 * so many messages the writer deletes the mailbox, and it gets a new name.
 */

#include "relay-load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BUFFER 8192
#define SAMPLES 4000000

typedef struct mailbox mailbox;

/* A connection, with the answer that is coming in. */
typedef struct {
  int fd;
  bool writer;
  mailbox *box; /* a waiter's own; whom a writer writes to, or NULL */
  size_t filled;
  char buffer[BUFFER];
} line;

struct mailbox {
  line waiter;
  char name[33];
  unsigned message; /* which one is next */
  char since[128];  /* where nchan's reader is: headers to send back */
  bool read, written, deleting;
  double begun;
  mailbox *next; /* among those that wait for a writer */
};

static struct {
  load_server server;
  load_plan plan;
  int epoll;
  mailbox *boxes;
  line *writers;
  line **idle;
  unsigned idle_count;
  mailbox *first, *last; /* who has waited longest, and shortest */
  float *samples;
  unsigned done;
  unsigned errors;
  uint64_t names;
  char body[BUFFER];
} run;

static double
now_s (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
give_up (const char *what)
{
  perror (what);
  exit (EXIT_FAILURE);
}

/* The server's figures */

static double
server_cpu_us (pid_t pid)
{
  char path[64];
  double ns = 0;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/schedstat", (int) pid);
  file = fopen (path, "r");
  if (file == NULL || fscanf (file, "%lf", &ns) != 1)
    give_up (path);
  fclose (file);
  return ns / 1000;
}

static double
server_memory (pid_t pid)
{
  char path[64];
  double pages = 0;
  FILE *file;

  snprintf (path, sizeof path, "/proc/%d/statm", (int) pid);
  file = fopen (path, "r");
  if (file == NULL || fscanf (file, "%*f %lf", &pages) != 1)
    give_up (path);
  fclose (file);
  return pages * (double) sysconf (_SC_PAGESIZE);
}

static double
own_cpu_s (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Requests */

static void
open_line (line *l)
{
  static const int on = 1;
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (run.server.port) };
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = l };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  l->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (l->fd < 0 ||
      connect (l->fd, (struct sockaddr *) &address, sizeof address) != 0 ||
      setsockopt (l->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
      epoll_ctl (run.epoll, EPOLL_CTL_ADD, l->fd, &event) != 0)
    give_up ("connecting");
}

static void
send_all (const line *l, const char *text, size_t size)
{
  if (send (l->fd, text, size, MSG_NOSIGNAL) != (ssize_t) size)
    give_up ("sending");
}

/* The two sides write in turns, each into its own slots. */
static char
side_of (unsigned message)
{
  return message % 2 == 0 ? 'g' : 'h';
}

static const char *
token_of (char side)
{
  return side == 'g' ? "GGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGGA"
                     : "HHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHA";
}

static void
send_get (mailbox *box)
{
  char text[512];
  char writer = side_of (box->message);
  int size;

  if (run.server.kind == LOAD_P2PID)
    size = snprintf (text, sizeof text,
                     "GET /v1/box/%s/%c/%u?wait=30 HTTP/1.1\r\nHost: x\r\n"
                     "Authorization: Bearer %s\r\n\r\n",
                     box->name, writer, box->message / 2,
                     token_of (writer == 'g' ? 'h' : 'g'));
  else
    size = snprintf (text, sizeof text,
                     "GET /sub/%s HTTP/1.1\r\nHost: x\r\n%s\r\n", box->name,
                     box->since);
  send_all (&box->waiter, text, (size_t) size);
}

static void
send_put (const line *writer, const mailbox *box)
{
  char text[512 + BUFFER];
  char side = side_of (box->message);
  int size;

  if (run.server.kind == LOAD_P2PID)
    size = snprintf (text, 512,
                     "PUT /v1/box/%s/%c/%u HTTP/1.1\r\nHost: x\r\n"
                     "Authorization: Bearer %s\r\nContent-Length: %u\r\n\r\n",
                     box->name, side, box->message / 2, token_of (side),
                     run.plan.size);
  else
    size = snprintf (text, 512,
                     "POST /pub/%s HTTP/1.1\r\nHost: x\r\n"
                     "Content-Length: %u\r\n\r\n",
                     box->name, run.plan.size);
  memcpy (text + size, run.body, run.plan.size);
  send_all (writer, text, (size_t) size + run.plan.size);
}

static void
send_delete (const line *writer, const mailbox *box)
{
  char text[512];
  int size;

  if (run.server.kind == LOAD_P2PID)
    size = snprintf (text, sizeof text,
                     "DELETE /v1/box/%s HTTP/1.1\r\nHost: x\r\n"
                     "Authorization: Bearer %s\r\n\r\n",
                     box->name, token_of ('g'));
  else
    size = snprintf (text, sizeof text,
                     "DELETE /pub/%s HTTP/1.1\r\nHost: x\r\n\r\n", box->name);
  send_all (writer, text, (size_t) size);
}

/* The walk from one round trip to the next */

static void
wait_for_writer (mailbox *box)
{
  box->read = box->written = false;
  box->next = NULL;
  if (run.last != NULL)
    run.last->next = box;
  else
    run.first = box;
  run.last = box;
  send_get (box);
}

static void
name_anew (mailbox *box)
{
  snprintf (box->name, sizeof box->name, "%016x%016llx",
            (unsigned) run.server.pid, (unsigned long long) run.names++);
  box->message = 0;
  box->since[0] = '\0';
}

static void
begin_round_trip (void)
{
  line *writer = run.idle[--run.idle_count];
  mailbox *box = run.first;

  run.first = box->next;
  if (run.first == NULL)
    run.last = NULL;
  writer->box = box;
  box->begun = now_s ();
  send_put (writer, box);
}

static void
end_round_trip (mailbox *box)
{
  if (run.done < SAMPLES)
    run.samples[run.done] = (float) ((now_s () - box->begun) * 1e6);
  run.done++;
}

static void
release (line *writer)
{
  writer->box = NULL;
  run.idle[run.idle_count++] = writer;
}

static line *
writer_of (const mailbox *box)
{
  for (unsigned i = 0; i < run.plan.at_once; i++)
    if (run.writers[i].box == box)
      return &run.writers[i];
  abort ();
}

static void
go_on (mailbox *box)
{
  line *writer;

  if (!box->read || !box->written)
    return;
  end_round_trip (box);
  writer = writer_of (box);
  if (++box->message == run.plan.messages) {
    box->deleting = true;
    send_delete (writer, box);
    return;
  }
  release (writer);
  wait_for_writer (box);
}

/* Answers */

static const char *
find (const char *head, const char *name)
{
  const char *found = strcasestr (head, name);

  return found != NULL ? found + strlen (name) : NULL;
}

static void
remember_place (mailbox *box, const char *head)
{
  const char *time = find (head, "\nLast-Modified: ");
  const char *tag = find (head, "\nEtag: ");

  if (time == NULL || tag == NULL)
    return;
  snprintf (box->since, sizeof box->since,
            "If-Modified-Since: %.*s\r\nIf-None-Match: %.*s\r\n",
            (int) strcspn (time, "\r"), time, (int) strcspn (tag, "\r"), tag);
}

static void
take_answer (line *l, const char *head)
{
  int status = atoi (head + 9);
  mailbox *box = l->box;

  if (l->writer && box->deleting) {
    run.errors += status / 100 != 2;
    box->deleting = false;
    name_anew (box);
    release (l);
    wait_for_writer (box);
    return;
  }
  if (l->writer) {
    run.errors += status / 100 != 2;
    box->written = true;
  } else {
    run.errors += status != 200;
    box->read = true;
    if (run.server.kind == LOAD_NCHAN)
      remember_place (box, head);
  }
  go_on (box);
}

/* One answer at the front of the buffer, if it is all there. */
static void
read_line (line *l)
{
  ssize_t got = recv (l->fd, l->buffer + l->filled, BUFFER - 1 - l->filled, 0);
  const char *end, *length;
  size_t size;

  if (got <= 0)
    give_up ("receiving");
  l->filled += (size_t) got;
  l->buffer[l->filled] = '\0';
  end = strstr (l->buffer, "\r\n\r\n");
  if (end == NULL)
    return;
  length = find (l->buffer, "\nContent-Length: ");
  size = (size_t) (end + 4 - l->buffer) +
         (length != NULL && length < end ? strtoul (length, NULL, 10) : 0);
  if (l->filled < size)
    return;
  l->filled = 0; /* one request at a time: nothing follows */
  take_answer (l, l->buffer);
}

/* Running */

static void
set_up (const load_server *server, const load_plan *plan)
{
  run.server = *server;
  run.plan = *plan;
  run.epoll = epoll_create1 (EPOLL_CLOEXEC);
  run.boxes = calloc (plan->mailboxes, sizeof *run.boxes);
  run.writers = calloc (plan->at_once + 1, sizeof *run.writers);
  run.idle = calloc (plan->at_once + 1, sizeof *run.idle);
  run.samples = calloc (SAMPLES, sizeof *run.samples);
  if (run.epoll < 0 || run.boxes == NULL || run.writers == NULL ||
      run.idle == NULL || run.samples == NULL)
    give_up ("making room");
  memset (run.body, 'm', sizeof run.body);
  run.first = run.last = NULL;
  run.idle_count = run.done = run.errors = 0;
  for (unsigned i = 0; i < plan->at_once; i++) {
    run.writers[i].writer = true;
    open_line (&run.writers[i]);
    release (&run.writers[i]);
  }
  for (unsigned i = 0; i < plan->mailboxes; i++) {
    run.boxes[i].waiter.box = &run.boxes[i];
    name_anew (&run.boxes[i]);
    open_line (&run.boxes[i].waiter);
    wait_for_writer (&run.boxes[i]);
  }
}

static void
tear_down (void)
{
  for (unsigned i = 0; i < run.plan.at_once; i++)
    close (run.writers[i].fd);
  for (unsigned i = 0; i < run.plan.mailboxes; i++)
    close (run.boxes[i].waiter.fd);
  close (run.epoll);
  free (run.boxes);
  free (run.writers);
  free (run.idle);
  free (run.samples);
}

static void
turn (double *due)
{
  struct epoll_event events[256];
  int count;

  while (run.idle_count > 0 && run.first != NULL &&
         (run.plan.pace == 0 || now_s () >= *due)) {
    begin_round_trip ();
    if (run.plan.pace > 0)
      *due += 1.0 / run.plan.pace;
  }
  count = epoll_wait (run.epoll, events, 256, run.plan.pace > 0 ? 0 : 1000);
  if (count < 0 && errno != EINTR)
    give_up ("waiting");
  for (int i = 0; i < count; i++)
    read_line (events[i].data.ptr);
}

static void
run_for (double seconds)
{
  double end = now_s () + seconds, due = now_s ();

  while (now_s () < end)
    turn (&due);
}

static int
compare_cb (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

load_result
load_run (const load_server *server, const load_plan *plan)
{
  load_result result = { 0 };
  double cpu, own, begun, seconds;
  unsigned count;

  set_up (server, plan);
  run_for (plan->seconds / 4); /* until all is warm */
  run.done = 0;
  cpu = server_cpu_us (server->pid);
  own = own_cpu_s ();
  begun = now_s ();
  run_for (plan->seconds);
  seconds = now_s () - begun;
  count = run.done < SAMPLES ? run.done : SAMPLES;
  if (count > 0) {
    qsort (run.samples, count, sizeof run.samples[0], compare_cb);
    result.rate = run.done / seconds;
    result.server_us = (server_cpu_us (server->pid) - cpu) / run.done;
    result.p50 = (double) run.samples[count / 2];
    result.p99 = (double) run.samples[count - 1 - count / 100];
  }
  result.client_share = (own_cpu_s () - own) / seconds;
  result.errors = run.errors;
  tear_down ();
  return result;
}

double
load_idle_bytes (const load_server *server, unsigned count)
{
  load_plan plan = { .mailboxes = count, .messages = 1, .size = 1 };
  double before = server_memory (server->pid), after;

  set_up (server, &plan);
  sleep (3); /* until the server has heard all of them */
  after = server_memory (server->pid);
  tear_down ();
  return (after - before) / count;
}
