/*
 * An invitation for the other, or theirs: at a meeting, and online.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-page.h"

G_BEGIN_DECLS

#define DESK_TYPE_INVITE_PAGE (desk_invite_page_get_type ())

G_DECLARE_FINAL_TYPE (DeskInvitePage,
                      desk_invite_page,
                      DESK,
                      INVITE_PAGE,
                      DeskPage)

/**
 * @param channel     P2PID_CHANNEL_MEETING or P2PID_CHANNEL_ONLINE
 * @param invitation  one to join with at once, or NULL
 */
GtkWidget *
desk_invite_page_new (DeskProfile *profile,
                      p2pid_channel channel,
                      const char *invitation);

p2pid_channel
desk_invite_page_get_channel (DeskInvitePage *self);

G_END_DECLS
