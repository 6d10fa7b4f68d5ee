/* The user on this computer. */

#include "core/desk-profile.h"

#include "core/desk-enums.h"
#include "core/desk-errors.h"
#include "core/desk-sealing.h"
#include "core/desk-vault.h"

#include <glib/gi18n.h>
#include <string.h>

struct _DeskProfile {
  GObject parent_instance;

  char *folder;
  char *path;     /* the store's file */
  char *key_file; /* or NULL: the keyring */
  GSettings *settings;
  DeskRecords *records;
  GBytes *anchors;         /* the user's file of them, or NULL */
  gboolean anchors_unread; /* there is one, and it cannot be read */
  p2pid_err anchors_err;

  DeskProfileState state;
  char *problem;
  DeskVault *vault; /* NULL until open */
  DeskIdentity *identity;
  p2pid_err identity_err;

  char *relay;
  gboolean relay_fixed;  /* the command line's, not the preferences' */
  p2pid_store_key fresh; /* a new key on its way into the keyring */
};

G_DEFINE_FINAL_TYPE (DeskProfile, desk_profile, G_TYPE_OBJECT)

enum { PROP_STATE = 1, PROP_PROBLEM, PROP_IDENTITY, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
set_state (DeskProfile *self, DeskProfileState state, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_identity (DeskProfile *self, DeskIdentity *identity, p2pid_err err)
{
  g_set_object (&self->identity, identity);
  self->identity_err = err;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDENTITY]);
}

static int64_t
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* One's own identity out of the store: read, verified like anybody else's, so
 * that what is out of date or not allowed here is not offered. */

typedef struct {
  p2pid_anchors *anchors;
  p2pid_key *key;
  p2pid_binding *binding;
  p2pid_identity *identity;
  p2pid_err err; /* of the verification */
} OwnData;

static void
own_data_free (gpointer data)
{
  OwnData *own = data;

  p2pid_anchors_free (own->anchors);
  p2pid_key_free (own->key);
  p2pid_binding_free (own->binding);
  p2pid_identity_free (own->identity);
  g_free (own);
}

static p2pid_err
read_own (p2pid_store *store, gpointer data)
{
  OwnData *own = data;
  p2pid_err err = p2pid_store_get_profile (store, &own->key, &own->binding);

  if (err == P2PID_ERR_NOT_FOUND)
    return P2PID_OK;
  if (err == P2PID_OK)
    own->err = p2pid_binding_verify_own (own->binding, own->anchors, now (),
                                         &own->identity);
  return err;
}

static p2pid_err
write_own (p2pid_store *store, gpointer data)
{
  OwnData *own = data;

  return p2pid_store_set_profile (store, own->key, own->binding);
}

static p2pid_err
remove_own (p2pid_store *store, gpointer data)
{
  return p2pid_store_remove_profile (store);
}

/* Take what was read or written. */
static void
adopt (DeskProfile *self, OwnData *own)
{
  g_autoptr (DeskIdentity) identity = NULL;

  if (own->identity != NULL)
    identity = desk_identity_new (g_steal_pointer (&own->key),
                                  g_steal_pointer (&own->binding),
                                  g_steal_pointer (&own->identity));
  set_identity (self, identity, own->err);
}

static const char *
anchors_problem (DeskProfile *self)
{
  if (self->anchors_unread)
    return _ ("The list of those who issue identities could not be read, so "
              "their identities cannot be checked here.");
  if (self->anchors_err != P2PID_OK)
    return _ ("The list of those who issue identities is damaged, so their "
              "identities cannot be checked here.");
  return NULL;
}

static void
own_read_cb (GObject *vault, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskProfile) self = user_data; /* held since read_identity () */
  g_autoptr (GError) error = NULL;

  if (!desk_vault_run_finish (DESK_VAULT (vault), result, &error)) {
    set_state (self, DESK_PROFILE_FAILED, error->message);
    return;
  }
  adopt (self, desk_vault_get_data (result));
  if (self->state != DESK_PROFILE_OPEN)
    set_state (self, DESK_PROFILE_OPEN, anchors_problem (self));
}

static void
read_identity (DeskProfile *self)
{
  OwnData *own = g_new0 (OwnData, 1);

  own->anchors = desk_profile_new_anchors (self);
  desk_vault_run_async (self->vault, read_own, own, own_data_free, own_read_cb,
                        g_object_ref (self));
}

