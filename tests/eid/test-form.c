/* eid/form, and the requests that eid/loopback takes: text from browsers and
 * from whoever else finds the port. */

#include "harness.h"

#include "eid/form.h"
#include "eid/loopback.h"

#define HOST "127.0.0.1:4711"

static p2pid_form form;
static char value[16];

static void
begin (void)
{
  form = (p2pid_form){ 0 };
  memset (value, 'x', sizeof value);
}

static p2pid_err
find (const char *text)
{
  return p2pid_form_find (p2pid_bytes_from_text (text), "code", value,
                          sizeof value);
}

START_TEST (values_are_escaped)
{
  p2pid_form_add (&form, "a", "b c&d=e%/:å");
  p2pid_form_add (&form, "f", "");
  p2pid_form_add (&form, "g", "A-z_0.9~");
  ck_assert_str_eq (form.text, "a=b%20c%26d%3De%25%2F%3A%C3%A5&f=&g=A-z_0.9~");
  ck_assert_uint_eq (form.size, strlen (form.text));
}
END_TEST

START_TEST (an_address_may_have_a_query_already)
{
  p2pid_form_begin (&form, "https://a.example/auth");
  p2pid_form_add (&form, "b", "c");
  ck_assert_str_eq (form.text, "https://a.example/auth?b=c");
  begin ();
  p2pid_form_begin (&form, "https://a.example/auth?t=1");
  p2pid_form_add (&form, "b", "c");
  ck_assert_str_eq (form.text, "https://a.example/auth?t=1&b=c");
}
END_TEST

START_TEST (what_does_not_fit_is_said)
{
  static char longest[P2PID_FORM_MAX];

  memset (longest, 'x', sizeof longest - 1);
  p2pid_form_add (&form, "", longest); /* "=" and all of it */
  ck_assert (!form.full);
  ck_assert_uint_eq (form.size, P2PID_FORM_MAX);
  p2pid_form_add (&form, "b", "");
  ck_assert (form.full);
  ck_assert_uint_eq (form.size, P2PID_FORM_MAX);
}
END_TEST

START_TEST (a_value_is_found_and_unescaped)
{
  ck_assert_int_eq (find ("code=abc"), P2PID_OK);
  ck_assert_str_eq (value, "abc");
  ck_assert_int_eq (find ("a=b&code=a+b%26%c3%A5&c=d"), P2PID_OK);
  ck_assert_str_eq (value, "a b&å");
  ck_assert_int_eq (find ("&&code=&x"), P2PID_OK);
  ck_assert_str_eq (value, "");
  ck_assert_int_eq (find ("code=a=b"), P2PID_OK);
  ck_assert_str_eq (value, "a=b");
}
END_TEST

START_TEST (one_that_is_not_there_is_empty)
{
  static const char *const texts[] = { "",        "code",   "xcode=1",
                                       "codex=1", "Code=1", "a=code" };

  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    ck_assert_int_eq (find (texts[i]), P2PID_OK);
    ck_assert_str_eq (value, "");
  }
}
END_TEST

START_TEST (a_value_has_one_form_and_is_there_once)
{
  static const char *const texts[] = {
    "code=a&code=a", "code=%",    "code=%4",      "code=%4g",  "code=%00",
    "code=a%0ab",    "code=\x7f", "code=1&code=", "code=a\nb",
  };

  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    ck_assert_int_eq (find (texts[i]), P2PID_ERR_FORMAT);
}
END_TEST

START_TEST (a_value_too_long_is_refused)
{
  ck_assert_int_eq (find ("code=123456789012345"), P2PID_OK);
  ck_assert_str_eq (value, "123456789012345");
  ck_assert_int_eq (find ("code=1234567890123456"), P2PID_ERR_SIZE);
}
END_TEST

/* Writing is undone by reading, for every byte that there may be. */
START_TEST (what_is_written_is_read)
{
  char text[2] = { (char) _i, '\0' };

  p2pid_form_add (&form, "code", text);
  ck_assert_int_eq (find (form.text),
                    _i < 0x20 || _i == 0x7f ? P2PID_ERR_FORMAT : P2PID_OK);
  if (_i >= 0x20 && _i != 0x7f)
    ck_assert_str_eq (value, text);
}
END_TEST

