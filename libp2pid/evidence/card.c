/*
 * Method "card": a statement signed by a person's card (PROTOCOL.md §11).
 *
 *   evidence  alg "~" signature "~" certificates "~" ocsp "~" crl
 *
 * Certificates have "." between them, the person's first, the anchor's last.
 * An OCSP answer or a revocation list may be enclosed, or neither.
 *
 * The signature has no time of its own. What it has is the statement's
 * not-before, the signer's own word: the certificate must have been valid by
 * then, and must be so still.
 */

#include "evidence/card.h"

#include "evidence/anchors-internal.h"
#include "evidence/card-person.h"
#include "evidence/crl.h"
#include "evidence/method.h"
#include "evidence/ocsp.h"
#include "evidence/statement-internal.h"
#include "evidence/token.h"

#include <stdlib.h>

/* How much older than the statement an answer may be that does not say how
 * long it holds, in seconds. */
#define ANSWER_AGE_MAX (24 * 60 * 60)

typedef struct {
  p2pid_statement_part statement;
  p2pid_jwa algorithm;
  p2pid_buffer *signature;
  p2pid_chain chain;
  p2pid_ocsp ocsp; /* without an answer where none is enclosed */
  X509_CRL *crl;   /* or NULL */
  p2pid_facts facts;
} card;

static void
free_proof (void *proof)
{
  card *self = proof;

  if (self == NULL)
    return;
  p2pid_buffer_free (self->signature);
  p2pid_chain_clear (&self->chain);
  p2pid_ocsp_clear (&self->ocsp);
  X509_CRL_free (self->crl);
  free (self);
}

static p2pid_err
read_algorithm (p2pid_bytes text, p2pid_jwa *out)
{
  for (int i = 0; i < P2PID_JWA_COUNT_; i++) {
    const char *name = p2pid_card_algorithm_name ((p2pid_jwa) i);

    if (name != NULL &&
        p2pid_bytes_equal (text, p2pid_bytes_from_text (name))) {
      *out = (p2pid_jwa) i;
      return P2PID_OK;
    }
  }
  return P2PID_ERR_FORMAT;
}

static p2pid_err
read_certificates (p2pid_bytes text, p2pid_chain *out)
{
  p2pid_buffer *ders[P2PID_CHAIN_MAX] = { NULL };
  p2pid_bytes list[P2PID_CHAIN_MAX], part;
  size_t count = 0;
  bool more = true;
  p2pid_err err = P2PID_OK;

  while (more && err == P2PID_OK) {
    more = p2pid_token_take (&text, '.', &part);
    if (count == P2PID_CHAIN_MAX)
      err = P2PID_ERR_SIZE;
    else
      err = p2pid_token_decode (more ? part : text, &ders[count]);
    if (err == P2PID_OK) {
      list[count] = p2pid_buffer_bytes (ders[count]);
      count++;
    }
  }
  if (err == P2PID_OK)
    err = p2pid_chain_read (list, count, out);
  for (size_t i = 0; i < P2PID_CHAIN_MAX; i++)
    p2pid_buffer_free (ders[i]);
  return err;
}

static p2pid_err
read_ocsp (p2pid_bytes text, p2pid_ocsp *out)
{
  p2pid_buffer *der = NULL;
  p2pid_err err;

  if (text.size == 0)
    return P2PID_OK;
  err = p2pid_token_decode (text, &der);
  if (err == P2PID_OK)
    err = p2pid_ocsp_read (p2pid_buffer_bytes (der), out);
  p2pid_buffer_free (der);
  return err;
}

static p2pid_err
read_crl (p2pid_bytes text, X509_CRL **out)
{
  p2pid_buffer *der = NULL;
  p2pid_err err;

  if (text.size == 0)
    return P2PID_OK;
  err = p2pid_token_decode (text, &der);
  if (err == P2PID_OK)
    err = p2pid_crl_read (p2pid_buffer_bytes (der), out);
  p2pid_buffer_free (der);
  return err;
}

static p2pid_err
read_parts (p2pid_bytes evidence, card *out)
{
  p2pid_bytes rest = evidence, algorithm, signature, certificates, ocsp;
  p2pid_err err;

  if (!p2pid_token_take (&rest, '~', &algorithm) ||
      !p2pid_token_take (&rest, '~', &signature) ||
      !p2pid_token_take (&rest, '~', &certificates) ||
      !p2pid_token_take (&rest, '~', &ocsp) ||
      (ocsp.size > 0 && rest.size > 0)) /* one of them is enough */
    return P2PID_ERR_FORMAT;
  err = read_algorithm (algorithm, &out->algorithm);
  if (err == P2PID_OK)
    err = p2pid_token_decode (signature, &out->signature);
  if (err == P2PID_OK)
    err = read_certificates (certificates, &out->chain);
  if (err == P2PID_OK)
    err = read_ocsp (ocsp, &out->ocsp);
  if (err == P2PID_OK)
    err = read_crl (rest, &out->crl);
  return err;
}

