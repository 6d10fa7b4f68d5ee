/* JSON is read as jansson reads it, and as nothing else where memory is
 * wanting: each of its allocations fails, once, for good, or the large ones
 * alone, for tokens of every length about the sizes of its buffer. */

#include "harness.h"

#include "base/json-read.h"

#include <errno.h>
#include <stdlib.h>

typedef enum { ONCE, FOR_GOOD, LARGE, LARGER, MODES } mode;

/* From which size allocations fail. */
static const size_t sizes[MODES] = { [LARGE] = 33, [LARGER] = 129 };

static mode hunger;
static bool starving, tells;
static size_t left, failed;

static bool
fails (size_t size)
{
  if (!starving || size < sizes[hunger])
    return false;
  if (left > 0) {
    left--;
    return false;
  }
  return hunger != ONCE || failed == 0;
}

static void *
allocate (size_t size)
{
  if (!fails (size))
    return malloc (size);
  failed++;
  if (tells)
    errno = ENOMEM;
  return NULL;
}

static void
start (void)
{
  json_set_alloc_funcs (allocate, free);
  tells = true;
}

static void
end (void)
{
  starving = false;
  json_set_alloc_funcs (malloc, free);
}

static p2pid_err
read (const char *text, size_t plenty, json_t **out)
{
  p2pid_err err;

  left = plenty;
  failed = 0;
  starving = true;
  err = p2pid_json_read (p2pid_bytes_from_text (text), out);
  starving = false;
  return err;
}

/* With a name, a text and both kinds of number of that length, and escapes. */
static char *
make_text (int size)
{
  char zeros[600], digits[19] = "123456789012345678";
  char *text = NULL;

  memset (zeros, '0', sizeof zeros);
  digits[size < 18 ? (size > 0 ? size : 1) : 18] = '\0';
  ck_assert_int_gt (
      asprintf (&text, "{\"%.*s\":\"%.*sö\",\"b\":[%s,1.%.*s1, \"%.*s\\n\" ]}",
                size, zeros, size, zeros, digits, size, zeros, size, zeros),
      0);
  return text;
}

/* Whatever fails, it is the whole or nothing. Returns how often it failed. */
static size_t
starve (const char *text, const json_t *expected)
{
  size_t failures = 0;

  for (;; failures++) {
    json_t *out = NULL;
    p2pid_err err = read (text, failures, &out);

    ck_assert ((err == P2PID_OK) == (out != NULL));
    if (out != NULL)
      ck_assert_msg (json_equal (out, expected), "%s", text);
    json_decref (out);
    if (failed == 0)
      return failures;
    ck_assert_msg (err == P2PID_ERR_MEMORY, "%s: %s", text,
                   p2pid_err_name (err));
  }
}

START_TEST (no_character_is_lost)
{
  static const int lengths[] = { 0,  1,  2,  5,  9,  10,  11,  12,  13,  14,
                                 15, 16, 17, 28, 29, 30,  31,  32,  33,  60,
                                 61, 62, 63, 64, 65, 126, 127, 128, 254, 510 };

  hunger = (mode) _i;
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    char *text = make_text (lengths[i]);
    json_t *expected = json_loads (text, 0, NULL);
    size_t failures;

    ck_assert_ptr_nonnull (expected);
    failures = starve (text, expected);
    if (hunger <= FOR_GOOD)
      ck_assert_uint_ge (failures, 15);
    json_decref (expected);
    free (text);
  }
}
END_TEST

/* An allocator of the application's need not say why. */
START_TEST (a_single_loss_is_found_without_errno_too)
{
  char *text = make_text (100);
  json_t *expected = json_loads (text, 0, NULL);
  size_t failures = 0;

  tells = false;
  hunger = ONCE;
  for (failed = 1; failed > 0; failures++) {
    json_t *out = NULL;
    p2pid_err err = read (text, failures, &out);

    ck_assert_int_eq (err == P2PID_OK, failed == 0);
    if (out != NULL)
      ck_assert (json_equal (out, expected));
    json_decref (out);
  }
  ck_assert_uint_ge (failures, 15);
  json_decref (expected);
  free (text);
}
END_TEST

/* What stands around the text is nothing that a text can reach. */
static const char *const bad[] = { "",
                                   " ",
                                   "1",
                                   "\"a\"",
                                   "null",
                                   "{}{}",
                                   "{},{}",
                                   "{}],[{}",
                                   "]",
                                   "],[",
                                   "{}]",
                                   "{}]}",
                                   ",{}",
                                   "{},",
                                   "{\"a",
                                   "{\"a\\",
                                   "[\"a",
                                   "{\"a\":1,\"a\":2}",
                                   "[\"\\u0000\"]",
                                   "[1",
                                   "[\"\xc3",
                                   "[\"\xc3\"]" };

START_TEST (no_text_reaches_out)
{
  json_t *out = NULL;

  ck_assert_int_eq (p2pid_json_read (p2pid_bytes_from_text (bad[_i]), &out),
                    P2PID_ERR_FORMAT);
  ck_assert_ptr_null (out);
}
END_TEST

START_TEST (a_nul_is_refused)
{
  json_t *out = NULL;

  ck_assert_int_eq (
      p2pid_json_read ((p2pid_bytes){ (const uint8_t *) "[1\0]", 4 }, &out),
      P2PID_ERR_FORMAT);
  ck_assert_ptr_null (out);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("json-read");
  TCase *tcase = tcase_create ("json-read");

  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_loop_test (tcase, no_character_is_lost, 0, MODES);
  tcase_add_test (tcase, a_single_loss_is_found_without_errno_too);
  tcase_add_loop_test (tcase, no_text_reaches_out, 0,
                       (int) (sizeof bad / sizeof *bad));
  tcase_add_test (tcase, a_nul_is_refused);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
