/* BankID's relying party API 6.0:
 *
 *   sign     the statement and its text        -> orderRef and tokens
 *   collect  every two seconds                 -> pending, failed, complete
 *   cancel   whenever we end before BankID does
 *
 * Meanwhile a QR code that changes each second, until somebody has the order,
 * and once the link that starts the app on this computer. */

#include "eid/bankid.h"

#include "eid/bankid-words.h"
#include "eid/method.h"
#include "eid/operator-order.h"
#include "wire/json.h"

#define COLLECT_EACH 2 /* seconds */

/* Where the user is, when they and the relying party are on one computer. */
#define HERE "127.0.0.1"

/* The texts are those of what BankID answered. */
typedef struct {
  p2pid_operator_order order; /* first: one is the other */
  const char *start_token, *qr_token, *qr_secret;
  int64_t shown_at, collected_at; /* in seconds of its life */
  bool picked_up;
} bankid_order;

static p2pid_err
write_body (const char *path, const json_t *wish, p2pid_buffer **out_body)
{
  return p2pid_json_print (wish, out_body);
}

static json_t *
make_wish (const p2pid_operator_order *order,
           const p2pid_statement *statement,
           const char *text,
           const char *data)
{
  const char *end_user = order->config->directly->end_user;

  return json_pack ("{s:s, s:s, s:s, s:{s:b}}", "endUserIp",
                    end_user != NULL ? end_user : HERE, "userVisibleData", text,
                    "userNonVisibleData", data, "requirement", "pinCode", 1);
}

static p2pid_err
refuse (p2pid_operator_order *order, const p2pid_operator_answer *answer)
{
  const p2pid_eid_message *message;
  const char *code = NULL;
  p2pid_err err = p2pid_json_get_text (answer->object, "errorCode", &code);

  err = p2pid_bankid_refusal (answer->status, err == P2PID_OK ? code : NULL,
                              &message);
  return p2pid_operator_order_fail (order, message, err);
}

static p2pid_err
fail (p2pid_operator_order *order, const char *hint)
{
  const p2pid_eid_message *message;
  p2pid_err err = p2pid_bankid_failure (
      hint, order->config->device, p2pid_enrolment_is_opened (order->enrolment),
      &message);

  return p2pid_operator_order_fail (order, message, err);
}

/* An answer that no BankID gives. */
static p2pid_err
refuse_nonsense (p2pid_operator_order *order)
{
  return fail (order, NULL);
}

static void
tell_link (const bankid_order *self)
{
  char link[P2PID_BANKID_LINK_MAX];
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_OPEN, .text = link };

  p2pid_bankid_link (self->start_token, link);
  p2pid_enrolment_tell (self->order.enrolment, &event);
}

static void
tell_qr (const bankid_order *self)
{
  char text[P2PID_BANKID_QR_MAX];
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_QR, .text = text };

  p2pid_bankid_qr (self->qr_token, self->qr_secret, (unsigned) self->shown_at,
                   text);
  p2pid_enrolment_tell (self->order.enrolment, &event);
}

/* Somebody's app has the order: neither code nor link brings it to another. */
static void
pick_up (bankid_order *self)
{
  self->picked_up = true;
  p2pid_operator_order_hide (&self->order, P2PID_ENROLMENT_QR);
  p2pid_operator_order_hide (&self->order, P2PID_ENROLMENT_OPEN);
}

static void
go_on (bankid_order *self, const char *hint)
{
  if (!self->picked_up && hint != NULL &&
      strcmp (hint, "outstandingTransaction") != 0 &&
      strcmp (hint, "noClient") != 0)
    pick_up (self);
  p2pid_operator_order_tell (
      &self->order, p2pid_bankid_progress (
                        hint, self->order.config->device,
                        p2pid_enrolment_is_opened (self->order.enrolment)));
}

/* Every token, or the answer is none. */
static p2pid_err
begin (p2pid_operator_order *order)
{
  bankid_order *self = (bankid_order *) order;
  static const char *const names[] = { "orderRef", "autoStartToken",
                                       "qrStartToken", "qrStartSecret" };
  const char *reference;
  const char **texts[] = { &reference, &self->start_token, &self->qr_token,
                           &self->qr_secret };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (p2pid_json_get_text (order->opened, names[i], texts[i]) != P2PID_OK ||
        !p2pid_bankid_is_token (*texts[i]))
      return refuse_nonsense (order);
  tell_link (self); /* first: who opens it at once is told so */
  go_on (self, "outstandingTransaction");
  return P2PID_OK;
}

