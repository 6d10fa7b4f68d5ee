/*
 * Method "bankid": a person's own signature, made with BankID for a relying
 * party, and the OCSP answer that BankID got for it.
 *
 *   evidence = signature "~" ocspResponse "~" root
 *
 * The first two are the base64 texts that BankID delivers, to the byte: the
 * OCSP answer names the first by its hash. The root is base64url of the
 * certificate that an anchor names; BankID's XML has only those below it.
 *
 * Nothing says when the signature was made but the OCSP answer, which was
 * made for it at once; so that is its time.
 */

#include "base/encoding.h"
#include "evidence/anchors-internal.h"
#include "evidence/bankid-certificate.h"
#include "evidence/bankid-xml.h"
#include "evidence/method.h"
#include "evidence/ocsp.h"
#include "evidence/pkey.h"
#include "evidence/statement-internal.h"
#include "evidence/token.h"

#include <openssl/err.h>
#include <openssl/sha.h>
#include <sodium.h>
#include <stdlib.h>

/* SHA-1 of the signature's base64 text, and random bytes. */
#define NONCE_SIZE 32

/* There is no showing less than all. */
#define FACTS                                                                  \
  (P2PID_FACTS (P2PID_FACT_NAME) | P2PID_FACTS (P2PID_FACT_GIVEN_NAME) |       \
   P2PID_FACTS (P2PID_FACT_FAMILY_NAME) | P2PID_FACTS (P2PID_FACT_BIRTHDATE) | \
   P2PID_FACTS (P2PID_FACT_PERSONAL_NUMBER))

typedef struct {
  p2pid_bytes signature; /* borrowed */
  p2pid_buffer *xml;
  p2pid_bankid_xml parts; /* of the XML */
  p2pid_buffer *value, *visible, *party;
  p2pid_buffer *hidden; /* NULL: there is none */
  uint8_t data_digest[SHA256_DIGEST_LENGTH];
  uint8_t keys_digest[SHA256_DIGEST_LENGTH];
  p2pid_chain chain;
  p2pid_ocsp ocsp;
  p2pid_statement_part statement;
} bankid;

static void
free_proof (void *proof)
{
  bankid *self = proof;

  if (self == NULL)
    return;
  p2pid_buffer_free (self->xml);
  p2pid_buffer_free (self->value);
  p2pid_buffer_free (self->visible);
  p2pid_buffer_free (self->party);
  p2pid_buffer_free (self->hidden);
  p2pid_chain_clear (&self->chain);
  p2pid_ocsp_clear (&self->ocsp);
  free (self);
}

/* The certificates of the XML, and the root. */
static p2pid_err
read_chain (const p2pid_bankid_xml *parts, p2pid_bytes root, p2pid_chain *out)
{
  p2pid_buffer *ders[P2PID_BANKID_CERTIFICATES_MAX + 1] = { NULL };
  p2pid_bytes list[P2PID_BANKID_CERTIFICATES_MAX + 1];
  size_t count = parts->certificate_count;
  p2pid_err err = p2pid_token_decode (root, &ders[count]);

  for (size_t i = 0; i < count && err == P2PID_OK; i++)
    err = p2pid_token_decode_padded (parts->certificates[i], &ders[i]);
  for (size_t i = 0; i <= count && err == P2PID_OK; i++)
    list[i] = p2pid_buffer_bytes (ders[i]);
  if (err == P2PID_OK)
    err = p2pid_chain_read (list, count + 1, out);
  for (size_t i = 0; i <= count; i++)
    p2pid_buffer_free (ders[i]);
  return err;
}

static p2pid_err
read_ocsp (p2pid_bytes text, p2pid_ocsp *out)
{
  p2pid_buffer *der = NULL;
  p2pid_err err = p2pid_token_decode_padded (text, &der);

  if (err == P2PID_OK)
    err = p2pid_ocsp_read (p2pid_buffer_bytes (der), out);
  p2pid_buffer_free (der);
  /* BankID does not deliver that there was no answer. */
  return err == P2PID_ERR_INCOMPLETE ? P2PID_ERR_FORMAT : err;
}

static p2pid_err
read_digest (p2pid_bytes text, uint8_t out[SHA256_DIGEST_LENGTH])
{
  p2pid_buffer *bytes = NULL;
  p2pid_err err = p2pid_token_decode_padded (text, &bytes);

  if (err == P2PID_OK && bytes->size != SHA256_DIGEST_LENGTH)
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    memcpy (out, bytes->data, SHA256_DIGEST_LENGTH);
  p2pid_buffer_free (bytes);
  return err;
}

