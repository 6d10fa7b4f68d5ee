/*
 * A gateway's client (PROTOCOL.md §13):
 *
 *   POST   /v1/sign         {"method", "statement", "credential"?}
 *                           -> {"order", "lifetime"}
 *   GET    /v1/sign/ORDER   -> {"status", …}, about once a second
 *   DELETE /v1/sign/ORDER
 */

#include "eid/gateway.h"

#include "base/encoding.h"
#include "eid/http.h"
#include "evidence/evidence.h"
#include "p2pid/invitation.h"
#include "wire/json.h"
#include "wire/text.h"

#include <stdio.h>
#include <stdlib.h>

#define PATH "/v1/sign"

/* An order's name: base64url of 32 bytes. */
#define ORDER_BYTES 32
#define ORDER_SIZE (P2PID_BASE64URL_SIZE (ORDER_BYTES) + 1)

/* Longest text that is shown as a QR code or opened as a link. */
#define SHOWN_MAX 512

/* Milliseconds: for one request, for the last one, and between two. */
#define TIMEOUT 15000
#define LAST_TIMEOUT 2000
#define PAUSE 1000

/* So often in a row the gateway may be out of reach: orders outlive a moment
 * without a network. */
#define TROUBLES_MAX 5

/* Seconds that an order can take, whatever the gateway says. */
#define LIFETIME_MAX 600

typedef struct {
  p2pid_enrolment *enrolment;
  const p2pid_enrolment_config *config;
  const p2pid_gateway_manner *manner;
  const p2pid_statement *statement;
  char order[ORDER_SIZE]; /* empty: there is none at the gateway */
  int64_t lifetime;
  char qr[SHOWN_MAX + 1], open[SHOWN_MAX + 1]; /* as told last */
  const p2pid_eid_message *told;
} client;

static p2pid_err
ask (const client *self,
     const char *method,
     p2pid_bytes body,
     p2pid_http_answer *out)
{
  char origin[P2PID_ORIGIN_MAX + 1];
  char url[sizeof origin + sizeof PATH + ORDER_SIZE + 1];
  bool first = strcmp (method, "POST") == 0;
  bool last = strcmp (method, "DELETE") == 0;
  p2pid_http_ask ask = {
    .method = method,
    .url = url,
    .type = body.size > 0 ? "application/json" : NULL,
    .accept = "application/json",
    .body = body,
    .root = self->config->gateway_root,
    .timeout = last ? LAST_TIMEOUT : TIMEOUT,
    .grace = first ? LAST_TIMEOUT : 0,
  };
  p2pid_err err = p2pid_origin_parse (self->config->gateway, origin);

  if (err != P2PID_OK)
    return err;
  snprintf (url, sizeof url, "%s" PATH "%s%s", origin,
            *self->order != '\0' ? "/" : "", self->order);
  /* What has been cancelled has to be taken back all the same. */
  return p2pid_http_ask_for (
      &ask, p2pid_enrolment_cancel_fd (last ? NULL : self->enrolment), out);
}

static p2pid_err
read_answer (const p2pid_http_answer *answer, json_t **out)
{
  p2pid_err err;

  if (strcmp (answer->type, "application/json") != 0)
    return P2PID_ERR_RELAY;
  err = p2pid_json_parse (p2pid_buffer_bytes (answer->body),
                          P2PID_HTTP_ANSWER_MAX, out);
  return err == P2PID_OK || err == P2PID_ERR_MEMORY ? err : P2PID_ERR_RELAY;
}

static const char *
text_of (const json_t *object, const char *name)
{
  const char *text = json_string_value (json_object_get (object, name));

  return text != NULL ? text : "";
}

