/* Bindings and identities: TEST bindings from issuing to the identity, their
 * text form, what they show and what they withhold. */

#include "person.h"

#include "base/encoding.h"
#include "crypto/hash.h"
#include "evidence/sd-jwt.h"
#include "evidence/test-issuer.h"
#include "p2pid/statement.h"

#include <stdlib.h>

static const char *const astrids[P2PID_FACT_COUNT_] = {
  "Astrid Öberg",
  "Astrid",
  "Öberg",
  "1984-02-29",
  "198402291234",
  "Öbergs Redovisning AB",
  "Auktoriserad redovisningskonsult",
};

static p2pid_identity *
verify (const p2pid_binding *binding)
{
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_identity *identity = NULL;

  ck_assert_int_eq (p2pid_binding_verify (binding, anchors, NOW, &identity),
                    P2PID_OK);
  p2pid_anchors_free (anchors);
  return identity;
}

START_TEST (a_test_binding_becomes_an_identity)
{
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_identity *identity = verify (binding);
  p2pid_public_key key = person_key (1);

  for (int i = 0; i < P2PID_FACT_COUNT_; i++)
    ck_assert_str_eq (p2pid_identity_fact (identity, i), astrids[i]);
  ck_assert_int_eq (p2pid_identity_method (identity), P2PID_METHOD_SD_JWT);
  ck_assert_int_eq (p2pid_identity_environment (identity),
                    P2PID_ENVIRONMENT_TEST);
  ck_assert_int_eq (p2pid_identity_assurance (identity), P2PID_ASSURANCE_NONE);
  ck_assert_str_eq (p2pid_identity_issuer (identity), P2PID_TEST_ISSUER_NAME);
  ck_assert_int_eq (p2pid_identity_signed_at (identity), NOW);
  ck_assert_int_eq (p2pid_identity_valid_until (identity), NOW + DAY);
  ck_assert_int_eq (p2pid_identity_checked_at (identity), NOW);
  ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), 0);
  ck_assert_mem_eq (p2pid_identity_key (identity)->bytes, key.bytes, 32);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
}
END_TEST

START_TEST (a_copied_identity_stands_alone)
{
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_identity *identity = verify (binding), *copy = NULL;

  ck_assert_int_eq (p2pid_identity_copy (identity, &copy), P2PID_OK);
  p2pid_identity_free (identity);
  for (int i = 0; i < P2PID_FACT_COUNT_; i++)
    ck_assert_str_eq (p2pid_identity_fact (copy, i), astrids[i]);
  ck_assert_str_eq (p2pid_identity_issuer (copy), P2PID_TEST_ISSUER_NAME);
  ck_assert_int_eq (p2pid_identity_valid_until (copy), NOW + DAY);
  p2pid_identity_free (copy);
  p2pid_binding_free (binding);
}
END_TEST

/* Nobody would look at it, and it would seem to have been checked. */
START_TEST (a_statement_where_none_belongs_is_refused)
{
  p2pid_binding *binding = person_binding (&astrid), *other = NULL;
  p2pid_public_key key = person_key (1);
  p2pid_buffer *bytes = NULL, *text = NULL;
  p2pid_statement statement;

  ck_assert_int_eq (p2pid_statement_init (&statement, &key, "P2P ID",
                                          P2PID_LANGUAGE_SV, NOW, DAY),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_statement_print (&statement, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &text),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", (char *) text->data,
                                       p2pid_binding_evidence (binding), NULL,
                                       &other),
                    P2PID_ERR_FORMAT);
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL,
                                       p2pid_binding_evidence (binding), NULL,
                                       &other),
                    P2PID_OK);
  p2pid_binding_free (other);
  p2pid_binding_free (binding);
  p2pid_buffer_free (text);
  p2pid_buffer_free (bytes);
}
END_TEST

