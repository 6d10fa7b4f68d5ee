/*
 * Method "freja": the result of a Freja sign order (PROTOCOL.md §11).
 *
 *   evidence  details "~" base64url (certificate)
 *   details   a compact JWS by Freja
 *     header   {"x5t", "alg":"RS256"}, nothing else
 *     payload  {"signRef", "status":"APPROVED", "signatureType":"EXTENDED",
 *               "timestamp", "minRegistrationLevel", "requestedAttributes",
 *               "signatureData":{"userSignature", "certificateStatus"}, …}
 *   userSignature  a JWS by the person, over {"text", "binaryData"}
 *
 * The person's certificate is not enclosed, so nobody but Freja can check the
 * person's own signature: it is Freja's word that counts, and that is what the
 * identity says. For the same reason the enclosed certificateStatus proves
 * nothing here: it is about a certificate that nobody sees.
 *
 * The certificate is Freja's for signing answers, and an anchor names that one
 * alone, not a root above it: Freja publishes these certificates one by one.
 */

#include "base/encoding.h"
#include "base/time.h"
#include "evidence/anchors-internal.h"
#include "evidence/freja-person.h"
#include "evidence/jws.h"
#include "evidence/method.h"
#include "evidence/pkey.h"
#include "evidence/statement-internal.h"
#include "evidence/token.h"
#include "evidence/x509.h"
#include "wire/json.h"

#include <openssl/evp.h>
#include <stdlib.h>

#define SHA1_SIZE 20

typedef struct {
  p2pid_statement_part statement;
  p2pid_jws details;
  X509 *certificate;
} freja;

static void
free_proof (void *proof)
{
  freja *self = proof;

  if (self == NULL)
    return;
  p2pid_jws_clear (&self->details);
  X509_free (self->certificate);
  free (self);
}

static p2pid_err
read_certificate (p2pid_bytes text, X509 **out)
{
  p2pid_buffer *der = NULL;
  p2pid_err err = p2pid_token_decode (text, &der);

  if (err == P2PID_OK)
    err = p2pid_certificate_read (p2pid_buffer_bytes (der), out);
  p2pid_buffer_free (der);
  return err;
}

static p2pid_err
read_evidence (p2pid_bytes evidence, freja *self)
{
  p2pid_bytes rest = evidence, details;
  p2pid_err err;

  if (!p2pid_token_take (&rest, '~', &details))
    return P2PID_ERR_FORMAT;
  err = p2pid_jws_read (details, &self->details);
  if (err == P2PID_OK)
    err = read_certificate (rest, &self->certificate);
  return err;
}

static p2pid_err
read_proof (p2pid_bytes statement, p2pid_bytes evidence, void **out_proof)
{
  freja *self = calloc (1, sizeof *self);
  p2pid_err err;

  if (self == NULL)
    return P2PID_ERR_MEMORY;
  err = read_evidence (evidence, self);
  if (err == P2PID_OK)
    err = p2pid_statement_part_read (statement, &self->statement);
  if (err != P2PID_OK) {
    free_proof (self);
    return err;
  }
  *out_proof = self;
  return P2PID_OK;
}

/* Two files: the JWS, and the certificate that signed it. */
static p2pid_err
join (const p2pid_bytes *files, size_t count, p2pid_buffer **out_evidence)
{
  p2pid_buffer *details = NULL, *der = NULL, *certificate = NULL;
  p2pid_err err;

  if (count != 2)
    return P2PID_ERR_ARGUMENT;
  err = p2pid_token_copy (files[0], &details);
  if (err == P2PID_OK)
    err = p2pid_certificate_from_file (files[1], &der);
  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (der), &certificate);
  if (err == P2PID_OK) {
    const p2pid_bytes texts[] = { p2pid_buffer_bytes (details),
                                  p2pid_buffer_bytes (certificate) };

    err = p2pid_token_join (texts, 2, out_evidence);
  }
  p2pid_buffer_free (details);
  p2pid_buffer_free (der);
  p2pid_buffer_free (certificate);
  return err;
}

static p2pid_facts
all_facts (const void *proof)
{
  const freja *self = proof;

  return p2pid_freja_facts (self->details.payload);
}

static p2pid_err
read_key (const void *proof, p2pid_public_key *out_key)
{
  const freja *self = proof;

  return p2pid_statement_part_key (&self->statement, out_key);
}

static p2pid_err
read_claim (const void *proof, p2pid_identity *facts)
{
  const freja *self = proof;

  return p2pid_freja_person (self->details.payload,
                             self->statement.value.language, facts);
}

/* SHA-1 is no proof of anything, and is none here: the anchor names the
 * certificate by SHA-256. But a header that names another certificate belongs
 * to another. */
static p2pid_err
check_thumbprint (const char *x5t, const X509 *certificate)
{
  uint8_t named[SHA1_SIZE], digest[EVP_MAX_MD_SIZE];
  p2pid_err err = p2pid_base64url_decode_fixed (p2pid_bytes_from_text (x5t),
                                                named, sizeof named);

  if (err != P2PID_OK)
    return err;
  if (X509_digest (certificate, EVP_sha1 (), digest, NULL) != 1)
    return P2PID_ERR_MEMORY;
  return memcmp (named, digest, sizeof named) == 0 ? P2PID_OK
                                                   : P2PID_ERR_MISMATCH;
}

