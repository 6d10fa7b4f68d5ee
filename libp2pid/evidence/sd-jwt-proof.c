/* Evidence of method "sd-jwt", taken apart and shown in part. */

#include "evidence/sd-jwt-proof.h"

#include "evidence/key-set.h"
#include "evidence/sd-jwt-vc.h"
#include "evidence/token.h"
#include "evidence/x509.h"

#include <stdlib.h>

/* The first byte of every certificate. */
#define DER_SEQUENCE 0x30

static const char *const own_claims[P2PID_FACT_COUNT_] = {
  [P2PID_FACT_NAME] = "name",
  [P2PID_FACT_GIVEN_NAME] = "given_name",
  [P2PID_FACT_FAMILY_NAME] = "family_name",
  [P2PID_FACT_BIRTHDATE] = "birthdate",
  [P2PID_FACT_PERSONAL_NUMBER] = "personal_administrative_number",
  [P2PID_FACT_ORGANISATION] = "organization",
  [P2PID_FACT_ROLE] = "role",
};

/* EUDI PID Rulebook, "SD-JWT VC-based encoding of PID". */
static const char *const pid_claims[P2PID_FACT_COUNT_] = {
  [P2PID_FACT_GIVEN_NAME] = "given_name",
  [P2PID_FACT_FAMILY_NAME] = "family_name",
  [P2PID_FACT_BIRTHDATE] = "birthdate",
  [P2PID_FACT_PERSONAL_NUMBER] = "personal_administrative_number",
};

const char *
p2pid_sd_jwt_vc_claim (p2pid_fact fact)
{
  return own_claims[fact];
}

/* "urn:eudi:pid:1", or a country's own "urn:eudi:pid:se:1". */
bool
p2pid_sd_jwt_vc_is_pid (const char *vct)
{
  static const char base[] = "urn:eudi:pid:";

  if (vct == NULL || strncmp (vct, base, sizeof base - 1) != 0)
    return false;
  vct += sizeof base - 1;
  if (vct[0] >= 'a' && vct[0] <= 'z' && vct[1] >= 'a' && vct[1] <= 'z' &&
      vct[2] == ':')
    vct += 3;
  return strcmp (vct, "1") == 0;
}

/* The part in front of the token, which has no dot as a JWS has: a root
 * certificate, or else a key as JSON, which begins with a brace. */
static p2pid_err
read_enclosed (p2pid_bytes *rest, p2pid_sd_jwt_proof *proof)
{
  p2pid_bytes after = *rest, part;
  p2pid_err err;

  if (!p2pid_token_take (&after, '~', &part))
    return P2PID_ERR_FORMAT;
  if (part.size > 0 && memchr (part.data, '.', part.size) != NULL)
    return P2PID_OK;
  proof->enclosed = part;
  *rest = after;
  err = p2pid_token_decode (part, &proof->root);
  if (err != P2PID_OK || proof->root->data[0] == DER_SEQUENCE)
    return err;
  p2pid_buffer_free (proof->root);
  proof->root = NULL;
  return p2pid_key_set_read (part, &proof->issuer);
}

/* A KB-JWT or a statement where none belongs is refused, not overlooked: what
 * is not checked must not look as if it had been. */
static p2pid_err
read_key_binding (p2pid_sd_jwt_proof *proof)
{
  p2pid_bytes text = proof->token->key_binding;

  if (!proof->pid && (text.size > 0 || proof->statement.known))
    return P2PID_ERR_FORMAT;
  return text.size > 0 ? p2pid_jws_read (text, &proof->key_binding) : P2PID_OK;
}

static p2pid_err
read_evidence (p2pid_bytes evidence, p2pid_sd_jwt_proof *proof)
{
  p2pid_bytes rest = evidence;
  p2pid_err err = read_enclosed (&rest, proof);

  proof->evidence = evidence;
  if (err == P2PID_OK)
    err = p2pid_sd_jwt_read (rest, &proof->token);
  if (err != P2PID_OK)
    return err;
  proof->pid = p2pid_sd_jwt_vc_is_pid (
      json_string_value (json_object_get (proof->token->jws.payload, "vct")));
  proof->claims = proof->pid ? pid_claims : own_claims;
  return read_key_binding (proof);
}

void
p2pid_sd_jwt_proof_free (void *opaque)
{
  p2pid_sd_jwt_proof *proof = opaque;

  if (proof == NULL)
    return;
  p2pid_jws_clear (&proof->key_binding);
  p2pid_sd_jwt_free (proof->token);
  json_decref (proof->issuer);
  p2pid_buffer_free (proof->root);
  free (proof);
}

