/* The set of trust anchors, and files of them. */

#include "person.h"

#include "base/time.h"
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

/* What a caller gave may go; what the set hands out is its own. */
START_TEST (all_members_are_kept)
{
  char issuer[] = "https://id.example", first[] = "us", second[] = "them";
  const char *parties[] = { first, second, NULL };
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor anchor = numbered (1);
  const p2pid_anchor *found;

  anchor.method = P2PID_METHOD_OIDC;
  anchor.assurance = P2PID_ASSURANCE_HIGH;
  anchor.issuer = issuer;
  anchor.parties = parties;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  issuer[0] = first[0] = second[0] = 'x';
  parties[1] = NULL;

  found = p2pid_anchors_get (anchors, 0);
  ck_assert_int_eq (found->assurance, P2PID_ASSURANCE_HIGH);
  ck_assert_str_eq (found->issuer, "https://id.example");
  ck_assert_str_eq (found->parties[0], "us");
  ck_assert_str_eq (found->parties[1], "them");
  ck_assert_ptr_null (found->parties[2]);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (an_empty_list_is_no_list)
{
  const char *none[] = { NULL };
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor anchor = numbered (1);

  anchor.parties = none;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  ck_assert_ptr_null (p2pid_anchors_get (anchors, 0)->parties);
  ck_assert (!p2pid_anchor_allows (p2pid_anchors_get (anchors, 0), "us"));
  ck_assert (!p2pid_anchor_allows (p2pid_anchors_get (anchors, 0), "*"));
  p2pid_anchors_free (anchors);
}
END_TEST

/* Whole names alone: no part, no case, no pattern but the lone star. */
START_TEST (parties_are_whole_names)
{
  const char *two[] = { "cn=Us", "us*", NULL };
  const char *all[] = { "cn=Us", "*", NULL };
  p2pid_anchor anchor = { .parties = two };

  ck_assert (p2pid_anchor_allows (&anchor, "cn=Us"));
  ck_assert (p2pid_anchor_allows (&anchor, "us*"));
  for (const char **other = (const char *[]){ "", "cn=", "cn=us", "cn=Us ",
                                              "us", "usual", "*", NULL };
       *other != NULL; other++)
    ck_assert_msg (!p2pid_anchor_allows (&anchor, *other), "%s", *other);
  anchor.parties = all;
  ck_assert (p2pid_anchor_allows (&anchor, "anybody"));
}
END_TEST

START_TEST (an_openid_provider_has_an_address)
{
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor anchor = numbered (1);

  anchor.method = P2PID_METHOD_OIDC;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_ARGUMENT);
  anchor.issuer = "https://id.example";
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  anchor.assurance = P2PID_ASSURANCE_HIGH + 1;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_ARGUMENT);
  p2pid_anchors_free (anchors);
}
END_TEST

/* @p size bytes at the most, and every one of them fit to be read. */
static void
check_bound (const char **text, p2pid_anchor *anchor, size_t size)
{
  p2pid_anchors *anchors = person_anchors (false);
  char *long_one = calloc (size + 2, 1);

  for (const char **bad =
           (const char *[]){ "", " ", "a\tb", "\xe2\x80\xae", "\xff", NULL };
       *bad != NULL; bad++) {
    *text = *bad;
    ck_assert_int_eq (p2pid_anchors_add (anchors, anchor), P2PID_ERR_TEXT);
  }
  *text = memset (long_one, 'x', size + 1);
  ck_assert_int_eq (p2pid_anchors_add (anchors, anchor), P2PID_ERR_TEXT);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 0);
  long_one[size] = '\0';
  ck_assert_int_eq (p2pid_anchors_add (anchors, anchor), P2PID_OK);
  free (long_one);
  p2pid_anchors_free (anchors);
}

