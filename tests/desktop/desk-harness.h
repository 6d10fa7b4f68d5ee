/*
 * What the tests of the desktop app share: a user with a data folder, windows
 * that live as long as a test, and looking at what stands in them.
 *
 * They link what the app links: the shared library, with its public door.
 */

#ifndef P2PID_TESTS_DESK_HARNESS_H
#define P2PID_TESTS_DESK_HARNESS_H

#include "core/desk-contact.h"
#include "core/desk-profile.h"

#include <check.h>

/** Run @p suite and free it; the exit code for main(). */
int
desk_harness_run (Suite *suite);

/** Let the program speak the language of the environment (LANGUAGE). */
void
desk_harness_set_up_language (void);

/** Start GTK and libadwaita; once, with the language. */
void
desk_harness_set_up_gtk (void);

/** Dress the widgets as AdwApplication does: sizes are the app's then, and the
 *  corners round. */
void
desk_harness_set_up_style (void);

/** The English text, or the Swedish one when LANGUAGE is "sv". */
const char *
desk_text (const char *en, const char *sv);

/** Let the main loop run until @p done is true; fails after 20 seconds. */
typedef gboolean (*DeskDone) (gpointer data);

void
desk_wait (DeskDone done, gpointer data);

/** Let the main loop run for @p milliseconds. */
void
desk_run_for (int milliseconds);

/** A new empty folder in the test's own runtime folder, which with-display
 *  takes away. @return (transfer full) */
char *
desk_folder_new (void);

/** Preferences of their own, kept nowhere. @return (transfer full) */
GSettings *
desk_settings_new (const char *folder, gboolean allow_test);

/** A profile in @p folder with a key file, open. @return (transfer full) */
DeskProfile *
desk_profile_new_open (const char *folder, gboolean allow_test);

/** Enrol @p name as a TEST identity, born on 1950-02-03. */
void
desk_profile_enrol (DeskProfile *profile, const char *name);

/** A TEST identity of somebody else; for p2pid_identity_free(). */
p2pid_identity *
desk_identity_of (const char *name, const char *organisation);

/** A contact of somebody who was called, fed by events alone. */
DeskContact *
desk_contact_new_called (DeskProfile *profile);

/** A contact of the caller, likewise. */
DeskContact *
desk_contact_new_caller (DeskProfile *profile);

/** Feed an event: DESK_FEED (contact, TURN, .place = P2PID_PLACE_FIRST). */
#define DESK_FEED(contact, name, ...)                                          \
  desk_contact_take_event (contact,                                            \
                           &(p2pid_event){ .kind = P2PID_EVENT_##name,         \
                                           .time = 1764000000,                 \
                                           __VA_ARGS__ })

#endif
