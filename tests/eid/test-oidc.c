/* eid/oidc: a login at a provider that does as each test says, by a browser
 * that does likewise. tests/eid/oidc-browser.py has the real ones. */

#include "harness.h"

#include "base/encoding.h"
#include "eid/enrolment.h"
#include "eid/form.h"
#include "eid/http.h"
#include "evidence/signer.h"
#include "fakes/liar.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define NOW INT64_C (1795521600)
#define CLIENT "our program"

enum { DISCOVERY, TOKEN, KEYS, ANSWERS };

/* What provider and browser do. In these texts ' stands for ", and @ISSUER@,
 * @ESCAPED@ (the issuer in a query), @STATE@, @NONCE@ and @TOKEN@ for what is
 * only known then. */
typedef struct {
  const char *discovery, *query, *payload, *token;
  int status;
} plan;

#define ADDRESSES                                                              \
  "'authorization_endpoint':'@ISSUER@/auth','token_endpoint':'@ISSUER@/token'" \
  ",'jwks_uri':'@ISSUER@/keys'"
#define SAYS_ITSELF "'authorization_response_iss_parameter_supported':true"
#define CLAIMS                                                                 \
  "'aud':'" CLIENT "','sub':'1','iat':1795521605,'exp':1795522000,"            \
  "'name':'Anna Lindqvist'"

static const plan good = {
  .discovery = "{'issuer':'@ISSUER@'," ADDRESSES "}",
  .query = "code=the+code&state=@STATE@",
  .payload = "{'iss':'@ISSUER@','nonce':'@NONCE@'," CLAIMS "}",
  .token = "{'access_token':'x','token_type':'Bearer','id_token':'@TOKEN@'}",
  .status = 200,
};

static plan now;
static liar *provider;
static liar_answer script[ANSWERS];
static char texts[ANSWERS][8192];

static p2pid_key *key;
static p2pid_anchors *anchors;

/* What was heard. */
static char opened[P2PID_FORM_MAX], redirect[128], state[64], nonce[64];
static char challenge[64];
static char name[64], hint[64], sentence[256];
static pthread_t browser;
static bool browsing;
static long page_status;

/* What "@NAME@" stands for; NULL where it is no name. */
static const char *
value_of (const char *mark, const char *token)
{
  static p2pid_form form;

  if (strncmp (mark, "@ISSUER@", 8) == 0)
    return liar_origin (provider);
  if (strncmp (mark, "@STATE@", 7) == 0)
    return state;
  if (strncmp (mark, "@NONCE@", 7) == 0)
    return nonce;
  if (strncmp (mark, "@TOKEN@", 7) == 0)
    return token;
  if (strncmp (mark, "@ESCAPED@", 9) != 0)
    return NULL;
  form = (p2pid_form){ 0 };
  p2pid_form_add (&form, "", liar_origin (provider));
  return form.text + 1;
}

static void
fill (const char *text, const char *token, bool quote, char *out, size_t size)
{
  size_t count = 0;

  while (*text != '\0') {
    const char *value = *text == '@' ? value_of (text, token) : NULL;

    ck_assert_uint_lt (count + 1, size);
    if (value != NULL) {
      count += (size_t) snprintf (out + count, size - count, "%s", value);
      text = strchr (text + 1, '@') + 1;
    } else {
      out[count++] = quote && *text == '\'' ? '"' : *text;
      text++;
    }
  }
  out[count] = '\0';
}

static void
answer_with (int which, int status, const char *json, const char *token)
{
  char body[6000];

  fill (json, token, true, body, sizeof body);
  snprintf (texts[which], sizeof texts[which],
            "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n"
            "Content-Length: %zu\r\n\r\n%s",
            status, strlen (body), body);
  script[which] = (liar_answer){ .text = texts[which] };
}

