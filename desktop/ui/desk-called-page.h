/*
 * "Someone is calling me": the words to say, and a field for the caller's
 * code. Nothing else is ever needed of whoever was called.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_CALLED_PAGE (desk_called_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskCalledPage,
                      desk_called_page,
                      DESK,
                      CALLED_PAGE,
                      DeskPage)

GtkWidget *
desk_called_page_new (DeskProfile *profile);

G_END_DECLS
