/* Statements: one byte form, one text, and nothing that could be read as
 * another. */

#include "base/encoding.h"
#include "base/lv.h"
#include "p2pid/statement.h"
#include "harness.h"

static p2pid_statement
example (p2pid_language language)
{
  p2pid_statement statement = { .program = "P2P ID",
                                .language = language,
                                .not_before = 1795541400,
                                .not_after = 1795543200 };

  for (size_t i = 0; i < sizeof statement.key.bytes; i++)
    statement.key.bytes[i] = (uint8_t) (i * 8 + 1);
  for (size_t i = 0; i < sizeof statement.nonce; i++)
    statement.nonce[i] = (uint8_t) (0xf0 + i);
  return statement;
}

static p2pid_buffer *
print (const p2pid_statement *statement)
{
  p2pid_buffer *bytes = NULL;

  ck_assert_int_eq (p2pid_statement_print (statement, &bytes), P2PID_OK);
  return bytes;
}

START_TEST (bytes_are_what_the_protocol_says)
{
  const p2pid_statement statement = example (P2PID_LANGUAGE_SV);
  p2pid_buffer *bytes = print (&statement), *expected = NULL;
  const p2pid_bytes fields[] = {
    p2pid_bytes_from_text ("libp2pid/1 statement"),
    p2pid_bytes_from_text ("P2P ID"),
    p2pid_bytes_from_text ("sv"),
    P2PID_BYTES (statement.key.bytes),
    p2pid_bytes_from_text ("1795541400"),
    p2pid_bytes_from_text ("1795543200"),
    P2PID_BYTES (statement.nonce),
  };

  ck_assert_int_eq (p2pid_lv_cat (fields, 7, &expected), P2PID_OK);
  ck_assert_uint_eq (bytes->size, expected->size);
  ck_assert_mem_eq (bytes->data, expected->data, bytes->size);
  p2pid_buffer_free (expected);
  p2pid_buffer_free (bytes);
}
END_TEST

START_TEST (text_is_what_the_protocol_says)
{
  static const char *const texts[] = {
    "Jag knyter nyckeln nedan, som finns på min egen dator, till mitt namn.\n"
    "\n"
    "Ingen har bett mig om detta i telefon, i ett meddelande eller vid dörren. "
    "Har någon gjort det: avbryt nu.\n"
    "\n"
    "Program: P2P ID\n"
    "Nyckel: 0109-1119-2129-3139-4149-5159-6169-7179-8189-9199-A1A9-B1B9-C1C9-"
    "D1D9-E1E9-F1F9\n"
    "Gäller från 2026-11-24 17:30 till 2026-11-24 18:00 (UTC)",
    "I bind the key below, which is on my own computer, to my name.\n"
    "\n"
    "Nobody has asked me to do this on the telephone, in a message or at the "
    "door. If somebody has: cancel now.\n"
    "\n"
    "Program: P2P ID\n"
    "Key: 0109-1119-2129-3139-4149-5159-6169-7179-8189-9199-A1A9-B1B9-C1C9-"
    "D1D9-E1E9-F1F9\n"
    "Valid from 2026-11-24 17:30 to 2026-11-24 18:00 (UTC)",
  };

  for (int language = 0; language < P2PID_LANGUAGE_COUNT_; language++) {
    const p2pid_statement statement = example ((p2pid_language) language);
    p2pid_buffer *text = NULL;

    ck_assert_int_eq (p2pid_statement_text (&statement, &text), P2PID_OK);
    ck_assert_str_eq ((char *) text->data, texts[language]);
    p2pid_buffer_free (text);
  }
}
END_TEST

START_TEST (reading_gives_the_same_again)
{
  const p2pid_statement statement = example (P2PID_LANGUAGE_EN);
  p2pid_buffer *bytes = print (&statement), *again;
  p2pid_statement read;

  ck_assert_int_eq (p2pid_statement_parse (p2pid_buffer_bytes (bytes), &read),
                    P2PID_OK);
  again = print (&read);
  ck_assert_uint_eq (again->size, bytes->size);
  ck_assert_mem_eq (again->data, bytes->data, bytes->size);
  p2pid_buffer_free (again);
  p2pid_buffer_free (bytes);
}
END_TEST

