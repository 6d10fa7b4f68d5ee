/*
 * The store: profile, people met, history and receipts of one user in one
 * SQLite file. Everything personal in it, and the identity key, is sealed
 * (XChaCha20-Poly1305) with a key that the caller gives.
 *
 * Each call is a transaction of its own: after a crash or a full disk the
 * file holds all of it or nothing. One store, one thread at a time.
 */

#ifndef P2PID_STORE_H
#define P2PID_STORE_H

#include "p2pid/account.h"
#include "p2pid/binding.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_store p2pid_store;

/** The sealing key. Wipe it (sodium_memzero) once the store is open. */
typedef struct {
  uint8_t bytes[32];
} p2pid_store_key;

/** A random sealing key. */
P2PID_API void
p2pid_store_key_new (p2pid_store_key *out_key);

/**
 * The sealing key of a passphrase: Argon2id (64 MiB, 3 passes) over it and
 * the salt beside the store (@p path with ".salt" behind it), which is made
 * where it is missing and the store is, too.
 *
 * @return P2PID_ERR_ARGUMENT for an empty passphrase or path;
 *         P2PID_ERR_DAMAGED for a store without its salt; P2PID_ERR_IO,
 *         P2PID_ERR_FULL, P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_key_from_passphrase (const char *path,
                                 const char *passphrase,
                                 p2pid_store_key *out_key);

/**
 * The sealing key in @p file: 64 lower-case hex digits on one line. The file is
 * made where it is missing and the store at @p path is, too; for the user alone
 * (0600), and whole or not at all. It and its name are on the disk then. What
 * is there already is never replaced, and no folder is made.
 *
 * @p file may be a symbolic link, or a pipe. A program that was killed may
 * leave "FILE.new-" with six characters behind, a key that seals nothing.
 *
 * Not checked: whose file it is, and who may replace it in its folder.
 *
 * @return P2PID_ERR_NOT_FOUND for a store without its key file, or no folder to
 *         make one in; P2PID_ERR_STATE for a file that others than its owner
 *         may use; P2PID_ERR_DAMAGED for anything else in it;
 *         P2PID_ERR_ARGUMENT without a path; P2PID_ERR_IO, P2PID_ERR_FULL,
 *         P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_key_from_file (const char *path,
                           const char *file,
                           p2pid_store_key *out_key);

/**
 * Open the store at @p path, or make it (mode 0600, its folder 0700) where
 * there is none.
 *
 * @return P2PID_ERR_KEY not the key it was made with; P2PID_ERR_DAMAGED,
 *         P2PID_ERR_NEWER, P2PID_ERR_LOCKED, P2PID_ERR_IO, P2PID_ERR_FULL:
 *         the file was not touched; P2PID_ERR_ARGUMENT without a path;
 *         P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_open (const char *path,
                  const p2pid_store_key *key,
                  p2pid_store **out_store);

/** Close the file, wipe the key and free; NULL is fine. */
P2PID_API void
p2pid_store_close (p2pid_store *store);

/* The functions below share these results: P2PID_ERR_NOT_FOUND where an entry
 * is asked for that is not there; P2PID_ERR_DAMAGED, P2PID_ERR_IO,
 * P2PID_ERR_FULL, P2PID_ERR_LOCKED, P2PID_ERR_MEMORY; and where texts go in,
 * P2PID_ERR_SIZE past 64 KiB (a receipt: 384 KiB, as P2PID_RECEIPT_MAX).
 *
 * A damaged entry does not hide the others: the p2pid_store_each_… functions
 * tell all that can be read, and return P2PID_ERR_DAMAGED then. */

/** Keep @p key and its @p binding as the user's own, replacing earlier ones.
 *  P2PID_ERR_ARGUMENT when they do not belong together. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_set_profile (p2pid_store *store,
                         const p2pid_key *key,
                         const p2pid_binding *binding);

/** The user's own key and binding, the caller's to free; P2PID_ERR_NEWER for a
 *  binding that only a newer program reads. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_get_profile (p2pid_store *store,
                         p2pid_key **out_key,
                         p2pid_binding **out_binding);

/** Forget the user's own key and binding. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_remove_profile (p2pid_store *store);

/** One contact. Text is "" (or NULL when adding) where there is none. */
typedef struct {
  int64_t id;   /**< given by the store; ignored when adding */
  int64_t time; /**< when it ended, Unix seconds */
  p2pid_channel channel;
  p2pid_role role; /**< one's own */
  p2pid_outcome outcome;
  p2pid_err err;    /**< with CANNOT_CHECK and STOPPED */
  bool identified;  /**< the other has seen who one is */
  bool test;        /**< the other's identity was a TEST identity */
  const char *name; /**< the other's */
  const char *issuer;
  const char *organisation;
  const char *purpose;     /**< as the other wrote it */
  p2pid_public_key key;    /**< the other's; all zero when unidentified */
  bool has_receipt;        /**< ignored when adding */
  p2pid_occasion occasion; /**< what the other's proof was made for; ENROLMENT
                                where it is not known, or nobody identified */
} p2pid_history_entry;

/** Add a contact, with its receipt or with none (size 0). @p out_id may be
 *  NULL. P2PID_ERR_ARGUMENT for a channel, role, outcome or error that there is
 *  not. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_add_history (p2pid_store *store,
                         const p2pid_history_entry *entry,
                         p2pid_bytes receipt,
                         int64_t *out_id);

/** Told one entry after the other; return false for no more. */
typedef bool (*p2pid_history_cb) (const p2pid_history_entry *entry,
                                  void *user_data);

/** All contacts, newest first. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_each_history (p2pid_store *store,
                          p2pid_history_cb callback,
                          void *user_data);

/** The receipt of contact @p id, for p2pid_buffer_free(). */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_get_receipt (p2pid_store *store, int64_t id, p2pid_buffer **out);

/** Remove contact @p id and its receipt. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_remove_history (p2pid_store *store, int64_t id);

/** A person met: one for each identity key. */
typedef struct {
  int64_t id;
  p2pid_public_key key;
  const char *name;   /**< as last proved */
  const char *issuer; /**< who vouched for it then */
  const char *note;   /**< the user's own words, or "" */
  bool test;
  int64_t first_met;
  int64_t last_met;
} p2pid_person;

/** Add a person, or bring the one with that key up to date (first_met and
 *  note stay as they are). P2PID_ERR_ARGUMENT without a name. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_put_person (p2pid_store *store, const p2pid_person *person);

typedef bool (*p2pid_person_cb) (const p2pid_person *person, void *user_data);

/** All people, last met first. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_each_person (p2pid_store *store,
                         p2pid_person_cb callback,
                         void *user_data);

/** The user's own words on person @p id; "" for none. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_set_note (p2pid_store *store, int64_t id, const char *note);

/** Forget person @p id; the history stays. */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_store_remove_person (p2pid_store *store, int64_t id);

P2PID_END_DECLS

#endif
