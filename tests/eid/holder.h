/*
 * A card's holder, for tests: an issuer with its certificates, and an
 * enrolment that answers questions as it was told and remembers what it
 * heard.
 */

#ifndef P2PID_TESTS_HOLDER_H
#define P2PID_TESTS_HOLDER_H

#include "harness.h"

#include "eid/enrolment.h"
#include "evidence/authority.h"

enum { ROOT, CA, STRANGER, PERSON, OTHER }; /* keys of authority_key () */

typedef struct {
  /* What is answered. */
  const char *pin; /* NULL: the enrolment is cancelled instead */
  size_t choice;

  /* What was heard. */
  int pins, questions;
  int tries;
  bool keypad;
  size_t count;
  char label[64], holder[64]; /* of the PIN's card */
  char pin_hint[32], pin_sentence[200];
  char labels[4][64], holders[4][64]; /* of the cards to choose from */
  int done, failed;
  int64_t asked_at; /* as of when it was known not to be revoked */
  char hint[32], sentence[200], name[64];
} holder_record;

extern holder_record record;

/** The issuer's root and the CA below it; made anew for each test. */
extern X509 *holder_root, *holder_ca;
extern p2pid_key *holder_key;

void
holder_begin (void);

void
holder_end (void);

/** A person's certificate by the CA, for X509_free(); @p usage as
 *  openssl.cnf writes it, @p ocsp an address or NULL. */
X509 *
holder_certificate (EVP_PKEY *key,
                    const char *name,
                    const char *usage,
                    const char *ocsp);

/** Certificates as one PEM text, for free(); the last is NULL. */
char *
holder_pem (X509 *first, ...);

/** Cancel it, from a signal handler. */
void
holder_cancel (int number);

/** What runs it, for a test to stand before: p2pid_enrolment_run(). */
extern p2pid_err (*holder_run) (p2pid_enrolment *enrolment);

/** A whole enrolment with the issuer's root as the anchor; the binding, where
 *  there is one, is the caller's. */
p2pid_err
holder_enrol (const char *module, const char *roots, p2pid_binding **out);

#endif
