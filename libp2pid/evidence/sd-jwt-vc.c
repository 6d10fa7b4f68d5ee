/*
 * Method "sd-jwt": an issuer vouches for a person's key by an SD-JWT VC
 * (draft-ietf-oauth-sd-jwt-vc) of our own type.
 *
 *   header   {"typ":"dc+sd-jwt", "alg", "jwk": the issuer's key}
 *   payload  {"vct":"urn:p2pid:identity:1", "iss", "iat", "nbf", "exp",
 *             "cnf":{"jwk": the identity key}, facts}
 *
 * The issuer's key travels in the header (RFC 7515 §4.1.3). That makes it a
 * claim of the sender, and it is nothing more until an anchor names its
 * thumbprint.
 */

#include "evidence/sd-jwt-vc.h"

#include "evidence/anchors-internal.h"
#include "evidence/claims.h"
#include "evidence/identity-internal.h"
#include "evidence/method.h"
#include "evidence/sd-jwt.h"
#include "evidence/token.h"
#include "wire/json.h"

static const char *const claim_names[P2PID_FACT_COUNT_] = {
  [P2PID_FACT_NAME] = "name",
  [P2PID_FACT_GIVEN_NAME] = "given_name",
  [P2PID_FACT_FAMILY_NAME] = "family_name",
  [P2PID_FACT_BIRTHDATE] = "birthdate",
  [P2PID_FACT_PERSONAL_NUMBER] = "personal_administrative_number",
  [P2PID_FACT_ORGANISATION] = "organization",
  [P2PID_FACT_ROLE] = "role",
};

const char *
p2pid_sd_jwt_vc_claim (p2pid_fact fact)
{
  return claim_names[fact];
}

/* The fact that a claim states; P2PID_FACT_COUNT_ for none. */
static p2pid_fact
find_fact (const char *claim)
{
  size_t i = 0;

  while (i < P2PID_FACT_COUNT_ && strcmp (claim_names[i], claim) != 0)
    i++;
  return (p2pid_fact) i;
}

/* A KB-JWT is refused, not overlooked: what is not checked must not look as
 * if it had been. */
static p2pid_err
read_proof (p2pid_bytes statement, p2pid_bytes evidence, void **out_proof)
{
  p2pid_sd_jwt *token = NULL;
  p2pid_err err;

  if (statement.size > 0)
    return P2PID_ERR_FORMAT;
  err = p2pid_sd_jwt_read (evidence, &token);
  if (err == P2PID_OK && token->key_binding.size > 0)
    err = P2PID_ERR_FORMAT;
  if (err != P2PID_OK) {
    p2pid_sd_jwt_free (token);
    return err;
  }
  *out_proof = token;
  return P2PID_OK;
}

static void
free_proof (void *proof)
{
  p2pid_sd_jwt_free (proof);
}

/* The fact that a disclosure would show, P2PID_FACT_COUNT_ for none: a member
 * deeper inside may have the same name and mean something else. */
static p2pid_fact
disclosed_fact (const p2pid_sd_jwt *token, const p2pid_disclosure *disclosure)
{
  const char *name = p2pid_disclosure_name (disclosure);
  p2pid_fact fact = name ? find_fact (name) : P2PID_FACT_COUNT_;

  if (fact == P2PID_FACT_COUNT_ || !p2pid_sd_jwt_is_outer (token, disclosure))
    return P2PID_FACT_COUNT_;
  return fact;
}

/* Facts that stand in the payload for everybody to see. */
static p2pid_facts
open_facts (const void *proof)
{
  const p2pid_sd_jwt *token = proof;
  p2pid_facts facts = 0;

  for (size_t i = 0; i < P2PID_FACT_COUNT_; i++)
    if (json_object_get (token->jws.payload, claim_names[i]) != NULL)
      facts |= P2PID_FACTS (i);
  return facts;
}

static p2pid_facts
all_facts (const void *proof)
{
  const p2pid_sd_jwt *token = proof;
  p2pid_facts facts = open_facts (token);

  for (size_t i = 0; i < token->count; i++) {
    p2pid_fact fact = disclosed_fact (token, &token->disclosures[i]);

    if (fact < P2PID_FACT_COUNT_)
      facts |= P2PID_FACTS (fact);
  }
  return facts;
}

static p2pid_err
select_facts (const void *proof,
              p2pid_facts facts,
              p2pid_buffer **out_evidence,
              void **out_proof)
{
  const p2pid_sd_jwt *token = proof;
  bool keep[P2PID_SD_JWT_DISCLOSURES_MAX] = { false };
  p2pid_sd_jwt *copy = NULL;
  p2pid_err err;

  if ((open_facts (token) & ~facts) != 0)
    return P2PID_ERR_ARGUMENT;
  for (size_t i = 0; i < token->count; i++) {
    p2pid_fact fact = disclosed_fact (token, &token->disclosures[i]);

    keep[i] = fact < P2PID_FACT_COUNT_ && (facts & P2PID_FACTS (fact)) != 0;
  }
  err = p2pid_sd_jwt_select (token, keep, out_evidence, &copy);
  if (err == P2PID_OK)
    *out_proof = copy;
  return err;
}

