/*
 * The user's own data is locked: the keyring again, or a passphrase.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_UNLOCK_PAGE (desk_unlock_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskUnlockPage,
                      desk_unlock_page,
                      DESK,
                      UNLOCK_PAGE,
                      DeskPage)

GtkWidget *
desk_unlock_page_new (DeskProfile *profile);

G_END_DECLS
