/*
 * Where one joins the other: a field for a code, or for an invitation too. It
 * submits itself, says at once what is wrong, and never ends in a spinner.
 */

#pragma once

#include "core/desk-contact.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_JOIN (desk_join_get_type ())

G_DECLARE_FINAL_TYPE (DeskJoin, desk_join, DESK, JOIN, AdwBin)

/** How the two are in contact. Only on the telephone are invitations not
 *  taken: whoever rings reads out a code. */
void
desk_join_set_up (DeskJoin *self,
                  DeskProfile *profile,
                  p2pid_channel channel,
                  p2pid_role role);

/** The last four digits of the own number, or "" for none; FALSE, and none,
 *  for anything else. */
gboolean
desk_join_set_tail (DeskJoin *self, const char *tail);

/** Put @p text into the field as if it had been pasted. */
void
desk_join_set_text (DeskJoin *self, const char *text);

G_END_DECLS