static void
begin (void)
{
  p2pid_fingerprint fingerprint =
      signer_thumbprint (signer_key (P2PID_JWA_ES256));
  const char *const parties[] = { CLIENT, NULL };
  p2pid_anchor anchor = { .method = P2PID_METHOD_OIDC,
                          .fingerprint = fingerprint,
                          .name = "Provider",
                          .parties = parties };

  now = good;
  memset (script, 0, sizeof script);
  *opened = *redirect = *state = *nonce = *name = *hint = *sentence = '\0';
  browsing = false;
  page_status = 0;
  provider = liar_new (script, ANSWERS);
  anchor.issuer = liar_origin (provider);
  ck_assert_int_eq (p2pid_key_new (&key), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  ck_assert_int_eq (p2pid_anchors_add (anchors, &anchor), P2PID_OK);
}

static void
end (void)
{
  liar_free (provider);
  p2pid_anchors_free (anchors);
  p2pid_key_free (key);
}

static void *
browse (void *user_data)
{
  char query[2048], url[4096];
  p2pid_http_ask ask = { .method = "GET", .url = url, .timeout = 20000 };
  p2pid_http_answer answer = { 0 };

  fill (now.query, "", false, query, sizeof query);
  snprintf (url, sizeof url, "%s?%s", redirect, query);
  if (p2pid_http_ask_for (&ask, -1, &answer) == P2PID_OK)
    page_status = answer.status;
  p2pid_http_answer_clear (&answer);
  return NULL;
}

static void
find (const char *member, char *out, size_t size)
{
  ck_assert_int_eq (
      p2pid_form_find (p2pid_bytes_from_text (strchr (opened, '?') + 1), member,
                       out, size),
      P2PID_OK);
}

/* The provider now knows what it will answer. */
static void
prepare_token (void)
{
  char payload[2048], header[] = "{'alg':'ES256','kid':'k1'}";
  char set[1024], *token, *jwk;

  fill (now.payload, "", false, payload, sizeof payload);
  token = signer_jws (signer_key (P2PID_JWA_ES256), P2PID_JWA_ES256, header,
                      payload);
  jwk = signer_jwk (signer_key (P2PID_JWA_ES256));
  jwk[strlen (jwk) - 1] = '\0'; /* its last brace */
  snprintf (set, sizeof set, "{'keys':[%s,'kid':'k1','use':'sig'}]}", jwk);
  answer_with (TOKEN, now.status, now.token, token);
  answer_with (KEYS, 200, set, "");
  free (token);
  free (jwk);
}

static void
open_browser (const char *url)
{
  snprintf (opened, sizeof opened, "%s", url);
  find ("redirect_uri", redirect, sizeof redirect);
  find ("state", state, sizeof state);
  find ("nonce", nonce, sizeof nonce);
  find ("code_challenge", challenge, sizeof challenge);
  prepare_token ();
  browsing = true;
  ck_assert_int_eq (pthread_create (&browser, NULL, browse, NULL), 0);
}

static void
tell_cb (const p2pid_enrolment_event *event, void *user_data)
{
  if (event->kind == P2PID_ENROLMENT_OPEN)
    open_browser (event->text);
  if (event->kind == P2PID_ENROLMENT_DONE)
    snprintf (name, sizeof name, "%s",
              p2pid_identity_fact (event->identity, P2PID_FACT_NAME));
  if (event->kind == P2PID_ENROLMENT_FAILED && event->hint != NULL) {
    snprintf (hint, sizeof hint, "%s", event->hint);
    snprintf (sentence, sizeof sentence, "%s", event->sentence);
  }
}

static p2pid_err
start (const char *issuer, p2pid_enrolment **out)
{
  const p2pid_enrolment_config config = { .method = P2PID_METHOD_OIDC,
                                          .key = key,
                                          .program = "P2P ID",
                                          .language = P2PID_LANGUAGE_EN,
                                          .now = NOW,
                                          .lifetime = 1800,
                                          .anchors = anchors,
                                          .provider = issuer,
                                          .client_id = CLIENT,
                                          .callback = tell_cb };

  return p2pid_enrolment_new (&config, out);
}

static p2pid_err
enrol (void)
{
  p2pid_enrolment *enrolment = NULL;
  p2pid_err err;

  answer_with (DISCOVERY, 200, now.discovery, "");
  ck_assert_int_eq (start (liar_origin (provider), &enrolment), P2PID_OK);
  err = p2pid_enrolment_run (enrolment);
  if (browsing)
    pthread_join (browser, NULL);
  p2pid_enrolment_free (enrolment);
  return err;
}

static void
expect (p2pid_err err, const char *code)
{
  ck_assert_str_eq (p2pid_err_name (enrol ()), p2pid_err_name (err));
  ck_assert_str_eq (hint, code);
  ck_assert_int_eq (*sentence != '\0', *code != '\0');
  ck_assert_str_eq (name, "");
}

START_TEST (a_login_binds_the_key)
{
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok");
  ck_assert_str_eq (name, "Anna Lindqvist");
  ck_assert_int_eq (page_status, 200);
}
END_TEST

START_TEST (the_address_says_all_that_a_login_needs)
{
  char start_of[128], value[64];

  ck_assert_int_eq (enrol (), P2PID_OK);
  snprintf (start_of, sizeof start_of, "%s/auth?", liar_origin (provider));
  ck_assert_int_eq (strncmp (opened, start_of, strlen (start_of)), 0);
  find ("response_type", value, sizeof value);
  ck_assert_str_eq (value, "code");
  find ("client_id", value, sizeof value);
  ck_assert_str_eq (value, CLIENT);
  find ("scope", value, sizeof value);
  ck_assert_str_eq (value, "openid profile");
  find ("code_challenge_method", value, sizeof value);
  ck_assert_str_eq (value, "S256");
  find ("ui_locales", value, sizeof value);
  ck_assert_str_eq (value, "en");
  find ("claims", value, sizeof value);
  ck_assert_str_eq (value, ""); /* the provider does not say it knows them */
  ck_assert_uint_eq (strlen (state), 43);
  ck_assert_uint_eq (strlen (nonce), 43);
  ck_assert_int_eq (strncmp (redirect, "http://127.0.0.1:", 17), 0);
}
END_TEST

START_TEST (single_claims_are_asked_for_where_one_may)
{
  char value[128];

  now.discovery =
      "{'issuer':'@ISSUER@','claims_parameter_supported':true," ADDRESSES "}";
  ck_assert_int_eq (enrol (), P2PID_OK);
  find ("claims", value, sizeof value);
  ck_assert_str_eq (value, "{\"id_token\":{\"name\":null,\"given_name\":null,"
                           "\"family_name\":null}}");
}
END_TEST

/* RFC 7636: only who began the login can use the code. */
START_TEST (the_code_is_redeemed_with_the_verifier)
{
  char verifier[64], value[64], again[64];
  uint8_t hash[crypto_hash_sha256_BYTES];
  const char *request, *body;
  p2pid_bytes form;

  ck_assert_int_eq (enrol (), P2PID_OK);
  request = liar_request (provider, TOKEN);
  ck_assert_int_eq (strncmp (request, "POST /token ", 12), 0);
  body = strstr (request, "\r\n\r\n") + 4;
  form = p2pid_bytes_from_text (body);
  ck_assert_int_eq (p2pid_form_find (form, "code", value, sizeof value),
                    P2PID_OK);
  ck_assert_str_eq (value, "the code");
  ck_assert_int_eq (p2pid_form_find (form, "client_id", value, sizeof value),
                    P2PID_OK);
  ck_assert_str_eq (value, CLIENT);
  ck_assert_int_eq (p2pid_form_find (form, "redirect_uri", value, sizeof value),
                    P2PID_OK);
  ck_assert_str_eq (value, redirect);
  ck_assert_int_eq (
      p2pid_form_find (form, "code_verifier", verifier, sizeof verifier),
      P2PID_OK);
  ck_assert_uint_eq (strlen (verifier), 43);
  crypto_hash_sha256 (hash, (const uint8_t *) verifier, 43);
  sodium_bin2base64 (again, sizeof again, hash, sizeof hash,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  ck_assert_str_eq (again, challenge);
  ck_assert_ptr_null (strstr (opened, verifier));
}
END_TEST

/* Who is asked. */

START_TEST (a_provider_is_asked_by_tls_alone)
{
  static const struct {
    const char *issuer;
    p2pid_err err;
  } issuers[] = {
    { "https://id.example", P2PID_OK },
    { "https://id.example/realm/one/", P2PID_OK },
    { "http://127.0.0.1:8080", P2PID_OK },
    { "http://[::1]:8080", P2PID_OK },
    { "http://id.example", P2PID_ERR_FORMAT },
    { "http://127.0.0.1.id.example", P2PID_ERR_FORMAT },
    { "http://127.0.0.1@id.example", P2PID_ERR_FORMAT },
    { "https://id.example?a", P2PID_ERR_FORMAT },
    { "https://id.example#a", P2PID_ERR_FORMAT },
    { "id.example", P2PID_ERR_FORMAT },
    { "file:///etc/passwd", P2PID_ERR_FORMAT },
    { "", P2PID_ERR_FORMAT },
    { NULL, P2PID_ERR_ARGUMENT },
  };
  p2pid_enrolment *enrolment = NULL;

  for (size_t i = 0; i < sizeof issuers / sizeof *issuers; i++) {
    ck_assert_int_eq (start (issuers[i].issuer, &enrolment), issuers[i].err);
    p2pid_enrolment_free (enrolment);
    enrolment = NULL;
  }
}
END_TEST

#define SHOWN(end)                                                             \
  "{'issuer':'@ISSUER@','authorization_endpoint':'https://id.example/a" end    \
  "','token_endpoint':'@ISSUER@/token','jwks_uri':'@ISSUER@/keys'}"

static const struct {
  const char *discovery, *code;
} bad_providers[] = {
  { "{}", "no-provider" },
  { "[]", "no-provider" },
  { "no JSON", "no-provider" },
  { "{'issuer':'@ISSUER@/'," ADDRESSES "}", "other-issuer" },
  { "{'issuer':'https://id.example'," ADDRESSES "}", "other-issuer" },
  { "{'issuer':1," ADDRESSES "}", "no-provider" },
  { "{'issuer':'@ISSUER@'}", "no-provider" },
  /* Not even one of them over an open line. */
  { "{'issuer':'@ISSUER@','authorization_endpoint':'http://id.example/auth',"
    "'token_endpoint':'@ISSUER@/token','jwks_uri':'@ISSUER@/keys'}",
    "no-provider" },
  { "{'issuer':'@ISSUER@','authorization_endpoint':'@ISSUER@/auth',"
    "'token_endpoint':'http://id.example/token','jwks_uri':'@ISSUER@/keys'}",
    "no-provider" },
  { "{'issuer':'@ISSUER@','authorization_endpoint':'@ISSUER@/auth',"
    "'token_endpoint':'@ISSUER@/token','jwks_uri':'http://id.example/keys'}",
    "no-provider" },
  { "{'issuer':'@ISSUER@','authorization_endpoint':'javascript:alert(1)',"
    "'token_endpoint':'@ISSUER@/token','jwks_uri':'@ISSUER@/keys'}",
    "no-provider" },
  /* The address is shown in a terminal: no line of its own, no command to the
   * terminal, no letter that looks like another, no space. */
  { SHOWN ("\\n\\u001b[2J\\u001b[HThis is Anna Andersson\\u001b]0;x\\u0007"),
    "no-provider" },
  { SHOWN ("\\u009b2J"), "no-provider" },
  { SHOWN ("\\u202ea"), "no-provider" },
  { SHOWN ("\\u007f"), "no-provider" },
  { SHOWN (" a"), "no-provider" },
  { "{'issuer':'@ISSUER@','code_challenge_methods_supported':['plain']"
    "," ADDRESSES "}",
    "no-pkce" },
  { "{'issuer':'@ISSUER@','code_challenge_methods_supported':'S256'," ADDRESSES
    "}",
    "no-pkce" },
};

START_TEST (no_browser_is_opened_for_who_is_no_provider)
{
  now.discovery = bad_providers[_i].discovery;
  expect (P2PID_ERR_RELAY, bad_providers[_i].code);
  ck_assert_str_eq (opened, "");
}
END_TEST

START_TEST (a_provider_without_time_is_busy)
{
  p2pid_enrolment *enrolment = NULL;

  answer_with (DISCOVERY, 503, "{}", "");
  ck_assert_int_eq (start (liar_origin (provider), &enrolment), P2PID_OK);
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_ERR_BUSY);
  ck_assert_str_eq (hint, "temporarily_unavailable");
  p2pid_enrolment_free (enrolment);
}
END_TEST

/* What the browser brings. */

static const struct {
  const char *query;
  p2pid_err err;
  const char *code;
} answers[] = {
  { "error=access_denied&state=@STATE@", P2PID_ERR_CANCELLED, "access_denied" },
  { "error=access_denied&error_description=No&code=x&state=@STATE@",
    P2PID_ERR_CANCELLED, "access_denied" },
  { "error=unauthorized_client&state=@STATE@", P2PID_ERR_UNTRUSTED,
    "unauthorized_client" },
  { "error=temporarily_unavailable&state=@STATE@", P2PID_ERR_BUSY,
    "temporarily_unavailable" },
  { "error=server_error&state=@STATE@", P2PID_ERR_RELAY, "server_error" },
  { "error=something_new&state=@STATE@", P2PID_ERR_RELAY, "" },
  { "state=@STATE@", P2PID_ERR_RELAY, "" },
  { "code=&state=@STATE@", P2PID_ERR_RELAY, "" },
  { "code=a&code=b&state=@STATE@", P2PID_ERR_RELAY, "" },
  /* Another provider, who would get to see the code. */
  { "code=a&state=@STATE@&iss=https%3A%2F%2Fid.example", P2PID_ERR_RELAY,
    "other-issuer" },
  { "error=access_denied&state=@STATE@&iss=https%3A%2F%2Fid.example",
    P2PID_ERR_RELAY, "other-issuer" },
};

START_TEST (an_answer_without_a_code_fetches_nothing)
{
  now.query = answers[_i].query;
  expect (answers[_i].err, answers[_i].code);
  ck_assert_uint_eq (liar_count (provider), 1); /* the discovery */
}
END_TEST

START_TEST (a_provider_that_names_itself_must)
{
  now.discovery = "{'issuer':'@ISSUER@'," SAYS_ITSELF "," ADDRESSES "}";
  expect (P2PID_ERR_RELAY, "other-issuer");
  ck_assert_uint_eq (liar_count (provider), 1);
}
END_TEST

START_TEST (and_then_is_believed)
{
  now.discovery = "{'issuer':'@ISSUER@'," SAYS_ITSELF "," ADDRESSES "}";
  now.query = "code=a&state=@STATE@&iss=@ESCAPED@";
  ck_assert_str_eq (p2pid_err_name (enrol ()), "ok");
}
END_TEST

/* A code of another login is brought to our port first: it is turned away, and
 * nothing is fetched with it. */
static void *
inject_and_browse (void *user_data)
{
  const plan mine = now;

  now.query = "code=of+another&state=of+another";
  browse (NULL);
  *(long *) user_data = page_status;
  now = mine;
  return browse (NULL);
}

static long injected_status;

static void
inject_cb (const p2pid_enrolment_event *event, void *user_data)
{
  if (event->kind != P2PID_ENROLMENT_OPEN) {
    tell_cb (event, user_data);
    return;
  }
  snprintf (opened, sizeof opened, "%s", event->text);
  find ("redirect_uri", redirect, sizeof redirect);
  find ("state", state, sizeof state);
  find ("nonce", nonce, sizeof nonce);
  prepare_token ();
  ck_assert_int_eq (
      pthread_create (&browser, NULL, inject_and_browse, &injected_status), 0);
}

START_TEST (a_code_of_another_login_is_turned_away)
{
  p2pid_enrolment_config config = { .method = P2PID_METHOD_OIDC,
                                    .key = key,
                                    .program = "P2P ID",
                                    .now = NOW,
                                    .lifetime = 1800,
                                    .anchors = anchors,
                                    .provider = liar_origin (provider),
                                    .client_id = CLIENT,
                                    .callback = inject_cb };
  p2pid_enrolment *enrolment = NULL;

  answer_with (DISCOVERY, 200, now.discovery, "");
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_OK);
  ck_assert_str_eq (p2pid_err_name (p2pid_enrolment_run (enrolment)), "ok");
  pthread_join (browser, NULL);
  ck_assert_int_eq (injected_status, 400);
  ck_assert_int_eq (page_status, 200);
  ck_assert_ptr_nonnull (
      strstr (liar_request (provider, TOKEN), "code=the%20code&"));
  p2pid_enrolment_free (enrolment);
}
END_TEST