/* Requests. */

static bool
read_head (const char *head, p2pid_bytes *out_query)
{
  return p2pid_loopback_read (p2pid_bytes_from_text (head), HOST, out_query);
}

START_TEST (the_browsers_request_is_taken)
{
  p2pid_bytes query;

  ck_assert (read_head ("GET /p2pid?code=1&state=2 HTTP/1.1\r\nHost: " HOST
                        "\r\nAccept: */*\r\n\r\n",
                        &query));
  ck_assert_uint_eq (query.size, strlen ("code=1&state=2"));
  ck_assert_mem_eq (query.data, "code=1&state=2", query.size);
  ck_assert (
      read_head ("GET /p2pid? HTTP/1.1\r\nhost:" HOST "\r\n\r\n", &query));
  ck_assert_uint_eq (query.size, 0);
}
END_TEST

START_TEST (no_other_is)
{
  static const char *const heads[] = {
    "",
    "\r\n\r\n",
    "GET /p2pid HTTP/1.1\r\nHost: " HOST "\r\n\r\n",
    "GET /?code=1 HTTP/1.1\r\nHost: " HOST "\r\n\r\n",
    "GET /p2pid/?code=1 HTTP/1.1\r\nHost: " HOST "\r\n\r\n",
    "GET /favicon.ico HTTP/1.1\r\nHost: " HOST "\r\n\r\n",
    "POST /p2pid?code=1 HTTP/1.1\r\nHost: " HOST "\r\n\r\n",
    "get /p2pid?code=1 HTTP/1.1\r\nHost: " HOST "\r\n\r\n",
    "GET /p2pid?code=1 HTTP/1.0\r\nHost: " HOST "\r\n\r\n",
    "GET /p2pid?code=1\r\nHost: " HOST "\r\n\r\n",
    "GET /p2pid?code=1 x HTTP/1.1\r\nHost: " HOST "\r\n\r\n",
    "GET /p2pid?code=1#x HTTP/1.1\r\nHost: " HOST "\r\n\r\n",
    "GET /p2pid?code=1 HTTP/1.1\r\n\r\n",
    "GET /p2pid?code=1 HTTP/1.1\r\nHost: evil.example:4711\r\n\r\n",
    "GET /p2pid?code=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "GET /p2pid?code=1 HTTP/1.1\r\nHost: localhost:4711\r\n\r\n",
    "GET /p2pid?code=1 HTTP/1.1\r\nHost: " HOST "\r\nHost: " HOST "\r\n\r\n",
    "GET /p2pid?code=1 HTTP/1.1\r\nX-Host: " HOST "\r\n\r\n",
  };
  p2pid_bytes query;

  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
    ck_assert_msg (!read_head (heads[i], &query), "%s", heads[i]);
}
END_TEST

START_TEST (nor_any_part_of_it)
{
  static const char head[] =
      "GET /p2pid?code=1 HTTP/1.1\r\nHost: " HOST "\r\n\r\n";
  p2pid_bytes query;

  /* The loop ends where the host is whole. */
  for (size_t size = 0; size < sizeof head - 5; size++)
    ck_assert (!p2pid_loopback_read (
        (p2pid_bytes){ (const uint8_t *) head, size }, HOST, &query));
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("eid-form");
  TCase *tcase = tcase_create ("eid-form");

  tcase_add_checked_fixture (tcase, begin, NULL);
  tcase_add_test (tcase, values_are_escaped);
  tcase_add_test (tcase, an_address_may_have_a_query_already);
  tcase_add_test (tcase, what_does_not_fit_is_said);
  tcase_add_test (tcase, a_value_is_found_and_unescaped);
  tcase_add_test (tcase, one_that_is_not_there_is_empty);
  tcase_add_test (tcase, a_value_has_one_form_and_is_there_once);
  tcase_add_test (tcase, a_value_too_long_is_refused);
  tcase_add_loop_test (tcase, what_is_written_is_read, 1, 256);
  tcase_add_test (tcase, the_browsers_request_is_taken);
  tcase_add_test (tcase, no_other_is);
  tcase_add_test (tcase, nor_any_part_of_it);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
