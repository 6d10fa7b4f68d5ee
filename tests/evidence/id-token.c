/* ID tokens. */

#include "id-token.h"

#include "evidence/oidc.h"

#include <stdlib.h>

p2pid_statement id_token_said;

void
id_token_start (void)
{
  p2pid_public_key key = person_key (1);

  memset (&id_token_said, 0, sizeof id_token_said);
  ck_assert_int_eq (p2pid_statement_init (&id_token_said, &key, "P2P ID",
                                          P2PID_LANGUAGE_EN, NOW, DAY),
                    P2PID_OK);
}

/* base64url, for p2pid_buffer_free(). */
p2pid_buffer *
id_token_statement (const p2pid_statement *s)
{
  p2pid_buffer *bytes = NULL, *text = NULL;

  ck_assert_int_eq (p2pid_statement_print (s, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &text),
                    P2PID_OK);
  p2pid_buffer_free (bytes);
  return text;
}

/* "@N" becomes the statement's hash. */
static char *
fill_in (const char *text)
{
  char nonce[P2PID_STATEMENT_HASH_SIZE + 1], *filled;
  const char *mark = strstr (text, "@N");
  p2pid_buffer *bytes = NULL;

  if (mark == NULL)
    return strdup (text);
  ck_assert_int_eq (p2pid_statement_print (&id_token_said, &bytes), P2PID_OK);
  ck_assert_int_eq (p2pid_oidc_nonce (p2pid_buffer_bytes (bytes), nonce),
                    P2PID_OK);
  p2pid_buffer_free (bytes);
  ck_assert_int_gt (asprintf (&filled, "%.*s%s%s", (int) (mark - text), text,
                              nonce, mark + 2),
                    0);
  return filled;
}

char *
id_token_make (EVP_PKEY *key,
               p2pid_jwa algorithm,
               const char *header,
               const char *payload)
{
  char *filled = fill_in (payload);
  char *token = signer_jws (key, algorithm, header, filled);

  free (filled);
  return token;
}

char *
id_token_evidence (const char *token, const char *jwk)
{
  char *key = signer_base64url (jwk, strlen (jwk)), *evidence = NULL;

  ck_assert_int_gt (asprintf (&evidence, "%s~%s", token, key), 0);
  free (key);
  return evidence;
}

p2pid_anchors *
id_token_anchors (EVP_PKEY *key)
{
  static const char *const parties[] = { ID_CLIENT, "another-of-ours", NULL };
  p2pid_anchor anchor = { .method = P2PID_METHOD_OIDC,
                          .environment = P2PID_ENVIRONMENT_PRODUCTION,
                          .fingerprint = signer_thumbprint (key),
                          .name = "Example ID",
                          .assurance = P2PID_ASSURANCE_SUBSTANTIAL,
                          .issuer = ID_ISSUER,
                          .parties = parties };
  p2pid_anchors *anchors = person_anchors (false);

  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
  return anchors;
}

char *
id_token_good (p2pid_jwa algorithm, const char *payload)
{
  EVP_PKEY *key = signer_key (algorithm);
  char header[40], *token, *jwk = signer_jwk (key), *evidence;

  snprintf (header, sizeof header, "{'alg':'%s'}", signer_name (algorithm));
  token = id_token_make (key, algorithm, header, payload);
  evidence = id_token_evidence (token, jwk);
  free (token);
  free (jwk);
  return evidence;
}
