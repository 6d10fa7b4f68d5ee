/* The preferences. */

#include "ui/desk-preferences.h"

#include <p2pid/invitation.h>

struct _DeskPreferences {
  AdwPreferencesWindow parent_instance;

  DeskProfile *profile;

  GtkEditable *relay;
  GtkEditable *gateway;
  GtkEditable *provider;
  GtkEditable *client;
  GtkEditable *module;
  GtkEditable *roots;
  GtkSwitch *allow_test;
  GtkSwitch *sounds;
  GtkSwitch *large_text;
};

G_DEFINE_FINAL_TYPE (DeskPreferences,
                     desk_preferences,
                     ADW_TYPE_PREFERENCES_WINDOW)

/* Only an address that the library takes can be applied; none at all where
 * that is allowed. */
static void
origin_changed (GtkEditable *row, gboolean may_be_empty)
{
  const char *text = gtk_editable_get_text (row);
  char origin[P2PID_ORIGIN_MAX + 1];
  gboolean good = (may_be_empty && *text == '\0') ||
                  p2pid_origin_parse (text, origin) == P2PID_OK;

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), good);
}

static void
origin_applied (DeskPreferences *self, GtkEditable *row, const char *key)
{
  const char *text = gtk_editable_get_text (row);
  char origin[P2PID_ORIGIN_MAX + 1] = "";

  if (*text != '\0' && p2pid_origin_parse (text, origin) != P2PID_OK)
    return;
  g_settings_set_string (desk_profile_get_settings (self->profile), key,
                         origin);
  gtk_editable_set_text (row, origin);
}

static void
relay_changed_cb (DeskPreferences *self)
{
  origin_changed (self->relay, FALSE);
}

static void
relay_applied_cb (DeskPreferences *self)
{
  if (*gtk_editable_get_text (self->relay) != '\0')
    origin_applied (self, self->relay, "relay");
}

static void
gateway_changed_cb (DeskPreferences *self)
{
  origin_changed (self->gateway, TRUE);
}

static void
gateway_applied_cb (DeskPreferences *self)
{
  origin_applied (self, self->gateway, "gateway");
}

static void
desk_preferences_dispose (GObject *object)
{
  DeskPreferences *self = DESK_PREFERENCES (object);

  g_clear_object (&self->profile);
  G_OBJECT_CLASS (desk_preferences_parent_class)->dispose (object);
}

static void
desk_preferences_class_init (DeskPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_preferences_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/p2pid/Desktop/ui/desk-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences, relay);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences, gateway);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences,
                                        provider);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences, client);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences, module);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences, roots);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences,
                                        allow_test);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences, sounds);
  gtk_widget_class_bind_template_child (widget_class, DeskPreferences,
                                        large_text);
  gtk_widget_class_bind_template_callback (widget_class, relay_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, relay_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, gateway_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, gateway_applied_cb);
}

static void
desk_preferences_init (DeskPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
bind_text (DeskPreferences *self, const char *key, GtkEditable *row)
{
  g_settings_bind (desk_profile_get_settings (self->profile), key, row, "text",
                   G_SETTINGS_BIND_DEFAULT);
}

static void
bind_switch (DeskPreferences *self, const char *key, GtkSwitch *toggle)
{
  g_settings_bind (desk_profile_get_settings (self->profile), key, toggle,
                   "active", G_SETTINGS_BIND_DEFAULT);
}

GtkWidget *
desk_preferences_new (GtkWindow *parent, DeskProfile *profile)
{
  DeskPreferences *self =
      g_object_new (DESK_TYPE_PREFERENCES, "transient-for", parent, NULL);
  g_autofree char *relay =
      g_settings_get_string (desk_profile_get_settings (profile), "relay");
  g_autofree char *gateway =
      g_settings_get_string (desk_profile_get_settings (profile), "gateway");

  self->profile = g_object_ref (profile);
  gtk_editable_set_text (self->relay, relay);
  gtk_editable_set_text (self->gateway, gateway);
  bind_text (self, "openid-provider", self->provider);
  bind_text (self, "openid-client", self->client);
  bind_text (self, "card-module", self->module);
  bind_text (self, "card-roots", self->roots);
  bind_switch (self, "allow-test", self->allow_test);
  bind_switch (self, "sounds", self->sounds);
  bind_switch (self, "large-text", self->large_text);
  return GTK_WIDGET (self);
}
