/*
 * Telling an object of the main context what another thread has seen: in
 * order, and only as long as the object lives.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _DeskListener DeskListener;

/** Told one thing; it is freed afterwards. */
typedef void (*DeskListenerFunc) (gconstpointer what, gpointer object);

/**
 * A listener on the main context of the caller.
 *
 * @param func      called there
 * @param free_one  frees what was told, whether anybody listened or not
 * @param object    kept by a weak reference
 *
 * @return for desk_listener_unref()
 */
DeskListener *
desk_listener_new (DeskListenerFunc func,
                   GDestroyNotify free_one,
                   GObject *object);

/** Tell @p what, which is taken over; from any thread, and never by a call in
 *  place. */
void
desk_listener_tell (DeskListener *self, gpointer what);

void
desk_listener_unref (DeskListener *self);

G_END_DECLS
