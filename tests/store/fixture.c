/* A folder, a store, and all that is in it. */

#include "store/fixture.h"

#include <dirent.h>
#include <ftw.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

char fixture_folder[64];
char fixture_path[96];
const p2pid_store_key fixture_key = { { 1, 2, 3, 4, 5, 6, 7, 8 } };

const char *const fixture_personal[FIXTURE_PERSONAL_COUNT] = {
  "Astrid Öberg",   "Issuer of Bollnäs",  "Firman Björk AB",
  "about the roof", "met at the library", "RECEIPT-OF-A-CONTACT",
  "Own Name Ek",    "2001-02-03",
};

void
fixture_make_folder (void)
{
  snprintf (fixture_folder, sizeof fixture_folder, "/tmp/p2pid-store-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (fixture_folder));
  snprintf (fixture_path, sizeof fixture_path, "%s/store", fixture_folder);
}

static int
remove_cb (const char *path,
           const struct stat *status,
           int kind,
           struct FTW *position)
{
  return remove (path);
}

void
fixture_remove_folder (void)
{
  nftw (fixture_folder, remove_cb, 16, FTW_DEPTH | FTW_PHYS);
}

int
fixture_count_files (void)
{
  DIR *folder = opendir (fixture_folder);
  int count = -2; /* "." and ".." */

  while (folder != NULL && readdir (folder) != NULL)
    count++;
  closedir (folder);
  return count;
}

p2pid_store *
fixture_open (const char *path)
{
  p2pid_store *store = NULL;

  ck_assert_int_eq (p2pid_store_open (path, &fixture_key, &store), P2PID_OK);
  return store;
}

p2pid_buffer *
fixture_receipt (size_t size)
{
  p2pid_buffer *receipt = NULL;

  ck_assert_int_eq (p2pid_buffer_new (size, &receipt), P2PID_OK);
  for (size_t i = 0; i < size; i++)
    receipt->data[i] = (uint8_t) (i * 7 + i / 256);
  memcpy (receipt->data, fixture_personal[5], strlen (fixture_personal[5]));
  return receipt;
}

static p2pid_public_key
public_key (int n)
{
  p2pid_public_key key = { { (uint8_t) n, (uint8_t) (n >> 8), 'k', 'e', 'y',
                             ' ', 'o', 'f', ' ', 'a', ' ', 'p', 'e', 'r', 's',
                             'o', 'n' } };

  return key;
}

p2pid_history_entry
fixture_entry (int n)
{
  return (p2pid_history_entry){
    .time = 1700000000 + n,
    .channel = P2PID_CHANNEL_ONLINE,
    .role = P2PID_ROLE_NONE,
    .outcome = n % 2 ? P2PID_OUTCOME_IDENTIFIED : P2PID_OUTCOME_STOPPED,
    .err = n % 2 ? P2PID_OK : P2PID_ERR_INTERFERENCE,
    .identified = n % 3 == 0,
    .test = true,
    .name = fixture_personal[0],
    .issuer = fixture_personal[1],
    .organisation = fixture_personal[2],
    .purpose = n % 5 ? fixture_personal[3] : NULL,
    .key = public_key (n),
    .occasion = n % 2 ? P2PID_OCCASION_CONTACT : P2PID_OCCASION_ENROLMENT,
  };
}

p2pid_person
fixture_person (int n)
{
  return (p2pid_person){
    .key = public_key (n),
    .name = fixture_personal[0],
    .issuer = fixture_personal[1],
    .note = fixture_personal[4],
    .test = true,
    .first_met = 1700000000 + n,
    .last_met = 1700000100 + n,
  };
}

p2pid_key *
fixture_set_profile (p2pid_store *store)
{
  const p2pid_test_person person = { .name = fixture_personal[6],
                                     .birthdate = fixture_personal[7] };
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (key), &person,
                                              1700000000, 86400, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_store_set_profile (store, key, binding), P2PID_OK);
  p2pid_binding_free (binding);
  return key;
}

void
fixture_fill (p2pid_store *store, int contacts)
{
  p2pid_buffer *receipt = fixture_receipt (9000);

  p2pid_key_free (fixture_set_profile (store));
  for (int n = 1; n <= contacts; n++) {
    const p2pid_history_entry entry = fixture_entry (n);
    const p2pid_person person = fixture_person (n);
    const p2pid_bytes none = { NULL, 0 };

    ck_assert_int_eq (
        p2pid_store_add_history (
            store, &entry, n % 3 ? none : p2pid_buffer_bytes (receipt), NULL),
        P2PID_OK);
    ck_assert_int_eq (p2pid_store_put_person (store, &person), P2PID_OK);
  }
  p2pid_buffer_free (receipt);
}

typedef struct {
  FILE *text;
  int64_t receipts[64];
  size_t count;
} dump;

static void
print_key (FILE *text, const p2pid_public_key *key)
{
  for (size_t i = 0; i < sizeof key->bytes; i++)
    fprintf (text, "%02x", key->bytes[i]);
}