START_TEST (issuers_and_parties_are_bounded)
{
  const char *parties[] = { "us", NULL, NULL };
  p2pid_anchor anchor = numbered (1);

  check_bound (&anchor.issuer, &anchor, P2PID_ANCHOR_ISSUER_MAX);
  anchor = numbered (1);
  anchor.parties = parties;
  check_bound (&parties[1], &anchor, P2PID_ANCHOR_PARTY_MAX);
}
END_TEST

START_TEST (the_number_of_parties_is_bounded)
{
  const char *parties[P2PID_ANCHOR_PARTIES_MAX + 2] = { NULL };
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor anchor = numbered (1);

  for (size_t i = 0; i <= P2PID_ANCHOR_PARTIES_MAX; i++)
    parties[i] = "us";
  anchor.parties = parties;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_SIZE);
  parties[P2PID_ANCHOR_PARTIES_MAX] = NULL;
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

/* GOOD with more members. */
#define MORE(members)                                                          \
  "{\"method\":\"oidc\",\"environment\":\"test\",\"name\":\"Firm\","           \
  "\"fingerprint\":\"" HEX "\"," members "}"
#define ISSUER "\"issuer\":\"https://id.example\""

START_TEST (files_say_level_issuer_and_parties)
{
  static const char *const levels[] = { "none", "low", "substantial", "high" };

  for (int level = 0; level < 4; level++) {
    p2pid_anchors *anchors = person_anchors (false);
    const p2pid_anchor *found;
    char text[1024];

    snprintf (text, sizeof text,
              TEXT (MORE (ISSUER ",\"assurance\":\"%s\","
                                 "\"parties\":[\"us\",\"Bänken\"]")),
              levels[level]);
    ck_assert_int_eq (
        p2pid_anchors_load (anchors, p2pid_bytes_from_text (text)), P2PID_OK);
    found = p2pid_anchors_get (anchors, 0);
    ck_assert_int_eq (found->method, P2PID_METHOD_OIDC);
    ck_assert_int_eq (found->assurance, (p2pid_assurance) level);
    ck_assert_str_eq (found->issuer, "https://id.example");
    ck_assert_str_eq (found->parties[0], "us");
    ck_assert_str_eq (found->parties[1], "Bänken");
    ck_assert_ptr_null (found->parties[2]);
    p2pid_anchors_free (anchors);
  }
}
END_TEST

START_TEST (files_need_not_say_them)
{
  p2pid_anchors *anchors = person_anchors (false);
  const p2pid_anchor *found;

  ck_assert_int_eq (
      p2pid_anchors_load (anchors, p2pid_bytes_from_text (TEXT (GOOD))),
      P2PID_OK);
  found = p2pid_anchors_get (anchors, 0);
  ck_assert_int_eq (found->assurance, P2PID_ASSURANCE_NONE);
  ck_assert_ptr_null (found->issuer);
  ck_assert_ptr_null (found->parties);
  p2pid_anchors_free (anchors);
}
END_TEST

