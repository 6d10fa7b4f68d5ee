/* The window. */

#include "ui/desk-window.h"

#include "core/desk-errors.h"
#include "core/desk-words.h"
#include "ui/desk-ask.h"
#include "ui/desk-called-page.h"
#include "ui/desk-caller-page.h"
#include "ui/desk-contact-page.h"
#include "ui/desk-entry-page.h"
#include "ui/desk-history-page.h"
#include "ui/desk-identity-page.h"
#include "ui/desk-invite-page.h"
#include "ui/desk-notice.h"
#include "ui/desk-person-page.h"
#include "ui/desk-start-page.h"
#include "ui/desk-unlock-page.h"

#include <glib/gi18n.h>

/** One notification at most: there is one contact. */
#define CONTACT "contact"

struct _DeskWindow {
  AdwApplicationWindow parent_instance;

  DeskProfile *profile;
  GPtrArray *pages; /* borrowed from the leaflet, the front one last */

  GtkWidget *back;
  AdwWindowTitle *title;
  GtkWidget *history;
  GtkWidget *test;
  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  DeskStartPage *start;
};

G_DEFINE_FINAL_TYPE (DeskWindow, desk_window, ADW_TYPE_APPLICATION_WINDOW)

DeskPage *
desk_window_get_page (DeskWindow *self)
{
  return g_ptr_array_index (self->pages, self->pages->len - 1);
}

/* A TEST identity, one's own or the other's, is told on every page. */
static void
update_test (DeskWindow *self)
{
  DeskIdentity *own = desk_profile_get_identity (self->profile);
  gboolean test = own != NULL && desk_identity_is_test (own);

  for (guint i = 0; i < self->pages->len; i++) {
    DeskPage *page = g_ptr_array_index (self->pages, i);
    const p2pid_identity *other = NULL;

    if (DESK_IS_CONTACT_PAGE (page))
      other = desk_contact_get_identity (
          desk_contact_page_get_contact (DESK_CONTACT_PAGE (page)));
    test = test || (other != NULL && p2pid_identity_environment (other) ==
                                         P2PID_ENVIRONMENT_TEST);
  }
  gtk_widget_set_visible (self->test, test);
}

static void
update_header (DeskWindow *self)
{
  DeskPage *page = desk_window_get_page (self);
  gboolean home = self->pages->len == 1;
  const char *title = desk_page_get_title (page);
  g_autofree char *whole = g_strdup_printf ("%s – P2P ID", title);

  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), home ? "P2P ID" : whole);
  gtk_widget_set_visible (self->back, !home);
  gtk_widget_set_visible (self->history, home);
  update_test (self);
}

/* Pages that were taken away stay in the leaflet until they have slid out. */
static void
prune (DeskWindow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->leaflet));

  if (adw_leaflet_get_child_transition_running (self->leaflet))
    return;
  while (child != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);

    if (!g_ptr_array_find (self->pages, child, NULL))
      adw_leaflet_remove (self->leaflet, child);
    child = next;
  }
}

static void
bring_to_front (DeskWindow *self)
{
  DeskPage *page = desk_window_get_page (self);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (page));
  update_header (self);
  desk_page_enter (page);
  prune (self);
}

/* Whoever has given out a code may be looking elsewhere when it is used. Others
 * may see the screen: nobody is named. */
static void
notify_contact (DeskWindow *self)
{
  GApplication *application = g_application_get_default ();
  g_autoptr (GNotification) notification = NULL;

  if (application == NULL || gtk_window_is_active (GTK_WINDOW (self)))
    return;
  notification = g_notification_new (_ ("The other person is here"));
  g_notification_set_body (notification, _ ("Open P2P ID to go on."));
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_application_send_notification (application, CONTACT, notification);
}

/* A window that is being destroyed is its application's no more. */
static void
withdraw_notification (void)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_application_withdraw_notification (application, CONTACT);
}

static void
active_cb (DeskWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)))
    withdraw_notification ();
}

