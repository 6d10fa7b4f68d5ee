/* The user's own data is locked. */

#include "ui/desk-unlock-page.h"

#include "ui/desk-window.h"

#include <glib/gi18n.h>

/** Characters of a new passphrase, at least. */
#define PASSPHRASE_MIN 8

struct _DeskUnlockPage {
  DeskPage parent_instance;

  DeskProfile *profile;

  AdwStatusPage *status;
  GtkWidget *form;
  GtkEditable *passphrase;
  GtkEditable *again;
  GtkButton *unlock;
  GtkWidget *retry;
  GtkWidget *spinner;
};

G_DEFINE_FINAL_TYPE (DeskUnlockPage, desk_unlock_page, DESK_TYPE_PAGE)

static gboolean
is_new (DeskUnlockPage *self)
{
  return desk_profile_get_state (self->profile) == DESK_PROFILE_NEW_PASSPHRASE;
}

static const char *
describe (DeskUnlockPage *self)
{
  switch (desk_profile_get_state (self->profile)) {
  case DESK_PROFILE_NEW_PASSPHRASE:
    return _ ("This computer has no keyring that could be opened. Choose a "
              "passphrase instead: it locks your identity and your history. "
              "Write it down; nobody can give it back to you.");
  case DESK_PROFILE_PASSPHRASE:
    return _ ("Your identity and your history are locked with a passphrase.");
  case DESK_PROFILE_KEYRING:
    return _ ("The key to your data is in the keyring of this computer, and "
              "the keyring is not open. Open it, and try again.");
  case DESK_PROFILE_FAILED:
    return desk_profile_get_problem (self->profile);
  case DESK_PROFILE_OPENING:
    return _ ("Opening …");
  case DESK_PROFILE_CLOSED:
  case DESK_PROFILE_OPEN:
  default:
    return "";
  }
}

static void
typed_cb (DeskUnlockPage *self)
{
  const char *first = gtk_editable_get_text (self->passphrase);
  const char *second = gtk_editable_get_text (self->again);
  gboolean good = *first != '\0';

  if (is_new (self))
    good = g_utf8_strlen (first, -1) >= PASSPHRASE_MIN &&
           g_str_equal (first, second);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "unlock.unlock", good);
}

static void
state_cb (DeskUnlockPage *self)
{
  DeskProfileState state = desk_profile_get_state (self->profile);
  const char *problem = desk_profile_get_problem (self->profile);
  gboolean passphrase = state == DESK_PROFILE_PASSPHRASE || is_new (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (state == DESK_PROFILE_OPEN && root != NULL) {
    desk_window_remove_page (DESK_WINDOW (root), DESK_PAGE (self));
    return;
  }
  adw_status_page_set_title (self->status, is_new (self) ? _ ("Lock your data")
                                                         : _ ("Unlock"));
  adw_status_page_set_description (
      self->status, state == DESK_PROFILE_PASSPHRASE && problem != NULL
                        ? problem
                        : describe (self));
  gtk_widget_set_visible (self->form, passphrase);
  gtk_widget_set_visible (GTK_WIDGET (self->again), is_new (self));
  gtk_widget_set_visible (GTK_WIDGET (self->unlock), passphrase);
  gtk_widget_set_visible (self->retry,
                          state == DESK_PROFILE_KEYRING || is_new (self));
  gtk_widget_set_visible (self->spinner, state == DESK_PROFILE_OPENING);
  gtk_button_set_label (self->unlock,
                        is_new (self) ? _ ("Lock") : _ ("Unlock"));
  typed_cb (self);
}

static void
unlock (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskUnlockPage *self = DESK_UNLOCK_PAGE (widget);

  desk_profile_unlock (self->profile, gtk_editable_get_text (self->passphrase));
  gtk_editable_set_text (self->passphrase, "");
  gtk_editable_set_text (self->again, "");
}

static void
activated_cb (DeskUnlockPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "unlock.unlock", NULL);
}

static void
retry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  desk_profile_open (DESK_UNLOCK_PAGE (widget)->profile);
}

static void
desk_unlock_page_enter (DeskPage *page)
{
  DeskUnlockPage *self = DESK_UNLOCK_PAGE (page);

  /* It may have opened before the page was on the screen. */
  state_cb (self);
  if (gtk_widget_get_visible (self->form))
    gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
}

static void
desk_unlock_page_dispose (GObject *object)
{
  DeskUnlockPage *self = DESK_UNLOCK_PAGE (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_unlock_page_parent_class)->dispose (object);
}

static void
desk_unlock_page_class_init (DeskUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_unlock_page_dispose;
  DESK_PAGE_CLASS (klass)->enter = desk_unlock_page_enter;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskUnlockPage, status);
  gtk_widget_class_bind_template_child (widget_class, DeskUnlockPage, form);
  gtk_widget_class_bind_template_child (widget_class, DeskUnlockPage,
                                        passphrase);
  gtk_widget_class_bind_template_child (widget_class, DeskUnlockPage, again);
  gtk_widget_class_bind_template_child (widget_class, DeskUnlockPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, DeskUnlockPage, retry);
  gtk_widget_class_bind_template_child (widget_class, DeskUnlockPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "unlock.unlock", NULL, unlock);
  gtk_widget_class_install_action (widget_class, "unlock.retry", NULL, retry);
}

static void
desk_unlock_page_init (DeskUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
desk_unlock_page_new (DeskProfile *profile)
{
  DeskUnlockPage *self = g_object_new (DESK_TYPE_UNLOCK_PAGE, NULL);

  self->profile = g_object_ref (profile);
  g_signal_connect_object (profile, "notify::state", G_CALLBACK (state_cb),
                           self, G_CONNECT_SWAPPED);
  state_cb (self);
  return GTK_WIDGET (self);
}
