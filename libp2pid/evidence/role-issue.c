/* Issuing roles, and standing for the key that does. */

#include "evidence/role.h"

#include "base/time.h"
#include "crypto/key.h"
#include "p2pid/organisation.h"
#include "evidence/evidence.h"
#include "evidence/sd-jwt-issue.h"
#include "evidence/sd-jwt-vc.h"
#include "wire/json.h"

#include <sodium.h>

static bool
is_span (int64_t now, int64_t lifetime)
{
  return now >= 0 && now <= P2PID_TIME_MAX - P2PID_STATEMENT_LIFETIME_MAX &&
         lifetime >= 1 && lifetime <= P2PID_STATEMENT_LIFETIME_MAX;
}

static bool
is_same_key (const p2pid_public_key *a, const p2pid_public_key *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* A name that an anchor could have as well. */
static p2pid_err
check_organisation (const char *name)
{
  if (p2pid_bytes_from_text (name).size > P2PID_ANCHOR_NAME_MAX)
    return P2PID_ERR_TEXT;
  return p2pid_fact_check (P2PID_FACT_ORGANISATION, name);
}

static p2pid_err
check_grant (const p2pid_key *organisation, const p2pid_role_grant *grant)
{
  p2pid_err err = check_organisation (grant->organisation);

  if (err == P2PID_OK)
    err = p2pid_fact_check (P2PID_FACT_ROLE, grant->role);
  if (err == P2PID_OK && grant->domain != NULL)
    err = p2pid_domain_check (grant->domain);
  if (err == P2PID_OK)
    err = p2pid_public_key_check (&grant->key);
  if (err == P2PID_OK &&
      is_same_key (&grant->key, p2pid_key_public (organisation)))
    err = P2PID_ERR_ARGUMENT;
  return err;
}

static p2pid_err
write_header (const p2pid_key *organisation, json_t **out)
{
  json_t *jwk = NULL;
  p2pid_err err = p2pid_jwk_write (p2pid_key_public (organisation), &jwk);

  if (err != P2PID_OK)
    return err;
  *out = json_pack ("{s:s, s:s, s:o}", "typ", P2PID_ROLE_TYP, "alg", "EdDSA",
                    "jwk", jwk);
  return *out ? P2PID_OK : P2PID_ERR_MEMORY;
}

static p2pid_err
write_open (const p2pid_role_grant *grant,
            int64_t now,
            int64_t lifetime,
            json_t **out)
{
  json_t *jwk = NULL;
  p2pid_err err = p2pid_jwk_write (&grant->key, &jwk);

  if (err != P2PID_OK)
    return err;
  *out = json_pack (
      "{s:s, s:s, s:s*, s:I, s:I, s:{s:o}}", "vct", P2PID_ROLE_VCT,
      p2pid_sd_jwt_vc_claim (P2PID_FACT_ORGANISATION), grant->organisation,
      "domain", grant->domain, "iat", (json_int_t) now, "exp",
      (json_int_t) (now + lifetime), "cnf", "jwk", jwk);
  return p2pid_json_check_packed (*out, "domain", grant->domain);
}

p2pid_err
p2pid_role_issue (const p2pid_key *organisation,
                  const p2pid_role_grant *grant,
                  int64_t now,
                  int64_t lifetime,
                  p2pid_buffer **out_role)
{
  json_t *header = NULL, *open = NULL, *hidden = NULL;
  p2pid_err err;

  if (!is_span (now, lifetime))
    return P2PID_ERR_ARGUMENT;
  err = check_grant (organisation, grant);
  if (err == P2PID_OK)
    err = write_header (organisation, &header);
  if (err == P2PID_OK)
    err = write_open (grant, now, lifetime, &open);
  if (err == P2PID_OK) {
    hidden = json_pack ("{s:s}", p2pid_sd_jwt_vc_claim (P2PID_FACT_ROLE),
                        grant->role);
    err = hidden ? P2PID_OK : P2PID_ERR_MEMORY;
  }
  if (err == P2PID_OK)
    err = p2pid_sd_jwt_issue (header, open, hidden, 1, organisation, out_role);
  json_decref (header);
  json_decref (open);
  json_decref (hidden);
  return err;
}

static p2pid_err
sign_endorsement (const p2pid_key *key,
                  const p2pid_binding *shown,
                  const p2pid_fingerprint *fingerprint,
                  const char *organisation,
                  int64_t now,
                  int64_t lifetime,
                  p2pid_buffer **out)
{
  char hash[P2PID_ENDORSEMENT_HASH_SIZE + 1];
  char jkt[P2PID_BASE64URL_SIZE (32) + 1];
  json_t *header =
      json_pack ("{s:s, s:s}", "typ", P2PID_ENDORSEMENT_TYP, "alg", "EdDSA");
  json_t *payload;
  p2pid_err err = P2PID_ERR_MEMORY;

  p2pid_endorsement_hash (shown, hash);
  sodium_bin2base64 (jkt, sizeof jkt, fingerprint->bytes,
                     sizeof fingerprint->bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  payload = json_pack ("{s:s, s:s, s:I, s:I, s:s}",
                       p2pid_sd_jwt_vc_claim (P2PID_FACT_ORGANISATION),
                       organisation, "jkt", jkt, "iat", (json_int_t) now, "exp",
                       (json_int_t) (now + lifetime), "binding", hash);
  if (header != NULL && payload != NULL)
    err = p2pid_jws_sign (header, payload, key, out);
  json_decref (header);
  json_decref (payload);
  return err;
}

/* The binding as it will be seen: without a role of its own, and with a
 * name. */
static p2pid_err
select_signatory (const p2pid_key *key,
                  const p2pid_binding *binding,
                  p2pid_facts facts,
                  p2pid_binding **out)
{
  p2pid_binding *bare = NULL;
  p2pid_public_key named;
  p2pid_err err = p2pid_binding_key (binding, &named);

  if (err != P2PID_OK)
    return err;
  if (!is_same_key (&named, p2pid_key_public (key)) ||
      (facts & P2PID_FACTS (P2PID_FACT_NAME)) == 0)
    return P2PID_ERR_ARGUMENT;
  err = p2pid_binding_set_role (binding, (p2pid_bytes){ NULL, 0 }, &bare);
  if (err == P2PID_OK)
    err = p2pid_binding_select (bare, facts, out);
  p2pid_binding_free (bare);
  return err;
}

static p2pid_err
join (const p2pid_buffer *jws, const p2pid_buffer *binding, p2pid_buffer **out)
{
  p2pid_err err;

  if (jws->size + 1 + binding->size > P2PID_ROLE_MAX)
    return P2PID_ERR_SIZE;
  err = p2pid_buffer_new (jws->size + 1 + binding->size, out);
  if (err == P2PID_OK) {
    memcpy ((*out)->data, jws->data, jws->size);
    (*out)->data[jws->size] = '|';
    memcpy ((*out)->data + jws->size + 1, binding->data, binding->size);
  }
  return err;
}

p2pid_err
p2pid_role_endorse (const p2pid_key *key,
                    const p2pid_binding *binding,
                    p2pid_facts facts,
                    const p2pid_fingerprint *fingerprint,
                    const char *organisation,
                    int64_t now,
                    int64_t lifetime,
                    p2pid_buffer **out_endorsement)
{
  p2pid_binding *shown = NULL;
  p2pid_buffer *jws = NULL, *text = NULL;
  p2pid_err err;

  if (!is_span (now, lifetime))
    return P2PID_ERR_ARGUMENT;
  err = check_organisation (organisation);
  if (err == P2PID_OK)
    err = select_signatory (key, binding, facts, &shown);
  if (err == P2PID_OK)
    err = sign_endorsement (key, shown, fingerprint, organisation, now,
                            lifetime, &jws);
  if (err == P2PID_OK)
    err = p2pid_binding_print (shown, &text);
  if (err == P2PID_OK)
    err = join (jws, text, out_endorsement);
  p2pid_binding_free (shown);
  p2pid_buffer_free (jws);
  p2pid_buffer_free (text);
  return err;
}
