/*
 * Looking at widgets: what stands in them, and pressing what can be pressed.
 */

#ifndef P2PID_TESTS_DESK_LOOK_H
#define P2PID_TESTS_DESK_LOOK_H

#include <gtk/gtk.h>

/** Show @p child in a window of its own and wait until it is drawn. The
 *  window is borrowed, for gtk_window_destroy(). */
GtkWindow *
desk_look_present (GtkWidget *child);

/** Wait until everything that was asked for has been drawn. */
void
desk_look_settle (GtkWidget *widget);

/** The label in @p root that says @p text and can be seen; NULL for none. */
GtkWidget *
desk_look_label (GtkWidget *root, const char *text);

/** The button in @p root with that label that can be seen; NULL for none. */
GtkWidget *
desk_look_button (GtkWidget *root, const char *label);

/** The first widget of that type in @p root that can be seen. */
GtkWidget *
desk_look_type (GtkWidget *root, GType type);

/** Fails unless @p text stands in @p root. */
void
desk_look_see (GtkWidget *root, const char *text);

/** Press the button with that label; fails unless it can be pressed. */
void
desk_look_press (GtkWidget *root, const char *label);

/** Type @p text into @p entry, one key after the other. */
void
desk_look_type_keys (GtkWidget *entry, const char *text);

#endif
