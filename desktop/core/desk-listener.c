/* From another thread to an object of the main context. */

#include "core/desk-listener.h"

struct _DeskListener {
  gatomicrefcount references;

  GMainContext *context;
  GWeakRef object;
  DeskListenerFunc func;
  GDestroyNotify free_one;
};

typedef struct {
  DeskListener *listener;
  gpointer what;
} Delivery;

DeskListener *
desk_listener_new (DeskListenerFunc func,
                   GDestroyNotify free_one,
                   GObject *object)
{
  DeskListener *self = g_new0 (DeskListener, 1);

  g_atomic_ref_count_init (&self->references);
  self->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->object, object);
  self->func = func;
  self->free_one = free_one;
  return self;
}

void
desk_listener_unref (DeskListener *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_main_context_unref (self->context);
  g_weak_ref_clear (&self->object);
  g_free (self);
}

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  delivery->listener->free_one (delivery->what);
  desk_listener_unref (delivery->listener);
  g_free (delivery);
}

static gboolean
deliver_cb (gpointer data)
{
  Delivery *delivery = data;
  g_autoptr (GObject) object = g_weak_ref_get (&delivery->listener->object);

  if (object != NULL)
    delivery->listener->func (delivery->what, object);
  return G_SOURCE_REMOVE;
}

/* Always a source, never a call in place: what is told keeps its order. */
void
desk_listener_tell (DeskListener *self, gpointer what)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Delivery *delivery = g_new (Delivery, 1);

  g_atomic_ref_count_inc (&self->references);
  *delivery = (Delivery){ self, what };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver_cb, delivery, delivery_free);
  g_source_attach (source, self->context);
}
