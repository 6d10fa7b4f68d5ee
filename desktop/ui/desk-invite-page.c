/* An invitation for the other, or theirs: at a meeting, and online. */

#include "ui/desk-invite-page.h"

#include "ui/desk-contact-page.h"
#include "ui/desk-join.h"
#include "ui/desk-offer.h"
#include "ui/desk-presentation.h"
#include "ui/desk-window.h"

#include <glib/gi18n.h>

struct _DeskInvitePage {
  DeskPage parent_instance;

  DeskProfile *profile;
  p2pid_channel channel;

  GtkLabel *heading;
  GtkWidget *kinds;
  GtkToggleButton *link;
  DeskOffer *offer;
  GtkLabel *hint;
  AdwPreferencesGroup *theirs;
  DeskPresentation *presentation;
  GtkWidget *order;
  GtkSwitch *other_first;
  DeskJoin *join;
};

G_DEFINE_FINAL_TYPE (DeskInvitePage, desk_invite_page, DESK_TYPE_PAGE)

/* Whoever has nothing to show lets the other show first. */
static void
begin (DeskInvitePage *self)
{
  gboolean ready = desk_profile_get_identity (self->profile) != NULL;
  gboolean first = ready && !gtk_switch_get_active (self->other_first);
  DeskPlan plan = { .start = gtk_toggle_button_get_active (self->link)
                                 ? P2PID_START_INVITATION
                                 : P2PID_START_CODE,
                    .channel = self->channel,
                    .role = P2PID_ROLE_NONE,
                    .place = first ? P2PID_PLACE_FIRST : P2PID_PLACE_SECOND,
                    .automatic = first };

  gtk_widget_set_visible (GTK_WIDGET (self->presentation), first);
  gtk_widget_set_visible (self->order, ready);
  desk_presentation_set_up (self->presentation, self->profile, self->offer);
  desk_offer_begin (self->offer, self->profile, &plan);
}

/* The other way to get together is not needed any more: it ends with the
 * page. */
static void
joined_cb (DeskInvitePage *self, DeskContact *contact)
{
  desk_window_replace_page (
      DESK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), DESK_PAGE (self),
      DESK_PAGE (desk_contact_page_new (contact)));
}

static void
say (DeskInvitePage *self,
     const char *title,
     const char *heading,
     const char *hint,
     const char *theirs)
{
  g_object_set (self, "title", title, NULL);
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->hint, hint);
  adw_preferences_group_set_title (self->theirs, theirs);
}

/* Face to face a QR code is all; in a chat a code may be what can be
 * written. */
static void
set_channel (DeskInvitePage *self, p2pid_channel channel)
{
  gboolean meeting = channel == P2PID_CHANNEL_MEETING;

  self->channel = channel;
  gtk_widget_set_visible (self->kinds, !meeting);
  if (meeting)
    say (self, _ ("We are meeting"), _ ("Let the other person read this"),
         _ ("Their P2P ID reads it, or they paste it after “We are meeting”."),
         _ ("Or: the other person shows you theirs"));
  else
    say (self, _ ("Online"), _ ("Send this to the other person"),
         _ ("In the chat or mail where you write to each other. Whoever has it "
            "first gets in, and once only."),
         _ ("Or: you were sent a code or an invitation"));
}

static void
desk_invite_page_dispose (GObject *object)
{
  DeskInvitePage *self = DESK_INVITE_PAGE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_invite_page_parent_class)->dispose (object);
}

static void
desk_invite_page_class_init (DeskInvitePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_invite_page_dispose;

  g_type_ensure (DESK_TYPE_JOIN);
  g_type_ensure (DESK_TYPE_OFFER);
  g_type_ensure (DESK_TYPE_PRESENTATION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-invite-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage, heading);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage, kinds);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage, link);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage, offer);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage, hint);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage, theirs);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage,
                                        presentation);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage, order);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage,
                                        other_first);
  gtk_widget_class_bind_template_child (widget_class, DeskInvitePage, join);
  gtk_widget_class_bind_template_callback (widget_class, begin);
  gtk_widget_class_bind_template_callback (widget_class, joined_cb);
}

static void
desk_invite_page_init (DeskInvitePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_invite_page_new (DeskProfile *profile,
                      p2pid_channel channel,
                      const char *invitation)
{
  DeskInvitePage *self = g_object_new (DESK_TYPE_INVITE_PAGE, NULL);

  self->profile = g_object_ref (profile);
  set_channel (self, channel);
  desk_join_set_up (self->join, profile, channel, P2PID_ROLE_NONE);
  g_signal_connect_object (profile, "notify::identity", G_CALLBACK (begin),
                           self, G_CONNECT_SWAPPED);
  begin (self);
  if (invitation != NULL)
    desk_join_set_text (self->join, invitation);
  return GTK_WIDGET (self);
}

p2pid_channel
desk_invite_page_get_channel (DeskInvitePage *self)
{
  return self->channel;
}
