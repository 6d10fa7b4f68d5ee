/* CPACE-RISTR255-SHA512 against the vectors of draft-irtf-cfrg-cpace-21:
 * every intermediate value, both roles, the points that must abort, and the
 * string functions. */

#include "vectors.h"

#include "base/lv.h"
#include "crypto/cpace-steps.h"

#include <sodium.h>
#include <stdlib.h>

static json_t *root;    /* cpace-ristretto255-sha512.json */
static json_t *strings; /* cpace-string-functions.json */

#define DSI "CPaceRistretto255"

START_TEST (draft_21_generator_string)
{
  const json_t *v = json_object_get (root, "calculate_generator");
  size_t zpad =
      (size_t) json_integer_value (json_object_get (v, "ZPAD length"));
  uint8_t zeros[128] = { 0 };
  p2pid_bytes fields[] = { p2pid_bytes_from_text (DSI),
                           vectors_hex (v, "PRS"),
                           { zeros, zpad },
                           vectors_hex (v, "CI"),
                           vectors_hex (v, "sid") };
  uint8_t ours[P2PID_CPACE_HASH_SIZE], theirs[P2PID_CPACE_HASH_SIZE];
  p2pid_buffer *string = NULL;

  ck_assert_uint_eq (zpad, 100);
  ck_assert_int_eq (p2pid_lv_cat (fields, 5, &string), P2PID_OK);
  ck_assert_bytes_eq (
      p2pid_buffer_bytes (string),
      vectors_hex (v, "generator_string(G.DSI,PRS,CI,sid,H.s_in_bytes)"));
  crypto_hash_sha512 (theirs, string->data, string->size);
  p2pid_cpace_generator_hash (fields[1], fields[3], fields[4], ours);
  ck_assert_mem_eq (ours, theirs, sizeof ours);
  ck_assert_mem_eq (ours, vectors_hex_fixed (v, "hash result", sizeof ours),
                    sizeof ours);
  p2pid_buffer_free (string);
  vectors_release ();
}
END_TEST

START_TEST (draft_21_generator)
{
  const json_t *v = json_object_get (root, "calculate_generator");
  uint8_t g[P2PID_CPACE_SHARE_SIZE];

  p2pid_cpace_generator (vectors_hex (v, "PRS"), vectors_hex (v, "CI"),
                         vectors_hex (v, "sid"), g);
  ck_assert_mem_eq (g, vectors_hex_fixed (v, "encoded generator g", sizeof g),
                    sizeof g);
  vectors_release ();
}
END_TEST

START_TEST (draft_21_shares_and_shared_point)
{
  const json_t *v = json_object_get (root, "protocol");
  const uint8_t *g = vectors_hex_fixed (v, "g", 32);
  const uint8_t *ya = vectors_hex_fixed (v, "ya", 32);
  const uint8_t *yb = vectors_hex_fixed (v, "yb", 32);
  const uint8_t *share_a = vectors_hex_fixed (v, "Ya", 32);
  const uint8_t *share_b = vectors_hex_fixed (v, "Yb", 32);
  const uint8_t *k = vectors_hex_fixed (v, "K", 32);
  uint8_t out[32];

  ck_assert_int_eq (p2pid_cpace_scalar_mult_vfy (ya, g, out), P2PID_OK);
  ck_assert_mem_eq (out, share_a, 32);
  ck_assert_int_eq (p2pid_cpace_scalar_mult_vfy (yb, g, out), P2PID_OK);
  ck_assert_mem_eq (out, share_b, 32);
  ck_assert_int_eq (p2pid_cpace_scalar_mult_vfy (ya, share_b, out), P2PID_OK);
  ck_assert_mem_eq (out, k, 32);
  ck_assert_int_eq (p2pid_cpace_scalar_mult_vfy (yb, share_a, out), P2PID_OK);
  ck_assert_mem_eq (out, k, 32);
  vectors_release ();
}
END_TEST