static p2pid_err
read_signature (p2pid_bytes text, bankid *self)
{
  p2pid_bankid_xml *parts = &self->parts;
  p2pid_err err = p2pid_token_decode_padded (text, &self->xml);

  if (err == P2PID_OK)
    err = p2pid_bankid_xml_read (p2pid_buffer_bytes (self->xml), parts);
  if (err == P2PID_OK)
    err = read_digest (parts->data_digest, self->data_digest);
  if (err == P2PID_OK)
    err = read_digest (parts->keys_digest, self->keys_digest);
  if (err == P2PID_OK)
    err = p2pid_token_decode_padded (parts->value, &self->value);
  if (err == P2PID_OK)
    err = p2pid_token_decode_padded (parts->visible, &self->visible);
  if (err == P2PID_OK && parts->hidden.data != NULL)
    err = p2pid_token_decode_padded (parts->hidden, &self->hidden);
  if (err == P2PID_OK)
    err = p2pid_token_decode_padded (parts->party, &self->party);
  if (err == P2PID_OK &&
      strlen ((char *) self->party->data) != self->party->size)
    err = P2PID_ERR_FORMAT;
  return err;
}

static p2pid_err
read_evidence (p2pid_bytes evidence, bankid *self)
{
  p2pid_bytes root = evidence, ocsp;
  p2pid_err err;

  if (!p2pid_token_take (&root, '~', &self->signature) ||
      !p2pid_token_take (&root, '~', &ocsp))
    return P2PID_ERR_FORMAT;
  err = read_signature (self->signature, self);
  if (err == P2PID_OK)
    err = read_chain (&self->parts, root, &self->chain);
  if (err == P2PID_OK)
    err = read_ocsp (ocsp, &self->ocsp);
  return err;
}

static p2pid_err
read_proof (p2pid_bytes statement, p2pid_bytes evidence, void **out_proof)
{
  bankid *self = calloc (1, sizeof *self);
  p2pid_err err;

  if (self == NULL)
    return P2PID_ERR_MEMORY;
  err = p2pid_statement_part_read (statement, &self->statement);
  if (err == P2PID_OK)
    err = read_evidence (evidence, self);
  if (err != P2PID_OK) {
    free_proof (self);
    return err;
  }
  *out_proof = self;
  return P2PID_OK;
}

static p2pid_facts
all_facts (const void *proof)
{
  return FACTS;
}

static p2pid_err
read_key (const void *proof, p2pid_public_key *out_key)
{
  const bankid *self = proof;

  return p2pid_statement_part_key (&self->statement, out_key);
}

static p2pid_err
read_claim (const void *proof, p2pid_identity *facts)
{
  const bankid *self = proof;

  return p2pid_bankid_certificate_person (self->chain.list[0], facts);
}

static p2pid_err
check_digest (p2pid_bytes bytes, const uint8_t expected[SHA256_DIGEST_LENGTH])
{
  uint8_t hash[SHA256_DIGEST_LENGTH];

  if (EVP_Digest (bytes.data, bytes.size, hash, NULL, EVP_sha256 (), NULL) != 1)
    return P2PID_ERR_MEMORY;
  return sodium_memcmp (hash, expected, sizeof hash) == 0 ? P2PID_OK
                                                          : P2PID_ERR_FORGED;
}

static p2pid_err
check_digests (const bankid *self)
{
  p2pid_err err = check_digest (self->parts.signed_data, self->data_digest);

  if (err == P2PID_OK)
    err = check_digest (self->parts.key_info, self->keys_digest);
  return err;
}

static p2pid_err
check_signature (const bankid *self)
{
  EVP_PKEY *key = p2pid_certificate_key (self->chain.list[0]);

  if ((p2pid_pkey_algorithms (key) & P2PID_JWAS (P2PID_JWA_RS256)) == 0)
    return P2PID_ERR_ALGORITHM;
  return p2pid_pkey_verify (key, P2PID_JWA_RS256, self->parts.signed_info,
                            p2pid_buffer_bytes (self->value));
}

/* A text with a format can look like another than it is; and an
 * authentication is no signature, though it may well have a text. */
static p2pid_err
check_kind (const p2pid_bankid_xml *parts)
{
  return parts->format.size == 0 &&
                 p2pid_bytes_equal (parts->function,
                                    p2pid_bytes_from_text ("Signing"))
             ? P2PID_OK
             : P2PID_ERR_MISMATCH;
}

/* The answer is for this signature: its nonce begins with the hash of it. No
 * inner OCTET STRING is around it, other than RFC 8954 has. */
