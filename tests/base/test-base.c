/* base/: encodings, length-prefixed lists, time, errors. */

#include "harness.h"

#include "base/ascii.h"
#include "base/encoding.h"
#include "base/lv.h"
#include "base/secret.h"
#include "base/time.h"

#include <locale.h>
#include <stdlib.h>

START_TEST (base64url_of_rfc4648)
{
  static const struct {
    const char *plain, *text;
  } cases[] = { { "", "" },
                { "f", "Zg" },
                { "fo", "Zm8" },
                { "foo", "Zm9v" },
                { "foob", "Zm9vYg" },
                { "fooba", "Zm9vYmE" },
                { "foobar", "Zm9vYmFy" } };
  p2pid_buffer *text = NULL, *plain = NULL;

  ck_assert_int_eq (
      p2pid_base64url_encode (p2pid_bytes_from_text (cases[_i].plain), &text),
      P2PID_OK);
  ck_assert_str_eq ((char *) text->data, cases[_i].text);
  ck_assert_int_eq (p2pid_base64url_decode (p2pid_buffer_bytes (text), &plain),
                    P2PID_OK);
  ck_assert_str_eq ((char *) plain->data, cases[_i].plain);
  p2pid_buffer_free (text);
  p2pid_buffer_free (plain);
}
END_TEST

START_TEST (base64url_has_one_form)
{
  static const char *const bad[] = { "Zg==",   "Zh",   "Z",    "Zm9v!", "Zm 9v",
                                     "Zm9v\n", "Zm+v", "Zm/v", "Zm9vY" };
  p2pid_buffer *plain = NULL;

  ck_assert_int_eq (
      p2pid_base64url_decode (p2pid_bytes_from_text (bad[_i]), &plain),
      P2PID_ERR_FORMAT);
  ck_assert_ptr_null (plain);
}
END_TEST

START_TEST (base64url_has_sixty_four_letters)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789-_";

  for (int letter = 0; letter < 256; letter++) {
    uint8_t text[4] = { 'A', (uint8_t) letter, 'A', 'A' };
    p2pid_err expected =
        memchr (letters, letter, 64) != NULL ? P2PID_OK : P2PID_ERR_FORMAT;
    p2pid_buffer *plain = NULL;
    uint8_t out[3];

    ck_assert_int_eq (p2pid_base64url_decode (P2PID_BYTES (text), &plain),
                      expected);
    ck_assert_int_eq (
        p2pid_base64url_decode_fixed (P2PID_BYTES (text), out, sizeof out),
        expected);
    p2pid_buffer_free (plain);
  }
}
END_TEST

