/* Asking an OpenID provider. */

#include "eid/oidc-provider.h"

#include "base/ascii.h"
#include "eid/oidc-hints.h"
#include "wire/json.h"
#include "wire/text.h"

#include <stdio.h>

#define TIMEOUT 20000L /* milliseconds */
#define DISCOVERY "/.well-known/openid-configuration"
#define ADDRESS_MAX 1024

/* Nothing is ever sent over an open line but to this computer. */
static bool
is_address (const char *url)
{
  return p2pid_ascii_begins (url, "https://") ||
         (p2pid_ascii_begins (url, "http://") && p2pid_http_is_loopback (url));
}

bool
p2pid_oidc_is_issuer (const char *url)
{
  return strlen (url) < ADDRESS_MAX - sizeof DISCOVERY && is_address (url) &&
         strpbrk (url, "?# ") == NULL;
}

static p2pid_err
ask (p2pid_enrolment *enrolment,
     const char *url,
     const p2pid_form *form,
     p2pid_http_answer *out)
{
  const p2pid_http_ask asked = {
    .method = form != NULL ? "POST" : "GET",
    .url = url,
    .type = form != NULL ? "application/x-www-form-urlencoded" : NULL,
    .accept = "application/json",
    .body = { form != NULL ? (const uint8_t *) form->text : NULL,
              form != NULL ? form->size : 0 },
    .root = p2pid_enrolment_get_config (enrolment)->provider_root,
    .timeout = TIMEOUT,
  };
  p2pid_err err =
      p2pid_http_ask_for (&asked, p2pid_enrolment_cancel_fd (enrolment), out);

  if (err != P2PID_OK)
    return err;
  if (out->status == 429 || out->status == 503) {
    p2pid_http_answer_clear (out);
    return p2pid_oidc_fail (enrolment, "temporarily_unavailable");
  }
  return P2PID_OK;
}

static p2pid_err
parse (const p2pid_http_answer *answer, json_t **out)
{
  p2pid_err err = p2pid_json_parse (p2pid_buffer_bytes (answer->body),
                                    P2PID_HTTP_ANSWER_MAX, out);

  return err == P2PID_OK || err == P2PID_ERR_MEMORY ? err : P2PID_ERR_RELAY;
}

/* An answer that none of them is: said in words, unless it is our own want. */
static p2pid_err
refuse (p2pid_enrolment *enrolment, p2pid_err err, const char *code)
{
  return err == P2PID_ERR_MEMORY ? err : p2pid_oidc_fail (enrolment, code);
}

/* The authorization endpoint is shown, and opened in a browser. */
static bool
read_address (const json_t *document, const char *name, const char **out)
{
  return p2pid_json_get_text (document, name, out) == P2PID_OK &&
         *out != NULL && strlen (*out) < ADDRESS_MAX && is_address (*out) &&
         p2pid_text_is_word (p2pid_bytes_from_text (*out)) &&
         strchr (*out, '#') == NULL;
}

/* Not to say it is allowed: older providers do not. */
static bool
has_pkce (const json_t *document)
{
  const json_t *methods =
      json_object_get (document, "code_challenge_methods_supported");
  const json_t *method;
  size_t i;

  if (methods == NULL)
    return true;
  json_array_foreach (methods, i,
                      method) if (json_is_string (method) &&
                                  strcmp (json_string_value (method), "S256") ==
                                      0) return true;
  return false;
}

/* The issuer must be who was asked, letter by letter (Discovery §4.3): it is
 * what the ID token will say. */
