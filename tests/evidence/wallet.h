/*
 * A wallet with an EU PID: the parts of an ordinary one, for tests to change,
 * by an issuer and a holder with any kind of key, and what the holder signs
 * for id_token_said, the statement of id-token.h.
 */

#ifndef P2PID_TESTS_WALLET_H
#define P2PID_TESTS_WALLET_H

#include "id-token.h"

#include "evidence/key-binding.h"

#define WALLET_DISCLOSURES_MAX 8

#define PID_VCT "'vct':'urn:eudi:pid:1'"
#define PID_TIMES "'iat':1795000000,'exp':1800000000"
#define PID_CNF "'cnf':{'jwk':@C}"
#define PID_OPEN PID_VCT "," PID_TIMES "," PID_CNF
#define PID_HEADER "{'typ':'dc+sd-jwt','alg':'ES256','jwk':@J}"
#define PID_PAYLOAD "{" PID_OPEN ",'_sd':['@a','@b','@c']}"
#define PID_SALT "'2GLC42sKQveCfGfryNRN9w'"
#define PID_FAMILY "[" PID_SALT ",'family_name','Ek']"
#define PID_GIVEN "[" PID_SALT ",'given_name','Bo']"
#define PID_BIRTHDATE "[" PID_SALT ",'birthdate','1984-02-29']"

#define KB_HEADER "{'typ':'kb+jwt','alg':'ES256'}"
#define KB_AUD "'aud':'urn:p2pid:statement:1'"
#define KB_IAT "'iat':1795521630"
#define KB_PAYLOAD "{" KB_AUD "," KB_IAT ",'nonce':'@N','sd_hash':'@H'}"

/**
 * What is to be made. Texts are JSON with ' for ", and in them "@J" stands for
 * the issuer's key, "@C" for the holder's, "@a", "@b", … for the digests of
 * the disclosures, "@N" for the statement's hash, "@H" for that of what is
 * shown.
 */
typedef struct {
  p2pid_jwa issuer; /* signer_key () of it */
  p2pid_jwa holder; /* signer_other_key () of it */
  const char *header, *payload;
  const char *disclosures[WALLET_DISCLOSURES_MAX + 1];
  const char *kb_header, *kb_payload; /* NULL: without KB-JWT */
  const char *enclosed;               /* JSON of a key to put in front */
} wallet_order;

/** All as it should be: ES256 twice, three facts. */
extern const wallet_order wallet_ordinary;

/** Evidence for free(). */
char *
wallet_make (const wallet_order *order);

/** Anchors that take PIDs by @p key. */
p2pid_anchors *
wallet_anchors (EVP_PKEY *key);

/** What becomes of evidence for @p statement, or none, at @p now. */
p2pid_err
wallet_check (const char *evidence,
              const p2pid_statement *statement,
              EVP_PKEY *trusted,
              int64_t now,
              p2pid_step *out_failed,
              p2pid_identity **out);

/** See that @p err comes of @p order at @p step, for the statement. */
void
wallet_expect (const char *what,
               const wallet_order *order,
               p2pid_err err,
               p2pid_step step);

#endif