START_TEST (base64url_of_fixed_size)
{
  uint8_t out[3] = { 9, 9, 9 };

  ck_assert_int_eq (p2pid_base64url_decode_fixed (p2pid_bytes_from_text ("Zm8"),
                                                  out, sizeof out),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (out[0], 9);
  ck_assert_int_eq (p2pid_base64url_decode_fixed (
                        p2pid_bytes_from_text ("Zm9v"), out, sizeof out),
                    P2PID_OK);
  ck_assert_mem_eq (out, "foo", 3);
}
END_TEST

START_TEST (hex_has_one_form)
{
  uint8_t out[2];
  char text[5];

  ck_assert_int_eq (p2pid_hex_decode (p2pid_bytes_from_text ("00ff"), out, 2),
                    P2PID_OK);
  p2pid_hex_encode (P2PID_BYTES (out), text);
  ck_assert_str_eq (text, "00ff");
  ck_assert_int_eq (p2pid_hex_decode (p2pid_bytes_from_text ("00FF"), out, 2),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_hex_decode (p2pid_bytes_from_text ("00f"), out, 2),
                    P2PID_ERR_FORMAT);
}
END_TEST

START_TEST (lists_come_apart_as_they_were_put_together)
{
  uint8_t large[300] = { 1 };
  p2pid_bytes fields[] = { p2pid_bytes_from_text ("one"),
                           { NULL, 0 },
                           P2PID_BYTES (large) };
  p2pid_buffer *list = NULL;
  p2pid_bytes rest, field;

  ck_assert_int_eq (p2pid_lv_cat (fields, 3, &list), P2PID_OK);
  ck_assert_uint_eq (list->size, 1 + 3 + 1 + 2 + 300);
  rest = p2pid_buffer_bytes (list);
  for (size_t i = 0; i < 3; i++) {
    ck_assert_int_eq (p2pid_lv_next (&rest, &field), P2PID_OK);
    ck_assert (p2pid_bytes_equal (field, fields[i]));
  }
  ck_assert_uint_eq (rest.size, 0);
  ck_assert_int_eq (p2pid_lv_next (&rest, &field), P2PID_ERR_FORMAT);
  p2pid_buffer_free (list);
}
END_TEST

START_TEST (lists_refuse_bad_lengths)
{
  static const struct {
    uint8_t bytes[5];
    size_t size;
  } bad[] = {
    { { 0x80 }, 1 },               /* prefix cut off */
    { { 0x81, 0x00, 1 }, 3 },      /* one, not in the shortest way */
    { { 0x80, 0x00 }, 2 },         /* zero, not in the shortest way */
    { { 0x02, 1 }, 2 },            /* longer than the list */
    { { 0x80, 0x80, 0x80, 1 }, 4 } /* over-long */
  };
  p2pid_bytes list = { bad[_i].bytes, bad[_i].size }, field;

  ck_assert_int_eq (p2pid_lv_next (&list, &field), P2PID_ERR_FORMAT);
  ck_assert_uint_eq (list.size, bad[_i].size);
}
END_TEST

START_TEST (times_have_one_form)
{
  static const char *const bad[] = {
    "2026-11-24T12:00:00",      "2026-11-24 12:00:00Z",
    "2026-02-30T12:00:00Z",     "2026-11-24T12:00:00Zx",
    "2026-11-24T12:00:00+0000", " 2026-11-24T12:00:00Z",
    "2026-11-24T24:00:00Z",     "1969-12-31T23:59:59Z"
  };
  char text[P2PID_TIME_TEXT_SIZE];
  int64_t time = 7;

  ck_assert_int_eq (p2pid_time_parse (bad[_i], &time), P2PID_ERR_FORMAT);
  ck_assert_int_eq (time, 7);
  ck_assert_int_eq (p2pid_time_parse ("2026-11-24T12:34:56Z", &time), P2PID_OK);
  ck_assert_int_eq (time, 1795523696);
  ck_assert_int_eq (p2pid_time_format (time, text), P2PID_OK);
  ck_assert_str_eq (text, "2026-11-24T12:34:56Z");
}
END_TEST

START_TEST (every_error_has_a_name_and_a_sentence)
{
  const char *name = p2pid_err_name ((p2pid_err) _i);

  ck_assert_str_ne (name, "unknown");
  for (const char *c = name; *c; c++)
    ck_assert ((*c >= 'a' && *c <= 'z') || *c == '-');
  ck_assert_str_ne (p2pid_err_sentence ((p2pid_err) _i), "An unknown error.");
  for (int i = 0; i < _i; i++)
    ck_assert_str_ne (p2pid_err_name ((p2pid_err) i), name);
  ck_assert_str_eq (p2pid_err_name (P2PID_ERR_COUNT_), "unknown");
}
END_TEST

START_TEST (letter_case_is_that_of_ascii)
{
  setlocale (LC_ALL, "tr_TR.UTF-8"); /* where it is installed */
  ck_assert (p2pid_ascii_begins ("P2PID:1", "p2pid:"));
  ck_assert (p2pid_ascii_same ("P2PID", "p2pid", 5));
  ck_assert (p2pid_ascii_same ("IX", "iy", 1));
  ck_assert (p2pid_ascii_equal ("LocalHost", "localhost"));
  ck_assert (!p2pid_ascii_equal ("localhost", "localhost."));
  ck_assert (!p2pid_ascii_equal ("localhost.", "localhost"));
  ck_assert (!p2pid_ascii_begins ("p2pi", "p2pid:"));
  /* What differs in the one bit that letters do. */
  ck_assert (!p2pid_ascii_same ("@", "`", 1));
  ck_assert (!p2pid_ascii_same ("[", "{", 1));
  ck_assert (!p2pid_ascii_same ("\xc5", "\xe5", 1));
  setlocale (LC_ALL, "C");
}
END_TEST

START_TEST (secret_memory_is_zeroed)
{
  uint8_t *secret = NULL, zeros[32] = { 0 };

  ck_assert_int_eq (p2pid_secret_new (32, (void **) &secret), P2PID_OK);
  ck_assert_mem_eq (secret, zeros, 32);
  p2pid_secret_free (secret);
  p2pid_secret_free (NULL);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("base");
  TCase *tcase = tcase_create ("base");

  tcase_add_loop_test (tcase, base64url_of_rfc4648, 0, 7);
  tcase_add_loop_test (tcase, base64url_has_one_form, 0, 9);
  tcase_add_test (tcase, base64url_has_sixty_four_letters);
  tcase_add_test (tcase, base64url_of_fixed_size);
  tcase_add_test (tcase, hex_has_one_form);
  tcase_add_test (tcase, lists_come_apart_as_they_were_put_together);
  tcase_add_loop_test (tcase, lists_refuse_bad_lengths, 0, 5);
  tcase_add_loop_test (tcase, times_have_one_form, 0, 8);
  tcase_add_loop_test (tcase, every_error_has_a_name_and_a_sentence, 0,
                       P2PID_ERR_COUNT_);
  tcase_add_test (tcase, letter_case_is_that_of_ascii);
  tcase_add_test (tcase, secret_memory_is_zeroed);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