START_TEST (nothing_shorter_or_longer_is_one)
{
  const p2pid_statement statement = example (P2PID_LANGUAGE_SV);
  p2pid_buffer *bytes = print (&statement);
  uint8_t longer[P2PID_STATEMENT_MAX + 1] = { 0 };
  p2pid_statement read;

  for (size_t size = 0; size < bytes->size; size++)
    ck_assert_int_ne (
        p2pid_statement_parse ((p2pid_bytes){ bytes->data, size }, &read),
        P2PID_OK);
  memcpy (longer, bytes->data, bytes->size);
  ck_assert_int_eq (
      p2pid_statement_parse ((p2pid_bytes){ longer, bytes->size + 1 }, &read),
      P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_statement_parse (P2PID_BYTES (longer), &read),
                    P2PID_ERR_SIZE);
  p2pid_buffer_free (bytes);
}
END_TEST

/* A changed byte is refused, or read as what it now says. */
START_TEST (every_byte_counts)
{
  const p2pid_statement statement = example (P2PID_LANGUAGE_SV);
  p2pid_buffer *bytes = print (&statement);

  for (size_t i = 0; i < bytes->size; i++) {
    p2pid_statement read;

    bytes->data[i] ^= 1;
    if (p2pid_statement_parse (p2pid_buffer_bytes (bytes), &read) == P2PID_OK) {
      p2pid_buffer *again = print (&read);

      ck_assert_uint_eq (again->size, bytes->size);
      ck_assert_mem_eq (again->data, bytes->data, bytes->size);
      p2pid_buffer_free (again);
    }
    bytes->data[i] ^= 1;
  }
  p2pid_buffer_free (bytes);
}
END_TEST

static p2pid_err
parse_fields (const char *label,
              const char *program,
              const char *language,
              const char *from,
              const char *to)
{
  const p2pid_statement model = example (P2PID_LANGUAGE_SV);
  const p2pid_bytes fields[] = {
    p2pid_bytes_from_text (label),    p2pid_bytes_from_text (program),
    p2pid_bytes_from_text (language), P2PID_BYTES (model.key.bytes),
    p2pid_bytes_from_text (from),     p2pid_bytes_from_text (to),
    P2PID_BYTES (model.nonce),
  };
  p2pid_buffer *bytes = NULL;
  p2pid_statement read;
  p2pid_err err;

  ck_assert_int_eq (p2pid_lv_cat (fields, 7, &bytes), P2PID_OK);
  err = p2pid_statement_parse (p2pid_buffer_bytes (bytes), &read);
  p2pid_buffer_free (bytes);
  return err;
}

