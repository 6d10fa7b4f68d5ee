/* CPace runs that must not meet: each input changed on one side, shares that
 * must abort, and the order of calls. */

#include "harness.h"

#include "crypto/cpace-steps.h"

#include <sodium.h>
#include <stdlib.h>

/* What one side puts in, as text. */
typedef struct {
  bool initiator;
  const char *prs, *ci, *sid, *ad, *peer_ad;
} inputs;

static const inputs guest = { true, "04711", "relay", "session", "a", "b" };
static const inputs host = { false, "04711", "relay", "session", "b", "a" };

static p2pid_cpace *
start (const inputs *in)
{
  p2pid_cpace *cpace = NULL;

  ck_assert_int_eq (p2pid_cpace_new (in->initiator,
                                     p2pid_bytes_from_text (in->prs),
                                     p2pid_bytes_from_text (in->ci),
                                     p2pid_bytes_from_text (in->sid),
                                     p2pid_bytes_from_text (in->ad), &cpace),
                    P2PID_OK);
  return cpace;
}

static p2pid_cpace_isk
finish (p2pid_cpace *cpace, const p2pid_cpace_share *share, const inputs *in)
{
  p2pid_cpace_isk isk;

  ck_assert_int_eq (p2pid_cpace_finish (cpace, share,
                                        p2pid_bytes_from_text (in->peer_ad),
                                        &isk),
                    P2PID_OK);
  return isk;
}

/* Whether a run between @p one and @p other gives both the same key. */
static bool
meet (const inputs *one, const inputs *other)
{
  p2pid_cpace *a = start (one), *b = start (other);
  p2pid_cpace_isk isk_a = finish (a, p2pid_cpace_own_share (b), one);
  p2pid_cpace_isk isk_b = finish (b, p2pid_cpace_own_share (a), other);

  p2pid_cpace_free (a);
  p2pid_cpace_free (b);
  return memcmp (&isk_a, &isk_b, sizeof isk_a) == 0;
}

START_TEST (same_digits_meet)
{
  ck_assert (meet (&guest, &host));
}
END_TEST

START_TEST (each_changed_input_parts_them)
{
  static const inputs changed[] = {
    { false, "04712", "relay", "session", "b", "a" },  /* PRS */
    { false, "4711", "relay", "session", "b", "a" },   /* PRS, shorter */
    { false, "04711", "relay2", "session", "b", "a" }, /* CI */
    { false, "04711", "relay", "Session", "b", "a" },  /* sid */
    { false, "04711", "relay", "", "b", "a" },         /* no sid */
    { false, "04711", "relay", "session", "c", "a" },  /* ADb as host has it */
    { false, "04711", "relay", "session", "b", "c" },  /* ADa as host got it */
    { true, "04711", "relay", "session", "b", "a" },   /* role */
    { false, "04711r", "elay", "session", "b", "a" },  /* other boundaries */
    { false, "04711", "relays", "ession", "b", "a" },
  };

  ck_assert (!meet (&guest, &changed[_i]));
}
END_TEST

START_TEST (each_run_has_its_own_share_and_key)
{
  p2pid_cpace *a = start (&guest), *b = start (&guest), *c = start (&host);
  p2pid_cpace_isk one, two;

  ck_assert_mem_ne (p2pid_cpace_own_share (a), p2pid_cpace_own_share (b),
                    sizeof (p2pid_cpace_share));
  one = finish (a, p2pid_cpace_own_share (c), &guest);
  two = finish (b, p2pid_cpace_own_share (c), &guest);
  ck_assert_mem_ne (&one, &two, sizeof one);
  p2pid_cpace_free (a);
  p2pid_cpace_free (b);
  p2pid_cpace_free (c);
}
END_TEST

/* Finishing with @p share fails, writes nothing, and ends the run. */
static void
refuse (const p2pid_cpace_share *share, p2pid_cpace *cpace)
{
  p2pid_cpace *honest = start (&host);
  p2pid_cpace_isk isk, before;

  memset (&isk, 7, sizeof isk);
  before = isk;
  ck_assert_int_eq (
      p2pid_cpace_finish (cpace, share, p2pid_bytes_from_text ("b"), &isk),
      P2PID_ERR_FORGED);
  ck_assert_int_eq (p2pid_cpace_finish (cpace, p2pid_cpace_own_share (honest),
                                        p2pid_bytes_from_text ("b"), &isk),
                    P2PID_ERR_STATE);
  ck_assert_mem_eq (&isk, &before, sizeof isk);
  p2pid_cpace_free (honest);
}

START_TEST (own_share_come_back_is_refused)
{
  p2pid_cpace *a = start (&guest);

  refuse (p2pid_cpace_own_share (a), a);
  p2pid_cpace_free (a);
}
END_TEST

START_TEST (share_that_is_no_point_of_the_group_is_refused)
{
  static const char *const bad[] = {
    /* the identity */
    "0000000000000000000000000000000000000000000000000000000000000000",
    /* not canonical: p, p + 1, and what has bit 255 or all bits set */
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    /* negative: 1; without a y: p - 1 (RFC 9496 appendix A.2) */
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  };
  p2pid_cpace *a = start (&guest);
  p2pid_cpace_share share;

  ck_assert_int_eq (sodium_hex2bin (share.bytes, sizeof share.bytes, bad[_i],
                                    64, NULL, NULL, NULL),
                    0);
  refuse (&share, a);
  p2pid_cpace_free (a);
}
END_TEST

