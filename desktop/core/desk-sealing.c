/* The key that seals the user's data. */

#include "core/desk-sealing.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>
#include <string.h>

/** Hex digits of a key. */
#define KEY_DIGITS (2 * sizeof ((p2pid_store_key *) NULL)->bytes)

static const SecretSchema schema = {
  .name = "org.p2pid.Desktop",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = { { "folder", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

static void
print_key (const p2pid_store_key *key, char out[KEY_DIGITS + 1])
{
  for (size_t i = 0; i < sizeof key->bytes; i++)
    g_snprintf (out + 2 * i, 3, "%02x", key->bytes[i]);
}

/* Exactly KEY_DIGITS hex digits; one line end behind them is fine. */
static gboolean
parse_key (const char *text, p2pid_store_key *out_key)
{
  p2pid_store_key key;
  gboolean good = strcspn (text, "\n") == KEY_DIGITS &&
                  text[KEY_DIGITS + strspn (text + KEY_DIGITS, "\n")] == '\0';

  for (size_t i = 0; good && i < sizeof key.bytes; i++) {
    int high = g_ascii_xdigit_value (text[2 * i]);
    int low = g_ascii_xdigit_value (text[2 * i + 1]);

    good = high >= 0 && low >= 0;
    key.bytes[i] = (uint8_t) ((unsigned) high << 4 | (unsigned) low);
  }
  if (good)
    *out_key = key;
  explicit_bzero (&key, sizeof key);
  return good;
}

void
desk_sealing_lookup_async (const char *folder,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  secret_password_lookup (&schema, NULL, callback, user_data, "folder", folder,
                          NULL);
}

gboolean
desk_sealing_lookup_finish (GAsyncResult *result,
                            gboolean *out_found,
                            p2pid_store_key *out_key,
                            GError **error)
{
  g_autoptr (GError) problem = NULL;
  char *text = secret_password_lookup_nonpageable_finish (result, &problem);

  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  *out_found = text != NULL && parse_key (text, out_key);
  secret_password_free (text);
  return TRUE;
}

void
desk_sealing_keep_async (const char *folder,
                         const p2pid_store_key *key,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autofree char *label = NULL;
  char text[KEY_DIGITS + 1];

  /* Translators: the name of an entry in the keyring; %s is a folder. */
  label = g_strdup_printf (_ ("P2P ID: your data in %s"), folder);
  print_key (key, text);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, text, NULL,
                         callback, user_data, "folder", folder, NULL);
  explicit_bzero (text, sizeof text);
}

gboolean
desk_sealing_keep_finish (GAsyncResult *result, GError **error)
{
  return secret_password_store_finish (result, error);
}
