/* Our own vectors: a TEST binding from fixed randomness, which PROTOCOL.md §12
 * refers to; and the TEST issuer's figures, wherever they are written. */

#include "bankid-vector.h"
#include "person.h"

#include "base/encoding.h"
#include "crypto/key.h"
#include "evidence/jwk.h"
#include "evidence/test-issuer.h"

#include <stdio.h>
#include <stdlib.h>

static json_t *vector;

static const char *
text (const char *name)
{
  const char *value = json_string_value (json_object_get (vector, name));

  ck_assert_ptr_nonnull (value);
  return value;
}

static int64_t
number (const char *name)
{
  return json_integer_value (json_object_get (vector, name));
}

static void
load (void)
{
  p2pid_buffer *file = harness_own_file ("binding.json");

  vector = json_loadb ((const char *) file->data, file->size, 0, NULL);
  ck_assert_ptr_nonnull (vector);
  p2pid_buffer_free (file);
}

static void
unload (void)
{
  json_decref (vector);
}

static void
check (const p2pid_binding *binding, const char *evidence, const char *hash)
{
  p2pid_hash computed;
  char hex[2 * sizeof computed.bytes + 1];

  ck_assert_str_eq (p2pid_binding_evidence (binding), text (evidence));
  p2pid_binding_hash (binding, &computed);
  p2pid_hex_encode (P2PID_BYTES (computed.bytes), hex);
  ck_assert_str_eq (hex, text (hash));
}

static p2pid_binding *
issue (void)
{
  const json_t *p = json_object_get (vector, "person");
  const p2pid_test_person person = {
    .name = json_string_value (json_object_get (p, "name")),
    .given_name = json_string_value (json_object_get (p, "given-name")),
    .family_name = json_string_value (json_object_get (p, "family-name")),
    .birthdate = json_string_value (json_object_get (p, "birthdate")),
    .personal_number =
        json_string_value (json_object_get (p, "personal-number")),
  };
  p2pid_buffer *seed = harness_hex (json_object_get (vector, "seed"));
  p2pid_buffer *random = harness_hex (json_object_get (vector, "random"));
  p2pid_buffer *public = harness_hex (json_object_get (vector, "key"));
  p2pid_binding *binding = NULL;
  p2pid_key *key = NULL;

  ck_assert_int_eq (p2pid_key_from_seed (seed->data, &key), P2PID_OK);
  ck_assert_mem_eq (p2pid_key_public (key)->bytes, public->data, 32);
  harness_queue_random (p2pid_buffer_bytes (random));
  ck_assert_int_eq (p2pid_binding_issue_test (p2pid_key_public (key), &person,
                                              number ("now"),
                                              number ("lifetime"), &binding),
                    P2PID_OK);
  p2pid_key_free (key);
  p2pid_buffer_free (seed);
  p2pid_buffer_free (random);
  p2pid_buffer_free (public);
  return binding;
}

START_TEST (issuing_gives_the_vector)
{
  p2pid_binding *binding = issue ();

  check (binding, "evidence", "hash");
  p2pid_binding_free (binding);
}
END_TEST

START_TEST (showing_less_gives_the_vector)
{
  p2pid_binding *binding = issue (), *shown = NULL;
  p2pid_facts facts = 0;
  json_t *name;
  size_t i;

  json_array_foreach (
      json_object_get (vector, "shown"), i,
      name) for (int fact = 0; fact < P2PID_FACT_COUNT_;
                 fact++) if (strcmp (p2pid_fact_name (fact),
                                     json_string_value (name)) == 0) facts |=
      P2PID_FACTS (fact);
  ck_assert_int_eq (p2pid_binding_select (binding, facts, &shown), P2PID_OK);
  check (shown, "shown-evidence", "shown-hash");
  p2pid_binding_free (shown);
  p2pid_binding_free (binding);
}
END_TEST

START_TEST (the_hash_takes_in_a_role)
{
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, text ("shown-evidence"),
                                       text ("role"), &binding),
                    P2PID_OK);
  check (binding, "shown-evidence", "role-hash");
  p2pid_binding_free (binding);
}
END_TEST

START_TEST (the_vector_verifies)
{
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, text ("shown-evidence"),
                                       NULL, &binding),
                    P2PID_OK);
  ck_assert_int_eq (person_verify (binding, true, number ("now")), P2PID_OK);
  p2pid_binding_free (binding);
}
END_TEST