/* A wrong passphrase may be tried again; everything else cannot be mended
 * from here. */
static void
opening_failed (DeskProfile *self, const GError *error)
{
  g_autofree char *salt = g_strconcat (self->path, ".salt", NULL);

  if (desk_error_code (error) == P2PID_ERR_KEY &&
      g_file_test (salt, G_FILE_TEST_EXISTS))
    set_state (self, DESK_PROFILE_PASSPHRASE, error->message);
  else if (desk_error_code (error) == P2PID_ERR_KEY)
    set_state (self, DESK_PROFILE_FAILED,
               _ ("Your data was locked with another key than the one that "
                  "this computer keeps. Nothing in it was changed."));
  else
    set_state (self, DESK_PROFILE_FAILED, error->message);
}

static void
vault_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskProfile) self = user_data; /* held since open_vault () */
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskVault) vault = desk_vault_open_finish (result, &error);

  if (vault == NULL) {
    opening_failed (self, error);
    return;
  }
  g_set_object (&self->vault, vault);
  desk_records_set_vault (self->records, vault);
  read_identity (self);
}

static void
open_vault (DeskProfile *self,
            const p2pid_store_key *key,
            const char *passphrase)
{
  desk_vault_open_async (self->path, key, passphrase, vault_opened_cb,
                         g_object_ref (self));
}

static void
key_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskProfile) self = user_data; /* held since key_looked_up_cb () */
  g_autoptr (GError) error = NULL;

  /* No data is sealed with a key that is kept nowhere. */
  if (desk_sealing_keep_finish (result, &error))
    open_vault (self, &self->fresh, NULL);
  else
    set_state (self, DESK_PROFILE_NEW_PASSPHRASE,
               _ ("The keyring of this computer did not take the key."));
  explicit_bzero (&self->fresh, sizeof self->fresh);
}

static void
key_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DeskProfile) self =
      user_data; /* held since desk_profile_open () */
  g_autoptr (GError) error = NULL;
  gboolean exists = g_file_test (self->path, G_FILE_TEST_EXISTS);
  gboolean found = FALSE;
  p2pid_store_key key;

  if (!desk_sealing_lookup_finish (result, &found, &key, &error)) {
    set_state (self,
               exists ? DESK_PROFILE_KEYRING : DESK_PROFILE_NEW_PASSPHRASE,
               _ ("This computer has no keyring that could be opened."));
  } else if (found) {
    open_vault (self, &key, NULL);
  } else if (exists) {
    set_state (self, DESK_PROFILE_FAILED,
               _ ("The key to your data is not in the keyring any more. "
                  "Nothing in your data was changed."));
  } else {
    p2pid_store_key_new (&self->fresh);
    desk_sealing_keep_async (self->folder, &self->fresh, key_kept_cb,
                             g_object_ref (self));
  }
  explicit_bzero (&key, sizeof key);
}

static void
open_with_key_file (DeskProfile *self)
{
  p2pid_store_key key;
  p2pid_err err = p2pid_store_key_from_file (self->path, self->key_file, &key);

  if (err == P2PID_OK)
    open_vault (self, &key, NULL);
  else
    set_state (self, DESK_PROFILE_FAILED, desk_error_key_file_line (err));
  explicit_bzero (&key, sizeof key);
}

static void
settings_changed_cb (DeskProfile *self, const char *key)
{
  if (g_str_equal (key, "relay") && !self->relay_fixed) {
    g_free (self->relay);
    self->relay = g_settings_get_string (self->settings, "relay");
  }
  /* A TEST identity comes and goes with the permission for it. */
  if (g_str_equal (key, "allow-test") && self->state == DESK_PROFILE_OPEN)
    read_identity (self);
}

