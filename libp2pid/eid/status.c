/*
 * An issuer's status list, by the one who checks: GET, the JWT form, over TLS
 * by the web's authorities (Token Status List, "Status List Request"). Nothing
 * follows a redirect: the issuer has signed this address and no other.
 */

#include "eid/status.h"

#include "base/ascii.h"
#include "eid/http.h"
#include "evidence/anchors-internal.h"

#include <string.h>

#define TIMEOUT 20000

/* Another list in its place would be kept as that other address's. */
static p2pid_err
take (p2pid_anchors *anchors, p2pid_bytes token, const char *address)
{
  p2pid_status_list *list = NULL;
  p2pid_err err = p2pid_status_list_read (token, &list);

  if (err != P2PID_OK)
    return err;
  if (strcmp (p2pid_status_list_address (list), address) != 0) {
    p2pid_status_list_free (list);
    return P2PID_ERR_MISMATCH;
  }
  return p2pid_anchors_put_status (anchors, list);
}

p2pid_err
p2pid_status_fetch_from (p2pid_anchors *anchors,
                         const char *url,
                         const char *address,
                         const char *root,
                         int cancel_fd)
{
  const p2pid_http_ask ask = { .method = "GET",
                               .url = url,
                               .accept = "application/statuslist+jwt",
                               .root = root,
                               .timeout = TIMEOUT,
                               .max = P2PID_STATUS_TOKEN_MAX };
  p2pid_buffer *token = NULL;
  p2pid_err err;

  if (!p2pid_ascii_begins (url, "https://"))
    return P2PID_ERR_ARGUMENT;
  err = p2pid_http_fetch (&ask, cancel_fd, &token);
  if (err == P2PID_OK)
    err = take (anchors, p2pid_buffer_bytes (token), address);
  p2pid_buffer_free (token);
  return err;
}

p2pid_err
p2pid_anchors_fetch_status (p2pid_anchors *anchors,
                            const char *address,
                            const char *root,
                            int cancel_fd)
{
  return p2pid_status_fetch_from (anchors, address, address, root, cancel_fd);
}
