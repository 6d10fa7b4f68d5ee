/* wire/json.h: what is read is what jansson would read, within bounds; names
 * that must be understood; values of the kind that was asked for. */

#include "harness.h"

#include "wire/json.h"

#include <stdlib.h>

static json_t *object;

static void
start (void)
{
  object = NULL;
}

static void
end (void)
{
  json_decref (object);
}

static p2pid_err
parse (const char *text)
{
  json_decref (object);
  object = NULL;
  return p2pid_json_parse (p2pid_bytes_from_text (text), 4096, &object);
}

static const char *const good[] = {
  "{}",
  " \t\r\n{ \t\r\n} \t\r\n",
  "{\"\":\"\"}",
  "{\"a\":1,\"b\":-1,\"c\":0,\"d\":-0}",
  "{\"a\":999999999999999999,\"b\":-99999999999999999}",
  "{\"a\":9223372036854775807,\"b\":-9223372036854775808}",
  "{\"a\":1.5,\"b\":-0.0,\"c\":1e3,\"d\":1E-3,\"e\":1.5e+300}",
  "{\"a\":true,\"b\":false,\"c\":null}",
  "{\"a\":[],\"b\":[1],\"c\":[1,\"2\",[3,{}]],\"d\":{\"e\":{}}}",
  "{ \"a\" : [ 1 , 2 ] , \"b\" : { \"c\" : 3 } }",
  "{\"a\":\"plain\",\"b\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
  "{\"a\":\"\\u0041\\u00e5\\ud83d\\udec1\",\"b\":\"å王\U0001f6c1\"}",
  "{\"a\":\"\\\\\",\"b\":\"\\\\\\\"\",\"c\":\"\\\\\\\\\"}",
  "{\"\\u0061\":1,\"b\\\"\":2}",
  "{\"a\":\"\x7f\"}",
  "{\"a\":\"[{\",\"b\":\"]}\"}",
  "{\"a\":\"]}]}\",\"b\":\"[[[[{{{{[[[[{{{{\"}",
  "{\"1\":{\"2\":{\"3\":{\"4\":{\"5\":{\"6\":{\"7\":{\"8\":1}}}}}}}}",
  "{\"a\":[{},{},{},{},{},{},{},{},{},{}],\"b\":[[],[],[],[],[],[],[],[]]}",
  "{\"a\":[[[[[[[1]]]]]]],\"b\":[[[[[[[]]]]]]]}",
};

START_TEST (reads_what_jansson_reads)
{
  json_error_t error;
  json_t *theirs = json_loads (good[_i], JSON_REJECT_DUPLICATES, &error);

  ck_assert_ptr_nonnull (theirs);
  ck_assert_int_eq (parse (good[_i]), P2PID_OK);
  ck_assert (json_equal (object, theirs));
  json_decref (theirs);
}
END_TEST

START_TEST (an_object_is_written_as_it_was_read)
{
  static const char text[] =
      "{\"b\":[1,-2.5,\"å\\n\"],\"a\":{\"z\":null,\"y\":true}}";
  p2pid_buffer *again = NULL;

  ck_assert_int_eq (parse (text), P2PID_OK);
  ck_assert_int_eq (p2pid_json_print (object, &again), P2PID_OK);
  ck_assert_str_eq ((char *) again->data, text);
  ck_assert_uint_eq (again->size, strlen (text));
  p2pid_buffer_free (again);
}
END_TEST

/* Shorter and longer than what is printed at the first go. */
START_TEST (any_length_is_written_whole)
{
  char text[600] = "{\"a\":\"";
  p2pid_buffer *again = NULL;

  memset (text + 6, 'x', (size_t) _i - 8);
  strcpy (text + _i - 2, "\"}");
  ck_assert_int_eq (parse (text), P2PID_OK);
  ck_assert_int_eq (p2pid_json_print (object, &again), P2PID_OK);
  ck_assert_uint_eq (again->size, (size_t) _i);
  ck_assert_str_eq ((char *) again->data, text);
  p2pid_buffer_free (again);
}
END_TEST

