/* Identity keys: what is signed verifies, nothing else does; which points are
 * no keys. */

#include "harness.h"

#include "crypto/key.h"

#include <sodium.h>
#include <stdlib.h>

static const p2pid_bytes message = { (const uint8_t *) "label: message", 14 };

static p2pid_key *key;

static void
set_up (void)
{
  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
}

static void
tear_down (void)
{
  p2pid_key_free (key);
}

/* RFC 8032 §7.1, test 1. */
START_TEST (seed_gives_the_key_of_rfc8032)
{
  static const char seed_hex[] =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  static const char public_hex[] =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  uint8_t seed[P2PID_KEY_SEED_SIZE];
  p2pid_key *of_seed = NULL;
  char text[65];

  ck_assert_int_eq (
      sodium_hex2bin (seed, sizeof seed, seed_hex, 64, NULL, NULL, NULL), 0);
  ck_assert_int_eq (p2pid_key_from_seed (seed, &of_seed), P2PID_OK);
  sodium_bin2hex (text, sizeof text, p2pid_key_public (of_seed)->bytes, 32);
  ck_assert_str_eq (text, public_hex);
  ck_assert_mem_eq (p2pid_key_seed (of_seed), seed, sizeof seed);
  p2pid_key_free (of_seed);
}
END_TEST

START_TEST (seed_gives_the_same_key_again)
{
  p2pid_key *again = NULL;
  p2pid_signature one, two;

  ck_assert_int_eq (p2pid_key_from_seed (p2pid_key_seed (key), &again),
                    P2PID_OK);
  ck_assert_mem_eq (p2pid_key_public (again), p2pid_key_public (key), 32);
  p2pid_key_sign (key, message, &one);
  p2pid_key_sign (again, message, &two);
  ck_assert_mem_eq (&one, &two, sizeof one);
  p2pid_key_free (again);
}
END_TEST

START_TEST (keys_are_new_each_time_and_pass_the_check)
{
  p2pid_key *other = NULL;

  ck_assert_int_eq (p2pid_key_new (&other), P2PID_OK);
  ck_assert_mem_ne (p2pid_key_public (key), p2pid_key_public (other), 32);
  ck_assert_mem_ne (p2pid_key_seed (key), p2pid_key_seed (other), 32);
  ck_assert_int_eq (p2pid_public_key_check (p2pid_key_public (key)), P2PID_OK);
  ck_assert_int_eq (p2pid_public_key_check (p2pid_key_public (other)),
                    P2PID_OK);
  p2pid_key_free (other);
}
END_TEST

START_TEST (signature_holds_for_its_message_and_key_only)
{
  const p2pid_bytes shorter = { message.data, message.size - 1 };
  p2pid_key *other = NULL;
  p2pid_signature signature;

  ck_assert_int_eq (p2pid_key_new (&other), P2PID_OK);
  p2pid_key_sign (key, message, &signature);
  ck_assert_int_eq (
      p2pid_signature_verify (p2pid_key_public (key), message, &signature),
      P2PID_OK);
  ck_assert_int_eq (
      p2pid_signature_verify (p2pid_key_public (key), shorter, &signature),
      P2PID_ERR_FORGED);
  ck_assert_int_eq (
      p2pid_signature_verify (p2pid_key_public (other), message, &signature),
      P2PID_ERR_FORGED);
  p2pid_key_free (other);
}
END_TEST

START_TEST (every_flipped_bit_of_signature_message_and_key_is_refused)
{
  uint8_t all[64 + 14 + 32]; /* signature | message | key */
  p2pid_signature signature, flipped;
  p2pid_public_key public;

  p2pid_key_sign (key, message, &signature);
  for (size_t i = 0; i < sizeof all * 8; i++) {
    memcpy (all, signature.bytes, 64);
    memcpy (all + 64, message.data, 14);
    memcpy (all + 78, p2pid_key_public (key)->bytes, 32);
    all[i / 8] ^= (uint8_t) (1u << (i % 8));

    memcpy (flipped.bytes, all, 64);
    memcpy (public.bytes, all + 78, 32);
    ck_assert_int_eq (p2pid_signature_verify (
                          &public, (p2pid_bytes){ all + 64, 14 }, &flipped),
                      P2PID_ERR_FORGED);
  }
}
END_TEST

/* S + L instead of S signs the same, where it is not refused. */
START_TEST (malleable_signature_is_refused)
{
  static const uint8_t l[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a,       0x63,
                                 0x12, 0x58, 0xd6, 0x9c, 0xf7,       0xa2,
                                 0xde, 0xf9, 0xde, 0x14, [31] = 0x10 };
  p2pid_signature signature;

  p2pid_key_sign (key, message, &signature);
  sodium_add (signature.bytes + 32, l, sizeof l);
  ck_assert_int_eq (
      p2pid_signature_verify (p2pid_key_public (key), message, &signature),
      P2PID_ERR_FORGED);
}
END_TEST

START_TEST (point_that_is_no_key_is_refused)
{
  static const char *const bad[] = {
    /* small order: 1, 2, 4 and 8 */
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    /* not canonical: p and p + 1 as y, and -0 as x */
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000080",
    /* y = 2 is on no point of the curve */
    "0200000000000000000000000000000000000000000000000000000000000000",
  };
  p2pid_public_key public;

  ck_assert_int_eq (
      sodium_hex2bin (public.bytes, 32, bad[_i], 64, NULL, NULL, NULL), 0);
  ck_assert_int_eq (p2pid_public_key_check (&public), P2PID_ERR_ALGORITHM);
}
END_TEST

/* A good key plus a point of small order: on the curve, outside the group. */
START_TEST (key_of_mixed_order_is_refused)
{
  uint8_t small[32];
  p2pid_public_key mixed;

  ck_assert_int_eq (
      sodium_hex2bin (
          small, 32,
          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
          64, NULL, NULL, NULL),
      0);
  ck_assert_int_eq (crypto_core_ed25519_add (
                        mixed.bytes, p2pid_key_public (key)->bytes, small),
                    0);
  ck_assert_int_eq (p2pid_public_key_check (&mixed), P2PID_ERR_ALGORITHM);
}
END_TEST

START_TEST (empty_message_can_be_signed)
{
  p2pid_signature signature;

  p2pid_key_sign (key, (p2pid_bytes){ NULL, 0 }, &signature);
  ck_assert_int_eq (p2pid_signature_verify (p2pid_key_public (key),
                                            (p2pid_bytes){ NULL, 0 },
                                            &signature),
                    P2PID_OK);
}
END_TEST

START_TEST (freeing_nothing_is_fine)
{
  p2pid_key_free (NULL);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("key");
  TCase *tcase = tcase_create ("key");

  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, seed_gives_the_key_of_rfc8032);
  tcase_add_test (tcase, seed_gives_the_same_key_again);
  tcase_add_test (tcase, keys_are_new_each_time_and_pass_the_check);
  tcase_add_test (tcase, signature_holds_for_its_message_and_key_only);
  tcase_add_test (tcase,
                  every_flipped_bit_of_signature_message_and_key_is_refused);
  tcase_add_test (tcase, malleable_signature_is_refused);
  tcase_add_loop_test (tcase, point_that_is_no_key_is_refused, 0, 10);
  tcase_add_test (tcase, key_of_mixed_order_is_refused);
  tcase_add_test (tcase, empty_message_can_be_signed);
  tcase_add_test (tcase, freeing_nothing_is_fine);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