static p2pid_err
check_nonce (const bankid *self)
{
  const p2pid_ocsp *ocsp = &self->ocsp;
  uint8_t hash[SHA_DIGEST_LENGTH];

  if (ocsp->nonce_size != NONCE_SIZE)
    return P2PID_ERR_MISMATCH;
  if (EVP_Digest (self->signature.data, self->signature.size, hash, NULL,
                  EVP_sha1 (), NULL) != 1)
    return P2PID_ERR_MEMORY;
  return sodium_memcmp (ocsp->nonce, hash, sizeof hash) == 0
             ? P2PID_OK
             : P2PID_ERR_MISMATCH;
}

/* BankID asks anew for each signature: what it is told is of that very
 * moment, and never for later. */
static p2pid_err
check_revocation (const bankid *self)
{
  const p2pid_ocsp *ocsp = &self->ocsp;
  p2pid_err err =
      p2pid_ocsp_verify (ocsp, &self->chain, ocsp->produced_at, true);

  if (err == P2PID_OK)
    err = check_nonce (self);
  if (err == P2PID_OK &&
      (ocsp->this_update != ocsp->produced_at || ocsp->next_update != 0))
    err = P2PID_ERR_MISMATCH;
  return err;
}

/* "serialNumber=5560000167" of a relying party's name, for free(); NULL where
 * there is not exactly one. A name that only looks as if it had another, in a
 * company's name for instance, has two. */
static p2pid_err
find_number (const char *party, char **out)
{
  static const char mark[] = "serialNumber=";
  const char *at = strstr (party, mark);
  size_t size;

  *out = NULL;
  if (at == NULL || strstr (at + 1, mark) != NULL ||
      (at > party && at[-1] != ',') || strpbrk (party, "\\\"") != NULL)
    return P2PID_OK;
  size = strcspn (at, ",");
  *out = strndup (at, size);
  return *out ? P2PID_OK : P2PID_ERR_MEMORY;
}

/* Its whole name, or its number alone, which stays when its certificate is
 * renewed. */
static p2pid_err
check_party (const bankid *self, const p2pid_anchor *anchor)
{
  const char *party = (const char *) self->party->data;
  char *number = NULL;
  p2pid_err err;

  if (p2pid_anchor_allows (anchor, party))
    return P2PID_OK;
  err = find_number (party, &number);
  if (err == P2PID_OK &&
      (number == NULL || !p2pid_anchor_allows (anchor, number)))
    err = P2PID_ERR_MISMATCH;
  free (number);
  return err;
}

/* Who signed, and that they did. */
static p2pid_err
check_signer (const bankid *self,
              const p2pid_anchors *anchors,
              p2pid_report *report,
              const p2pid_anchor **out_anchor)
{
  p2pid_err err = p2pid_report_enter (
      report, P2PID_STEP_ISSUER,
      p2pid_chain_find_anchor (&self->chain, anchors, P2PID_METHOD_BANKID,
                               out_anchor));

  if (err == P2PID_OK)
    err = p2pid_report_enter (
        report, P2PID_STEP_CHAIN,
        p2pid_chain_verify (&self->chain, self->ocsp.produced_at));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_CERTIFICATE,
                              p2pid_bankid_certificate_check (
                                  &self->chain, (*out_anchor)->environment));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_DIGESTS, check_digests (self));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_SIGNATURE,
                              check_signature (self));
  return err;
}

/* What for, when, and for whom. Without a statement its time is not known;
 * the next step says so. */
static p2pid_err
check_circumstances (const bankid *self,
                     const p2pid_anchor *anchor,
                     int64_t now,
                     p2pid_report *report)
{
  p2pid_err err =
      p2pid_report_enter (report, P2PID_STEP_KIND, check_kind (&self->parts));

  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_REVOCATION,
                              check_revocation (self));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_PARTY,
                              check_party (self, anchor));
  if (err == P2PID_OK && !self->statement.known)
    p2pid_report_skip (report, P2PID_STEP_TIME);
  else if (err == P2PID_OK)
    err =
        p2pid_report_enter (report, P2PID_STEP_TIME,
                            p2pid_statement_part_check_signed (
                                &self->statement, self->ocsp.produced_at, now));
  return err;
}

/* The whole text, and nothing but it. */
static p2pid_err
check_text (const bankid *self)
{
  p2pid_buffer *text = NULL;
  p2pid_err err;

  if (!self->statement.known)
    return P2PID_ERR_INCOMPLETE;
  err = p2pid_statement_text (&self->statement.value, &text);
  if (err == P2PID_OK && !p2pid_bytes_equal (p2pid_buffer_bytes (self->visible),
                                             p2pid_buffer_bytes (text)))
    err = P2PID_ERR_MISMATCH;
  p2pid_buffer_free (text);
  return err;
}

