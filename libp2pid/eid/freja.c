/* Freja's signature service, asked directly by who has a certificate; who has
 * none asks a gateway.
 *
 *   initSignature  the statement and its text  -> signRef
 *   getOneResult   every three seconds         -> status, at last details
 *   cancel         whenever we end before Freja does
 *
 * Each question is PARAMETER=BASE64 of JSON, and calls itself JSON. The person
 * scans a QR code, which stays the same. The personal number is not asked
 * for. */

#include "eid/freja.h"

#include "eid/freja-words.h"
#include "eid/gateway.h"
#include "eid/method.h"
#include "eid/operator.h"
#include "wire/json.h"

#include <stdio.h>

/* Milliseconds; an order lives for two minutes. */
#define ASK_EACH 3000
#define LIFE_MAX (10 * 60 * 1000)

/* Questions in a row that may fail for want of a connection. */
#define MISSED_MAX 3

/* An order. */
typedef struct {
  p2pid_enrolment *enrolment;
  const p2pid_enrolment_config *config;
  json_t *opened; /* NULL: no order is open at Freja */
  const char *reference;
  unsigned missed;
  const p2pid_freja_message *told;
  json_t *approved;
} order;

/* A question, and the parameter that carries it. */
typedef struct {
  const char *path, *parameter;
} freja_call;

static const freja_call init_sign = { "/sign/1.0/initSignature",
                                      "initSignRequest=" };
static const freja_call get_one = { "/sign/1.0/getOneResult",
                                    "getOneSignResultRequest=" };
static const freja_call cancel_sign = { "/sign/1.0/cancel",
                                        "cancelSignRequest=" };

/* Takes the wish over. */
static p2pid_err
encode (const freja_call *call, json_t *wish, p2pid_buffer **out_body)
{
  size_t size = strlen (call->parameter);
  p2pid_buffer *json = NULL, *text = NULL;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (wish != NULL)
    err = p2pid_json_print (wish, &json);
  json_decref (wish);
  if (err == P2PID_OK)
    err = p2pid_operator_base64 (p2pid_buffer_bytes (json), &text);
  if (err == P2PID_OK)
    err = p2pid_buffer_new (size + text->size - 1, out_body);
  if (err == P2PID_OK) {
    memcpy ((*out_body)->data, call->parameter, size);
    memcpy ((*out_body)->data + size, text->data, text->size - 1);
  }
  p2pid_buffer_free (json);
  p2pid_buffer_free (text);
  return err;
}

/* Takes the wish over. */
static p2pid_err
ask (const order *self,
     const freja_call *call,
     json_t *wish,
     p2pid_operator_answer *out_answer)
{
  bool last_word = call == &cancel_sign;
  p2pid_operator_question question = {
    .party = self->config->directly,
    .path = call->path,
    .timeout =
        last_word ? P2PID_OPERATOR_CANCEL_PATIENCE : P2PID_OPERATOR_PATIENCE,
  };
  p2pid_buffer *body = NULL;
  p2pid_err err = encode (call, wish, &body);

  if (err == P2PID_OK) {
    question.body = p2pid_buffer_bytes (body);
    err = p2pid_operator_ask (&question, last_word ? NULL : self->enrolment,
                              out_answer);
  }
  p2pid_buffer_free (body);
  return err;
}

static p2pid_err
end_by (const order *self, const p2pid_freja_message *message)
{
  p2pid_enrolment_set_hint (self->enrolment, message->status,
                            message->sentences[self->config->language]);
  return message->err;
}

static p2pid_err
refuse (const order *self, const p2pid_operator_answer *answer)
{
  int64_t code = 0;

  if (p2pid_json_get_number (answer->object, "code", 0, 9999, &code) !=
      P2PID_OK)
    code = 0;
  return end_by (self, p2pid_freja_refusal (answer->status, code));
}

/* An answer that no Freja gives. */
static p2pid_err
refuse_nonsense (const order *self)
{
  return end_by (self, p2pid_freja_progress (NULL));
}

static void
tell_hint (order *self, const p2pid_freja_message *message)
{
  p2pid_enrolment_event event = {
    .kind = P2PID_ENROLMENT_HINT,
    .hint = message->status,
    .sentence = message->sentences[self->config->language]
  };

  if (message != self->told)
    p2pid_enrolment_tell (self->enrolment, &event);
  self->told = message;
}

static p2pid_err
tell_qr (const order *self)
{
  char link[P2PID_FREJA_LINK_MAX];
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_QR, .text = link };

  if (!p2pid_freja_link (self->reference, link))
    return refuse_nonsense (self);
  p2pid_enrolment_tell (self->enrolment, &event);
  return P2PID_OK;
}

static json_t *
make_wish (const char *title, p2pid_buffer *text, p2pid_buffer *statement)
{
  return json_pack (
      "{s:s, s:s, s:s, s:s, s:s, s:{s:s, s:s}, s:s, s:[{s:s},{s:s},{s:s}]}",
      "userInfoType", "INFERRED", "userInfo", "N/A", "minRegistrationLevel",
      "PLUS", "title", title, "dataToSignType", "EXTENDED_UTF8_TEXT",
      "dataToSign", "text", text->data, "binaryData", statement->data,
      "signatureType", "EXTENDED", "attributesToReturn", "attribute",
      "BASIC_USER_INFO", "attribute", "DATE_OF_BIRTH", "attribute",
      "REGISTRATION_LEVEL");
}

static p2pid_err
take_order (order *self, json_t *answer)
{
  if (p2pid_json_get_text (answer, "signRef", &self->reference) != P2PID_OK ||
      self->reference == NULL)
    return refuse_nonsense (self);
  self->opened = json_incref (answer);
  tell_hint (self, p2pid_freja_progress ("STARTED"));
  return tell_qr (self);
}

