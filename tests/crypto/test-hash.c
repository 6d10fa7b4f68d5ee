/* Hashes over lists: against the list put together and hashed at once, and
 * against figures of Python's hashlib. */

#include "harness.h"

#include "crypto/hash.h"

#include <sodium.h>
#include <stdlib.h>

static const uint8_t zeros[300];
static const uint8_t key[64] = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10,
                                 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                 22, 23, 24, 25, 26, 27, 28, 29, 30, 31 };

static const p2pid_bytes list[] = { { (const uint8_t *) "one", 3 },
                                    { NULL, 0 },
                                    { zeros, sizeof zeros } };

/* Every prefix of the list, the empty one too. */
START_TEST (hash_is_that_of_the_list_put_together)
{
  p2pid_buffer *whole = NULL;
  p2pid_hash ours, theirs;

  ck_assert_int_eq (p2pid_lv_cat (list, (size_t) _i, &whole), P2PID_OK);
  crypto_generichash (theirs.bytes, 64, whole->data, whole->size, NULL, 0);
  p2pid_hash_list (list, (size_t) _i, &ours);
  ck_assert_mem_eq (&ours, &theirs, sizeof ours);
  p2pid_buffer_free (whole);
}
END_TEST

START_TEST (derived_key_is_keyed_blake2b_of_the_list)
{
  static const size_t sizes[] = { 16, 17, 32, 63, 64 };
  uint8_t ours[65], theirs[64];
  p2pid_buffer *whole = NULL;

  ck_assert_int_eq (p2pid_lv_cat (list, 3, &whole), P2PID_OK);
  for (size_t k = 0; k < 5; k++)
    for (size_t n = 0; n < 5; n++) {
      memset (ours, 7, sizeof ours);
      crypto_generichash (theirs, sizes[n], whole->data, whole->size, key,
                          sizes[k]);
      p2pid_derive ((p2pid_bytes){ key, sizes[k] }, list, 3, ours, sizes[n]);
      ck_assert_mem_eq (ours, theirs, sizes[n]);
      ck_assert_uint_eq (ours[sizes[n]], 7);
    }
  p2pid_buffer_free (whole);
}
END_TEST

/* blake2b (lv_cat (b"one", b"", bytes (300))) */
START_TEST (hash_of_another_implementation)
{
  static const char wanted[] =
      "26d4105b918dbbf80481a880c5eaa915ac01645bf3e51ec1378a8dc68fc4f3"
      "7a005c286db749a2e7ac04dc9a313a4a056208755951e13753de2c7e5e5fc1"
      "1aac";
  char text[129];
  p2pid_hash hash;

  p2pid_hash_list (list, 3, &hash);
  sodium_bin2hex (text, sizeof text, hash.bytes, sizeof hash.bytes);
  ck_assert_str_eq (text, wanted);
}
END_TEST

/* The same with key=bytes (range (32)), digest_size=32 */
START_TEST (derived_key_of_another_implementation)
{
  static const char wanted[] =
      "35a246008f9bcd438b9fd49cd5d575c97d4b60b0b1077da0e13172ba17fbbe"
      "65";
  uint8_t out[32];
  char text[65];

  p2pid_derive ((p2pid_bytes){ key, 32 }, list, 3, out, sizeof out);
  sodium_bin2hex (text, sizeof text, out, sizeof out);
  ck_assert_str_eq (text, wanted);
}
END_TEST

START_TEST (other_boundaries_give_another_hash)
{
  const p2pid_bytes one[] = { p2pid_bytes_from_text ("ab"),
                              p2pid_bytes_from_text ("c") };
  const p2pid_bytes other[] = { p2pid_bytes_from_text ("a"),
                                p2pid_bytes_from_text ("bc") };
  const p2pid_bytes longer[] = { one[0], one[1], { NULL, 0 } };
  p2pid_hash a, b, c;

  p2pid_hash_list (one, 2, &a);
  p2pid_hash_list (other, 2, &b);
  p2pid_hash_list (longer, 3, &c);
  ck_assert_mem_ne (&a, &b, sizeof a);
  ck_assert_mem_ne (&a, &c, sizeof a);
}
END_TEST

START_TEST (sizes_are_domains_of_their_own)
{
  uint8_t shorter[32], longer[64];

  p2pid_derive ((p2pid_bytes){ key, 32 }, list, 3, shorter, sizeof shorter);
  p2pid_derive ((p2pid_bytes){ key, 32 }, list, 3, longer, sizeof longer);
  ck_assert_mem_ne (shorter, longer, sizeof shorter); /* no prefix of it */
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("hash");
  TCase *tcase = tcase_create ("hash");

  if (sodium_init () < 0)
    return EXIT_FAILURE;
  tcase_add_loop_test (tcase, hash_is_that_of_the_list_put_together, 0, 4);
  tcase_add_test (tcase, derived_key_is_keyed_blake2b_of_the_list);
  tcase_add_test (tcase, hash_of_another_implementation);
  tcase_add_test (tcase, derived_key_of_another_implementation);
  tcase_add_test (tcase, other_boundaries_give_another_hash);
  tcase_add_test (tcase, sizes_are_domains_of_their_own);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