p2pid_err
p2pid_sd_jwt_proof_read (p2pid_bytes statement,
                         p2pid_bytes evidence,
                         void **out_proof)
{
  p2pid_sd_jwt_proof *proof = calloc (1, sizeof *proof);
  p2pid_err err;

  if (proof == NULL)
    return P2PID_ERR_MEMORY;
  err = p2pid_statement_part_read (statement, &proof->statement);
  if (err == P2PID_OK)
    err = read_evidence (evidence, proof);
  if (err != P2PID_OK) {
    p2pid_sd_jwt_proof_free (proof);
    return err;
  }
  *out_proof = proof;
  return P2PID_OK;
}

/* The fact that a claim states; P2PID_FACT_COUNT_ for none. */
static p2pid_fact
find_fact (const p2pid_sd_jwt_proof *proof, const char *claim)
{
  size_t i = 0;

  while (i < P2PID_FACT_COUNT_ &&
         (proof->claims[i] == NULL || strcmp (proof->claims[i], claim) != 0))
    i++;
  return (p2pid_fact) i;
}

/* The fact that a disclosure would show, P2PID_FACT_COUNT_ for none: a member
 * deeper inside may have the same name and mean something else. */
static p2pid_fact
disclosed_fact (const p2pid_sd_jwt_proof *proof,
                const p2pid_disclosure *disclosure)
{
  const char *name = p2pid_disclosure_name (disclosure);
  p2pid_fact fact = name ? find_fact (proof, name) : P2PID_FACT_COUNT_;

  if (fact == P2PID_FACT_COUNT_ ||
      !p2pid_sd_jwt_is_outer (proof->token, disclosure))
    return P2PID_FACT_COUNT_;
  return fact;
}

/* Facts that stand in the payload for everybody to see. */
static p2pid_facts
open_facts (const p2pid_sd_jwt_proof *proof)
{
  p2pid_facts facts = 0;

  for (size_t i = 0; i < P2PID_FACT_COUNT_; i++)
    if (proof->claims[i] != NULL &&
        json_object_get (proof->token->jws.payload, proof->claims[i]) != NULL)
      facts |= P2PID_FACTS (i);
  return facts;
}

p2pid_facts
p2pid_sd_jwt_proof_facts (const void *opaque)
{
  const p2pid_sd_jwt_proof *proof = opaque;
  p2pid_facts facts = open_facts (proof);

  for (size_t i = 0; i < proof->token->count; i++) {
    p2pid_fact fact = disclosed_fact (proof, &proof->token->disclosures[i]);

    if (fact < P2PID_FACT_COUNT_)
      facts |= P2PID_FACTS (fact);
  }
  return facts;
}

/* With a KB-JWT the holder has signed what is shown, and nothing can be taken
 * away from it. */
p2pid_facts
p2pid_sd_jwt_proof_fixed (const void *opaque)
{
  const p2pid_sd_jwt_proof *proof = opaque;

  return proof->token->key_binding.size > 0 ? p2pid_sd_jwt_proof_facts (proof)
                                            : open_facts (proof);
}

/* A proof of other evidence with the same statement. Takes @p evidence over,
 * whatever becomes of it. */
static p2pid_err
read_copy (const p2pid_sd_jwt_proof *proof,
           p2pid_buffer *evidence,
           p2pid_buffer **out_evidence,
           void **out_proof)
{
  p2pid_sd_jwt_proof *copy = calloc (1, sizeof *copy);
  p2pid_err err = copy ? P2PID_OK : P2PID_ERR_MEMORY;

  if (err == P2PID_OK) {
    copy->statement = proof->statement;
    err = read_evidence (p2pid_buffer_bytes (evidence), copy);
  }
  if (err != P2PID_OK) {
    p2pid_sd_jwt_proof_free (copy);
    p2pid_buffer_free (evidence);
    return err;
  }
  *out_evidence = evidence;
  *out_proof = copy;
  return P2PID_OK;
}

static p2pid_err
copy_all (const p2pid_sd_jwt_proof *proof,
          p2pid_buffer **out_evidence,
          void **out_proof)
{
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_buffer_copy (proof->evidence, &text);

  if (err == P2PID_OK)
    err = read_copy (proof, text, out_evidence, out_proof);
  return err;
}

