/* Receipts: verified from themselves alone, and not once a byte of them has
 * been changed. */

#include "couple.h"

#include "p2pid/receipt.h"
#include "session/transcript.h"

#include <string.h>

static p2pid_buffer *file;

static void
set_up (void)
{
  couple_begin ();
  begin_call ();
  ck_assert_int_eq (p2pid_session_identify (a.session, P2PID_FACTS_DEFAULT,
                                            "Björn", "Offert", NOW),
                    P2PID_OK);
  carry (&a, &b);
  ck_assert_int_eq (p2pid_session_identify (b.session, P2PID_FACTS_DEFAULT,
                                            NULL, NULL, NOW + 1),
                    P2PID_OK);
  carry (&a, &b);
  ck_assert_int_eq (p2pid_session_finish (a.session, true, NOW), P2PID_OK);
  ck_assert_int_eq (p2pid_session_finish (b.session, true, NOW), P2PID_OK);
  carry (&a, &b);
  file = a.receipt;
  ck_assert_ptr_nonnull (file);
  a.receipt = NULL;
}

static void
tear_down (void)
{
  p2pid_buffer_free (file);
  couple_end ();
}

static p2pid_err
check (p2pid_bytes bytes, p2pid_receipt **out)
{
  p2pid_receipt *receipt = NULL;
  p2pid_err err = p2pid_receipt_parse (bytes, &receipt);

  if (err == P2PID_OK)
    err = p2pid_receipt_verify (receipt, anchors);
  if (err == P2PID_OK && out != NULL)
    *out = receipt;
  else
    p2pid_receipt_free (receipt);
  return err;
}

START_TEST (a_receipt_tells_who_and_what)
{
  p2pid_receipt *receipt = NULL;
  const p2pid_receipt_party *first, *second;

  ck_assert_int_eq (check (p2pid_buffer_bytes (file), &receipt), P2PID_OK);
  first = p2pid_receipt_party_get (receipt, P2PID_PLACE_FIRST);
  second = p2pid_receipt_party_get (receipt, P2PID_PLACE_SECOND);
  ck_assert_str_eq (
      p2pid_identity_fact (p2pid_receipt_identity (receipt, P2PID_PLACE_FIRST),
                           P2PID_FACT_NAME),
      anna.name);
  ck_assert_str_eq (
      p2pid_identity_fact (p2pid_receipt_identity (receipt, P2PID_PLACE_SECOND),
                           P2PID_FACT_NAME),
      bjorn.name);
  ck_assert_int_eq (first->side, P2PID_SIDE_HOST);
  ck_assert_int_eq (first->account.role, P2PID_ROLE_CALLER);
  ck_assert_int_eq (first->time, NOW);
  ck_assert_str_eq (first->audience, "Björn");
  ck_assert_str_eq (first->purpose, "Offert");
  ck_assert_int_eq (second->account.role, P2PID_ROLE_CALLEE);
  ck_assert_int_eq (second->time, NOW + 1);
  ck_assert_str_eq (second->purpose, "");
  p2pid_receipt_free (receipt);
}
END_TEST

/* Without the issuer among the anchors a receipt still reads, but proves
 * nothing. */
START_TEST (a_receipt_needs_an_anchor)
{
  p2pid_anchors *none = NULL;
  p2pid_receipt *receipt = NULL;

  ck_assert_int_eq (p2pid_anchors_new (&none), P2PID_OK);
  ck_assert_int_eq (p2pid_receipt_parse (p2pid_buffer_bytes (file), &receipt),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_receipt_verify (receipt, none),
                    P2PID_ERR_TEST_REFUSED);
  ck_assert_ptr_null (p2pid_receipt_identity (receipt, P2PID_PLACE_FIRST));
  p2pid_receipt_free (receipt);
  p2pid_anchors_free (none);
}
END_TEST

START_TEST (a_changed_receipt_proves_nothing)
{
  for (size_t i = 0; i < file->size; i++) {
    file->data[i] ^= 1;
    ck_assert_int_ne (check (p2pid_buffer_bytes (file), NULL), P2PID_OK);
    file->data[i] ^= 1;
  }
  ck_assert_int_eq (check (p2pid_buffer_bytes (file), NULL), P2PID_OK);
}
END_TEST

START_TEST (a_cut_receipt_proves_nothing)
{
  for (size_t size = 0; size < file->size; size += 1 + size / 50)
    ck_assert_int_ne (check ((p2pid_bytes){ file->data, size }, NULL),
                      P2PID_OK);
}
END_TEST

