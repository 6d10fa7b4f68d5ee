/*
 * Method "sd-jwt": an issuer vouches for a person's key by an SD-JWT VC
 * (draft-ietf-oauth-sd-jwt-vc) of our own type, or a person signs for it by
 * the key of their EU PID.
 *
 *   ours  {"vct":"urn:p2pid:identity:1", "iss", "iat", "nbf", "exp",
 *          "cnf":{"jwk": the identity key}, facts}
 *   PID   {"vct":"urn:eudi:pid:1", …, "cnf":{"jwk": the wallet's key}, facts}
 *         and a KB-JWT by that key, with the statement's hash as its nonce
 */

#include "evidence/sd-jwt-vc.h"

#include "evidence/anchors-internal.h"
#include "evidence/claims.h"
#include "evidence/identity-internal.h"
#include "evidence/issuer-key.h"
#include "evidence/method.h"
#include "evidence/sd-jwt-proof.h"
#include "wire/json.h"

static p2pid_err
read_key (const void *opaque, p2pid_public_key *out_key)
{
  const p2pid_sd_jwt_proof *proof = opaque;

  if (!proof->pid)
    return p2pid_claims_get_key (proof->token->jws.payload, out_key);
  if (!proof->statement.known)
    return P2PID_ERR_INCOMPLETE;
  *out_key = proof->statement.value.key;
  return P2PID_OK;
}

/* Wallets have PIDs of before November 2024, when the draft renamed the type
 * of all of them; ours are younger. */
static p2pid_err
check_header (const p2pid_sd_jwt_proof *proof)
{
  const char *typ =
      json_string_value (json_object_get (proof->token->jws.header, "typ"));

  if (proof->pid && typ != NULL && strcmp (typ, "vc+sd-jwt") == 0)
    return p2pid_jws_check_crit (&proof->token->jws);
  return p2pid_jws_check_header (&proof->token->jws, P2PID_SD_JWT_VC_TYP);
}

static p2pid_err
find_issuer (const p2pid_sd_jwt_proof *proof,
             const p2pid_anchors *anchors,
             p2pid_issuer_key *out_key,
             const p2pid_anchor **out_anchor)
{
  p2pid_bytes root = { NULL, 0 };
  p2pid_err err;

  if (proof->root != NULL)
    root = p2pid_buffer_bytes (proof->root);
  err =
      p2pid_issuer_key_find (&proof->token->jws, proof->issuer, root, out_key);
  if (err == P2PID_OK)
    err = p2pid_issuer_key_find_anchor (out_key, anchors, out_anchor);
  return err;
}

static p2pid_err
check_issuer (const p2pid_sd_jwt_proof *proof,
              const p2pid_anchors *anchors,
              int64_t now,
              p2pid_report *report,
              p2pid_issuer_key *out_issuer,
              const p2pid_anchor **out_anchor)
{
  const p2pid_jws *jws = &proof->token->jws;
  const json_t *iss = json_object_get (jws->payload, "iss");
  p2pid_err err =
      p2pid_report_enter (report, P2PID_STEP_KIND, check_header (proof));

  if (err == P2PID_OK)
    err = p2pid_report_enter (
        report, P2PID_STEP_ISSUER,
        find_issuer (proof, anchors, out_issuer, out_anchor));
  if (err == P2PID_OK)
    err = p2pid_issuer_key_check (out_issuer, json_string_value (iss), now,
                                  report);
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_SIGNATURE,
                              p2pid_issuer_key_verify (out_issuer, jws));
  return err;
}

/* Another type by the same issuer may call something else a name, a child's
 * for instance. */
static p2pid_err
check_type (const p2pid_sd_jwt_proof *proof, const json_t *claims)
{
  const json_t *payload = proof->token->jws.payload;
  const char *vct = json_string_value (json_object_get (payload, "vct"));

  return p2pid_claims_check_type (payload, claims,
                                  proof->pid ? vct : P2PID_SD_JWT_VC_VCT);
}