START_TEST (the_text_form_comes_back)
{
  p2pid_binding *binding = person_binding (&astrid), *again = NULL;
  p2pid_buffer *text = NULL, *second = NULL;
  p2pid_hash a, b;

  ck_assert_int_eq (p2pid_binding_print (binding, &text), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_parse (p2pid_buffer_bytes (text), &again),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_print (again, &second), P2PID_OK);
  ck_assert_str_eq ((char *) text->data, (char *) second->data);
  ck_assert_str_eq (p2pid_binding_method_name (again), "sd-jwt");
  ck_assert_ptr_null (p2pid_binding_statement (again));
  p2pid_binding_hash (binding, &a);
  p2pid_binding_hash (again, &b);
  ck_assert_mem_eq (a.bytes, b.bytes, sizeof a.bytes);
  p2pid_binding_free (binding);
  p2pid_binding_free (again);
  p2pid_buffer_free (text);
  p2pid_buffer_free (second);
}
END_TEST

/* H (lv_cat ("libp2pid/1 binding", method, "", evidence, "")) */
START_TEST (the_hash_covers_the_binding_as_shown)
{
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_bytes fields[] = {
    p2pid_bytes_from_text ("libp2pid/1 binding"),
    p2pid_bytes_from_text ("sd-jwt"),
    { NULL, 0 },
    p2pid_bytes_from_text (p2pid_binding_evidence (binding)),
    { NULL, 0 },
  };
  p2pid_hash expected, hash;

  p2pid_hash_list (fields, 5, &expected);
  p2pid_binding_hash (binding, &hash);
  ck_assert_mem_eq (hash.bytes, expected.bytes, sizeof hash.bytes);
  p2pid_binding_free (binding);
}
END_TEST

/* {}.{"role":"x"}. and no signature: read, not believed. */
#define ROLE "e30.eyJyb2xlIjoieCJ9.~"

/* Astrid's binding with a role credential beside it. */
static p2pid_binding *
binding_with_role (void)
{
  p2pid_binding *plain = person_binding (&astrid), *binding = NULL;

  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL,
                                       p2pid_binding_evidence (plain), ROLE,
                                       &binding),
                    P2PID_OK);
  p2pid_binding_free (plain);
  return binding;
}

START_TEST (a_role_stands_beside_the_evidence)
{
  p2pid_binding *binding = binding_with_role (), *again = NULL;
  p2pid_bytes fields[] = {
    p2pid_bytes_from_text ("libp2pid/1 binding"),
    p2pid_bytes_from_text ("sd-jwt"),
    { NULL, 0 },
    p2pid_bytes_from_text (p2pid_binding_evidence (binding)),
    p2pid_bytes_from_text (ROLE),
  };
  p2pid_hash expected, hash;
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_binding_print (binding, &text), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_parse (p2pid_buffer_bytes (text), &again),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_binding_role (again), ROLE);
  p2pid_hash_list (fields, 5, &expected);
  p2pid_binding_hash (again, &hash);
  ck_assert_mem_eq (hash.bytes, expected.bytes, sizeof hash.bytes);
  p2pid_buffer_free (text);
  p2pid_binding_free (binding);
  p2pid_binding_free (again);
}
END_TEST

/* It can show an organisation and a role, whatever the evidence shows. */
START_TEST (a_role_can_be_chosen)
{
  static const p2pid_test_person nobody = { .name = "Bo Ek" };
  p2pid_binding *plain = person_binding (&nobody), *binding = NULL;

  ck_assert_ptr_null (p2pid_binding_role (plain));
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL,
                                       p2pid_binding_evidence (plain), ROLE,
                                       &binding),
                    P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_facts (binding),
                     P2PID_FACTS (P2PID_FACT_NAME) |
                         P2PID_FACTS (P2PID_FACT_ORGANISATION) |
                         P2PID_FACTS (P2PID_FACT_ROLE));
  p2pid_binding_free (plain);
  p2pid_binding_free (binding);
}
END_TEST

