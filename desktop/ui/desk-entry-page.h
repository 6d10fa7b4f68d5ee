/*
 * One contact of the past, with its receipt.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_ENTRY_PAGE (desk_entry_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskEntryPage,
                      desk_entry_page,
                      DESK,
                      ENTRY_PAGE,
                      DeskPage)

GtkWidget *
desk_entry_page_new (DeskProfile *profile, DeskHistoryEntry *entry);

G_END_DECLS
