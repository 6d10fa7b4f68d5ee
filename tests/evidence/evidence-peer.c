/*
 * Our evidence behind a pipe, for other implementations to talk to. Each line
 * is a JSON object with a "verb"; so is each answer, {"error":NAME} for what
 * is refused.
 *
 *   issue   key, now, lifetime, person             -> evidence
 *   select  evidence, facts                        -> evidence
 *   state   key, now, lifetime                     -> statement, nonce
 *   verify  evidence, now [, anchor, statement, list]
 *                                                  -> facts, issuer, key
 *                                                     [, not-withdrawn-at]
 *
 * Keys and the anchor (a fingerprint of the real world) are hex; without an
 * anchor the TEST issuer is the only one that is believed. A statement is
 * base64url, and its nonce what a wallet is to sign; a list is a status list's
 * token, and its time comes back where it was looked at.
 */

#include "base/encoding.h"
#include "evidence/evidence.h"
#include "evidence/key-binding.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const char *
text (const json_t *request, const char *name)
{
  return json_string_value (json_object_get (request, name));
}

static int64_t
number (const json_t *request, const char *name)
{
  return json_integer_value (json_object_get (request, name));
}

static void
put_evidence (json_t *answer, const p2pid_binding *binding)
{
  json_object_set_new (answer, "evidence",
                       json_string (p2pid_binding_evidence (binding)));
}

static p2pid_err
issue (const json_t *request, json_t *answer)
{
  const json_t *p = json_object_get (request, "person");
  const p2pid_test_person person = {
    text (p, "name"),
    text (p, "given-name"),
    text (p, "family-name"),
    text (p, "birthdate"),
    text (p, "personal-number"),
    text (p, "organisation"),
    text (p, "role"),
  };
  p2pid_public_key key;
  p2pid_binding *binding = NULL;
  p2pid_err err = p2pid_hex_decode (
      p2pid_bytes_from_text (text (request, "key")), key.bytes, 32);

  if (err == P2PID_OK)
    err = p2pid_binding_issue_test (&key, &person, number (request, "now"),
                                    number (request, "lifetime"), &binding);
  if (err == P2PID_OK)
    put_evidence (answer, binding);
  p2pid_binding_free (binding);
  return err;
}

static p2pid_err
state (const json_t *request, json_t *answer)
{
  char nonce[P2PID_STATEMENT_HASH_SIZE + 1];
  p2pid_public_key key;
  p2pid_statement statement;
  p2pid_buffer *bytes = NULL, *encoded = NULL;
  p2pid_err err = p2pid_hex_decode (
      p2pid_bytes_from_text (text (request, "key")), key.bytes, 32);

  if (err == P2PID_OK)
    err = p2pid_statement_init (&statement, &key, "Peer", P2PID_LANGUAGE_EN,
                                number (request, "now"),
                                number (request, "lifetime"));
  if (err == P2PID_OK)
    err = p2pid_statement_print (&statement, &bytes);
  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &encoded);
  if (err == P2PID_OK)
    err = p2pid_key_binding_nonce (p2pid_buffer_bytes (bytes), nonce);
  if (err == P2PID_OK) {
    json_object_set_new (answer, "statement",
                         json_string ((const char *) encoded->data));
    json_object_set_new (answer, "nonce", json_string (nonce));
  }
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (encoded);
  return err;
}

static p2pid_facts
read_facts (const json_t *names)
{
  p2pid_facts facts = 0;

  for (size_t i = 0; i < json_array_size (names); i++)
    for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++)
      if (strcmp (p2pid_fact_name (fact),
                  json_string_value (json_array_get (names, i))) == 0)
        facts |= P2PID_FACTS (fact);
  return facts;
}

