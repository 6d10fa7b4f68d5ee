/* "I am calling someone". */

#include "ui/desk-caller-page.h"

#include "ui/desk-contact-page.h"
#include "ui/desk-offer.h"
#include "ui/desk-presentation.h"
#include "ui/desk-window.h"

#include <string.h>

struct _DeskCallerPage {
  DeskPage parent_instance;

  DeskProfile *profile;
  gboolean begun;

  GtkStack *stack;
  DeskOffer *offer;
  DeskPresentation *presentation;
  GtkEditable *tail;
};

G_DEFINE_FINAL_TYPE (DeskCallerPage, desk_caller_page, DESK_TYPE_PAGE)

/* The number's end is part of the account, which a contact starts from: with
 * another number there is another code. */
static void
begin (DeskCallerPage *self)
{
  const char *tail = gtk_editable_get_text (self->tail);
  DeskPlan plan = { .start = P2PID_START_CODE,
                    .channel = P2PID_CHANNEL_PHONE,
                    .role = P2PID_ROLE_CALLER,
                    .place = P2PID_PLACE_FIRST,
                    .tail = strlen (tail) == 4 ? tail : NULL,
                    .automatic = TRUE };

  self->begun = TRUE;
  desk_offer_begin (self->offer, self->profile, &plan);
}

/* Without an identity there is nothing to be recognised by. */
static void
identity_cb (DeskCallerPage *self)
{
  gboolean ready = desk_profile_get_identity (self->profile) != NULL;

  gtk_stack_set_visible_child_name (self->stack, ready ? "code" : "none");
  if (!ready)
    return;
  desk_presentation_set_up (self->presentation, self->profile, self->offer);
  if (!self->begun)
    begin (self);
}

static void
joined_cb (DeskCallerPage *self, DeskContact *contact)
{
  desk_window_replace_page (
      DESK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), DESK_PAGE (self),
      DESK_PAGE (desk_contact_page_new (contact)));
}

static void
tail_applied_cb (DeskCallerPage *self)
{
  begin (self);
}

/* Digits, and no more than four. */
static void
tail_changed_cb (DeskCallerPage *self)
{
  const char *tail = gtk_editable_get_text (self->tail);
  gboolean good = strspn (tail, "0123456789") == strlen (tail) &&
                  (*tail == '\0' || strlen (tail) == 4);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->tail), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->tail), "error");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->tail), good);
}

static void
desk_caller_page_dispose (GObject *object)
{
  DeskCallerPage *self = DESK_CALLER_PAGE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_caller_page_parent_class)->dispose (object);
}

static void
desk_caller_page_class_init (DeskCallerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_caller_page_dispose;

  g_type_ensure (DESK_TYPE_OFFER);
  g_type_ensure (DESK_TYPE_PRESENTATION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-caller-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskCallerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskCallerPage, offer);
  gtk_widget_class_bind_template_child (widget_class, DeskCallerPage,
                                        presentation);
  gtk_widget_class_bind_template_child (widget_class, DeskCallerPage, tail);
  gtk_widget_class_bind_template_callback (widget_class, joined_cb);
  gtk_widget_class_bind_template_callback (widget_class, tail_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, tail_changed_cb);
}

static void
desk_caller_page_init (DeskCallerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_set_max_length (GTK_TEXT (gtk_editable_get_delegate (self->tail)),
                           4);
}

GtkWidget *
desk_caller_page_new (DeskProfile *profile, const char *audience)
{
  DeskCallerPage *self = g_object_new (DESK_TYPE_CALLER_PAGE, NULL);

  self->profile = g_object_ref (profile);
  desk_presentation_set_audience (self->presentation, audience);
  g_signal_connect_object (profile, "notify::identity",
                           G_CALLBACK (identity_cb), self, G_CONNECT_SWAPPED);
  identity_cb (self);
  return GTK_WIDGET (self);
}
