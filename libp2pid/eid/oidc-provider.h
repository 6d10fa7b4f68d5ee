/*
 * What an OpenID provider says of itself (OpenID Connect Discovery 1.0 §4),
 * and the two other things that are asked of it.
 */

#ifndef P2PID_EID_OIDC_PROVIDER_H
#define P2PID_EID_OIDC_PROVIDER_H

#include "eid/enrolment.h"
#include "eid/form.h"
#include "eid/http.h"

#include <jansson.h>

typedef struct {
  json_t *document;
  const char *authorization, *token, *keys; /* addresses, in the document */
  bool names_itself;                        /* in its answers: RFC 9207 */
  bool takes_claims; /* one may ask for single claims: Core §5.5 */
} p2pid_oidc_provider;

/** Whether @p url is an issuer's address as we take it: https, or http on this
 *  computer, with neither query nor fragment. */
bool
p2pid_oidc_is_issuer (const char *url);

/** Read what the provider of the enrolment's config publishes, into @p out,
 *  all zero before, for p2pid_oidc_provider_clear(); as p2pid_http_ask_for(),
 *  and P2PID_ERR_RELAY. */
P2PID_MUST_CHECK p2pid_err
p2pid_oidc_discover (p2pid_enrolment *enrolment, p2pid_oidc_provider *out);

/** Exchange the code for an ID token, for p2pid_buffer_free(). */
P2PID_MUST_CHECK p2pid_err
p2pid_oidc_ask_token (p2pid_enrolment *enrolment,
                      const p2pid_oidc_provider *provider,
                      const p2pid_form *form,
                      p2pid_buffer **out_token);

/** The key set, for p2pid_buffer_free(). */
P2PID_MUST_CHECK p2pid_err
p2pid_oidc_ask_keys (p2pid_enrolment *enrolment,
                     const p2pid_oidc_provider *provider,
                     p2pid_buffer **out_keys);

void
p2pid_oidc_provider_clear (p2pid_oidc_provider *provider);

#endif
