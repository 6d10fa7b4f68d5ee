/* Our own BankID vector. */

#include "evidence/bankid-vector.h"

#include "base/encoding.h"
#include "evidence/evidence.h"

static const char *
text (const json_t *vector, const char *name)
{
  return json_string_value (json_object_get (vector, name));
}

json_t *
bankid_vector_load (void)
{
  p2pid_buffer *file = harness_own_file ("bankid.json");
  json_t *vector = json_loadb ((const char *) file->data, file->size, 0, NULL);

  ck_assert_ptr_nonnull (vector);
  p2pid_buffer_free (file);
  return vector;
}

p2pid_err
bankid_vector_binding (const json_t *vector, p2pid_binding **out)
{
  return p2pid_binding_new ("bankid", text (vector, "statement"),
                            text (vector, "evidence"), NULL, out);
}

p2pid_anchors *
bankid_vector_anchors (const json_t *vector)
{
  const char *const parties[] = { text (vector, "party"), NULL };
  p2pid_anchor anchor = { .method = P2PID_METHOD_BANKID,
                          .environment = P2PID_ENVIRONMENT_TEST,
                          .name = "BankID of the vector",
                          .parties = parties };
  p2pid_anchors *anchors = NULL;

  ck_assert_int_eq (
      p2pid_hex_decode (p2pid_bytes_from_text (text (vector, "root")),
                        anchor.fingerprint.bytes,
                        sizeof anchor.fingerprint.bytes),
      P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_allow_test (anchors, true), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  return anchors;
}