/* The largest unit that says it whole; less than a minute is said as one. */
static void
keep_longest (const client *self, int64_t longest)
{
  static const struct {
    int64_t seconds;
    const char *one[P2PID_LANGUAGE_COUNT_], *more[P2PID_LANGUAGE_COUNT_];
  } units[] = {
    { 86400, { "dygn", "day" }, { "dygn", "days" } },
    { 3600, { "timme", "hour" }, { "timmar", "hours" } },
    { 60, { "minut", "minute" }, { "minuter", "minutes" } },
  };
  static const char *const around[P2PID_LANGUAGE_COUNT_][2] = {
    [P2PID_LANGUAGE_SV] = { "Nätslussen tillåter högst",
                            "Välj en kortare tid." },
    [P2PID_LANGUAGE_EN] = { "The gateway allows at most",
                            "Choose a shorter time." },
  };
  p2pid_language language = self->statement->language;
  char sentence[P2PID_SENTENCE_SIZE];
  size_t i = 0;
  int64_t count;

  while (i < 2 && longest % units[i].seconds != 0)
    i++;
  count = longest < 60 ? 1 : longest / units[i].seconds;
  snprintf (sentence, sizeof sentence, "%s %lld %s. %s", around[language][0],
            (long long) count,
            count == 1 ? units[i].one[language] : units[i].more[language],
            around[language][1]);
  p2pid_enrolment_set_hint (self->enrolment, "lifetime", sentence);
}

/* Why the gateway does not take the order: 403 and a word. */
static p2pid_err
read_refusal (const client *self, const json_t *object)
{
  const char *word = text_of (object, "error");
  int64_t longest;

  if (strcmp (word, "clock") == 0)
    return P2PID_ERR_CLOCK;
  if (strcmp (word, "lifetime") != 0)
    return P2PID_ERR_UNTRUSTED;
  if (p2pid_json_get_number (object, "longest", 1, P2PID_STATEMENT_LIFETIME_MAX,
                             &longest) != P2PID_OK)
    return P2PID_ERR_RELAY;
  keep_longest (self, longest);
  return P2PID_ERR_ARGUMENT;
}

static p2pid_err
read_order (client *self, const json_t *object)
{
  p2pid_bytes order = p2pid_bytes_from_text (text_of (object, "order"));
  uint8_t bytes[ORDER_BYTES];

  if (p2pid_base64url_decode_fixed (order, bytes, sizeof bytes) != P2PID_OK ||
      p2pid_json_get_number (object, "lifetime", 1, LIFETIME_MAX,
                             &self->lifetime) != P2PID_OK)
    return P2PID_ERR_RELAY;
  memcpy (self->order, order.data, order.size + 1);
  return P2PID_OK;
}

static p2pid_err
judge_order (client *self, const p2pid_http_answer *answer)
{
  json_t *object = NULL;
  p2pid_err err;

  if (answer->status == 429 || answer->status == 503)
    return P2PID_ERR_BUSY;
  if (answer->status == 404 || answer->status == 405)
    return P2PID_ERR_UNTRUSTED; /* a relay that is no gateway */
  if (answer->status != 201 && answer->status != 403)
    return P2PID_ERR_RELAY;
  err = read_answer (answer, &object);
  if (err == P2PID_OK)
    err = answer->status == 201 ? read_order (self, object)
                                : read_refusal (self, object);
  json_decref (object);
  return err;
}

static p2pid_err
print_order (const client *self, p2pid_buffer **out)
{
  p2pid_buffer *statement = NULL, *text = NULL;
  json_t *object = NULL;
  p2pid_err err = p2pid_statement_print (self->statement, &statement);

  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (statement), &text);
  if (err == P2PID_OK) {
    object = json_pack ("{s:s, s:s, s:o*}", "method",
                        p2pid_method_name (self->manner->method), "statement",
                        (const char *) text->data, "credential",
                        self->config->credential ? json_true () : NULL);
    err = object != NULL ? p2pid_json_print (object, out) : P2PID_ERR_MEMORY;
  }
  json_decref (object);
  p2pid_buffer_free (text);
  p2pid_buffer_free (statement);
  return err;
}

