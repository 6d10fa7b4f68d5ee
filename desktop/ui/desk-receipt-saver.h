/*
 * Saving a receipt to a file that the user chooses.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * Ask where to, and save there.
 *
 * @param widget   whose window asks, and tells how it went
 * @param receipt  the file's bytes
 * @param name     of the other person, for the file's name; or NULL
 */
void
desk_receipt_saver_ask (GtkWidget *widget, GBytes *receipt, const char *name);

G_END_DECLS
