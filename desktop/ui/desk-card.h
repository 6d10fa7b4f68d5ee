/*
 * One of the two cards of a contact: an icon, one line in large type, and
 * details on demand.
 */

#pragma once

#include "core/desk-states.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_CARD (desk_card_get_type ())

G_DECLARE_FINAL_TYPE (DeskCard, desk_card, DESK, CARD, AdwBin)

/**
 * What the card says.
 *
 * @param icon    a symbolic icon's name, or NULL for the tone's own
 * @param line    the line in large type
 * @param detail  how, by whom, when; or NULL
 * @param note    a quiet sentence below; or NULL
 * @param test    whether it is about a TEST identity
 */
void
desk_card_say (DeskCard *self,
               DeskTone tone,
               const char *icon,
               const char *line,
               const char *detail,
               const char *note,
               gboolean test);

/** The large line, which is given the focus so that a screen reader reads it
 *  out; borrowed. */
GtkWidget *
desk_card_get_line (DeskCard *self);

/** Take all details away. */
void
desk_card_clear_details (DeskCard *self);

/** One detail more; @p value may be selected and copied. */
void
desk_card_add_detail (DeskCard *self, const char *label, const char *value);

G_END_DECLS
