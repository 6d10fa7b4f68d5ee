/* Online: a code or a link for the other, or theirs. */

#include "ui/desk-online-page.h"

#include "ui/desk-contact-page.h"
#include "ui/desk-join.h"
#include "ui/desk-offer.h"
#include "ui/desk-presentation.h"
#include "ui/desk-window.h"

struct _DeskOnlinePage {
  DeskPage parent_instance;

  DeskProfile *profile;

  DeskOffer *offer;
  DeskPresentation *presentation;
  GtkWidget *order;
  GtkSwitch *other_first;
  DeskJoin *join;
  GtkToggleButton *link;
};

G_DEFINE_FINAL_TYPE (DeskOnlinePage, desk_online_page, DESK_TYPE_PAGE)

/* Whoever has nothing to show lets the other show first. */
static void
begin (DeskOnlinePage *self)
{
  gboolean ready = desk_profile_get_identity (self->profile) != NULL;
  gboolean first = ready && !gtk_switch_get_active (self->other_first);
  DeskPlan plan = { .start = gtk_toggle_button_get_active (self->link)
                                 ? P2PID_START_INVITATION
                                 : P2PID_START_CODE,
                    .channel = P2PID_CHANNEL_ONLINE,
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
joined_cb (DeskOnlinePage *self, DeskContact *contact)
{
  desk_window_replace_page (
      DESK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), DESK_PAGE (self),
      DESK_PAGE (desk_contact_page_new (contact)));
}

static void
desk_online_page_dispose (GObject *object)
{
  DeskOnlinePage *self = DESK_ONLINE_PAGE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_online_page_parent_class)->dispose (object);
}

static void
desk_online_page_class_init (DeskOnlinePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_online_page_dispose;

  g_type_ensure (DESK_TYPE_JOIN);
  g_type_ensure (DESK_TYPE_OFFER);
  g_type_ensure (DESK_TYPE_PRESENTATION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-online-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskOnlinePage, offer);
  gtk_widget_class_bind_template_child (widget_class, DeskOnlinePage,
                                        presentation);
  gtk_widget_class_bind_template_child (widget_class, DeskOnlinePage, order);
  gtk_widget_class_bind_template_child (widget_class, DeskOnlinePage,
                                        other_first);
  gtk_widget_class_bind_template_child (widget_class, DeskOnlinePage, join);
  gtk_widget_class_bind_template_child (widget_class, DeskOnlinePage, link);
  gtk_widget_class_bind_template_callback (widget_class, begin);
  gtk_widget_class_bind_template_callback (widget_class, joined_cb);
}

static void
desk_online_page_init (DeskOnlinePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_online_page_new (DeskProfile *profile, const char *invitation)
{
  DeskOnlinePage *self = g_object_new (DESK_TYPE_ONLINE_PAGE, NULL);

  self->profile = g_object_ref (profile);
  desk_join_set_up (self->join, profile, P2PID_CHANNEL_ONLINE, P2PID_ROLE_NONE);
  g_signal_connect_object (profile, "notify::identity", G_CALLBACK (begin),
                           self, G_CONNECT_SWAPPED);
  begin (self);
  if (invitation != NULL)
    desk_join_set_text (self->join, invitation);
  return GTK_WIDGET (self);
}