/* Looped over every choice of facts. */
START_TEST (a_role_is_shown_where_it_is_chosen)
{
  p2pid_facts chosen = (p2pid_facts) _i;
  p2pid_facts both =
      P2PID_FACTS (P2PID_FACT_ORGANISATION) | P2PID_FACTS (P2PID_FACT_ROLE);
  bool shown = (chosen & both) == both; /* it has its role in the open */
  p2pid_binding *binding = binding_with_role (), *selected = NULL;

  ck_assert_int_eq (p2pid_binding_select (binding, chosen, &selected),
                    P2PID_OK);
  ck_assert_pstr_eq (p2pid_binding_role (selected), shown ? ROLE : NULL);
  p2pid_binding_free (binding);
  p2pid_binding_free (selected);
}
END_TEST

START_TEST (a_role_that_is_wrong_is_not_passed_over)
{
  p2pid_binding *binding = binding_with_role ();
  p2pid_anchors *anchors = person_anchors (true);
  p2pid_identity *identity = NULL;
  p2pid_report report;

  ck_assert_int_eq (
      p2pid_binding_check (binding, anchors, NOW, &report, &identity),
      P2PID_ERR_FORMAT);
  ck_assert_ptr_null (identity);
  ck_assert_int_eq (report.failed, P2PID_STEP_ROLE);
  ck_assert_int_eq (report.err, P2PID_ERR_FORMAT);
  ck_assert (report.held & P2PID_STEPS (P2PID_STEP_PERSON));
  ck_assert (!(report.held & P2PID_STEPS (P2PID_STEP_ROLE)));
  p2pid_anchors_free (anchors);
  p2pid_binding_free (binding);
}
END_TEST

START_TEST (the_key_can_be_read_without_trust)
{
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_public_key expected = person_key (1), key;

  ck_assert_int_eq (p2pid_binding_key (binding, &key), P2PID_OK);
  ck_assert_mem_eq (key.bytes, expected.bytes, sizeof key.bytes);
  p2pid_binding_free (binding);
}
END_TEST

/* Whether @p text can be found in the evidence, as it is or decoded. */
static bool
shows (const p2pid_binding *binding, const char *text)
{
  const char *evidence = p2pid_binding_evidence (binding);
  p2pid_sd_jwt *token = NULL;
  bool found = strstr (evidence, text) != NULL;

  ck_assert_int_eq (
      p2pid_sd_jwt_read (p2pid_bytes_from_text (evidence), &token), P2PID_OK);
  for (size_t i = 0; i < token->count; i++) {
    p2pid_buffer *plain = NULL;

    ck_assert_int_eq (
        p2pid_base64url_decode (token->disclosures[i].text, &plain), P2PID_OK);
    found |= memmem (plain->data, plain->size, text, strlen (text)) != NULL;
    p2pid_buffer_free (plain);
  }
  for (const char *part = evidence; part; part = strchr (part, '.')) {
    size_t size = strcspn (part += *part == '.', ".~");
    p2pid_buffer *plain = NULL;

    ck_assert_int_eq (
        p2pid_base64url_decode ((p2pid_bytes){ (const uint8_t *) part, size },
                                &plain),
        P2PID_OK);
    found |= memmem (plain->data, plain->size, text, strlen (text)) != NULL;
    p2pid_buffer_free (plain);
  }
  p2pid_sd_jwt_free (token);
  return found;
}