static const char *const bad[] = {
  "",
  " ",
  "{",
  "}",
  "[]",
  "[{}]",
  "\"a\"",
  "1",
  "null",
  "{}x",
  "{}{}",
  "{},",
  "\xef\xbb\xbf{}",
  "{\"a\"}",
  "{\"a\":}",
  "{\"a\" 1}",
  "{\"a\":1,}",
  "{,\"a\":1}",
  "{\"a\":1 \"b\":2}",
  "{\"a\":1;\"b\":2}",
  "{a:1}",
  "{'a':1}",
  "{1:1}",
  "{\"a\":[1,]}",
  "{\"a\":[,1]}",
  "{\"a\":[1 2]}",
  "{\"a\":[1}",
  "{\"a\":{]}",
  "{\"a\":1]",
  /* Numbers. */
  "{\"a\":01}",
  "{\"a\":-}",
  "{\"a\":+1}",
  "{\"a\":.5}",
  "{\"a\":1.}",
  "{\"a\":1e}",
  "{\"a\":1e400}",
  "{\"a\":0x10}",
  "{\"a\":1-1}",
  "{\"a\":--1}",
  "{\"a\":-01}",
  "{\"a\":9223372036854775808}",
  "{\"a\":-9223372036854775809}",
  "{\"a\":NaN}",
  "{\"a\":Infinity}",
  /* Words. */
  "{\"a\":True}",
  "{\"a\":tru}",
  "{\"a\":truex}",
  "{\"a\":nul",
  "{\"a\":undefined}",
  /* Strings. */
  "{\"a\":\"}",
  "{\"a\":\"\\\"}",
  "{\"a\":\"\\x\"}",
  "{\"a\":\"\\u12\"}",
  "{\"a\":\"\\u0000\"}",
  "{\"\\u0000\":1}",
  "{\"a\":\"\\ud800\"}",
  "{\"a\":\"\\udec1\\ud83d\"}",
  "{\"a\":\"\n\"}",
  "{\"a\":\"\x1f\"}",
  "{\"a\":\"\x80\"}",
  "{\"a\":\"\xc0\xaf\"}",
  "{\"a\":\"\xed\xa0\x80\"}",
  "{\"a\":\"\xf4\x90\x80\x80\"}",
  "{\"\xff\":1}",
  "{\"a\xc3\":1}",
  /* The same name twice, also where it is written in another way. */
  "{\"a\":1,\"a\":1}",
  "{\"a\":1,\"b\":2,\"a\":3}",
  "{\"a\":1,\"\\u0061\":2}",
  "{\"b\":{\"a\":1,\"a\":2}}",
  "{\"\":1,\"\":2}",
  /* Too deep. */
  "{\"a\":[[[[[[[[1]]]]]]]]}",
  "{\"a\":[[[[[[[[]]]]]]]]}",
  "{\"1\":{\"2\":{\"3\":{\"4\":{\"5\":{\"6\":{\"7\":{\"8\":{}}}}}}}}}",
  /* What some readers forgive. */
  "{/**/}",
  "{\"a\":1//\n}",
  "{}\x01",
  "\v{}",
  "{\u00a0}",
};

START_TEST (refuses_everything_else)
{
  ck_assert_int_eq (parse (bad[_i]), P2PID_ERR_FORMAT);
  ck_assert_ptr_null (object);
}
END_TEST

START_TEST (refuses_every_truncation)
{
  size_t size = strlen (good[_i]);

  while (size > 0 && good[_i][size - 1] != '}')
    size--;
  for (size_t cut = 0; cut < size; cut++) {
    /* A copy of that size lets the sanitizer see a byte too far. */
    p2pid_bytes part = { (const uint8_t *) good[_i], cut };
    p2pid_buffer *copy = NULL;

    ck_assert_int_eq (p2pid_buffer_copy (part, &copy), P2PID_OK);
    ck_assert_int_eq (
        p2pid_json_parse (p2pid_buffer_bytes (copy), cut, &object),
        P2PID_ERR_FORMAT);
    p2pid_buffer_free (copy);
  }
  ck_assert_ptr_null (object);
}
END_TEST

START_TEST (refuses_a_nul)
{
  static const uint8_t behind[] = { '{', '}', 0 };
  static const uint8_t inside[] = { '{', '"', 0, '"', ':', '1', '}' };
  static const uint8_t number[] = { '{', '"', '"', ':', '1', 0, '}' };

  ck_assert_int_eq (p2pid_json_parse (P2PID_BYTES (behind), 99, &object),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_json_parse (P2PID_BYTES (inside), 99, &object),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_json_parse (P2PID_BYTES (number), 99, &object),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_json_parse ((p2pid_bytes){ NULL, 0 }, 99, &object),
                    P2PID_ERR_FORMAT);
}
END_TEST

START_TEST (keeps_to_the_size)
{
  static const uint8_t text[] = { '{', ' ', ' ', '}' };

  ck_assert_int_eq (p2pid_json_parse (P2PID_BYTES (text), 3, &object),
                    P2PID_ERR_SIZE);
  ck_assert_ptr_null (object);
  ck_assert_int_eq (p2pid_json_parse (P2PID_BYTES (text), 4, &object),
                    P2PID_OK);
}
END_TEST

/* A million brackets cost no stack, a million backslashes no time. */
START_TEST (survives_a_million_of_anything)
{
  static const char *const openings[] = { "[",    "{\"a\":", "{\"a\":[",
                                          "\\\\", "\\\"",    "\"" };
  size_t size = strlen (openings[_i]);
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_buffer_new (6 + size * 1000000, &text), P2PID_OK);
  memcpy (text->data, "{\"a\":\"", 6);
  if (_i < 3)
    text->data[5] = ' ';
  for (size_t i = 0; i < 1000000; i++)
    memcpy (text->data + 6 + i * size, openings[_i], size);
  ck_assert_int_eq (
      p2pid_json_parse (p2pid_buffer_bytes (text), text->size, &object),
      P2PID_ERR_FORMAT);
  p2pid_buffer_free (text);
}
END_TEST

