/*
 * Method "oidc": an OpenID provider vouches for a person (OpenID Connect Core
 * 1.0), who had asked it to with the hash of a statement as the nonce.
 *
 *   evidence   ID-TOKEN "~" base64url (JWK that signed it)
 *   nonce      base64url (SHA-256 (lv_cat ("libp2pid/1 oidc", statement)))
 *
 * The key travels with the token, because providers change theirs every few
 * days and somebody has to be able to check this later. It is a claim of the
 * sender until an anchor names its thumbprint.
 *
 * An ID token is a ticket for one login and lives for minutes; how long the
 * binding holds is the statement's to say. What must fit is that the login
 * took place when the statement began.
 */

#include "evidence/oidc.h"

#include "evidence/anchors-internal.h"
#include "evidence/claims.h"
#include "evidence/identity-internal.h"
#include "evidence/key-set.h"
#include "evidence/method.h"
#include "evidence/token.h"
#include "wire/json.h"

#include <stdlib.h>

/* A statement is made when somebody sets out to log in, and this is the
 * longest that a login may take, in seconds. */
#define LOGIN_MAX 3600

typedef struct {
  p2pid_statement_part statement;
  p2pid_jws token;
  json_t *key;
} oidc_proof;

static const struct {
  p2pid_fact fact;
  const char *claim;
} claim_names[] = {
  { P2PID_FACT_NAME, "name" },
  { P2PID_FACT_GIVEN_NAME, "given_name" },
  { P2PID_FACT_FAMILY_NAME, "family_name" },
  { P2PID_FACT_BIRTHDATE, "birthdate" },
};

#define CLAIMS (sizeof claim_names / sizeof *claim_names)

p2pid_err
p2pid_oidc_nonce (p2pid_bytes statement,
                  char out[P2PID_STATEMENT_HASH_SIZE + 1])
{
  return p2pid_statement_hash (P2PID_OIDC_LABEL, statement, out);
}

static void
free_proof (void *opaque)
{
  oidc_proof *proof = opaque;

  if (proof == NULL)
    return;
  p2pid_jws_clear (&proof->token);
  json_decref (proof->key);
  free (proof);
}

static p2pid_err
read_evidence (p2pid_bytes evidence, oidc_proof *proof)
{
  p2pid_bytes key = evidence, token;
  p2pid_err err;

  if (!p2pid_token_take (&key, '~', &token))
    return P2PID_ERR_FORMAT;
  err = p2pid_jws_read (token, &proof->token);
  if (err == P2PID_OK)
    err = p2pid_key_set_read (key, &proof->key);
  return err;
}

static p2pid_err
read_proof (p2pid_bytes statement, p2pid_bytes evidence, void **out_proof)
{
  oidc_proof *proof = calloc (1, sizeof *proof);
  p2pid_err err;

  if (proof == NULL)
    return P2PID_ERR_MEMORY;
  err = p2pid_statement_part_read (statement, &proof->statement);
  if (err == P2PID_OK)
    err = read_evidence (evidence, proof);
  if (err != P2PID_OK) {
    free_proof (proof);
    return err;
  }
  *out_proof = proof;
  return P2PID_OK;
}

/* A birth date without its year, or the year alone, which OpenID Connect Core
 * §5.1 allows: half a date is none. */
static bool
is_part_of_a_date (p2pid_fact fact, const char *text)
{
  return fact == P2PID_FACT_BIRTHDATE &&
         (strlen (text) == 4 || strncmp (text, "0000-", 5) == 0);
}

static p2pid_facts
all_facts (const void *opaque)
{
  const oidc_proof *proof = opaque;
  p2pid_facts facts = 0;

  for (size_t i = 0; i < CLAIMS; i++) {
    const char *text = json_string_value (
        json_object_get (proof->token.payload, claim_names[i].claim));

    if (text != NULL && !is_part_of_a_date (claim_names[i].fact, text))
      facts |= P2PID_FACTS (claim_names[i].fact);
  }
  return facts;
}

static p2pid_err
read_key (const void *opaque, p2pid_public_key *out_key)
{
  const oidc_proof *proof = opaque;

  return p2pid_statement_part_key (&proof->statement, out_key);
}

/* "JWT" or nothing (RFC 8725 §3.11): an access token says "at+jwt", a logout
 * token "logout+jwt". */
static p2pid_err
check_header (const p2pid_jws *token)
{
  const char *typ = NULL;
  p2pid_err err = p2pid_json_get_text (token->header, "typ", &typ);

  if (err == P2PID_OK && typ != NULL && strcmp (typ, "JWT") != 0)
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    err = p2pid_jws_check_crit (token);
  return err;
}

static p2pid_err
find_issuer (const oidc_proof *proof,
             const p2pid_anchors *anchors,
             p2pid_jwk *out_key,
             const p2pid_anchor **out_anchor)
{
  p2pid_fingerprint fingerprint;
  p2pid_err err = p2pid_jwk_read (proof->key, out_key);

  if (err != P2PID_OK)
    return err;
  p2pid_jwk_thumbprint (out_key, &fingerprint);
  err =
      p2pid_anchors_find (anchors, P2PID_METHOD_OIDC, &fingerprint, out_anchor);
  if (err == P2PID_OK)
    err = p2pid_key_set_check_id (&proof->token, proof->key);
  return err;
}

