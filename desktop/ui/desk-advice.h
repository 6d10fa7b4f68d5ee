/*
 * What to do now, calmly: three steps, and all the time one needs.
 */

#pragma once

#include <adwaita.h>
#include <p2pid/account.h>

G_BEGIN_DECLS

#define DESK_TYPE_ADVICE (desk_advice_get_type ())

G_DECLARE_FINAL_TYPE (DeskAdvice, desk_advice, DESK, ADVICE, AdwBin)

/** Advice for a contact of that kind. */
void
desk_advice_set_channel (DeskAdvice *self, p2pid_channel channel);

G_END_DECLS
