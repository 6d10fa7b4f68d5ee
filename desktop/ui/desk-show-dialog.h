/*
 * "Show my ID too": exactly what will be shown, with a switch for each fact.
 * Never the default answer.
 */

#pragma once

#include "core/desk-contact.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_SHOW_DIALOG (desk_show_dialog_get_type ())

G_DECLARE_FINAL_TYPE (DeskShowDialog,
                      desk_show_dialog,
                      DESK,
                      SHOW_DIALOG,
                      AdwMessageDialog)

/** Ask about @p contact, over @p parent. */
GtkWidget *
desk_show_dialog_new (GtkWindow *parent, DeskContact *contact);

G_END_DECLS