static p2pid_err
read_provider (p2pid_enrolment *enrolment, p2pid_oidc_provider *provider)
{
  const json_t *document = provider->document;
  const char *issuer = NULL;

  if (p2pid_json_get_text (document, "issuer", &issuer) != P2PID_OK ||
      issuer == NULL)
    return p2pid_oidc_fail (enrolment, "no-provider");
  if (strcmp (issuer, p2pid_enrolment_get_config (enrolment)->provider) != 0)
    return p2pid_oidc_fail (enrolment, "other-issuer");
  if (!read_address (document, "authorization_endpoint",
                     &provider->authorization) ||
      !read_address (document, "token_endpoint", &provider->token) ||
      !read_address (document, "jwks_uri", &provider->keys))
    return p2pid_oidc_fail (enrolment, "no-provider");
  if (!has_pkce (document))
    return p2pid_oidc_fail (enrolment, "no-pkce");
  provider->names_itself = json_is_true (json_object_get (
      document, "authorization_response_iss_parameter_supported"));
  provider->takes_claims =
      json_is_true (json_object_get (document, "claims_parameter_supported"));
  return P2PID_OK;
}

p2pid_err
p2pid_oidc_discover (p2pid_enrolment *enrolment, p2pid_oidc_provider *out)
{
  const char *issuer = p2pid_enrolment_get_config (enrolment)->provider;
  size_t size = strlen (issuer);
  char url[ADDRESS_MAX];
  p2pid_http_answer answer = { 0 };
  p2pid_err err;

  if (size > 0 && issuer[size - 1] == '/') /* Discovery §4.1 */
    size--;
  snprintf (url, sizeof url, "%.*s" DISCOVERY, (int) size, issuer);
  err = ask (enrolment, url, NULL, &answer);
  if (err != P2PID_OK)
    return err;
  if (answer.status == 200)
    err = parse (&answer, &out->document);
  if (err == P2PID_OK && out->document != NULL)
    err = read_provider (enrolment, out);
  else
    err = refuse (enrolment, err, "no-provider");
  p2pid_http_answer_clear (&answer);
  return err;
}

static p2pid_err
read_token (p2pid_enrolment *enrolment,
            const p2pid_http_answer *answer,
            p2pid_buffer **out_token)
{
  const char *token = NULL, *error = NULL;
  json_t *object = NULL;
  p2pid_err err = parse (answer, &object);

  if (err == P2PID_OK)
    err = p2pid_json_get_text (object, "error", &error);
  if (err == P2PID_OK && error != NULL)
    err = p2pid_oidc_fail (enrolment, error);
  else if (err != P2PID_OK)
    err = refuse (enrolment, err, "no-token");
  else if (answer->status != 200 ||
           p2pid_json_get_text (object, "id_token", &token) != P2PID_OK ||
           token == NULL)
    err = p2pid_oidc_fail (enrolment, "no-token");
  else
    err = p2pid_buffer_copy (p2pid_bytes_from_text (token), out_token);
  json_decref (object);
  return err;
}

p2pid_err
p2pid_oidc_ask_token (p2pid_enrolment *enrolment,
                      const p2pid_oidc_provider *provider,
                      const p2pid_form *form,
                      p2pid_buffer **out_token)
{
  p2pid_http_answer answer = { 0 };
  p2pid_err err = ask (enrolment, provider->token, form, &answer);

  if (err == P2PID_OK)
    err = read_token (enrolment, &answer, out_token);
  p2pid_http_answer_clear (&answer);
  return err;
}

p2pid_err
p2pid_oidc_ask_keys (p2pid_enrolment *enrolment,
                     const p2pid_oidc_provider *provider,
                     p2pid_buffer **out_keys)
{
  p2pid_http_answer answer = { 0 };
  p2pid_err err = ask (enrolment, provider->keys, NULL, &answer);

  if (err == P2PID_OK && answer.status != 200)
    err = p2pid_oidc_fail (enrolment, "no-token");
  if (err == P2PID_OK) {
    *out_keys = answer.body;
    answer.body = NULL; /* the caller's now */
  }
  p2pid_http_answer_clear (&answer);
  return err;
}

void
p2pid_oidc_provider_clear (p2pid_oidc_provider *provider)
{
  json_decref (provider->document);
  *provider = (p2pid_oidc_provider){ 0 };
}
