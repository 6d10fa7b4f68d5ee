/* server/routes: one form of each target and header, and no other. */

#include "harness.h"

#include "server/routes.h"

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

#define ID "00112233445566778899aabbccddeeff"
#define BOX "/v1/box/" ID

static p2pid_target
parse (const char *text)
{
  p2pid_target target;

  p2pid_target_parse (text, &target);
  return target;
}

static const struct {
  const char *text;
  p2pid_path path;
  p2pid_box_side side;
  unsigned slot, wait;
} targets[] = {
  { "/", P2PID_PATH_PAGE, 0, 0, 0 },
  { "/?from=chat", P2PID_PATH_PAGE, 0, 0, 0 },
  { "/i", P2PID_PATH_PAGE, 0, 0, 0 },
  { "/i?x", P2PID_PATH_PAGE, 0, 0, 0 },
  { "/v1/counts", P2PID_PATH_COUNTS, 0, 0, 0 },
  { "/v1/code", P2PID_PATH_CODES, 0, 0, 0 },
  { "/v1/code/47", P2PID_PATH_CODE, 0, 0, 0 },
  { BOX, P2PID_PATH_BOX, 0, 0, 0 },
  { BOX "/h/0", P2PID_PATH_SLOT, P2PID_BOX_HOST, 0, 0 },
  { BOX "/g/15", P2PID_PATH_SLOT, P2PID_BOX_GUEST, 15, 0 },
  { BOX "/g/3?wait=0", P2PID_PATH_SLOT, P2PID_BOX_GUEST, 3, 0 },
  { BOX "/h/7?wait=25", P2PID_PATH_SLOT, P2PID_BOX_HOST, 7, 25 },
  { BOX "/h/7?wait=30", P2PID_PATH_SLOT, P2PID_BOX_HOST, 7, 30 },
};

START_TEST (targets_that_are_there)
{
  static const uint8_t id[16] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55,
                                  0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb,
                                  0xcc, 0xdd, 0xee, 0xff };
  p2pid_target target = parse (targets[_i].text);

  ck_assert_int_eq (target.path, targets[_i].path);
  ck_assert_int_eq (target.side, targets[_i].side);
  ck_assert_uint_eq (target.slot, targets[_i].slot);
  ck_assert_uint_eq (target.wait, targets[_i].wait);
  if (target.path == P2PID_PATH_BOX || target.path == P2PID_PATH_SLOT)
    ck_assert_mem_eq (target.id.bytes, id, sizeof id);
}
END_TEST

static const char *const no_targets[] = {
  "",
  "*",
  "//",
  "/ ",
  "/ii",
  "/index.html",
  "/v1",
  "/v1/",
  "/v2/code",
  "/V1/code",
  "/v1/code?x",
  "/v1/codes",
  "/v1/counts/",
  "/v1/counts?x",
  "/v1/box",
  "/v1/box/",
  "/v1/box/" ID "/",
  "/v1/box/" ID "0",
  "/v1/box/00112233445566778899aabbccddeef",
  "/v1/box/00112233445566778899AABBCCDDEEFF",
  "/v1/box/0011223344556677 899aabbccddeeff",
  "/v1/box/%30112233445566778899aabbccddeeff",
  BOX "/h",
  BOX "/h/",
  BOX "/x/0",
  BOX "/H/0",
  BOX "/hg/0",
  BOX "/h/16",
  BOX "/h/99",
  BOX "/h/00",
  BOX "/h/01",
  BOX "/h/-1",
  BOX "/h/+1",
  BOX "/h/1/",
  BOX "/h/1 ",
  BOX "/h/100",
  BOX "/h/4294967296",
  BOX "/h/1#x",
  "/v1/../v1/code",
  "http://relay.example/v1/code",
};

START_TEST (targets_that_are_not_there)
{
  ck_assert_int_eq (parse (no_targets[_i]).path, P2PID_PATH_NONE);
}
END_TEST

static const char *const no_queries[] = {
  BOX "?",
  BOX "?wait=1",
  BOX "/h/0?",
  BOX "/h/0?wait",
  BOX "/h/0?wait=",
  BOX "/h/0?wait=-1",
  BOX "/h/0?wait=31",
  BOX "/h/0?wait=99",
  BOX "/h/0?wait=100",
  BOX "/h/0?wait=00",
  BOX "/h/0?wait=05",
  BOX "/h/0?wait=5s",
  BOX "/h/0?wait=5&wait=5",
  BOX "/h/0?wait=4294967297",
  BOX "/h/0?Wait=5",
  BOX "/h/0?token=x",
  BOX "/h/0?x&wait=5",
};

