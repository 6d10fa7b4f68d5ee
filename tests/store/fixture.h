/*
 * What the tests of the store share: a folder for each test, a store with
 * something of everything in it, and all of it as one text to compare.
 */

#ifndef P2PID_TESTS_STORE_FIXTURE_H
#define P2PID_TESTS_STORE_FIXTURE_H

#include "harness.h"
#include "p2pid/store.h"

#include <sys/types.h>

/** A new empty folder, and the path of a store in it that is not there yet;
 *  as a checked fixture. */
extern char fixture_folder[64];
extern char fixture_path[96];
extern const p2pid_store_key fixture_key;

void
fixture_make_folder (void);
void
fixture_remove_folder (void);

/** How many files are in the folder. */
int
fixture_count_files (void);

/** Open the store at @p path, which must succeed. */
p2pid_store *
fixture_open (const char *path);

/** Texts that appear in a filled store and must not be found in its file. */
extern const char *const fixture_personal[];
#define FIXTURE_PERSONAL_COUNT 8

/** A receipt of @p size bytes that begins with a text of the above. */
p2pid_buffer *
fixture_receipt (size_t size);

/** Contact number @p n, and the person met in it. */
p2pid_history_entry
fixture_entry (int n);
p2pid_person
fixture_person (int n);

/** An own key and binding in @p store; returns the key. */
p2pid_key *
fixture_set_profile (p2pid_store *store);

/** Profile, @p contacts contacts (each third with a receipt) and as many
 *  people. */
void
fixture_fill (p2pid_store *store, int contacts);

/** All that is in the store as one text, for free(), and as result the worst
 *  that any function said. */
p2pid_err
fixture_dump (p2pid_store *store, char **out_text);

/** The file's bytes; NULL where there is no such file. */
p2pid_buffer *
fixture_read_file (const char *path);
void
fixture_write_file (const char *path, p2pid_bytes bytes);

/** Whether @p needle is somewhere in the file. */
bool
fixture_file_has (const char *path, p2pid_bytes needle);

/** The mode of a file, without its kind. */
mode_t
fixture_mode_of (const char *path);

/** Become nobody, whom modes hold, unlike root; a file for nobody. */
bool
fixture_become_nobody (void);
void
fixture_give_to_nobody (const char *path);

/** Let no file of this process grow past @p size. */
void
fixture_limit_files (size_t size);

/** Run @p work in a child; its exit code, or 128 + signal. */
int
fixture_in_child (int (*work) (void *), void *data);

#endif
