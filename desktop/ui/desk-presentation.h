/*
 * What one shows and says to the other: facts, what it is about, and whom one
 * believes to be talking to.
 */

#pragma once

#include "core/desk-profile.h"
#include "ui/desk-offer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_PRESENTATION (desk_presentation_get_type ())

G_DECLARE_FINAL_TYPE (DeskPresentation,
                      desk_presentation,
                      DESK,
                      PRESENTATION,
                      AdwBin)

/** Show the user's identity, and keep @p offer up to date with the choices. */
void
desk_presentation_set_up (DeskPresentation *self,
                          DeskProfile *profile,
                          DeskOffer *offer);

/** Suggest whom one believes to be talking to. */
void
desk_presentation_set_audience (DeskPresentation *self, const char *name);

G_END_DECLS
