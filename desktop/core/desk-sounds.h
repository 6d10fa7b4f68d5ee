/*
 * The sound of each outcome, from the desktop's sound theme: for those who do
 * not look at the screen at that moment.
 */

#pragma once

#include "core/desk-states.h"

#include <glib.h>

G_BEGIN_DECLS

/** Play the sound of @p tone. Silence where there is no sound to be had. */
void
desk_sounds_play (DeskTone tone);

G_END_DECLS