START_TEST (draft_21_session_key_of_its_inputs)
{
  const json_t *v = json_object_get (root, "protocol");
  p2pid_cpace_share ya, yb;
  p2pid_cpace_isk isk;

  memcpy (ya.bytes, vectors_hex_fixed (v, "Ya", 32), 32);
  memcpy (yb.bytes, vectors_hex_fixed (v, "Yb", 32), 32);
  p2pid_cpace_isk_of (vectors_hex (v, "sid"), vectors_hex_fixed (v, "K", 32),
                      &ya, vectors_hex (v, "ADa"), &yb, vectors_hex (v, "ADb"),
                      &isk);
  ck_assert_mem_eq (isk.bytes, vectors_hex_fixed (v, "ISK_IR", 64), 64);
  vectors_release ();
}
END_TEST

static p2pid_cpace *
side_of (const json_t *v, bool initiator)
{
  p2pid_cpace *cpace = NULL;

  harness_queue_random (vectors_hex (v, initiator ? "ya" : "yb"));
  ck_assert_int_eq (
      p2pid_cpace_new (initiator, vectors_hex (v, "PRS"), vectors_hex (v, "CI"),
                       vectors_hex (v, "sid"),
                       vectors_hex (v, initiator ? "ADa" : "ADb"), &cpace),
      P2PID_OK);
  ck_assert_mem_eq (p2pid_cpace_own_share (cpace)->bytes,
                    vectors_hex_fixed (v, initiator ? "Ya" : "Yb", 32), 32);
  return cpace;
}

START_TEST (draft_21_run_gives_both_the_session_key)
{
  const json_t *v = json_object_get (root, "protocol");
  p2pid_cpace *a = side_of (v, true);
  p2pid_cpace *b = side_of (v, false);
  p2pid_cpace_isk isk_a, isk_b;

  ck_assert_int_eq (p2pid_cpace_finish (a, p2pid_cpace_own_share (b),
                                        vectors_hex (v, "ADb"), &isk_a),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_cpace_finish (b, p2pid_cpace_own_share (a),
                                        vectors_hex (v, "ADa"), &isk_b),
                    P2PID_OK);
  ck_assert_mem_eq (isk_a.bytes, vectors_hex_fixed (v, "ISK_IR", 64), 64);
  ck_assert_mem_eq (isk_b.bytes, isk_a.bytes, 64);
  p2pid_cpace_free (a);
  p2pid_cpace_free (b);
  vectors_release ();
}
END_TEST

START_TEST (draft_21_valid_point)
{
  const json_t *v =
      json_object_get (json_object_get (root, "scalar_mult_points"), "Valid");
  const uint8_t *wanted = vectors_hex_fixed (v, "G.scalar_mult_vfy(s,X)", 32);
  uint8_t out[32];

  ck_assert_int_eq (p2pid_cpace_scalar_mult_vfy (vectors_hex_fixed (v, "s", 32),
                                                 vectors_hex_fixed (v, "X", 32),
                                                 out),
                    P2PID_OK);
  ck_assert_mem_eq (out, wanted, 32);
  vectors_release ();
}
END_TEST

/* The draft: "implementations MUST be tested" that these abort. */
START_TEST (draft_21_invalid_points_abort)
{
  static const char *const names[] = { "Invalid Y1", "Invalid Y2" };
  const json_t *points = json_object_get (root, "scalar_mult_points");
  const json_t *valid = json_object_get (points, "Valid");
  const uint8_t *bad = vectors_hex_fixed (points, names[_i], 32);
  p2pid_cpace *a = side_of (json_object_get (root, "protocol"), true);
  p2pid_cpace_isk isk, before;
  p2pid_cpace_share share;
  uint8_t out[32];

  ck_assert_int_eq (p2pid_cpace_scalar_mult_vfy (
                        vectors_hex_fixed (valid, "s", 32), bad, out),
                    P2PID_ERR_FORGED);

  memset (&isk, 7, sizeof isk);
  before = isk;
  memcpy (share.bytes, bad, 32);
  ck_assert_int_eq (
      p2pid_cpace_finish (a, &share, (p2pid_bytes){ NULL, 0 }, &isk),
      P2PID_ERR_FORGED);
  ck_assert_mem_eq (&isk, &before, sizeof isk);
  p2pid_cpace_free (a);
  vectors_release ();
}
END_TEST