static void
watch_contact (DeskWindow *self, DeskContactPage *page)
{
  g_signal_connect_object (desk_contact_page_get_contact (page), "changed",
                           G_CALLBACK (update_test), self, G_CONNECT_SWAPPED);
  notify_contact (self);
}

void
desk_window_add_page (DeskWindow *self, DeskPage *page)
{
  adw_leaflet_append (self->leaflet, GTK_WIDGET (page));
  g_ptr_array_add (self->pages, page);
  if (DESK_IS_CONTACT_PAGE (page))
    watch_contact (self, DESK_CONTACT_PAGE (page));
  bring_to_front (self);
}

void
desk_window_replace_page (DeskWindow *self, DeskPage *old, DeskPage *page)
{
  if (g_ptr_array_remove (self->pages, old))
    desk_window_add_page (self, page);
  else
    g_object_unref (g_object_ref_sink (page));
}

void
desk_window_remove_page (DeskWindow *self, DeskPage *page)
{
  if (g_ptr_array_remove (self->pages, page))
    bring_to_front (self);
}

static DeskWindow *
window (GtkWidget *widget)
{
  return DESK_WINDOW (widget);
}

static void
back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);
  DeskPage *page = desk_window_get_page (self);

  if (self->pages->len > 1 && desk_page_leave (page))
    desk_window_remove_page (self, page);
}

/* From the start page only: no second contact is begun beside an open one. */
static gboolean
is_home (DeskWindow *self)
{
  return self->pages->len == 1;
}

static void
add (DeskWindow *self, GtkWidget *page)
{
  desk_window_add_page (self, DESK_PAGE (page));
}

static void
answer (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);

  if (is_home (self))
    add (self, desk_called_page_new (self->profile));
}

static void
call (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);

  if (is_home (self))
    add (self, desk_caller_page_new (self->profile, NULL));
}

static void
meet (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);

  if (is_home (self))
    add (self,
         desk_invite_page_new (self->profile, P2PID_CHANNEL_MEETING, NULL));
}

static void
online (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);

  if (is_home (self))
    add (self,
         desk_invite_page_new (self->profile, P2PID_CHANNEL_ONLINE, NULL));
}

static void
show_history (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);

  if (is_home (self))
    add (self, desk_history_page_new (self->profile));
}

static gpointer
find_item (GListModel *model, int64_t id, int64_t (*get_id) (gpointer item))
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (model, i);

    if (get_id (item) == id)
      return item; /* the model holds it */
  }
  return NULL;
}

static int64_t
person_id (gpointer item)
{
  return desk_person_get (item)->id;
}

static int64_t
entry_id (gpointer item)
{
  return desk_history_entry_get (item)->id;
}

static void
show_person (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);
  DeskRecords *records = desk_profile_get_records (self->profile);
  DeskPerson *person = find_item (desk_records_get_people (records),
                                  g_variant_get_int64 (parameter), person_id);

  if (is_home (self) && person != NULL)
    add (self, desk_person_page_new (self->profile, person));
}

static void
show_entry (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);
  DeskRecords *records = desk_profile_get_records (self->profile);
  DeskHistoryEntry *entry =
      find_item (desk_records_get_history (records),
                 g_variant_get_int64 (parameter), entry_id);

  if (entry != NULL)
    add (self, desk_entry_page_new (self->profile, entry));
}

/* A toast's own title is cut off behind one line, and what to do stands at the
 * end. A toast is as high as its label is at its natural width: one that the
 * narrowest window has. It stays for as long as it takes to read. */
static void
toast (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *text = g_variant_get_string (parameter, NULL);
  GtkWidget *label = gtk_label_new (text);
  AdwToast *message = adw_toast_new ("");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 27);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  adw_toast_set_custom_title (message, label);
  adw_toast_set_timeout (message, 5 + (guint) g_utf8_strlen (text, -1) / 20);
  adw_toast_overlay_add_toast (window (widget)->toasts, message);
}

