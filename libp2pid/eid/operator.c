/* Questions to an operator: BankID's and Freja's answers are JSON, whatever
 * the question looks like, and both call their questions JSON. */

#include "eid/operator.h"

#include "eid/http.h"
#include "p2pid/invitation.h"
#include "wire/json.h"

#include <sodium.h>
#include <stdio.h>
#include <time.h>

#define ASK_PATH_MAX 64

p2pid_err
p2pid_operator_check (const p2pid_enrolment_config *config)
{
  const p2pid_operator *party = config->directly;
  char origin[P2PID_ORIGIN_MAX + 1];
  p2pid_err err;

  if (config->gateway != NULL)
    return p2pid_origin_parse (config->gateway, origin);
  if (party == NULL || party->address == NULL || party->certificate == NULL ||
      party->key == NULL || party->tls_root == NULL || party->root == NULL)
    return P2PID_ERR_ARGUMENT;
  err = p2pid_origin_parse (party->address, origin);
  if (err != P2PID_OK)
    return err;
  /* The parser takes http for this computer; a client certificate needs TLS. */
  return strncmp (origin, "https://", 8) == 0 ? P2PID_OK : P2PID_ERR_FORMAT;
}

static p2pid_err
read_object (const p2pid_http_answer *http, json_t **out)
{
  p2pid_err err = p2pid_json_parse (p2pid_buffer_bytes (http->body),
                                    P2PID_HTTP_ANSWER_MAX, out);

  if (err == P2PID_OK || err == P2PID_ERR_MEMORY)
    return err;
  if (http->status == 200)
    return P2PID_ERR_RELAY;
  *out = json_object ();
  return *out != NULL ? P2PID_OK : P2PID_ERR_MEMORY;
}

p2pid_err
p2pid_operator_ask (const p2pid_operator_question *question,
                    const p2pid_enrolment *enrolment,
                    p2pid_operator_answer *out_answer)
{
  const p2pid_operator *party = question->party;
  char url[P2PID_ORIGIN_MAX + ASK_PATH_MAX + 1];
  p2pid_http_ask ask = { .method = "POST",
                         .url = url,
                         .type = "application/json",
                         .accept = "application/json",
                         .body = question->body,
                         .certificate = party->certificate,
                         .key = party->key,
                         .root = party->tls_root,
                         .timeout = question->timeout,
                         .grace = question->grace };
  p2pid_http_answer http = { 0 };
  json_t *object = NULL;
  p2pid_err err;

  if (p2pid_origin_parse (party->address, url) != P2PID_OK)
    return P2PID_ERR_FORMAT;
  snprintf (url + strlen (url), ASK_PATH_MAX, "%s", question->path);
  err = p2pid_http_ask_for (&ask, p2pid_enrolment_cancel_fd (enrolment), &http);
  if (err == P2PID_OK)
    err = read_object (&http, &object);
  if (err == P2PID_OK)
    *out_answer = (p2pid_operator_answer){ http.status, object };
  p2pid_http_answer_clear (&http);
  return err == P2PID_ERR_SIZE ? P2PID_ERR_RELAY : err;
}

void
p2pid_operator_answer_clear (p2pid_operator_answer *answer)
{
  json_decref (answer->object);
  *answer = (p2pid_operator_answer){ 0 };
}

p2pid_err
p2pid_operator_base64 (p2pid_bytes bytes, p2pid_buffer **out)
{
  size_t size =
      sodium_base64_encoded_len (bytes.size, sodium_base64_VARIANT_ORIGINAL);
  p2pid_err err = p2pid_buffer_new (size, out);

  if (err == P2PID_OK)
    sodium_bin2base64 ((char *) (*out)->data, size, bytes.data, bytes.size,
                       sodium_base64_VARIANT_ORIGINAL);
  return err;
}

int64_t
p2pid_operator_clock (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * INT64_C (1000) + now.tv_nsec / 1000000;
}
