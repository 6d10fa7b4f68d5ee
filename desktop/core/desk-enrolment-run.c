/* The library's enrolment on a thread of its own. */

#include "core/desk-enrolment-run.h"

#include "core/desk-errors.h"
#include "core/desk-threads.h"

struct _DeskEnrolmentRun {
  gatomicrefcount references;

  p2pid_enrolment *enrolment;
  p2pid_key *key;
  p2pid_anchors *anchors;

  GMainContext *context;
  GWeakRef object;
  DeskEnrolmentFunc func;

  DeskEnrolmentEvent *last; /* kept until the thread is done */
};

typedef struct {
  DeskEnrolmentRun *run;
  DeskEnrolmentEvent *event;
} Delivery;

static DeskEnrolmentRun *
run_ref (DeskEnrolmentRun *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

static void
event_free (DeskEnrolmentEvent *event)
{
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
  g_main_context_unref (self->context);
  g_weak_ref_clear (&self->object);
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

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  event_free (delivery->event);
  desk_enrolment_run_unref (delivery->run);
  g_free (delivery);
}

static gboolean
deliver_cb (gpointer data)
{
  Delivery *delivery = data;
  g_autoptr (GObject) object = g_weak_ref_get (&delivery->run->object);

  if (object != NULL)
    delivery->run->func (delivery->event, object);
  return G_SOURCE_REMOVE;
}

/* Always a source, never a call in place: events keep their order. */
static void
deliver (DeskEnrolmentRun *self, DeskEnrolmentEvent *event)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Delivery *delivery = g_new (Delivery, 1);

  *delivery = (Delivery){ run_ref (self), event };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_cb, delivery, delivery_free);
  g_source_attach (source, self->context);
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
    deliver (self, event_copy (event));
}

static gpointer
run_thread (gpointer data)
{
  DeskEnrolmentRun *self = data;

  /* The last event has told how it ended. */
  (void) !p2pid_enrolment_run (self->enrolment);
  deliver (self, g_steal_pointer (&self->last));
  desk_enrolment_run_unref (self);
  return NULL;
}

DeskEnrolmentRun *
desk_enrolment_run_new (const p2pid_enrolment_config *config,
                        p2pid_key *key,
                        p2pid_anchors *anchors,
                        DeskEnrolmentFunc func,
                        GObject *object,
                        GError **error)
{
  DeskEnrolmentRun *self = g_new0 (DeskEnrolmentRun, 1);
  p2pid_enrolment_config whole = *config;
  p2pid_err err;

  g_atomic_ref_count_init (&self->references);
  self->key = key;
  self->anchors = anchors;
  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  g_weak_ref_init (&self->object, object);

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
