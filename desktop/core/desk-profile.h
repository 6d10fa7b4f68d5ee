/*
 * The user on this computer: own data, own identity, preferences, and what is
 * remembered.
 *
 * Nobody needs any of it to check somebody else: until the data is open there
 * is simply no identity to show, and nothing is remembered.
 */

#pragma once

#include "core/desk-identity.h"
#include "core/desk-records.h"
#include "core/desk-states.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define DESK_TYPE_PROFILE (desk_profile_get_type ())

G_DECLARE_FINAL_TYPE (DeskProfile, desk_profile, DESK, PROFILE, GObject)

/** How long a TEST identity holds, in seconds. */
#define DESK_TEST_LIFETIME (INT64_C (180) * 24 * 60 * 60)

/**
 * A profile whose data is shut.
 *
 * @param folder    where the data lies; made when it is opened. The command
 *                  line, p2pid, keeps its own in the same files
 * @param key_file  a file with the sealing key instead of the keyring, or NULL
 * @param settings  the preferences
 */
DeskProfile *
desk_profile_new (const char *folder,
                  const char *key_file,
                  GSettings *settings);

/** Open the data; "state" tells how that went. */
void
desk_profile_open (DeskProfile *self);

/** Open data that is sealed with a passphrase, or seal new data with it. */
void
desk_profile_unlock (DeskProfile *self, const char *passphrase);

DeskProfileState
desk_profile_get_state (DeskProfile *self);

/** Why the data is not open, as a sentence; NULL when there is nothing to
 *  say. */
const char *
desk_profile_get_problem (DeskProfile *self);

/** One's own identity; NULL for none. */
DeskIdentity *
desk_profile_get_identity (DeskProfile *self);

/** Why an identity that is there cannot be used: P2PID_ERR_EXPIRED, …;
 *  P2PID_OK when it can, or when there is none. */
p2pid_err
desk_profile_get_identity_error (DeskProfile *self);

GSettings *
desk_profile_get_settings (DeskProfile *self);

DeskRecords *
desk_profile_get_records (DeskProfile *self);

/** Where the data lies; borrowed. */
const char *
desk_profile_get_folder (DeskProfile *self);

/** Use @p relay whatever the preferences say. */
void
desk_profile_override_relay (DeskProfile *self, const char *relay);

/** The relay's origin; borrowed, valid until it changes. */
const char *
desk_profile_get_relay (DeskProfile *self);

gboolean
desk_profile_allows_test (DeskProfile *self);

/** The facts that are shown unless one says otherwise. */
p2pid_facts
desk_profile_get_shown_facts (DeskProfile *self);

void
desk_profile_set_shown_facts (DeskProfile *self, p2pid_facts facts);

/** Anchors of this computer, as of now: those of anchors.json in the folder,
 *  and the TEST issuer where that is allowed. For p2pid_anchors_free(). */
p2pid_anchors *
desk_profile_new_anchors (DeskProfile *self);

/**
 * Make a new key and bind it to a TEST identity, in place of an earlier one.
 * DESK_ERROR; P2PID_ERR_STATE while the data is shut, P2PID_ERR_TEST_REFUSED
 * where TEST is not allowed.
 */
void
desk_profile_enrol_test_async (DeskProfile *self,
                               const p2pid_test_person *person,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

gboolean
desk_profile_enrol_test_finish (DeskProfile *self,
                                GAsyncResult *result,
                                GError **error);

/**
 * Keep an identity that was got from an eID, in place of an earlier one.
 * DESK_ERROR; P2PID_ERR_STATE while the data is shut, and all of
 * p2pid_binding_verify().
 *
 * @param key      taken over
 * @param binding  taken over
 */
void
desk_profile_set_identity_async (DeskProfile *self,
                                 p2pid_key *key,
                                 p2pid_binding *binding,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

gboolean
desk_profile_set_identity_finish (DeskProfile *self,
                                  GAsyncResult *result,
                                  GError **error);

/** Forget one's own identity. */
void
desk_profile_remove_identity_async (DeskProfile *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

gboolean
desk_profile_remove_identity_finish (DeskProfile *self,
                                     GAsyncResult *result,
                                     GError **error);

/** Remember a contact and its receipt (or NULL). */
void
desk_profile_remember (DeskProfile *self,
                       const p2pid_history_entry *entry,
                       GBytes *receipt);

G_END_DECLS
