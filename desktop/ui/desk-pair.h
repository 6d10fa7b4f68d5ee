/*
 * Two widgets, side by side where there is room for both, else one above the
 * other.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DESK_TYPE_PAIR (desk_pair_get_type ())

G_DECLARE_FINAL_TYPE (DeskPair, desk_pair, DESK, PAIR, GtkWidget)

/** Whether they stand side by side at the moment. */
gboolean
desk_pair_is_wide (DeskPair *self);

G_END_DECLS