/* A value of the wrong kind is never taken for none. */
START_TEST (level_issuer_and_parties_are_read_strictly)
{
  static const struct {
    const char *members;
    p2pid_err err;
  } bad[] = {
    { "\"assurance\":\"high\"", P2PID_ERR_FORMAT }, /* oidc without issuer */
    { ISSUER ",\"assurance\":\"High\"", P2PID_ERR_FORMAT },
    { ISSUER ",\"assurance\":\"\"", P2PID_ERR_FORMAT },
    { ISSUER ",\"assurance\":3", P2PID_ERR_FORMAT },
    { ISSUER ",\"assurance\":null", P2PID_ERR_FORMAT },
    { "\"issuer\":1", P2PID_ERR_FORMAT },
    { "\"issuer\":null", P2PID_ERR_FORMAT },
    { "\"issuer\":[\"https://id.example\"]", P2PID_ERR_FORMAT },
    { "\"issuer\":\"\"", P2PID_ERR_TEXT },
    { "\"issuer\":\"\\u202e\"", P2PID_ERR_TEXT },
    { ISSUER ",\"parties\":\"us\"", P2PID_ERR_FORMAT },
    { ISSUER ",\"parties\":{}", P2PID_ERR_FORMAT },
    { ISSUER ",\"parties\":null", P2PID_ERR_FORMAT },
    { ISSUER ",\"parties\":[1]", P2PID_ERR_FORMAT },
    { ISSUER ",\"parties\":[\"us\",null]", P2PID_ERR_FORMAT },
    { ISSUER ",\"parties\":[\"us\",[\"them\"]]", P2PID_ERR_FORMAT },
    { ISSUER ",\"parties\":[\"\"]", P2PID_ERR_TEXT },
    { ISSUER ",\"parties\":[\"us\",\"a\\u0000b\"]", P2PID_ERR_FORMAT },
  };
  p2pid_anchors *anchors = person_anchors (false);
  char text[1024];

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    snprintf (text, sizeof text, TEXT (GOOD "," MORE ("%s")), bad[i].members);
    ck_assert_msg (p2pid_anchors_load (anchors, p2pid_bytes_from_text (text)) ==
                       bad[i].err,
                   "%s", bad[i].members);
    ck_assert_uint_eq (p2pid_anchors_count (anchors), 0);
  }
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (a_file_has_no_more_parties_either)
{
  p2pid_anchors *anchors = person_anchors (false);
  char text[4096], list[2048] = "\"us\"";

  for (unsigned i = 1; i < P2PID_ANCHOR_PARTIES_MAX; i++)
    strcat (list, ",\"us\"");
  snprintf (text, sizeof text, TEXT (MORE (ISSUER ",\"parties\":[%s,\"us\"]")),
            list);
  ck_assert_int_eq (p2pid_anchors_load (anchors, p2pid_bytes_from_text (text)),
                    P2PID_ERR_SIZE);
  snprintf (text, sizeof text, TEXT (MORE (ISSUER ",\"parties\":[%s]")), list);
  ck_assert_int_eq (p2pid_anchors_load (anchors, p2pid_bytes_from_text (text)),
                    P2PID_OK);
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

/* --- What anchors of organisations have besides. --- */

#define ROLE_ANCHOR(members)                                                   \
  TEXT ("{\"method\":\"role\",\"environment\":\"production\","                 \
        "\"name\":\"Firm\",\"fingerprint\":\"" HEX "\"," members "}")

START_TEST (the_life_of_a_key_is_kept)
{
  p2pid_anchors *anchors = person_anchors (false), *copy = NULL;
  const p2pid_anchor *anchor;

  ck_assert_int_eq (
      p2pid_anchors_load (
          anchors, p2pid_bytes_from_text (ROLE_ANCHOR (
                       "\"not-before\":5,\"not-after\":9,\"revoked\":[\"" HEX
                       "\"],\"revoked-as-of\":7"))),
      P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_copy (anchors, &copy), P2PID_OK);
  p2pid_anchors_free (anchors);
  anchor = p2pid_anchors_get (copy, 0);
  ck_assert_int_eq (anchor->not_before, 5);
  ck_assert_int_eq (anchor->not_after, 9);
  ck_assert_int_eq (anchor->revoked_as_of, 7);
  ck_assert_uint_eq (anchor->revoked_count, 1);
  ck_assert_mem_eq (anchor->revoked[0].bytes, anchor->fingerprint.bytes, 32);
  p2pid_anchors_free (copy);
}
END_TEST

START_TEST (a_life_that_cannot_be_is_refused)
{
  static const char *const bad[] = {
    ROLE_ANCHOR ("\"not-before\":-1"),
    ROLE_ANCHOR ("\"not-before\":\"5\""),
    ROLE_ANCHOR ("\"not-after\":1.5"),
    ROLE_ANCHOR ("\"not-before\":9,\"not-after\":9"),
    ROLE_ANCHOR ("\"not-after\":253402300800"),
    ROLE_ANCHOR ("\"revoked-as-of\":null"),
    ROLE_ANCHOR ("\"revoked\":{}"),
    ROLE_ANCHOR ("\"revoked\":[\"00\"]"),
    ROLE_ANCHOR ("\"revoked\":[1]"),
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    p2pid_anchors *anchors = person_anchors (false);

    ck_assert_msg (
        p2pid_anchors_load (anchors, p2pid_bytes_from_text (bad[i])) ==
            P2PID_ERR_FORMAT,
        "%s", bad[i]);
    ck_assert_uint_eq (p2pid_anchors_count (anchors), 0);
    p2pid_anchors_free (anchors);
  }
}
END_TEST

START_TEST (nor_is_one_added)
{
  static const int64_t bad[] = { -1, P2PID_TIME_MAX + 1 };

  for (size_t i = 0; i < 6; i++) {
    p2pid_anchors *anchors = person_anchors (false);
    p2pid_anchor anchor = numbered (1);
    int64_t *times[] = { &anchor.not_before, &anchor.not_after,
                         &anchor.revoked_as_of };

    *times[i / 2] = P2PID_TIME_MAX;
    ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
    *times[i / 2] = bad[i % 2];
    ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_ARGUMENT);
    p2pid_anchors_free (anchors);
  }
}
END_TEST