static p2pid_err
make_order (client *self)
{
  p2pid_http_answer answer = { 0 };
  p2pid_buffer *body = NULL;
  p2pid_err err = print_order (self, &body);

  if (err == P2PID_OK)
    err = ask (self, "POST", p2pid_buffer_bytes (body), &answer);
  if (err == P2PID_OK)
    err = judge_order (self, &answer);
  p2pid_http_answer_clear (&answer);
  p2pid_buffer_free (body);
  return err;
}

/* --- while it waits --- */

static bool
is_shown (const char *text)
{
  p2pid_bytes bytes = p2pid_bytes_from_text (text);

  return bytes.size <= SHOWN_MAX && p2pid_text_is_word (bytes);
}

static bool
begins_with (const char *text, const char *beginning)
{
  return beginning != NULL &&
         strncmp (text, beginning, strlen (beginning)) == 0;
}

static bool
is_link (const client *self, const char *text)
{
  for (size_t i = 0; i < P2PID_GATEWAY_LINKS; i++)
    if (begins_with (text, self->manner->links[i]))
      return true;
  return false;
}

/* Tell a text once, and again when it has changed or is there no more. */
static void
show (client *self,
      p2pid_enrolment_event_kind kind,
      const char *text,
      char shown[SHOWN_MAX + 1])
{
  p2pid_enrolment_event event = { .kind = kind,
                                  .text = *text != '\0' ? text : NULL };

  if (strcmp (shown, text) == 0)
    return;
  strcpy (shown, text);
  p2pid_enrolment_tell (self->enrolment, &event);
}

static void
tell_hint (client *self, const char *hint)
{
  const p2pid_eid_message *message =
      self->manner->find_message (self->enrolment, hint);
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_HINT };

  if (message == NULL || message == self->told)
    return;
  self->told = message;
  event.hint = message->code;
  event.sentence = message->sentences[self->statement->language];
  p2pid_enrolment_tell (self->enrolment, &event);
}

/* Only an end has its hint kept: one of the way there would be told as the
 * reason of whatever else ends it. */
static void
keep_hint (const client *self, const char *hint)
{
  const p2pid_eid_message *message =
      self->manner->find_message (self->enrolment, hint);

  if (message != NULL)
    p2pid_enrolment_set_hint (self->enrolment, message->code,
                              message->sentences[self->statement->language]);
}

static void
show_progress (client *self, const json_t *object)
{
  const char *qr = text_of (object, "qr"), *open = text_of (object, "open");

  if (!is_shown (qr) || !begins_with (qr, self->manner->qr))
    qr = "";
  if (!is_shown (open) || !is_link (self, open))
    open = "";
  show (self, P2PID_ENROLMENT_QR, qr, self->qr);
  show (self, P2PID_ENROLMENT_OPEN, open, self->open);
  tell_hint (self, text_of (object, "hint"));
}

/* --- how it ends --- */

/* The errors that an order can end with; a gateway that names another lies. */
static p2pid_err
read_failure (const json_t *object)
{
  static const p2pid_err errors[] = {
    P2PID_ERR_CANCELLED, P2PID_ERR_TIMEOUT,   P2PID_ERR_BUSY,
    P2PID_ERR_UNTRUSTED, P2PID_ERR_OFFLINE,   P2PID_ERR_RELAY,
    P2PID_ERR_MISMATCH,  P2PID_ERR_INCOMPLETE
  };

  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
    if (strcmp (text_of (object, "error"), p2pid_err_name (errors[i])) == 0)
      return errors[i];
  return P2PID_ERR_RELAY;
}