/* Whether somebody rings at this moment, as far as this window knows. */
static gboolean
is_called (DeskWindow *self)
{
  for (guint i = 0; i < self->pages->len; i++) {
    DeskPage *page = g_ptr_array_index (self->pages, i);

    if (DESK_IS_CALLED_PAGE (page))
      return TRUE;
    if (DESK_IS_CONTACT_PAGE (page) &&
        desk_contact_get_role (desk_contact_page_get_contact (
            DESK_CONTACT_PAGE (page))) == P2PID_ROLE_CALLEE)
      return TRUE;
  }
  return FALSE;
}

/* Nobody enrols with a stranger on the telephone who says that it is needed. */
static void
show_identity (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);

  if (DESK_IS_IDENTITY_PAGE (desk_window_get_page (self)))
    return;
  if (is_called (self)) {
    desk_ask_tell (widget, _ ("Not while you are in a call"),
                   _ ("Nobody who rings you needs you to have an identity. If "
                      "the one on the telephone asks for it, end the call. Do "
                      "this later, in a calm moment."));
    return;
  }
  add (self, desk_identity_page_new (self->profile));
}

static void
unlock (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskWindow *self = window (widget);

  /* A keyring that was shut may be open by now. */
  desk_profile_open (self->profile);
  if (is_home (self))
    add (self, desk_unlock_page_new (self->profile));
}

typedef struct {
  GWeakRef window; /* the dialog goes with it */
  char *invitation;
} Opened;

static void
opened_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Opened *opened = user_data;
  g_autoptr (DeskWindow) self = g_weak_ref_get (&opened->window);

  if (self == NULL)
    return;
  if (g_str_equal (response, "meeting"))
    add (self, desk_invite_page_new (self->profile, P2PID_CHANNEL_MEETING,
                                     opened->invitation));
  else if (g_str_equal (response, "online"))
    add (self, desk_invite_page_new (self->profile, P2PID_CHANNEL_ONLINE,
                                     opened->invitation));
}

static void
opened_free (gpointer data, GClosure *closure)
{
  Opened *opened = data;

  g_weak_ref_clear (&opened->window);
  g_free (opened->invitation);
  g_free (opened);
}

static void
refuse_invitation (DeskWindow *self, const char *sentence)
{
  desk_ask_tell (GTK_WIDGET (self), _ ("The invitation was not opened"),
                 sentence);
}

