/*
 * The key that seals the user's data, in the desktop's keyring.
 */

#pragma once

#include <gio/gio.h>
#include <p2pid/store.h>

G_BEGIN_DECLS

/**
 * Look in the keyring for the key of the data in @p folder.
 */
void
desk_sealing_lookup_async (const char *folder,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * @return whether the keyring answered. Without a key in it *out_found is
 *         FALSE; an @p error means that there is no keyring or that it stayed
 *         shut
 */
gboolean
desk_sealing_lookup_finish (GAsyncResult *result,
                            gboolean *out_found,
                            p2pid_store_key *out_key,
                            GError **error);

/** Keep @p key in the keyring for the data in @p folder. */
void
desk_sealing_keep_async (const char *folder,
                         const p2pid_store_key *key,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

gboolean
desk_sealing_keep_finish (GAsyncResult *result, GError **error);

G_END_DECLS
