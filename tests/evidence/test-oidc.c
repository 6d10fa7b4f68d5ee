/*
 * ID tokens, rule by rule: what is refused, at which step and by what name;
 * every key and algorithm; every byte.
 */

#include "id-token.h"

#include <stdlib.h>

/* What becomes of evidence at @p now, with the statement @p s or none. */
static p2pid_err
check (const char *evidence,
       const p2pid_statement *s,
       EVP_PKEY *trusted,
       int64_t now,
       p2pid_step *out_failed,
       p2pid_identity **out)
{
  p2pid_buffer *text = s ? id_token_statement (s) : NULL;
  p2pid_anchors *anchors = id_token_anchors (trusted);
  p2pid_report report = { .failed = P2PID_STEP_SHAPE };
  p2pid_binding *binding = NULL;
  p2pid_err err =
      p2pid_binding_new ("oidc", text ? (const char *) text->data : NULL,
                         evidence, NULL, &binding);

  if (err == P2PID_OK)
    err = p2pid_binding_check (binding, anchors, now, &report, out);
  *out_failed = report.failed;
  p2pid_binding_free (binding);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (text);
  return err;
}

static void
expect (const char *what,
        const char *evidence,
        const p2pid_statement *s,
        EVP_PKEY *trusted,
        int64_t now,
        p2pid_err err,
        p2pid_step step)
{
  p2pid_identity *identity = NULL;
  p2pid_step failed;
  p2pid_err got = check (evidence, s, trusted, now, &failed, &identity);

  ck_assert_msg (got == err, "%s: %s", what, p2pid_err_name (got));
  ck_assert_msg (failed == step, "%s: at %d", what, (int) failed);
  ck_assert ((got == P2PID_OK) == (identity != NULL));
  p2pid_identity_free (identity);
}

#define HELD P2PID_STEP_COUNT_