/* Exactly what Freja writes: a header that says more is somebody else's. */
static p2pid_err
check_header (const freja *self)
{
  const json_t *header = self->details.header;
  const char *x5t = NULL, *alg = NULL;
  p2pid_err err = p2pid_json_get_text (header, "x5t", &x5t);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (header, "alg", &alg);
  if (err != P2PID_OK || x5t == NULL || alg == NULL ||
      json_object_size (header) != 2)
    return P2PID_ERR_FORMAT;
  if (strcmp (alg, "RS256") != 0)
    return P2PID_ERR_ALGORITHM;
  return check_thumbprint (x5t, self->certificate);
}

static p2pid_err
find_anchor (const freja *self,
             const p2pid_anchors *anchors,
             const p2pid_anchor **out_anchor)
{
  p2pid_fingerprint fingerprint;

  p2pid_certificate_fingerprint (self->certificate, &fingerprint);
  return p2pid_anchors_find (anchors, P2PID_METHOD_FREJA, &fingerprint,
                             out_anchor);
}

/* When the person signed, by Freja's clock. */
static p2pid_err
read_timestamp (const freja *self, int64_t *out)
{
  int64_t milliseconds = 0;
  p2pid_err err = p2pid_json_get_number (self->details.payload, "timestamp", 0,
                                         P2PID_TIME_MAX * 1000, &milliseconds);

  if (err == P2PID_OK)
    *out = milliseconds / 1000;
  return err;
}

/* The certificate lives three years, a binding is checked later: what counts
 * is the time of the signature. */
static p2pid_err
check_certificate (const freja *self, int64_t *out_signed_at)
{
  const EVP_PKEY *key = p2pid_certificate_key (self->certificate);
  int64_t at = 0;
  p2pid_err err = read_timestamp (self, &at);

  if (err != P2PID_OK)
    return err;
  if (key == NULL ||
      (p2pid_pkey_algorithms (key) & P2PID_JWAS (P2PID_JWA_RS256)) == 0)
    return P2PID_ERR_ALGORITHM;
  if (at < p2pid_certificate_not_before (self->certificate))
    return P2PID_ERR_NOT_YET_VALID;
  if (at > p2pid_certificate_not_after (self->certificate))
    return P2PID_ERR_EXPIRED;
  *out_signed_at = at;
  return P2PID_OK;
}

static p2pid_err
require (const json_t *payload, const char *member, const char *expected)
{
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (payload, member, &text);

  if (err != P2PID_OK)
    return err;
  if (text == NULL)
    return P2PID_ERR_INCOMPLETE;
  return expected == NULL || strcmp (text, expected) == 0 ? P2PID_OK
                                                          : P2PID_ERR_MISMATCH;
}

/* Signing, not logging in somewhere; with data beside the text; and done. */
static p2pid_err
check_kind (const json_t *payload)
{
  p2pid_err err = P2PID_OK;

  if (json_object_get (payload, "authRef") != NULL)
    return P2PID_ERR_MISMATCH;
  err = require (payload, "signRef", NULL);
  if (err == P2PID_OK)
    err = require (payload, "status", "APPROVED");
  if (err == P2PID_OK)
    err = require (payload, "signatureType", "EXTENDED");
  return err;
}

/* What the person signed. */
static p2pid_err
read_user_signature (const json_t *payload, p2pid_jws *out)
{
  const json_t *data = json_object_get (payload, "signatureData");
  const char *text =
      json_string_value (json_object_get (data, "userSignature"));

  if (text == NULL)
    return P2PID_ERR_INCOMPLETE;
  return p2pid_jws_read (p2pid_bytes_from_text (text), out);
}

/* Freja's documents say base64, and show none: either alphabet is taken, with
 * padding or without. It is the bytes that are compared. */
static p2pid_err
decode (const char *text, p2pid_buffer **out)
{
  p2pid_buffer *copy = NULL;
  size_t size = strlen (text);
  p2pid_err err;

  for (int i = 0; i < 2 && size > 0 && text[size - 1] == '='; i++)
    size--;
  err =
      p2pid_buffer_copy ((p2pid_bytes){ (const uint8_t *) text, size }, &copy);
  if (err != P2PID_OK)
    return err;
  for (size_t i = 0; i < size; i++)
    if (copy->data[i] == '+')
      copy->data[i] = '-';
    else if (copy->data[i] == '/')
      copy->data[i] = '_';
  err = p2pid_token_decode (p2pid_buffer_bytes (copy), out);
  p2pid_buffer_free (copy);
  return err;
}

/* Whether the member of what the person signed has exactly these bytes. */
static p2pid_err
check_signed (const p2pid_jws *user, const char *member, p2pid_bytes expected)
{
  p2pid_buffer *bytes = NULL;
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (user->payload, member, &text);

  if (err == P2PID_OK && text == NULL)
    err = P2PID_ERR_INCOMPLETE;
  if (err == P2PID_OK)
    err = decode (text, &bytes);
  if (err == P2PID_OK &&
      !p2pid_bytes_equal (p2pid_buffer_bytes (bytes), expected))
    err = P2PID_ERR_MISMATCH;
  p2pid_buffer_free (bytes);
  return err;
}

