/*
 * How long people wait for the machines (goal G8): from the code being typed
 * until each screen could say who the other is. Two contacts on threads of
 * their own, over loopback, through the real relay on a third; the host waits
 * already, and the guest identifies itself as soon as it may. Wall time, since
 * waiting is what is measured.
 */

#include "p2pid/contact.h"
#include "server/server.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 300

typedef struct {
  p2pid_contact *contact;
  pthread_t thread;
  double identified; /* when this side knew who the other is */
} side;

static struct {
  p2pid_key *key;
  p2pid_binding *binding;
} people[2];

static p2pid_anchors *anchors;
static p2pid_server *server;
static char origin[64];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t shown = PTHREAD_COND_INITIALIZER;
static p2pid_code code; /* the host's, once it is shown */

static void
must (p2pid_err err)
{
  if (err != P2PID_OK) {
    fprintf (stderr, "%s\n", p2pid_err_sentence (err));
    abort ();
  }
}

static double
milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
event_cb (const p2pid_event *event, void *user_data)
{
  side *self = user_data;

  if (event->kind == P2PID_EVENT_CODE) {
    pthread_mutex_lock (&lock);
    code = *event->code;
    pthread_cond_signal (&shown);
    pthread_mutex_unlock (&lock);
  }
  if (event->kind == P2PID_EVENT_IDENTIFIED) {
    self->identified = milliseconds ();
    must (p2pid_contact_shown (self->contact));
  }
  if (event->kind == P2PID_EVENT_TURN && event->place == P2PID_PLACE_SECOND)
    must (p2pid_contact_identify (self->contact, 0, NULL, NULL));
  if (event->kind == P2PID_EVENT_CLOSING)
    must (p2pid_contact_finish (self->contact, false));
}

static void *
run (void *user_data)
{
  side *self = user_data;

  must (p2pid_contact_run (self->contact));
  return NULL;
}

static void
start (side *self, bool host)
{
  p2pid_contact_config config = {
    .start = host ? P2PID_START_CODE : P2PID_START_TYPED,
    .account = { .channel = P2PID_CHANNEL_PHONE,
                 .role = host ? P2PID_ROLE_CALLER : P2PID_ROLE_CALLEE,
                 .place = host ? P2PID_PLACE_FIRST : P2PID_PLACE_SECOND },
    .relay = origin,
    .code = host ? NULL : &code,
    .anchors = anchors,
    .key = people[host].key,
    .binding = people[host].binding,
    .callback = event_cb,
    .user_data = self,
  };

  must (p2pid_contact_new (&config, &self->contact));
  if (pthread_create (&self->thread, NULL, run, self) != 0)
    abort ();
}

static void
end (side *self)
{
  pthread_join (self->thread, NULL);
  p2pid_contact_free (self->contact);
}

static double
contact (void)
{
  side host = { 0 }, guest = { 0 };
  double typed, both;

  code.digits[0] = '\0';
  start (&host, true);
  pthread_mutex_lock (&lock);
  while (code.digits[0] == '\0')
    pthread_cond_wait (&shown, &lock);
  pthread_mutex_unlock (&lock);

  typed = milliseconds ();
  start (&guest, false);
  end (&guest);
  end (&host);
  both =
      host.identified > guest.identified ? host.identified : guest.identified;
  return both - typed;
}

static void *
serve (void *user_data)
{
  must (p2pid_server_run (server));
  return NULL;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
set_up (void)
{
  const p2pid_server_config config = { .rate = 10000000,
                                       .new_rate = 1000000,
                                       .address_mailboxes = 1000000 };
  const p2pid_test_person facts = { .name = "Anna Lindqvist",
                                    .birthdate = "1980-02-29" };

  for (int i = 0; i < 2; i++) {
    must (p2pid_key_new (&people[i].key));
    must (p2pid_binding_issue_test (p2pid_key_public (people[i].key), &facts,
                                    (int64_t) time (NULL) - 60, 86400,
                                    &people[i].binding));
  }
  must (p2pid_anchors_new (&anchors));
  must (p2pid_anchors_allow_test (anchors, true));
  must (p2pid_server_new (&config, &server));
  snprintf (origin, sizeof origin, "http://127.0.0.1:%u",
            p2pid_server_port (server));
}

int
main (void)
{
  static double times[ROUNDS];
  pthread_t thread;

  set_up ();
  if (pthread_create (&thread, NULL, serve, NULL) != 0)
    return EXIT_FAILURE;
  for (int i = 0; i < ROUNDS; i++)
    times[i] = contact ();
  p2pid_server_stop (server);
  pthread_join (thread, NULL);

  qsort (times, ROUNDS, sizeof *times, compare);
  printf ("code typed until both are identified, %d contacts:\n"
          "  p50 %.2f ms   p90 %.2f ms   p99 %.2f ms   %.2f to %.2f ms\n",
          ROUNDS, times[ROUNDS / 2], times[ROUNDS * 9 / 10],
          times[ROUNDS * 99 / 100], times[0], times[ROUNDS - 1]);

  p2pid_server_free (server);
  p2pid_anchors_free (anchors);
  for (int i = 0; i < 2; i++) {
    p2pid_key_free (people[i].key);
    p2pid_binding_free (people[i].binding);
  }
  return EXIT_SUCCESS;
}
