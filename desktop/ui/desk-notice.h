/*
 * A notice across a page: an icon, a sentence, perhaps a button.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DESK_TYPE_NOTICE (desk_notice_get_type ())

G_DECLARE_FINAL_TYPE (DeskNotice, desk_notice, DESK, NOTICE, AdwBin)

/** Say @p text, and offer @p button (or NULL) for @p action. */
void
desk_notice_set (DeskNotice *self,
                 const char *text,
                 const char *button,
                 const char *action);

const char *
desk_notice_get_text (DeskNotice *self);

G_END_DECLS
