/* OpenID Connect: the authorization code flow with PKCE (Core §3.1, RFC 7636)
 * in the user's own browser, which comes back to a port of this computer.
 *
 *   nonce     the statement's hash: what binds the key
 *   state     random: the answer belongs to this login
 *   verifier  random: the code is of use to nobody else
 *   iss       which provider answered, where it says so (RFC 9207)
 */

#include "evidence/oidc.h"

#include "base/encoding.h"
#include "eid/form.h"
#include "eid/loopback.h"
#include "eid/method.h"
#include "eid/oidc-hints.h"
#include "eid/oidc-provider.h"

#include <sodium.h>

#define LOGIN_TIME (10 * 60 * 1000) /* milliseconds */

/* base64url of 32 bytes, with a NUL. */
#define TOKEN_SIZE (P2PID_BASE64URL_SIZE (32) + 1)

#define CODE_MAX 4096
#define ISSUER_MAX 1024
#define ERROR_MAX 64

/* Where a provider can be asked for single claims, they are asked for in the
 * token itself: some would only tell them elsewhere. */
#define CLAIMS                                                                 \
  "{\"id_token\":{\"name\":null,\"given_name\":null,\"family_name\":null}}"

/* A login under way. */
typedef struct {
  p2pid_enrolment *enrolment;
  const p2pid_enrolment_config *config;
  p2pid_oidc_provider provider;
  p2pid_loopback *loopback;
  char state[TOKEN_SIZE];
  char verifier[TOKEN_SIZE];
  char code[CODE_MAX];
  p2pid_form form;
} login;

static p2pid_err
check (const p2pid_enrolment_config *config)
{
  if (config->provider == NULL || config->client_id == NULL ||
      *config->client_id == '\0')
    return P2PID_ERR_ARGUMENT;
  return p2pid_oidc_is_issuer (config->provider) ? P2PID_OK : P2PID_ERR_FORMAT;
}

static void
write_token (const uint8_t bytes[32], char out[TOKEN_SIZE])
{
  sodium_bin2base64 (out, TOKEN_SIZE, bytes, 32,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void
make_token (char out[TOKEN_SIZE])
{
  uint8_t bytes[32];

  randombytes_buf (bytes, sizeof bytes);
  write_token (bytes, out);
  sodium_memzero (bytes, sizeof bytes);
}

/* RFC 7636 §4.2, S256. */
static void
make_challenge (const char verifier[TOKEN_SIZE], char out[TOKEN_SIZE])
{
  uint8_t hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, (const uint8_t *) verifier, strlen (verifier));
  write_token (hash, out);
}

static p2pid_err
write_address (login *self, const char *nonce)
{
  p2pid_form *form = &self->form;
  char challenge[TOKEN_SIZE];

  make_token (self->state);
  make_token (self->verifier);
  make_challenge (self->verifier, challenge);
  p2pid_form_begin (form, self->provider.authorization);
  p2pid_form_add (form, "response_type", "code");
  p2pid_form_add (form, "client_id", self->config->client_id);
  p2pid_form_add (form, "redirect_uri",
                  p2pid_loopback_address (self->loopback));
  p2pid_form_add (form, "scope", "openid profile");
  p2pid_form_add (form, "state", self->state);
  p2pid_form_add (form, "nonce", nonce);
  p2pid_form_add (form, "code_challenge", challenge);
  p2pid_form_add (form, "code_challenge_method", "S256");
  p2pid_form_add (form, "ui_locales",
                  p2pid_language_name (self->config->language));
  if (self->provider.takes_claims)
    p2pid_form_add (form, "claims", CLAIMS);
  return form->full ? P2PID_ERR_SIZE : P2PID_OK;
}

static p2pid_err
open_browser (login *self, p2pid_bytes statement)
{
  char nonce[P2PID_STATEMENT_HASH_SIZE + 1];
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_OPEN };
  p2pid_err err = p2pid_oidc_nonce (statement, nonce);

  if (err == P2PID_OK)
    err = p2pid_loopback_new (&self->loopback);
  if (err == P2PID_OK)
    err = write_address (self, nonce);
  if (err != P2PID_OK)
    return err;
  event.text = self->form.text;
  p2pid_enrolment_tell (self->enrolment, &event);
  return P2PID_OK;
}