/* Several providers may use one key: a firm's tenants at the same service. */
static p2pid_err
check_address (const json_t *claims, const p2pid_anchor *anchor)
{
  const char *iss = NULL;
  p2pid_err err = p2pid_claims_need_text (claims, "iss", &iss);

  if (err == P2PID_OK && strcmp (iss, anchor->issuer) != 0)
    err = P2PID_ERR_MISMATCH;
  return err;
}

static p2pid_err
check_issuer (const oidc_proof *proof,
              const p2pid_anchors *anchors,
              p2pid_report *report,
              const p2pid_anchor **out_anchor)
{
  const p2pid_anchor *anchor = NULL;
  p2pid_jwk key;
  p2pid_err err = p2pid_report_enter (report, P2PID_STEP_KIND,
                                      check_header (&proof->token));

  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_ISSUER,
                              find_issuer (proof, anchors, &key, &anchor));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_SIGNATURE,
                              p2pid_jws_verify (&proof->token, &key));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_ISSUER,
                              check_address (proof->token.payload, anchor));
  *out_anchor = anchor;
  return err;
}

/* One text, or a list of them (RFC 7519 §4.1.3), where a list of one counts as
 * one. */
static p2pid_err
read_audience (const json_t *claims, size_t *out_count, const char **out_first)
{
  const json_t *aud = json_object_get (claims, "aud");
  const json_t *first = json_is_array (aud) ? json_array_get (aud, 0) : aud;

  if (aud == NULL)
    return P2PID_ERR_INCOMPLETE;
  for (size_t i = 0; i < json_array_size (aud); i++)
    if (!json_is_string (json_array_get (aud, i)))
      return P2PID_ERR_FORMAT;
  if (!json_is_string (first))
    return P2PID_ERR_FORMAT;
  *out_count = json_is_array (aud) ? json_array_size (aud) : 1;
  *out_first = json_string_value (first);
  return P2PID_OK;
}

static bool
is_in_list (const json_t *list, const char *text)
{
  for (size_t i = 0; i < json_array_size (list); i++)
    if (strcmp (json_string_value (json_array_get (list, i)), text) == 0)
      return true;
  return false;
}

/* OpenID Connect Core §3.1.3.7, steps 3 to 5: made for us, and for us to have
 * asked for. A token for another program with that nonce in it would be one
 * that somebody was lured into. */
static p2pid_err
check_party (const json_t *claims, const p2pid_anchor *anchor)
{
  const char *first = NULL, *azp = NULL;
  size_t count = 0;
  p2pid_err err = read_audience (claims, &count, &first);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (claims, "azp", &azp);
  if (err != P2PID_OK)
    return err;
  if (azp != NULL && !p2pid_anchor_allows (anchor, azp))
    return P2PID_ERR_MISMATCH;
  if (count == 1)
    return p2pid_anchor_allows (anchor, first) ? P2PID_OK : P2PID_ERR_MISMATCH;
  if (azp == NULL)
    return P2PID_ERR_INCOMPLETE;
  return is_in_list (json_object_get (claims, "aud"), azp) ? P2PID_OK
                                                           : P2PID_ERR_MISMATCH;
}

static p2pid_err
check_statement (const oidc_proof *proof)
{
  const char *nonce = NULL;
  p2pid_err err = p2pid_json_get_text (proof->token.payload, "nonce", &nonce);

  if (err == P2PID_OK)
    err =
        p2pid_statement_part_check (&proof->statement, P2PID_OIDC_LABEL, nonce);
  return err;
}

/* The token was good when it was made. */
static p2pid_err
check_token_time (const json_t *claims, int64_t *out_iat, int64_t *out_exp)
{
  int64_t nbf = 0;
  p2pid_err err = p2pid_claims_need_time (claims, "iat", out_iat);

  if (err == P2PID_OK)
    err = p2pid_claims_need_time (claims, "exp", out_exp);
  if (err == P2PID_OK)
    err = p2pid_claims_get_time (claims, "nbf", &nbf);
  if (err == P2PID_OK && nbf - P2PID_CLAIMS_LEEWAY > *out_iat)
    err = P2PID_ERR_NOT_YET_VALID;
  if (err == P2PID_OK && *out_exp <= *out_iat)
    err = P2PID_ERR_EXPIRED;
  return err;
}

/* When the person was asked. A provider that recognised them by an earlier
 * login asked nobody in this one; where it says so in a way that cannot be
 * read, that is not known. */
static int64_t
find_login (const json_t *claims, int64_t iat)
{
  const json_t *auth_time = json_object_get (claims, "auth_time");
  int64_t at = json_integer_value (auth_time);

  if (auth_time == NULL || at > iat)
    return iat;
  return at > 0 ? at : 0;
}

