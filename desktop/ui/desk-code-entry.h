/*
 * The field for the other's code: digits stand in pairs by themselves, a slip
 * is told at once, and the last digit submits.
 */

#pragma once

#include "core/desk-code-text.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DESK_TYPE_CODE_ENTRY (desk_code_entry_get_type ())

G_DECLARE_FINAL_TYPE (DeskCodeEntry,
                      desk_code_entry,
                      DESK,
                      CODE_ENTRY,
                      GtkEntry)

/** What is typed so far. */
DeskTyped
desk_code_entry_get_typed (DeskCodeEntry *self);

/** The code, when "complete" has been emitted for it. */
const p2pid_code *
desk_code_entry_get_code (DeskCodeEntry *self);

/** Judge the text again, and submit it if it is complete. */
void
desk_code_entry_submit (DeskCodeEntry *self);

G_END_DECLS