/* Looped over every set of facts. */
START_TEST (a_selection_shows_the_chosen_facts_alone)
{
  static const p2pid_test_person distinct = { "Fact0 Name", "Fact1", "Fact2",
                                              "1951-03-04", "Fact4", "Fact5",
                                              "Fact6" };
  static const char *const texts[] = { "Fact0", "Fact1", "Fact2", "1951-03",
                                       "Fact4", "Fact5", "Fact6" };
  p2pid_binding *binding = person_binding (&distinct), *selected = NULL;
  p2pid_facts facts = (p2pid_facts) _i;

  ck_assert_int_eq (p2pid_binding_select (binding, facts, &selected), P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_facts (selected), facts);
  p2pid_binding_free (binding); /* the copy stands alone */
  for (int i = 0; i < P2PID_FACT_COUNT_; i++)
    ck_assert_int_eq (shows (selected, texts[i]),
                      (facts & P2PID_FACTS (i)) != 0);

  if ((facts & P2PID_FACTS (P2PID_FACT_NAME)) != 0) {
    p2pid_identity *identity = verify (selected);

    for (int i = 0; i < P2PID_FACT_COUNT_; i++)
      ck_assert_int_eq (p2pid_identity_fact (identity, i) != NULL,
                        (facts & P2PID_FACTS (i)) != 0);
    p2pid_identity_free (identity);
  }
  p2pid_binding_free (selected);
}
END_TEST

START_TEST (a_selection_is_what_would_be_read_from_its_text)
{
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_binding *selected = NULL, *read = NULL;
  p2pid_buffer *text = NULL;
  p2pid_identity *a, *b;

  ck_assert_int_eq (
      p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &selected), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_print (selected, &text), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_parse (p2pid_buffer_bytes (text), &read),
                    P2PID_OK);
  a = verify (selected);
  b = verify (read);
  for (int i = 0; i < P2PID_FACT_COUNT_; i++)
    ck_assert_pstr_eq (p2pid_identity_fact (a, i), p2pid_identity_fact (b, i));
  p2pid_identity_free (a);
  p2pid_identity_free (b);
  p2pid_buffer_free (text);
  p2pid_binding_free (selected);
  p2pid_binding_free (read);
  p2pid_binding_free (binding);
}
END_TEST

START_TEST (facts_that_are_not_there_are_not_shown)
{
  static const p2pid_test_person nobody = { .name = "Bo Ek" };
  p2pid_binding *binding = person_binding (&nobody), *selected = NULL;

  ck_assert_uint_eq (p2pid_binding_facts (binding),
                     P2PID_FACTS (P2PID_FACT_NAME));
  ck_assert_int_eq (p2pid_binding_select (binding, ~(p2pid_facts) 0, &selected),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_binding_evidence (binding),
                    p2pid_binding_evidence (selected));
  p2pid_binding_free (binding);
  p2pid_binding_free (selected);
}
END_TEST

/* Who has few facts must not be told from who has many. */
START_TEST (the_number_of_withheld_facts_does_not_show)
{
  static const p2pid_test_person nobody = { .name = "Bo Ek" };
  const p2pid_test_person *const people[] = { &nobody, &astrid };
  size_t counts[2];

  for (int i = 0; i < 2; i++) {
    p2pid_binding *binding = person_binding (people[i]);
    p2pid_sd_jwt *token = NULL;

    ck_assert_int_eq (
        p2pid_sd_jwt_read (
            p2pid_bytes_from_text (p2pid_binding_evidence (binding)), &token),
        P2PID_OK);
    counts[i] = json_array_size (json_object_get (token->jws.payload, "_sd"));
    p2pid_sd_jwt_free (token);
    p2pid_binding_free (binding);
  }
  ck_assert_uint_eq (counts[0], P2PID_FACT_COUNT_);
  ck_assert_uint_eq (counts[1], P2PID_FACT_COUNT_);
}
END_TEST