static p2pid_err
read_facts (const p2pid_sd_jwt_proof *proof,
            const json_t *claims,
            p2pid_identity *identity)
{
  for (size_t i = 0; i < P2PID_FACT_COUNT_; i++) {
    const char *text = NULL;
    p2pid_err err = P2PID_OK;

    if (proof->claims[i] != NULL)
      err = p2pid_json_get_text (claims, proof->claims[i], &text);
    if (err == P2PID_OK && text != NULL)
      err = p2pid_identity_set_fact (identity, (p2pid_fact) i, text);
    if (err != P2PID_OK)
      return err;
  }
  return p2pid_identity_require_name (identity);
}

static p2pid_err
read_claim (const void *opaque, p2pid_identity *facts)
{
  const p2pid_sd_jwt_proof *proof = opaque;
  json_t *claims = NULL;
  p2pid_err err = p2pid_sd_jwt_peek (proof->token, &claims);

  if (err == P2PID_OK)
    err = read_facts (proof, claims, facts);
  json_decref (claims);
  return err;
}

/* A statement that was signed before it began, or after it had ended, was
 * meant for another time. */
static p2pid_err
check_statement_time (const p2pid_sd_jwt_proof *proof,
                      int64_t signed_at,
                      p2pid_identity *identity)
{
  const p2pid_statement *statement = &proof->statement.value;
  int64_t now = identity->checked_at;

  if (signed_at < statement->not_before - P2PID_STATEMENT_LEEWAY ||
      signed_at >= statement->not_after)
    return P2PID_ERR_MISMATCH;
  if (signed_at - P2PID_CLAIMS_LEEWAY > now)
    return P2PID_ERR_NOT_YET_VALID;
  identity->signed_at = signed_at;
  identity->dated_by_holder = true;
  if (statement->not_after < identity->valid_until)
    identity->valid_until = statement->not_after;
  return p2pid_statement_part_check_time (&proof->statement, now);
}

/* Where the issuer keeps a list and it is at hand, and not too old. */
static p2pid_err
check_status (const p2pid_sd_jwt_proof *proof,
              const p2pid_issuer_key *issuer,
              const p2pid_anchors *anchors,
              const p2pid_anchor *anchor,
              p2pid_report *report,
              p2pid_identity *identity)
{
  p2pid_standing standing = { .status = P2PID_STATUS_NONE };
  p2pid_err err =
      p2pid_standing_find (proof->token->jws.payload, issuer, anchors, anchor,
                           identity->checked_at, &standing);

  report->status = identity->status = standing.status;
  identity->revocation_checked_at = standing.at;
  if (err == P2PID_OK)
    err = p2pid_text_copy (standing.address, &identity->status_address);
  if (err == P2PID_OK)
    err = p2pid_standing_judge (&standing);
  if (err == P2PID_OK && standing.at == 0)
    p2pid_report_skip (report, P2PID_STEP_REVOCATION);
  else
    p2pid_report_enter (report, P2PID_STEP_REVOCATION, err);
  return err;
}

/* The address alone, for whoever wants to fetch the list. */
static const char *
find_status (const void *opaque)
{
  const p2pid_sd_jwt_proof *proof = opaque;
  p2pid_status_place place = { .address = NULL };

  return p2pid_status_place_read (proof->token->jws.payload, &place) == P2PID_OK
             ? place.address
             : NULL;
}

static p2pid_err
check_holder (const p2pid_sd_jwt_proof *proof, int64_t *out_signed_at)
{
  if (proof->key_binding.header == NULL)
    return P2PID_ERR_INCOMPLETE;
  return p2pid_key_binding_verify (&proof->key_binding, proof->token,
                                   out_signed_at);
}

