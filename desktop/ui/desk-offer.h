/*
 * What one shows so that the other can join: a code to read out, or a QR code
 * and a link. Every wait has a limit and a way out.
 */

#pragma once

#include "core/desk-contact.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_OFFER (desk_offer_get_type ())

G_DECLARE_FINAL_TYPE (DeskOffer, desk_offer, DESK, OFFER, AdwBin)

/** Begin a contact as @p plan says, in place of an earlier one. */
void
desk_offer_begin (DeskOffer *self, DeskProfile *profile, const DeskPlan *plan);

/** The contact that waits, or NULL. Borrowed. */
DeskContact *
desk_offer_get_contact (DeskOffer *self);

/** What is shown when somebody has joined: kept for contacts that begin later,
 *  too. */
void
desk_offer_set_offer (DeskOffer *self,
                      p2pid_facts facts,
                      const char *audience,
                      const char *purpose);

/** End the contact that waits. */
void
desk_offer_end (DeskOffer *self);

G_END_DECLS
