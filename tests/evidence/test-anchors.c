/* The set of trust anchors, and files of them. */

#include "person.h"

#include "evidence/anchors-internal.h"
#include "evidence/test-issuer.h"

#include <stdlib.h>

static p2pid_anchor
numbered (unsigned number)
{
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT, .name = "Firm" };

  memcpy (anchor.fingerprint.bytes, &number, sizeof number);
  return anchor;
}

START_TEST (anchors_keep_their_order)
{
  p2pid_anchors *anchors = person_anchors (false);

  for (unsigned i = 0; i < 50; i++) {
    p2pid_anchor anchor = numbered (i);

    ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  }
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 50);
  for (unsigned i = 0; i < 50; i++) {
    p2pid_anchor anchor = numbered (i);

    ck_assert_mem_eq (p2pid_anchors_get (anchors, i)->fingerprint.bytes,
                      anchor.fingerprint.bytes, 32);
  }
  ck_assert_ptr_null (p2pid_anchors_get (anchors, 50));
  p2pid_anchors_free (anchors);
  p2pid_anchors_free (NULL);
}
END_TEST

START_TEST (the_same_fingerprint_replaces)
{
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor anchor = numbered (1);

  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  anchor.name = "Firm, renamed";
  anchor.environment = P2PID_ENVIRONMENT_TEST;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
  ck_assert_str_eq (p2pid_anchors_get (anchors, 0)->name, "Firm, renamed");
  ck_assert_int_eq (p2pid_anchors_get (anchors, 0)->environment,
                    P2PID_ENVIRONMENT_TEST);

  /* With itself, as a program might that edits one. */
  ck_assert_int_eq (p2pid_anchors_add (anchors, p2pid_anchors_get (anchors, 0)),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_anchors_get (anchors, 0)->name, "Firm, renamed");
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (names_must_be_readable)
{
  static const char *const bad[] = { "",       " ",      "Firm ",
                                     "Fi\trm", "Fi\xff", "Fi\xe2\x80\xaerm",
                                     NULL };
  p2pid_anchors *anchors = person_anchors (false);
  char name[P2PID_ANCHOR_NAME_MAX + 2];
  p2pid_anchor anchor = numbered (1);

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    anchor.name = bad[i];
    ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_TEXT);
  }
  memset (name, 'x', sizeof name);
  name[P2PID_ANCHOR_NAME_MAX + 1] = 0;
  anchor.name = name;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_TEXT);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 0);
  name[P2PID_ANCHOR_NAME_MAX] = 0;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (methods_and_environments_must_be_there)
{
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor anchor = numbered (1);

  anchor.method = P2PID_METHOD_COUNT_;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_ARGUMENT);
  anchor = numbered (1);
  anchor.environment = 2;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_ARGUMENT);
  p2pid_anchors_free (anchors);
}
END_TEST

/* The built-in one does not take anybody's place. */
START_TEST (the_number_is_bounded)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_anchor anchor;

  for (unsigned i = 0; i < P2PID_ANCHORS_MAX; i++) {
    anchor = numbered (i);
    ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  }
  anchor = numbered (P2PID_ANCHORS_MAX);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_SIZE);
  anchor = numbered (0);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), P2PID_ANCHORS_MAX + 1);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (the_test_issuer_comes_and_goes)
{
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor first = numbered (1), last = numbered (2);

  ck_assert_int_eq (p2pid_anchors_add (anchors, &first), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &last), P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 3);
  ck_assert_str_eq (p2pid_anchors_get (anchors, 1)->name,
                    P2PID_TEST_ISSUER_NAME);
  ck_assert_int_eq (p2pid_anchors_get (anchors, 1)->environment,
                    P2PID_ENVIRONMENT_TEST);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, false), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, false), P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 2);
  ck_assert_mem_eq (p2pid_anchors_get (anchors, 1)->fingerprint.bytes,
                    last.fingerprint.bytes, 32);
  p2pid_anchors_free (anchors);
}
END_TEST

