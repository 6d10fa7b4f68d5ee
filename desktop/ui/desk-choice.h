/*
 * One of the large buttons of the start page: an icon, what it is for, and
 * what happens then.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_CHOICE (desk_choice_get_type ())

G_DECLARE_FINAL_TYPE (DeskChoice, desk_choice, DESK, CHOICE, GtkButton)

G_END_DECLS