static bool
dump_entry_cb (const p2pid_history_entry *entry, void *user_data)
{
  dump *to = user_data;

  fprintf (to->text, "contact %lld %lld %d %d %d %s %d %d %s/%s/%s/%s ",
           (long long) entry->id, (long long) entry->time, entry->channel,
           entry->role, entry->outcome, p2pid_err_name (entry->err),
           entry->identified, entry->test, entry->name, entry->issuer,
           entry->organisation, entry->purpose);
  print_key (to->text, &entry->key);
  fprintf (to->text, " %d %s\n", entry->has_receipt,
           p2pid_occasion_name (entry->occasion));
  if (entry->has_receipt && to->count < 64)
    to->receipts[to->count++] = entry->id;
  return true;
}

static bool
dump_person_cb (const p2pid_person *person, void *user_data)
{
  dump *to = user_data;

  fprintf (to->text, "person %lld %s/%s/%s %d %lld %lld ",
           (long long) person->id, person->name, person->issuer, person->note,
           person->test, (long long) person->first_met,
           (long long) person->last_met);
  print_key (to->text, &person->key);
  fprintf (to->text, "\n");
  return true;
}

static p2pid_err
dump_receipt (p2pid_store *store, int64_t id, FILE *text)
{
  p2pid_buffer *receipt = NULL;
  p2pid_err err = p2pid_store_get_receipt (store, id, &receipt);
  unsigned sum = 0;

  if (err != P2PID_OK)
    return err;
  for (size_t i = 0; i < receipt->size; i++)
    sum = sum * 31 + receipt->data[i];
  fprintf (text, "receipt %lld %zu %u\n", (long long) id, receipt->size, sum);
  p2pid_buffer_free (receipt);
  return P2PID_OK;
}

static p2pid_err
dump_profile (p2pid_store *store, FILE *text)
{
  p2pid_key *key = NULL;
  p2pid_binding *binding = NULL;
  p2pid_buffer *printed = NULL;
  p2pid_err err = p2pid_store_get_profile (store, &key, &binding);

  if (err != P2PID_OK)
    return err;
  ck_assert_int_eq (p2pid_binding_print (binding, &printed), P2PID_OK);
  fprintf (text, "profile %s ", (const char *) printed->data);
  print_key (text, p2pid_key_public (key));
  fprintf (text, "\n");
  p2pid_buffer_free (printed);
  p2pid_binding_free (binding);
  p2pid_key_free (key);
  return P2PID_OK;
}

static p2pid_err
worse (p2pid_err a, p2pid_err b)
{
  return a == P2PID_OK ? b : a;
}

p2pid_err
fixture_dump (p2pid_store *store, char **out_text)
{
  size_t size = 0;
  dump to = { .text = open_memstream (out_text, &size) };
  p2pid_err err = dump_profile (store, to.text);

  if (err == P2PID_ERR_NOT_FOUND)
    err = P2PID_OK;
  err = worse (err, p2pid_store_each_history (store, dump_entry_cb, &to));
  err = worse (err, p2pid_store_each_person (store, dump_person_cb, &to));
  for (size_t i = 0; i < to.count; i++)
    err = worse (err, dump_receipt (store, to.receipts[i], to.text));
  fclose (to.text);
  return err;
}

p2pid_buffer *
fixture_read_file (const char *path)
{
  FILE *file = fopen (path, "rb");
  p2pid_buffer *bytes = NULL;

  if (file == NULL)
    return NULL;
  fseek (file, 0, SEEK_END);
  ck_assert_int_eq (p2pid_buffer_new ((size_t) ftell (file), &bytes), P2PID_OK);
  rewind (file);
  ck_assert_uint_eq (fread (bytes->data, 1, bytes->size, file), bytes->size);
  fclose (file);
  return bytes;
}

void
fixture_write_file (const char *path, p2pid_bytes bytes)
{
  FILE *file = fopen (path, "wb");

  ck_assert_ptr_nonnull (file);
  ck_assert_uint_eq (fwrite (bytes.data, 1, bytes.size, file), bytes.size);
  ck_assert_int_eq (fclose (file), 0);
}

bool
fixture_file_has (const char *path, p2pid_bytes needle)
{
  p2pid_buffer *bytes = fixture_read_file (path);
  bool found = bytes != NULL && memmem (bytes->data, bytes->size, needle.data,
                                        needle.size) != NULL;

  p2pid_buffer_free (bytes);
  return found;
}

mode_t
fixture_mode_of (const char *path)
{
  struct stat status;

  ck_assert_int_eq (stat (path, &status), 0);
  return status.st_mode & 07777;
}

bool
fixture_become_nobody (void)
{
  return geteuid () != 0 || (setgroups (0, NULL) == 0 && setgid (65534) == 0 &&
                             setuid (65534) == 0);
}

void
fixture_give_to_nobody (const char *path)
{
  if (geteuid () == 0)
    ck_assert_int_eq (chown (path, 65534, 65534), 0);
}

void
fixture_limit_files (size_t size)
{
  const struct rlimit limit = { size, RLIM_INFINITY };

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

int
fixture_in_child (int (*work) (void *), void *data)
{
  pid_t child;
  int status = 0;

  fflush (NULL);
  child = fork ();
  ck_assert_int_ge (child, 0);
  if (child == 0)
    _exit (work (data));
  ck_assert_int_eq (waitpid (child, &status, 0), child);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
}
