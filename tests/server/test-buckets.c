/* server/buckets: how much one address may ask. */

#include "harness.h"

#include "server/buckets.h"

static p2pid_buckets *buckets;
static const p2pid_address one = { { 10, 0, 0, 1 }, 4 };
static const p2pid_address two = { { 10, 0, 0, 2 }, 4 };

static void
make (void)
{
  harness_seed (3);
  buckets = NULL;
  ck_assert_int_eq (p2pid_buckets_new (600, 30, &buckets), P2PID_OK);
}

static void
end (void)
{
  p2pid_buckets_free (buckets);
}

static unsigned
take (const p2pid_address *address, p2pid_rate rate, int64_t now)
{
  return p2pid_buckets_take (buckets, address, rate, now);
}

static void
drain (const p2pid_address *address, p2pid_rate rate, int count, int64_t now)
{
  for (int i = 0; i < count; i++)
    ck_assert_uint_eq (take (address, rate, now), 0);
}

START_TEST (a_minutes_worth_at_once_and_no_more)
{
  drain (&one, P2PID_RATE_ALL, 600, 1000);
  ck_assert_uint_eq (take (&one, P2PID_RATE_ALL, 1000), 1);
  /* Ten a second come back. */
  ck_assert_uint_eq (take (&one, P2PID_RATE_ALL, 1099), 1);
  ck_assert_uint_eq (take (&one, P2PID_RATE_ALL, 1100), 0);
  ck_assert_uint_eq (take (&one, P2PID_RATE_ALL, 1100), 1);
}
END_TEST

START_TEST (patience_is_as_long_as_needed)
{
  drain (&one, P2PID_RATE_NEW, 30, 0);
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, 0), 2);
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, 999), 2);
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, 1000), 1);
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, 2000), 0);
}
END_TEST

START_TEST (the_rates_are_apart_and_so_are_addresses)
{
  drain (&one, P2PID_RATE_NEW, 30, 0);
  ck_assert_uint_ne (take (&one, P2PID_RATE_NEW, 0), 0);
  drain (&one, P2PID_RATE_ALL, 600, 0);
  drain (&two, P2PID_RATE_NEW, 30, 0);
}
END_TEST

START_TEST (a_bucket_is_never_more_than_full)
{
  drain (&one, P2PID_RATE_NEW, 30, 0);
  drain (&one, P2PID_RATE_NEW, 30, INT64_MAX / 2);
  ck_assert_uint_ne (take (&one, P2PID_RATE_NEW, INT64_MAX / 2), 0);
  /* Half a minute brings half. */
  drain (&one, P2PID_RATE_NEW, 15, INT64_MAX / 2 + 30000);
  ck_assert_uint_ne (take (&one, P2PID_RATE_NEW, INT64_MAX / 2 + 30000), 0);
}
END_TEST

START_TEST (a_charge_is_a_debt)
{
  drain (&one, P2PID_RATE_NEW, 28, 0);
  p2pid_buckets_charge (buckets, &one, P2PID_RATE_NEW, 5, 0);
  /* Two were left, three are owed, one is wanted: four at two seconds each. */
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, 0), 8);
  ck_assert_uint_ne (take (&one, P2PID_RATE_NEW, 7999), 0);
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, 8000), 0);
}
END_TEST

START_TEST (no_debt_is_longer_than_a_minute)
{
  for (int i = 0; i < 1000; i++)
    p2pid_buckets_charge (buckets, &one, P2PID_RATE_NEW, 1000, 0);
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, 0), 62);
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, 62000), 0);
}
END_TEST

START_TEST (the_largest_rate_is_counted_right)
{
  p2pid_buckets_free (buckets);
  ck_assert_int_eq (p2pid_buckets_new (UINT32_MAX, 1, &buckets), P2PID_OK);
  drain (&one, P2PID_RATE_ALL, 100, 0);
  drain (&one, P2PID_RATE_ALL, 100, INT64_MAX / 2);
  drain (&one, P2PID_RATE_NEW, 1, INT64_MAX / 2);
  ck_assert_uint_eq (take (&one, P2PID_RATE_NEW, INT64_MAX / 2), 60);
}
END_TEST

/* Far more addresses than the table has room for: who asked too much is not
 * forgotten for them. */
START_TEST (many_addresses_do_not_clear_anybody)
{
  drain (&one, P2PID_RATE_NEW, 30, 0);
  for (uint32_t i = 0; i < 100000; i++) {
    p2pid_address other = { { 11 }, 4 };

    memcpy (other.bytes + 1, &i, 3);
    ck_assert_uint_eq (take (&other, P2PID_RATE_NEW, 0), 0);
  }
  ck_assert_uint_ne (take (&one, P2PID_RATE_NEW, 0), 0);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-buckets");
  TCase *tcase = tcase_create ("buckets");

  tcase_add_checked_fixture (tcase, make, end);
  tcase_add_test (tcase, a_minutes_worth_at_once_and_no_more);
  tcase_add_test (tcase, patience_is_as_long_as_needed);
  tcase_add_test (tcase, the_rates_are_apart_and_so_are_addresses);
  tcase_add_test (tcase, a_bucket_is_never_more_than_full);
  tcase_add_test (tcase, a_charge_is_a_debt);
  tcase_add_test (tcase, no_debt_is_longer_than_a_minute);
  tcase_add_test (tcase, the_largest_rate_is_counted_right);
  tcase_add_test (tcase, many_addresses_do_not_clear_anybody);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