/* Who wrote it into a file sees it there, allowed or not. */
START_TEST (a_test_issuer_of_the_users_own_stays)
{
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT,
                          .environment = P2PID_ENVIRONMENT_PRODUCTION,
                          .fingerprint = P2PID_TEST_ISSUER_FINGERPRINT,
                          .name = "Mine" };
  p2pid_anchors *anchors = person_anchors (true);

  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, false), P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
  ck_assert_str_eq (p2pid_anchors_get (anchors, 0)->name, "Mine");
  ck_assert_int_eq (p2pid_anchors_get (anchors, 0)->environment,
                    P2PID_ENVIRONMENT_TEST);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (finding_one_tells_why_not)
{
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor real = numbered (1), test = numbered (2), none = numbered (3);
  p2pid_fingerprint builtin = P2PID_TEST_ISSUER_FINGERPRINT;
  const p2pid_anchor *found = NULL;

  test.environment = P2PID_ENVIRONMENT_TEST;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &real), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &test), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_find (anchors, 0, &none.fingerprint, &found),
                    P2PID_ERR_UNTRUSTED);
  ck_assert_int_eq (p2pid_anchors_find (anchors, 0, &test.fingerprint, &found),
                    P2PID_ERR_TEST_REFUSED);
  ck_assert_int_eq (p2pid_anchors_find (anchors, 0, &builtin, &found),
                    P2PID_ERR_TEST_REFUSED);
  ck_assert_ptr_null (found);
  ck_assert_int_eq (p2pid_anchors_find (anchors, 0, &real.fingerprint, &found),
                    P2PID_OK);
  ck_assert_ptr_eq (found, p2pid_anchors_get (anchors, 0));
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_find (anchors, 0, &test.fingerprint, &found),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_find (anchors, 0, &builtin, &found),
                    P2PID_OK);
  p2pid_anchors_free (anchors);
}
END_TEST

#define HEX "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define ANCHOR(method, environment, name, fingerprint)                         \
  "{\"method\":\"" method "\",\"environment\":\"" environment                  \
  "\",\"name\":\"" name "\",\"fingerprint\":\"" fingerprint "\"}"
#define GOOD ANCHOR ("sd-jwt", "production", "Firm", HEX)
#define TEXT(list) "{\"anchors\":[" list "]}"

START_TEST (files_are_read)
{
  static const char text[] =
      "{\"comment\":1,\"anchors\":[" GOOD ",\n"
      "{\"method\":\"sd-jwt\",\"environment\":\"test\",\"name\":\"Bänken\","
      "\"origin\":\"https://example.org\",\"fingerprint\":"
      "\"ff112233445566778899aabbccddeeff"
      "00112233445566778899aabbccddeeff\"}]}\n";
  p2pid_anchors *anchors = person_anchors (false);
  const p2pid_anchor *second;

  ck_assert_int_eq (p2pid_anchors_load (anchors, p2pid_bytes_from_text (text)),
                    P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 2);
  ck_assert_str_eq (p2pid_anchors_get (anchors, 0)->name, "Firm");
  second = p2pid_anchors_get (anchors, 1);
  ck_assert_str_eq (second->name, "Bänken");
  ck_assert_int_eq (second->environment, P2PID_ENVIRONMENT_TEST);
  ck_assert_uint_eq (second->fingerprint.bytes[0], 0xff);
  ck_assert_uint_eq (second->fingerprint.bytes[31], 0xff);
  p2pid_anchors_free (anchors);
}
END_TEST

