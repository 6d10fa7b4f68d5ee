/* Roles as texts: taking apart, and showing less of one. */

#include "evidence/role.h"

#include "evidence/claims.h"
#include "evidence/evidence.h"
#include "evidence/sd-jwt-vc.h"
#include "evidence/token.h"
#include "wire/json.h"
#include "wire/text.h"

#include <sodium.h>
#include <stdlib.h>

#define MARK '|'

p2pid_err
p2pid_endorsement_read (p2pid_bytes text, p2pid_role_text *role)
{
  p2pid_bytes rest = text, jws;
  p2pid_err err;

  if (!p2pid_token_take (&rest, MARK, &jws))
    return P2PID_ERR_FORMAT;
  role->endorsement_text = text;
  err = p2pid_jws_read (jws, &role->endorsement);
  if (err == P2PID_OK)
    err = p2pid_binding_parse_bare (rest, &role->signatory);
  return err;
}

static p2pid_err
read_credential (p2pid_bytes text, p2pid_sd_jwt **out)
{
  p2pid_err err = p2pid_sd_jwt_read (text, out);

  if (err == P2PID_OK && (*out)->key_binding.size > 0)
    err = P2PID_ERR_FORMAT;
  return err;
}

p2pid_err
p2pid_role_read (p2pid_bytes text, p2pid_role_text **out_role)
{
  p2pid_bytes rest = text, credential = text;
  p2pid_role_text *role;
  bool endorsed;
  p2pid_err err;

  if (text.size > P2PID_ROLE_MAX)
    return P2PID_ERR_SIZE;
  if (!p2pid_text_is_line (text))
    return P2PID_ERR_FORMAT;
  role = calloc (1, sizeof *role);
  if (role == NULL)
    return P2PID_ERR_MEMORY;

  endorsed = p2pid_token_take (&rest, MARK, &credential);
  err = read_credential (credential, &role->credential);
  if (err == P2PID_OK && endorsed)
    err = p2pid_endorsement_read (rest, role);
  if (err != P2PID_OK) {
    p2pid_role_free (role);
    return err;
  }
  *out_role = role;
  return P2PID_OK;
}

void
p2pid_role_free (p2pid_role_text *role)
{
  if (role == NULL)
    return;
  p2pid_sd_jwt_free (role->credential);
  p2pid_jws_clear (&role->endorsement);
  p2pid_binding_free (role->signatory);
  free (role);
}

/* Whether a disclosure brings back the role itself. */
static bool
is_role (const p2pid_sd_jwt *token, const p2pid_disclosure *disclosure)
{
  const char *name = p2pid_disclosure_name (disclosure);

  return name != NULL &&
         strcmp (name, p2pid_sd_jwt_vc_claim (P2PID_FACT_ROLE)) == 0 &&
         p2pid_sd_jwt_is_outer (token, disclosure);
}

/* Whether the role stands in the payload, for everybody to see. */
static bool
is_open (const p2pid_role_text *role)
{
  return json_object_get (role->credential->jws.payload,
                          p2pid_sd_jwt_vc_claim (P2PID_FACT_ROLE)) != NULL;
}

p2pid_facts
p2pid_role_facts (const p2pid_role_text *role)
{
  const p2pid_sd_jwt *token = role->credential;
  bool shown = is_open (role);

  for (size_t i = 0; i < token->count; i++)
    shown |= is_role (token, &token->disclosures[i]);
  return shown ? P2PID_ROLE_FACTS : P2PID_FACTS (P2PID_FACT_ORGANISATION);
}

/* @p token, and behind a mark the endorsement if there is one. */
static p2pid_err
join (p2pid_bytes token, p2pid_bytes endorsement, p2pid_buffer **out)
{
  size_t more = endorsement.size > 0 ? endorsement.size + 1 : 0;
  p2pid_err err = p2pid_buffer_new (token.size + more, out);

  if (err != P2PID_OK)
    return err;
  memcpy ((*out)->data, token.data, token.size);
  if (more > 0) {
    (*out)->data[token.size] = MARK;
    memcpy ((*out)->data + token.size + 1, endorsement.data, endorsement.size);
  }
  return P2PID_OK;
}

p2pid_err
p2pid_role_select (const p2pid_role_text *role,
                   p2pid_facts facts,
                   p2pid_buffer **out_text)
{
  const p2pid_sd_jwt *token = role->credential;
  bool chosen = (facts & P2PID_FACTS (P2PID_FACT_ROLE)) != 0;
  bool keep[P2PID_SD_JWT_DISCLOSURES_MAX] = { false };
  p2pid_sd_jwt *shown = NULL;
  p2pid_buffer *text = NULL;
  p2pid_err err;

  if ((facts & P2PID_FACTS (P2PID_FACT_ORGANISATION)) == 0 ||
      (is_open (role) && !chosen)) {
    *out_text = NULL;
    return P2PID_OK;
  }
  for (size_t i = 0; i < token->count; i++)
    keep[i] = chosen && is_role (token, &token->disclosures[i]);
  err = p2pid_sd_jwt_select (token, keep, &text, &shown);
  if (err == P2PID_OK)
    err = join (p2pid_buffer_bytes (text), role->endorsement_text, out_text);
  p2pid_sd_jwt_free (shown);
  p2pid_buffer_free (text);
  return err;
}