/* Who answered: a provider that says it names itself must have; one that names
 * another is another, and gets no code to see. */
static p2pid_err
check_issuer (login *self, p2pid_bytes query)
{
  char issuer[ISSUER_MAX];
  p2pid_err err = p2pid_form_find (query, "iss", issuer, sizeof issuer);
  bool named = *issuer != '\0';

  if (err != P2PID_OK || (named && strcmp (issuer, self->config->provider)) ||
      (!named && self->provider.names_itself))
    return p2pid_oidc_fail (self->enrolment, "other-issuer");
  return P2PID_OK;
}

static p2pid_err
read_answer (login *self, p2pid_bytes query)
{
  char error[ERROR_MAX];
  p2pid_err err = check_issuer (self, query);

  if (err != P2PID_OK)
    return err;
  if (p2pid_form_find (query, "error", error, sizeof error) != P2PID_OK)
    return P2PID_ERR_RELAY;
  if (*error != '\0')
    return p2pid_oidc_fail (self->enrolment, error);
  err = p2pid_form_find (query, "code", self->code, sizeof self->code);
  return err == P2PID_OK && *self->code != '\0' ? P2PID_OK : P2PID_ERR_RELAY;
}

static p2pid_err
await_answer (login *self)
{
  p2pid_buffer *query = NULL;
  p2pid_err err = p2pid_loopback_wait (self->loopback, self->state,
                                       self->enrolment, LOGIN_TIME, &query);

  if (err == P2PID_ERR_TIMEOUT)
    err = p2pid_oidc_fail (self->enrolment, "no-answer");
  if (err == P2PID_OK)
    err = read_answer (self, p2pid_buffer_bytes (query));
  p2pid_buffer_free (query);
  return err;
}

static p2pid_err
fetch_token (login *self, p2pid_buffer **out_token)
{
  p2pid_form *form = &self->form;

  *form = (p2pid_form){ 0 };
  p2pid_form_add (form, "grant_type", "authorization_code");
  p2pid_form_add (form, "code", self->code);
  p2pid_form_add (form, "redirect_uri",
                  p2pid_loopback_address (self->loopback));
  p2pid_form_add (form, "client_id", self->config->client_id);
  p2pid_form_add (form, "code_verifier", self->verifier);
  if (form->full)
    return P2PID_ERR_SIZE;
  return p2pid_oidc_ask_token (self->enrolment, &self->provider, form,
                               out_token);
}

static p2pid_err
run (login *self, p2pid_bytes statement, p2pid_binding **out_binding)
{
  p2pid_buffer *token = NULL, *keys = NULL;
  p2pid_err err = p2pid_oidc_discover (self->enrolment, &self->provider);

  if (err == P2PID_OK)
    err = open_browser (self, statement);
  if (err == P2PID_OK)
    err = await_answer (self);
  if (err == P2PID_OK)
    err = fetch_token (self, &token);
  if (err == P2PID_OK)
    err = p2pid_oidc_ask_keys (self->enrolment, &self->provider, &keys);
  if (err == P2PID_OK) {
    const p2pid_bytes files[] = { p2pid_buffer_bytes (token),
                                  p2pid_buffer_bytes (keys) };

    err = p2pid_binding_join (P2PID_METHOD_OIDC, files, 2, statement,
                              out_binding);
    /* A token that no key of theirs has signed. */
    if (err == P2PID_ERR_ARGUMENT)
      err = P2PID_ERR_RELAY;
  }
  p2pid_buffer_free (token);
  p2pid_buffer_free (keys);
  return err;
}

static p2pid_err
get (p2pid_enrolment *enrolment,
     const p2pid_statement *statement,
     p2pid_binding **out_binding)
{
  login self = { .enrolment = enrolment,
                 .config = p2pid_enrolment_get_config (enrolment) };
  p2pid_buffer *bytes = NULL;
  p2pid_err err = p2pid_statement_print (statement, &bytes);

  if (err == P2PID_OK)
    err = run (&self, p2pid_buffer_bytes (bytes), out_binding);
  p2pid_buffer_free (bytes);
  p2pid_loopback_free (self.loopback);
  p2pid_oidc_provider_clear (&self.provider);
  sodium_memzero (&self, sizeof self);
  return err;
}

const p2pid_eid_row p2pid_eid_oidc = { P2PID_METHOD_OIDC, check, get };
