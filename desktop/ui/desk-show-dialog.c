/* "Show my ID too". */

#include "ui/desk-show-dialog.h"

#include "ui/desk-facts-list.h"

#include <glib/gi18n.h>

struct _DeskShowDialog {
  AdwMessageDialog parent_instance;

  DeskContact *contact;
  DeskFactsList *facts;
};

G_DEFINE_FINAL_TYPE (DeskShowDialog, desk_show_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* Whoever answers somebody has that somebody's proven name for an audience. A
 * name may be longer than a claim: then none is made, for a part of it would
 * seem to be somebody else's. */
static const char *
get_audience (DeskShowDialog *self)
{
  const char *name = desk_contact_get_other_name (self->contact);

  return name != NULL && g_utf8_strlen (name, -1) <= P2PID_CLAIM_CHARACTERS_MAX
             ? name
             : NULL;
}

static void
desk_show_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  DeskShowDialog *self = DESK_SHOW_DIALOG (dialog);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "show"))
    return;
  if (!desk_contact_identify (self->contact,
                              desk_facts_list_get_facts (self->facts),
                              get_audience (self), NULL, &error))
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s",
                                error->message);
}

/* The turn may pass while the dialog is open: then there is nothing to ask. */
static void
changed_cb (DeskShowDialog *self)
{
  if (!desk_contact_may_show (self->contact))
    gtk_window_close (GTK_WINDOW (self));
}

static void
desk_show_dialog_dispose (GObject *object)
{
  DeskShowDialog *self = DESK_SHOW_DIALOG (object);

  g_clear_object (&self->contact);
  G_OBJECT_CLASS (desk_show_dialog_parent_class)->dispose (object);
}

static void
desk_show_dialog_class_init (DeskShowDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_show_dialog_dispose;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = desk_show_dialog_response;

  g_type_ensure (DESK_TYPE_FACTS_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-show-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskShowDialog, facts);
}

static void
desk_show_dialog_init (DeskShowDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_show_dialog_new (GtkWindow *parent, DeskContact *contact)
{
  DeskShowDialog *self = g_object_new (DESK_TYPE_SHOW_DIALOG, "transient-for",
                                       parent, "modal", TRUE, NULL);
  const char *name = desk_contact_get_other_name (contact);

  self->contact = g_object_ref (contact);
  if (name != NULL)
    adw_message_dialog_format_heading (
        /* Translators: %s is a person's name. */
        ADW_MESSAGE_DIALOG (self), _ ("Show %s who you are?"), name);
  desk_facts_list_set_identity (self->facts,
                                desk_contact_get_own_identity (contact),
                                desk_contact_get_offer (contact));
  g_signal_connect_object (contact, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