START_TEST (every_flipped_bit_of_a_share_parts_them)
{
  p2pid_cpace *b = start (&host);
  p2pid_cpace_share share = *p2pid_cpace_own_share (b);
  uint8_t scalar[P2PID_CPACE_SCALAR_SIZE] = { 3 };
  p2pid_cpace_isk isk, wanted;

  for (int i = -1; i < 256; i++) {
    p2pid_cpace *a;
    p2pid_err err;

    if (i >= 0)
      share.bytes[i / 8] ^= (uint8_t) (1u << (i % 8));
    harness_queue_random (P2PID_BYTES (scalar)); /* the same run again */
    a = start (&guest);
    err = p2pid_cpace_finish (a, &share, p2pid_bytes_from_text ("b"), &isk);
    if (i < 0) {
      ck_assert_int_eq (err, P2PID_OK);
      wanted = isk;
    } else {
      ck_assert (err == P2PID_ERR_FORGED ||
                 (err == P2PID_OK && memcmp (&isk, &wanted, 64) != 0));
      share.bytes[i / 8] ^= (uint8_t) (1u << (i % 8));
    }
    p2pid_cpace_free (a);
  }
  p2pid_cpace_free (b);
}
END_TEST

START_TEST (run_is_finished_once)
{
  p2pid_cpace *a = start (&guest), *b = start (&host);
  p2pid_cpace_isk isk = finish (a, p2pid_cpace_own_share (b), &guest), again;

  memset (&again, 7, sizeof again);
  ck_assert_int_eq (p2pid_cpace_finish (a, p2pid_cpace_own_share (b),
                                        p2pid_bytes_from_text ("b"), &again),
                    P2PID_ERR_STATE);
  ck_assert_mem_ne (&again, &isk, sizeof isk);
  p2pid_cpace_free (a);
  p2pid_cpace_free (b);
}
END_TEST

START_TEST (scalar_zero_is_refused)
{
  p2pid_cpace *a = start (&guest);
  uint8_t zero[P2PID_CPACE_SCALAR_SIZE] = { 0 }, out[P2PID_CPACE_SHARE_SIZE];

  ck_assert_int_eq (
      p2pid_cpace_scalar_mult_vfy (zero, p2pid_cpace_own_share (a)->bytes, out),
      P2PID_ERR_FORGED);
  p2pid_cpace_free (a);
}
END_TEST

/* The padding against the draft's formula, past where it ends and where the
 * length of PRS takes two bytes. */
START_TEST (zero_padding_follows_the_draft_for_every_length)
{
  static uint8_t zeros[128];
  uint8_t prs[200] = { '0' };
  size_t prs_len = (size_t) _i + (_i < 128 ? 1 : 2); /* len(prepend_len()) */
  size_t zpad = 128 - 1 > prs_len + 18 ? 128 - 1 - prs_len - 18 : 0;
  p2pid_bytes fields[] = { p2pid_bytes_from_text ("CPaceRistretto255"),
                           { prs, (size_t) _i },
                           { zeros, zpad },
                           p2pid_bytes_from_text ("ci"),
                           p2pid_bytes_from_text ("sid") };
  uint8_t ours[P2PID_CPACE_HASH_SIZE], theirs[P2PID_CPACE_HASH_SIZE];
  p2pid_buffer *string = NULL;

  ck_assert_int_eq (p2pid_lv_cat (fields, 5, &string), P2PID_OK);
  crypto_hash_sha512 (theirs, string->data, string->size);
  p2pid_cpace_generator_hash (fields[1], fields[3], fields[4], ours);
  ck_assert_mem_eq (ours, theirs, sizeof ours);
  p2pid_buffer_free (string);
}
END_TEST

START_TEST (freeing_nothing_is_fine)
{
  p2pid_cpace_free (NULL);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("cpace");
  TCase *tcase = tcase_create ("cpace");

  harness_seed (3);
  if (sodium_init () < 0) /* here, as it takes randomness itself */
    return EXIT_FAILURE;
  tcase_add_test (tcase, same_digits_meet);
  tcase_add_loop_test (tcase, each_changed_input_parts_them, 0, 10);
  tcase_add_test (tcase, each_run_has_its_own_share_and_key);
  tcase_add_test (tcase, own_share_come_back_is_refused);
  tcase_add_loop_test (tcase, share_that_is_no_point_of_the_group_is_refused, 0,
                       8);
  tcase_add_test (tcase, every_flipped_bit_of_a_share_parts_them);
  tcase_add_test (tcase, run_is_finished_once);
  tcase_add_test (tcase, scalar_zero_is_refused);
  tcase_add_loop_test (tcase, zero_padding_follows_the_draft_for_every_length,
                       0, 200);
  tcase_add_test (tcase, freeing_nothing_is_fine);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