START_TEST (the_issuer_refuses_what_cannot_be_shown)
{
  static const struct {
    p2pid_test_person person;
    int64_t now, lifetime;
    p2pid_err err;
  } bad[] = {
    { { .name = NULL }, NOW, DAY, P2PID_ERR_ARGUMENT },
    { { .name = "" }, NOW, DAY, P2PID_ERR_TEXT },
    { { .name = " Bo" }, NOW, DAY, P2PID_ERR_TEXT },
    { { .name = "Bo\nEk" }, NOW, DAY, P2PID_ERR_TEXT },
    { { .name = "Bo\xe2\x80\xae"
                "Ek" },
      NOW,
      DAY,
      P2PID_ERR_TEXT },
    { { .name = "Bo", .role = "\xff" }, NOW, DAY, P2PID_ERR_TEXT },
    { { .name = "Bo", .birthdate = "1983-02-29" }, NOW, DAY, P2PID_ERR_FORMAT },
    { { .name = "Bo", .birthdate = "1900-02-29" }, NOW, DAY, P2PID_ERR_FORMAT },
    { { .name = "Bo", .birthdate = "1983-04-31" }, NOW, DAY, P2PID_ERR_FORMAT },
    { { .name = "Bo", .birthdate = "1983-13-01" }, NOW, DAY, P2PID_ERR_FORMAT },
    { { .name = "Bo", .birthdate = "1983-00-00" }, NOW, DAY, P2PID_ERR_FORMAT },
    { { .name = "Bo", .birthdate = "19830101" }, NOW, DAY, P2PID_ERR_FORMAT },
    { { .name = "Bo", .birthdate = "1983-1-011" }, NOW, DAY, P2PID_ERR_FORMAT },
    { { .name = "Bo" }, -1, DAY, P2PID_ERR_ARGUMENT },
    { { .name = "Bo" }, INT64_MAX, DAY, P2PID_ERR_ARGUMENT },
    { { .name = "Bo" }, NOW, 0, P2PID_ERR_ARGUMENT },
    { { .name = "Bo" }, NOW, 3653 * DAY + 1, P2PID_ERR_ARGUMENT },
    { { .name = "Bo" }, NOW, INT64_MAX, P2PID_ERR_ARGUMENT },
  };
  p2pid_public_key key = person_key (1);

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    p2pid_binding *binding = NULL;

    ck_assert_int_eq (p2pid_binding_issue_test (&key, &bad[i].person,
                                                bad[i].now, bad[i].lifetime,
                                                &binding),
                      bad[i].err);
    ck_assert_ptr_null (binding);
  }
}
END_TEST

START_TEST (the_issuer_takes_the_boundaries)
{
  static const struct {
    p2pid_test_person person;
    int64_t lifetime;
  } good[] = {
    { { .name = "Bo", .birthdate = "2000-02-29" }, 1 },
    { { .name = "Bo", .birthdate = "1899-12-31" }, 3653 * DAY },
    { { .name = "\xe6\x9d\x8e\xe5\xb0\x8f\xe9\xbe\x99" }, DAY },
  };
  p2pid_public_key key = person_key (1);

  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    p2pid_binding *binding = NULL;

    ck_assert_int_eq (p2pid_binding_issue_test (&key, &good[i].person, NOW,
                                                good[i].lifetime, &binding),
                      P2PID_OK);
    ck_assert_int_eq (person_verify (binding, true, NOW), P2PID_OK);
    p2pid_binding_free (binding);
  }
}
END_TEST

START_TEST (the_issuer_refuses_a_key_that_is_none)
{
  p2pid_public_key key = { { 1 } }; /* the neutral element */
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (
      p2pid_binding_issue_test (&key, &astrid, NOW, DAY, &binding),
      P2PID_ERR_ALGORITHM);
  ck_assert_ptr_null (binding);
}
END_TEST

