/* tests/vectors/wire.json, which a second implementation can be held against,
 * holds for this one. */

#include "harness.h"

#include "base/encoding.h"
#include "p2pid/code.h"
#include "p2pid/invitation.h"
#include "wire/record.h"
#include "wire/text.h"

#include <stdlib.h>

static json_t *vectors;

static void
load (void)
{
  p2pid_buffer *file = harness_own_file ("wire.json");
  json_error_t error;

  vectors = json_loadb ((const char *) file->data, file->size, 0, &error);
  ck_assert_ptr_nonnull (vectors);
  p2pid_buffer_free (file);
}

static void
unload (void)
{
  json_decref (vectors);
}

static const json_t *
list (const char *name)
{
  const json_t *found = json_object_get (vectors, name);

  ck_assert_uint_gt (json_array_size (found), 0);
  return found;
}

static const char *
text_of (const json_t *vector, const char *name)
{
  const char *text = json_string_value (json_object_get (vector, name));

  ck_assert_ptr_nonnull (text);
  return text;
}

static const char *
text_at (const json_t *vector, size_t index)
{
  return json_string_value (json_array_get (vector, index));
}

START_TEST (codes)
{
  size_t i;
  const json_t *vector;

  json_array_foreach (list ("codes"), i, vector)
  {
    char spoken[P2PID_CODE_TEXT_SIZE];
    p2pid_code code;

    ck_assert_int_eq (p2pid_code_parse (text_of (vector, "spoken"), &code),
                      P2PID_OK);
    ck_assert_str_eq (code.nameplate, text_of (vector, "nameplate"));
    ck_assert_str_eq (code.secret, text_of (vector, "secret"));
    ck_assert_str_eq (code.digits, text_of (vector, "digits"));
    p2pid_code_print (&code, spoken);
    ck_assert_str_eq (spoken, text_of (vector, "spoken"));
  }
  json_array_foreach (list ("bad-codes"), i, vector)
  {
    p2pid_code code;

    ck_assert_str_eq (
        p2pid_err_name (p2pid_code_parse (text_at (vector, 0), &code)),
        text_at (vector, 1));
  }
}
END_TEST

START_TEST (origins)
{
  char origin[P2PID_ORIGIN_MAX + 1];
  size_t i;
  const json_t *vector;

  json_array_foreach (list ("origins"), i, vector)
  {
    ck_assert_int_eq (p2pid_origin_parse (text_at (vector, 0), origin),
                      P2PID_OK);
    ck_assert_str_eq (origin, text_at (vector, 1));
  }
  json_array_foreach (list ("bad-origins"), i, vector)
      ck_assert_int_eq (p2pid_origin_parse (json_string_value (vector), origin),
                        P2PID_ERR_FORMAT);
}
END_TEST

static void
check_invitation (const json_t *vector)
{
  p2pid_invitation invitation, again;
  p2pid_buffer *text = NULL;
  char secret[65];

  ck_assert_int_eq (
      p2pid_invitation_parse (text_of (vector, "uri"), &invitation), P2PID_OK);
  ck_assert_str_eq (invitation.origin, text_of (vector, "origin"));
  p2pid_hex_encode (P2PID_BYTES (invitation.secret), secret);
  ck_assert_str_eq (secret, text_of (vector, "secret"));
  ck_assert_int_eq (p2pid_invitation_parse (text_of (vector, "link"), &again),
                    P2PID_OK);
  ck_assert_str_eq (again.origin, invitation.origin);
  ck_assert_mem_eq (again.secret, invitation.secret, 32);

  ck_assert_int_eq (p2pid_invitation_print (&invitation, &text), P2PID_OK);
  ck_assert_str_eq ((char *) text->data, text_of (vector, "uri"));
  p2pid_buffer_free (text);
  ck_assert_int_eq (p2pid_invitation_print_link (&invitation, &text), P2PID_OK);
  ck_assert_str_eq ((char *) text->data, text_of (vector, "link"));
  p2pid_buffer_free (text);
}