static const struct {
  const char *what, *header, *payload;
  p2pid_err err;
  p2pid_step step;
} rules[] = {
  { "as it should be", "{'alg':'RS256'}", ID_WHOLE, P2PID_OK, HELD },
  { "typ JWT", "{'alg':'RS256','typ':'JWT'}", ID_WHOLE, P2PID_OK, HELD },
  { "the key's id", "{'alg':'RS256','kid':'k1'}", ID_WHOLE, P2PID_OK, HELD },
  { "an access token", "{'alg':'RS256','typ':'at+jwt'}", ID_WHOLE,
    P2PID_ERR_FORMAT, P2PID_STEP_KIND },
  { "a logout token", "{'alg':'RS256','typ':'logout+jwt'}", ID_WHOLE,
    P2PID_ERR_FORMAT, P2PID_STEP_KIND },
  { "a typ that is no text", "{'alg':'RS256','typ':1}", ID_WHOLE,
    P2PID_ERR_FORMAT, P2PID_STEP_KIND },
  { "crit", "{'alg':'RS256','crit':['b64'],'b64':false}", ID_WHOLE,
    P2PID_ERR_VERSION, P2PID_STEP_KIND },
  { "another key's id", "{'alg':'RS256','kid':'k2'}", ID_WHOLE,
    P2PID_ERR_MISMATCH, P2PID_STEP_ISSUER },
  { "an id that is no text", "{'alg':'RS256','kid':1}", ID_WHOLE,
    P2PID_ERR_FORMAT, P2PID_STEP_ISSUER },
  { "no alg", "{'typ':'JWT'}", ID_WHOLE, P2PID_ERR_FORMAT,
    P2PID_STEP_SIGNATURE },
  { "alg none", "{'alg':'none'}", ID_WHOLE, P2PID_ERR_ALGORITHM,
    P2PID_STEP_SIGNATURE },
  { "a shared secret", "{'alg':'HS256'}", ID_WHOLE, P2PID_ERR_ALGORITHM,
    P2PID_STEP_SIGNATURE },
  { "another padding", "{'alg':'PS256'}", ID_WHOLE, P2PID_ERR_FORGED,
    P2PID_STEP_SIGNATURE },
  { "another kind of key", "{'alg':'ES256'}", ID_WHOLE, P2PID_ERR_ALGORITHM,
    P2PID_STEP_SIGNATURE },

#define RULE(what, payload, err, step)                                         \
  {                                                                            \
    what, "{'alg':'RS256'}", payload, err, step                                \
  }

  RULE ("no issuer",
        "{" ID_AUD "," ID_SUB "," ID_NONCE "," ID_TIMES "," ID_NAME "}",
        P2PID_ERR_INCOMPLETE,
        P2PID_STEP_ISSUER),
  RULE ("another issuer by the same key",
        "{'iss':'https://id.example/other'," ID_AUD "," ID_SUB "," ID_NONCE
        "," ID_TIMES "," ID_NAME "}",
        P2PID_ERR_MISMATCH,
        P2PID_STEP_ISSUER),
  RULE ("the issuer with a slash",
        "{'iss':'https://id.example/'," ID_AUD "," ID_SUB "," ID_NONCE
        "," ID_TIMES "," ID_NAME "}",
        P2PID_ERR_MISMATCH,
        P2PID_STEP_ISSUER),
  RULE ("an issuer that is no text",
        "{'iss':['https://id.example']," ID_AUD "," ID_SUB "," ID_NONCE
        "," ID_TIMES "," ID_NAME "}",
        P2PID_ERR_FORMAT,
        P2PID_STEP_ISSUER),

#define PARTY(aud, err)                                                        \
  RULE (aud,                                                                   \
        "{" ID_ISS "," aud ID_SUB "," ID_NONCE "," ID_TIMES "," ID_NAME "}",   \
        err, (err) == P2PID_OK ? HELD : P2PID_STEP_PARTY)

  PARTY ("", P2PID_ERR_INCOMPLETE),
  PARTY ("'aud':'another-program',", P2PID_ERR_MISMATCH),
  PARTY ("'aud':'',", P2PID_ERR_MISMATCH),
  PARTY ("'aud':1,", P2PID_ERR_FORMAT),
  PARTY ("'aud':[],", P2PID_ERR_FORMAT),
  PARTY ("'aud':[1],", P2PID_ERR_FORMAT),
  PARTY ("'aud':['p2pid-client',1],'azp':'p2pid-client',", P2PID_ERR_FORMAT),
  PARTY ("'aud':['p2pid-client'],", P2PID_OK),
  PARTY ("'aud':'another-of-ours',", P2PID_OK),
  PARTY ("'aud':['another-program'],", P2PID_ERR_MISMATCH),
  PARTY ("'aud':['p2pid-client','another-program'],", P2PID_ERR_INCOMPLETE),
  PARTY ("'aud':['p2pid-client','x'],'azp':'p2pid-client',", P2PID_OK),
  PARTY ("'aud':['x','p2pid-client'],'azp':'p2pid-client',", P2PID_OK),
  PARTY ("'aud':['p2pid-client','x'],'azp':'x',", P2PID_ERR_MISMATCH),
  PARTY ("'aud':['x','y'],'azp':'p2pid-client',", P2PID_ERR_MISMATCH),
  PARTY ("'aud':'p2pid-client','azp':'another-program',", P2PID_ERR_MISMATCH),
  PARTY ("'aud':'p2pid-client','azp':1,", P2PID_ERR_FORMAT),

  RULE ("no nonce",
        "{" ID_ISS "," ID_AUD "," ID_SUB "," ID_TIMES "," ID_NAME "}",
        P2PID_ERR_INCOMPLETE,
        P2PID_STEP_STATEMENT),
  RULE ("another nonce",
        "{" ID_ISS "," ID_AUD "," ID_SUB "," ID_TIMES "," ID_NAME
        ",'nonce':'n-0S6_WzA2Mj'}",
        P2PID_ERR_MISMATCH,
        P2PID_STEP_STATEMENT),
  RULE ("more than the nonce",
        "{" ID_ISS "," ID_AUD "," ID_SUB "," ID_TIMES "," ID_NAME
        ",'nonce':'@N='}",
        P2PID_ERR_MISMATCH,
        P2PID_STEP_STATEMENT),
  RULE ("a nonce that is no text",
        "{" ID_ISS "," ID_AUD "," ID_SUB "," ID_TIMES "," ID_NAME
        ",'nonce':['@N']}",
        P2PID_ERR_FORMAT,
        P2PID_STEP_STATEMENT),

#define AT(what, times, err)                                                   \
  RULE (what,                                                                  \
        "{" ID_ISS "," ID_AUD "," ID_SUB "," ID_NONCE "," ID_NAME times "}",   \
        err, (err) == P2PID_OK ? HELD : P2PID_STEP_TIME)

  AT ("no iat", ",'exp':1795521930", P2PID_ERR_INCOMPLETE),
  AT ("no exp", ",'iat':1795521630", P2PID_ERR_INCOMPLETE),
  AT ("an iat as text",
      ",'iat':'1795521630','exp':1795521930",
      P2PID_ERR_FORMAT),
  AT ("a broken exp", ",'iat':1795521630,'exp':1795521930.5", P2PID_ERR_FORMAT),
  AT ("an exp without end",
      ",'iat':1795521630,'exp':9223372036854775807",
      P2PID_ERR_FORMAT),
  AT ("dead when it was made",
      ",'iat':1795521930,'exp':1795521930",
      P2PID_ERR_EXPIRED),
  AT ("an nbf",
      ",'nbf':1795521630,'iat':1795521630,'exp':1795521930",
      P2PID_OK),
  AT ("an nbf within the leeway",
      ",'nbf':1795521690,'iat':1795521630,'exp':1795521930",
      P2PID_OK),
  AT ("not good yet when it was made",
      ",'nbf':1795521691,'iat':1795521630,'exp':1795521930",
      P2PID_ERR_NOT_YET_VALID),
  AT ("a login of an hour", ",'iat':1795525200,'exp':1795525500", P2PID_OK),
  AT ("a login of more",
      ",'iat':1795525201,'exp':1795525501",
      P2PID_ERR_MISMATCH),
  AT ("a statement of the token's last second",
      ",'iat':1795521000,'exp':1795521601",
      P2PID_OK),
  AT ("a statement after the token's end",
      ",'iat':1795521000,'exp':1795521600",
      P2PID_ERR_MISMATCH),
  AT ("a token after the statement's end",
      ",'iat':1795608000,'exp':1795608300",
      P2PID_ERR_MISMATCH),

#define FACTS(what, facts, err)                                                \
  RULE (what, "{" ID_BARE facts "}", err,                                      \
        (err) == P2PID_OK ? HELD : P2PID_STEP_PERSON)

  RULE ("no subject",
        "{" ID_ISS "," ID_AUD "," ID_NONCE "," ID_TIMES "," ID_NAME "}",
        P2PID_ERR_INCOMPLETE,
        P2PID_STEP_PERSON),
  FACTS ("no name", "", P2PID_ERR_INCOMPLETE),
  FACTS ("half a name", ",'given_name':'Bo'", P2PID_ERR_INCOMPLETE),
  FACTS ("both halves", ",'given_name':'Bo','family_name':'Ek'", P2PID_OK),
  FACTS ("an empty name", ",'name':''", P2PID_ERR_TEXT),
  FACTS ("a name that is no text", ",'name':null", P2PID_ERR_FORMAT),
  FACTS ("a name turned round", ",'name':'Bo\xe2\x80\xaekE'", P2PID_ERR_TEXT),
  FACTS ("a name of two lines", ",'name':'Bo\\nEk'", P2PID_ERR_TEXT),
  FACTS ("a birth date", "," ID_NAME ",'birthdate':'1984-02-29'", P2PID_OK),
  FACTS ("no day of the calendar",
         "," ID_NAME ",'birthdate':'1985-02-29'",
         P2PID_ERR_FORMAT),
  FACTS ("a birth date of another order",
         "," ID_NAME ",'birthdate':'29/2/1984'",
         P2PID_ERR_FORMAT),
  FACTS ("claims that nobody reads",
         "," ID_NAME ",'email':1,'email_verified':true,'acr':'0','amr':['pwd'],"
         "'at_hash':'x','auth_time':1,'organization':'\xe2\x81\xa6'",
         P2PID_OK),
  FACTS ("a claim twice", "," ID_NAME "," ID_NAME, P2PID_ERR_FORMAT),
};

