/* BankID's relying party API 6.0, asked directly by who has a certificate; who
 * has none asks a gateway.
 *
 *   sign     the statement and its text        -> orderRef and tokens
 *   collect  every two seconds                 -> pending, failed, complete
 *   cancel   whenever we end before BankID does
 *
 * Meanwhile a QR code that changes each second, until somebody has the order,
 * and once the link that starts the app on this computer. */

#include "eid/bankid.h"

#include "eid/bankid-words.h"
#include "eid/gateway.h"
#include "eid/method.h"
#include "eid/operator.h"
#include "wire/json.h"

#include <stdio.h>

/* Seconds. BankID ends orders after about three minutes itself. */
#define COLLECT_EACH 2
#define LIFE_MAX 600

/* Collects in a row that may fail for want of a connection. */
#define MISSED_MAX 3

/* Where the user is, when they and the relying party are on one computer. */
#define HERE "127.0.0.1"

/* An order. The texts are those of what BankID answered. */
typedef struct {
  p2pid_enrolment *enrolment;
  const p2pid_enrolment_config *config;
  json_t *opened; /* NULL: no order is open at BankID */
  const char *reference, *start_token, *qr_token, *qr_secret;
  int64_t begun;
  int64_t collected_at; /* in seconds of its life */
  unsigned missed;
  bool picked_up;
  const p2pid_bankid_message *told;
  json_t *completed;
} order;

/* Takes the wish over. */
static p2pid_err
ask (const order *self,
     const char *path,
     json_t *wish,
     bool last_word,
     p2pid_operator_answer *out_answer)
{
  p2pid_operator_question question = {
    .party = self->config->directly,
    .path = path,
    .timeout =
        last_word ? P2PID_OPERATOR_CANCEL_PATIENCE : P2PID_OPERATOR_PATIENCE,
  };
  p2pid_buffer *body = NULL;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (wish != NULL)
    err = p2pid_json_print (wish, &body);
  if (err == P2PID_OK) {
    question.body = p2pid_buffer_bytes (body);
    err = p2pid_operator_ask (&question, last_word ? NULL : self->enrolment,
                              out_answer);
  }
  p2pid_buffer_free (body);
  json_decref (wish);
  return err;
}

static void
set_message (const order *self, const p2pid_bankid_message *message)
{
  p2pid_enrolment_set_hint (self->enrolment, message->code,
                            message->sentences[self->config->language]);
}

static p2pid_err
refuse (const order *self, const p2pid_operator_answer *answer)
{
  const p2pid_bankid_message *message;
  const char *code = NULL;
  p2pid_err err = p2pid_json_get_text (answer->object, "errorCode", &code);

  err = p2pid_bankid_refusal (answer->status, err == P2PID_OK ? code : NULL,
                              &message);
  set_message (self, message);
  return err;
}

/* An answer that no BankID gives. */
static p2pid_err
refuse_nonsense (const order *self)
{
  const p2pid_bankid_message *message;
  p2pid_err err = p2pid_bankid_failure (NULL, &message);

  set_message (self, message);
  return err;
}

static void
tell_hint (order *self, const p2pid_bankid_message *message)
{
  p2pid_enrolment_event event = {
    .kind = P2PID_ENROLMENT_HINT,
    .hint = message->code,
    .sentence = message->sentences[self->config->language]
  };

  if (message != self->told)
    p2pid_enrolment_tell (self->enrolment, &event);
  self->told = message;
}

static void
tell_link (const order *self)
{
  char link[P2PID_BANKID_LINK_MAX];
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_OPEN, .text = link };

  p2pid_bankid_link (self->start_token, link);
  p2pid_enrolment_tell (self->enrolment, &event);
}

static void
tell_qr (const order *self, int64_t second)
{
  char text[P2PID_BANKID_QR_MAX];
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_QR, .text = text };

  p2pid_bankid_qr (self->qr_token, self->qr_secret, (unsigned) second, text);
  p2pid_enrolment_tell (self->enrolment, &event);
}

static json_t *
make_wish (const order *self, p2pid_buffer *text, p2pid_buffer *statement)
{
  const char *end_user = self->config->directly->end_user;

  return json_pack ("{s:s, s:s, s:s, s:{s:b}}", "endUserIp",
                    end_user != NULL ? end_user : HERE, "userVisibleData",
                    text->data, "userNonVisibleData", statement->data,
                    "requirement", "pinCode", 1);
}

