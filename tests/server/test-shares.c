/* server/shares: what one address may have at once. */

#include "harness.h"

#include "server/shares.h"

#define MOST 3

static p2pid_shares *shares;

static void
make (void)
{
  shares = NULL;
  ck_assert_int_eq (p2pid_shares_new (MOST, 1000, &shares), P2PID_OK);
}

static void
end (void)
{
  p2pid_shares_free (shares);
}

/* 192.0.2.0 and those after it. */
static p2pid_share *
take (uint16_t number)
{
  const uint8_t bytes[4] = { 192, 0, (uint8_t) (number >> 8),
                             (uint8_t) number };
  p2pid_address address = p2pid_address_from_bytes (P2PID_BYTES (bytes));

  return p2pid_shares_take (shares, &address);
}

static p2pid_share *
take_six (uint8_t network, uint8_t host)
{
  const uint8_t bytes[16] = {
    0x20, 0x01, 0x0d, 0xb8, [7] = network, [15] = host
  };
  p2pid_address address = p2pid_address_from_bytes (P2PID_BYTES (bytes));

  return p2pid_shares_take (shares, &address);
}

START_TEST (an_address_has_so_much_and_no_more)
{
  p2pid_share *share = NULL;

  for (int i = 0; i < MOST; i++)
    ck_assert_ptr_nonnull (share = take (1));
  ck_assert_ptr_null (take (1));
  p2pid_shares_give_back (shares, share);
  ck_assert_ptr_nonnull (take (1));
  ck_assert_ptr_null (take (1));
}
END_TEST

START_TEST (others_have_their_own)
{
  for (int i = 0; i < MOST; i++)
    ck_assert_ptr_nonnull (take (1));
  ck_assert_ptr_null (take (1));
  ck_assert_ptr_nonnull (take (2));
  ck_assert_ptr_nonnull (take_six (1, 1));
}
END_TEST

START_TEST (a_household_is_one_address)
{
  for (uint8_t host = 0; host < MOST; host++)
    ck_assert_ptr_nonnull (take_six (1, host));
  ck_assert_ptr_null (take_six (1, 200));
  ck_assert_ptr_nonnull (take_six (2, 200));
}
END_TEST

/* More addresses than the table has chains, in and out in another order. */
START_TEST (what_is_given_back_is_forgotten)
{
  static p2pid_share *held[3000][MOST];

  for (int i = 0; i < MOST; i++)
    for (uint16_t n = 0; n < 3000; n++)
      ck_assert_ptr_nonnull (held[n][i] = take (n));
  for (uint16_t n = 0; n < 3000; n++) {
    ck_assert_ptr_null (take (n));
    for (int i = 0; i < MOST; i++)
      p2pid_shares_give_back (shares, held[n][i]);
  }
  for (int i = 0; i < MOST; i++)
    for (uint16_t n = 0; n < 3000; n++)
      ck_assert_ptr_nonnull (take (n));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-shares");
  TCase *tcase = tcase_create ("shares");

  tcase_add_checked_fixture (tcase, make, end);
  tcase_add_test (tcase, an_address_has_so_much_and_no_more);
  tcase_add_test (tcase, others_have_their_own);
  tcase_add_test (tcase, a_household_is_one_address);
  tcase_add_test (tcase, what_is_given_back_is_forgotten);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