START_TEST (queries_that_are_none)
{
  ck_assert_int_eq (parse (no_queries[_i]).path, P2PID_PATH_BAD);
}
END_TEST

START_TEST (a_code_has_a_nameplate_or_none)
{
  ck_assert_str_eq (parse ("/v1/code/47").nameplate, "47");
  ck_assert_str_eq (parse ("/v1/code/900000").nameplate, "900000");
  ck_assert_int_eq (parse ("/v1/code/60").path, P2PID_PATH_CODE);
  ck_assert_str_eq (parse ("/v1/code/60").nameplate, "");
  ck_assert_str_eq (parse ("/v1/code/").nameplate, "");
  ck_assert_str_eq (parse ("/v1/code/47/").nameplate, "");
  ck_assert_str_eq (parse ("/v1/code/47?x").nameplate, "");
  ck_assert_str_eq (parse ("/v1/code/%34%37").nameplate, "");
  ck_assert_str_eq (parse ("/v1/code/1234567890123").nameplate, "");
}
END_TEST

/* Looped over lengths: a target cut anywhere is another one or none, and
 * never one with a name that was not all there. */
START_TEST (a_target_cut_short)
{
  char text[] = BOX "/g/12?wait=25";
  p2pid_target target;

  text[_i] = '\0';
  target = parse (text);
  switch (_i) {
  case sizeof BOX - 1:
    ck_assert_int_eq (target.path, P2PID_PATH_BOX);
    break;
  case sizeof BOX "/g/1" - 1:
  case sizeof BOX "/g/12" - 1:
  case sizeof BOX "/g/12?wait=2" - 1:
    ck_assert_int_eq (target.path, P2PID_PATH_SLOT);
    break;
  default:
    if (_i == 1)
      ck_assert_int_eq (target.path, P2PID_PATH_PAGE);
    else
      ck_assert (target.path == P2PID_PATH_NONE ||
                 target.path == P2PID_PATH_BAD);
  }
}
END_TEST

static const struct {
  const char *method, *text;
  p2pid_action action;
} methods_and_paths[] = {
  { "GET", "/", P2PID_ACTION_PAGE },
  { "HEAD", "/i", P2PID_ACTION_PAGE },
  { "GET", "/v1/counts", P2PID_ACTION_COUNTS },
  { "POST", "/v1/code", P2PID_ACTION_OPEN },
  { "POST", "/v1/code/47", P2PID_ACTION_CLAIM },
  { "PUT", BOX "/h/0", P2PID_ACTION_PUT },
  { "GET", BOX "/h/0", P2PID_ACTION_GET },
  { "DELETE", BOX, P2PID_ACTION_DELETE },
};

START_TEST (methods_that_do_something)
{
  static const char *const methods[] = { "GET",     "HEAD",  "POST",    "PUT",
                                         "DELETE",  "PATCH", "OPTIONS", "TRACE",
                                         "DELETEX", "get",   "" };
  p2pid_target target = parse (methods_and_paths[_i].text);

  ck_assert_int_eq (p2pid_target_action (&target, methods_and_paths[_i].method),
                    methods_and_paths[_i].action);
  ck_assert_ptr_nonnull (
      strstr (p2pid_target_allow (&target), methods_and_paths[_i].method));
  /* Allow lists exactly those that do something. */
  for (size_t i = 0; i + 1 < sizeof methods / sizeof methods[0]; i++)
    ck_assert_int_eq (
        p2pid_target_action (&target, methods[i]) != P2PID_ACTION_NONE,
        strstr (p2pid_target_allow (&target), methods[i]) != NULL);
}
END_TEST

START_TEST (nothing_is_allowed_where_nothing_is)
{
  p2pid_target none = parse ("/x"), bad = parse (BOX "?");

  ck_assert_str_eq (p2pid_target_allow (&none), "");
  ck_assert_str_eq (p2pid_target_allow (&bad), "");
  ck_assert_int_eq (p2pid_target_action (&none, "GET"), P2PID_ACTION_NONE);
  ck_assert_int_eq (p2pid_target_action (&bad, "GET"), P2PID_ACTION_NONE);
}
END_TEST

#define TOKEN "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static const char *const bearers[] = { "Bearer " TOKEN, "bearer " TOKEN,
                                       "BEARER " TOKEN };

START_TEST (a_bearer_is_43_characters)
{
  p2pid_token token;

  ck_assert (p2pid_bearer_parse (bearers[_i], &token));
  for (uint8_t i = 0; i < 32; i++)
    ck_assert_uint_eq (token.bytes[i], i);
}
END_TEST