#define RULES ((int) (sizeof rules / sizeof *rules))

START_TEST (tokens_are_read_strictly)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_RS256);
  char *token =
      id_token_make (key, P2PID_JWA_RS256, rules[_i].header, rules[_i].payload);
  char *jwk = signer_jwk (key), *named = NULL, *evidence;
  p2pid_step step = rules[_i].step;

  if (strcmp (rules[_i].what, "a claim twice") == 0)
    step = P2PID_STEP_SHAPE;
  ck_assert_int_gt (
      asprintf (&named, "%.*s,\"kid\":\"k1\"}", (int) strlen (jwk) - 1, jwk),
      0);
  evidence = id_token_evidence (token, named);
  /* At a time when each of them could be good. */
  expect (rules[_i].what, evidence, &id_token_said, key, NOW + 7200,
          rules[_i].err, step);
  free (evidence);
  free (named);
  free (jwk);
  free (token);
}
END_TEST

START_TEST (each_kind_of_key_vouches)
{
  p2pid_jwa algorithm = (p2pid_jwa) _i;
  char *evidence = id_token_good (algorithm, ID_WHOLE);

  expect ("good", evidence, &id_token_said, signer_key (algorithm), NOW + 60,
          P2PID_OK, HELD);
  expect ("a provider that nobody knows", evidence, &id_token_said,
          signer_other_key (algorithm), NOW + 60, P2PID_ERR_UNTRUSTED,
          P2PID_STEP_ISSUER);
  free (evidence);
}
END_TEST