START_TEST (bindings_are_read_strictly)
{
  static const struct {
    const char *text;
    p2pid_err err;
  } bad[] = {
    { "", P2PID_ERR_FORMAT },
    { "[]", P2PID_ERR_FORMAT },
    { "{}", P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\"}", P2PID_ERR_FORMAT },
    { "{\"evidence\":\"e30.e30.~\"}", P2PID_ERR_FORMAT },
    { "{\"method\":\"magic\",\"evidence\":\"e30.e30.~\"}", P2PID_ERR_METHOD },
    { "{\"method\":\"SD-JWT\",\"evidence\":\"e30.e30.~\"}", P2PID_ERR_METHOD },
    { "{\"method\":1,\"evidence\":\"e30.e30.~\"}", P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":[]}", P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"\"}", P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.\"}", P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30~\"}", P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.W10.~\"}", P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~~\"}", P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~e30.e30.\"}",
      P2PID_ERR_FORMAT }, /* a KB-JWT */
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~\",\"statement\":\"AA\"}",
      P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~\",\"evidence\":\"\"}",
      P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.\\ne30.~\"}",
      P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~\",\"role\":\"\"}",
      P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~\",\"role\":null}",
      P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~\",\"role\":\"a\\nb\"}",
      P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~\",\"role\":\"é\"}",
      P2PID_ERR_FORMAT },
    { "{\"method\":\"sd-jwt\",\"evidence\":\"e30.e30.~\",\"crit\":[\"new\"],"
      "\"new\":1}",
      P2PID_ERR_VERSION },
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    p2pid_binding *binding = NULL;

    ck_assert_msg (p2pid_binding_parse (p2pid_bytes_from_text (bad[i].text),
                                        &binding) == bad[i].err,
                   "%s", bad[i].text);
    ck_assert_ptr_null (binding);
  }
}
END_TEST

START_TEST (unknown_members_are_ignored)
{
  p2pid_binding *binding = NULL;

  ck_assert_int_eq (
      p2pid_binding_parse (
          p2pid_bytes_from_text ("{\"method\":\"sd-jwt\",\"evidence\":"
                                 "\"e30.e30.~\",\"new\":{\"a\":[1]}}"),
          &binding),
      P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_facts (binding), 0);
  p2pid_binding_free (binding);
}
END_TEST

START_TEST (evidence_has_a_largest_size)
{
  char *large = malloc (25 * 1024 + 1);
  p2pid_binding *binding = NULL;

  memset (large, 'A', 25 * 1024);
  memcpy (large, "e30.e30.", 8);
  large[25 * 1024 - 1] = '~';
  large[25 * 1024] = 0;
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, large, NULL, &binding),
                    P2PID_ERR_SIZE);
  large[P2PID_EVIDENCE_MAX] = '~';
  large[P2PID_EVIDENCE_MAX + 1] = 0;
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, large, NULL, &binding),
                    P2PID_ERR_SIZE);
  large[P2PID_EVIDENCE_MAX - 1] = '~';
  large[P2PID_EVIDENCE_MAX] = 0;
  ck_assert_int_eq (p2pid_binding_new ("sd-jwt", NULL, large, NULL, &binding),
                    P2PID_OK);
  p2pid_binding_free (binding);
  binding = NULL;

  /* The role has its part in it. */
  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, large, "e30.e30.~", &binding),
      P2PID_ERR_SIZE);
  large[P2PID_EVIDENCE_MAX - 12] = '~';
  large[P2PID_EVIDENCE_MAX - 11] = 0;
  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, large, "e30.e30.~", &binding),
      P2PID_OK);
  p2pid_binding_free (binding);
  free (large);
}
END_TEST

START_TEST (the_largest_role_comes_back)
{
  char *role = malloc (P2PID_EVIDENCE_MAX);
  p2pid_binding *binding = NULL, *again = NULL;
  p2pid_buffer *text = NULL;

  memset (role, 'A', P2PID_EVIDENCE_MAX);
  memcpy (role, "e30.e30.", 8);
  role[P2PID_EVIDENCE_MAX - 12] = '~';
  role[P2PID_EVIDENCE_MAX - 11] = 0;
  ck_assert_int_eq (
      p2pid_binding_new ("sd-jwt", NULL, "e30.e30.~", role, &binding),
      P2PID_OK);
  ck_assert_int_eq (p2pid_binding_print (binding, &text), P2PID_OK);
  ck_assert_int_eq (p2pid_binding_parse (p2pid_buffer_bytes (text), &again),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_binding_role (again), role);
  p2pid_binding_free (binding);
  p2pid_binding_free (again);
  p2pid_buffer_free (text);
  free (role);
}
END_TEST

