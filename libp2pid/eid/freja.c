/* Freja's signature service:
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
#include "eid/method.h"
#include "eid/operator-order.h"
#include "wire/json.h"

#define ASK_EACH 3000 /* milliseconds */

/* The questions, and the parameter that carries each. */
static const char init_sign[] = "/sign/1.0/initSignature";
static const char get_one[] = "/sign/1.0/getOneResult";
static const char cancel_sign[] = "/sign/1.0/cancel";

static const char *
parameter_of (const char *path)
{
  if (path == init_sign)
    return "initSignRequest=";
  return path == get_one ? "getOneSignResultRequest=" : "cancelSignRequest=";
}

static p2pid_err
write_body (const char *path, const json_t *wish, p2pid_buffer **out_body)
{
  const char *parameter = parameter_of (path);
  size_t size = strlen (parameter);
  p2pid_buffer *json = NULL, *text = NULL;
  p2pid_err err = p2pid_json_print (wish, &json);

  if (err == P2PID_OK)
    err = p2pid_operator_base64 (p2pid_buffer_bytes (json), &text);
  if (err == P2PID_OK)
    err = p2pid_buffer_new (size + text->size - 1, out_body);
  if (err == P2PID_OK) {
    memcpy ((*out_body)->data, parameter, size);
    memcpy ((*out_body)->data + size, text->data, text->size - 1);
  }
  p2pid_buffer_free (json);
  p2pid_buffer_free (text);
  return err;
}

static json_t *
make_wish (const p2pid_operator_order *order,
           const p2pid_statement *statement,
           const char *text,
           const char *data)
{
  return json_pack (
      "{s:s, s:s, s:s, s:s, s:s, s:{s:s, s:s}, s:s, s:[{s:s},{s:s},{s:s}]}",
      "userInfoType", "INFERRED", "userInfo", "N/A", "minRegistrationLevel",
      "PLUS", "title", statement->program, "dataToSignType",
      "EXTENDED_UTF8_TEXT", "dataToSign", "text", text, "binaryData", data,
      "signatureType", "EXTENDED", "attributesToReturn", "attribute",
      "BASIC_USER_INFO", "attribute", "DATE_OF_BIRTH", "attribute",
      "REGISTRATION_LEVEL");
}

static p2pid_err
end_by (p2pid_operator_order *order, const p2pid_freja_message *message)
{
  return p2pid_operator_order_fail (order, &message->said, message->err);
}

static p2pid_err
refuse (p2pid_operator_order *order, const p2pid_operator_answer *answer)
{
  int64_t code = 0;

  if (p2pid_json_get_number (answer->object, "code", 0, 9999, &code) !=
      P2PID_OK)
    code = 0;
  return end_by (order, p2pid_freja_refusal (answer->status, code));
}

/* An answer that no Freja gives. */
static p2pid_err
refuse_nonsense (p2pid_operator_order *order)
{
  return end_by (order, p2pid_freja_progress (NULL));
}

static p2pid_err
begin (p2pid_operator_order *order)
{
  const char *reference =
      json_string_value (json_object_get (order->opened, "signRef"));
  char link[P2PID_FREJA_LINK_MAX];
  p2pid_enrolment_event event = { .kind = P2PID_ENROLMENT_QR, .text = link };

  if (!p2pid_freja_link (reference, link))
    return refuse_nonsense (order);
  p2pid_operator_order_tell (order, &p2pid_freja_progress ("STARTED")->said);
  p2pid_enrolment_tell (order->enrolment, &event);
  return P2PID_OK;
}

static p2pid_err
wait_a_while (p2pid_operator_order *order)
{
  return p2pid_enrolment_pause (order->enrolment, ASK_EACH);
}

static p2pid_err
read_status (p2pid_operator_order *order, json_t *answer)
{
  const p2pid_freja_message *message;
  const char *status = NULL;

  if (p2pid_json_get_text (answer, "status", &status) != P2PID_OK)
    return refuse_nonsense (order);
  message = p2pid_freja_progress (status);
  if (message->err != P2PID_OK) {
    if (message->err != P2PID_ERR_RELAY)
      p2pid_operator_order_forget (order);
    return end_by (order, message);
  }
  if (strcmp (order->told->code, "STARTED") == 0 &&
      strcmp (status, "STARTED") != 0)
    p2pid_operator_order_hide (order, P2PID_ENROLMENT_QR);
  p2pid_operator_order_tell (order, &message->said);
  if (strcmp (status, "APPROVED") == 0)
    p2pid_operator_order_complete (order, answer);
  return P2PID_OK;
}

static p2pid_err
join (p2pid_operator_order *order,
      p2pid_bytes statement,
      p2pid_binding **out_binding)
{
  const char *details = NULL;
  p2pid_buffer *certificate = NULL;
  p2pid_err err;

  if (p2pid_json_get_text (order->completed, "details", &details) != P2PID_OK ||
      details == NULL)
    return refuse_nonsense (order);
  err = p2pid_freja_find_certificate (p2pid_bytes_from_text (details),
                                      order->config->directly->root,
                                      &certificate);
  if (err == P2PID_OK) {
    const p2pid_bytes files[] = { p2pid_bytes_from_text (details),
                                  p2pid_buffer_bytes (certificate) };

    err = p2pid_binding_join (P2PID_METHOD_FREJA, files, 2, statement,
                              out_binding);
  }
  p2pid_buffer_free (certificate);
  return err;
}

/* Nothing that Freja says depends on how its app was started. */
static const p2pid_eid_message *
find_message (p2pid_enrolment *enrolment, const char *hint)
{
  return p2pid_freja_find_message (hint);
}

static const p2pid_operator_manner manner = {
  .by_gateway = { .method = P2PID_METHOD_FREJA,
                  .qr = "frejaeid://bindUserToTransaction?"
                        "transactionReference=",
                  .links = { "frejaeid://bindUserToTransaction?"
                             "transactionReference=" },
                  .find_message = find_message },
  .open = init_sign,
  .look = get_one,
  .cancel = cancel_sign,
  .reference = "signRef",
  .write = write_body,
  .make_wish = make_wish,
  .begin = begin,
  .wait = wait_a_while,
  .read = read_status,
  .refuse = refuse,
  .refuse_nonsense = refuse_nonsense,
  .join = join,
};

static p2pid_err
get (p2pid_enrolment *enrolment,
     const p2pid_statement *statement,
     p2pid_binding **out_binding)
{
  p2pid_operator_order order = { .manner = &manner, .enrolment = enrolment };

  return p2pid_operator_order_get (&order, statement, out_binding);
}

const p2pid_eid_row p2pid_eid_freja = { P2PID_METHOD_FREJA,
                                        p2pid_operator_check, get };
