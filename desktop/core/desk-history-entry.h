/* One contact of the past, as a row shows it. Never changes. */

#pragma once

#include "core/desk-states.h"

#include <glib-object.h>
#include <p2pid/store.h>

G_BEGIN_DECLS

#define DESK_TYPE_HISTORY_ENTRY (desk_history_entry_get_type ())

G_DECLARE_FINAL_TYPE (DeskHistoryEntry,
                      desk_history_entry,
                      DESK,
                      HISTORY_ENTRY,
                      GObject)

DeskHistoryEntry *
desk_history_entry_new (const p2pid_history_entry *entry);

/** Everything; borrowed, as long as @p self. Texts are "" for none. */
const p2pid_history_entry *
desk_history_entry_get (DeskHistoryEntry *self);

/** The name, or what is said where there is none. */
const char *
desk_history_entry_get_title (DeskHistoryEntry *self);

/** How it is to be taken. */
DeskTone
desk_history_entry_get_tone (DeskHistoryEntry *self);

G_END_DECLS