/* tests/vectors/bankid.json */
START_TEST (the_bankid_vector_verifies)
{
  json_t *bankid = bankid_vector_load ();
  p2pid_anchors *anchors = bankid_vector_anchors (bankid);
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  const int64_t now = json_integer_value (json_object_get (bankid, "signed"));

  ck_assert_int_eq (bankid_vector_binding (bankid, &binding), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, now, &identity),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME),
                    json_string_value (json_object_get (bankid, "name")));
  ck_assert_str_eq (
      p2pid_identity_fact (identity, P2PID_FACT_PERSONAL_NUMBER),
      json_string_value (json_object_get (bankid, "personal-number")));
  ck_assert_int_eq (p2pid_identity_signed_at (identity), now);
  ck_assert_int_eq (p2pid_identity_valid_until (identity),
                    json_integer_value (json_object_get (bankid, "until")));
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  json_decref (bankid);
}
END_TEST

START_TEST (the_test_issuer_is_the_one_of_its_seed)
{
  static const p2pid_fingerprint builtin = P2PID_TEST_ISSUER_FINGERPRINT;
  p2pid_jwk jwk = { .kind = P2PID_JWK_ED25519 };
  p2pid_fingerprint fingerprint;
  p2pid_key *key = NULL;

  ck_assert_uint_eq (strlen (P2PID_TEST_ISSUER_SEED), P2PID_KEY_SEED_SIZE);
  ck_assert_int_eq (
      p2pid_key_from_seed ((const uint8_t *) P2PID_TEST_ISSUER_SEED, &key),
      P2PID_OK);
  memcpy (jwk.x, p2pid_key_public (key)->bytes, 32);
  p2pid_jwk_thumbprint (&jwk, &fingerprint);
  ck_assert_mem_eq (fingerprint.bytes, builtin.bytes, sizeof builtin.bytes);
  p2pid_key_free (key);
}
END_TEST

static p2pid_buffer *
read_source (const char *path)
{
  p2pid_buffer *bytes = NULL;
  FILE *file = fopen (path, "rb");
  size_t size;

  ck_assert_msg (file != NULL, "%s", path);
  ck_assert_int_eq (p2pid_buffer_new (1 << 20, &bytes), P2PID_OK);
  size = fread (bytes->data, 1, bytes->size, file);
  ck_assert_uint_lt (size, bytes->size);
  bytes->size = size;
  fclose (file);
  return bytes;
}

START_TEST (the_anchor_file_has_the_test_issuer)
{
  static const p2pid_fingerprint builtin = P2PID_TEST_ISSUER_FINGERPRINT;
  p2pid_buffer *file = read_source (SOURCE_ROOT "/data/anchors/test.json");
  p2pid_anchors *anchors = person_anchors (false);
  const p2pid_anchor *anchor;

  ck_assert_int_eq (p2pid_anchors_load (anchors, p2pid_buffer_bytes (file)),
                    P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
  anchor = p2pid_anchors_get (anchors, 0);
  ck_assert_int_eq (anchor->method, P2PID_METHOD_SD_JWT);
  ck_assert_int_eq (anchor->environment, P2PID_ENVIRONMENT_TEST);
  ck_assert_str_eq (anchor->name, P2PID_TEST_ISSUER_NAME);
  ck_assert_mem_eq (anchor->fingerprint.bytes, builtin.bytes, 32);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (file);
}
END_TEST

/* Looped over the documents that quote the fingerprint. */
START_TEST (documents_quote_the_fingerprint)
{
  static const char *const documents[] = {
    SOURCE_ROOT "/data/anchors/README.md",
    SOURCE_ROOT "/libp2pid/PROTOCOL.md",
  };
  static const p2pid_fingerprint builtin = P2PID_TEST_ISSUER_FINGERPRINT;
  p2pid_buffer *file = read_source (documents[_i]);
  char hex[65];

  p2pid_hex_encode (P2PID_BYTES (builtin.bytes), hex);
  ck_assert_ptr_nonnull (strstr ((const char *) file->data, hex));
  p2pid_buffer_free (file);
}
END_TEST

START_TEST (the_protocol_publishes_the_seed)
{
  p2pid_buffer *file = read_source (SOURCE_ROOT "/libp2pid/PROTOCOL.md");

  ck_assert_ptr_nonnull (
      strstr ((const char *) file->data, "`" P2PID_TEST_ISSUER_SEED "`"));
  p2pid_buffer_free (file);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("evidence-own-vectors");
  TCase *tcase = tcase_create ("own-vectors");

  harness_seed (1);
  tcase_add_checked_fixture (tcase, load, unload);
  tcase_add_test (tcase, issuing_gives_the_vector);
  tcase_add_test (tcase, showing_less_gives_the_vector);
  tcase_add_test (tcase, the_hash_takes_in_a_role);
  tcase_add_test (tcase, the_vector_verifies);
  tcase_add_test (tcase, the_bankid_vector_verifies);
  tcase_add_test (tcase, the_test_issuer_is_the_one_of_its_seed);
  tcase_add_test (tcase, the_anchor_file_has_the_test_issuer);
  tcase_add_loop_test (tcase, documents_quote_the_fingerprint, 0, 2);
  tcase_add_test (tcase, the_protocol_publishes_the_seed);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
