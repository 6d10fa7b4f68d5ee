/*
 * What the two cards of a contact say: the table of UX "The contact page", in
 * words.
 */

#pragma once

#include "core/desk-contact.h"
#include "ui/desk-card.h"

G_BEGIN_DECLS

/** The card of the other person, in each of its states. */
void
desk_contact_cards_say_other (DeskCard *card, DeskContact *contact);

/** The user's own card, in each of its states. */
void
desk_contact_cards_say_own (DeskCard *card, DeskContact *contact);

/** How the contact came about, as both said alike; "" before that.
 *  @return (transfer full) */
char *
desk_contact_cards_describe (DeskContact *contact);

G_END_DECLS
