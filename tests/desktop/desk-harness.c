/* What the tests of the desktop app share. */

#define G_SETTINGS_ENABLE_BACKEND

#include "desk-harness.h"

#include "config.h"

#include <adwaita.h>
#include <gio/gsettingsbackend.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
desk_harness_run (Suite *suite)
{
  SRunner *runner = srunner_create (suite);
  int failed;

  srunner_run_all (runner, CK_ENV);
  failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

void
desk_harness_set_up_language (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("TEXTDOMAINDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static gboolean
is_heading (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title-2");
}

/* The box of a dialog's texts: first of all a widget with the heading in large
 * letters and in small ones. */
static gboolean
is_above_heading (GtkWidget *box)
{
  GtkWidget *both = gtk_widget_get_first_child (box);
  GtkWidget *label = both != NULL ? gtk_widget_get_first_child (both) : NULL;

  return label != NULL && (is_heading (label) ||
                           is_heading (gtk_widget_get_next_sibling (label)));
}

/*
 * Whether GTK complains of the heading of a message dialog: from 1.7 on
 * libadwaita asks for its height at widths that are too narrow for it, to find
 * out whether the large letters fit.
 */
static gboolean
is_of_dialog_heading (const char *message)
{
  void *widget;

  if (adw_get_minor_version () < 7)
    return FALSE;
  if (sscanf (message, "Trying to measure GtkLabel %p", &widget) == 1)
    return ADW_IS_MESSAGE_DIALOG (gtk_widget_get_root (widget)) &&
           is_heading (widget);
  return sscanf (message, "GtkBox %p", &widget) == 1 &&
         strstr (message, " and natural width ") != NULL &&
         ADW_IS_MESSAGE_DIALOG (gtk_widget_get_root (widget)) &&
         is_above_heading (widget);
}

/* Every warning is fatal (G_DEBUG), but those that we cannot mend. */
static GLogWriterOutput
write_log (GLogLevelFlags level,
           const GLogField *fields,
           gsize count,
           gpointer data)
{
  for (gsize i = 0; i < count; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        is_of_dialog_heading (fields[i].value))
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, count, data);
}

void
desk_harness_set_up_gtk (void)
{
  g_log_set_writer_func (write_log, NULL, NULL);
  desk_harness_set_up_language ();
  gtk_disable_setlocale ();
  adw_init ();
  gtk_icon_theme_add_resource_path (
      gtk_icon_theme_get_for_display (gdk_display_get_default ()),
      "/org/p2pid/Desktop/icons");
}

void
desk_harness_set_up_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/org/p2pid/Desktop/style.css");
  gtk_style_context_add_provider_for_display (
      gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
      GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

const char *
desk_text (const char *en, const char *sv)
{
  return g_strcmp0 (g_getenv ("LANGUAGE"), "sv") == 0 ? sv : en;
}

void
desk_wait (DeskDone done, gpointer data)
{
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (!done (data)) {
    ck_assert_msg (g_get_monotonic_time () < end, "waited in vain");
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  }
}

static gboolean
is_past (gpointer data)
{
  return g_get_monotonic_time () >= *(gint64 *) data;
}

void
desk_run_for (int milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  desk_wait (is_past, &end);
}

char *
desk_folder_new (void)
{
  char *folder =
      g_build_filename (g_get_user_runtime_dir (), "test-XXXXXX", NULL);

  ck_assert_ptr_nonnull (g_mkdtemp (folder));
  return folder;
}

GSettings *
desk_settings_new (const char *folder, gboolean allow_test)
{
  g_autofree char *file = g_build_filename (folder, "settings.ini", NULL);
  g_autoptr (GSettingsBackend) backend =
      g_keyfile_settings_backend_new (file, "/org/p2pid/Desktop/", "Desktop");
  GSettings *settings = g_settings_new_with_backend (APPLICATION_ID, backend);

  g_settings_set_boolean (settings, "allow-test", allow_test);
  g_settings_set_boolean (settings, "sounds", FALSE);
  /* Nobody answers there. */
  g_settings_set_string (settings, "relay", "http://127.0.0.1:9");
  return settings;
}

static gboolean
is_open (gpointer profile)
{
  return desk_profile_get_state (profile) == DESK_PROFILE_OPEN;
}

DeskProfile *
desk_profile_new_open (const char *folder, gboolean allow_test)
{
  g_autofree char *key_file = g_build_filename (folder, "key", NULL);
  g_autoptr (GSettings) settings = desk_settings_new (folder, allow_test);
  DeskProfile *profile = desk_profile_new (folder, key_file, settings);

  desk_profile_open (profile);
  desk_wait (is_open, profile);
  return profile;
}

static gboolean
has_identity (gpointer profile)
{
  return desk_profile_get_identity (profile) != NULL;
}

static void
enrolled_cb (GObject *profile, GAsyncResult *result, gpointer user_data)
{
  ck_assert (
      desk_profile_enrol_test_finish (DESK_PROFILE (profile), result, NULL));
}

void
desk_profile_enrol (DeskProfile *profile, const char *name)
{
  p2pid_test_person person = { .name = name, .birthdate = "1950-02-03" };

  desk_profile_enrol_test_async (profile, &person, enrolled_cb, NULL);
  desk_wait (has_identity, profile);
}

p2pid_identity *
desk_identity_of (const char *name, const char *organisation)
{
  p2pid_test_person person = { .name = name,
                               .personal_number = "195002031234",
                               .organisation = organisation };
  g_autoptr (p2pid_anchors) anchors = NULL;
  g_autoptr (p2pid_key) key = NULL;
  g_autoptr (p2pid_binding) binding = NULL;
  p2pid_identity *identity = NULL;
  int64_t now = g_get_real_time () / G_USEC_PER_SEC;

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (key), &person,
                                              now, 3600, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, now, &identity),
                    P2PID_OK);
  return identity;
}

DeskContact *
desk_contact_new_called (DeskProfile *profile)
{
  const DeskPlan plan = { .start = P2PID_START_TYPED,
                          .channel = P2PID_CHANNEL_PHONE,
                          .role = P2PID_ROLE_CALLEE,
                          .place = P2PID_PLACE_SECOND };

  return desk_contact_new (profile, &plan);
}

DeskContact *
desk_contact_new_caller (DeskProfile *profile)
{
  const DeskPlan plan = { .start = P2PID_START_CODE,
                          .channel = P2PID_CHANNEL_PHONE,
                          .role = P2PID_ROLE_CALLER,
                          .place = P2PID_PLACE_FIRST,
                          .automatic = TRUE };

  return desk_contact_new (profile, &plan);
}