/* What is signed, as base64. */
static p2pid_err
encode (const p2pid_statement *statement,
        p2pid_buffer **out_text,
        p2pid_buffer **out_statement)
{
  p2pid_buffer *text = NULL, *bytes = NULL;
  p2pid_err err = p2pid_statement_text (statement, &text);

  if (err == P2PID_OK)
    err = p2pid_statement_print (statement, &bytes);
  if (err == P2PID_OK)
    err = p2pid_operator_base64 (p2pid_buffer_bytes (text), out_text);
  if (err == P2PID_OK)
    err = p2pid_operator_base64 (p2pid_buffer_bytes (bytes), out_statement);
  p2pid_buffer_free (text);
  p2pid_buffer_free (bytes);
  return err;
}

/* Every token, or the answer is none. */
static p2pid_err
take_order (order *self, json_t *answer)
{
  static const char *const names[] = { "orderRef", "autoStartToken",
                                       "qrStartToken", "qrStartSecret" };
  const char **texts[] = { &self->reference, &self->start_token,
                           &self->qr_token, &self->qr_secret };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (p2pid_json_get_text (answer, names[i], texts[i]) != P2PID_OK ||
        !p2pid_bankid_is_token (*texts[i]))
      return refuse_nonsense (self);
  self->opened = json_incref (answer);
  self->begun = p2pid_operator_clock ();
  return P2PID_OK;
}

static p2pid_err
begin (order *self, const p2pid_statement *statement)
{
  p2pid_buffer *text = NULL, *bytes = NULL;
  p2pid_operator_answer answer = { 0 };
  p2pid_err err = encode (statement, &text, &bytes);

  if (err == P2PID_OK)
    err = ask (self, "/rp/v6.0/sign", make_wish (self, text, bytes), false,
               &answer);
  if (err == P2PID_OK && answer.status != 200)
    err = refuse (self, &answer);
  else if (err == P2PID_OK)
    err = take_order (self, answer.object);
  else if (err == P2PID_ERR_RELAY)
    err = refuse_nonsense (self);
  p2pid_operator_answer_clear (&answer);
  p2pid_buffer_free (text);
  p2pid_buffer_free (bytes);
  return err;
}

static json_t *
name_order (const order *self)
{
  return json_pack ("{s:s}", "orderRef", self->reference);
}

/* BankID has ended the order itself. */
static void
forget_order (order *self)
{
  json_decref (self->opened);
  self->opened = NULL;
}

/* Nobody waits for what is said of it, and it cannot be broken off. */
static void
cancel (order *self)
{
  p2pid_operator_answer answer = { 0 };

  if (self->opened != NULL && ask (self, "/rp/v6.0/cancel", name_order (self),
                                   true, &answer) == P2PID_OK)
    p2pid_operator_answer_clear (&answer);
  forget_order (self);
}

static void
go_on (order *self, const char *hint)
{
  self->picked_up = hint != NULL &&
                    strcmp (hint, "outstandingTransaction") != 0 &&
                    strcmp (hint, "noClient") != 0;
  tell_hint (self, p2pid_bankid_progress (hint));
}

static p2pid_err
fail (order *self, const char *hint)
{
  const p2pid_bankid_message *message;
  p2pid_err err = p2pid_bankid_failure (hint, &message);

  set_message (self, message);
  forget_order (self);
  return err;
}

static p2pid_err
complete (order *self, const json_t *answer)
{
  self->completed = json_incref (json_object_get (answer, "completionData"));
  forget_order (self);
  return json_is_object (self->completed) ? P2PID_OK : refuse_nonsense (self);
}

static p2pid_err
read_state (order *self, const json_t *answer)
{
  const char *status = NULL, *hint = NULL;

  if (p2pid_json_get_text (answer, "status", &status) != P2PID_OK ||
      p2pid_json_get_text (answer, "hintCode", &hint) != P2PID_OK ||
      status == NULL)
    return refuse_nonsense (self);
  if (strcmp (status, "complete") == 0)
    return complete (self, answer);
  if (strcmp (status, "failed") == 0)
    return fail (self, hint);
  if (strcmp (status, "pending") != 0)
    return refuse_nonsense (self);
  go_on (self, hint);
  return P2PID_OK;
}