START_TEST (an_identity_says_how_it_was_proved)
{
  char *evidence = id_token_good (
      P2PID_JWA_ES256,
      "{" ID_BARE ",'name':'Astrid Öberg','given_name':'Astrid',"
      "'family_name':'Öberg','birthdate':'1984-02-29',"
      "'email':'a@example.org','role':'Boss','organization':'Firm'}");
  p2pid_identity *identity = NULL;
  p2pid_step failed;

  ck_assert_int_eq (check (evidence, &id_token_said,
                           signer_key (P2PID_JWA_ES256), NOW + 60, &failed,
                           &identity),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_NAME),
                    "Astrid Öberg");
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_GIVEN_NAME),
                    "Astrid");
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_FAMILY_NAME),
                    "Öberg");
  ck_assert_str_eq (p2pid_identity_fact (identity, P2PID_FACT_BIRTHDATE),
                    "1984-02-29");
  ck_assert_ptr_null (p2pid_identity_fact (identity, P2PID_FACT_ROLE));
  ck_assert_ptr_null (p2pid_identity_fact (identity, P2PID_FACT_ORGANISATION));
  ck_assert_int_eq (p2pid_identity_method (identity), P2PID_METHOD_OIDC);
  ck_assert_int_eq (p2pid_identity_word (identity), P2PID_WORD_VOUCHED);
  ck_assert_int_eq (p2pid_identity_assurance (identity),
                    P2PID_ASSURANCE_SUBSTANTIAL);
  ck_assert_int_eq (p2pid_identity_environment (identity),
                    P2PID_ENVIRONMENT_PRODUCTION);
  ck_assert_str_eq (p2pid_identity_issuer (identity), "Example ID");
  ck_assert_int_eq (p2pid_identity_signed_at (identity), NOW + 30);
  ck_assert_int_eq (p2pid_identity_valid_until (identity), NOW + DAY);
  ck_assert_int_eq (p2pid_identity_revocation_checked_at (identity), 0);
  ck_assert_uint_eq (p2pid_identity_unchecked (identity),
                     P2PID_STEPS (P2PID_STEP_REVOCATION));
  ck_assert_mem_eq (p2pid_identity_key (identity)->bytes,
                    id_token_said.key.bytes, 32);
  p2pid_identity_free (identity);
  free (evidence);
}
END_TEST

