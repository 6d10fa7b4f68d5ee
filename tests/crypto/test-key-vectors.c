/* Signatures against Wycheproof, and against the edge cases in which
 * implementations of Ed25519 differ (speccheck). */

#include "vectors.h"

#include "crypto/key.h"

#include <string.h>

static json_t *wycheproof, *speccheck;

/* What a caller does with a key that it gets: check it, then verify. */
static p2pid_err
check_and_verify (p2pid_bytes key, p2pid_bytes message, p2pid_bytes signature)
{
  p2pid_public_key public;
  p2pid_signature whole;
  p2pid_err err;

  ck_assert_uint_eq (key.size, sizeof public.bytes);
  ck_assert_uint_eq (signature.size, sizeof whole.bytes);
  memcpy (public.bytes, key.data, key.size);
  memcpy (whole.bytes, signature.data, signature.size);
  err = p2pid_public_key_check (&public);
  if (err == P2PID_OK)
    err = p2pid_signature_verify (&public, message, &whole);
  return err;
}

/* Returns whether the test could be put to us: a p2pid_signature has 64
 * bytes, so that one of another size cannot even be said. */
static bool
run_wycheproof (p2pid_bytes key, const json_t *test)
{
  const char *result = json_string_value (json_object_get (test, "result"));
  p2pid_bytes signature = vectors_hex (test, "sig");
  p2pid_err err;

  if (signature.size != sizeof (p2pid_signature)) {
    ck_assert_str_eq (result, "invalid");
    return false;
  }
  err = check_and_verify (key, vectors_hex (test, "msg"), signature);
  ck_assert_msg ((err == P2PID_OK) == (strcmp (result, "valid") == 0),
                 "test %" JSON_INTEGER_FORMAT " is %s, we say %s",
                 json_integer_value (json_object_get (test, "tcId")), result,
                 p2pid_err_name (err));
  return true;
}

START_TEST (wycheproof_ed25519)
{
  size_t run = 0, unsayable = 0, i, j;
  json_t *group, *test;

  json_array_foreach (json_object_get (wycheproof, "testGroups"), i, group)
  {
    const json_t *key = json_object_get (group, "publicKey");

    json_array_foreach (json_object_get (group, "tests"), j, test)
    {
      if (run_wycheproof (vectors_hex (key, "pk"), test))
        run++;
      else
        unsayable++;
      vectors_release ();
    }
  }
  ck_assert_uint_eq (run + unsayable, 151);
  ck_assert_uint_ge (run, 130);
}
END_TEST

/*
 *   0   A and R of small order, S zero
 *   1   A of small order, R mixed        2   A mixed, R of small order
 *   3   A and R mixed: holds with and without the cofactor, so that only the
 *       check of the key stands against it
 *   4   A and R mixed: holds with the cofactor only
 *   5   A mixed: holds with the cofactor, if 8 is multiplied in at the end
 *   6   S over L                         7   S far over L
 *   8   R of small order and not canonical, which the hash has reduced
 *   9   the same, not reduced
 *  10   A of small order and not canonical, which the hash has reduced
 *  11   the same, not reduced
 */
START_TEST (speccheck_edge_case_is_refused)
{
  const json_t *edge = json_array_get (speccheck, (size_t) _i);

  ck_assert_int_ne (check_and_verify (vectors_hex (edge, "pub_key"),
                                      vectors_hex (edge, "message"),
                                      vectors_hex (edge, "signature")),
                    P2PID_OK);
  vectors_release ();
}
END_TEST

/* Verifying alone refuses all but the one that is left to the key's check. */
START_TEST (speccheck_without_the_check_of_the_key)
{
  const json_t *edge = json_array_get (speccheck, (size_t) _i);
  p2pid_public_key key;
  p2pid_signature signature;

  memcpy (key.bytes, vectors_hex_fixed (edge, "pub_key", 32), 32);
  memcpy (signature.bytes, vectors_hex_fixed (edge, "signature", 64), 64);
  ck_assert_int_eq (
      p2pid_signature_verify (&key, vectors_hex (edge, "message"), &signature),
      _i == 3 ? P2PID_OK : P2PID_ERR_FORGED);
  vectors_release ();
}
END_TEST

START_TEST (all_twelve_edge_cases_are_in_the_file)
{
  ck_assert_uint_eq (json_array_size (speccheck), 12);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("key-vectors");
  TCase *tcase = tcase_create ("ed25519");
  int result;

  wycheproof = harness_published_json ("wycheproof/ed25519_test.json");
  speccheck = harness_published_json ("ed25519/speccheck-cases.json");
  tcase_add_test (tcase, wycheproof_ed25519);
  tcase_add_test (tcase, all_twelve_edge_cases_are_in_the_file);
  tcase_add_loop_test (tcase, speccheck_edge_case_is_refused, 0, 12);
  tcase_add_loop_test (tcase, speccheck_without_the_check_of_the_key, 0, 12);
  suite_add_tcase (suite, tcase);
  result = harness_run (suite);
  json_decref (wycheproof);
  json_decref (speccheck);
  return result;
}