/* A connection that is gone for a moment need not end an order that the
 * person is just signing. */
static p2pid_err
collect (order *self)
{
  p2pid_operator_answer answer = { 0 };
  p2pid_err err =
      ask (self, "/rp/v6.0/collect", name_order (self), false, &answer);

  if ((err == P2PID_ERR_OFFLINE || err == P2PID_ERR_TIMEOUT) &&
      ++self->missed < MISSED_MAX)
    return P2PID_OK;
  if (err == P2PID_ERR_RELAY)
    return refuse_nonsense (self);
  if (err != P2PID_OK)
    return err;
  self->missed = 0;
  if (answer.status == 200)
    err = read_state (self, answer.object);
  else
    err = refuse (self, &answer);
  p2pid_operator_answer_clear (&answer);
  return err;
}

/* One second of the order's life, to its end. */
static p2pid_err
live (order *self)
{
  int64_t age = p2pid_operator_clock () - self->begun;
  int64_t second = age / 1000;
  p2pid_err err = P2PID_OK;

  if (second > LIFE_MAX)
    return P2PID_ERR_TIMEOUT;
  if (!self->picked_up)
    tell_qr (self, second);
  if (second >= self->collected_at + COLLECT_EACH) {
    self->collected_at = second;
    err = collect (self);
  }
  if (err != P2PID_OK || self->completed != NULL)
    return err;
  age = p2pid_operator_clock () - self->begun;
  return p2pid_enrolment_pause (self->enrolment, (int) (1000 - age % 1000));
}

static p2pid_err
join (const order *self,
      const p2pid_statement *statement,
      p2pid_binding **out_binding)
{
  const char *signature = NULL, *ocsp = NULL;
  p2pid_buffer *bytes = NULL;
  p2pid_err err;

  if (p2pid_json_get_text (self->completed, "signature", &signature) !=
          P2PID_OK ||
      p2pid_json_get_text (self->completed, "ocspResponse", &ocsp) !=
          P2PID_OK ||
      signature == NULL || ocsp == NULL)
    return refuse_nonsense (self);
  err = p2pid_statement_print (statement, &bytes);
  if (err == P2PID_OK) {
    p2pid_bytes files[] = {
      p2pid_bytes_from_text (signature), p2pid_bytes_from_text (ocsp),
      p2pid_bytes_from_text (self->config->directly->root)
    };

    err = p2pid_binding_join (P2PID_METHOD_BANKID, files, 3,
                              p2pid_buffer_bytes (bytes), out_binding);
  }
  p2pid_buffer_free (bytes);
  return err;
}

static p2pid_err
get_directly (p2pid_enrolment *enrolment,
              const p2pid_statement *statement,
              p2pid_binding **out_binding)
{
  order self = { .enrolment = enrolment,
                 .config = p2pid_enrolment_get_config (enrolment) };
  p2pid_err err = begin (&self, statement);

  if (err == P2PID_OK) {
    go_on (&self, "outstandingTransaction");
    tell_link (&self);
  }
  while (err == P2PID_OK && self.completed == NULL)
    err = live (&self);
  cancel (&self);
  if (err == P2PID_OK)
    err = join (&self, statement, out_binding);
  json_decref (self.completed);
  return err;
}

static bool
find_hint (const char *hint,
           p2pid_language language,
           const char **out_hint,
           const char **out_sentence)
{
  const p2pid_bankid_message *message = p2pid_bankid_find_message (hint);

  if (message == NULL)
    return false;
  *out_hint = message->code;
  *out_sentence = message->sentences[language];
  return true;
}

static const p2pid_gateway_manner manner = {
  .method = P2PID_METHOD_BANKID,
  .qr = "bankid.",
  .links = { "bankid:///?autostarttoken=",
             "https://app.bankid.com/?autostarttoken=" },
  .find_hint = find_hint,
};

static p2pid_err
get (p2pid_enrolment *enrolment,
     const p2pid_statement *statement,
     p2pid_binding **out_binding)
{
  if (p2pid_enrolment_get_config (enrolment)->gateway != NULL)
    return p2pid_eid_gateway_get (enrolment, statement, &manner, out_binding);
  return get_directly (enrolment, statement, out_binding);
}

const p2pid_eid_row p2pid_eid_bankid = { P2PID_METHOD_BANKID,
                                         p2pid_operator_check, get };
