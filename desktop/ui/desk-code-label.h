/*
 * A code to be read out: large digits in pairs.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_CODE_LABEL (desk_code_label_get_type ())

G_DECLARE_FINAL_TYPE (DeskCodeLabel, desk_code_label, DESK, CODE_LABEL, AdwBin)

/** The code in pairs; NULL while there is none yet. */
void
desk_code_label_set_code (DeskCodeLabel *self, const char *pairs);

G_END_DECLS
