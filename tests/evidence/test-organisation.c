/* Organisations: domains in one form only, key files, and pages, which become
 * anchors whole or not at all. */

#include "person.h"

#include "crypto/key.h"
#include "evidence/jwk.h"
#include "p2pid/organisation.h"

#include <sodium.h>
#include <stdlib.h>

#define X "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
#define JWK "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" X "\"}"
#define START "{\"organisation\":\"Firman AB\",\"domain\":\"firman.example\""
#define KEYS ",\"keys\":[{\"jwk\":" JWK "}]"
#define HASH "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

/* --- Domains. --- */

START_TEST (domains_have_one_form)
{
  static const char *const good[] = {
    "firman.example",      "a.b",        "www.firman.example",
    "xn--brd-ula.example", "1a.example", "a-b.c-d.example",
    "7.example",
  };

  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    ck_assert_msg (p2pid_domain_check (good[i]) == P2PID_OK, "%s", good[i]);
}
END_TEST

START_TEST (what_only_looks_like_a_domain_is_none)
{
  static const char *const bad[] = {
    "",
    "localhost",
    ".",
    "firman.",
    ".firman.example",
    "firman..example",
    "Firman.example",
    "firm\xc3\xa5n.example",
    "f\xd1\x96rman.example", /* a Cyrillic letter */
    "-firman.example",
    "firman-.example",
    "fi--rman.example",
    "firman.example/",
    "firman.example:443",
    "https://firman.example",
    "anna@firman.example",
    "firman.example#",
    "firman example",
    "127.0.0.1",
    "10.1",
    "[::1]",
    "firman_ab.example",
    "a123456789012345678901234567890123456789012345678901234567890123.b",
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ck_assert_msg (p2pid_domain_check (bad[i]) == P2PID_ERR_FORMAT, "%s",
                   bad[i]);
}
END_TEST

START_TEST (domains_have_a_longest)
{
  char domain[P2PID_DOMAIN_MAX + 2];

  for (size_t i = 0; i < sizeof domain; i++)
    domain[i] = i % 2 ? '.' : 'a';
  domain[P2PID_DOMAIN_MAX + 1] = '\0';
  ck_assert_int_eq (p2pid_domain_check (domain), P2PID_ERR_FORMAT);
  domain[P2PID_DOMAIN_MAX - 1] = '\0';
  ck_assert_int_eq (p2pid_domain_check (domain), P2PID_OK);
}
END_TEST

/* --- Keys. --- */

static p2pid_key *
some_key (void)
{
  uint8_t seed[P2PID_KEY_SEED_SIZE] = { 7 };
  p2pid_key *key = NULL;

  ck_assert_int_eq (p2pid_key_from_seed (seed, &key), P2PID_OK);
  return key;
}

START_TEST (a_key_comes_back_from_its_file)
{
  p2pid_key *key = some_key (), *again = NULL;
  p2pid_buffer *text = NULL;
  json_t *jwk;

  ck_assert_int_eq (p2pid_organisation_key_print (key, &text), P2PID_OK);
  ck_assert_int_eq (
      p2pid_organisation_key_parse (p2pid_buffer_bytes (text), &again),
      P2PID_OK);
  ck_assert_mem_eq (p2pid_key_seed (key), p2pid_key_seed (again), 32);

  /* Others read it as what it is. */
  jwk = json_loads ((char *) text->data, JSON_REJECT_DUPLICATES, NULL);
  ck_assert_str_eq (json_string_value (json_object_get (jwk, "kty")), "OKP");
  ck_assert_str_eq (json_string_value (json_object_get (jwk, "crv")),
                    "Ed25519");
  ck_assert_uint_eq (json_object_size (jwk), 4);
  json_decref (jwk);
  p2pid_buffer_free (text);
  p2pid_key_free (key);
  p2pid_key_free (again);
}
END_TEST

START_TEST (every_flipped_bit_and_cut_of_a_key_file_is_refused)
{
  p2pid_key *key = some_key (), *again = NULL;
  p2pid_buffer *text = NULL;

  ck_assert_int_eq (p2pid_organisation_key_print (key, &text), P2PID_OK);
  for (size_t i = 0; i < text->size; i++) {
    ck_assert_int_eq (
        p2pid_organisation_key_parse ((p2pid_bytes){ text->data, i }, &again),
        P2PID_ERR_FORMAT);
    text->data[i] ^= 1;
    ck_assert_int_eq (
        p2pid_organisation_key_parse (p2pid_buffer_bytes (text), &again),
        P2PID_ERR_FORMAT);
    text->data[i] ^= 1;
  }
  ck_assert_ptr_null (again);
  p2pid_buffer_free (text);
  p2pid_key_free (key);
}
END_TEST

START_TEST (a_fingerprint_is_the_thumbprint)
{
  p2pid_key *key = some_key ();
  p2pid_jwk jwk = { .kind = P2PID_JWK_ED25519 };
  p2pid_fingerprint a, b;

  memcpy (jwk.x, p2pid_key_public (key)->bytes, 32);
  p2pid_jwk_thumbprint (&jwk, &a);
  p2pid_organisation_fingerprint (p2pid_key_public (key), &b);
  ck_assert_mem_eq (a.bytes, b.bytes, 32);
  p2pid_key_free (key);
}
END_TEST

/* --- Pages. --- */

static p2pid_err
load_page (p2pid_anchors *anchors, const char *json)
{
  return p2pid_organisation_page_load (
      p2pid_bytes_from_text (json), "firman.example",
      P2PID_ENVIRONMENT_PRODUCTION, NOW, anchors);
}

START_TEST (an_environment_or_time_that_there_is_not_is_the_callers)
{
  static const struct {
    int environment;
    int64_t now;
  } wrong[] = { { -1, NOW }, { 2, NOW }, { 0, -1 }, { 0, INT64_MAX } };
  p2pid_anchors *anchors = person_anchors (false);

  ck_assert_int_eq (p2pid_organisation_page_load (
                        p2pid_bytes_from_text ("{}"), "firman.example",
                        (p2pid_environment) wrong[_i].environment,
                        wrong[_i].now, anchors),
                    P2PID_ERR_ARGUMENT);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (a_page_becomes_anchors)
{
  p2pid_anchors *anchors = person_anchors (false);
  const p2pid_anchor *anchor;

  ck_assert_int_eq (load_page (anchors,
                               START ",\"keys\":[{\"jwk\":" JWK
                                     ",\"not-before\":5,\"not-after\":9}],"
                                     "\"revoked\":[\"" HASH "\"],\"new\":[]}"),
                    P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
  anchor = p2pid_anchors_get (anchors, 0);
  ck_assert_int_eq (anchor->method, P2PID_METHOD_ROLE);
  ck_assert_int_eq (anchor->environment, P2PID_ENVIRONMENT_PRODUCTION);
  ck_assert_str_eq (anchor->name, "Firman AB");
  ck_assert_str_eq (anchor->issuer, "firman.example");
  ck_assert_int_eq (anchor->not_before, 5);
  ck_assert_int_eq (anchor->not_after, 9);
  ck_assert_uint_eq (anchor->revoked_count, 1);
  ck_assert_uint_eq (anchor->revoked[0].bytes[31], 0x1f);
  ck_assert_int_eq (anchor->revoked_as_of, NOW);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (a_key_that_left_the_page_is_believed_no_longer)
{
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor old = { .method = P2PID_METHOD_ROLE,
                       .name = "Firman",
                       .issuer = "firman.example" };
  p2pid_anchor other = old, card = old;

  other.fingerprint.bytes[0] = 1;
  other.issuer = "firman2.example";
  card.method = P2PID_METHOD_CARD;
  ck_assert_int_eq (p2pid_anchors_add (anchors, &old), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &other), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &card), P2PID_OK);
  ck_assert_int_eq (load_page (anchors, START KEYS "}"), P2PID_OK);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 3);
  ck_assert_str_eq (p2pid_anchors_get (anchors, 0)->issuer, "firman2.example");
  ck_assert_int_eq (p2pid_anchors_get (anchors, 1)->method, P2PID_METHOD_CARD);
  ck_assert_uint_ne (p2pid_anchors_get (anchors, 2)->fingerprint.bytes[0], 0);
  p2pid_anchors_free (anchors);
}
END_TEST

START_TEST (pages_are_read_strictly)
{
  static const struct {
    p2pid_err err;
    const char *json;
  } bad[] = {
    { P2PID_ERR_FORMAT, "" },
    { P2PID_ERR_FORMAT, "[]" },
    { P2PID_ERR_FORMAT, "{}" },
    { P2PID_ERR_FORMAT, START "}" },
    { P2PID_ERR_FORMAT, START ",\"keys\":[]}" },
    { P2PID_ERR_FORMAT, START ",\"keys\":[" JWK "]}" },
    { P2PID_ERR_FORMAT, START ",\"keys\":[7]}" },
    { P2PID_ERR_FORMAT, START ",\"keys\":{\"jwk\":" JWK "}}" },
    { P2PID_ERR_FORMAT, START KEYS ",\"revoked\":{}}" },
    { P2PID_ERR_FORMAT, START KEYS ",\"revoked\":[\"00\"]}" },
    { P2PID_ERR_FORMAT, START KEYS ",\"revoked\":[7]}" },
    { P2PID_ERR_FORMAT,
      START ",\"keys\":[{\"jwk\":" JWK ",\"not-after\":\"9\"}]}" },
    { P2PID_ERR_FORMAT,
      START ",\"keys\":[{\"jwk\":" JWK ",\"not-before\":9,\"not-after\":9}]}" },
    { P2PID_ERR_FORMAT, START ",\"keys\":[{\"jwk\":{\"kty\":\"OKP\",\"crv\":"
                              "\"Ed25519\",\"x\":\"" X "\",\"d\":\"" X
                              "\"}}]}" }, /* its private half as well */
    { P2PID_ERR_ALGORITHM, START ",\"keys\":[{\"jwk\":{\"kty\":\"oct\"}}]}" },
    { P2PID_ERR_VERSION, START KEYS ",\"crit\":[\"new\"],\"new\":1}" },
    { P2PID_ERR_VERSION,
      START ",\"keys\":[{\"jwk\":" JWK ",\"crit\":[\"new\"],\"new\":1}]}" },
    { P2PID_ERR_MISMATCH,
      "{\"organisation\":\"Firman AB\",\"domain\":\"bank.example\"" KEYS "}" },
    { P2PID_ERR_TEXT,
      "{\"organisation\":\"a\\nb\",\"domain\":\"firman.example\"" KEYS "}" },
    { P2PID_ERR_FORMAT, "{\"domain\":\"firman.example\"" KEYS "}" },
    { P2PID_ERR_FORMAT, "{\"organisation\":\"Firman AB\"" KEYS "}" },
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    p2pid_anchors *anchors = person_anchors (true);
    p2pid_err err = load_page (anchors, bad[i].json);

    ck_assert_msg (err == bad[i].err, "%s: %s", bad[i].json,
                   p2pid_err_name (err));
    ck_assert_uint_eq (p2pid_anchors_count (anchors), 1); /* the TEST issuer */
    p2pid_anchors_free (anchors);
  }
}
END_TEST

/* All of a page or nothing: the second key is none. */
START_TEST (half_a_page_is_not_taken)
{
  p2pid_anchors *anchors = person_anchors (false);
  p2pid_anchor old = { .method = P2PID_METHOD_ROLE,
                       .name = "Firman",
                       .issuer = "firman.example" };

  ck_assert_int_eq (p2pid_anchors_add (anchors, &old), P2PID_OK);
  ck_assert_int_eq (
      load_page (anchors, START ",\"keys\":[{\"jwk\":" JWK "},{}]}"),
      P2PID_ERR_FORMAT);
  ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
  ck_assert_str_eq (p2pid_anchors_get (anchors, 0)->name, "Firman");
  p2pid_anchors_free (anchors);
}
END_TEST

/* Mallory copies the firm's key to a page of her own: her name, and a list of
 * withdrawn roles with nothing in it. Neither the firm's own anchor nor one
 * that was added by hand, without a domain, is hers to change. */
START_TEST (a_domain_does_not_take_over_anothers_key)
{
  static const char *const issuers[] = { "other.example", NULL };
  p2pid_fingerprint withdrawn = { { 7 } };

  for (size_t i = 0; i < 2; i++) {
    p2pid_anchors *anchors = person_anchors (false);
    p2pid_anchor old = { .method = P2PID_METHOD_ROLE,
                         .name = "Banken",
                         .issuer = issuers[i],
                         .revoked = &withdrawn,
                         .revoked_count = 1 };
    const p2pid_anchor *anchor;

    ck_assert_int_eq (load_page (anchors, START KEYS "}"), P2PID_OK);
    old.fingerprint = p2pid_anchors_get (anchors, 0)->fingerprint;
    p2pid_anchors_free (anchors);

    anchors = person_anchors (false);
    ck_assert_int_eq (p2pid_anchors_add (anchors, &old), P2PID_OK);
    ck_assert_int_eq (load_page (anchors, START KEYS "}"), P2PID_ERR_STATE);
    ck_assert_uint_eq (p2pid_anchors_count (anchors), 1);
    anchor = p2pid_anchors_get (anchors, 0);
    ck_assert_str_eq (anchor->name, "Banken");
    ck_assert_pstr_eq (anchor->issuer, issuers[i]);
    ck_assert_uint_eq (anchor->revoked_count, 1);
    p2pid_anchors_free (anchors);
  }
}
END_TEST

static char *
repeat (const char *start, const char *part, size_t count)
{
  char *text = NULL;
  size_t size;
  FILE *stream = open_memstream (&text, &size);

  fprintf (stream, START "%s", start);
  for (size_t i = 0; i < count; i++)
    fprintf (stream, "%s%s", i > 0 ? "," : "", part);
  fputs ("]}", stream);
  fclose (stream);
  return text;
}

START_TEST (pages_have_largest_sizes)
{
  static const struct {
    const char *start, *part;
    size_t max;
  } lists[] = {
    { ",\"keys\":[", "{\"jwk\":" JWK "}", P2PID_ORGANISATION_KEYS_MAX },
    { KEYS ",\"revoked\":[", "\"" HASH "\"", P2PID_ANCHOR_REVOKED_MAX },
  };

  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    for (size_t more = 0; more < 2; more++) {
      p2pid_anchors *anchors = person_anchors (false);
      char *json = repeat (lists[i].start, lists[i].part, lists[i].max + more);

      ck_assert_int_eq (load_page (anchors, json),
                        more ? P2PID_ERR_SIZE : P2PID_OK);
      p2pid_anchors_free (anchors);
      free (json);
    }
}
END_TEST

START_TEST (a_page_that_could_not_be_read_is_not_written)
{
  static const p2pid_fingerprint revoked = { { 0 } };
  p2pid_key *key = some_key ();
  const p2pid_public_key *public = p2pid_key_public (key);
  const struct {
    p2pid_organisation_page page;
    p2pid_err err;
  } bad[] = {
    { { "", "a.example", public, 1, NULL, 0 }, P2PID_ERR_TEXT },
    { { "Firman", "a", public, 1, NULL, 0 }, P2PID_ERR_FORMAT },
    { { "Firman", "a.example", public, 0, NULL, 0 }, P2PID_ERR_SIZE },
    { { "Firman", "a.example", public, P2PID_ORGANISATION_KEYS_MAX + 1, NULL,
        0 },
      P2PID_ERR_SIZE },
    { { "Firman", "a.example", public, 1, &revoked,
        P2PID_ANCHOR_REVOKED_MAX + 1 },
      P2PID_ERR_SIZE },
  };

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    p2pid_buffer *text = NULL;

    ck_assert_int_eq (p2pid_organisation_page_print (&bad[i].page, &text),
                      bad[i].err);
    ck_assert_ptr_null (text);
  }
  p2pid_key_free (key);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("organisation");
  TCase *tcase = tcase_create ("organisation");

  harness_seed (1);
  tcase_add_test (tcase, domains_have_one_form);
  tcase_add_test (tcase, what_only_looks_like_a_domain_is_none);
  tcase_add_test (tcase, domains_have_a_longest);
  tcase_add_test (tcase, a_key_comes_back_from_its_file);
  tcase_add_test (tcase, every_flipped_bit_and_cut_of_a_key_file_is_refused);
  tcase_add_test (tcase, a_fingerprint_is_the_thumbprint);
  tcase_add_loop_test (
      tcase, an_environment_or_time_that_there_is_not_is_the_callers, 0, 4);
  tcase_add_test (tcase, a_page_becomes_anchors);
  tcase_add_test (tcase, a_key_that_left_the_page_is_believed_no_longer);
  tcase_add_test (tcase, pages_are_read_strictly);
  tcase_add_test (tcase, half_a_page_is_not_taken);
  tcase_add_test (tcase, a_domain_does_not_take_over_anothers_key);
  tcase_add_test (tcase, pages_have_largest_sizes);
  tcase_add_test (tcase, a_page_that_could_not_be_read_is_not_written);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