static void
desk_profile_get_property (GObject *object,
                           guint id,
                           GValue *value,
                           GParamSpec *pspec)
{
  DeskProfile *self = DESK_PROFILE (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  case PROP_IDENTITY:
    g_value_set_object (value, self->identity);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
desk_profile_dispose (GObject *object)
{
  DeskProfile *self = DESK_PROFILE (object);

  g_clear_object (&self->vault);
  g_clear_object (&self->records);
  g_clear_object (&self->identity);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (desk_profile_parent_class)->dispose (object);
}

static void
desk_profile_finalize (GObject *object)
{
  DeskProfile *self = DESK_PROFILE (object);

  g_clear_pointer (&self->anchors, g_bytes_unref);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->key_file);
  g_free (self->problem);
  g_free (self->relay);
  G_OBJECT_CLASS (desk_profile_parent_class)->finalize (object);
}

static void
desk_profile_class_init (DeskProfileClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_profile_dispose;
  object_class->finalize = desk_profile_finalize;
  object_class->get_property = desk_profile_get_property;

  properties[PROP_STATE] = g_param_spec_enum (
      "state", NULL, NULL, DESK_TYPE_PROFILE_STATE, 0, flags);
  properties[PROP_PROBLEM] =
      g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_IDENTITY] =
      g_param_spec_object ("identity", NULL, NULL, DESK_TYPE_IDENTITY, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_profile_init (DeskProfile *self)
{
  self->records = desk_records_new ();
}

DeskProfile *
desk_profile_new (const char *folder, const char *key_file, GSettings *settings)
{
  DeskProfile *self = g_object_new (DESK_TYPE_PROFILE, NULL);

  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, "store", NULL);
  self->key_file = g_strdup (key_file);
  self->settings = g_object_ref (settings);
  self->relay = g_settings_get_string (settings, "relay");
  g_signal_connect_object (settings, "changed",
                           G_CALLBACK (settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/* A small file, read once. */
static void
read_anchors (DeskProfile *self)
{
  g_autofree char *path = g_build_filename (self->folder, "anchors.json", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  size_t size;

  g_clear_pointer (&self->anchors, g_bytes_unref);
  if (g_file_get_contents (path, &text, &size, &error))
    self->anchors = g_bytes_new_take (text, size);
  self->anchors_unread = error != NULL && !g_error_matches (error, G_FILE_ERROR,
                                                            G_FILE_ERROR_NOENT);
}

void
desk_profile_open (DeskProfile *self)
{
  g_autofree char *salt = g_strconcat (self->path, ".salt", NULL);

  if (self->state == DESK_PROFILE_OPENING || self->state == DESK_PROFILE_OPEN)
    return;
  if (g_mkdir_with_parents (self->folder, 0700) != 0) {
    set_state (self, DESK_PROFILE_FAILED, desk_error_sentence (P2PID_ERR_IO));
    return;
  }
  read_anchors (self);
  if (self->key_file == NULL && g_file_test (salt, G_FILE_TEST_EXISTS)) {
    set_state (self, DESK_PROFILE_PASSPHRASE, NULL);
    return;
  }

  set_state (self, DESK_PROFILE_OPENING, NULL);
  if (self->key_file != NULL)
    open_with_key_file (self);
  else
    desk_sealing_lookup_async (self->folder, key_looked_up_cb,
                               g_object_ref (self));
}

void
desk_profile_unlock (DeskProfile *self, const char *passphrase)
{
  if (self->state != DESK_PROFILE_PASSPHRASE &&
      self->state != DESK_PROFILE_NEW_PASSPHRASE)
    return;
  set_state (self, DESK_PROFILE_OPENING, NULL);
  open_vault (self, NULL, passphrase);
}

DeskProfileState
desk_profile_get_state (DeskProfile *self)
{
  return self->state;
}

const char *
desk_profile_get_problem (DeskProfile *self)
{
  return self->problem;
}

DeskIdentity *
desk_profile_get_identity (DeskProfile *self)
{
  return self->identity;
}

p2pid_err
desk_profile_get_identity_error (DeskProfile *self)
{
  return self->identity_err;
}

GSettings *
desk_profile_get_settings (DeskProfile *self)
{
  return self->settings;
}

DeskRecords *
desk_profile_get_records (DeskProfile *self)
{
  return self->records;
}

const char *
desk_profile_get_folder (DeskProfile *self)
{
  return self->folder;
}

void
desk_profile_override_relay (DeskProfile *self, const char *relay)
{
  g_free (self->relay);
  self->relay = g_strdup (relay);
  self->relay_fixed = TRUE;
}

const char *
desk_profile_get_relay (DeskProfile *self)
{
  return self->relay;
}

gboolean
desk_profile_allows_test (DeskProfile *self)
{
  return g_settings_get_boolean (self->settings, "allow-test");
}

/* The user's anchors, as the command line keeps them. All or none of them can
 * be loaded, so a file that is damaged is told of and left out. */
static p2pid_err
load_anchors (DeskProfile *self, p2pid_anchors *anchors)
{
  p2pid_bytes json;

  if (self->anchors == NULL)
    return P2PID_OK;
  json.data = g_bytes_get_data (self->anchors, &json.size);
  return p2pid_anchors_load (anchors, json);
}

p2pid_facts
desk_profile_get_shown_facts (DeskProfile *self)
{
  return g_settings_get_uint (self->settings, "shown-facts");
}

void
desk_profile_set_shown_facts (DeskProfile *self, p2pid_facts facts)
{
  g_settings_set_uint (self->settings, "shown-facts", facts);
}

p2pid_anchors *
desk_profile_new_anchors (DeskProfile *self)
{
  p2pid_anchors *anchors = NULL;

  if (p2pid_anchors_new (&anchors) != P2PID_OK ||
      p2pid_anchors_allow_test (anchors, desk_profile_allows_test (self)) !=
          P2PID_OK)
    g_error ("no memory left for the anchors");
  self->anchors_err = load_anchors (self, anchors);
  return anchors;
}

/* Enrolment: everything is made before anything is written, so a failure
 * leaves what was there. */
static p2pid_err
make_test_identity (OwnData *own, const p2pid_test_person *person)
{
  p2pid_err err = p2pid_key_new (&own->key);

  if (err == P2PID_OK)
    err = p2pid_binding_issue_test (p2pid_key_public (own->key), person, now (),
                                    DESK_TEST_LIFETIME, &own->binding);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (own->binding, own->anchors, now (),
                                &own->identity);
  return err;
}

static void
own_changed_cb (GObject *vault, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (desk_vault_run_finish (DESK_VAULT (vault), result, &error)) {
    adopt (g_task_get_source_object (task), desk_vault_get_data (result));
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

/* Write what was made, or tell why it was not. */
static void
keep_identity (DeskProfile *self, OwnData *own, p2pid_err err, GTask *task)
{
  if (err == P2PID_OK) {
    desk_vault_run_async (self->vault, write_own, own, own_data_free,
                          own_changed_cb, task);
    return;
  }
  own_data_free (own);
  g_task_return_error (task, desk_error_new (err));
  g_object_unref (task);
}

void
desk_profile_enrol_test_async (DeskProfile *self,
                               const p2pid_test_person *person,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  OwnData *own = g_new0 (OwnData, 1);
  p2pid_err err = P2PID_ERR_STATE;

  g_task_set_source_tag (task, desk_profile_enrol_test_async);
  own->anchors = desk_profile_new_anchors (self);
  if (self->vault != NULL)
    err = make_test_identity (own, person);
  keep_identity (self, own, err, task);
}

gboolean
desk_profile_enrol_test_finish (DeskProfile *self,
                                GAsyncResult *result,
                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
desk_profile_set_identity_async (DeskProfile *self,
                                 p2pid_key *key,
                                 p2pid_binding *binding,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  OwnData *own = g_new0 (OwnData, 1);
  p2pid_err err = P2PID_ERR_STATE;

  g_task_set_source_tag (task, desk_profile_set_identity_async);
  own->anchors = desk_profile_new_anchors (self);
  own->key = key;
  own->binding = binding;
  if (self->vault != NULL && key != NULL && binding != NULL)
    err = p2pid_binding_verify_own (binding, own->anchors, now (),
                                    &own->identity);
  keep_identity (self, own, err, task);
}

gboolean
desk_profile_set_identity_finish (DeskProfile *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
desk_profile_remove_identity_async (DeskProfile *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, desk_profile_remove_identity_async);
  if (self->vault == NULL) {
    g_task_return_error (task, desk_error_new (P2PID_ERR_STATE));
    g_object_unref (task);
    return;
  }
  desk_vault_run_async (self->vault, remove_own, g_new0 (OwnData, 1),
                        own_data_free, own_changed_cb, task);
}

gboolean
desk_profile_remove_identity_finish (DeskProfile *self,
                                     GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
desk_profile_remember (DeskProfile *self,
                       const p2pid_history_entry *entry,
                       GBytes *receipt)
{
  desk_records_add (self->records, entry, receipt);
}
