/*
 * Cards of the tests: a chain of three certificates, and signatures by the
 * person's key over a statement, or over anything else.
 */

#ifndef P2PID_TESTS_CARD_MAKER_H
#define P2PID_TESTS_CARD_MAKER_H

#include "authority.h"
#include "signer.h"
#include "stating.h"

enum { CARD_PERSON, CARD_ISSUER, CARD_ROOT, CARD_CHAIN };

/** A card in the making. */
typedef struct {
  p2pid_jwa algorithm;
  authority_plan plans[CARD_CHAIN];
  X509 *chain[CARD_CHAIN]; /* NULL until card_issue() */
} card_maker;

/** A card of Astrid Öberg's by Estonian authorities, P-256, good from NOW - DAY
 *  to NOW + DAY. */
card_maker
card_new (void);

/** The same with a key for @p algorithm. */
card_maker
card_new_for (p2pid_jwa algorithm);

/** Replace the value of an extension or entry of the subject; NULL leaves it
 *  out. */
void
card_set (authority_extension *list, int kind, const char *value);

/** Issue the three certificates as they are planned. */
void
card_issue (card_maker *card);

/** What a card signs for @p statement. Written here once more. */
p2pid_buffer *
card_message (const p2pid_statement *statement);

/** Evidence for free(): @p key signs @p message; @p ocsp and @p crl may be
 *  NULL. The person's key where @p key is. */
char *
card_sign (const card_maker *card,
           EVP_PKEY *key,
           p2pid_bytes message,
           const p2pid_buffer *ocsp,
           const p2pid_buffer *crl);

/** Ordinary evidence for stating(), for free(). */
char *
card_evidence (const card_maker *card);

/** A set with the root as an anchor. */
p2pid_anchors *
card_anchors (const card_maker *card, p2pid_environment environment);

/** What a revocation list says. */
typedef struct {
  X509 *issuer; /* by whose name */
  EVP_PKEY *key;
  X509 *withdrawn; /* or NULL */
  int64_t made, next;
  int narrow;         /* an extension by its kind, empty; 0: none */
  bool mild;          /* it is not critical */
  const EVP_MD *hash; /* NULL: SHA-256 */
} card_list;

/** Its DER form, for p2pid_buffer_free(). */
p2pid_buffer *
card_crl (const card_list *list);

/** Free the certificates. */
void
card_clear (card_maker *card);

#endif