/* That the statement began at this login and not at another time keeps a
 * person's word of today from being one for next year, or for the year that
 * went. */
static p2pid_err
check_time (const oidc_proof *proof, p2pid_identity *identity)
{
  const p2pid_statement *statement = &proof->statement.value;
  int64_t now = identity->checked_at;
  int64_t iat = 0, exp = 0;
  p2pid_err err = check_token_time (proof->token.payload, &iat, &exp);

  if (err == P2PID_OK &&
      (statement->not_before < iat - LOGIN_MAX ||
       statement->not_before >= exp || statement->not_after <= iat))
    err = P2PID_ERR_MISMATCH;
  if (err == P2PID_OK && iat - P2PID_CLAIMS_LEEWAY > now)
    err = P2PID_ERR_NOT_YET_VALID;
  if (err == P2PID_OK)
    err = p2pid_statement_part_check_time (&proof->statement, now);
  if (err != P2PID_OK)
    return err;
  identity->signed_at = iat;
  identity->begins_at = p2pid_statement_part_begin (
      &proof->statement, find_login (proof->token.payload, iat));
  identity->valid_until = statement->not_after;
  return P2PID_OK;
}

static p2pid_err
read_facts (const json_t *claims, p2pid_identity *identity)
{
  p2pid_err err = P2PID_OK;

  for (size_t i = 0; i < CLAIMS && err == P2PID_OK; i++) {
    const char *text = NULL;

    err = p2pid_json_get_text (claims, claim_names[i].claim, &text);
    if (err == P2PID_OK && text != NULL &&
        !is_part_of_a_date (claim_names[i].fact, text))
      err = p2pid_identity_set_fact (identity, claim_names[i].fact, text);
  }
  if (err == P2PID_OK)
    err = p2pid_identity_require_name (identity);
  return err;
}

static p2pid_err
read_person (const json_t *claims, p2pid_identity *identity)
{
  const char *sub = NULL;
  p2pid_err err = p2pid_claims_need_text (claims, "sub", &sub);

  return err == P2PID_OK ? read_facts (claims, identity) : err;
}

static p2pid_err
read_claim (const void *opaque, p2pid_identity *facts)
{
  const oidc_proof *proof = opaque;

  return read_facts (proof->token.payload, facts);
}

static p2pid_err
read_identity (const oidc_proof *proof,
               const p2pid_anchor *anchor,
               p2pid_report *report,
               p2pid_identity *identity)
{
  const json_t *claims = proof->token.payload;
  p2pid_err err = p2pid_report_enter (report, P2PID_STEP_PARTY,
                                      check_party (claims, anchor));

  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_STATEMENT,
                              check_statement (proof));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_TIME,
                              check_time (proof, identity));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_KEY,
                              read_key (proof, &identity->key));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_PERSON,
                              read_person (claims, identity));
  return err;
}

static p2pid_err
verify (const void *opaque,
        const p2pid_anchors *anchors,
        int64_t now,
        p2pid_report *report,
        p2pid_identity **out_identity)
{
  const oidc_proof *proof = opaque;
  const p2pid_anchor *anchor = NULL;
  p2pid_identity *identity = NULL;
  p2pid_err err = check_issuer (proof, anchors, report, &anchor);

  if (err == P2PID_OK)
    err = p2pid_identity_new (anchor, now, &identity);
  if (err == P2PID_OK)
    err = read_identity (proof, anchor, report, identity);
  if (err != P2PID_OK) {
    p2pid_identity_free (identity);
    return err;
  }
  p2pid_report_skip (report, P2PID_STEP_REVOCATION);
  *out_identity = identity;
  return P2PID_OK;
}

/* The ID token, and the provider's key set or the one key of it. */
static p2pid_err
join (const p2pid_bytes *files, size_t count, p2pid_buffer **out_evidence)
{
  p2pid_buffer *token = NULL, *key = NULL;
  p2pid_jws jws = { 0 };
  p2pid_err err;

  if (count != 2)
    return P2PID_ERR_ARGUMENT;
  err = p2pid_token_copy (files[0], &token);
  if (err == P2PID_OK)
    err = p2pid_jws_read (p2pid_buffer_bytes (token), &jws);
  if (err == P2PID_OK)
    err = p2pid_key_set_choose (files[1], &jws, &key);
  if (err == P2PID_OK) {
    const p2pid_bytes parts[] = { p2pid_buffer_bytes (token),
                                  p2pid_buffer_bytes (key) };

    err = p2pid_token_join (parts, 2, out_evidence);
  }
  p2pid_jws_clear (&jws);
  p2pid_buffer_free (token);
  p2pid_buffer_free (key);
  return err;
}

const p2pid_method_row p2pid_oidc_method = {
  .method = P2PID_METHOD_OIDC,
  .join = join,
  .read = read_proof,
  .free = free_proof,
  .facts = all_facts,
  .key = read_key,
  .claim = read_claim,
  .verify = verify,
};
