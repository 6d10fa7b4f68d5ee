/*
 * The history: contacts of the past, newest first.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_HISTORY_PAGE (desk_history_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskHistoryPage,
                      desk_history_page,
                      DESK,
                      HISTORY_PAGE,
                      DeskPage)

GtkWidget *
desk_history_page_new (DeskProfile *profile);

G_END_DECLS
