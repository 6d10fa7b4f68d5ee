/*
 * ID tokens: the parts of an ordinary one, for tests to change, by an issuer
 * of any kind of key, and the anchor that takes it.
 */

#ifndef P2PID_TESTS_ID_TOKEN_H
#define P2PID_TESTS_ID_TOKEN_H

#include "person.h"
#include "signer.h"

#define ID_ISSUER "https://id.example"
#define ID_CLIENT "p2pid-client"

/* The statement began at NOW, and the login took half a minute. */
#define ID_ISS "'iss':'" ID_ISSUER "'"
#define ID_AUD "'aud':'" ID_CLIENT "'"
#define ID_SUB "'sub':'248289761001'"
#define ID_NONCE "'nonce':'@N'"
#define ID_TIMES "'iat':1795521630,'exp':1795521930"
#define ID_BARE ID_ISS "," ID_AUD "," ID_SUB "," ID_NONCE "," ID_TIMES
#define ID_NAME "'name':'Bo Ek'"
#define ID_WHOLE "{" ID_BARE "," ID_NAME "}"

/** What the tokens are for: person_key (1), from NOW for a day. */
extern p2pid_statement id_token_said;

/** Make it anew; a fixture. */
void
id_token_start (void);

/** The statement as bindings have it, for p2pid_buffer_free(). */
p2pid_buffer *
id_token_statement (const p2pid_statement *statement);

/** As signer_jws(), with "@N" in @p payload the hash of the statement. */
char *
id_token_make (EVP_PKEY *key,
               p2pid_jwa algorithm,
               const char *header,
               const char *payload);

/** Evidence of a token and the JSON of a key, for free(). */
char *
id_token_evidence (const char *token, const char *jwk);

/** Evidence by signer_key(). */
char *
id_token_good (p2pid_jwa algorithm, const char *payload);

/** Anchors that take tokens by @p key. */
p2pid_anchors *
id_token_anchors (EVP_PKEY *key);

#endif
