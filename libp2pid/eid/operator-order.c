/* Opening, looking, cancelling. */

#include "eid/operator-order.h"

#include "wire/json.h"

/* Milliseconds. Operators end orders after a few minutes themselves. */
#define LIFE_MAX (10 * 60 * 1000)

/* Looks in a row that may fail for want of a connection. */
#define MISSED_MAX 3

void
p2pid_operator_order_tell (p2pid_operator_order *order,
                           const p2pid_eid_message *message)
{
  p2pid_enrolment_event event = {
    .kind = P2PID_ENROLMENT_HINT,
    .hint = message->code,
    .sentence = message->sentences[order->config->language]
  };

  if (message != order->told)
    p2pid_enrolment_tell (order->enrolment, &event);
  order->told = message;
}

void
p2pid_operator_order_hide (p2pid_operator_order *order,
                           p2pid_enrolment_event_kind kind)
{
  p2pid_enrolment_event event = { .kind = kind };

  p2pid_enrolment_tell (order->enrolment, &event);
}

p2pid_err
p2pid_operator_order_fail (p2pid_operator_order *order,
                           const p2pid_eid_message *message,
                           p2pid_err err)
{
  p2pid_enrolment_set_hint (order->enrolment, message->code,
                            message->sentences[order->config->language]);
  return err;
}

void
p2pid_operator_order_forget (p2pid_operator_order *order)
{
  json_decref (order->opened);
  order->opened = NULL;
}

void
p2pid_operator_order_complete (p2pid_operator_order *order, json_t *result)
{
  order->completed = json_incref (result);
  p2pid_operator_order_forget (order);
}

/* Takes the wish over. The first question is worth waiting for though it was
 * cancelled: it opens an order that nobody else could close. */
static p2pid_err
ask (const p2pid_operator_order *self,
     const char *path,
     json_t *wish,
     p2pid_operator_answer *out_answer)
{
  bool first = path == self->manner->open;
  bool last = path == self->manner->cancel;
  p2pid_operator_question question = {
    .party = self->config->directly,
    .path = path,
    .timeout = last ? P2PID_OPERATOR_CANCEL_PATIENCE : P2PID_OPERATOR_PATIENCE,
    .grace = first ? P2PID_OPERATOR_CANCEL_PATIENCE : 0,
  };
  p2pid_buffer *body = NULL;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (wish != NULL)
    err = self->manner->write (path, wish, &body);
  if (err == P2PID_OK) {
    question.body = p2pid_buffer_bytes (body);
    err = p2pid_operator_ask (&question, last ? NULL : self->enrolment,
                              out_answer);
  }
  p2pid_buffer_free (body);
  json_decref (wish);
  return err;
}

static json_t *
name_order (const p2pid_operator_order *self)
{
  const char *reference = self->manner->reference;

  return json_pack ("{s:O}", reference,
                    json_object_get (self->opened, reference));
}

/* The statement and its text, as operators want them. */
static p2pid_err
make_wish (const p2pid_operator_order *self,
           const p2pid_statement *statement,
           json_t **out)
{
  p2pid_buffer *text = NULL, *bytes = NULL, *shown = NULL, *data = NULL;
  p2pid_err err = p2pid_statement_text (statement, &text);

  if (err == P2PID_OK)
    err = p2pid_statement_print (statement, &bytes);
  if (err == P2PID_OK)
    err = p2pid_operator_base64 (p2pid_buffer_bytes (text), &shown);
  if (err == P2PID_OK)
    err = p2pid_operator_base64 (p2pid_buffer_bytes (bytes), &data);
  if (err == P2PID_OK) {
    *out = self->manner->make_wish (self, statement, (char *) shown->data,
                                    (char *) data->data);
    err = *out != NULL ? P2PID_OK : P2PID_ERR_MEMORY;
  }
  p2pid_buffer_free (text);
  p2pid_buffer_free (bytes);
  p2pid_buffer_free (shown);
  p2pid_buffer_free (data);
  return err;
}

