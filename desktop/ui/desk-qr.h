/*
 * A QR code, drawn sharp: whole device pixels for each module, black on white
 * with a quiet zone in every theme.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DESK_TYPE_QR (desk_qr_get_type ())

G_DECLARE_FINAL_TYPE (DeskQr, desk_qr, DESK, QR, GtkWidget)

GtkWidget *
desk_qr_new (void);

/** The text to show; NULL or "" for an empty white square. */
void
desk_qr_set_text (DeskQr *self, const char *text);

const char *
desk_qr_get_text (DeskQr *self);

G_END_DECLS