/* What the provider gives for the code. */

static const struct {
  int status;
  const char *token;
  p2pid_err err;
  const char *code;
} tokens[] = {
  { 400, "{'error':'invalid_grant'}", P2PID_ERR_RELAY, "invalid_grant" },
  { 401, "{'error':'invalid_client'}", P2PID_ERR_UNTRUSTED, "invalid_client" },
  { 200, "{'access_token':'x'}", P2PID_ERR_RELAY, "no-token" },
  { 200, "{'id_token':1}", P2PID_ERR_RELAY, "no-token" },
  { 200, "no JSON", P2PID_ERR_RELAY, "no-token" },
  { 404, "{'id_token':'@TOKEN@'}", P2PID_ERR_RELAY, "no-token" },
  { 302, "{'id_token':'@TOKEN@'}", P2PID_ERR_RELAY, "no-token" },
  { 429, "{'id_token':'@TOKEN@'}", P2PID_ERR_BUSY, "temporarily_unavailable" },
  { 200, "{'id_token':'no.token'}", P2PID_ERR_FORMAT, "" },
};

START_TEST (a_code_may_be_good_for_nothing)
{
  now.token = tokens[_i].token;
  now.status = tokens[_i].status;
  expect (tokens[_i].err, tokens[_i].code);
}
END_TEST

