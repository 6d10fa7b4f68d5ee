/*
 * Credentials of method "sd-jwt": the parts of an ordinary one, for tests to
 * change, and what comes of reading one. All well signed by the TEST issuer
 * unless a test says otherwise.
 */

#ifndef P2PID_TESTS_CREDENTIAL_H
#define P2PID_TESTS_CREDENTIAL_H

#include "forge.h"
#include "person.h"

#define JWK "'jwk':{'kty':'OKP','crv':'Ed25519','x':'@I'}"
#define HEADER "{'typ':'dc+sd-jwt','alg':'EdDSA'," JWK "}"

/* NOW, and NOW + DAY. */
#define VCT "'vct':'urn:p2pid:identity:1'"
#define TIMES "'iat':1795521600,'exp':1795608000"
#define CNF "'cnf':{'jwk':{'kty':'OKP','crv':'Ed25519','x':'@K'}}"
#define OPEN VCT "," TIMES "," CNF
#define NAMED OPEN ",'name':'Bo Ek'"

/* The salt of RFC 9901's first example, which does for all. */
#define SALT "'2GLC42sKQveCfGfryNRN9w'"

/** Read and verify @p token at NOW, with TEST allowed. */
p2pid_err
credential_verify (const char *token, p2pid_identity **out);

/** Forge a credential, verify it, and see that @p err comes of it. */
void
credential_expect (p2pid_err err,
                   const char *what,
                   const char *header,
                   const char *payload,
                   const char *const *disclosures);

#endif