/* The holder's part of a PID. */
static p2pid_err
check_key_binding (const p2pid_sd_jwt_proof *proof,
                   p2pid_report *report,
                   p2pid_identity *identity)
{
  const json_t *nonce = json_object_get (proof->key_binding.payload, "nonce");
  int64_t signed_at = 0;
  p2pid_err err = p2pid_report_enter (report, P2PID_STEP_HOLDER,
                                      check_holder (proof, &signed_at));

  if (err == P2PID_OK)
    err = p2pid_report_enter (
        report, P2PID_STEP_STATEMENT,
        p2pid_statement_part_check (&proof->statement, P2PID_KEY_BINDING_LABEL,
                                    json_string_value (nonce)));
  if (err == P2PID_OK)
    err =
        p2pid_report_enter (report, P2PID_STEP_TIME,
                            check_statement_time (proof, signed_at, identity));
  if (err == P2PID_OK)
    identity->word = P2PID_WORD_SIGNED;
  return err;
}

/* What the issuer says of the credential itself. */
static p2pid_err
check_credential (const p2pid_sd_jwt_proof *proof,
                  const json_t *claims,
                  p2pid_report *report,
                  p2pid_identity *identity)
{
  p2pid_err err =
      p2pid_report_enter (report, P2PID_STEP_KIND, check_type (proof, claims));

  if (err == P2PID_OK)
    err =
        p2pid_report_enter (report, P2PID_STEP_TIME,
                            p2pid_claims_check_times (
                                claims, identity->checked_at,
                                &identity->signed_at, &identity->valid_until));
  if (err == P2PID_OK)
    identity->begins_at = p2pid_claims_begin (claims);
  return err;
}

/* What it says of the person, once it is known who signed.
 *
 * Whether the identity key is a point of the prime group is not asked here: it
 * would cost as much as the issuer's signature, and the first signature by
 * that key, without which no identity is shown, refuses the small and the
 * non-canonical ones by itself. */
static p2pid_err
read_identity (const p2pid_sd_jwt_proof *proof,
               const json_t *claims,
               p2pid_report *report,
               p2pid_identity *identity)
{
  p2pid_err err = P2PID_OK;

  if (proof->pid)
    err = check_key_binding (proof, report, identity);
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_KEY,
                              read_key (proof, &identity->key));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_PERSON,
                              read_facts (proof, claims, identity));
  return err;
}

static p2pid_err
verify (const void *opaque,
        const p2pid_anchors *anchors,
        int64_t now,
        p2pid_report *report,
        p2pid_identity **out_identity)
{
  const p2pid_sd_jwt_proof *proof = opaque;
  const p2pid_anchor *anchor = NULL;
  p2pid_identity *identity = NULL;
  p2pid_issuer_key issuer = { 0 };
  json_t *claims = NULL;
  p2pid_err err = check_issuer (proof, anchors, now, report, &issuer, &anchor);

  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_DISCLOSURES,
                              p2pid_sd_jwt_resolve (proof->token, &claims));
  if (err == P2PID_OK)
    err = p2pid_identity_new (anchor, now, &identity);
  if (err == P2PID_OK)
    err = check_credential (proof, claims, report, identity);
  if (err == P2PID_OK)
    err = check_status (proof, &issuer, anchors, anchor, report, identity);
  if (err == P2PID_OK)
    err = read_identity (proof, claims, report, identity);

  p2pid_issuer_key_clear (&issuer);
  json_decref (claims);
  if (err != P2PID_OK) {
    p2pid_identity_free (identity);
    return err;
  }
  *out_identity = identity;
  return P2PID_OK;
}

const p2pid_method_row p2pid_sd_jwt_vc_method = {
  .method = P2PID_METHOD_SD_JWT,
  .join = p2pid_sd_jwt_proof_join,
  .read = p2pid_sd_jwt_proof_read,
  .free = p2pid_sd_jwt_proof_free,
  .facts = p2pid_sd_jwt_proof_facts,
  .fixed = p2pid_sd_jwt_proof_fixed,
  .select = p2pid_sd_jwt_proof_select,
  .key = read_key,
  .claim = read_claim,
  .status = find_status,
  .verify = verify,
};