/* Whatever becomes of it, an order that has a name can be cancelled. */
static void
take_order (p2pid_operator_order *self, const p2pid_operator_answer *answer)
{
  if (answer->status != 200 || !json_is_string (json_object_get (
                                   answer->object, self->manner->reference)))
    return;
  self->opened = json_incref (answer->object);
  self->begun = p2pid_operator_clock ();
}

static p2pid_err
read_opening (p2pid_operator_order *self, const p2pid_operator_answer *answer)
{
  take_order (self, answer);
  if (p2pid_enrolment_is_cancelled (self->enrolment))
    return P2PID_ERR_CANCELLED;
  if (answer->status != 200)
    return self->manner->refuse (self, answer);
  return self->opened != NULL ? self->manner->begin (self)
                              : self->manner->refuse_nonsense (self);
}

static p2pid_err
open_order (p2pid_operator_order *self, const p2pid_statement *statement)
{
  p2pid_operator_answer answer = { 0 };
  json_t *wish = NULL;
  p2pid_err err = make_wish (self, statement, &wish);

  if (err == P2PID_OK)
    err = ask (self, self->manner->open, wish, &answer);
  if (err == P2PID_OK)
    err = read_opening (self, &answer);
  else if (err == P2PID_ERR_RELAY)
    err = self->manner->refuse_nonsense (self);
  p2pid_operator_answer_clear (&answer);
  return err;
}

/* A connection that is gone for a moment need not end an order that the
 * person is just signing. */
static p2pid_err
look (p2pid_operator_order *self)
{
  p2pid_operator_answer answer = { 0 };
  p2pid_err err = ask (self, self->manner->look, name_order (self), &answer);

  if ((err == P2PID_ERR_OFFLINE || err == P2PID_ERR_TIMEOUT) &&
      ++self->missed < MISSED_MAX)
    return P2PID_OK;
  if (err == P2PID_ERR_RELAY)
    return self->manner->refuse_nonsense (self);
  if (err != P2PID_OK)
    return err;
  self->missed = 0;
  err = answer.status == 200 ? self->manner->read (self, answer.object)
                             : self->manner->refuse (self, &answer);
  p2pid_operator_answer_clear (&answer);
  return err;
}

/* Nobody waits for what is said of it, and it cannot be broken off. */
static void
cancel (p2pid_operator_order *self)
{
  p2pid_operator_answer answer = { 0 };

  if (self->opened != NULL &&
      ask (self, self->manner->cancel, name_order (self), &answer) == P2PID_OK)
    p2pid_operator_answer_clear (&answer);
  p2pid_operator_order_forget (self);
}

static p2pid_err
join (p2pid_operator_order *self,
      const p2pid_statement *statement,
      p2pid_binding **out_binding)
{
  p2pid_buffer *bytes = NULL;
  p2pid_err err = p2pid_statement_print (statement, &bytes);

  if (err == P2PID_OK)
    err = self->manner->join (self, p2pid_buffer_bytes (bytes), out_binding);
  p2pid_buffer_free (bytes);
  return err;
}

p2pid_err
p2pid_operator_order_get (p2pid_operator_order *order,
                          const p2pid_statement *statement,
                          p2pid_binding **out_binding)
{
  const p2pid_operator_manner *manner = order->manner;
  p2pid_err err;

  order->config = p2pid_enrolment_get_config (order->enrolment);
  if (order->config->gateway != NULL)
    return p2pid_eid_gateway_get (order->enrolment, statement,
                                  &manner->by_gateway, out_binding);
  err = open_order (order, statement);
  while (err == P2PID_OK && order->completed == NULL) {
    err = manner->wait (order);
    if (err == P2PID_OK && p2pid_operator_clock () - order->begun > LIFE_MAX)
      err = P2PID_ERR_TIMEOUT;
    if (err == P2PID_OK)
      err = look (order);
  }
  cancel (order);
  if (err == P2PID_OK)
    err = join (order, statement, out_binding);
  json_decref (order->completed);
  return err;
}