void
desk_window_open_invitation (DeskWindow *self, const char *invitation)
{
  GtkWidget *dialog;
  p2pid_invitation parsed;
  p2pid_err err = p2pid_invitation_parse (invitation, &parsed);
  Opened *opened;

  p2pid_invitation_wipe (&parsed);
  if (err != P2PID_OK) {
    refuse_invitation (self, desk_error_sentence (err));
    return;
  }
  if (!is_home (self)) {
    refuse_invitation (self,
                       _ ("Something else is open here. Finish that first, "
                          "and open nothing that somebody on the telephone "
                          "sends you."));
    return;
  }

  dialog = adw_message_dialog_new (
      GTK_WINDOW (self), _ ("How are you in contact?"),
      _ ("You opened an invitation. If somebody on the telephone asked you to: "
         "cancel, and type in their code instead."));
  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "meeting",
      _ ("We Are _Meeting"), "online", _ ("_Online"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                           "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  opened = g_new (Opened, 1);
  g_weak_ref_init (&opened->window, self);
  opened->invitation = g_strdup (invitation);
  g_signal_connect_data (dialog, "response", G_CALLBACK (opened_cb), opened,
                         opened_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
large_text_cb (DeskWindow *self)
{
  if (g_settings_get_boolean (desk_profile_get_settings (self->profile),
                              "large-text"))
    gtk_widget_add_css_class (GTK_WIDGET (self), "large-text");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "large-text");
}

static void
failed_cb (DeskWindow *self, const char *sentence)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", sentence);
}

static void
set_profile (DeskWindow *self, DeskProfile *profile)
{
  GSettings *settings = desk_profile_get_settings (profile);
  const GSettingsBindFlags flags = G_SETTINGS_BIND_DEFAULT;

  self->profile = g_object_ref (profile);
  desk_start_page_set_profile (self->start, profile);
  g_settings_bind (settings, "window-width", self, "default-width", flags);
  g_settings_bind (settings, "window-height", self, "default-height", flags);
  g_settings_bind (settings, "window-maximized", self, "maximized", flags);
  g_signal_connect_object (settings, "changed::large-text",
                           G_CALLBACK (large_text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (profile, "notify::identity",
                           G_CALLBACK (update_test), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk_profile_get_records (profile), "failed",
                           G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  large_text_cb (self);
  update_header (self);
}

static void
desk_window_dispose (GObject *object)
{
  DeskWindow *self = DESK_WINDOW (object);

  withdraw_notification ();
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_window_parent_class)->dispose (object);
}

static void
desk_window_finalize (GObject *object)
{
  g_ptr_array_unref (DESK_WINDOW (object)->pages);
  G_OBJECT_CLASS (desk_window_parent_class)->finalize (object);
}

static void
bind_key (GtkWidgetClass *klass,
          guint key,
          GdkModifierType modifiers,
          const char *action)
{
  gtk_widget_class_add_binding_action (klass, key, modifiers, action, NULL);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.back", NULL, back);
  gtk_widget_class_install_action (klass, "win.answer", NULL, answer);
  gtk_widget_class_install_action (klass, "win.call", NULL, call);
  gtk_widget_class_install_action (klass, "win.meet", NULL, meet);
  gtk_widget_class_install_action (klass, "win.online", NULL, online);
  gtk_widget_class_install_action (klass, "win.history", NULL, show_history);
  gtk_widget_class_install_action (klass, "win.person", "x", show_person);
  gtk_widget_class_install_action (klass, "win.entry", "x", show_entry);
  gtk_widget_class_install_action (klass, "win.identity", NULL, show_identity);
  gtk_widget_class_install_action (klass, "win.unlock", NULL, unlock);
  gtk_widget_class_install_action (klass, "win.toast", "s", toast);

  bind_key (klass, GDK_KEY_1, GDK_CONTROL_MASK, "win.answer");
  bind_key (klass, GDK_KEY_2, GDK_CONTROL_MASK, "win.call");
  bind_key (klass, GDK_KEY_3, GDK_CONTROL_MASK, "win.meet");
  bind_key (klass, GDK_KEY_4, GDK_CONTROL_MASK, "win.online");
  bind_key (klass, GDK_KEY_h, GDK_CONTROL_MASK, "win.history");
  bind_key (klass, GDK_KEY_i, GDK_CONTROL_MASK, "win.identity");
  bind_key (klass, GDK_KEY_Left, GDK_ALT_MASK, "win.back");
  bind_key (klass, GDK_KEY_Escape, 0, "win.back");
  bind_key (klass, GDK_KEY_w, GDK_CONTROL_MASK, "window.close");
}

static void
desk_window_class_init (DeskWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_window_dispose;
  object_class->finalize = desk_window_finalize;

  g_type_ensure (DESK_TYPE_NOTICE);
  g_type_ensure (DESK_TYPE_START_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, back);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, history);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, test);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, DeskWindow, start);
  gtk_widget_class_bind_template_callback (widget_class, active_cb);
  gtk_widget_class_bind_template_callback (widget_class, prune);
  install_actions (widget_class);
}

static void
desk_window_init (DeskWindow *self)
{
  self->pages = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_ptr_array_add (self->pages, self->start);
}

GtkWidget *
desk_window_new (AdwApplication *application, DeskProfile *profile)
{
  DeskWindow *self =
      g_object_new (DESK_TYPE_WINDOW, "application", application, NULL);

  set_profile (self, profile);
  desk_page_enter (DESK_PAGE (self->start));
  return GTK_WIDGET (self);
}
