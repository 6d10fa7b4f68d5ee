/*
 * "We are meeting": a QR code for the other, or the other's invitation.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_MEETING_PAGE (desk_meeting_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskMeetingPage,
                      desk_meeting_page,
                      DESK,
                      MEETING_PAGE,
                      DeskPage)

/** @param invitation  one to join with at once, or NULL */
GtkWidget *
desk_meeting_page_new (DeskProfile *profile, const char *invitation);

G_END_DECLS