p2pid_err
p2pid_role_get_issuer (const p2pid_role_text *role,
                       p2pid_jwk *out_key,
                       p2pid_fingerprint *out_fingerprint)
{
  const json_t *object = json_object_get (role->credential->jws.header, "jwk");
  p2pid_err err;

  if (object == NULL)
    return P2PID_ERR_INCOMPLETE;
  err = p2pid_jwk_read (object, out_key);
  if (err == P2PID_OK)
    p2pid_jwk_thumbprint (out_key, out_fingerprint);
  return err;
}

static p2pid_err
enter_claims (const json_t *claims, p2pid_identity *facts)
{
  static const p2pid_fact entered[] = { P2PID_FACT_ORGANISATION,
                                        P2PID_FACT_ROLE };
  p2pid_err err = P2PID_OK;

  for (size_t i = 0; i < 2 && err == P2PID_OK; i++) {
    const char *text = NULL;

    err =
        p2pid_json_get_text (claims, p2pid_sd_jwt_vc_claim (entered[i]), &text);
    if (err == P2PID_OK)
      err = p2pid_identity_replace_fact (facts, entered[i], text);
  }
  return err;
}

p2pid_err
p2pid_role_claim (const p2pid_role_text *role, p2pid_identity *facts)
{
  json_t *claims = NULL;
  p2pid_err err =
      p2pid_identity_replace_fact (facts, P2PID_FACT_ORGANISATION, NULL);

  if (err == P2PID_OK)
    err = p2pid_identity_replace_fact (facts, P2PID_FACT_ROLE, NULL);
  if (err == P2PID_OK)
    err = p2pid_sd_jwt_peek (role->credential, &claims);
  if (err == P2PID_OK)
    err = enter_claims (claims, facts);
  json_decref (claims);
  return err;
}

p2pid_err
p2pid_role_key (const p2pid_role_text *role, p2pid_public_key *out_key)
{
  return p2pid_claims_get_key (role->credential->jws.payload, out_key);
}

p2pid_err
p2pid_endorsement_check_key (const p2pid_role_text *role,
                             const p2pid_fingerprint *fingerprint)
{
  const char *text = NULL;
  p2pid_fingerprint named;
  p2pid_err err = p2pid_json_get_text (role->endorsement.payload, "jkt", &text);

  if (err == P2PID_OK)
    err = p2pid_base64url_decode_fixed (p2pid_bytes_from_text (text),
                                        named.bytes, sizeof named.bytes);
  if (err == P2PID_OK &&
      memcmp (named.bytes, fingerprint->bytes, sizeof named.bytes) != 0)
    err = P2PID_ERR_MISMATCH;
  return err;
}

/* Without the signature: who has a credential by ECDSA can write it in another
 * way, and must not get away with that. */
void
p2pid_role_hash (const p2pid_role_text *role, p2pid_fingerprint *out)
{
  p2pid_bytes text = role->credential->jws.signed_text;

  crypto_hash_sha256 (out->bytes, text.data, text.size);
}

void
p2pid_endorsement_hash (const p2pid_binding *binding,
                        char out[P2PID_ENDORSEMENT_HASH_SIZE + 1])
{
  p2pid_hash hash;

  p2pid_binding_hash (binding, &hash);
  sodium_bin2base64 (out, P2PID_ENDORSEMENT_HASH_SIZE + 1, hash.bytes,
                     sizeof hash.bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

p2pid_err
p2pid_role_add_endorsement (p2pid_bytes role,
                            p2pid_bytes endorsement,
                            p2pid_buffer **out_role)
{
  p2pid_role_text *read = NULL, *whole = NULL;
  p2pid_buffer *text = NULL;
  p2pid_fingerprint fingerprint;
  p2pid_bytes credential;
  p2pid_jwk key;
  p2pid_err err = p2pid_role_read (role, &read);

  if (err == P2PID_OK) {
    credential = role;
    if (read->signatory != NULL)
      credential.size -= read->endorsement_text.size + 1;
    err = join (credential, endorsement, &text);
  }
  if (err == P2PID_OK)
    err = p2pid_role_read (p2pid_buffer_bytes (text), &whole);
  if (err == P2PID_OK && whole->signatory != NULL) {
    err = p2pid_role_get_issuer (whole, &key, &fingerprint);
    if (err == P2PID_OK)
      err = p2pid_endorsement_check_key (whole, &fingerprint);
  }
  p2pid_role_free (read);
  p2pid_role_free (whole);
  if (err != P2PID_OK) {
    p2pid_buffer_free (text);
    return err;
  }
  *out_role = text;
  return P2PID_OK;
}

p2pid_err
p2pid_role_fingerprint (p2pid_bytes role, p2pid_fingerprint *out_fingerprint)
{
  p2pid_role_text *read = NULL;
  p2pid_err err = p2pid_role_read (role, &read);

  if (err == P2PID_OK)
    p2pid_role_hash (read, out_fingerprint);
  p2pid_role_free (read);
  return err;
}

p2pid_err
p2pid_role_add_anchor (const p2pid_role_text *role,
                       p2pid_environment environment,
                       p2pid_anchors *anchors)
{
  const json_t *payload = role->credential->jws.payload;
  p2pid_anchor anchor = { .method = P2PID_METHOD_ROLE,
                          .environment = environment };
  p2pid_jwk key;
  p2pid_err err = p2pid_role_get_issuer (role, &key, &anchor.fingerprint);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (payload, "organization", &anchor.name);
  if (err == P2PID_OK)
    err = p2pid_json_get_text (payload, "domain", &anchor.issuer);
  if (err == P2PID_OK && anchor.name == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK)
    err = p2pid_anchors_add (anchors, &anchor);
  return err;
}
