/* BankID's, Freja's and cards' evidence without memory: each allocation fails
 * in its turn, ours, jansson's and OpenSSL's. Whoever comes out of it at the
 * end is the person that came out of it with plenty, or nobody. */

#include "bankid-vector.h"
#include "card-maker.h"
#include "freja-result.h"
#include "starve.h"

#include "base/encoding.h"
#include "evidence/card-person.h"
#include "evidence/evidence.h"
#include "p2pid/claimed.h"

#include <openssl/x509v3.h>
#include <stdlib.h>

/* What is read, by whom it is believed, and who it is. */
typedef struct {
  const char *method;
  char *statement, *evidence;
  p2pid_anchors *anchors;
  int64_t now;
  p2pid_facts facts;
  p2pid_identity *identity;
} sample;

enum { BANKID, FREJA, CARD, CARD_OCSP, CARD_CRL, CARD_RSA, SAMPLES };

static sample samples[SAMPLES];
static size_t chosen;
static size_t openssl_step = 127;

/* What evidence is joined from. */
#define FILES_MAX 5

typedef struct {
  p2pid_method method;
  p2pid_bytes files[FILES_MAX];
  size_t count;
  p2pid_buffer *owned[FILES_MAX];
} bundle;

static bundle bundles[SAMPLES];

/* Samples. */

static char *
state (void)
{
  const p2pid_statement stated = stating ();

  return stating_base64url (&stated);
}

static void
add_sample (size_t at,
            const char *method,
            char *statement,
            char *evidence,
            p2pid_anchors *anchors,
            int64_t now)
{
  p2pid_binding *binding = NULL;
  sample made = { method, statement, evidence, anchors, now, 0, NULL };

  ck_assert_int_eq (
      p2pid_binding_new (method, statement, evidence, NULL, &binding),
      P2PID_OK);
  made.facts = p2pid_binding_facts (binding);
  ck_assert_uint_ne (made.facts, 0);
  ck_assert_int_eq (
      p2pid_binding_verify (binding, anchors, now, &made.identity), P2PID_OK);
  p2pid_binding_free (binding);
  samples[at] = made;
}

static void
add_bankid (void)
{
  json_t *vector = bankid_vector_load ();

  add_sample (
      BANKID, "bankid",
      strdup (json_string_value (json_object_get (vector, "statement"))),
      strdup (json_string_value (json_object_get (vector, "evidence"))),
      bankid_vector_anchors (vector),
      json_integer_value (json_object_get (vector, "signed")));
  json_decref (vector);
}

static void
add_freja (void)
{
  freja_result result = freja_result_new ();

  add_sample (FREJA, "freja", state (), freja_result_finish (&result),
              freja_anchors (), NOW + 60);
}

static p2pid_buffer *
answer_for (const card_maker *card)
{
  const authority_answer answer = { .subject = card->chain[CARD_PERSON],
                                    .issuer = card->chain[CARD_ISSUER],
                                    .signer = card->chain[CARD_ISSUER],
                                    .key = card->plans[CARD_ISSUER].key };

  return authority_ocsp (&answer);
}

static p2pid_buffer *
list_for (const card_maker *card)
{
  const card_list list = { .issuer = card->chain[CARD_ISSUER],
                           .key = card->plans[CARD_ISSUER].key,
                           .withdrawn = card->chain[CARD_ISSUER],
                           .made = NOW - 60,
                           .next = NOW + DAY };

  return card_crl (&list);
}

/* The signature as a file; a card gives it bare. */
static p2pid_buffer *
sign_file (const card_maker *card)
{
  const p2pid_statement stated = stating ();
  p2pid_buffer *message = card_message (&stated);
  p2pid_buffer *signature =
      signer_sign_bytes (card->plans[CARD_PERSON].key, card->algorithm,
                         p2pid_buffer_bytes (message));

  p2pid_buffer_free (message);
  return signature;
}

/* Takes the file over. */
static void
add_file (bundle *self, p2pid_buffer *file)
{
  self->owned[self->count] = file;
  self->files[self->count] = p2pid_buffer_bytes (file);
  self->count++;
}

static void
bundle_card (const card_maker *card, size_t at, p2pid_buffer *answer)
{
  bundle *made = &bundles[at];

  made->method = P2PID_METHOD_CARD;
  add_file (made, sign_file (card));
  for (size_t i = 0; i < CARD_CHAIN; i++)
    add_file (made, authority_print (card->chain[i]));
  if (answer != NULL)
    add_file (made, answer);
}

/* Takes what is enclosed over. */
static void
add_card (card_maker card, size_t at, p2pid_buffer *ocsp, p2pid_buffer *crl)
{
  const p2pid_statement stated = stating ();
  p2pid_buffer *message = card_message (&stated);

  add_sample (at, "card", state (),
              card_sign (&card, NULL, p2pid_buffer_bytes (message), ocsp, crl),
              card_anchors (&card, P2PID_ENVIRONMENT_PRODUCTION), NOW + 60);
  bundle_card (&card, at, ocsp != NULL ? ocsp : crl);
  p2pid_buffer_free (message);
}

