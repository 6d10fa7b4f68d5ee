/*
 * The start page: three large buttons, a smaller one, and the people met.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_START_PAGE (desk_start_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskStartPage,
                      desk_start_page,
                      DESK,
                      START_PAGE,
                      DeskPage)

/** Show @p profile. Once. */
void
desk_start_page_set_profile (DeskStartPage *self, DeskProfile *profile);

G_END_DECLS
