/* "We are meeting". */

#include "ui/desk-meeting-page.h"

#include "ui/desk-contact-page.h"
#include "ui/desk-join.h"
#include "ui/desk-offer.h"
#include "ui/desk-presentation.h"
#include "ui/desk-window.h"

struct _DeskMeetingPage {
  DeskPage parent_instance;

  DeskProfile *profile;

  DeskOffer *offer;
  DeskPresentation *presentation;
  GtkWidget *order;
  GtkSwitch *other_first;
  DeskJoin *join;
};

G_DEFINE_FINAL_TYPE (DeskMeetingPage, desk_meeting_page, DESK_TYPE_PAGE)

/* Whoever has nothing to show lets the other show first. */
static void
begin (DeskMeetingPage *self)
{
  gboolean ready = desk_profile_get_identity (self->profile) != NULL;
  gboolean first = ready && !gtk_switch_get_active (self->other_first);
  DeskPlan plan = { .start = P2PID_START_INVITATION,
                    .channel = P2PID_CHANNEL_MEETING,
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
joined_cb (DeskMeetingPage *self, DeskContact *contact)
{
  desk_window_replace_page (
      DESK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), DESK_PAGE (self),
      DESK_PAGE (desk_contact_page_new (contact)));
}

static void
desk_meeting_page_dispose (GObject *object)
{
  DeskMeetingPage *self = DESK_MEETING_PAGE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_meeting_page_parent_class)->dispose (object);
}

static void
desk_meeting_page_class_init (DeskMeetingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_meeting_page_dispose;

  g_type_ensure (DESK_TYPE_JOIN);
  g_type_ensure (DESK_TYPE_OFFER);
  g_type_ensure (DESK_TYPE_PRESENTATION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-meeting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskMeetingPage, offer);
  gtk_widget_class_bind_template_child (widget_class, DeskMeetingPage,
                                        presentation);
  gtk_widget_class_bind_template_child (widget_class, DeskMeetingPage, order);
  gtk_widget_class_bind_template_child (widget_class, DeskMeetingPage,
                                        other_first);
  gtk_widget_class_bind_template_child (widget_class, DeskMeetingPage, join);
  gtk_widget_class_bind_template_callback (widget_class, begin);
  gtk_widget_class_bind_template_callback (widget_class, joined_cb);
}

static void
desk_meeting_page_init (DeskMeetingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_meeting_page_new (DeskProfile *profile, const char *invitation)
{
  DeskMeetingPage *self = g_object_new (DESK_TYPE_MEETING_PAGE, NULL);

  self->profile = g_object_ref (profile);
  desk_join_set_up (self->join, profile, P2PID_CHANNEL_MEETING,
                    P2PID_ROLE_NONE);
  g_signal_connect_object (profile, "notify::identity", G_CALLBACK (begin),
                           self, G_CONNECT_SWAPPED);
  begin (self);
  if (invitation != NULL)
    desk_join_set_text (self->join, invitation);
  return GTK_WIDGET (self);
}