/* The text is made from the statement: without one there is nothing to compare
 * it with. */
static p2pid_err
check_text (const freja *self, const p2pid_jws *user)
{
  p2pid_buffer *expected = NULL;
  p2pid_err err = P2PID_ERR_INCOMPLETE;

  if (self->statement.known)
    err = p2pid_statement_text (&self->statement.value, &expected);
  if (err == P2PID_OK)
    err = check_signed (user, "text", p2pid_buffer_bytes (expected));
  p2pid_buffer_free (expected);
  return err;
}

/* Freja signed this, for somebody that an anchor names. */
static p2pid_err
check_issuer (const freja *self,
              const p2pid_anchors *anchors,
              p2pid_report *report,
              const p2pid_anchor **out_anchor,
              int64_t *out_signed_at)
{
  p2pid_err err =
      p2pid_report_enter (report, P2PID_STEP_KIND, check_header (self));

  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_ISSUER,
                              find_anchor (self, anchors, out_anchor));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_CERTIFICATE,
                              check_certificate (self, out_signed_at));
  if (err == P2PID_OK)
    err = p2pid_report_enter (
        report, P2PID_STEP_SIGNATURE,
        p2pid_jws_verify_pkey (&self->details,
                               p2pid_certificate_key (self->certificate)));
  return err;
}

/* The person signed this text, and this statement. */
static p2pid_err
check_content (const freja *self, p2pid_report *report)
{
  p2pid_jws user = { .header = NULL };
  p2pid_err err = read_user_signature (self->details.payload, &user);

  if (err == P2PID_OK)
    err = check_text (self, &user);
  err = p2pid_report_enter (report, P2PID_STEP_TEXT, err);
  if (err == P2PID_OK)
    err = p2pid_report_enter (
        report, P2PID_STEP_STATEMENT,
        check_signed (
            &user, "binaryData",
            (p2pid_bytes){ self->statement.bytes, self->statement.size }));
  p2pid_jws_clear (&user);
  return err;
}

/* What cannot be made: the JWS does not name the relying party, and has
 * nothing of the person's certificate. */
static void
skip_steps (p2pid_report *report)
{
  p2pid_report_skip (report, P2PID_STEP_PARTY);
  p2pid_report_skip (report, P2PID_STEP_HOLDER);
  p2pid_report_skip (report, P2PID_STEP_REVOCATION);
}

/* What the signed payload says, once it is known who signed it. */
static p2pid_err
read_identity (const freja *self,
               p2pid_report *report,
               p2pid_identity *identity)
{
  const json_t *payload = self->details.payload;
  p2pid_err err =
      p2pid_report_enter (report, P2PID_STEP_KIND, check_kind (payload));

  if (err == P2PID_OK)
    err =
        p2pid_report_enter (report, P2PID_STEP_LEVEL,
                            p2pid_freja_level (payload, &identity->assurance));
  if (err == P2PID_OK)
    err = check_content (self, report);
  if (err == P2PID_OK)
    err = p2pid_report_enter (
        report, P2PID_STEP_TIME,
        p2pid_statement_part_check_signed (
            &self->statement, identity->signed_at, identity->checked_at));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_KEY,
                              read_key (self, &identity->key));
  if (err == P2PID_OK)
    err = p2pid_report_enter (
        report, P2PID_STEP_PERSON,
        p2pid_freja_person (payload, self->statement.value.language, identity));
  return err;
}

static p2pid_err
verify (const void *proof,
        const p2pid_anchors *anchors,
        int64_t now,
        p2pid_report *report,
        p2pid_identity **out_identity)
{
  const freja *self = proof;
  const p2pid_anchor *anchor = NULL;
  p2pid_identity *identity = NULL;
  int64_t signed_at = 0;
  p2pid_err err;

  skip_steps (report);
  err = check_issuer (self, anchors, report, &anchor, &signed_at);
  if (err == P2PID_OK)
    err = p2pid_identity_new (anchor, now, &identity);
  if (err != P2PID_OK)
    return err;

  identity->signed_at = signed_at;
  identity->begins_at =
      p2pid_statement_part_begin (&self->statement, signed_at);
  identity->valid_until = self->statement.value.not_after;
  err = read_identity (self, report, identity);
  if (err != P2PID_OK) {
    p2pid_identity_free (identity);
    return err;
  }
  if (anchor->environment == P2PID_ENVIRONMENT_TEST)
    identity->assurance = P2PID_ASSURANCE_NONE;
  *out_identity = identity;
  return P2PID_OK;
}

const p2pid_method_row p2pid_freja_method = {
  .method = P2PID_METHOD_FREJA,
  .join = join,
  .read = read_proof,
  .free = free_proof,
  .facts = all_facts,
  .key = read_key,
  .claim = read_claim,
  .verify = verify,
};