static const struct {
  const char *payload;
  p2pid_err err;
} payloads[] = {
  /* The nonce of another statement. */
  { "{'iss':'@ISSUER@','nonce':"
    "'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'," CLAIMS "}",
    P2PID_ERR_MISMATCH },
  { "{'iss':'@ISSUER@'," CLAIMS "}", P2PID_ERR_INCOMPLETE },
  { "{'iss':'https://id.example','nonce':'@NONCE@'," CLAIMS "}",
    P2PID_ERR_MISMATCH },
  /* Made for another program. */
  { "{'iss':'@ISSUER@','nonce':'@NONCE@','aud':'another','sub':'1',"
    "'iat':1795521605,'exp':1795522000,'name':'Anna'}",
    P2PID_ERR_MISMATCH },
  { "{'iss':'@ISSUER@','nonce':'@NONCE@','aud':'" CLIENT "','sub':'1',"
    "'iat':1795521605,'exp':1795522000}",
    P2PID_ERR_INCOMPLETE },
};

START_TEST (a_token_that_does_not_verify_is_not_handed_over)
{
  now.payload = payloads[_i].payload;
  expect (payloads[_i].err, "");
}
END_TEST

START_TEST (a_provider_that_no_anchor_names_is_not_believed)
{
  p2pid_anchors_free (anchors);
  ck_assert_int_eq (p2pid_anchors_new (&anchors), P2PID_OK);
  expect (P2PID_ERR_UNTRUSTED, "");
}
END_TEST