/* Second by second, a code in each. */
static p2pid_err
wait_for_collect (p2pid_operator_order *order)
{
  bankid_order *self = (bankid_order *) order;
  p2pid_err err = P2PID_OK;

  while (err == P2PID_OK) {
    int64_t age = p2pid_operator_clock () - order->begun;
    int64_t second = age / 1000;

    if (!self->picked_up && second != self->shown_at) {
      self->shown_at = second;
      tell_qr (self);
    }
    if (second >= self->collected_at + COLLECT_EACH) {
      self->collected_at = second;
      break;
    }
    age = p2pid_operator_clock () - order->begun;
    err = p2pid_enrolment_pause (order->enrolment, (int) (1000 - age % 1000));
  }
  return err;
}

static p2pid_err
complete (p2pid_operator_order *order, const json_t *answer)
{
  json_t *result = json_object_get (answer, "completionData");

  p2pid_operator_order_complete (order, result);
  return json_is_object (result) ? P2PID_OK : refuse_nonsense (order);
}

static p2pid_err
read_state (p2pid_operator_order *order, json_t *answer)
{
  const char *status = NULL, *hint = NULL;

  if (p2pid_json_get_text (answer, "status", &status) != P2PID_OK ||
      p2pid_json_get_text (answer, "hintCode", &hint) != P2PID_OK ||
      status == NULL)
    return refuse_nonsense (order);
  if (strcmp (status, "complete") == 0)
    return complete (order, answer);
  if (strcmp (status, "failed") == 0) {
    p2pid_operator_order_forget (order);
    return fail (order, hint);
  }
  if (strcmp (status, "pending") != 0)
    return refuse_nonsense (order);
  go_on ((bankid_order *) order, hint);
  return P2PID_OK;
}

static p2pid_err
join (p2pid_operator_order *order,
      p2pid_bytes statement,
      p2pid_binding **out_binding)
{
  const char *signature = NULL, *ocsp = NULL;

  if (p2pid_json_get_text (order->completed, "signature", &signature) !=
          P2PID_OK ||
      p2pid_json_get_text (order->completed, "ocspResponse", &ocsp) !=
          P2PID_OK ||
      signature == NULL || ocsp == NULL)
    return refuse_nonsense (order);

  const p2pid_bytes files[] = {
    p2pid_bytes_from_text (signature), p2pid_bytes_from_text (ocsp),
    p2pid_bytes_from_text (order->config->directly->root)
  };

  return p2pid_binding_join (P2PID_METHOD_BANKID, files, 3, statement,
                             out_binding);
}

static const p2pid_eid_message *
find_message (p2pid_enrolment *enrolment, const char *hint)
{
  return p2pid_bankid_translate (hint,
                                 p2pid_enrolment_get_config (enrolment)->device,
                                 p2pid_enrolment_is_opened (enrolment));
}

static const p2pid_operator_manner manner = {
  .by_gateway = { .method = P2PID_METHOD_BANKID,
                  .qr = "bankid.",
                  .links = { "bankid:///?autostarttoken=",
                             "https://app.bankid.com/?autostarttoken=" },
                  .find_message = find_message },
  .open = "/rp/v6.0/sign",
  .look = "/rp/v6.0/collect",
  .cancel = "/rp/v6.0/cancel",
  .reference = "orderRef",
  .write = write_body,
  .make_wish = make_wish,
  .begin = begin,
  .wait = wait_for_collect,
  .read = read_state,
  .refuse = refuse,
  .refuse_nonsense = refuse_nonsense,
  .join = join,
};

static p2pid_err
get (p2pid_enrolment *enrolment,
     const p2pid_statement *statement,
     p2pid_binding **out_binding)
{
  bankid_order self = { .order = { .manner = &manner, .enrolment = enrolment },
                        .shown_at = -1 };

  return p2pid_operator_order_get (&self.order, statement, out_binding);
}

const p2pid_eid_row p2pid_eid_bankid = { P2PID_METHOD_BANKID,
                                         p2pid_operator_check, get };
