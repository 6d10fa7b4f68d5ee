/* Errors of OpenID providers, in words. */

#include "eid/oidc-hints.h"

#include <string.h>

#define REFUSED_SV "Leverantören tar inte emot det här programmet."
#define REFUSED_EN "The provider does not serve this program."
#define LATER_SV "Leverantören är upptagen just nu. Försök igen om en stund."
#define LATER_EN "The provider is busy just now. Try again in a while."
#define BROKEN_SV "Leverantören svarade med ett fel."
#define BROKEN_EN "The provider answered with an error."
#define NO_SV "Inloggningen avbröts."
#define NO_EN "The login was broken off."

static const struct {
  const char *code;
  p2pid_err err;
  const char *sentences[P2PID_LANGUAGE_COUNT_]; /* Swedish, English */
} codes[] = {
  { "access_denied", P2PID_ERR_CANCELLED, { NO_SV, NO_EN } },
  { "login_required", P2PID_ERR_CANCELLED, { NO_SV, NO_EN } },
  { "consent_required", P2PID_ERR_CANCELLED, { NO_SV, NO_EN } },
  { "interaction_required", P2PID_ERR_CANCELLED, { NO_SV, NO_EN } },
  { "account_selection_required", P2PID_ERR_CANCELLED, { NO_SV, NO_EN } },
  { "invalid_client", P2PID_ERR_UNTRUSTED, { REFUSED_SV, REFUSED_EN } },
  { "unauthorized_client", P2PID_ERR_UNTRUSTED, { REFUSED_SV, REFUSED_EN } },
  { "unsupported_response_type",
    P2PID_ERR_UNTRUSTED,
    { REFUSED_SV, REFUSED_EN } },
  { "unsupported_grant_type", P2PID_ERR_UNTRUSTED, { REFUSED_SV, REFUSED_EN } },
  { "invalid_scope", P2PID_ERR_UNTRUSTED, { REFUSED_SV, REFUSED_EN } },
  { "temporarily_unavailable", P2PID_ERR_BUSY, { LATER_SV, LATER_EN } },
  { "server_error", P2PID_ERR_RELAY, { BROKEN_SV, BROKEN_EN } },
  { "invalid_request", P2PID_ERR_RELAY, { BROKEN_SV, BROKEN_EN } },
  { "invalid_grant", P2PID_ERR_RELAY, { BROKEN_SV, BROKEN_EN } },
  { "no-provider",
    P2PID_ERR_RELAY,
    { "På den adressen finns ingen OpenID-leverantör.",
      "There is no OpenID provider at that address." } },
  { "other-issuer",
    P2PID_ERR_RELAY,
    { "Svaret kom från en annan leverantör än den som tillfrågades.",
      "The answer came from another provider than the one that was asked." } },
  { "no-pkce",
    P2PID_ERR_RELAY,
    { "Leverantören kan inte skydda inloggningen så som krävs (PKCE).",
      "The provider cannot protect the login as is required (PKCE)." } },
  { "no-token",
    P2PID_ERR_RELAY,
    { "Leverantören gav inget intyg.", "The provider gave no ID token." } },
  { "no-answer",
    P2PID_ERR_TIMEOUT,
    { "Inloggningen blev inte klar i tid.",
      "The login was not finished in time." } },
};

p2pid_err
p2pid_oidc_fail (p2pid_enrolment *enrolment, const char *code)
{
  p2pid_language language = p2pid_enrolment_get_config (enrolment)->language;

  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
    if (strcmp (codes[i].code, code) == 0) {
      p2pid_enrolment_set_hint (enrolment, codes[i].code,
                                codes[i].sentences[language]);
      return codes[i].err;
    }
  p2pid_enrolment_set_hint (enrolment, NULL, NULL);
  return P2PID_ERR_RELAY;
}
