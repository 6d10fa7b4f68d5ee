/*
 * Online: a code or a link for the other, or theirs.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_ONLINE_PAGE (desk_online_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskOnlinePage,
                      desk_online_page,
                      DESK,
                      ONLINE_PAGE,
                      DeskPage)

/** @param invitation  one to join with at once, or NULL */
GtkWidget *
desk_online_page_new (DeskProfile *profile, const char *invitation);

G_END_DECLS
