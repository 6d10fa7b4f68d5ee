/* The user's own identity key and binding. */

#include "store/store.h"
#include "crypto/key.h"

#define ID 1

static const p2pid_field_place key_place = { "profile", "key", ID, NULL };
static const p2pid_field_place binding_place = { "profile", "binding", ID,
                                                 NULL };

static bool
belong_together (const p2pid_key *key, const p2pid_binding *binding)
{
  p2pid_public_key named;

  return p2pid_binding_key (binding, &named) == P2PID_OK &&
         memcmp (&named, p2pid_key_public (key), sizeof named) == 0;
}

static p2pid_err
write_profile (p2pid_store *store, p2pid_bytes key, p2pid_bytes binding)
{
  sqlite3_stmt *statement = NULL;
  p2pid_err err = p2pid_sql_begin (store->db);

  if (err != P2PID_OK)
    return err;
  err = p2pid_sql_prepare (
      store->db,
      "INSERT OR REPLACE INTO profile (id, key, binding) VALUES (1, ?1, ?2)",
      &statement);

  if (err == P2PID_OK) {
    p2pid_sql_bind (statement, 1, key);
    p2pid_sql_bind (statement, 2, binding);
    err = p2pid_sql_done (statement);
  }
  sqlite3_finalize (statement);
  return p2pid_sql_end (store->db, err);
}

p2pid_err
p2pid_store_set_profile (p2pid_store *store,
                         const p2pid_key *key,
                         const p2pid_binding *binding)
{
  const p2pid_bytes seed = { p2pid_key_seed (key), P2PID_KEY_SEED_SIZE };
  p2pid_buffer *text = NULL;
  p2pid_buffer *sealed_key = NULL;
  p2pid_buffer *sealed_binding = NULL;
  p2pid_err err;

  if (!belong_together (key, binding))
    return P2PID_ERR_ARGUMENT;
  err = p2pid_binding_print (binding, &text);
  if (err == P2PID_OK)
    err = p2pid_field_seal (&store->keys, &key_place, seed, &sealed_key);
  if (err == P2PID_OK)
    err = p2pid_field_seal (&store->keys, &binding_place,
                            p2pid_buffer_bytes (text), &sealed_binding);
  if (err == P2PID_OK)
    err = write_profile (store, p2pid_buffer_bytes (sealed_key),
                         p2pid_buffer_bytes (sealed_binding));
  if (err == P2PID_OK)
    p2pid_store_empty_log (store);
  p2pid_buffer_free (text);
  p2pid_buffer_free (sealed_key);
  p2pid_buffer_free (sealed_binding);
  return err;
}

static p2pid_err
read_key (p2pid_store *store, p2pid_bytes field, p2pid_key **out)
{
  p2pid_buffer *seed = NULL;
  p2pid_err err = p2pid_field_open (&store->keys, &key_place, field, &seed);

  if (err == P2PID_OK)
    err = seed->size == P2PID_KEY_SEED_SIZE
              ? p2pid_key_from_seed (seed->data, out)
              : P2PID_ERR_DAMAGED;
  p2pid_buffer_free (seed);
  return err;
}

static p2pid_err
read_binding (p2pid_store *store, p2pid_bytes field, p2pid_binding **out)
{
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_field_open (&store->keys, &binding_place, field, &text);

  /* What we sealed was a binding; one that cannot be read today was written
   * by a program that knew more. */
  if (err == P2PID_OK) {
    err = p2pid_binding_parse (p2pid_buffer_bytes (text), out);
    if (err != P2PID_OK && err != P2PID_ERR_MEMORY)
      err = P2PID_ERR_NEWER;
  }
  p2pid_buffer_free (text);
  return err;
}

p2pid_err
p2pid_store_get_profile (p2pid_store *store,
                         p2pid_key **out_key,
                         p2pid_binding **out_binding)
{
  sqlite3_stmt *statement = NULL;
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;
  p2pid_err err = p2pid_sql_prepare (
      store->db, "SELECT key, binding FROM profile WHERE id = 1", &statement);

  if (err == P2PID_OK)
    err = p2pid_sql_row (statement);
  if (err == P2PID_OK)
    err = read_key (store, p2pid_sql_bytes (statement, 0), &key);
  if (err == P2PID_OK)
    err = read_binding (store, p2pid_sql_bytes (statement, 1), &binding);
  if (err == P2PID_OK && !belong_together (key, binding))
    err = P2PID_ERR_DAMAGED;
  if (err != P2PID_OK)
    goto out;

  *out_key = key;
  *out_binding = binding;
  key = NULL; /* the caller's now */
  binding = NULL;

out:
  sqlite3_finalize (statement);
  p2pid_key_free (key);
  p2pid_binding_free (binding);
  return err;
}

p2pid_err
p2pid_store_remove_profile (p2pid_store *store)
{
  return p2pid_store_remove_row (store, "DELETE FROM profile WHERE id = ?1",
                                 ID);
}
