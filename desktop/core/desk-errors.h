/*
 * Every way in which something can fail, as a calm sentence: what happened, on
 * whose side, and what to do next.
 */

#pragma once

#include "core/desk-states.h"

#include <glib.h>
#include <p2pid/account.h>
#include <p2pid/identity.h>

G_BEGIN_DECLS

#define DESK_ERROR (desk_error_quark ())

GQuark
desk_error_quark (void);

/** The sentence, translated; never NULL. */
const char *
desk_error_sentence (p2pid_err err);

/** Why nothing was got from an eID by @p method. */
const char *
desk_error_enrolment_line (p2pid_err err, p2pid_method method);

/** Why no key was got from a key file. */
const char *
desk_error_key_file_line (p2pid_err err);

/** A GError in DESK_ERROR with the sentence. */
GError *
desk_error_new (p2pid_err err);

/** The library's error in @p error, whatever domain it has. */
p2pid_err
desk_error_code (const GError *error);

/** How a contact that ended with @p err is to be taken. */
DeskTone
desk_error_tone (p2pid_err err);

/** What a STOP says in large type under the word itself. */
const char *
desk_error_stop_line (p2pid_err err,
                      p2pid_stop reason,
                      gboolean by_peer,
                      p2pid_channel channel);

G_END_DECLS