/* What the certificate says, with nothing checked; where it names nobody, that
 * is for the check to say. */
static p2pid_err
read_facts (const p2pid_chain *chain, p2pid_facts *out)
{
  p2pid_identity *identity = NULL;
  p2pid_facts facts = 0;
  p2pid_err err = p2pid_identity_new_blank (P2PID_METHOD_CARD, &identity);

  if (err == P2PID_OK)
    err = p2pid_card_read_person (chain, identity);
  for (size_t i = 0; i < P2PID_FACT_COUNT_ && err == P2PID_OK; i++)
    if (identity->facts[i] != NULL)
      facts |= P2PID_FACTS (i);
  p2pid_identity_free (identity);
  *out = facts;
  return err == P2PID_ERR_MEMORY ? err : P2PID_OK;
}

static p2pid_err
read_proof (p2pid_bytes statement, p2pid_bytes evidence, void **out_proof)
{
  card *self = calloc (1, sizeof *self);
  p2pid_err err;

  if (self == NULL)
    return P2PID_ERR_MEMORY;
  err = read_parts (evidence, self);
  if (err == P2PID_OK)
    err = p2pid_statement_part_read (statement, &self->statement);
  if (err == P2PID_OK)
    err = read_facts (&self->chain, &self->facts);
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
  const card *self = proof;

  return self->facts;
}

static p2pid_err
read_key (const void *proof, p2pid_public_key *out_key)
{
  const card *self = proof;

  return p2pid_statement_part_key (&self->statement, out_key);
}

static p2pid_err
read_claim (const void *proof, p2pid_identity *facts)
{
  const card *self = proof;

  return p2pid_card_read_person (&self->chain, facts);
}

/* Good now, and when the statement begins: as each is valid for one stretch of
 * time, it is enough that it was so by then. */
static p2pid_err
check_chain (const card *self, int64_t now)
{
  p2pid_err err = p2pid_chain_verify (&self->chain, now);

  for (size_t i = 0; i < self->chain.count && err == P2PID_OK; i++)
    if (self->statement.known &&
        p2pid_certificate_not_before (self->chain.list[i]) >
            self->statement.value.not_before)
      err = P2PID_ERR_NOT_YET_VALID;
  return err;
}

static p2pid_err
check_signature (const card *self)
{
  p2pid_buffer *message = NULL;
  p2pid_err err = p2pid_card_message (&self->statement.value, &message);

  if (err == P2PID_OK)
    err = p2pid_card_verify (self->chain.list[0], self->algorithm,
                             p2pid_buffer_bytes (message),
                             p2pid_buffer_bytes (self->signature));
  p2pid_buffer_free (message);
  return err;
}

static int64_t
later (int64_t a, int64_t b)
{
  return a > b ? a : b;
}

/* An answer counts for the time of the statement: one from before must still
 * hold when it begins, one from after is asked about its own time. */
static p2pid_err
check_answer_time (const card *self,
                   int64_t this_update,
                   int64_t next_update,
                   int64_t now)
{
  if (this_update > now + P2PID_STATEMENT_LEEWAY)
    return P2PID_ERR_NOT_YET_VALID;
  if (next_update == 0 &&
      this_update + ANSWER_AGE_MAX < self->statement.value.not_before)
    return P2PID_ERR_EXPIRED;
  return P2PID_OK;
}

static p2pid_err
check_ocsp (const card *self, int64_t now, int64_t *out_known_at)
{
  const p2pid_ocsp *ocsp = &self->ocsp;
  int64_t made = later (ocsp->this_update, ocsp->produced_at);
  p2pid_err err = check_answer_time (self, made, ocsp->next_update, now);

  if (err == P2PID_OK)
    err = p2pid_ocsp_verify (ocsp, &self->chain,
                             later (self->statement.value.not_before, made),
                             false);
  if (err == P2PID_OK)
    *out_known_at = ocsp->this_update;
  return err;
}

