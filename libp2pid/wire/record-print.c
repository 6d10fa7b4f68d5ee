/* The body of a record as JSON: PROTOCOL.md §6, "Bodies". */

#include "wire/record.h"
#include "wire/account-names.h"
#include "wire/json.h"
#include "wire/text.h"

#include <assert.h>
#include <sodium.h>

/* A value under construction: the object, and whether all went well so far. */
typedef struct {
  json_t *object;
  bool whole;
} writer;

static void
put (writer *w, const char *name, json_t *value)
{
  w->whole &= json_object_set_new (w->object, name, value) == 0;
}

/* A member of text; none for NULL. Every text has been checked for UTF-8, so
 * jansson need not do it again. */
static void
put_text (writer *w, const char *name, const char *text)
{
  if (text != NULL)
    put (w, name, json_string_nocheck (text));
}

static void
put_base64url (writer *w, const char *name, const uint8_t bytes[64])
{
  char text[sodium_base64_ENCODED_LEN (
      64, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

  sodium_bin2base64 (text, sizeof text, bytes, 64,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  put_text (w, name, text);
}

static void
put_tails (writer *w, p2pid_tails tails)
{
  put_text (w, "tails", tails == P2PID_TAILS_SAME ? "same" : "none");
}

static void
put_account (writer *w, const p2pid_record *record)
{
  const p2pid_account *account = &record->account.account;

  assert (p2pid_account_check (account) == P2PID_OK);
  put_text (w, "channel", p2pid_channel_name (account->channel));
  put_text (w, "role", p2pid_role_name (account->role));
  put_text (w, "place", p2pid_place_name (account->place));
  put (w, "time", json_integer (record->account.time));
  if (account->start != 0)
    put (w, "start", json_integer (account->start));
  if (account->tail[0] != '\0')
    put_text (w, "tail", account->tail);
  put_tails (w, record->account.tails);
}

static void
put_identify (writer *w, const p2pid_record *record)
{
  put_text (w, "method", record->identify.method);
  put_text (w, "statement", record->identify.statement);
  put_text (w, "audience", record->identify.audience);
  put_text (w, "purpose", record->identify.purpose);
  put (w, "time", json_integer (record->identify.time));
  put_base64url (w, "signature", record->identify.signature.bytes);
}

static void
put_members (writer *w, const p2pid_record *record)
{
  switch (record->type) {
  case P2PID_RECORD_ACCOUNT:
    put_account (w, record);
    break;
  case P2PID_RECORD_AGREE:
    put_tails (w, record->agree.tails);
    break;
  case P2PID_RECORD_IDENTIFY:
    put_identify (w, record);
    break;
  case P2PID_RECORD_SHOWN:
    if (record->shown.err != P2PID_OK)
      put_text (w, "cannot-check", p2pid_err_name (record->shown.err));
    break;
  case P2PID_RECORD_FINISH:
    put_base64url (w, "th", record->finish.th.bytes);
    put (w, "receipt", json_boolean (record->finish.receipt));
    break;
  case P2PID_RECORD_RECEIPT:
    put_base64url (w, "signature", record->receipt.signature.bytes);
    break;
  case P2PID_RECORD_STOP:
    put_text (w, "reason", p2pid_stop_name (record->stop.reason));
    break;
  case P2PID_RECORD_DELIVERED:
  case P2PID_RECORD_DECLINE:
    break;
  }
}

static uint8_t *
append (uint8_t *at, p2pid_bytes bytes)
{
  memcpy (at, bytes.data, bytes.size);
  return at + bytes.size;
}

/* JSON LF evidence [LF role]. Inside the JSON the evidence would cost each
 * side more than all its hashing and sealing does. */
static p2pid_err
append_evidence (const p2pid_record *record, p2pid_buffer **body)
{
  p2pid_bytes evidence = record->identify.evidence;
  p2pid_bytes role = record->identify.role;
  p2pid_buffer *json = *body, *whole = NULL;
  uint8_t *at;
  p2pid_err err = p2pid_buffer_new (
      json->size + 1 + evidence.size + (role.size > 0) + role.size, &whole);

  assert (p2pid_text_is_line (evidence));
  assert (role.size == 0 || p2pid_text_is_line (role));
  if (err != P2PID_OK)
    return err;
  at = append (whole->data, p2pid_buffer_bytes (json));
  *at++ = '\n';
  at = append (at, evidence);
  if (role.size > 0) {
    *at++ = '\n';
    append (at, role);
  }
  p2pid_buffer_free (json);
  *body = whole;
  return P2PID_OK;
}

p2pid_err
p2pid_record_print (const p2pid_record *record, p2pid_buffer **out_body)
{
  writer w = { json_object (), true };
  p2pid_buffer *body = NULL;
  p2pid_err err = P2PID_ERR_MEMORY;

  if (w.object == NULL)
    return err;
  put_members (&w, record);
  if (w.whole)
    err = p2pid_json_print (w.object, &body);
  json_decref (w.object);

  if (err == P2PID_OK && record->type == P2PID_RECORD_IDENTIFY)
    err = append_evidence (record, &body);
  if (err == P2PID_OK && body->size > P2PID_RECORD_BODY_MAX)
    err = P2PID_ERR_SIZE;
  if (err == P2PID_OK)
    *out_body = body;
  else
    p2pid_buffer_free (body);
  return err;
}