static void
add_cards (void)
{
  card_maker card = card_new (), rsa = card_new_for (P2PID_JWA_RS256);

  card_issue (&card);
  add_card (card, CARD, NULL, NULL);
  add_card (card, CARD_OCSP, answer_for (&card), NULL);
  add_card (card, CARD_CRL, NULL, list_for (&card));
  card_clear (&card);
  card_issue (&rsa);
  add_card (rsa, CARD_RSA, NULL, NULL);
  card_clear (&rsa);
}

/* The files of BankID and Freja lie in the evidence as they are. */
static void
bundle_evidence (size_t at, p2pid_method method)
{
  bundle *made = &bundles[at];
  const char *text = samples[at].evidence;

  made->method = method;
  while (text != NULL) {
    const char *end = strchr (text, '~');
    size_t size = end != NULL ? (size_t) (end - text) : strlen (text);
    p2pid_bytes part = { (const uint8_t *) text, size };
    p2pid_buffer *file = NULL;

    if (end == NULL) /* a certificate */
      ck_assert_int_eq (p2pid_base64url_decode (part, &file), P2PID_OK);
    else
      ck_assert_int_eq (p2pid_buffer_copy (part, &file), P2PID_OK);
    add_file (made, file);
    text = end != NULL ? end + 1 : NULL;
  }
}

static void
start (void)
{
  add_bankid ();
  add_freja ();
  add_cards ();
  bundle_evidence (BANKID, P2PID_METHOD_BANKID);
  bundle_evidence (FREJA, P2PID_METHOD_FREJA);
}

static void
end (void)
{
  for (size_t i = 0; i < SAMPLES; i++) {
    free (samples[i].statement);
    free (samples[i].evidence);
    p2pid_anchors_free (samples[i].anchors);
    p2pid_identity_free (samples[i].identity);
    for (size_t j = 0; j < bundles[i].count; j++)
      p2pid_buffer_free (bundles[i].owned[j]);
  }
}

/* What is tried. */

static void
expect_same (const p2pid_identity *a, const p2pid_identity *b)
{
  for (int i = 0; i < P2PID_FACT_COUNT_; i++)
    ck_assert_pstr_eq (p2pid_identity_fact (a, i), p2pid_identity_fact (b, i));
  ck_assert_mem_eq (p2pid_identity_key (a), p2pid_identity_key (b),
                    sizeof (p2pid_public_key));
  ck_assert_str_eq (p2pid_identity_issuer (a), p2pid_identity_issuer (b));
  ck_assert_int_eq (p2pid_identity_environment (a),
                    p2pid_identity_environment (b));
  ck_assert_int_eq (p2pid_identity_assurance (a), p2pid_identity_assurance (b));
  ck_assert_int_eq (p2pid_identity_word (a), p2pid_identity_word (b));
  ck_assert_int_eq (p2pid_identity_signed_at (a), p2pid_identity_signed_at (b));
  ck_assert_int_eq (p2pid_identity_valid_until (a),
                    p2pid_identity_valid_until (b));
  ck_assert_int_eq (p2pid_identity_revocation_checked_at (a),
                    p2pid_identity_revocation_checked_at (b));
  ck_assert_uint_eq (p2pid_identity_checked (a), p2pid_identity_checked (b));
  ck_assert_uint_eq (p2pid_identity_unchecked (a),
                     p2pid_identity_unchecked (b));
}

static p2pid_err
read_sample (const sample *self, p2pid_binding **out)
{
  return p2pid_binding_new (self->method, self->statement, self->evidence, NULL,
                            out);
}

static p2pid_err
verify (void)
{
  const sample *self = &samples[chosen];
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  p2pid_err err;

  err = read_sample (self, &binding);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (binding, self->anchors, self->now, &identity);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (identity != NULL));
  if (identity != NULL)
    expect_same (identity, self->identity);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  return err;
}

/* Less than there is may be told, but nothing else. */
static p2pid_err
claim (void)
{
  const sample *self = &samples[chosen];
  p2pid_binding *binding = NULL;
  p2pid_claimed *claimed = NULL;
  p2pid_err err;

  err = read_sample (self, &binding);
  if (err == P2PID_OK)
    err = p2pid_binding_claimed (binding, &claimed);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (claimed != NULL));
  for (int i = 0; i < P2PID_FACT_COUNT_ && claimed != NULL; i++) {
    const char *text = p2pid_claimed_fact (claimed, (p2pid_fact) i);

    if (text != NULL)
      ck_assert_str_eq (text, p2pid_identity_fact (self->identity, i));
  }
  p2pid_claimed_free (claimed);
  p2pid_binding_free (binding);
  return err;
}