static p2pid_err
check_crl (const card *self, int64_t now, int64_t *out_known_at)
{
  int64_t made = p2pid_crl_this_update (self->crl);
  p2pid_err err =
      check_answer_time (self, made, p2pid_crl_next_update (self->crl), now);

  if (err == P2PID_OK)
    err = p2pid_crl_verify (self->crl, &self->chain,
                            later (self->statement.value.not_before, made));
  if (err == P2PID_OK)
    *out_known_at = made;
  return err;
}

static p2pid_err
check_revocation (const card *self,
                  p2pid_report *report,
                  p2pid_identity *identity)
{
  int64_t now = identity->checked_at;
  int64_t *known_at = &identity->revocation_checked_at;
  p2pid_err err;

  if (self->ocsp.answer == NULL && self->crl == NULL) {
    p2pid_report_skip (report, P2PID_STEP_REVOCATION);
    return P2PID_OK;
  }
  err = self->crl != NULL ? check_crl (self, now, known_at)
                          : check_ocsp (self, now, known_at);
  return p2pid_report_enter (report, P2PID_STEP_REVOCATION, err);
}

/* Somebody's certificate, for whom an anchor stands. */
static p2pid_err
check_certificates (const card *self,
                    const p2pid_anchors *anchors,
                    int64_t now,
                    p2pid_report *report,
                    const p2pid_anchor **out_anchor)
{
  p2pid_err err = p2pid_report_enter (
      report, P2PID_STEP_ISSUER,
      p2pid_chain_find_anchor (&self->chain, anchors, P2PID_METHOD_CARD,
                               out_anchor));

  if (err == P2PID_OK)
    err =
        p2pid_report_enter (report, P2PID_STEP_CHAIN, check_chain (self, now));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_CERTIFICATE,
                              p2pid_card_check_certificate (&self->chain));
  return err;
}

/* The card has no screen: that the person read the text, nobody knows. It is
 * signed with the statement, so that it cannot be denied to belong there. */
static p2pid_err
check_signed (const card *self, p2pid_report *report)
{
  p2pid_err err;

  p2pid_report_skip (report, P2PID_STEP_TEXT);
  if (!self->statement.known)
    return p2pid_report_enter (report, P2PID_STEP_STATEMENT,
                               P2PID_ERR_INCOMPLETE);
  err =
      p2pid_report_enter (report, P2PID_STEP_SIGNATURE, check_signature (self));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_STATEMENT, P2PID_OK);
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_HOLDER, P2PID_OK);
  return err;
}

/* With the first of the certificates that ceases to be valid. */
static int64_t
find_end (const card *self)
{
  int64_t end = self->statement.value.not_after;

  for (size_t i = 0; i < self->chain.count; i++) {
    int64_t not_after = p2pid_certificate_not_after (self->chain.list[i]);

    if (not_after < end)
      end = not_after;
  }
  return end;
}

static p2pid_err
read_identity (const card *self, p2pid_report *report, p2pid_identity *identity)
{
  p2pid_err err = check_revocation (self, report, identity);

  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_TIME,
                              p2pid_statement_part_check_time (
                                  &self->statement, identity->checked_at));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_KEY,
                              read_key (self, &identity->key));
  if (err == P2PID_OK)
    err = p2pid_report_enter (report, P2PID_STEP_PERSON,
                              p2pid_card_read_person (&self->chain, identity));
  return err;
}

static p2pid_err
verify (const void *proof,
        const p2pid_anchors *anchors,
        int64_t now,
        p2pid_report *report,
        p2pid_identity **out_identity)
{
  const card *self = proof;
  const p2pid_anchor *anchor = NULL;
  p2pid_identity *identity = NULL;
  p2pid_err err = check_certificates (self, anchors, now, report, &anchor);

  if (err == P2PID_OK)
    err = check_signed (self, report);
  if (err == P2PID_OK)
    err = p2pid_identity_new (anchor, now, &identity);
  if (err == P2PID_OK)
    err = read_identity (self, report, identity);
  if (err != P2PID_OK) {
    p2pid_identity_free (identity);
    return err;
  }
  identity->word = P2PID_WORD_SIGNED;
  identity->signed_at = self->statement.value.not_before;
  identity->dated_by_holder = true;
  identity->valid_until = find_end (self);
  *out_identity = identity;
  return P2PID_OK;
}

const p2pid_method_row p2pid_card_method = {
  .method = P2PID_METHOD_CARD,
  .join = p2pid_card_join,
  .read = read_proof,
  .free = free_proof,
  .facts = all_facts,
  .key = read_key,
  .claim = read_claim,
  .verify = verify,
};
