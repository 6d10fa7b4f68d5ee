/* Addresses: what counts as one, and names that tell them apart. */

#include "harness.h"
#include "server/address.h"

#include <sodium.h>

static p2pid_address
address (const char *hex)
{
  uint8_t bytes[16];
  size_t size = strlen (hex) / 2;

  ck_assert_int_eq (
      sodium_hex2bin (bytes, sizeof bytes, hex, strlen (hex), NULL, NULL, NULL),
      0);
  return p2pid_address_from_bytes ((p2pid_bytes){ bytes, size });
}

static bool
same (p2pid_address a, p2pid_address b)
{
  return a.size == b.size && memcmp (a.bytes, b.bytes, a.size) == 0;
}

START_TEST (ipv6_counts_by_its_64)
{
  p2pid_address a = address ("20010db8000000010000000000000001");

  ck_assert_uint_eq (a.size, 8);
  ck_assert (same (a, address ("20010db800000001ffffffffffffffff")));
  ck_assert (!same (a, address ("20010db8000000020000000000000001")));
}
END_TEST

START_TEST (ipv4_counts_whole_however_it_is_written)
{
  p2pid_address a = address ("0a000001");

  ck_assert_uint_eq (a.size, 4);
  ck_assert (same (a, address ("00000000000000000000ffff0a000001")));
  ck_assert (!same (a, address ("0a000002")));
  /* Not written in that way: an IPv6 address like others. */
  ck_assert_uint_eq (address ("00000000000000000001ffff0a000001").size, 8);
}
END_TEST

static p2pid_address_key key;

static void
make_key (void)
{
  ck_assert_int_eq (p2pid_address_key_new (&key), P2PID_OK);
}

static bool
same_name (const char *a, const char *b)
{
  p2pid_address from = address (a), to = address (b);
  p2pid_address_name one = p2pid_address_name_of (&key, &from);
  p2pid_address_name other = p2pid_address_name_of (&key, &to);

  return p2pid_address_name_equal (&one, &other);
}

START_TEST (a_name_is_of_one_address)
{
  ck_assert (same_name ("0a000001", "0a000001"));
  ck_assert (!same_name ("0a000001", "0a000002"));
  /* Not even where the one begins with the other. */
  ck_assert (!same_name ("0a000001", "0a000001000000000000000000000000"));
}
END_TEST

START_TEST (without_the_key_a_name_tells_nothing)
{
  p2pid_address from = address ("0a000001");
  p2pid_address_name before = p2pid_address_name_of (&key, &from), after;

  make_key ();
  after = p2pid_address_name_of (&key, &from);
  ck_assert (!p2pid_address_name_equal (&before, &after));
  ck_assert_ptr_null (
      memmem (after.bytes, sizeof after.bytes, from.bytes, from.size));
}
END_TEST

START_TEST (names_lie_all_over_a_table)
{
  bool taken[16] = { false };
  size_t count = 0;

  /* That one of sixteen places stays empty: once in 10^27. */
  for (unsigned i = 0; i < 1024; i++) {
    p2pid_address from = { .size = 4 };
    p2pid_address_name name;
    size_t place;

    memcpy (from.bytes, &i, 4);
    name = p2pid_address_name_of (&key, &from);
    place = p2pid_address_name_place (&name, 16);
    ck_assert_uint_lt (place, 16);
    ck_assert_uint_eq (place, p2pid_address_name_place (&name, 16));
    ck_assert_uint_eq (p2pid_address_name_place (&name, 1), 0);
    count += !taken[place];
    taken[place] = true;
  }
  ck_assert_uint_eq (count, 16);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-address");
  TCase *tcase = tcase_create ("address");

  tcase_add_checked_fixture (tcase, make_key, NULL);
  tcase_add_test (tcase, ipv6_counts_by_its_64);
  tcase_add_test (tcase, ipv4_counts_whole_however_it_is_written);
  tcase_add_test (tcase, a_name_is_of_one_address);
  tcase_add_test (tcase, without_the_key_a_name_tells_nothing);
  tcase_add_test (tcase, names_lie_all_over_a_table);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