/* The group of vectors whose long title contains @p title. */
static const json_t *
string_vectors (const char *title)
{
  json_t *group;
  const char *name;

  json_object_foreach (json_object_get (strings, "functions"), name,
                       group) if (strstr (name, title) != NULL) return group;
  ck_abort_msg ("no vectors of %s", title);
  return NULL;
}

static void
check_lv_cat (const p2pid_bytes *fields, size_t count, p2pid_bytes wanted)
{
  p2pid_buffer *list = NULL;

  ck_assert_int_eq (p2pid_lv_cat (fields, count, &list), P2PID_OK);
  ck_assert_bytes_eq (p2pid_buffer_bytes (list), wanted);
  p2pid_buffer_free (list);
}

START_TEST (draft_21_prepend_len)
{
  const json_t *v = string_vectors ("/ prepend\\_len test vectors");
  p2pid_bytes empty = { NULL, 0 }, text = vectors_hex (v, "b'1234'");
  p2pid_bytes range = { NULL, 0 };
  uint8_t bytes[128];

  for (size_t i = 0; i < sizeof bytes; i++)
    bytes[i] = (uint8_t) i;
  range.data = bytes;

  check_lv_cat (&empty, 1, vectors_hex (v, "prepend_len(b'')"));
  check_lv_cat (&text, 1, vectors_hex (v, "prepend_len(b'1234')"));
  range.size = 127;
  check_lv_cat (&range, 1, vectors_hex (v, "prepend_len(bytes(range(127)))"));
  range.size = 128;
  check_lv_cat (&range, 1, vectors_hex (v, "prepend_len(bytes(range(128)))"));
  vectors_release ();
}
END_TEST

START_TEST (draft_21_lv_cat)
{
  const json_t *v = string_vectors ("Testvector for lv\\_cat()");
  p2pid_bytes fields[] = { vectors_hex (v, "b'1234'"),
                           vectors_hex (v, "b'5'"),
                           { NULL, 0 },
                           vectors_hex (v, "b'678'") };

  check_lv_cat (fields, 4, vectors_hex (v, "lv_cat(b'1234',b'5',b'',b'678')"));
  vectors_release ();
}
END_TEST

START_TEST (draft_21_transcript_ir)
{
  const json_t *v = string_vectors ("transcript\\_ir");
  p2pid_bytes first[] = { vectors_hex (v, "b'123'"),
                          vectors_hex (v, "b'PartyA'"),
                          vectors_hex (v, "b'234'"),
                          vectors_hex (v, "b'PartyB'") };
  p2pid_bytes second[] = { vectors_hex (v, "b'3456'"),
                           vectors_hex (v, "b'PartyA'"),
                           vectors_hex (v, "b'2345'"),
                           vectors_hex (v, "b'PartyB'") };

  check_lv_cat (
      first, 4,
      vectors_hex (v, "transcript_ir(b'123',b'PartyA',b'234',b'PartyB')"));
  check_lv_cat (
      second, 4,
      vectors_hex (v, "transcript_ir(b'3456',b'PartyA',b'2345',b'PartyB')"));
  vectors_release ();
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("cpace-vectors");
  TCase *tcase = tcase_create ("draft-irtf-cfrg-cpace-21");
  int result;

  harness_seed (1);
  if (sodium_init () < 0) /* here, as it takes randomness itself */
    return EXIT_FAILURE;
  root = harness_published_json ("cpace/cpace-ristretto255-sha512.json");
  strings = harness_published_json ("cpace/cpace-string-functions.json");
  tcase_add_test (tcase, draft_21_generator_string);
  tcase_add_test (tcase, draft_21_generator);
  tcase_add_test (tcase, draft_21_shares_and_shared_point);
  tcase_add_test (tcase, draft_21_session_key_of_its_inputs);
  tcase_add_test (tcase, draft_21_run_gives_both_the_session_key);
  tcase_add_test (tcase, draft_21_valid_point);
  tcase_add_loop_test (tcase, draft_21_invalid_points_abort, 0, 2);
  tcase_add_test (tcase, draft_21_prepend_len);
  tcase_add_test (tcase, draft_21_lv_cat);
  tcase_add_test (tcase, draft_21_transcript_ir);
  suite_add_tcase (suite, tcase);
  result = harness_run (suite);
  json_decref (root);
  json_decref (strings);
  return result;
}
