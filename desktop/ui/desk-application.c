/* The application. */

/* Preferences of a data folder of its own lie in that folder. */
#define G_SETTINGS_ENABLE_BACKEND

#include "ui/desk-application.h"

#include "config.h"
#include "core/desk-contact.h"
#include "core/desk-enums.h"
#include "core/desk-threads.h"
#include "ui/desk-preferences.h"
#include "ui/desk-window.h"

#include <gio/gsettingsbackend.h>
#include <glib/gi18n.h>
#include <p2pid/invitation.h>

struct _DeskApplication {
  AdwApplication parent_instance;

  /* The command line. */
  char *data_dir;
  char *key_file;
  char *relay;
  char *enrol_test;

  DeskProfile *profile; /* from startup on */
};

G_DEFINE_FINAL_TYPE (DeskApplication, desk_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Keep all data in DIR, apart from other windows"), N_ ("DIR") },
  { "key-file", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Lock the data with the key in FILE instead of the keyring"),
    N_ ("FILE") },
  { "relay", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Use the relay at ORIGIN"),
    N_ ("ORIGIN") },
  { "enrol-test", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_ ("Allow TEST identities, and make one for NAME if there is none"),
    N_ ("NAME") },
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Print the version and exit"), NULL },
  { NULL }
};

static GSettings *
make_settings (DeskApplication *self)
{
  g_autofree char *file = NULL;
  g_autoptr (GSettingsBackend) backend = NULL;

  if (self->data_dir == NULL)
    return g_settings_new (APPLICATION_ID);
  file = g_build_filename (self->data_dir, "settings.ini", NULL);
  backend =
      g_keyfile_settings_backend_new (file, "/org/p2pid/Desktop/", "Desktop");
  return g_settings_new_with_backend (APPLICATION_ID, backend);
}

static void
enrolled_cb (GObject *profile, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!desk_profile_enrol_test_finish (DESK_PROFILE (profile), result, &error))
    g_printerr ("%s\n", error->message);
}

/* --enrol-test, once the data is open: only where nobody is enrolled. */
static void
state_cb (DeskApplication *self)
{
  p2pid_test_person person = { .name = self->enrol_test };

  if (self->enrol_test == NULL ||
      desk_profile_get_state (self->profile) != DESK_PROFILE_OPEN ||
      desk_profile_get_identity (self->profile) != NULL ||
      desk_profile_get_identity_error (self->profile) != P2PID_OK)
    return;
  desk_profile_enrol_test_async (self->profile, &person, enrolled_cb, NULL);
}

static void
make_profile (DeskApplication *self)
{
  g_autoptr (GSettings) settings = make_settings (self);
  g_autofree char *folder =
      self->data_dir != NULL
          ? g_strdup (self->data_dir)
          : g_build_filename (g_get_user_data_dir (), "p2pid", NULL);

  if (self->enrol_test != NULL)
    g_settings_set_boolean (settings, "allow-test", TRUE);
  self->profile = desk_profile_new (folder, self->key_file, settings);
  if (self->relay != NULL)
    desk_profile_override_relay (self->profile, self->relay);
  g_signal_connect_object (self->profile, "notify::state",
                           G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  desk_profile_open (self->profile);
}

static DeskWindow *
present (DeskApplication *self)
{
  GtkWindow *window =
      gtk_application_get_active_window (GTK_APPLICATION (self));

  while (window != NULL && !DESK_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);
  if (window == NULL)
    window =
        GTK_WINDOW (desk_window_new (ADW_APPLICATION (self), self->profile));
  gtk_window_present (window);
  return DESK_WINDOW (window);
}

static void
desk_application_activate (GApplication *application)
{
  present (DESK_APPLICATION (application));
}

static void
desk_application_open (GApplication *application,
                       GFile **files,
                       int count,
                       const char *hint)
{
  DeskWindow *window = present (DESK_APPLICATION (application));
  /* One contact at a time: of several, the first. */
  g_autofree char *uri = g_file_get_uri (files[0]);

  desk_window_open_invitation (window, uri);
}

static void
preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DeskApplication *self = user_data;
  DeskWindow *window = present (self);

  gtk_window_present (
      GTK_WINDOW (desk_preferences_new (GTK_WINDOW (window), self->profile)));
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const developers[] = { "The P2P ID developers", NULL };
  DeskWindow *window = present (user_data);

  adw_show_about_window (
      GTK_WINDOW (window), "application-name", "P2P ID", "application-icon",
      APPLICATION_ID, "version", VERSION, "website", "https://p2pid.org",
      "developer-name", developers[0], "developers", developers, "license-type",
      GTK_LICENSE_MPL_2_0, "comments",
      _ ("Two people in contact find out for certain who the other is."),
      /* Translators: your names, one a line. */
      "translator-credits", _ ("translator-credits"), NULL);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  /* Windows that close say goodbye to the other side. */
  while ((windows = gtk_application_get_windows (user_data)) != NULL)
    gtk_window_destroy (windows->data);
}

