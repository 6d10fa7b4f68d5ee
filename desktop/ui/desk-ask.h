/*
 * Asking before something that cannot be undone.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*DeskAskFunc) (GtkWidget *widget);

/**
 * Ask over the window of @p widget. @p func is called only when the answer is
 * yes and @p widget is still in a window. No is the default.
 *
 * @param yes   the button's label, with its mnemonic
 * @param no    likewise
 * @param harm  whether yes destroys something
 */
void
desk_ask (GtkWidget *widget,
          const char *heading,
          const char *body,
          const char *yes,
          const char *no,
          gboolean harm,
          DeskAskFunc func);

/** Tell @p body over the window of @p widget. */
void
desk_ask_tell (GtkWidget *widget, const char *heading, const char *body);

G_END_DECLS