/* All of a file, or none: each bad one stands behind a good one. */
START_TEST (files_are_read_strictly)
{
  static const struct {
    const char *text;
    p2pid_err err;
  } bad[] = {
    { "", P2PID_ERR_FORMAT },
    { "{}", P2PID_ERR_FORMAT },
    { "{\"anchors\":{}}", P2PID_ERR_FORMAT },
    { TEXT (GOOD ",1"), P2PID_ERR_FORMAT },
    { TEXT (GOOD ",{}"), P2PID_ERR_FORMAT },
    { TEXT (GOOD "," ANCHOR ("magic", "test", "Firm", HEX)), P2PID_ERR_METHOD },
    { TEXT (GOOD "," ANCHOR ("sd-jwt", "Production", "Firm", HEX)),
      P2PID_ERR_FORMAT },
    { TEXT (GOOD "," ANCHOR ("sd-jwt", "", "Firm", HEX)), P2PID_ERR_FORMAT },
    { TEXT (GOOD "," ANCHOR ("sd-jwt", "test", "", HEX)), P2PID_ERR_TEXT },
    { TEXT (GOOD "," ANCHOR ("sd-jwt", "test", "\\u202e", HEX)),
      P2PID_ERR_TEXT },
    { TEXT (GOOD "," ANCHOR ("sd-jwt", "test", "Firm", "00")),
      P2PID_ERR_FORMAT },
    { TEXT (GOOD "," ANCHOR ("sd-jwt", "test", "Firm", HEX "00")),
      P2PID_ERR_FORMAT },
    { TEXT (GOOD ","
                 "{\"method\":\"sd-jwt\",\"environment\":\"test\","
                 "\"name\":\"Firm\"}"),
      P2PID_ERR_FORMAT },
    { TEXT (GOOD ","
                 "{\"method\":\"sd-jwt\",\"environment\":\"test\","
                 "\"fingerprint\":\"" HEX "\"}"),
      P2PID_ERR_FORMAT },
    { TEXT (GOOD ","
                 "{\"method\":\"sd-jwt\",\"environment\":\"test\",\"until\":1,"
                 "\"crit\":[\"until\"],\"name\":\"Firm\",\"fingerprint\":"
                 "\"" HEX "\"}"),
      P2PID_ERR_VERSION },
    { "{\"anchors\":[" GOOD "],\"signature\":\"\",\"crit\":[\"signature\"]}",
      P2PID_ERR_VERSION },
    { "{\"anchors\":[" GOOD "],\"anchors\":[]}", P2PID_ERR_FORMAT },
    { TEXT (GOOD) "x", P2PID_ERR_FORMAT },
  };
  p2pid_anchors *anchors = person_anchors (true);

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ck_assert_msg (p2pid_anchors_load (anchors, p2pid_bytes_from_text (
                                                    bad[i].text)) == bad[i].err,
                   "%s", bad[i].text);
    ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
  }
  p2pid_anchors_free (anchors);
}
END_TEST

/* Cut anywhere, a file is refused whole. */
START_TEST (no_cut_file_passes)
{
  static const char text[] = TEXT (GOOD);
  p2pid_anchors *anchors = person_anchors (false);

  for (size_t size = 0; size < sizeof text - 1; size++)
    ck_assert_int_eq (
        p2pid_anchors_load (anchors,
                            (p2pid_bytes){ (const uint8_t *) text, size }),
        P2PID_ERR_FORMAT);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 0);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (files_have_a_largest_size)
{
  static const char text[] = TEXT (GOOD);
  char *large = malloc (P2PID_ANCHORS_FILE_MAX + 1);
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_bytes bytes = { (uint8_t *) large, P2PID_ANCHORS_FILE_MAX + 1 };

  memset (large, ' ', P2PID_ANCHORS_FILE_MAX + 1);
  memcpy (large, text, sizeof text - 1);
  ck_assert_int_eq (p2pid_anchors_load (anchors, bytes), P2PID_ERR_SIZE);
  bytes.size--;
  ck_assert_int_eq (p2pid_anchors_load (anchors, bytes), P2PID_OK);
  p2pid_anchors_free (anchors);
  free (large);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("anchors");
  TCase *tcase = tcase_create ("anchors");

  tcase_add_test (tcase, anchors_keep_their_order);
  tcase_add_test (tcase, the_same_fingerprint_replaces);
  tcase_add_test (tcase, names_must_be_readable);
  tcase_add_test (tcase, methods_and_environments_must_be_there);
  tcase_add_test (tcase, the_number_is_bounded);
  tcase_add_test (tcase, the_test_issuer_comes_and_goes);
  tcase_add_test (tcase, a_test_issuer_of_the_users_own_stays);
  tcase_add_test (tcase, finding_one_tells_why_not);
  tcase_add_test (tcase, files_are_read);
  tcase_add_test (tcase, files_are_read_strictly);
  tcase_add_test (tcase, no_cut_file_passes);
  tcase_add_test (tcase, files_have_a_largest_size);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