/* OpenID Connect Core §5.1 has them; the rest of the token is as good. */
START_TEST (half_a_birth_date_is_left_out)
{
  static const char *const dates[] = { "0000-02-29", "1984" };

  for (size_t i = 0; i < 2; i++) {
    char payload[400], *evidence;
    p2pid_identity *identity = NULL;
    p2pid_step failed;

    snprintf (payload, sizeof payload,
              "{" ID_BARE "," ID_NAME ",'birthdate':'%s'}", dates[i]);
    evidence = id_token_good (P2PID_JWA_ES256, payload);
    ck_assert_int_eq (check (evidence, &id_token_said,
                             signer_key (P2PID_JWA_ES256), NOW + 60, &failed,
                             &identity),
                      P2PID_OK);
    ck_assert_ptr_null (p2pid_identity_fact (identity, P2PID_FACT_BIRTHDATE));
    p2pid_identity_free (identity);
    free (evidence);
  }
}
END_TEST

/* The statement says when the binding holds, whatever became of the token. */
START_TEST (validity_has_sharp_edges)
{
  static const struct {
    int64_t now;
    p2pid_err err;
  } edges[] = {
    { INT64_MIN, P2PID_ERR_NOT_YET_VALID },
    { NOW - 61, P2PID_ERR_NOT_YET_VALID },
    { NOW - 31, P2PID_ERR_NOT_YET_VALID },
    { NOW - 30, P2PID_OK },
    { NOW + 400, P2PID_OK },
    { NOW + DAY - 1, P2PID_OK },
    { NOW + DAY, P2PID_ERR_EXPIRED },
    { INT64_MAX, P2PID_ERR_EXPIRED },
  };
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *evidence = id_token_good (P2PID_JWA_ES256, ID_WHOLE), *early;

  for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
    expect ("edge", evidence, &id_token_said, key, edges[i].now, edges[i].err,
            edges[i].err == P2PID_OK ? HELD : P2PID_STEP_TIME);
  free (evidence);

  /* A provider whose clock is behind: then the statement's own begin. */
  early = id_token_good (P2PID_JWA_ES256,
                         "{" ID_ISS "," ID_AUD "," ID_SUB "," ID_NONCE
                         "," ID_NAME ",'iat':1795521500,'exp':1795521800}");
  expect ("early", early, &id_token_said, key, NOW - 61,
          P2PID_ERR_NOT_YET_VALID, P2PID_STEP_TIME);
  expect ("early", early, &id_token_said, key, NOW - 60, P2PID_OK, HELD);
  free (early);
}
END_TEST

START_TEST (a_token_is_for_one_statement)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *evidence = id_token_good (P2PID_JWA_ES256, ID_WHOLE);
  p2pid_statement other = id_token_said;

  expect ("none", evidence, NULL, key, NOW + 60, P2PID_ERR_INCOMPLETE,
          P2PID_STEP_STATEMENT);
  other.key = person_key (2);
  expect ("another key", evidence, &other, key, NOW + 60, P2PID_ERR_MISMATCH,
          P2PID_STEP_STATEMENT);
  other = id_token_said;
  other.not_after++;
  expect ("a second longer", evidence, &other, key, NOW + 60,
          P2PID_ERR_MISMATCH, P2PID_STEP_STATEMENT);
  other = id_token_said;
  other.nonce[0] ^= 1;
  expect ("another nonce", evidence, &other, key, NOW + 60, P2PID_ERR_MISMATCH,
          P2PID_STEP_STATEMENT);
  free (evidence);
}
END_TEST