/* Who wants to show less than there is shows nothing, not all of it. */
static p2pid_err
show (void)
{
  const sample *self = &samples[chosen];
  p2pid_binding *binding = NULL, *whole = NULL, *less = NULL;
  p2pid_facts facts = self->facts;
  p2pid_err err, refused = P2PID_ERR_ARGUMENT;

  err = read_sample (self, &binding);
  if (err == P2PID_OK) {
    facts = p2pid_binding_facts (binding);
    refused = p2pid_binding_select (binding, 0, &less);
    err = p2pid_binding_select (binding, self->facts, &whole);
  }
  starve_hold ();
  ck_assert_uint_eq (facts, self->facts);
  ck_assert_ptr_null (less);
  ck_assert_int_eq (refused, P2PID_ERR_ARGUMENT);
  ck_assert ((err == P2PID_OK) == (whole != NULL));
  if (whole != NULL)
    ck_assert_str_eq (p2pid_binding_evidence (whole), self->evidence);
  p2pid_binding_free (binding);
  p2pid_binding_free (whole);
  return err;
}

/* Signatures differ each time that a card makes one, and are not compared
 * with the sample's. */
static p2pid_err
join (void)
{
  const bundle *self = &bundles[chosen];
  p2pid_binding *binding = NULL;
  const char *joined, *sampled = samples[chosen].evidence;
  p2pid_err err;

  err = p2pid_binding_join (self->method, self->files, self->count,
                            (p2pid_bytes){ NULL, 0 }, &binding);
  starve_hold ();
  ck_assert ((err == P2PID_OK) == (binding != NULL));
  if (binding != NULL) {
    joined = p2pid_binding_evidence (binding);
    if (self->method == P2PID_METHOD_CARD) {
      joined = strchr (strchr (joined, '~') + 1, '~');
      sampled = strchr (strchr (sampled, '~') + 1, '~');
    }
    ck_assert_str_eq (joined, sampled);
  }
  p2pid_binding_free (binding);
  return err;
}

static p2pid_err (*const calls[]) (void) = { verify, show, join, claim };

#define CALLS (sizeof calls / sizeof *calls)

/* OpenSSL cannot always tell what was wanting: a signature that could not be checked does not hold. What
 * it can do without, it may do without. */
static bool
may_be_anything (p2pid_err err)
{
  return true;
}

START_TEST (no_memory_at_all_makes_nothing_up)
{
  chosen = (size_t) _i % SAMPLES;
  ck_assert_uint_ge (
      starve_through (STARVE_FOR_GOOD, 1, calls[_i / SAMPLES], starve_is_want),
      8);
}
END_TEST

START_TEST (a_moment_without_memory_makes_nothing_up)
{
  chosen = (size_t) _i % SAMPLES;
  ck_assert_uint_ge (
      starve_through (STARVE_ONCE, 1, calls[_i / SAMPLES], starve_is_want), 8);
}
END_TEST

START_TEST (openssl_without_memory_makes_nothing_up)
{
  chosen = (size_t) _i % SAMPLES;
  /* Newer versions allocate half as often as 3.0. */
  ck_assert_uint_ge (starve_through (STARVE_OPENSSL, openssl_step,
                                     calls[_i / SAMPLES], may_be_anything),
                     2);
}
END_TEST

/* A list of purposes that cannot be read for want of memory is still there. */

static card_maker server;

static p2pid_err
check_server (void)
{
  p2pid_chain chain = { .count = CARD_CHAIN };
  p2pid_err err;

  memcpy (chain.list, server.chain, sizeof server.chain);
  err = p2pid_card_check_certificate (&chain);
  starve_hold ();
  ck_assert_int_ne (err, P2PID_OK);
  return err == P2PID_ERR_MISMATCH ? P2PID_OK : err; /* as it should be */
}

START_TEST (a_server_is_nobody_with_however_little_memory)
{
  server = card_new ();
  card_set (server.plans[CARD_PERSON].extensions, NID_ext_key_usage,
            "serverAuth");
  card_issue (&server);
  ck_assert_uint_ge (
      starve_through (STARVE_OPENSSL, 1, check_server, may_be_anything), 3);
  card_clear (&server);
}
END_TEST

/* An argument is the step through OpenSSL's allocations: with 1 each of them
 * fails, which takes a quarter of an hour. */
int
main (int count, char **arguments)
{
  Suite *suite = suite_create ("evidence-memory-eids");
  TCase *tcase = tcase_create ("memory");

  starve_openssl ();
  harness_seed (1);
  if (count > 1)
    openssl_step = strtoul (arguments[1], NULL, 10);
  tcase_add_unchecked_fixture (tcase, start, end);
  tcase_add_loop_test (tcase, no_memory_at_all_makes_nothing_up, 0,
                       CALLS * SAMPLES);
  tcase_add_loop_test (tcase, a_moment_without_memory_makes_nothing_up, 0,
                       CALLS * SAMPLES);
  tcase_add_loop_test (tcase, openssl_without_memory_makes_nothing_up, 0,
                       CALLS * SAMPLES);
  tcase_add_test (tcase, a_server_is_nobody_with_however_little_memory);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
