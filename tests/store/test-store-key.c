/* Keys: random, from a passphrase, wrong. And sealed fields by themselves. */

#include "store/fixture.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char salt_path[128];

static void
setup (void)
{
  fixture_make_folder ();
  snprintf (salt_path, sizeof salt_path, "%s.salt", fixture_path);
}

static p2pid_err
derive (const char *passphrase, p2pid_store_key *out_key)
{
  return p2pid_store_key_from_passphrase (fixture_path, passphrase, out_key);
}

static p2pid_err
open_with (const p2pid_store_key *key)
{
  p2pid_store *store = NULL;
  p2pid_err err = p2pid_store_open (fixture_path, key, &store);

  ck_assert ((err == P2PID_OK) == (store != NULL));
  p2pid_store_close (store);
  return err;
}

START_TEST (random_keys_differ)
{
  p2pid_store_key a, b;

  p2pid_store_key_new (&a);
  p2pid_store_key_new (&b);
  ck_assert_mem_ne (&a, &b, sizeof a);
}
END_TEST

/* One of them lies in the file, and must tell nothing of the others. */
START_TEST (each_use_has_a_key_of_its_own)
{
  p2pid_store_key key;
  uint8_t all[8][32] = { { 0 } }; /* the last two are zero and the key */
  p2pid_store_keys keys;

  for (size_t i = 0; i < 2; i++) {
    p2pid_store_key_new (&key);
    p2pid_store_keys_derive (&key, &keys);
    memcpy (all[3 * i], keys.seal, 32);
    memcpy (all[3 * i + 1], keys.who, 32);
    memcpy (all[3 * i + 2], keys.check, 32);
  }
  memcpy (all[7], key.bytes, 32);
  for (size_t i = 0; i < 8; i++)
    for (size_t j = 0; j < i; j++)
      ck_assert_mem_ne (all[i], all[j], 32);
}
END_TEST

START_TEST (the_same_passphrase_gives_the_same_key)
{
  p2pid_store_key first, second, other;
  struct stat status;

  ck_assert_int_eq (derive ("korrekt häst", &first), P2PID_OK);
  ck_assert_int_eq (stat (salt_path, &status), 0);
  ck_assert_int_eq (status.st_mode & 07777, 0600);
  ck_assert_int_eq (open_with (&first), P2PID_OK);
  ck_assert_int_eq (derive ("korrekt häst", &second), P2PID_OK);
  ck_assert_mem_eq (&first, &second, sizeof first);
  ck_assert_int_eq (open_with (&second), P2PID_OK);
  ck_assert_int_eq (derive ("korrekt hast", &other), P2PID_OK);
  ck_assert_mem_ne (&first, &other, sizeof first);
  ck_assert_int_eq (open_with (&other), P2PID_ERR_KEY);
}
END_TEST

START_TEST (another_store_has_another_salt)
{
  p2pid_store_key here, there;
  char path[128];

  snprintf (path, sizeof path, "%s/deep/er/store", fixture_folder);
  ck_assert_int_eq (derive ("the same", &here), P2PID_OK);
  ck_assert_int_eq (p2pid_store_key_from_passphrase (path, "the same", &there),
                    P2PID_OK);
  ck_assert_mem_ne (&here, &there, sizeof here);
}
END_TEST

START_TEST (no_passphrase_is_no_passphrase)
{
  p2pid_store_key key = { { 42 } };

  ck_assert_int_eq (derive ("", &key), P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (derive (NULL, &key), P2PID_ERR_ARGUMENT);
  /* Nor is a store without a name one, whose salt would lie anywhere. */
  ck_assert_int_eq (p2pid_store_key_from_passphrase ("", "passphrase", &key),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_store_key_from_file ("", fixture_path, &key),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_store_key_from_file (fixture_path, "", &key),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (key.bytes[0], 42);
  ck_assert_int_ne (access (salt_path, F_OK), 0);
}
END_TEST

START_TEST (a_store_without_its_salt_is_damaged)
{
  p2pid_store_key key;

  ck_assert_int_eq (derive ("pass", &key), P2PID_OK);
  ck_assert_int_eq (open_with (&key), P2PID_OK);
  ck_assert_int_eq (unlink (salt_path), 0);
  ck_assert_int_eq (derive ("pass", &key), P2PID_ERR_DAMAGED);
  ck_assert_int_ne (access (salt_path, F_OK), 0);
}
END_TEST

static void
derive_over (p2pid_bytes salt)
{
  p2pid_store_key key;

  fixture_write_file (salt_path, salt);
  ck_assert_int_eq (derive ("pass", &key), P2PID_ERR_DAMAGED);
}

START_TEST (a_damaged_salt_is_told_from_a_wrong_passphrase)
{
  p2pid_store_key key;
  p2pid_buffer *salt;

  ck_assert_int_eq (derive ("pass", &key), P2PID_OK);
  salt = fixture_read_file (salt_path);
  ck_assert_uint_eq (salt->size, 32);
  for (size_t i = 0; i < salt->size; i++) {
    salt->data[i] ^= 0x10;
    derive_over (p2pid_buffer_bytes (salt));
    salt->data[i] ^= 0x10;
    derive_over ((p2pid_bytes){ salt->data, i });
  }
  derive_over ((p2pid_bytes){ salt->data, 33 });
  p2pid_buffer_free (salt);
}
END_TEST

/* Looped over every byte of the key. */
START_TEST (a_wrong_key_is_told_and_touches_nothing)
{
  p2pid_store_key wrong = fixture_key;
  p2pid_buffer *before, *after;

  p2pid_store_close (fixture_open (fixture_path));
  before = fixture_read_file (fixture_path);
  wrong.bytes[_i] ^= 1;
  ck_assert_int_eq (open_with (&wrong), P2PID_ERR_KEY);
  ck_assert_int_eq (fixture_count_files (), 1);
  after = fixture_read_file (fixture_path);
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (before),
                                p2pid_buffer_bytes (after)));
  ck_assert_int_eq (open_with (&fixture_key), P2PID_OK);
  p2pid_buffer_free (before);
  p2pid_buffer_free (after);
}
END_TEST