/* Records left out, doubled and exchanged. */
START_TEST (records_must_follow_one_another)
{
  json_t *root = json_loadb ((char *) file->data, file->size, 0, NULL);
  json_t *records = json_object_get (root, "records");
  p2pid_receipt *receipt = NULL;
  char *text;

  switch (_i) {
  case 0: /* the first presentation */
    json_array_remove (records, 2);
    break;
  case 1: /* all after it */
    while (json_array_size (records) > 3)
      json_array_remove (records, 3);
    break;
  case 2:
    json_array_insert (records, 3, json_array_get (records, 2));
    break;
  case 3: /* the other side said it */
    json_array_set_new (json_array_get (records, 2), 0, json_string ("guest"));
    break;
  case 4:
    json_array_clear (records);
    break;
  case 5: /* that the second was seen */
    json_array_remove (records, json_array_size (records) - 1);
    break;
  case 6: /* the second declined */
    while (json_array_size (records) > 5)
      json_array_remove (records, 5);
    json_array_append_new (records,
                           json_pack ("[s, s, s]", "guest", "decline", "e30"));
    break;
  }
  text = json_dumps (root, JSON_COMPACT);
  ck_assert_int_eq (
      p2pid_receipt_parse (p2pid_bytes_from_text (text), &receipt),
      P2PID_ERR_OUT_OF_TURN);
  free (text);
  json_decref (root);
}
END_TEST

START_TEST (a_record_is_three_texts)
{
  json_t *root = json_loadb ((char *) file->data, file->size, 0, NULL);
  json_t *record = json_array_get (json_object_get (root, "records"), 2);
  char *text;

  json_array_append_new (record, json_string ("more"));
  text = json_dumps (root, JSON_COMPACT);
  ck_assert_int_eq (check (p2pid_bytes_from_text (text), NULL),
                    P2PID_ERR_FORMAT);
  free (text);
  json_decref (root);
}
END_TEST

/* More than any conversation has. */
START_TEST (records_are_counted)
{
  json_t *root = json_loadb ((char *) file->data, file->size, 0, NULL);
  json_t *records = json_object_get (root, "records");
  char *text;

  while (json_array_size (records) <= P2PID_TRANSCRIPT_MAX)
    json_array_append (records, json_array_get (records, 0));
  text = json_dumps (root, JSON_COMPACT);
  ck_assert_int_eq (check (p2pid_bytes_from_text (text), NULL), P2PID_ERR_SIZE);
  free (text);
  json_decref (root);
}
END_TEST

START_TEST (a_newer_receipt_says_so)
{
  json_t *root = json_loadb ((char *) file->data, file->size, 0, NULL);
  char *text;

  if (_i == 0)
    json_object_set_new (root, "version", json_integer (2));
  else
    json_object_set_new (root, "suite", json_string ("Noise_XX and so on"));
  text = json_dumps (root, JSON_COMPACT);
  ck_assert_int_eq (check (p2pid_bytes_from_text (text), NULL),
                    P2PID_ERR_VERSION);
  free (text);
  json_decref (root);
}
END_TEST

START_TEST (a_receipt_has_a_largest_size)
{
  p2pid_buffer *huge = NULL;

  ck_assert_int_eq (p2pid_buffer_new (P2PID_RECEIPT_MAX + 1, &huge), P2PID_OK);
  memset (huge->data, ' ', huge->size);
  ck_assert_int_eq (check (p2pid_buffer_bytes (huge), NULL), P2PID_ERR_SIZE);
  p2pid_buffer_free (huge);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("receipt");
  TCase *tcase = tcase_create ("receipts");

  tcase_set_timeout (tcase, 0);
  tcase_add_checked_fixture (tcase, set_up, tear_down);
  tcase_add_test (tcase, a_receipt_tells_who_and_what);
  tcase_add_test (tcase, a_receipt_needs_an_anchor);
  tcase_add_test (tcase, a_changed_receipt_proves_nothing);
  tcase_add_test (tcase, a_cut_receipt_proves_nothing);
  tcase_add_loop_test (tcase, records_must_follow_one_another, 0, 7);
  tcase_add_test (tcase, a_record_is_three_texts);
  tcase_add_test (tcase, records_are_counted);
  tcase_add_loop_test (tcase, a_newer_receipt_says_so, 0, 2);
  tcase_add_test (tcase, a_receipt_has_a_largest_size);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
