/* A table of what is said, and responses made from it. */

#include "server/answers.h"

#include "server/page.h"

#include <stdio.h>
#include <stdlib.h>

static const char type_json[] = "application/json";
static const char type_bytes[] = "application/octet-stream";

#define ERROR(word) "{\"error\":\"" word "\"}"

/* The answers that are the same each time. */
static const struct {
  unsigned status;
  const char *body; /* JSON */
} table[P2PID_ANSWER_COUNT_] = {
  [P2PID_BOX_STORED] = { 201, "" },
  [P2PID_BOX_SAME] = { 200, "" },
  [P2PID_BOX_EMPTY] = { 204, "" },
  [P2PID_BOX_DELETED] = { 204, "" },
  [P2PID_BOX_UNKNOWN] = { 404, ERROR ("unknown") },
  [P2PID_BOX_USED] = { 409, ERROR ("used") },
  [P2PID_BOX_SLOT] = { 409, ERROR ("slot") },
  [P2PID_BOX_CROWDED] = { 409, ERROR ("crowded") },
  [P2PID_BOX_GONE] = { 404, ERROR ("gone") },
  [P2PID_BOX_CLOSED] = { 410, ERROR ("closed") },
  [P2PID_BOX_LARGE] = { 413, ERROR ("size") },
  [P2PID_BOX_FULL] = { 503, ERROR ("full") },
  [P2PID_ANSWER_FORMAT] = { 400, ERROR ("format") },
  [P2PID_ANSWER_TOKEN] = { 401, ERROR ("token") },
  [P2PID_ANSWER_NAVIGATION] = { 403, ERROR ("navigation") },
  [P2PID_ANSWER_PATH] = { 404, ERROR ("path") },
  [P2PID_ANSWER_END] = { 400, ERROR ("format") },
  [P2PID_ANSWER_CUT] = { 413, ERROR ("size") },
};

struct p2pid_answers {
  /* One as it is, one that says that the box is crowded. */
  struct MHD_Response *responses[P2PID_ANSWER_COUNT_][2];
};

static bool
add (struct MHD_Response *response, const char *name, const char *value)
{
  return MHD_add_response_header (response, name, value) == MHD_YES;
}

/* A response with the headers that all have; NULL for want of memory. */
static struct MHD_Response *
make (p2pid_bytes body,
      enum MHD_ResponseMemoryMode mode,
      const char *type,
      bool crowded)
{
  struct MHD_Response *response =
      MHD_create_response_from_buffer (body.size, (void *) body.data, mode);

  if (response != NULL &&
      add (response, "Cache-Control", "no-store, no-transform") &&
      add (response, "X-Content-Type-Options", "nosniff") &&
      (body.size == 0 || add (response, "Content-Type", type)) &&
      (!crowded || add (response, "P2PID-Crowded", "1")))
    return response;
  if (response != NULL)
    MHD_destroy_response (response);
  return NULL;
}

static bool
add_more (struct MHD_Response *response, unsigned answer)
{
  if (answer == P2PID_BOX_FULL)
    return add (response, "Retry-After", "60");
  if (answer == P2PID_ANSWER_TOKEN)
    return add (response, "WWW-Authenticate", "Bearer");
  if (answer == P2PID_ANSWER_END || answer == P2PID_ANSWER_CUT)
    return add (response, "Connection", "close");
  return true;
}

static bool
prepare (p2pid_answers *answers, unsigned answer)
{
  for (int crowded = 0; crowded < 2; crowded++) {
    struct MHD_Response *response =
        make (p2pid_bytes_from_text (table[answer].body),
              MHD_RESPMEM_PERSISTENT, type_json, crowded == 1);

    answers->responses[answer][crowded] = response;
    if (response == NULL || !add_more (response, answer))
      return false;
  }
  return true;
}

static bool
prepare_page (p2pid_answers *answers)
{
  p2pid_bytes text = p2pid_bytes_from_text (p2pid_page_text ());
  char policy[P2PID_PAGE_POLICY_SIZE];
  struct MHD_Response *response =
      make (text, MHD_RESPMEM_PERSISTENT, "text/html; charset=utf-8", false);

  p2pid_page_policy (policy);
  answers->responses[P2PID_ANSWER_PAGE][0] = response;
  return response != NULL &&
         add (response, "Content-Security-Policy", policy) &&
         add (response, "Referrer-Policy", "no-referrer");
}

p2pid_err
p2pid_answers_new (p2pid_answers **out_answers)
{
  p2pid_answers *answers = calloc (1, sizeof *answers);

  if (answers == NULL)
    return P2PID_ERR_MEMORY;
  for (unsigned i = 0; i < P2PID_ANSWER_COUNT_; i++)
    if (table[i].body != NULL && !prepare (answers, i))
      goto out;
  if (!prepare_page (answers))
    goto out;
  *out_answers = answers;
  return P2PID_OK;

out:
  p2pid_answers_free (answers);
  return P2PID_ERR_MEMORY;
}

void
p2pid_answers_free (p2pid_answers *answers)
{
  if (answers == NULL)
    return;
  for (unsigned i = 0; i < P2PID_ANSWER_COUNT_; i++)
    for (int crowded = 0; crowded < 2; crowded++)
      if (answers->responses[i][crowded] != NULL)
        MHD_destroy_response (answers->responses[i][crowded]);
  free (answers);
}

enum MHD_Result
p2pid_answers_send (const p2pid_answers *answers,
                    struct MHD_Connection *connection,
                    unsigned answer,
                    bool crowded)
{
  unsigned status = answer == P2PID_ANSWER_PAGE ? 200 : table[answer].status;

  return MHD_queue_response (connection, status,
                             answers->responses[answer][crowded]);
}

/* Send once and forget. NULL closes the connection. */
static enum MHD_Result
send_once (struct MHD_Connection *connection,
           unsigned status,
           struct MHD_Response *response)
{
  enum MHD_Result result;

  if (response == NULL)
    return MHD_NO;
  result = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);
  return result;
}

enum MHD_Result
p2pid_answers_send_json (struct MHD_Connection *connection,
                         unsigned status,
                         const char *text)
{
  return send_once (connection, status,
                    make (p2pid_bytes_from_text (text), MHD_RESPMEM_MUST_COPY,
                          type_json, false));
}

enum MHD_Result
p2pid_answers_send_message (struct MHD_Connection *connection,
                            p2pid_bytes message,
                            bool crowded)
{
  /* A copy: the box may be deleted while it is on its way. */
  return send_once (connection, 200,
                    make (message, MHD_RESPMEM_MUST_COPY, type_bytes, crowded));
}

static enum MHD_Result
send_with (struct MHD_Connection *connection,
           unsigned status,
           const char *body,
           const char *name,
           const char *value)
{
  struct MHD_Response *response = make (
      p2pid_bytes_from_text (body), MHD_RESPMEM_PERSISTENT, type_json, false);

  if (response != NULL && !add (response, name, value)) {
    MHD_destroy_response (response);
    response = NULL;
  }
  return send_once (connection, status, response);
}

enum MHD_Result
p2pid_answers_send_allow (struct MHD_Connection *connection, const char *allow)
{
  return send_with (connection, 405, ERROR ("method"), "Allow", allow);
}

enum MHD_Result
p2pid_answers_send_patience (struct MHD_Connection *connection,
                             unsigned seconds)
{
  char text[16];

  snprintf (text, sizeof text, "%u", seconds);
  return send_with (connection, 429, ERROR ("rate"), "Retry-After", text);
}