/* The evidence goes with one's own statement, whatever the gateway's was. */
static p2pid_err
join (const client *self, const json_t *object, p2pid_binding **out)
{
  const char *method = self->config->credential
                           ? p2pid_method_name (P2PID_METHOD_SD_JWT)
                           : p2pid_method_name (self->manner->method);
  p2pid_buffer *statement = NULL, *text = NULL;
  p2pid_err err;

  if (strcmp (text_of (object, "method"), method) != 0)
    return P2PID_ERR_RELAY;
  if (self->config->credential)
    return p2pid_binding_new (method, NULL, text_of (object, "evidence"), NULL,
                              out);
  err = p2pid_statement_print (self->statement, &statement);
  if (err == P2PID_OK)
    err = p2pid_base64url_encode (p2pid_buffer_bytes (statement), &text);
  if (err == P2PID_OK)
    err = p2pid_binding_new (method, (const char *) text->data,
                             text_of (object, "evidence"), NULL, out);
  p2pid_buffer_free (text);
  p2pid_buffer_free (statement);
  return err;
}

/* One look at the order. @p out_over once nothing more comes of it. */
static p2pid_err
judge_state (client *self,
             const p2pid_http_answer *answer,
             bool *out_over,
             p2pid_binding **out_binding)
{
  json_t *object = NULL;
  const char *status;
  p2pid_err err;

  if (answer->status == 429 || answer->status == 503)
    return P2PID_OK; /* asked too often: later */
  *out_over = true;
  if (answer->status == 404)
    return P2PID_ERR_TIMEOUT; /* the order is no longer there */
  if (answer->status != 200)
    return P2PID_ERR_RELAY;
  err = read_answer (answer, &object);
  if (err != P2PID_OK)
    return err;
  status = text_of (object, "status");
  if (strcmp (status, "pending") == 0) {
    show_progress (self, object);
    *out_over = false;
  } else if (strcmp (status, "complete") == 0) {
    err = join (self, object, out_binding);
  } else if (strcmp (status, "failed") == 0) {
    keep_hint (self, text_of (object, "hint"));
    err = read_failure (object);
  } else {
    err = P2PID_ERR_RELAY;
  }
  json_decref (object);
  return err;
}

/* @p out_answered when the gateway knows the order to be over, and has
 * forgotten it. */
static p2pid_err
await (client *self, bool *out_answered, p2pid_binding **out_binding)
{
  unsigned troubles = 0;
  p2pid_err err = P2PID_OK;

  for (int64_t i = 0; i < self->lifetime + LIFETIME_MAX / 10; i++) {
    p2pid_http_answer answer = { 0 };
    bool over = false;

    err = p2pid_enrolment_pause (self->enrolment, PAUSE);
    if (err != P2PID_OK)
      return err;
    err = ask (self, "GET", (p2pid_bytes){ NULL, 0 }, &answer);
    if (err == P2PID_OK) {
      troubles = 0;
      err = judge_state (self, &answer, &over, out_binding);
      *out_answered = over;
    } else if (err == P2PID_ERR_OFFLINE || err == P2PID_ERR_TIMEOUT) {
      over = ++troubles == TROUBLES_MAX;
    } else {
      over = true;
    }
    p2pid_http_answer_clear (&answer);
    if (over)
      return err;
  }
  return P2PID_ERR_TIMEOUT;
}

static void
take_back (const client *self)
{
  p2pid_http_answer answer = { 0 };

  /* If it cannot be told, the gateway lets the order run out. */
  if (ask (self, "DELETE", (p2pid_bytes){ NULL, 0 }, &answer) == P2PID_OK)
    p2pid_http_answer_clear (&answer);
}

p2pid_err
p2pid_eid_gateway_get (p2pid_enrolment *enrolment,
                       const p2pid_statement *statement,
                       const p2pid_gateway_manner *manner,
                       p2pid_binding **out_binding)
{
  client *self = calloc (1, sizeof *self);
  bool answered = false;
  p2pid_err err;

  if (self == NULL)
    return P2PID_ERR_MEMORY;
  self->enrolment = enrolment;
  self->config = p2pid_enrolment_get_config (enrolment);
  self->manner = manner;
  self->statement = statement;
  err = make_order (self);
  if (err == P2PID_OK)
    err = await (self, &answered, out_binding);
  if (*self->order != '\0' && !answered)
    take_back (self);
  free (self);
  return err;
}
