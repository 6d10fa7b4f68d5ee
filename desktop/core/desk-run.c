/* The library's contact on a thread of its own. */

#include "core/desk-run.h"

#include "core/desk-errors.h"
#include "core/desk-event.h"
#include "core/desk-threads.h"

struct _DeskRun {
  gatomicrefcount references;

  p2pid_contact *contact;
  p2pid_anchors *anchors;
  DeskIdentity *identity;

  DeskListener *listener;
};

static DeskRun *
run_ref (DeskRun *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
desk_run_unref (DeskRun *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  p2pid_contact_free (self->contact);
  p2pid_anchors_free (self->anchors);
  g_clear_object (&self->identity);
  desk_listener_unref (self->listener);
  g_free (self);
}

static void
event_free (gpointer event)
{
  desk_event_free (event);
}

/* On the contact's thread. */
static void
contact_cb (const p2pid_event *event, void *user_data)
{
  DeskRun *self = user_data;

  desk_listener_tell (self->listener, desk_event_copy (event));
}

static gpointer
run_thread (gpointer data)
{
  DeskRun *self = data;

  /* The last event has told how it ended, and nothing is stored here. */
  (void) !p2pid_contact_run (self->contact);
  desk_run_unref (self);
  return NULL;
}

static p2pid_err
make_contact (DeskRun *self, const p2pid_contact_config *config)
{
  p2pid_contact_config whole = *config;

  whole.anchors = self->anchors;
  if (self->identity != NULL) {
    whole.key = desk_identity_get_key (self->identity);
    whole.binding = desk_identity_get_binding (self->identity);
  }
  whole.callback = contact_cb;
  whole.user_data = self;
  return p2pid_contact_new (&whole, &self->contact);
}

DeskRun *
desk_run_new (const p2pid_contact_config *config,
              DeskIdentity *identity,
              p2pid_anchors *anchors,
              DeskListenerFunc func,
              GObject *object,
              GError **error)
{
  DeskRun *self = g_new0 (DeskRun, 1);
  p2pid_err err;

  g_atomic_ref_count_init (&self->references);
  self->identity = identity != NULL ? g_object_ref (identity) : NULL;
  self->anchors = anchors;
  self->listener = desk_listener_new (func, event_free, object);

  err = make_contact (self, config);
  if (err != P2PID_OK) {
    g_propagate_error (error, desk_error_new (err));
    desk_run_unref (self);
    return NULL;
  }

  desk_threads_run ("contact", run_thread, run_ref (self));
  return self;
}

p2pid_contact *
desk_run_get_contact (DeskRun *self)
{
  return self->contact;
}

void
desk_run_leave (DeskRun *self)
{
  p2pid_contact_cancel (self->contact);
}
