/* The mailbox server on a thread. */

#include "fakes/served.h"

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct served {
  p2pid_server_config config;
  char origin[64];
  pthread_t thread;
  p2pid_server *server; /* NULL when killed */
  p2pid_server_counts counts;
};

static void *
run (void *user_data)
{
  if (p2pid_server_run (user_data) != P2PID_OK)
    abort ();
  return NULL;
}

void
served_start (served *self)
{
  ck_assert_ptr_null (self->server);
  ck_assert_int_eq (p2pid_server_new (&self->config, &self->server), P2PID_OK);
  self->config.port = p2pid_server_port (self->server);
  snprintf (self->origin, sizeof self->origin, "%s://127.0.0.1:%u",
            self->config.tls_certificate != NULL ? "https" : "http",
            self->config.port);
  ck_assert_int_eq (pthread_create (&self->thread, NULL, run, self->server), 0);
}

served *
served_new (const p2pid_server_config *config)
{
  served *self = calloc (1, sizeof *self);

  ck_assert_ptr_nonnull (self);
  if (config != NULL)
    self->config = *config;
  if (self->config.rate == 0)
    self->config.rate = 1000000;
  if (self->config.new_rate == 0)
    self->config.new_rate = 1000000;
  if (self->config.address_mailboxes == 0)
    self->config.address_mailboxes = 1000000;
  served_start (self);
  return self;
}

const char *
served_origin (const served *self)
{
  return self->origin;
}

void
served_kill (served *self)
{
  if (self->server == NULL)
    return;
  p2pid_server_stop (self->server);
  pthread_join (self->thread, NULL);
  p2pid_server_get_counts (self->server, &self->counts);
  p2pid_server_free (self->server);
  self->server = NULL;
}

p2pid_server_counts
served_counts (served *self)
{
  served_kill (self);
  return self->counts;
}

void
served_free (served *self)
{
  if (self == NULL)
    return;
  served_kill (self);
  free (self);
}
