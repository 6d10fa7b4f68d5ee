/*
 * Text that the user typed, brought into the form that another person's
 * program takes.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * @p text in NFC, without characters that could mislead its reader, with
 * single spaces, of at most @p most characters; "" when nothing is left.
 *
 * @return (transfer full)
 */
char *
desk_text_clean (const char *text, size_t most);

G_END_DECLS
