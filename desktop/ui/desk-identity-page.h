/*
 * One's own identity: what this computer is bound to, or how to bind it. For a
 * calm moment.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_IDENTITY_PAGE (desk_identity_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskIdentityPage,
                      desk_identity_page,
                      DESK,
                      IDENTITY_PAGE,
                      DeskPage)

GtkWidget *
desk_identity_page_new (DeskProfile *profile);

G_END_DECLS