static p2pid_err
check_statement (const bankid *self)
{
  const p2pid_bytes expected = { self->statement.bytes, self->statement.size };

  if (self->hidden == NULL)
    return P2PID_ERR_INCOMPLETE;
  return p2pid_bytes_equal (p2pid_buffer_bytes (self->hidden), expected)
             ? P2PID_OK
             : P2PID_ERR_MISMATCH;
}

/* What the person signed, and who they are. */
static p2pid_err
read_identity (const bankid *self,
               p2pid_report *report,
               p2pid_identity *identity)
{
  p2pid_err err =
      p2pid_report_enter (report, P2PID_STEP_TEXT, check_text (self));

  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_STATEMENT,
                              check_statement (self));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_KEY,
                              read_key (self, &identity->key));
  if (err == P2PID_OK)
    err = p2pid_report_enter (
        report, P2PID_STEP_PERSON,
        p2pid_bankid_certificate_person (self->chain.list[0], identity));
  return err;
}

static p2pid_err
verify (const void *proof,
        const p2pid_anchors *anchors,
        int64_t now,
        p2pid_report *report,
        p2pid_identity **out_identity)
{
  const bankid *self = proof;
  const p2pid_anchor *anchor = NULL;
  p2pid_identity *identity = NULL;
  p2pid_err err = check_signer (self, anchors, report, &anchor);

  if (err == P2PID_OK)
    err = check_circumstances (self, anchor, now, report);
  if (err == P2PID_OK)
    err = p2pid_identity_new (anchor, now, &identity);
  if (err == P2PID_OK)
    err = read_identity (self, report, identity);
  ERR_clear_error ();
  if (err != P2PID_OK) {
    p2pid_identity_free (identity);
    return err;
  }
  identity->word = P2PID_WORD_SIGNED;
  identity->signed_at = self->ocsp.produced_at;
  identity->begins_at =
      p2pid_statement_part_begin (&self->statement, identity->signed_at);
  identity->revocation_checked_at = self->ocsp.produced_at;
  identity->valid_until = self->statement.value.not_after;
  *out_identity = identity;
  return P2PID_OK;
}

/* Standard base64, as BankID delivers it. */
static p2pid_err
encode (p2pid_bytes bytes, p2pid_buffer **out)
{
  const int variant = sodium_base64_VARIANT_ORIGINAL;
  p2pid_buffer *text = NULL;
  size_t size;
  p2pid_err err;

  if (bytes.size > P2PID_EVIDENCE_MAX)
    return P2PID_ERR_SIZE;
  size = sodium_base64_encoded_len (bytes.size, variant);
  err = p2pid_buffer_new (size - 1, &text); /* it counts the NUL */
  if (err != P2PID_OK)
    return err;
  sodium_bin2base64 ((char *) text->data, size, bytes.data, bytes.size,
                     variant);
  *out = text;
  return P2PID_OK;
}

/* What begins with @p first is not base64 yet. */
static p2pid_err
read_file (p2pid_bytes file, uint8_t first, p2pid_buffer **out)
{
  return file.size > 0 && file.data[0] == first ? encode (file, out)
                                                : p2pid_token_copy (file, out);
}

static p2pid_err
read_root (p2pid_bytes file, p2pid_buffer **out)
{
  p2pid_buffer *der = NULL;
  p2pid_err err = p2pid_certificate_from_file (file, &der);

  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (der), out);
  p2pid_buffer_free (der);
  return err;
}

/* The signature, the OCSP answer, the root. */
static p2pid_err
join (const p2pid_bytes *files, size_t count, p2pid_buffer **out_evidence)
{
  p2pid_buffer *texts[3] = { NULL };
  p2pid_err err;

  if (count != 3)
    return P2PID_ERR_ARGUMENT;
  err = read_file (files[0], '<', &texts[0]);
  if (err == P2PID_OK)
    err = read_file (files[1], 0x30, &texts[1]); /* a SEQUENCE */
  if (err == P2PID_OK)
    err = read_root (files[2], &texts[2]);
  if (err == P2PID_OK) {
    const p2pid_bytes parts[] = { p2pid_buffer_bytes (texts[0]),
                                  p2pid_buffer_bytes (texts[1]),
                                  p2pid_buffer_bytes (texts[2]) };

    err = p2pid_token_join (parts, 3, out_evidence);
  }
  for (size_t i = 0; i < 3; i++)
    p2pid_buffer_free (texts[i]);
  return err;
}

const p2pid_method_row p2pid_bankid_method = {
  .method = P2PID_METHOD_BANKID,
  .join = join,
  .read = read_proof,
  .free = free_proof,
  .facts = all_facts,
  .key = read_key,
  .claim = read_claim,
  .verify = verify,
};
