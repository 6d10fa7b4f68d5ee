/*
 * The store on its own threads: one function after the other, each with the
 * store to itself, never on the thread that draws.
 */

#pragma once

#include <gio/gio.h>
#include <p2pid/store.h>

G_BEGIN_DECLS

#define DESK_TYPE_VAULT (desk_vault_get_type ())

G_DECLARE_FINAL_TYPE (DeskVault, desk_vault, DESK, VAULT, GObject)

/** Work on the store; on another thread than the caller's. */
typedef p2pid_err (*DeskVaultFunc) (p2pid_store *store, gpointer data);

/**
 * Open or make the store at @p path.
 *
 * @param key         the sealing key; copied, the copy wiped when used
 * @param passphrase  the passphrase that the key is to be made from, or NULL
 *
 * Exactly one of @p key and @p passphrase is given.
 */
void
desk_vault_open_async (const char *path,
                       const p2pid_store_key *key,
                       const char *passphrase,
                       GAsyncReadyCallback callback,
                       gpointer user_data);

/** The open vault; DESK_ERROR with the library's error. */
DeskVault *
desk_vault_open_finish (GAsyncResult *result, GError **error);

/**
 * Run @p func with the store.
 *
 * @param data  handed to @p func; freed by @p destroy after the callback
 */
void
desk_vault_run_async (DeskVault *self,
                      DeskVaultFunc func,
                      gpointer data,
                      GDestroyNotify destroy,
                      GAsyncReadyCallback callback,
                      gpointer user_data);

/** Whether @p func returned P2PID_OK; DESK_ERROR with its error. */
gboolean
desk_vault_run_finish (DeskVault *self, GAsyncResult *result, GError **error);

/** The @p data that a result belongs to. */
gpointer
desk_vault_get_data (GAsyncResult *result);

G_END_DECLS
