/*
 * The details of an identity, on a card: every fact, how, by whom, when, how
 * fresh, and what was not checked.
 */

#pragma once

#include "core/desk-identity.h"
#include "ui/desk-card.h"

G_BEGIN_DECLS

void
desk_details_add (DeskCard *card, const p2pid_identity *identity);

/** Say on @p card who the user is, and until when that holds, with all
 *  details. */
void
desk_details_say_own (DeskCard *card,
                      DeskIdentity *identity,
                      const char *until);

/** One detail that is a point in time; none for 0. */
void
desk_details_add_time (DeskCard *card, const char *label, int64_t time);

G_END_DECLS