static p2pid_err
read_key (const void *proof, p2pid_public_key *out_key)
{
  const p2pid_sd_jwt *token = proof;

  return p2pid_claims_get_key (token->jws.payload, out_key);
}

/* The issuer's key, and the anchor that vouches for it. */
static p2pid_err
find_issuer (const p2pid_sd_jwt *token,
             const p2pid_anchors *anchors,
             p2pid_jwk *out_key,
             const p2pid_anchor **out_anchor)
{
  const json_t *object = json_object_get (token->jws.header, "jwk");
  p2pid_fingerprint fingerprint;
  p2pid_err err;

  if (object == NULL)
    return P2PID_ERR_INCOMPLETE;
  err = p2pid_jwk_read (object, out_key);
  if (err != P2PID_OK)
    return err;
  p2pid_jwk_thumbprint (out_key, &fingerprint);
  return p2pid_anchors_find (anchors, P2PID_METHOD_SD_JWT, &fingerprint,
                             out_anchor);
}

static p2pid_err
read_facts (const json_t *claims, p2pid_identity *identity)
{
  for (size_t i = 0; i < P2PID_FACT_COUNT_; i++) {
    const char *text = NULL;
    p2pid_err err = p2pid_json_get_text (claims, claim_names[i], &text);

    if (err == P2PID_OK && text != NULL)
      err = p2pid_identity_set_fact (identity, (p2pid_fact) i, text);
    if (err != P2PID_OK)
      return err;
  }
  return p2pid_identity_require_name (identity);
}

/* What the signed claims say, once it is known who signed them.
 *
 * Whether the identity key is a point of the prime group is not asked here: it
 * would cost as much as the issuer's signature, and the first signature by
 * that key, without which no identity is shown, refuses the small and the
 * non-canonical ones by itself. */
static p2pid_err
read_identity (const p2pid_sd_jwt *token,
               const json_t *claims,
               p2pid_report *report,
               p2pid_identity *identity)
{
  /* Another type by the same issuer may call something else a name, a child's
   * for instance. */
  p2pid_err err =
      p2pid_report_enter (report, P2PID_STEP_KIND,
                          p2pid_claims_check_type (token->jws.payload, claims,
                                                   P2PID_SD_JWT_VC_VCT));

  if (err == P2PID_OK)
    err =
        p2pid_report_enter (report, P2PID_STEP_TIME,
                            p2pid_claims_check_times (
                                claims, identity->checked_at,
                                &identity->signed_at, &identity->valid_until));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_KEY,
                              read_key (token, &identity->key));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_PERSON,
                              read_facts (claims, identity));
  return err;
}

/* Who signed, and that they did. */
static p2pid_err
check_issuer (const p2pid_sd_jwt *token,
              const p2pid_anchors *anchors,
              p2pid_report *report,
              const p2pid_anchor **out_anchor)
{
  p2pid_jwk issuer;
  p2pid_err err = p2pid_report_enter (
      report, P2PID_STEP_KIND,
      p2pid_jws_check_header (&token->jws, P2PID_SD_JWT_VC_TYP));

  if (err == P2PID_OK)
    err =
        p2pid_report_enter (report, P2PID_STEP_ISSUER,
                            find_issuer (token, anchors, &issuer, out_anchor));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_SIGNATURE,
                              p2pid_jws_verify (&token->jws, &issuer));
  return err;
}

static p2pid_err
verify (const void *proof,
        const p2pid_anchors *anchors,
        int64_t now,
        p2pid_report *report,
        p2pid_identity **out_identity)
{
  const p2pid_sd_jwt *token = proof;
  const p2pid_anchor *anchor = NULL;
  p2pid_identity *identity = NULL;
  json_t *claims = NULL;
  p2pid_err err = check_issuer (token, anchors, report, &anchor);

  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_DISCLOSURES,
                              p2pid_sd_jwt_resolve (token, &claims));
  if (err == P2PID_OK)
    err = p2pid_identity_new (anchor, now, &identity);
  if (err == P2PID_OK)
    err = read_identity (token, claims, report, identity);

  json_decref (claims);
  if (err != P2PID_OK) {
    p2pid_identity_free (identity);
    return err;
  }
  p2pid_report_skip (report, P2PID_STEP_REVOCATION);
  *out_identity = identity;
  return P2PID_OK;
}

/* One file: the token as the issuer delivers it. */
static p2pid_err
join (const p2pid_bytes *files, size_t count, p2pid_buffer **out_evidence)
{
  if (count != 1)
    return P2PID_ERR_ARGUMENT;
  return p2pid_token_copy (files[0], out_evidence);
}

const p2pid_method_row p2pid_sd_jwt_vc_method = {
  .method = P2PID_METHOD_SD_JWT,
  .join = join,
  .read = read_proof,
  .free = free_proof,
  .facts = all_facts,
  .fixed = open_facts,
  .select = select_facts,
  .key = read_key,
  .verify = verify,
};