static const p2pid_field_place place = { "table", "column", 7, "1,2" };

static p2pid_err
open_field (const p2pid_field_place *at, p2pid_bytes field)
{
  p2pid_store_keys keys;
  p2pid_buffer *plain = NULL;
  p2pid_err err;

  p2pid_store_keys_derive (&fixture_key, &keys);
  err = p2pid_field_open (&keys, at, field, &plain);
  if (err == P2PID_OK)
    ck_assert_str_eq ((const char *) plain->data, "hello");
  else
    ck_assert_ptr_null (plain);
  p2pid_buffer_free (plain);
  return err;
}

static p2pid_buffer *
seal_hello (void)
{
  p2pid_store_keys keys;
  p2pid_buffer *field = NULL;

  p2pid_store_keys_derive (&fixture_key, &keys);
  ck_assert_int_eq (
      p2pid_field_seal (&keys, &place, p2pid_bytes_from_text ("hello"), &field),
      P2PID_OK);
  ck_assert_uint_eq (field->size, 5 + P2PID_SEAL_OVERHEAD);
  return field;
}

/* Looped over every byte of the field. */
START_TEST (a_flipped_or_cut_field_does_not_open)
{
  p2pid_buffer *field = seal_hello ();

  ck_assert_int_eq (open_field (&place, p2pid_buffer_bytes (field)), P2PID_OK);
  ck_assert_int_eq (
      open_field (&place, (p2pid_bytes){ field->data, (size_t) _i }),
      P2PID_ERR_DAMAGED);
  field->data[_i] ^= 1;
  ck_assert_int_eq (open_field (&place, p2pid_buffer_bytes (field)),
                    P2PID_ERR_DAMAGED);
  p2pid_buffer_free (field);
}
END_TEST

START_TEST (a_field_opens_in_its_place_only)
{
  static const p2pid_field_place others[] = {
    { "tables", "column", 7, "1,2" }, { "table", "columns", 7, "1,2" },
    { "table", "column", 8, "1,2" },  { "table", "column", -7, "1,2" },
    { "table", "column", 7, "1,3" },  { "table", "column", 7, NULL },
    { "tablecolumn", "", 7, "1,2" },  { "table", "column7", 1, "2" },
  };
  p2pid_buffer *field = seal_hello ();

  ck_assert_int_eq (open_field (&others[_i], p2pid_buffer_bytes (field)),
                    P2PID_ERR_DAMAGED);
  p2pid_buffer_free (field);
}
END_TEST

START_TEST (the_same_text_is_never_sealed_alike)
{
  p2pid_buffer *a = seal_hello (), *b = seal_hello ();

  ck_assert_mem_ne (a->data, b->data, 24);
  ck_assert_mem_ne (a->data + 24, b->data + 24, 5);
  p2pid_buffer_free (a);
  p2pid_buffer_free (b);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("store-key");
  TCase *tcase = tcase_create ("store-key");

  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, setup, fixture_remove_folder);
  tcase_add_test (tcase, random_keys_differ);
  tcase_add_test (tcase, each_use_has_a_key_of_its_own);
  tcase_add_test (tcase, the_same_passphrase_gives_the_same_key);
  tcase_add_test (tcase, another_store_has_another_salt);
  tcase_add_test (tcase, no_passphrase_is_no_passphrase);
  tcase_add_test (tcase, a_store_without_its_salt_is_damaged);
  tcase_add_test (tcase, a_damaged_salt_is_told_from_a_wrong_passphrase);
  tcase_add_loop_test (tcase, a_wrong_key_is_told_and_touches_nothing, 0, 32);
  tcase_add_loop_test (tcase, a_flipped_or_cut_field_does_not_open, 0,
                       5 + P2PID_SEAL_OVERHEAD);
  tcase_add_loop_test (tcase, a_field_opens_in_its_place_only, 0, 8);
  tcase_add_test (tcase, the_same_text_is_never_sealed_alike);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