START_TEST (what_is_longer_than_an_address_may_be_is_said)
{
  static char client[P2PID_FORM_MAX + 1];
  p2pid_enrolment_config config = { .method = P2PID_METHOD_OIDC,
                                    .key = key,
                                    .program = "P2P ID",
                                    .now = NOW,
                                    .lifetime = 1800,
                                    .anchors = anchors,
                                    .provider = liar_origin (provider),
                                    .client_id = client,
                                    .callback = tell_cb };
  p2pid_enrolment *enrolment = NULL;

  memset (client, 'x', sizeof client - 1);
  answer_with (DISCOVERY, 200, now.discovery, "");
  ck_assert_int_eq (p2pid_enrolment_new (&config, &enrolment), P2PID_OK);
  ck_assert_int_eq (p2pid_enrolment_run (enrolment), P2PID_ERR_SIZE);
  p2pid_enrolment_free (enrolment);
}
END_TEST

static void
add_tests (TCase *tcase)
{
  tcase_add_test (tcase, a_login_binds_the_key);
  tcase_add_test (tcase, the_address_says_all_that_a_login_needs);
  tcase_add_test (tcase, single_claims_are_asked_for_where_one_may);
  tcase_add_test (tcase, the_code_is_redeemed_with_the_verifier);
  tcase_add_test (tcase, a_provider_is_asked_by_tls_alone);
  tcase_add_loop_test (tcase, no_browser_is_opened_for_who_is_no_provider, 0,
                       sizeof bad_providers / sizeof *bad_providers);
  tcase_add_test (tcase, a_provider_without_time_is_busy);
  tcase_add_loop_test (tcase, an_answer_without_a_code_fetches_nothing, 0,
                       sizeof answers / sizeof *answers);
  tcase_add_test (tcase, a_provider_that_names_itself_must);
  tcase_add_test (tcase, and_then_is_believed);
  tcase_add_test (tcase, a_code_of_another_login_is_turned_away);
  tcase_add_loop_test (tcase, a_code_may_be_good_for_nothing, 0,
                       sizeof tokens / sizeof *tokens);
  tcase_add_loop_test (tcase, a_token_that_does_not_verify_is_not_handed_over,
                       0, sizeof payloads / sizeof *payloads);
  tcase_add_test (tcase, a_provider_that_no_anchor_names_is_not_believed);
  tcase_add_test (tcase, what_is_longer_than_an_address_may_be_is_said);
}

int
main (void)
{
  Suite *suite = suite_create ("eid-oidc");
  TCase *tcase = tcase_create ("eid-oidc");

  tcase_set_timeout (tcase, 60);
  tcase_add_checked_fixture (tcase, begin, end);
  add_tests (tcase);
  suite_add_tcase (suite, tcase);
  return harness_run (suite);
}
