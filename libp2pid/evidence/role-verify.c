/*
 * Checking roles. Two ways lead to an organisation's key, each enough: an
 * anchor, and a signatory whose own binding holds. Where an anchor vouches for
 * the key, a signatory who cannot be checked here, or who stands for another
 * name than the anchor's, is left out rather than shown; one whose endorsement
 * is false is refused either way.
 */

#include "evidence/role.h"

#include "crypto/key.h"
#include "evidence/anchors-internal.h"
#include "evidence/claims.h"
#include "evidence/sd-jwt-vc.h"
#include "evidence/status-list.h"
#include "wire/json.h"
#include "wire/text.h"

#include <stdlib.h>

/* What is found on the way; the texts are borrowed. */
typedef struct {
  const p2pid_anchor *anchor; /* NULL: none */
  p2pid_identity *signatory;  /* NULL: none */
  const char *endorsed_name;
  int64_t endorsed_until;
  p2pid_role_proof proof;
} work;

static int64_t
earlier (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

static bool
is_same_key (const p2pid_identity *a, const p2pid_identity *b)
{
  return memcmp (a->key.bytes, b->key.bytes, sizeof a->key.bytes) == 0;
}

/* That the binding beside it is the one that was meant: the same key could be
 * bound in another name, and by somebody who does not hold it. */
static p2pid_err
check_binding (const p2pid_role_text *role)
{
  char hash[P2PID_ENDORSEMENT_HASH_SIZE + 1];
  const char *text = NULL;
  p2pid_err err =
      p2pid_json_get_text (role->endorsement.payload, "binding", &text);

  if (err == P2PID_OK && text == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err != P2PID_OK)
    return err;
  p2pid_endorsement_hash (role->signatory, hash);
  return strcmp (hash, text) == 0 ? P2PID_OK : P2PID_ERR_MISMATCH;
}

static p2pid_err
check_name (const json_t *claims, const char **out)
{
  const char *name = NULL;
  p2pid_err err = p2pid_json_get_text (
      claims, p2pid_sd_jwt_vc_claim (P2PID_FACT_ORGANISATION), &name);

  if (err == P2PID_OK && name == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK)
    err = p2pid_fact_check (P2PID_FACT_ORGANISATION, name);
  if (err == P2PID_OK)
    *out = name;
  return err;
}

/* What the signatory signed, once it is known who that is. A person who stands
 * for the key that speaks for them proves nothing. */
static p2pid_err
check_endorsement (const p2pid_role_text *role,
                   const p2pid_identity *signatory,
                   const p2pid_identity *person,
                   work *w)
{
  const p2pid_jws *jws = &role->endorsement;
  p2pid_jwk key = { .kind = P2PID_JWK_ED25519,
                    .algorithms =
                        p2pid_jwk_kind_algorithms (P2PID_JWK_ED25519) };
  int64_t signed_at, until = 0;
  p2pid_err err;

  if (is_same_key (signatory, person))
    return P2PID_ERR_MISMATCH;
  memcpy (key.x, signatory->key.bytes, sizeof signatory->key.bytes);
  err = p2pid_jws_verify (jws, &key);
  if (err == P2PID_OK)
    err = p2pid_claims_check_times (jws->payload, person->checked_at,
                                    &signed_at, &until);
  if (err == P2PID_OK)
    err = check_name (jws->payload, &w->endorsed_name);
  if (err == P2PID_OK)
    w->endorsed_until = earlier (until, signatory->valid_until);
  return err;
}

static p2pid_err
check_signatory (const p2pid_role_text *role,
                 const p2pid_anchors *anchors,
                 const p2pid_fingerprint *fingerprint,
                 const p2pid_identity *person,
                 work *w)
{
  p2pid_identity *signatory = NULL;
  p2pid_err err =
      p2pid_jws_check_header (&role->endorsement, P2PID_ENDORSEMENT_TYP);

  if (err == P2PID_OK)
    err = p2pid_endorsement_check_key (role, fingerprint);
  if (err == P2PID_OK)
    err = check_binding (role);
  if (err == P2PID_OK)
    err = p2pid_binding_verify (role->signatory, anchors, person->checked_at,
                                &signatory);
  if (err == P2PID_OK)
    err = check_endorsement (role, signatory, person, w);
  if (err != P2PID_OK) {
    p2pid_identity_free (signatory);
    return err;
  }
  w->signatory = signatory;
  return P2PID_OK;
}

/* Whether it is this computer that does not know, or time that has passed. */
static bool
is_unknown (p2pid_err err)
{
  return err == P2PID_ERR_UNTRUSTED || err == P2PID_ERR_TEST_REFUSED ||
         err == P2PID_ERR_EXPIRED || err == P2PID_ERR_NOT_YET_VALID ||
         err == P2PID_ERR_REVOKED;
}

/* Anybody can endorse any key in a name of their choice. Beside the anchor's
 * name they would seem to stand for an organisation that they never named. */
static void
leave_out_other_name (work *w)
{
  if (w->anchor == NULL || w->signatory == NULL ||
      p2pid_text_same (w->endorsed_name, w->anchor->name))
    return;
  p2pid_identity_free (w->signatory);
  w->signatory = NULL;
}

/* Who vouches for the organisation's key. */
static p2pid_err
find_vouchers (const p2pid_role_text *role,
               const p2pid_anchors *anchors,
               const p2pid_fingerprint *fingerprint,
               const p2pid_identity *person,
               work *w)
{
  p2pid_err err =
      p2pid_anchors_find (anchors, P2PID_METHOD_ROLE, fingerprint, &w->anchor);

  if (role->signatory == NULL ||
      (err != P2PID_OK && err != P2PID_ERR_UNTRUSTED))
    return err;
  err = check_signatory (role, anchors, fingerprint, person, w);
  leave_out_other_name (w);
  return w->anchor != NULL && is_unknown (err) ? P2PID_OK : err;
}

/* An organisation says what people may do, never who they are. */
static p2pid_err
check_kind (const p2pid_sd_jwt *token, const json_t *claims)
{
  static const char *const open[] = { "organization", "domain" };
  p2pid_err err =
      p2pid_claims_check_type (token->jws.payload, claims, P2PID_ROLE_VCT);

  for (size_t i = 0; i < sizeof open / sizeof *open && err == P2PID_OK; i++)
    if (json_object_get (claims, open[i]) != NULL &&
        json_object_get (token->jws.payload, open[i]) == NULL)
      err = P2PID_ERR_FORMAT;
  for (size_t i = 0; i < P2PID_FACT_COUNT_ && err == P2PID_OK; i++)
    if ((P2PID_ROLE_FACTS & P2PID_FACTS (i)) == 0 &&
        json_object_get (claims, p2pid_sd_jwt_vc_claim ((p2pid_fact) i)))
      err = P2PID_ERR_MISMATCH;
  return err;
}

static p2pid_err
check_holder (const json_t *claims, const p2pid_identity *person)
{
  p2pid_public_key key;
  p2pid_err err = p2pid_claims_get_key (claims, &key);

  if (err == P2PID_OK &&
      memcmp (key.bytes, person->key.bytes, sizeof key.bytes) != 0)
    err = P2PID_ERR_MISMATCH;
  return err;
}

/* What the anchor says beyond whose the key is. */
static p2pid_err
check_anchor (const p2pid_role_text *role,
              const json_t *claims,
              int64_t now,
              work *w)
{
  const p2pid_anchor *anchor = w->anchor;
  p2pid_fingerprint hash;
  const char *domain = NULL;
  p2pid_err err = p2pid_json_get_text (claims, "domain", &domain);

  if (err != P2PID_OK || anchor == NULL)
    return err;
  if (domain != NULL && anchor->issuer != NULL &&
      strcmp (domain, anchor->issuer) != 0)
    return P2PID_ERR_MISMATCH;
  if (now < anchor->not_before)
    return P2PID_ERR_NOT_YET_VALID;
  if (anchor->not_after != 0 && anchor->not_after <= now)
    return P2PID_ERR_EXPIRED;
  p2pid_role_hash (role, &hash);
  for (size_t i = 0; i < anchor->revoked_count; i++)
    if (memcmp (anchor->revoked[i].bytes, hash.bytes, sizeof hash.bytes) == 0)
      return P2PID_ERR_REVOKED;
  if (anchor->not_after != 0)
    w->proof.valid_until = earlier (w->proof.valid_until, anchor->not_after);
  w->proof.revocation_checked_at = anchor->revoked_as_of;
  return P2PID_OK;
}

/* Who names a status list has not said it all on the page. The list is by the
 * key of the role itself: an organisation's other keys have lists of their own.
 * One that is not to be believed is not the person's fault, but then nothing
 * says that the organisation still means it. */
static p2pid_err
check_status (const json_t *claims,
              const p2pid_jwk *key,
              const p2pid_anchors *anchors,
              int64_t now,
              work *w)
{
  const p2pid_issuer_key issuer = { .jwk = *key };
  p2pid_standing standing = { .status = P2PID_STATUS_NONE };
  p2pid_err err =
      p2pid_standing_find (claims, &issuer, anchors, NULL, now, &standing);

  if (err != P2PID_OK || json_object_get (claims, "status") == NULL)
    return err;
  w->proof.revocation_checked_at = standing.at;
  w->proof.status = standing.status;
  w->proof.status_address = standing.address;
  if (standing.status == P2PID_STATUS_BAD_LIST)
    return P2PID_ERR_UNTRUSTED;
  return p2pid_standing_judge (&standing);
}

/* The organisation's name is the anchor's or the signatory's; what the
 * organisation calls itself counts for nothing. */
static p2pid_err
read_proof (const json_t *claims, const p2pid_identity *person, work *w)
{
  p2pid_role_proof *proof = &w->proof;
  const p2pid_identity *signatory = w->signatory;
  const char *own = NULL;
  p2pid_err err = check_name (claims, &own);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (claims, p2pid_sd_jwt_vc_claim (P2PID_FACT_ROLE),
                               &proof->role);
  if (err == P2PID_OK && proof->role != NULL)
    err = p2pid_fact_check (P2PID_FACT_ROLE, proof->role);
  if (err != P2PID_OK)
    return err;

  proof->organisation = w->anchor ? w->anchor->name : w->endorsed_name;
  proof->domain = w->anchor ? w->anchor->issuer : NULL;
  proof->environment =
      w->anchor ? w->anchor->environment : P2PID_ENVIRONMENT_PRODUCTION;
  if (signatory != NULL && signatory->environment == P2PID_ENVIRONMENT_TEST)
    proof->environment = P2PID_ENVIRONMENT_TEST;
  if (w->anchor == NULL)
    proof->valid_until = earlier (proof->valid_until, w->endorsed_until);
  /* A real person for an organisation that was made up, or the reverse, would
   * be the best of disguises. */
  return proof->environment == person->environment ? P2PID_OK
                                                   : P2PID_ERR_MISMATCH;
}

static p2pid_err
check_claims (const p2pid_role_text *role,
              const json_t *claims,
              const p2pid_jwk *key,
              const p2pid_anchors *anchors,
              const p2pid_identity *person,
              work *w)
{
  int64_t now = person->checked_at;
  p2pid_err err = check_kind (role->credential, claims);

  if (err == P2PID_OK)
    err = p2pid_claims_check_times (claims, now, &w->proof.signed_at,
                                    &w->proof.valid_until);
  if (err == P2PID_OK)
    err = check_holder (claims, person);
  if (err == P2PID_OK)
    err = check_anchor (role, claims, now, w);
  if (err == P2PID_OK)
    err = check_status (claims, key, anchors, now, w);
  if (err == P2PID_OK)
    err = read_proof (claims, person, w);
  return err;
}

p2pid_err
p2pid_role_verify (const p2pid_role_text *role,
                   const p2pid_anchors *anchors,
                   p2pid_identity *identity)
{
  const p2pid_sd_jwt *token = role->credential;
  p2pid_fingerprint fingerprint;
  json_t *claims = NULL;
  work w = { .anchor = NULL };
  p2pid_jwk key;
  p2pid_err err = p2pid_jws_check_header (&token->jws, P2PID_ROLE_TYP);

  if (err == P2PID_OK)
    err = p2pid_role_get_issuer (role, &key, &fingerprint);
  if (err == P2PID_OK)
    err = find_vouchers (role, anchors, &fingerprint, identity, &w);
  if (err == P2PID_OK)
    err = p2pid_jws_verify (&token->jws, &key);
  if (err == P2PID_OK)
    err = p2pid_sd_jwt_resolve (token, &claims);
  if (err == P2PID_OK)
    err = check_claims (role, claims, &key, anchors, identity, &w);
  if (err == P2PID_OK) {
    w.proof.signatory = w.signatory;
    w.signatory = NULL; /* the identity's now */
    err = p2pid_identity_set_role_proof (identity, &w.proof);
  }
  json_decref (claims);
  p2pid_identity_free (w.signatory);
  return err;
}
