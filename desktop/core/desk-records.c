/* Contacts of the past and the people met, as lists that follow the store. */

#include "core/desk-records.h"

#include "core/desk-errors.h"

struct _DeskRecords {
  GObject parent_instance;

  DeskVault *vault; /* NULL while the user's data is shut */
  GListStore *history;
  GListStore *people;
};

G_DEFINE_FINAL_TYPE (DeskRecords, desk_records, G_TYPE_OBJECT)

enum { FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* One change, and both lists read again after it: all in one turn with the
 * store, so the lists never show half of it. */
typedef struct {
  DeskVaultFunc change; /* or NULL */

  /* What the change is about. */
  int64_t id;
  char *note;
  DeskHistoryEntry *entry;
  GBytes *receipt;

  /* What was read: all that could be, when some of it is damaged. */
  gboolean read;
  GPtrArray *history;
  GPtrArray *people;
} Change;

static Change *
change_new (DeskVaultFunc func, int64_t id)
{
  Change *change = g_new0 (Change, 1);

  change->change = func;
  change->id = id;
  change->history = g_ptr_array_new_with_free_func (g_object_unref);
  change->people = g_ptr_array_new_with_free_func (g_object_unref);
  return change;
}

static void
change_free (gpointer data)
{
  Change *change = data;

  g_free (change->note);
  g_clear_object (&change->entry);
  g_clear_pointer (&change->receipt, g_bytes_unref);
  g_ptr_array_unref (change->history);
  g_ptr_array_unref (change->people);
  g_free (change);
}

static bool
each_history_cb (const p2pid_history_entry *entry, void *user_data)
{
  g_ptr_array_add (user_data, desk_history_entry_new (entry));
  return true;
}

static bool
each_person_cb (const p2pid_person *person, void *user_data)
{
  g_ptr_array_add (user_data, desk_person_new (person));
  return true;
}

/* On the vault's thread. */
static p2pid_err
change_and_read (p2pid_store *store, gpointer data)
{
  Change *change = data;
  p2pid_err err = P2PID_OK;
  p2pid_err people;

  if (change->change != NULL)
    err = change->change (store, change);
  if (err != P2PID_OK)
    return err;

  err = p2pid_store_each_history (store, each_history_cb, change->history);
  people = p2pid_store_each_person (store, each_person_cb, change->people);
  change->read = TRUE;
  if (err == P2PID_OK)
    err = people;
  return err;
}

static void
fill (GListStore *list, GPtrArray *items)
{
  g_list_store_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)),
                       items->pdata, items->len);
}

