/*
 * An organisation's keys from its domain, by the one who checks: GET
 * https://DOMAIN/.well-known/p2pid.json (RFC 8615), TLS by the web's
 * authorities. Nothing follows a redirect: who may send a reader elsewhere is
 * not always who owns the domain.
 */

#include "eid/organisation.h"

#include "eid/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT 20000

p2pid_err
p2pid_organisation_fetch_from (const char *url,
                               const char *domain,
                               const char *root,
                               p2pid_environment environment,
                               int64_t now,
                               p2pid_anchors *anchors)
{
  const p2pid_http_ask ask = { .method = "GET",
                               .url = url,
                               .accept = "application/json",
                               .root = root,
                               .timeout = TIMEOUT };
  p2pid_buffer *page = NULL;
  p2pid_err err = p2pid_http_fetch (&ask, -1, &page);

  if (err == P2PID_OK)
    err = p2pid_organisation_page_load (p2pid_buffer_bytes (page), domain,
                                        environment, now, anchors);
  p2pid_buffer_free (page);
  return err;
}

p2pid_err
p2pid_organisation_fetch (const char *domain,
                          const char *root,
                          p2pid_environment environment,
                          int64_t now,
                          p2pid_anchors *anchors)
{
  char *url = NULL;
  p2pid_err err = p2pid_domain_check (domain);

  if (err != P2PID_OK)
    return err;
  if (asprintf (&url, "https://%s/.well-known/p2pid.json", domain) < 0)
    return P2PID_ERR_MEMORY;
  err = p2pid_organisation_fetch_from (url, domain, root, environment, now,
                                       anchors);
  free (url);
  return err;
}
