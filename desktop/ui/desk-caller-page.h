/*
 * "I am calling someone": one's own code to read out, and what the other will
 * see.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_CALLER_PAGE (desk_caller_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskCallerPage,
                      desk_caller_page,
                      DESK,
                      CALLER_PAGE,
                      DeskPage)

/** @param audience  whom one is calling, or NULL */
GtkWidget *
desk_caller_page_new (DeskProfile *profile, const char *audience);

G_END_DECLS
