/*
 * The inside of a store: its database, its keys, and sealed fields.
 *
 *   field = nonce[24] | ciphertext[n] | tag[16]        XChaCha20-Poly1305
 *
 * Everything personal lies in such a field. Its place (table, column, row)
 * and the row's plain values are authenticated with it, so that no field
 * opens in another place, and no plain value changes unseen.
 */

#ifndef P2PID_STORE_STORE_H
#define P2PID_STORE_STORE_H

#include "p2pid/store.h"
#include "store/sql.h"

/** What the file is, for file(1) and for us: "p2id". */
#define P2PID_STORE_APPLICATION_ID 0x70326964

/** The schema that this program writes, and the newest that it reads. */
#define P2PID_STORE_VERSION 1

/** Largest text of an entry, all of it together, and largest receipt. */
#define P2PID_STORE_PERSONAL_MAX (64 * 1024)
#define P2PID_STORE_RECEIPT_MAX (384 * 1024) /* as P2PID_RECEIPT_MAX */

/** Bytes that a sealed field has beside what is sealed in it. */
#define P2PID_SEAL_OVERHEAD (24 + 16)

/** Keys that come from the caller's, each for one use. */
typedef struct {
  uint8_t seal[32];  /**< seals fields */
  uint8_t who[32];   /**< hashes keys of people, to find them again */
  uint8_t check[32]; /**< lies in the file; tells a wrong key from damage */
} p2pid_store_keys;

/** In secret memory. */
struct p2pid_store {
  sqlite3 *db;
  p2pid_store_keys keys;
};

/** Where a field lies. The values are the row's plain ones, in text form. */
typedef struct {
  const char *table;
  const char *column;
  int64_t id;
  const char *values; /**< or NULL for none */
} p2pid_field_place;

/** Derive all keys from the caller's. */
void
p2pid_store_keys_derive (const p2pid_store_key *key, p2pid_store_keys *out);

/** Seal @p plain for its place; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_field_seal (const p2pid_store_keys *keys,
                  const p2pid_field_place *place,
                  p2pid_bytes plain,
                  p2pid_buffer **out_field);

/** Open a field; P2PID_ERR_DAMAGED when it is not what was sealed for this
 *  place; P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_field_open (const p2pid_store_keys *keys,
                  const p2pid_field_place *place,
                  p2pid_bytes field,
                  p2pid_buffer **out_plain);

/** A text as a field of a list in a sealed field: with its NUL, so that it can
 *  be used where it lies; NULL counts as "". */
p2pid_bytes
p2pid_row_text (const char *text);

/** Take a text or a key off the front of @p list, borrowed;
 *  P2PID_ERR_DAMAGED. */
P2PID_MUST_CHECK p2pid_err
p2pid_row_take_text (p2pid_bytes *list, const char **out_text);
P2PID_MUST_CHECK p2pid_err
p2pid_row_take_key (p2pid_bytes *list, p2pid_public_key *out_key);

/** Told one row after the other; false in @p more for no more. */
typedef p2pid_err (*p2pid_row_cb) (p2pid_store *store,
                                   sqlite3_stmt *row,
                                   const void *context,
                                   bool *more);

/** Tell @p callback all rows that @p sql selects. Rows that are damaged are
 *  left out, and P2PID_ERR_DAMAGED comes at the end. */
P2PID_MUST_CHECK p2pid_err
p2pid_row_each (p2pid_store *store,
                const char *sql,
                p2pid_row_cb callback,
                const void *context);

/** The id that the next new row of @p table gets; never one that was used
 *  before. Within a transaction. */
P2PID_MUST_CHECK p2pid_err
p2pid_store_next_id (p2pid_store *store, const char *table, int64_t *out_id);

/** Remove the row with @p id by @p sql, a DELETE, and empty the log;
 *  P2PID_ERR_NOT_FOUND. */
P2PID_MUST_CHECK p2pid_err
p2pid_store_remove_row (p2pid_store *store, const char *sql, int64_t id);

/** What was removed or replaced lives on in SQLite's write-ahead log until
 *  that is emptied: do so. */
void
p2pid_store_empty_log (p2pid_store *store);

#endif
