/* The store on its own threads. */

#include "core/desk-vault.h"

#include "core/desk-errors.h"

#include <string.h>

struct _DeskVault {
  GObject parent_instance;

  GMutex lock; /* a store knows one thread at a time */
  p2pid_store *store;
};

G_DEFINE_FINAL_TYPE (DeskVault, desk_vault, G_TYPE_OBJECT)

typedef struct {
  char *path;
  char *passphrase;
  p2pid_store_key key;
} Opening;

typedef struct {
  DeskVaultFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Work;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  if (opening->passphrase != NULL)
    explicit_bzero (opening->passphrase, strlen (opening->passphrase));
  explicit_bzero (&opening->key, sizeof opening->key);
  g_free (opening->passphrase);
  g_free (opening->path);
  g_free (opening);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work->destroy != NULL)
    work->destroy (work->data);
  g_free (work);
}

static void
open_worker (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  Opening *opening = data;
  DeskVault *vault;
  p2pid_store *store = NULL;
  p2pid_err err = P2PID_OK;

  if (opening->passphrase != NULL)
    err = p2pid_store_key_from_passphrase (opening->path, opening->passphrase,
                                           &opening->key);
  if (err == P2PID_OK)
    err = p2pid_store_open (opening->path, &opening->key, &store);
  if (err != P2PID_OK) {
    g_task_return_error (task, desk_error_new (err));
    return;
  }

  vault = g_object_new (DESK_TYPE_VAULT, NULL);
  vault->store = store;
  g_task_return_pointer (task, vault, g_object_unref);
}

static void
run_worker (GTask *task,
            gpointer source,
            gpointer data,
            GCancellable *cancellable)
{
  DeskVault *self = source;
  Work *work = data;
  p2pid_err err;

  g_mutex_lock (&self->lock);
  err = work->func (self->store, work->data);
  g_mutex_unlock (&self->lock);

  if (err == P2PID_OK)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, desk_error_new (err));
}

static void
desk_vault_finalize (GObject *object)
{
  DeskVault *self = DESK_VAULT (object);

  p2pid_store_close (self->store);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (desk_vault_parent_class)->finalize (object);
}

static void
desk_vault_class_init (DeskVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_vault_finalize;
}

static void
desk_vault_init (DeskVault *self)
{
  g_mutex_init (&self->lock);
}

void
desk_vault_open_async (const char *path,
                       const p2pid_store_key *key,
                       const char *passphrase,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->path = g_strdup (path);
  opening->passphrase = g_strdup (passphrase);
  if (key != NULL)
    opening->key = *key;
  g_task_set_source_tag (task, desk_vault_open_async);
  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, open_worker);
}

DeskVault *
desk_vault_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
desk_vault_run_async (DeskVault *self,
                      DeskVaultFunc func,
                      gpointer data,
                      GDestroyNotify destroy,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Work *work = g_new (Work, 1);

  *work = (Work){ func, data, destroy };
  g_task_set_source_tag (task, desk_vault_run_async);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, run_worker);
}

gboolean
desk_vault_run_finish (DeskVault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gpointer
desk_vault_get_data (GAsyncResult *result)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  return work->data;
}
