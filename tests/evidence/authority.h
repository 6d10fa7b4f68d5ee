/*
 * A certificate authority for tests: certificates and OCSP answers of any
 * content, good or bad, by OpenSSL alone.
 */

#ifndef P2PID_TESTS_AUTHORITY_H
#define P2PID_TESTS_AUTHORITY_H

#include "base/bytes.h"

#include <openssl/ocsp.h>
#include <openssl/x509.h>

/** The moment at which all that is made here is good. */
#define AUTHORITY_NOW INT64_C (1795521600)
#define AUTHORITY_DAY INT64_C (86400)

/** An extension by its OpenSSL name and value, as in openssl.cnf. */
typedef struct {
  int kind;
  const char *value;
} authority_extension;

#define AUTHORITY_EXTENSIONS_MAX 6

#define AUTHORITY_SUBJECT_MAX 8

typedef struct {
  const char *name; /* common name */
  EVP_PKEY *key;
  authority_extension extensions[AUTHORITY_EXTENSIONS_MAX];
  authority_extension subject[AUTHORITY_SUBJECT_MAX]; /* beside the name */
  int64_t from, until; /* 0: a day before now, a day after */
  const EVP_MD *hash;  /* NULL: SHA-256 */
} authority_plan;

/** What makes a certificate an issuer. */
#define AUTHORITY_CA                                                           \
  {                                                                            \
    { NID_basic_constraints, "critical,CA:TRUE" },                             \
    {                                                                          \
      NID_key_usage, "critical,keyCertSign,cRLSign"                            \
    }                                                                          \
  }

/** One of eight P-256 keys, made when first asked for; borrowed. */
EVP_PKEY *
authority_key (size_t which);

/** The certificate of @p plan by an issuer, or by itself; for X509_free(). */
X509 *
authority_issue (const authority_plan *plan,
                 X509 *issuer,
                 EVP_PKEY *issuer_key);

/** The certificate's DER form; for p2pid_buffer_free(). */
p2pid_buffer *
authority_print (const X509 *certificate);

/** What an anchor would say of it. */
p2pid_fingerprint
authority_fingerprint (const X509 *certificate);

/** What an OCSP answer says. */
typedef struct {
  X509 *subject, *issuer; /* whose state it is */
  X509 *signer;
  EVP_PKEY *key;
  bool bare;              /* leaves the signer's certificate out */
  int state;              /* V_OCSP_CERTSTATUS_… */
  size_t times;           /* how often it says so; 0: once */
  int64_t produced, next; /* 0: now, and nothing */
  int64_t updated;        /* when it was so; 0: when it was said */
  p2pid_bytes nonce;
  const EVP_MD *hash; /* NULL: SHA-256 */
  int extension;      /* another, critical one, by its kind; 0: none */
  bool inside;        /* the state has it, not the answer */
} authority_answer;

/** The answer's DER form; for p2pid_buffer_free(). */
p2pid_buffer *
authority_ocsp (const authority_answer *answer);

/** Free the keys. */
void
authority_end (void);

#endif
