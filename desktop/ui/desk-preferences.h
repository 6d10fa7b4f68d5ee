/*
 * The preferences.
 */

#pragma once

#include "core/desk-profile.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_PREFERENCES (desk_preferences_get_type ())

G_DECLARE_FINAL_TYPE (DeskPreferences,
                      desk_preferences,
                      DESK,
                      PREFERENCES,
                      AdwPreferencesWindow)

GtkWidget *
desk_preferences_new (GtkWindow *parent, DeskProfile *profile);

G_END_DECLS