START_TEST (each_field_has_its_own_error)
{
  const char *label = "libp2pid/1 statement";

  ck_assert_int_eq (parse_fields (label, "P2P ID", "sv", "1", "2"), P2PID_OK);
  ck_assert_int_eq (parse_fields ("libp2pid/2 statement", "P", "sv", "1", "2"),
                    P2PID_ERR_VERSION);
  ck_assert_int_eq (parse_fields ("something else", "P", "sv", "1", "2"),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (parse_fields (label, "", "sv", "1", "2"), P2PID_ERR_TEXT);
  ck_assert_int_eq (parse_fields (label, "a\nKey: 00", "sv", "1", "2"),
                    P2PID_ERR_TEXT);
  ck_assert_int_eq (parse_fields (label, "P", "xx", "1", "2"),
                    P2PID_ERR_VERSION);
  ck_assert_int_eq (parse_fields ("libp2pid/", "P", "sv", "1", "2"),
                    P2PID_ERR_FORMAT);
}
END_TEST

START_TEST (a_time_has_one_form)
{
  static const struct {
    const char *from, *to;
    p2pid_err err;
  } cases[] = {
    { "0", "1", P2PID_OK },
    { "1", "2", P2PID_OK },
    { "2", "2", P2PID_ERR_FORMAT },
    { "", "2", P2PID_ERR_FORMAT },
    { "01", "2", P2PID_ERR_FORMAT },
    { "-1", "2", P2PID_ERR_FORMAT },
    { "1", "2/", P2PID_ERR_FORMAT },
    { "1", "1:", P2PID_ERR_FORMAT },
    { "1", "400000000", P2PID_ERR_FORMAT },
    { "253402300000", "253402300799", P2PID_OK },
    { "253402300000", "253402300800", P2PID_ERR_FORMAT },
    { "0", "18446744073709551618", P2PID_ERR_FORMAT }, /* 2^64 + 2 */
  };

  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    ck_assert_int_eq (parse_fields ("libp2pid/1 statement", "P", "sv",
                                    cases[i].from, cases[i].to),
                      cases[i].err);
}
END_TEST

/* Looped over the fields: one byte more than each has. */
START_TEST (a_field_has_its_size)
{
  const p2pid_statement statement = example (P2PID_LANGUAGE_SV);
  p2pid_buffer *bytes = print (&statement), *longer = NULL;
  p2pid_bytes rest = p2pid_buffer_bytes (bytes), fields[7];
  uint8_t field[64] = { 0 };
  p2pid_statement read;

  for (size_t i = 0; i < 7; i++)
    ck_assert_int_eq (p2pid_lv_next (&rest, &fields[i]), P2PID_OK);
  memcpy (field, fields[_i].data, fields[_i].size);
  fields[_i] = (p2pid_bytes){ field, fields[_i].size + 1 };
  ck_assert_int_eq (p2pid_lv_cat (fields, 7, &longer), P2PID_OK);
  ck_assert_int_ne (p2pid_statement_parse (p2pid_buffer_bytes (longer), &read),
                    P2PID_OK);
  p2pid_buffer_free (longer);
  p2pid_buffer_free (bytes);
}
END_TEST

START_TEST (a_new_one_has_a_nonce_of_its_own)
{
  const p2pid_statement model = example (P2PID_LANGUAGE_SV);
  p2pid_statement a, b;

  ck_assert_int_eq (
      p2pid_statement_init (&a, &model.key, "P", P2PID_LANGUAGE_SV, 100, 30),
      P2PID_OK);
  ck_assert_int_eq (
      p2pid_statement_init (&b, &model.key, "P", P2PID_LANGUAGE_SV, 100, 30),
      P2PID_OK);
  ck_assert_int_eq (a.not_after, 130);
  ck_assert_int_ne (memcmp (a.nonce, b.nonce, sizeof a.nonce), 0);
}
END_TEST

START_TEST (a_new_one_is_within_bounds)
{
  const p2pid_statement model = example (P2PID_LANGUAGE_SV);
  char name[P2PID_STATEMENT_MAX];
  p2pid_statement out;

  memset (name, 'x', sizeof name - 1);
  name[sizeof name - 1] = '\0';
  ck_assert_int_eq (
      p2pid_statement_init (&out, &model.key, name, P2PID_LANGUAGE_SV, 1, 1),
      P2PID_ERR_TEXT);
  name[P2PID_STATEMENT_MAX / 2] = '\0';
  ck_assert_int_eq (parse_fields ("libp2pid/1 statement", name, "sv", "1", "2"),
                    P2PID_ERR_TEXT);
  name[P2PID_STATEMENT_PROGRAM_CHARACTERS] = '\0';
  ck_assert_int_eq (
      p2pid_statement_init (&out, &model.key, name, P2PID_LANGUAGE_SV, 1, 1),
      P2PID_OK);
  ck_assert_int_eq (
      p2pid_statement_init (&out, &model.key, "P", P2PID_LANGUAGE_SV, 1, 0),
      P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_statement_init (&out, &model.key, "P",
                                          P2PID_LANGUAGE_SV, 1,
                                          P2PID_STATEMENT_LIFETIME_MAX + 1),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_statement_init (&out, &model.key, "P",
                                          P2PID_LANGUAGE_SV, 1, INT64_MAX),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_statement_init (&out, &model.key, "P",
                                          P2PID_LANGUAGE_SV, INT64_MAX, 1),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (
      p2pid_statement_init (&out, &model.key, "P", P2PID_LANGUAGE_SV, -1, 1),
      P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (
      p2pid_statement_init (&out, &model.key, "P", P2PID_LANGUAGE_COUNT_, 1, 1),
      P2PID_ERR_ARGUMENT);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("statement");
  TCase *tcase = tcase_create ("statement");

  tcase_add_test (tcase, bytes_are_what_the_protocol_says);
  tcase_add_test (tcase, text_is_what_the_protocol_says);
  tcase_add_test (tcase, reading_gives_the_same_again);
  tcase_add_test (tcase, nothing_shorter_or_longer_is_one);
  tcase_add_test (tcase, every_byte_counts);
  tcase_add_test (tcase, each_field_has_its_own_error);
  tcase_add_test (tcase, a_time_has_one_form);
  tcase_add_loop_test (tcase, a_field_has_its_size, 0, 7);
  tcase_add_test (tcase, a_new_one_has_a_nonce_of_its_own);
  tcase_add_test (tcase, a_new_one_is_within_bounds);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
