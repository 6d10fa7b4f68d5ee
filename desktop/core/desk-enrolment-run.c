/* The library's enrolment on a thread of its own. */

#include "core/desk-enrolment-run.h"

#include "core/desk-errors.h"
#include "core/desk-threads.h"

struct _DeskEnrolmentRun {
  gatomicrefcount references;

  p2pid_enrolment *enrolment;
  p2pid_key *key;
  p2pid_anchors *anchors;

  DeskListener *listener;

  DeskEnrolmentEvent *last; /* kept until the thread is done */
};

static DeskEnrolmentRun *
run_ref (DeskEnrolmentRun *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static void
event_free (gpointer data)
{
  DeskEnrolmentEvent *event = data;

  if (event == NULL)
    return;
  g_free (event->text);
  g_free (event->sentence);
  g_strfreev (event->cards);
  g_free (event);
}

void
desk_enrolment_run_unref (DeskEnrolmentRun *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  p2pid_enrolment_free (self->enrolment);
  p2pid_key_free (self->key);
  p2pid_anchors_free (self->anchors);
  event_free (self->last);
  desk_listener_unref (self->listener);
  g_free (self);
}

static GStrv
copy_cards (const p2pid_enrolment_event *event)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv cards;

  for (size_t i = 0; i < event->count; i++) {
    g_autofree char *line = g_strdup_printf ("%s, %s", event->cards[i].holder,
                                             event->cards[i].label);

    g_strv_builder_add (builder, line);
  }
  cards = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return cards;
}

static DeskEnrolmentEvent *
event_copy (const p2pid_enrolment_event *event)
{
  DeskEnrolmentEvent *copy = g_new0 (DeskEnrolmentEvent, 1);

  copy->kind = event->kind;
  copy->err = event->err;
  copy->text = g_strdup (event->text);
  copy->sentence = g_strdup (event->sentence);
  copy->cards = copy_cards (event);
  copy->tries = event->tries;
  copy->keypad = event->keypad;
  if (event->statement != NULL)
    copy->statement = *event->statement;
  return copy;
}

/* On the enrolment's thread. */
static void
enrolment_cb (const p2pid_enrolment_event *event, void *user_data)
{
  DeskEnrolmentRun *self = user_data;

  if (event->kind == P2PID_ENROLMENT_DONE ||
      event->kind == P2PID_ENROLMENT_FAILED)
    self->last = event_copy (event);
  else
    desk_listener_tell (self->listener, event_copy (event));
}

static gpointer
run_thread (gpointer data)
{
  DeskEnrolmentRun *self = data;

  /* The last event has told how it ended. */
  (void) !p2pid_enrolment_run (self->enrolment);
  desk_listener_tell (self->listener, g_steal_pointer (&self->last));
  desk_enrolment_run_unref (self);
  return NULL;
}

DeskEnrolmentRun *
desk_enrolment_run_new (const p2pid_enrolment_config *config,
                        p2pid_key *key,
                        p2pid_anchors *anchors,
                        DeskListenerFunc func,
                        GObject *object,
                        GError **error)
{
  DeskEnrolmentRun *self = g_new0 (DeskEnrolmentRun, 1);
  p2pid_enrolment_config whole = *config;
  p2pid_err err;

  g_atomic_ref_count_init (&self->references);
  self->key = key;
  self->anchors = anchors;
  self->listener = desk_listener_new (func, event_free, object);

  whole.key = key;
  whole.anchors = anchors;
  whole.callback = enrolment_cb;
  whole.user_data = self;
  err = p2pid_enrolment_new (&whole, &self->enrolment);
  if (err != P2PID_OK) {
    g_propagate_error (error, desk_error_new (err));
    desk_enrolment_run_unref (self);
    return NULL;
  }
  desk_threads_run ("enrolment", run_thread, run_ref (self));
  return self;
}

p2pid_enrolment *
desk_enrolment_run_get (DeskEnrolmentRun *self)
{
  return self->enrolment;
}

p2pid_key *
desk_enrolment_run_take_key (DeskEnrolmentRun *self)
{
  return g_steal_pointer (&self->key);
}

p2pid_binding *
desk_enrolment_run_take_binding (DeskEnrolmentRun *self)
{
  return p2pid_enrolment_take_binding (self->enrolment);
}