static const char *const no_bearers[] = {
  NULL, "", "Bearer", "Bearer ", TOKEN, "Basic " TOKEN, "Bearer  " TOKEN,
  "Bearer\t" TOKEN, "Bearer " TOKEN " ", "Bearer " TOKEN "=",
  "Bearer " TOKEN "A", "Bearer AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",
  /* Bits behind the last byte. */
  "Bearer AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9",
  "Bearer AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+"
};

START_TEST (nothing_else_is_a_bearer)
{
  p2pid_token token = { { 7 } };

  ck_assert (!p2pid_bearer_parse (no_bearers[_i], &token));
  ck_assert_uint_eq (token.bytes[0], 7);
}
END_TEST

static const struct {
  const char *text;
  p2pid_address address;
} forwarded[] = {
  { "10.0.0.1", { { 10, 0, 0, 1 }, 4 } },
  { "1.2.3.4, 10.0.0.1", { { 10, 0, 0, 1 }, 4 } },
  { "1.2.3.4,10.0.0.1", { { 10, 0, 0, 1 }, 4 } },
  { "lies,\t10.0.0.1", { { 10, 0, 0, 1 }, 4 } },
  { "2001:db8::1", { { 0x20, 0x01, 0x0d, 0xb8 }, 8 } },
  { "1.2.3.4, ::ffff:10.0.0.1", { { 10, 0, 0, 1 }, 4 } },
};

START_TEST (the_last_proxy_is_believed)
{
  p2pid_address address;

  ck_assert (p2pid_forwarded_parse (forwarded[_i].text, &address));
  ck_assert_uint_eq (address.size, forwarded[_i].address.size);
  ck_assert_mem_eq (address.bytes, forwarded[_i].address.bytes, address.size);
}
END_TEST

static const char *const not_forwarded[] = {
  NULL,        "",           ",",          "10.0.0.1,", "10.0.0.1 ",
  "10.0.0",    "10.0.0.256", "unknown",    "_hidden",   "10.0.0.1:80",
  "[2001::1]", "fe80::1%lo", "10.0.0.1, x"
};

START_TEST (what_is_no_address_is_not_believed)
{
  p2pid_address address;

  ck_assert (!p2pid_forwarded_parse (not_forwarded[_i], &address));
}
END_TEST

START_TEST (lengths_of_bodies)
{
  size_t size = 7;

  ck_assert (p2pid_length_parse ("0", &size));
  ck_assert_uint_eq (size, 0);
  ck_assert (p2pid_length_parse ("32768", &size));
  ck_assert_uint_eq (size, 32768);
  ck_assert (p2pid_length_parse ("99999999999999999999999", &size));
  ck_assert_uint_eq (size, SIZE_MAX);
  size = 7;
  ck_assert (!p2pid_length_parse (NULL, &size));
  ck_assert (!p2pid_length_parse ("", &size));
  ck_assert (!p2pid_length_parse ("-1", &size));
  ck_assert (!p2pid_length_parse ("+1", &size));
  ck_assert (!p2pid_length_parse ("1x", &size));
  ck_assert_uint_eq (size, 7);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("server-routes");
  TCase *tcase = tcase_create ("routes");

  tcase_add_loop_test (tcase, targets_that_are_there, 0, COUNT (targets));
  tcase_add_loop_test (tcase, targets_that_are_not_there, 0,
                       COUNT (no_targets));
  tcase_add_loop_test (tcase, queries_that_are_none, 0, COUNT (no_queries));
  tcase_add_test (tcase, a_code_has_a_nameplate_or_none);
  tcase_add_loop_test (tcase, a_target_cut_short, 0,
                       sizeof BOX "/g/12?wait=25" - 1);
  tcase_add_loop_test (tcase, methods_that_do_something, 0,
                       COUNT (methods_and_paths));
  tcase_add_test (tcase, nothing_is_allowed_where_nothing_is);
  tcase_add_loop_test (tcase, a_bearer_is_43_characters, 0, COUNT (bearers));
  tcase_add_loop_test (tcase, nothing_else_is_a_bearer, 0, COUNT (no_bearers));
  tcase_add_loop_test (tcase, the_last_proxy_is_believed, 0, COUNT (forwarded));
  tcase_add_loop_test (tcase, what_is_no_address_is_not_believed, 0,
                       COUNT (not_forwarded));
  tcase_add_test (tcase, lengths_of_bodies);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