static p2pid_err
show_less (const json_t *request, json_t *answer)
{
  p2pid_binding *binding = NULL, *shown = NULL;
  p2pid_err err = p2pid_binding_new ("sd-jwt", NULL, text (request, "evidence"),
                                     NULL, &binding);

  if (err == P2PID_OK)
    err = p2pid_binding_select (
        binding, read_facts (json_object_get (request, "facts")), &shown);
  if (err == P2PID_OK)
    put_evidence (answer, shown);
  p2pid_binding_free (binding);
  p2pid_binding_free (shown);
  return err;
}

static p2pid_err
load_anchors (const json_t *request, p2pid_anchors **out)
{
  const char *hex = text (request, "anchor");
  p2pid_anchor anchor = { .method = P2PID_METHOD_SD_JWT,
                          .environment = P2PID_ENVIRONMENT_PRODUCTION,
                          .name = "Peer" };
  p2pid_err err = p2pid_anchors_new (out);

  if (err == P2PID_OK && hex == NULL)
    return p2pid_anchors_allow_test (*out, true);
  if (err == P2PID_OK)
    err = p2pid_hex_decode (p2pid_bytes_from_text (hex),
                            anchor.fingerprint.bytes, 32);
  if (err == P2PID_OK)
    err = p2pid_anchors_add (*out, &anchor);
  if (err == P2PID_OK && text (request, "list") != NULL)
    err = p2pid_anchors_add_status (
        *out, p2pid_bytes_from_text (text (request, "list")));
  return err;
}

static void
put_identity (json_t *answer, const p2pid_identity *identity)
{
  json_t *facts = json_object ();
  char hex[65];

  for (int fact = 0; fact < P2PID_FACT_COUNT_; fact++)
    if (p2pid_identity_fact (identity, fact) != NULL)
      json_object_set_new (facts, p2pid_fact_name (fact),
                           json_string (p2pid_identity_fact (identity, fact)));
  json_object_set_new (answer, "facts", facts);
  json_object_set_new (answer, "issuer",
                       json_string (p2pid_identity_issuer (identity)));
  p2pid_hex_encode ((p2pid_bytes){ p2pid_identity_key (identity)->bytes, 32 },
                    hex);
  json_object_set_new (answer, "key", json_string (hex));
  if (p2pid_identity_revocation_checked_at (identity) != 0)
    json_object_set_new (
        answer, "not-withdrawn-at",
        json_integer (p2pid_identity_revocation_checked_at (identity)));
}

static p2pid_err
verify (const json_t *request, json_t *answer)
{
  p2pid_anchors *anchors = NULL;
  p2pid_binding *binding = NULL;
  p2pid_identity *identity = NULL;
  p2pid_err err = load_anchors (request, &anchors);

  if (err == P2PID_OK)
    err = p2pid_binding_new ("sd-jwt", text (request, "statement"),
                             text (request, "evidence"), NULL, &binding);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (binding, anchors, number (request, "now"),
                                &identity);
  if (err == P2PID_OK)
    put_identity (answer, identity);
  p2pid_identity_free (identity);
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  return err;
}

static p2pid_err
serve (const json_t *request, json_t *answer)
{
  const char *verb = text (request, "verb");

  if (verb != NULL && strcmp (verb, "issue") == 0)
    return issue (request, answer);
  if (verb != NULL && strcmp (verb, "state") == 0)
    return state (request, answer);
  if (verb != NULL && strcmp (verb, "select") == 0)
    return show_less (request, answer);
  if (verb != NULL && strcmp (verb, "verify") == 0)
    return verify (request, answer);
  return P2PID_ERR_ARGUMENT;
}

int
main (void)
{
  char *line = NULL;
  size_t room = 0;

  while (getline (&line, &room, stdin) > 0) {
    json_t *request = json_loads (line, 0, NULL), *answer = json_object ();
    p2pid_err err = serve (request, answer);

    if (err != P2PID_OK)
      json_object_set_new (answer, "error", json_string (p2pid_err_name (err)));
    json_dumpf (answer, stdout, JSON_COMPACT);
    putchar ('\n');
    fflush (stdout);
    json_decref (request);
    json_decref (answer);
  }
  free (line);
  return EXIT_SUCCESS;
}
