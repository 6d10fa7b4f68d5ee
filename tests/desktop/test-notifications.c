/*
 * What the desktop is told when somebody joins while the window is not in
 * front. The notification server is this program itself.
 */

#include "core/desk-threads.h"
#include "desk-harness.h"
#include "ui/desk-contact-page.h"
#include "ui/desk-window.h"

#include <adwaita.h>

static const char server_xml[] =
    "<node><interface name='org.freedesktop.Notifications'>"
    "<method name='Notify'>"
    "<arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='u' direction='out'/>"
    "</method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "</interface></node>";

static char *folder;
static DeskProfile *profile;
static AdwApplication *application;
static GtkWidget *window;

static char *shown; /* what stands on the desktop */
static guint owner;
static gboolean serving;

static void
call_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  const char *title;
  const char *body;

  g_clear_pointer (&shown, g_free);
  if (g_str_equal (method, "Notify")) {
    g_variant_get_child (parameters, 3, "&s", &title);
    g_variant_get_child (parameters, 4, "&s", &body);
    shown = g_strconcat (title, "\n", body, NULL);
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(u)", 1));
  } else {
    g_dbus_method_invocation_return_value (invocation, NULL);
  }
}

static void
bus_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  static const GDBusInterfaceVTable table = { .method_call = call_cb };
  g_autoptr (GDBusNodeInfo) node =
      g_dbus_node_info_new_for_xml (server_xml, NULL);

  ck_assert_uint_ne (g_dbus_connection_register_object (
                         bus, "/org/freedesktop/Notifications",
                         node->interfaces[0], &table, NULL, NULL, NULL),
                     0);
}

static void
name_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  serving = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static gboolean
is_shown (gpointer data)
{
  return shown != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return shown == NULL;
}

static void
answered_cb (GObject *bus, GAsyncResult *result, gpointer answered)
{
  g_autoptr (GVariant) id =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (bus), result, NULL);

  ck_assert_ptr_nonnull (id);
  *(gboolean *) answered = TRUE;
}

/* Until everything that was sent before has come to its receiver. */
static void
wait_for_bus (void)
{
  gboolean answered = FALSE;

  g_dbus_connection_call (
      g_application_get_dbus_connection (G_APPLICATION (application)),
      "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "GetId", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, answered_cb,
      &answered);
  desk_wait (is_true, &answered);
}

static void
set_up (void)
{
  owner = g_bus_own_name (G_BUS_TYPE_SESSION, "org.freedesktop.Notifications",
                          G_BUS_NAME_OWNER_FLAGS_NONE, bus_cb, name_cb, NULL,
                          NULL, NULL);
  desk_wait (is_true, &serving);
  folder = desk_folder_new ();
  profile = desk_profile_new_open (folder, TRUE);
  application =
      adw_application_new ("org.p2pid.Desktop", G_APPLICATION_NON_UNIQUE);
  ck_assert (g_application_register (G_APPLICATION (application), NULL, NULL));
  window = desk_window_new (application, profile);
}

static void
tear_down (void)
{
  g_clear_object (&application);
  g_clear_object (&profile);
  g_clear_pointer (&folder, g_free);
  desk_threads_wait_all ();
  g_bus_unown_name (owner);
}

START_TEST (somebody_who_joins_is_told_without_a_name)
{
  g_autoptr (DeskContact) contact = desk_contact_new_caller (profile);

  DESK_FEED (contact, JOINED);
  desk_window_add_page (DESK_WINDOW (window),
                        DESK_PAGE (desk_contact_page_new (contact)));
  desk_wait (is_shown, NULL);
  ck_assert_str_eq (shown, desk_text ("The other person is here\n"
                                      "Open P2P ID to go on.",
                                      "Den andra är här\n"
                                      "Öppna P2P ID för att gå vidare."));
  wait_for_bus (); /* the number of the notification is back */
  gtk_window_destroy (GTK_WINDOW (window));
  desk_wait (is_gone, NULL);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("desktop notifications");
  TCase *tcase = tcase_create ("notifications");

  desk_harness_set_up_gtk ();
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, somebody_who_joins_is_told_without_a_name);
  suite_add_tcase (suite, tcase);
  return desk_harness_run (suite);
}