START_TEST (names_are_words_and_stable)
{
  static const char *const names[] = {
    "name",         "given-name", "family-name", "birthdate", "personal-number",
    "organisation", "role"
  };

  for (int i = 0; i < P2PID_FACT_COUNT_; i++)
    ck_assert_str_eq (p2pid_fact_name (i), names[i]);
  ck_assert_str_eq (p2pid_method_name (P2PID_METHOD_SD_JWT), "sd-jwt");
}
END_TEST

/* A program in another language may have any number. */
START_TEST (what_there_is_not_has_no_name)
{
  static const int none[] = { -1, 99 };
  p2pid_binding *binding = person_binding (&astrid);
  p2pid_identity *identity = verify (binding);
  int i = none[_i];

  ck_assert_ptr_null (p2pid_identity_fact (identity, (p2pid_fact) i));
  ck_assert_str_eq (p2pid_fact_name ((p2pid_fact) i), "unknown");
  ck_assert_str_eq (p2pid_method_name ((p2pid_method) i), "unknown");
  ck_assert_str_eq (p2pid_language_name ((p2pid_language) i), "unknown");
  ck_assert_str_eq (p2pid_step_name ((p2pid_step) i), "unknown");
  ck_assert_str_eq (p2pid_step_sentence ((p2pid_step) i), "An unknown step.");
  ck_assert_str_eq (p2pid_status_name ((p2pid_status) i), "unknown");
  ck_assert_str_eq (p2pid_status_sentence ((p2pid_status) i),
                    "An unknown status.");
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("binding");
  TCase *tcase = tcase_create ("binding");

  harness_seed (1);
  tcase_add_test (tcase, a_test_binding_becomes_an_identity);
  tcase_add_test (tcase, a_copied_identity_stands_alone);
  tcase_add_test (tcase, a_statement_where_none_belongs_is_refused);
  tcase_add_test (tcase, the_text_form_comes_back);
  tcase_add_test (tcase, the_hash_covers_the_binding_as_shown);
  tcase_add_test (tcase, a_role_stands_beside_the_evidence);
  tcase_add_test (tcase, a_role_can_be_chosen);
  tcase_add_loop_test (tcase, a_role_is_shown_where_it_is_chosen, 0,
                       1 << P2PID_FACT_COUNT_);
  tcase_add_test (tcase, a_role_that_is_wrong_is_not_passed_over);
  tcase_add_test (tcase, the_key_can_be_read_without_trust);
  tcase_add_loop_test (tcase, a_selection_shows_the_chosen_facts_alone, 0,
                       1 << P2PID_FACT_COUNT_);
  tcase_add_test (tcase, a_selection_is_what_would_be_read_from_its_text);
  tcase_add_test (tcase, facts_that_are_not_there_are_not_shown);
  tcase_add_test (tcase, the_number_of_withheld_facts_does_not_show);
  tcase_add_test (tcase, the_issuer_refuses_what_cannot_be_shown);
  tcase_add_test (tcase, the_issuer_takes_the_boundaries);
  tcase_add_test (tcase, the_issuer_refuses_a_key_that_is_none);
  tcase_add_test (tcase, bindings_are_read_strictly);
  tcase_add_test (tcase, unknown_members_are_ignored);
  tcase_add_test (tcase, evidence_has_a_largest_size);
  tcase_add_test (tcase, the_largest_role_comes_back);
  tcase_add_test (tcase, names_are_words_and_stable);
  tcase_add_loop_test (tcase, what_there_is_not_has_no_name, 0, 2);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
