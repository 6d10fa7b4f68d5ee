/*
 * The window: one page at a time, and the way back.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_WINDOW (desk_window_get_type ())

G_DECLARE_FINAL_TYPE (DeskWindow,
                      desk_window,
                      DESK,
                      WINDOW,
                      AdwApplicationWindow)

GtkWidget *
desk_window_new (AdwApplication *application, DeskProfile *profile);

/** Show @p page in front of the others. */
void
desk_window_add_page (DeskWindow *self, DeskPage *page);

/** Show @p page in the place of @p old. */
void
desk_window_replace_page (DeskWindow *self, DeskPage *old, DeskPage *page);

/** Take @p page away; it need not be the front one. */
void
desk_window_remove_page (DeskWindow *self, DeskPage *page);

/** The page in front. */
DeskPage *
desk_window_get_page (DeskWindow *self);

/** Ask what an opened invitation is for, and join with it. */
void
desk_window_open_invitation (DeskWindow *self, const char *invitation);

G_END_DECLS
