/*
 * The body of a record as JSON: PROTOCOL.md §6, "Bodies".
 *
 * Written twice with the same code, first to count and then into a buffer of
 * just that size. Evidence is most of a record, and taking it through a tree
 * of values would cost more than the whole rest of the record.
 */

#include "wire/record.h"
#include "wire/account-names.h"

#include <assert.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

typedef struct {
  uint8_t *out; /* NULL while counting */
  size_t size;
  bool more; /* a member came before */
} writer;

static void
put (writer *w, const char *text, size_t size)
{
  if (w->out != NULL)
    memcpy (w->out + w->size, text, size);
  w->size += size;
}

static void
put_name (writer *w, const char *name)
{
  if (w->more)
    put (w, ",", 1);
  w->more = true;
  put (w, "\"", 1);
  put (w, name, strlen (name));
  put (w, "\":", 2);
}

static void
put_escape (writer *w, char c)
{
  char text[8];

  if (c < ' ')
    snprintf (text, sizeof text, "\\u%04x", (uint8_t) c);
  else
    snprintf (text, sizeof text, "\\%c", c);
  put (w, text, strlen (text));
}

/* RFC 8259 §7: what must be escaped, is; nothing else. */
static void
put_escaped (writer *w, const char *text)
{
  static const char special[] = "\"\\\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a"
                                "\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15"
                                "\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f";
  size_t plain = strcspn (text, special);

  put (w, text, plain);
  for (text += plain; *text != '\0'; text += 1 + plain) {
    put_escape (w, *text);
    plain = strcspn (text + 1, special);
    put (w, text + 1, plain);
  }
}

/* A member of text; none for NULL. */
static void
put_text (writer *w, const char *name, const char *text)
{
  if (text == NULL)
    return;
  put_name (w, name);
  put (w, "\"", 1);
  put_escaped (w, text);
  put (w, "\"", 1);
}

static void
put_number (writer *w, const char *name, int64_t number)
{
  char text[24];

  put_name (w, name);
  put (w, text, (size_t) snprintf (text, sizeof text, "%" PRId64, number));
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
  put_number (w, "time", record->account.time);
  if (account->start != 0)
    put_number (w, "start", account->start);
  if (account->tail[0] != '\0')
    put_text (w, "tail", account->tail);
  put_tails (w, record->account.tails);
}

static void
put_identify (writer *w, const p2pid_record *record)
{
  put_text (w, "method", record->identify.method);
  put_text (w, "statement", record->identify.statement);
  put_text (w, "evidence", record->identify.evidence);
  put_text (w, "audience", record->identify.audience);
  put_text (w, "purpose", record->identify.purpose);
  put_number (w, "time", record->identify.time);
  put_base64url (w, "signature", record->identify.signature.bytes);
}

static void
put_finish (writer *w, const p2pid_record *record)
{
  const char *receipt = record->finish.receipt ? "true" : "false";

  put_base64url (w, "th", record->finish.th.bytes);
  put_name (w, "receipt");
  put (w, receipt, strlen (receipt));
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
    put_finish (w, record);
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

static void
put_object (writer *w, const p2pid_record *record)
{
  put (w, "{", 1);
  put_members (w, record);
  put (w, "}", 1);
}

p2pid_err
p2pid_record_print (const p2pid_record *record, p2pid_buffer **out_body)
{
  writer count = { NULL, 0, false };
  writer write = { NULL, 0, false };
  p2pid_buffer *body = NULL;
  p2pid_err err;

  put_object (&count, record);
  if (count.size > P2PID_RECORD_BODY_MAX)
    return P2PID_ERR_SIZE;

  err = p2pid_buffer_new (count.size, &body);
  if (err != P2PID_OK)
    return err;
  write.out = body->data;
  put_object (&write, record);
  *out_body = body;
  return P2PID_OK;
}