static void
changed_cb (GObject *vault, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskRecords) self = user_data; /* held since run () */
  g_autoptr (GError) error = NULL;
  Change *change = desk_vault_get_data (result);

  if (!desk_vault_run_finish (DESK_VAULT (vault), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  if (change->read) {
    fill (self->history, change->history);
    fill (self->people, change->people);
  }
}

static void
run (DeskRecords *self, Change *change)
{
  if (self->vault == NULL) {
    change_free (change);
    return;
  }
  desk_vault_run_async (self->vault, change_and_read, change, change_free,
                        changed_cb, g_object_ref (self));
}

/* The changes, each on the vault's thread. */

static p2pid_err
put_person (p2pid_store *store, const p2pid_history_entry *entry)
{
  p2pid_person person = { .key = entry->key,
                          .name = entry->name,
                          .issuer = entry->issuer,
                          .test = entry->test,
                          .first_met = entry->time,
                          .last_met = entry->time };

  return p2pid_store_put_person (store, &person);
}

static p2pid_err
add (p2pid_store *store, gpointer data)
{
  Change *change = data;
  const p2pid_history_entry *entry = desk_history_entry_get (change->entry);
  p2pid_bytes receipt = { NULL, 0 };
  p2pid_err err;
  int64_t id;

  if (change->receipt != NULL)
    receipt.data = g_bytes_get_data (change->receipt, &receipt.size);
  err = p2pid_store_add_history (store, entry, receipt, &id);
  if (err == P2PID_OK && entry->outcome == P2PID_OUTCOME_IDENTIFIED)
    err = put_person (store, entry);
  return err;
}

static p2pid_err
remove_entry (p2pid_store *store, gpointer data)
{
  return p2pid_store_remove_history (store, ((Change *) data)->id);
}

static p2pid_err
set_note (p2pid_store *store, gpointer data)
{
  Change *change = data;

  return p2pid_store_set_note (store, change->id, change->note);
}

static p2pid_err
remove_person (p2pid_store *store, gpointer data)
{
  return p2pid_store_remove_person (store, ((Change *) data)->id);
}

typedef struct {
  int64_t id;
  p2pid_buffer *receipt;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  p2pid_buffer_free (reading->receipt);
  g_free (reading);
}

static p2pid_err
read_receipt (p2pid_store *store, gpointer data)
{
  Reading *reading = data;

  return p2pid_store_get_receipt (store, reading->id, &reading->receipt);
}

static void
receipt_read_cb (GObject *vault, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = desk_vault_get_data (result);
  GError *error = NULL;

  if (desk_vault_run_finish (DESK_VAULT (vault), result, &error))
    g_task_return_pointer (
        task, g_bytes_new (reading->receipt->data, reading->receipt->size),
        (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
desk_records_dispose (GObject *object)
{
  DeskRecords *self = DESK_RECORDS (object);

  g_clear_object (&self->vault);
  g_clear_object (&self->history);
  g_clear_object (&self->people);
  G_OBJECT_CLASS (desk_records_parent_class)->dispose (object);
}

static void
desk_records_class_init (DeskRecordsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = desk_records_dispose;

  /* A change could not be written; its argument says why. */
  signals[FAILED] =
      g_signal_new ("failed", DESK_TYPE_RECORDS, G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
desk_records_init (DeskRecords *self)
{
  self->history = g_list_store_new (DESK_TYPE_HISTORY_ENTRY);
  self->people = g_list_store_new (DESK_TYPE_PERSON);
}

DeskRecords *
desk_records_new (void)
{
  return g_object_new (DESK_TYPE_RECORDS, NULL);
}

void
desk_records_set_vault (DeskRecords *self, DeskVault *vault)
{
  g_set_object (&self->vault, vault);
  run (self, change_new (NULL, 0));
}

GListModel *
desk_records_get_history (DeskRecords *self)
{
  return G_LIST_MODEL (self->history);
}

GListModel *
desk_records_get_people (DeskRecords *self)
{
  return G_LIST_MODEL (self->people);
}

DeskPerson *
desk_records_find_person (DeskRecords *self, const p2pid_public_key *key)
{
  GListModel *people = G_LIST_MODEL (self->people);

  for (guint i = 0; i < g_list_model_get_n_items (people); i++) {
    g_autoptr (DeskPerson) person = g_list_model_get_item (people, i);

    if (memcmp (&desk_person_get (person)->key, key, sizeof *key) == 0)
      return person; /* the list holds it */
  }
  return NULL;
}

void
desk_records_add (DeskRecords *self,
                  const p2pid_history_entry *entry,
                  GBytes *receipt)
{
  Change *change = change_new (add, 0);

  change->entry = desk_history_entry_new (entry);
  change->receipt = receipt != NULL ? g_bytes_ref (receipt) : NULL;
  run (self, change);
}

void
desk_records_remove_entry (DeskRecords *self, int64_t id)
{
  run (self, change_new (remove_entry, id));
}

void
desk_records_set_note (DeskRecords *self, int64_t id, const char *note)
{
  Change *change = change_new (set_note, id);

  change->note = g_strdup (note);
  run (self, change);
}

void
desk_records_remove_person (DeskRecords *self, int64_t id)
{
  run (self, change_new (remove_person, id));
}

void
desk_records_get_receipt_async (DeskRecords *self,
                                int64_t id,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Reading *reading;

  g_task_set_source_tag (task, desk_records_get_receipt_async);
  if (self->vault == NULL) {
    g_task_return_error (task, desk_error_new (P2PID_ERR_NOT_FOUND));
    g_object_unref (task);
    return;
  }
  reading = g_new0 (Reading, 1);
  reading->id = id;
  desk_vault_run_async (self->vault, read_receipt, reading, reading_free,
                        receipt_read_cb, task);
}

GBytes *
desk_records_get_receipt_finish (DeskRecords *self,
                                 GAsyncResult *result,
                                 GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
