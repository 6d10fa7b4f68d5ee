/*
 * Sign results of Freja, of any content, signed by a Freja of the tests.
 */

#ifndef P2PID_TESTS_FREJA_RESULT_H
#define P2PID_TESTS_FREJA_RESULT_H

#include "stating.h"

#include <jansson.h>
#include <openssl/x509.h>

/** A result in the making. */
typedef struct {
  json_t *header, *payload;
  json_t *user; /* what the person signs */
  EVP_PKEY *key;
  X509 *certificate;
} freja_result;

/** Freja's key, and its certificate, valid from NOW - DAY for three years. */
EVP_PKEY *
freja_key (void);
X509 *
freja_certificate (void);

/** A set with freja_certificate () as a production anchor. */
p2pid_anchors *
freja_anchors (void);

/** An ordinary result for stating(), all attributes in it, PLUS. */
freja_result
freja_result_new (void);

/** Change @p object as RFC 7396 says: members of @p patch, JSON with ' for ",
 *  replace those of the same name; null takes one away. NULL does nothing. */
void
freja_result_patch (json_t *object, const char *patch);

/** Use another certificate, and name it in the header. Borrowed. */
void
freja_result_use (freja_result *result, X509 *certificate, EVP_PKEY *key);

/** Sign and free it: the evidence, for free(). */
char *
freja_result_finish (freja_result *result);

/** Evidence from its parts as they are: JSON texts. */
char *
freja_evidence (const char *header, const char *payload);

#endif