/* Takes @p text and @p token over. */
static p2pid_err
wrap (const p2pid_sd_jwt_proof *proof,
      p2pid_buffer *text,
      p2pid_sd_jwt *token,
      p2pid_buffer **out_evidence,
      void **out_proof)
{
  const p2pid_bytes parts[] = { proof->enclosed, p2pid_buffer_bytes (text) };
  p2pid_buffer *whole = NULL;
  p2pid_sd_jwt_proof *copy;
  p2pid_err err;

  if (proof->enclosed.size > 0) {
    err = p2pid_token_join (parts, 2, &whole);
    p2pid_sd_jwt_free (token); /* it is of a text that goes now */
    p2pid_buffer_free (text);
    return err == P2PID_OK ? read_copy (proof, whole, out_evidence, out_proof)
                           : err;
  }
  copy = calloc (1, sizeof *copy);
  if (copy == NULL) {
    p2pid_sd_jwt_free (token);
    p2pid_buffer_free (text);
    return P2PID_ERR_MEMORY;
  }
  copy->token = token;
  copy->evidence = p2pid_buffer_bytes (text);
  copy->statement = proof->statement;
  copy->pid = proof->pid;
  copy->claims = proof->claims;
  *out_evidence = text;
  *out_proof = copy;
  return P2PID_OK;
}

p2pid_err
p2pid_sd_jwt_proof_select (const void *opaque,
                           p2pid_facts facts,
                           p2pid_buffer **out_evidence,
                           void **out_proof)
{
  const p2pid_sd_jwt_proof *proof = opaque;
  bool keep[P2PID_SD_JWT_DISCLOSURES_MAX] = { false };
  p2pid_sd_jwt *token = NULL;
  p2pid_buffer *text = NULL;
  p2pid_err err;

  if ((p2pid_sd_jwt_proof_fixed (proof) & ~facts) != 0)
    return P2PID_ERR_ARGUMENT;
  if (proof->token->key_binding.size > 0)
    return copy_all (proof, out_evidence, out_proof);
  for (size_t i = 0; i < proof->token->count; i++) {
    p2pid_fact fact = disclosed_fact (proof, &proof->token->disclosures[i]);

    keep[i] = fact < P2PID_FACT_COUNT_ && (facts & P2PID_FACTS (fact)) != 0;
  }
  err = p2pid_sd_jwt_select (proof->token, keep, &text, &token);
  if (err == P2PID_OK)
    err = wrap (proof, text, token, out_evidence, out_proof);
  return err;
}

static p2pid_err
write_root (p2pid_bytes file, p2pid_buffer **out)
{
  p2pid_buffer *der = NULL;
  p2pid_err err = p2pid_certificate_from_file (file, &der);

  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (der), out);
  p2pid_buffer_free (der);
  return err;
}

/* What goes in front: of a token with certificates their root. */
static p2pid_err
enclose (p2pid_buffer *token, p2pid_bytes file, p2pid_buffer **out_evidence)
{
  p2pid_sd_jwt *parsed = NULL;
  p2pid_buffer *front = NULL;
  p2pid_err err = p2pid_sd_jwt_read (p2pid_buffer_bytes (token), &parsed);

  if (err == P2PID_OK)
    err = json_object_get (parsed->jws.header, "x5c") != NULL
              ? write_root (file, &front)
              : p2pid_key_set_choose (file, &parsed->jws, &front);
  if (err == P2PID_OK) {
    const p2pid_bytes parts[] = { p2pid_buffer_bytes (front),
                                  p2pid_buffer_bytes (token) };

    err = p2pid_token_join (parts, 2, out_evidence);
  }
  p2pid_sd_jwt_free (parsed);
  p2pid_buffer_free (front);
  return err;
}

/* The token, and the issuer's key set or root certificate where it is not
 * inside. */
p2pid_err
p2pid_sd_jwt_proof_join (const p2pid_bytes *files,
                         size_t count,
                         p2pid_buffer **out_evidence)
{
  p2pid_buffer *token = NULL;
  p2pid_err err;

  if (count < 1 || count > 2)
    return P2PID_ERR_ARGUMENT;
  err = p2pid_token_copy (files[0], &token);
  if (err == P2PID_OK && count == 2)
    err = enclose (token, files[1], out_evidence);
  if (err == P2PID_OK && count == 1) {
    *out_evidence = token;
    token = NULL; /* the caller's now */
  }
  p2pid_buffer_free (token);
  return err;
}