/* An organisation's keys, that is: who vouches for people by the same name is
 * another matter. */
START_TEST (a_domain_is_removed_with_all_its_keys)
{
  static const char *const issuers[] = { "a.example", "b.example", "a.example",
                                         "a.example", NULL };
  p2pid_anchors *anchors = person_anchors (false);

  for (unsigned i = 0; i < 5; i++) {
    p2pid_anchor anchor = numbered (i);

    anchor.method = i == 3 ? P2PID_METHOD_SD_JWT : P2PID_METHOD_ROLE;
    anchor.issuer = issuers[i];
    ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  }
  p2pid_anchors_remove_domain (anchors, "a.example");
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 3);
  for (unsigned i = 0; i < 3; i++) {
    const char *issuer = p2pid_anchors_get (anchors, i)->issuer;

    ck_assert (issuer == NULL || strcmp (issuer, "a.example") != 0 ||
               p2pid_anchors_get (anchors, i)->method == P2PID_METHOD_SD_JWT);
  }
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (the_withdrawn_are_bounded)
{
  static const p2pid_fingerprint revoked[P2PID_ANCHOR_REVOKED_MAX + 1];
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor anchor = numbered (1);

  anchor.revoked = revoked;
  anchor.revoked_count = P2PID_ANCHOR_REVOKED_MAX + 1;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_SIZE);
  anchor.revoked_count = P2PID_ANCHOR_REVOKED_MAX;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  anchor.not_before = -1;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_ERR_ARGUMENT);
  p2pid_anchors_free (anchors);
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
  tcase_add_test (tcase, the_life_of_a_key_is_kept);
  tcase_add_test (tcase, a_life_that_cannot_be_is_refused);
  tcase_add_test (tcase, nor_is_one_added);
  tcase_add_test (tcase, a_domain_is_removed_with_all_its_keys);
  tcase_add_test (tcase, the_withdrawn_are_bounded);
  tcase_add_test (tcase, all_members_are_kept);
  tcase_add_test (tcase, an_empty_list_is_no_list);
  tcase_add_test (tcase, parties_are_whole_names);
  tcase_add_test (tcase, an_openid_provider_has_an_address);
  tcase_add_test (tcase, issuers_and_parties_are_bounded);
  tcase_add_test (tcase, the_number_of_parties_is_bounded);
  tcase_add_test (tcase, files_say_level_issuer_and_parties);
  tcase_add_test (tcase, files_need_not_say_them);
  tcase_add_test (tcase, level_issuer_and_parties_are_read_strictly);
  tcase_add_test (tcase, a_file_has_no_more_parties_either);
  tcase_add_test (tcase, no_cut_file_passes);
  tcase_add_test (tcase, files_have_a_largest_size);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
