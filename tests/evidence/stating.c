/* The statement that the tests share, and what comes of evidence for it. */

#include "stating.h"

#include "base/encoding.h"

#include <stdlib.h>

int64_t stating_lasts = DAY;

p2pid_statement
stating (void)
{
  p2pid_statement statement = { .program = "P2P ID",
                                .language = P2PID_LANGUAGE_SV,
                                .key = person_key (1),
                                .not_before = NOW,
                                .not_after = NOW + stating_lasts };

  memset (statement.nonce, 0x5a, sizeof statement.nonce);
  return statement;
}

p2pid_buffer *
stating_bytes (const p2pid_statement *statement)
{
  p2pid_buffer *bytes = NULL;

  ck_assert_int_eq (p2pid_statement_print (statement, &bytes), P2PID_OK);
  return bytes;
}

p2pid_buffer *
stating_text (const p2pid_statement *statement)
{
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_statement_text (statement, &text), P2PID_OK);
  return text;
}

char *
stating_base64url (const p2pid_statement *statement)
{
  p2pid_buffer *bytes = stating_bytes (statement), *text = NULL;
  char *copy;

  ck_assert_int_eq (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &text),
                    P2PID_OK);
  copy = strdup ((const char *) text->data);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (text);
  return copy;
}

p2pid_err
stating_check (const char *method,
               const char *statement,
               const char *evidence,
               const p2pid_anchors *anchors,
               int64_t now,
               p2pid_report *report,
               p2pid_identity **out)
{
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  p2pid_err err =
      p2pid_binding_new (method, statement, evidence, NULL, &binding);

  if (err != P2PID_OK) {
    *report = (p2pid_report){ .failed = P2PID_STEP_SHAPE, .err = err };
    return err;
  }
  err = p2pid_binding_check (binding, anchors, now, report, &identity);
  ck_assert_int_eq (err, report->err);
  ck_assert_int_eq (err == P2PID_OK, report->failed == P2PID_STEP_COUNT_);
  ck_assert_int_eq (err == P2PID_OK, identity != NULL);
  if (out != NULL)
    *out = identity;
  else
    p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  return err;
}

p2pid_anchors *
stating_anchors (const p2pid_anchor *anchor)
{
  p2pid_anchors *anchors = NULL;

  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, anchor), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (
                        anchors, anchor->environment == P2PID_ENVIRONMENT_TEST),
                    P2PID_OK);
  return anchors;
}