START_TEST (invitations)
{
  p2pid_invitation invitation;
  size_t i;
  const json_t *vector;

  json_array_foreach (list ("invitations"), i, vector)
      check_invitation (vector);
  json_array_foreach (list ("bad-invitations"), i, vector)
      ck_assert_str_eq (p2pid_err_name (p2pid_invitation_parse (
                            text_at (vector, 0), &invitation)),
                        text_at (vector, 1));
}
END_TEST

/* The frame: its first bytes as they stand in the vector, zeros behind. */
static p2pid_buffer *
frame_of (const json_t *vector)
{
  p2pid_buffer *head = harness_hex (json_object_get (vector, "frame"));
  json_int_t zeros = json_integer_value (json_object_get (vector, "zeros"));
  p2pid_buffer *frame = NULL;

  ck_assert_int_eq (p2pid_buffer_new (head->size + (size_t) zeros, &frame),
                    P2PID_OK);
  memcpy (frame->data, head->data, head->size);
  p2pid_buffer_free (head);
  return frame;
}

static void
check_record (const json_t *vector)
{
  p2pid_buffer *frame = frame_of (vector), *body = NULL, *again = NULL;
  p2pid_bytes borrowed;
  p2pid_record_type type;
  p2pid_record record;
  p2pid_record_memory *memory = NULL;

  ck_assert_int_eq (
      p2pid_record_unframe (p2pid_buffer_bytes (frame), &type, &borrowed),
      P2PID_OK);
  ck_assert_int_eq (type,
                    json_integer_value (json_object_get (vector, "type")));
  ck_assert_str_eq (p2pid_record_type_name (type), text_of (vector, "name"));
  ck_assert_int_eq (p2pid_record_parse (type, borrowed, &record, &memory),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_record_print (&record, &body), P2PID_OK);
  ck_assert_str_eq ((char *) body->data, text_of (vector, "body"));
  ck_assert_int_eq (
      p2pid_record_frame (type, p2pid_buffer_bytes (body), &again), P2PID_OK);
  ck_assert (p2pid_bytes_equal (p2pid_buffer_bytes (frame),
                                p2pid_buffer_bytes (again)));
  p2pid_record_memory_free (memory);
  p2pid_buffer_free (frame);
  p2pid_buffer_free (body);
  p2pid_buffer_free (again);
}

START_TEST (records)
{
  size_t i;
  const json_t *vector;

  json_array_foreach (list ("records"), i, vector) check_record (vector);
  json_array_foreach (list ("bad-bodies"), i, vector)
  {
    json_int_t type = json_integer_value (json_array_get (vector, 0));
    p2pid_record record;
    p2pid_record_memory *memory = NULL;

    ck_assert_str_eq (
        p2pid_err_name (p2pid_record_parse (
            (p2pid_record_type) type,
            p2pid_bytes_from_text (text_at (vector, 1)), &record, &memory)),
        text_at (vector, 2));
  }
}
END_TEST

START_TEST (texts)
{
  size_t i;
  const json_t *vector;

  json_array_foreach (list ("texts"), i, vector)
  {
    p2pid_buffer *text = harness_hex (json_object_get (vector, "text"));
    bool fits = json_is_true (json_object_get (vector, "fits"));

    ck_assert_int_eq (p2pid_text_check (p2pid_buffer_bytes (text),
                                        P2PID_CLAIM_CHARACTERS_MAX),
                      fits ? P2PID_OK : P2PID_ERR_TEXT);
    p2pid_buffer_free (text);
  }
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("vectors");
  TCase *tcase = tcase_create ("wire.json");

  tcase_add_checked_fixture (tcase, load, unload);
  tcase_add_test (tcase, codes);
  tcase_add_test (tcase, origins);
  tcase_add_test (tcase, invitations);
  tcase_add_test (tcase, records);
  tcase_add_test (tcase, texts);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