static p2pid_err
begin (order *self, const p2pid_statement *statement)
{
  p2pid_buffer *text = NULL, *shown = NULL, *bytes = NULL, *data = NULL;
  p2pid_operator_answer answer = { 0 };
  p2pid_err err = p2pid_statement_text (statement, &text);

  if (err == P2PID_OK)
    err = p2pid_statement_print (statement, &bytes);
  if (err == P2PID_OK)
    err = p2pid_operator_base64 (p2pid_buffer_bytes (text), &shown);
  if (err == P2PID_OK)
    err = p2pid_operator_base64 (p2pid_buffer_bytes (bytes), &data);
  if (err == P2PID_OK)
    err = ask (self, &init_sign, make_wish (statement->program, shown, data),
               &answer);
  if (err == P2PID_OK)
    err = answer.status == 200 ? take_order (self, answer.object)
                               : refuse (self, &answer);
  else if (err == P2PID_ERR_RELAY)
    err = refuse_nonsense (self);
  p2pid_operator_answer_clear (&answer);
  p2pid_buffer_free (text);
  p2pid_buffer_free (shown);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (data);
  return err;
}

static json_t *
name_order (const order *self)
{
  return json_pack ("{s:s}", "signRef", self->reference);
}

/* Freja has ended the order itself. */
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

  if (self->opened != NULL &&
      ask (self, &cancel_sign, name_order (self), &answer) == P2PID_OK)
    p2pid_operator_answer_clear (&answer);
  forget_order (self);
}

static p2pid_err
read_status (order *self, json_t *answer)
{
  const p2pid_freja_message *message;
  const char *status = NULL;

  if (p2pid_json_get_text (answer, "status", &status) != P2PID_OK)
    return refuse_nonsense (self);
  message = p2pid_freja_progress (status);
  if (message->err != P2PID_OK) {
    if (message->err != P2PID_ERR_RELAY)
      forget_order (self);
    return end_by (self, message);
  }
  tell_hint (self, message);
  if (strcmp (status, "APPROVED") == 0) {
    self->approved = json_incref (answer);
    forget_order (self);
  }
  return P2PID_OK;
}

/* A connection that is gone for a moment need not end an order that the
 * person is just signing. */
static p2pid_err
ask_status (order *self)
{
  p2pid_operator_answer answer = { 0 };
  p2pid_err err = ask (self, &get_one, name_order (self), &answer);

  if ((err == P2PID_ERR_OFFLINE || err == P2PID_ERR_TIMEOUT) &&
      ++self->missed < MISSED_MAX)
    return P2PID_OK;
  if (err == P2PID_ERR_RELAY)
    return refuse_nonsense (self);
  if (err != P2PID_OK)
    return err;
  self->missed = 0;
  err = answer.status == 200 ? read_status (self, answer.object)
                             : refuse (self, &answer);
  p2pid_operator_answer_clear (&answer);
  return err;
}

static p2pid_err
join (const order *self,
      const p2pid_statement *statement,
      p2pid_binding **out_binding)
{
  const char *details = NULL;
  p2pid_buffer *bytes = NULL, *certificate = NULL;
  p2pid_err err;

  if (p2pid_json_get_text (self->approved, "details", &details) != P2PID_OK ||
      details == NULL)
    return refuse_nonsense (self);
  err =
      p2pid_freja_find_certificate (p2pid_bytes_from_text (details),
                                    self->config->directly->root, &certificate);
  if (err == P2PID_OK)
    err = p2pid_statement_print (statement, &bytes);
  if (err == P2PID_OK) {
    p2pid_bytes files[] = { p2pid_bytes_from_text (details),
                            p2pid_buffer_bytes (certificate) };

    err = p2pid_binding_join (P2PID_METHOD_FREJA, files, 2,
                              p2pid_buffer_bytes (bytes), out_binding);
  }
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (certificate);
  return err;
}

static p2pid_err
get_directly (p2pid_enrolment *enrolment,
              const p2pid_statement *statement,
              p2pid_binding **out_binding)
{
  order self = { .enrolment = enrolment,
                 .config = p2pid_enrolment_get_config (enrolment) };
  int64_t begun = p2pid_operator_clock ();
  p2pid_err err = begin (&self, statement);

  while (err == P2PID_OK && self.approved == NULL) {
    err = p2pid_enrolment_pause (enrolment, ASK_EACH);
    if (err == P2PID_OK && p2pid_operator_clock () - begun > LIFE_MAX)
      err = P2PID_ERR_TIMEOUT;
    if (err == P2PID_OK)
      err = ask_status (&self);
  }
  cancel (&self);
  if (err == P2PID_OK)
    err = join (&self, statement, out_binding);
  json_decref (self.approved);
  return err;
}

static bool
find_hint (const char *hint,
           p2pid_language language,
           const char **out_hint,
           const char **out_sentence)
{
  const p2pid_freja_message *message = p2pid_freja_find_message (hint);

  if (message == NULL)
    return false;
  *out_hint = message->status;
  *out_sentence = message->sentences[language];
  return true;
}

static const p2pid_gateway_manner manner = {
  .method = P2PID_METHOD_FREJA,
  .qr = "frejaeid://bindUserToTransaction?transactionReference=",
  .links = { "frejaeid://bindUserToTransaction?transactionReference=" },
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

const p2pid_eid_row p2pid_eid_freja = { P2PID_METHOD_FREJA,
                                        p2pid_operator_check, get };