static void
install_actions (DeskApplication *self)
{
  static const GActionEntry entries[] = {
    { .name = "preferences", .activate = preferences },
    { .name = "about", .activate = about },
    { .name = "quit", .activate = quit },
  };
  GtkApplication *application = GTK_APPLICATION (self);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_application_set_accels_for_action (
      application, "app.quit", (const char *[]){ "<Control>q", NULL });
  gtk_application_set_accels_for_action (
      application, "app.preferences",
      (const char *[]){ "<Control>comma", NULL });
}

static void
desk_application_startup (GApplication *application)
{
  DeskApplication *self = DESK_APPLICATION (application);

  G_APPLICATION_CLASS (desk_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (APPLICATION_ID);
  install_actions (self);
  make_profile (self);
}

static void
desk_application_shutdown (GApplication *application)
{
  G_APPLICATION_CLASS (desk_application_parent_class)->shutdown (application);
  desk_threads_wait_all ();
}

static void
take_file (GVariantDict *dict, const char *name, char **out)
{
  const char *path = NULL;

  if (g_variant_dict_lookup (dict, name, "^&ay", &path))
    *out = g_canonicalize_filename (path, NULL);
}

static gboolean
take_relay (DeskApplication *self, GVariantDict *dict)
{
  char origin[P2PID_ORIGIN_MAX + 1];
  const char *relay = NULL;

  if (!g_variant_dict_lookup (dict, "relay", "&s", &relay))
    return TRUE;
  if (p2pid_origin_parse (relay, origin) != P2PID_OK) {
    g_printerr (_ ("%s is not the address of a relay\n"), relay);
    return FALSE;
  }
  self->relay = g_strdup (origin);
  return TRUE;
}

static int
desk_application_handle_local_options (GApplication *application,
                                       GVariantDict *dict)
{
  DeskApplication *self = DESK_APPLICATION (application);

  if (g_variant_dict_contains (dict, "version")) {
    g_print ("p2pid-desktop %s\n", VERSION);
    return 0;
  }
  take_file (dict, "data-dir", &self->data_dir);
  take_file (dict, "key-file", &self->key_file);
  g_variant_dict_lookup (dict, "enrol-test", "s", &self->enrol_test);
  if (!take_relay (self, dict))
    return 2;

  /* A data folder of its own is a user of its own: no other window is asked. */
  if (self->data_dir != NULL)
    g_application_set_flags (application,
                             g_application_get_flags (application) |
                                 G_APPLICATION_NON_UNIQUE);
  return -1; /* go on */
}

static void
desk_application_finalize (GObject *object)
{
  DeskApplication *self = DESK_APPLICATION (object);

  g_clear_object (&self->profile);
  g_free (self->data_dir);
  g_free (self->key_file);
  g_free (self->relay);
  g_free (self->enrol_test);
  G_OBJECT_CLASS (desk_application_parent_class)->finalize (object);
}

static void
desk_application_class_init (DeskApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = desk_application_finalize;
  application_class->startup = desk_application_startup;
  application_class->shutdown = desk_application_shutdown;
  application_class->activate = desk_application_activate;
  application_class->open = desk_application_open;
  application_class->handle_local_options =
      desk_application_handle_local_options;
}

static void
desk_application_init (DeskApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("[INVITATION]"));
}

DeskApplication *
desk_application_new (void)
{
  return g_object_new (DESK_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/org/p2pid/Desktop", NULL);
}