/* The public key of RS256 as the secret of HS256: RFC 8725 §2.1. */
START_TEST (a_public_key_is_no_secret)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_RS256);
  char *jwk = signer_jwk (key);
  char *token =
           id_token_make (key, P2PID_JWA_RS256, "{'alg':'HS256'}", ID_WHOLE),
       *forged;
  size_t signed_size = (size_t) (strrchr (token, '.') - token);
  EVP_PKEY *secret = EVP_PKEY_new_raw_private_key (
      EVP_PKEY_HMAC, NULL, (const uint8_t *) jwk, strlen (jwk));
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  uint8_t tag[32];
  size_t size = sizeof tag;
  char *last, *evidence;

  EVP_DigestSignInit (context, NULL, EVP_sha256 (), NULL, secret);
  ck_assert_int_eq (
      EVP_DigestSign (context, tag, &size, (uint8_t *) token, signed_size), 1);
  last = signer_base64url (tag, size);
  ck_assert_int_gt (
      asprintf (&forged, "%.*s.%s", (int) signed_size, token, last), 0);
  evidence = id_token_evidence (forged, jwk);
  expect ("HS256", evidence, &id_token_said, key, NOW + 60, P2PID_ERR_ALGORITHM,
          P2PID_STEP_SIGNATURE);
  EVP_MD_CTX_free (context);
  EVP_PKEY_free (secret);
  free (evidence);
  free (forged);
  free (last);
  free (token);
  free (jwk);
}
END_TEST

/* Another's key in the evidence, or another's under the provider's id. */
START_TEST (a_strangers_key_does_not_pass)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  EVP_PKEY *stranger = signer_other_key (P2PID_JWA_ES256);
  char *token =
      id_token_make (stranger, P2PID_JWA_ES256, "{'alg':'ES256'}", ID_WHOLE);
  char *own = signer_jwk (stranger), *theirs = signer_jwk (key), *evidence;

  evidence = id_token_evidence (token, own);
  expect ("own key", evidence, &id_token_said, key, NOW + 60,
          P2PID_ERR_UNTRUSTED, P2PID_STEP_ISSUER);
  free (evidence);
  evidence = id_token_evidence (token, theirs);
  expect ("the provider's", evidence, &id_token_said, key, NOW + 60,
          P2PID_ERR_FORGED, P2PID_STEP_SIGNATURE);
  free (evidence);
  free (own);
  free (theirs);
  free (token);
}
END_TEST

/* Each byte of token and key. The key has the members of its thumbprint and
 * no other: what else stands there means nothing and may differ. */
START_TEST (no_flipped_byte_passes)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *evidence = id_token_good (P2PID_JWA_ES256, ID_WHOLE);
  p2pid_identity *identity = NULL;
  p2pid_step failed;

  for (size_t i = 0; evidence[i] != 0; i++) {
    char was = evidence[i];

    evidence[i] ^= (char) (1 << (i % 7));
    ck_assert_msg (evidence[i] == 0 ||
                       check (evidence, &id_token_said, key, NOW + 60, &failed,
                              &identity) != P2PID_OK,
                   "byte %zu", i);
    evidence[i] = was;
  }
  free (evidence);
}
END_TEST

START_TEST (no_cut_token_passes)
{
  EVP_PKEY *key = signer_key (P2PID_JWA_ES256);
  char *evidence = id_token_good (P2PID_JWA_ES256, ID_WHOLE);
  p2pid_identity *identity = NULL;
  p2pid_step failed;

  for (size_t size = strlen (evidence); size-- > 0;) {
    evidence[size] = 0;
    ck_assert_int_ne (
        check (evidence, &id_token_said, key, NOW + 60, &failed, &identity),
        P2PID_OK);
  }
  free (evidence);
}
END_TEST

START_TEST (the_shape_is_one)
{
  static const char *const bad[] = {
    "",
    "~",
    "e30.e30.AA",
    "e30.e30.AA~",
    "~e30",
    "e30.e30~e30",
    "e30.e30.AA~W10",
    "e30.e30.AA~e30~",
    "e30.e30.AA~e30~e30",
  };
  p2pid_binding *binding = NULL;

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ck_assert_msg (p2pid_binding_new ("oidc", NULL, bad[i], NULL, &binding) ==
                       P2PID_ERR_FORMAT,
                   "%s", bad[i]);
  ck_assert_int_eq (
      p2pid_binding_new ("oidc", "AAAA", "e30.e30.AA~e30", NULL, &binding),
      P2PID_ERR_FORMAT);
  ck_assert_ptr_null (binding);
}
END_TEST