static const char *const known[] = { "a", "b", NULL };

static const struct {
  const char *text;
  p2pid_err err;
} crits[] = {
  { "{}", P2PID_OK },
  { "{\"x\":1}", P2PID_OK },
  { "{\"a\":1,\"crit\":[\"a\"]}", P2PID_OK },
  { "{\"a\":1,\"b\":null,\"x\":1,\"crit\":[\"b\",\"a\"]}", P2PID_OK },
  { "{\"crit\":[]}", P2PID_ERR_FORMAT },
  { "{\"x\":1,\"crit\":[\"x\"]}", P2PID_ERR_VERSION },
  { "{\"a\":1,\"x\":1,\"crit\":[\"a\",\"x\"]}", P2PID_ERR_VERSION },
  { "{\"crit\":[\"crit\"]}", P2PID_ERR_VERSION },
  { "{\"x\":1,\"crit\":[\"x\",1]}", P2PID_ERR_FORMAT },
  { "{\"x\":1,\"crit\":[\"x\",\"y\"]}", P2PID_ERR_FORMAT },
  { "{\"crit\":[\"a\"]}", P2PID_ERR_FORMAT },
  { "{\"crit\":null}", P2PID_ERR_FORMAT },
  { "{\"a\":1,\"crit\":\"a\"}", P2PID_ERR_FORMAT },
  { "{\"a\":1,\"crit\":{\"a\":1}}", P2PID_ERR_FORMAT },
  { "{\"a\":1,\"crit\":[[\"a\"]]}", P2PID_ERR_FORMAT },
};

START_TEST (knows_what_must_be_understood)
{
  ck_assert_int_eq (parse (crits[_i].text), P2PID_OK);
  ck_assert_int_eq (p2pid_json_check_crit (object, known), crits[_i].err);
}
END_TEST

START_TEST (gives_text)
{
  const char *text = "untouched";

  ck_assert_int_eq (parse ("{\"a\":\"x\",\"b\":1,\"c\":null}"), P2PID_OK);
  ck_assert_int_eq (p2pid_json_get_text (object, "b", &text), P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_json_get_text (object, "c", &text), P2PID_ERR_FORMAT);
  ck_assert_str_eq (text, "untouched");
  ck_assert_int_eq (p2pid_json_get_text (object, "a", &text), P2PID_OK);
  ck_assert_str_eq (text, "x");
  ck_assert_int_eq (p2pid_json_get_text (object, "d", &text), P2PID_OK);
  ck_assert_ptr_null (text);
}
END_TEST

START_TEST (gives_numbers)
{
  static const char *const others[] = { "b", "c", "d", "e", "f" };
  int64_t number = 77;

  ck_assert_int_eq (parse ("{\"a\":5,\"b\":5.0,\"c\":\"5\",\"d\":null,"
                           "\"e\":true,\"min\":-9223372036854775808}"),
                    P2PID_OK);
  for (size_t i = 0; i < 5; i++)
    ck_assert_int_eq (p2pid_json_get_number (object, others[i], 0, 9, &number),
                      P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_json_get_number (object, "a", 6, 9, &number),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_json_get_number (object, "a", 0, 4, &number),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (number, 77);
  ck_assert_int_eq (p2pid_json_get_number (object, "a", 5, 5, &number),
                    P2PID_OK);
  ck_assert_int_eq (number, 5);
  ck_assert_int_eq (
      p2pid_json_get_number (object, "min", INT64_MIN, INT64_MAX, &number),
      P2PID_OK);
  ck_assert_int_eq (number, INT64_MIN);
}
END_TEST

#define N(array) ((int) (sizeof (array) / sizeof (array)[0]))

int
main (void)
{
  Suite *suite = suite_create ("json");
  TCase *tcase = tcase_create ("json");

  tcase_add_checked_fixture (tcase, start, end);
  tcase_add_loop_test (tcase, reads_what_jansson_reads, 0, N (good));
  tcase_add_test (tcase, an_object_is_written_as_it_was_read);
  tcase_add_loop_test (tcase, any_length_is_written_whole, 500, 530);
  tcase_add_loop_test (tcase, refuses_everything_else, 0, N (bad));
  tcase_add_loop_test (tcase, refuses_every_truncation, 0, N (good));
  tcase_add_test (tcase, refuses_a_nul);
  tcase_add_test (tcase, keeps_to_the_size);
  tcase_add_loop_test (tcase, survives_a_million_of_anything, 0, 6);
  tcase_add_loop_test (tcase, knows_what_must_be_understood, 0, N (crits));
  tcase_add_test (tcase, gives_text);
  tcase_add_test (tcase, gives_numbers);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