/* Birth date or name cannot be left out of a signed token. */
START_TEST (all_is_shown_or_nothing)
{
  const p2pid_facts both =
      P2PID_FACTS (P2PID_FACT_NAME) | P2PID_FACTS (P2PID_FACT_BIRTHDATE);
  char *evidence = id_token_good (
      P2PID_JWA_ES256, "{" ID_BARE "," ID_NAME ",'birthdate':'1984-02-29'}");
  p2pid_buffer *text = id_token_statement (&id_token_said);
  p2pid_anchors *anchors = id_token_anchors (signer_key (P2PID_JWA_ES256));
  p2pid_binding *binding = NULL, *shown = NULL;
  p2pid_identity *identity = NULL;
  p2pid_public_key key;

  ck_assert_int_eq (
      p2pid_binding_new ("oidc", (char *) text->data, evidence, NULL, &binding),
      P2PID_OK);
  ck_assert_uint_eq (p2pid_binding_facts (binding), both);
  ck_assert_int_eq (p2pid_binding_select (binding, P2PID_FACTS_DEFAULT, &shown),
                    P2PID_ERR_ARGUMENT);
  ck_assert_int_eq (p2pid_binding_select (binding, both, &shown), P2PID_OK);
  p2pid_binding_free (binding);
  ck_assert_int_eq (p2pid_binding_key (shown, &key), P2PID_OK);
  ck_assert_mem_eq (key.bytes, id_token_said.key.bytes, sizeof key.bytes);
  ck_assert_int_eq (p2pid_binding_verify (shown, anchors, NOW + 60, &identity),
                    P2PID_OK);
  ck_assert_str_eq (p2pid_binding_evidence (shown), evidence);
  p2pid_identity_free (identity);
  p2pid_binding_free (shown);
  p2pid_anchors_free (anchors);
  p2pid_buffer_free (text);
  free (evidence);
}
END_TEST

START_TEST (without_a_statement_there_is_no_key)
{
  char *evidence = id_token_good (P2PID_JWA_ES256, ID_WHOLE);
  p2pid_binding *binding = NULL;
  p2pid_public_key key;

  ck_assert_int_eq (p2pid_binding_new ("oidc", NULL, evidence, NULL, &binding),
                    P2PID_OK);
  ck_assert_int_eq (p2pid_binding_key (binding, &key), P2PID_ERR_INCOMPLETE);
  p2pid_binding_free (binding);
  free (evidence);
}
END_TEST

int
main (void)
{
  Suite *suite = suite_create ("oidc");
  TCase *tcase = tcase_create ("oidc");

  harness_seed (1);
  tcase_add_checked_fixture (tcase, id_token_start, NULL);
  tcase_add_loop_test (tcase, tokens_are_read_strictly, 0, RULES);
  tcase_add_loop_test (tcase, each_kind_of_key_vouches, 0, P2PID_JWA_COUNT_);
  tcase_add_test (tcase, an_identity_says_how_it_was_proved);
  tcase_add_test (tcase, half_a_birth_date_is_left_out);
  tcase_add_test (tcase, validity_has_sharp_edges);
  tcase_add_test (tcase, a_token_is_for_one_statement);
  tcase_add_test (tcase, a_public_key_is_no_secret);
  tcase_add_test (tcase, a_strangers_key_does_not_pass);
  tcase_add_test (tcase, no_flipped_byte_passes);
  tcase_add_test (tcase, no_cut_token_passes);
  tcase_add_test (tcase, the_shape_is_one);
  tcase_add_test (tcase, all_is_shown_or_nothing);
  tcase_add_test (tcase, without_a_statement_there_is_no_key);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
