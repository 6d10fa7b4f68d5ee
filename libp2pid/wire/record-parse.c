/* A record from its body, every member held against PROTOCOL.md §6,
 * "Bodies". */

#include "wire/record.h"

#include "base/encoding.h"
#include "base/time.h"
#include "wire/account-names.h"
#include "wire/json.h"
#include "wire/text.h"

#include <stdlib.h>

struct p2pid_record_memory {
  json_t *object; /* the texts of a record are its strings */
};

/* A member that must be there. */
static p2pid_err
need_text (const json_t *object, const char *name, const char **out)
{
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (object, name, &text);

  if (err == P2PID_OK && text == NULL)
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    *out = text;
  return err;
}

static p2pid_err
need_64_bytes (const json_t *object, const char *name, uint8_t out[64])
{
  const char *text = NULL;
  p2pid_err err = need_text (object, name, &text);

  if (err != P2PID_OK)
    return err;
  return p2pid_base64url_decode_fixed (p2pid_bytes_from_text (text), out, 64);
}

static p2pid_err
need_tails (const json_t *object, p2pid_tails *out)
{
  const char *text = NULL;
  p2pid_err err = need_text (object, "tails", &text);

  if (err != P2PID_OK)
    return err;
  if (strcmp (text, "none") == 0)
    *out = P2PID_TAILS_NONE;
  else if (strcmp (text, "same") == 0)
    *out = P2PID_TAILS_SAME;
  else
    return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

/* One to @p most characters, all of them in @p alphabet. */
static bool
spans (const char *text, size_t most, const char *alphabet)
{
  size_t size = strspn (text, alphabet);

  return size > 0 && size <= most && text[size] == '\0';
}

static bool
method_fits (const char *method)
{
  return spans (method, P2PID_RECORD_METHOD_MAX,
                "abcdefghijklmnopqrstuvwxyz0123456789-");
}

static bool
statement_fits (const char *statement)
{
  return spans (statement, P2PID_RECORD_STATEMENT_MAX,
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                "0123456789-_");
}

/* An audience or purpose, where there is one. */
static p2pid_err
get_claim (const json_t *object, const char *name, const char **out)
{
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (object, name, &text);

  if (err == P2PID_OK && text != NULL)
    err = p2pid_text_check (p2pid_bytes_from_text (text),
                            P2PID_CLAIM_CHARACTERS_MAX);
  if (err == P2PID_OK)
    *out = text;
  return err;
}

static p2pid_err
get_start (const json_t *object, int64_t *out)
{
  if (json_object_get (object, "start") == NULL)
    return P2PID_OK;
  return p2pid_json_get_number (object, "start", 1, P2PID_TIME_MAX, out);
}

static p2pid_err
get_tail (const json_t *object, char out[5])
{
  const char *tail = NULL;
  p2pid_err err = p2pid_json_get_text (object, "tail", &tail);

  if (err != P2PID_OK || tail == NULL)
    return err;
  if (strlen (tail) != 4)
    return P2PID_ERR_FORMAT;
  memcpy (out, tail, 5);
  return P2PID_OK;
}

static p2pid_err
get_words (const json_t *object, p2pid_account *out)
{
  const char *channel = NULL, *role = NULL, *place = NULL;
  p2pid_err err;

  if ((err = need_text (object, "channel", &channel)) != P2PID_OK ||
      (err = need_text (object, "role", &role)) != P2PID_OK ||
      (err = need_text (object, "place", &place)) != P2PID_OK ||
      (err = p2pid_channel_from_name (channel, &out->channel)) != P2PID_OK ||
      (err = p2pid_role_from_name (role, &out->role)) != P2PID_OK)
    return err;
  return p2pid_place_from_name (place, &out->place);
}

static p2pid_err
get_account (const json_t *object, p2pid_record *out)
{
  p2pid_account *account = &out->account.account;
  p2pid_err err;

  if ((err = get_words (object, account)) != P2PID_OK ||
      (err = p2pid_json_get_number (object, "time", 1, P2PID_TIME_MAX,
                                    &out->account.time)) != P2PID_OK ||
      (err = get_start (object, &account->start)) != P2PID_OK ||
      (err = get_tail (object, account->tail)) != P2PID_OK ||
      (err = need_tails (object, &out->account.tails)) != P2PID_OK)
    return err;
  return p2pid_account_check (account);
}

static p2pid_err
get_agree (const json_t *object, p2pid_record *out)
{
  return need_tails (object, &out->agree.tails);
}

static p2pid_err
get_binding (const json_t *object, p2pid_record *out)
{
  p2pid_err err;

  if ((err = need_text (object, "method", &out->identify.method)) != P2PID_OK ||
      (err = p2pid_json_get_text (object, "statement",
                                  &out->identify.statement)) != P2PID_OK)
    return err;

  if (!method_fits (out->identify.method) ||
      (out->identify.statement != NULL &&
       !statement_fits (out->identify.statement)))
    return P2PID_ERR_FORMAT;

  /* Their place is behind the JSON. Who looked for them here would not see
   * what was signed. */
  if (json_object_get (object, "evidence") != NULL ||
      json_object_get (object, "role") != NULL)
    return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

static p2pid_err
get_identify (const json_t *object, p2pid_record *out)
{
  p2pid_err err;

  if ((err = get_binding (object, out)) != P2PID_OK ||
      (err = get_claim (object, "audience", &out->identify.audience)) !=
          P2PID_OK ||
      (err = get_claim (object, "purpose", &out->identify.purpose)) !=
          P2PID_OK ||
      (err = p2pid_json_get_number (object, "time", 1, P2PID_TIME_MAX,
                                    &out->identify.time)) != P2PID_OK)
    return err;
  return need_64_bytes (object, "signature", out->identify.signature.bytes);
}

static p2pid_err
get_nothing (const json_t *object, p2pid_record *out)
{
  return P2PID_OK;
}

static p2pid_err
get_shown (const json_t *object, p2pid_record *out)
{
  const char *name = NULL;
  p2pid_err err = p2pid_json_get_text (object, "cannot-check", &name);

  if (err != P2PID_OK || name == NULL)
    return err;
  for (int i = P2PID_OK + 1; i < P2PID_ERR_COUNT_; i++)
    if (strcmp (p2pid_err_name ((p2pid_err) i), name) == 0) {
      out->shown.err = (p2pid_err) i;
      return P2PID_OK;
    }
  return P2PID_ERR_FORMAT;
}

static p2pid_err
get_finish (const json_t *object, p2pid_record *out)
{
  const json_t *receipt = json_object_get (object, "receipt");

  if (!json_is_boolean (receipt))
    return P2PID_ERR_FORMAT;
  out->finish.receipt = json_is_true (receipt);
  return need_64_bytes (object, "th", out->finish.th.bytes);
}

static p2pid_err
get_receipt (const json_t *object, p2pid_record *out)
{
  return need_64_bytes (object, "signature", out->receipt.signature.bytes);
}

static p2pid_err
get_stop (const json_t *object, p2pid_record *out)
{
  const char *name = NULL;
  p2pid_err err = need_text (object, "reason", &name);

  if (err != P2PID_OK)
    return err;
  return p2pid_stop_from_name (name, &out->stop.reason);
}

/* For each type, how its members are read and which they are. */
static const struct {
  p2pid_err (*get) (const json_t *object, p2pid_record *out);
  const char *known[9];
} types[] = {
  [P2PID_RECORD_ACCOUNT] = { get_account,
                             { "channel", "role", "place", "time", "start",
                               "tail", "tails" } },
  [P2PID_RECORD_AGREE] = { get_agree, { "tails" } },
  [P2PID_RECORD_IDENTIFY] = { get_identify,
                              { "method", "statement", "audience", "purpose",
                                "time", "signature" } },
  [P2PID_RECORD_DELIVERED] = { get_nothing, { NULL } },
  [P2PID_RECORD_SHOWN] = { get_shown, { "cannot-check" } },
  [P2PID_RECORD_DECLINE] = { get_nothing, { NULL } },
  [P2PID_RECORD_FINISH] = { get_finish, { "th", "receipt" } },
  [P2PID_RECORD_RECEIPT] = { get_receipt, { "signature" } },
  [P2PID_RECORD_STOP] = { get_stop, { "reason" } },
};

/* Take the line that ends with the next LF off the front of @p rest; false
 * where there is no LF. */
static bool
take_line (p2pid_bytes *rest, p2pid_bytes *out_line)
{
  const uint8_t *end =
      rest->size > 0 ? memchr (rest->data, '\n', rest->size) : NULL;
  size_t size;

  if (end == NULL)
    return false;
  size = (size_t) (end - rest->data);
  *out_line = (p2pid_bytes){ rest->data, size };
  *rest = (p2pid_bytes){ end + 1, rest->size - size - 1 };
  return true;
}

/* JSON LF evidence [LF role]: the JSON is what remains of the body. */
static p2pid_err
split_evidence (p2pid_bytes *body, p2pid_record *out)
{
  p2pid_bytes *evidence = &out->identify.evidence;
  p2pid_bytes *role = &out->identify.role;
  p2pid_bytes rest = *body;
  bool has_role;

  if (!take_line (&rest, body))
    return P2PID_ERR_FORMAT;
  has_role = take_line (&rest, evidence);
  *(has_role ? role : evidence) = rest;

  if (!p2pid_text_is_line (*evidence) ||
      (has_role && !p2pid_text_is_line (*role)) ||
      evidence->size + role->size > P2PID_RECORD_EVIDENCE_MAX)
    return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

static p2pid_err
read_json (p2pid_record_type type, p2pid_bytes json, json_t **out)
{
  json_t *object = NULL;
  p2pid_err err = p2pid_json_parse (json, P2PID_RECORD_BODY_MAX, &object);

  if (err == P2PID_OK)
    err = p2pid_json_check_crit (object, types[type].known);
  if (err != P2PID_OK) {
    json_decref (object);
    return err;
  }
  *out = object;
  return P2PID_OK;
}

p2pid_err
p2pid_record_parse (p2pid_record_type type,
                    p2pid_bytes body,
                    p2pid_record *out_record,
                    p2pid_record_memory **out_memory)
{
  p2pid_record record;
  p2pid_record_memory *memory = NULL;
  p2pid_err err = P2PID_OK;

  if (p2pid_record_type_name (type) == NULL)
    return P2PID_ERR_VERSION;
  if (body.size > P2PID_RECORD_BODY_MAX)
    return P2PID_ERR_SIZE;
  memset (&record, 0, sizeof record); /* the union whole: absent is 0 */
  record.type = type;

  memory = calloc (1, sizeof *memory);
  if (memory == NULL)
    return P2PID_ERR_MEMORY;

  if (type == P2PID_RECORD_IDENTIFY)
    err = split_evidence (&body, &record);
  if (err == P2PID_OK)
    err = read_json (type, body, &memory->object);
  if (err == P2PID_OK)
    err = types[type].get (memory->object, &record);
  if (err != P2PID_OK)
    goto out;

  *out_record = record;
  *out_memory = memory;
  memory = NULL; /* the caller's now */

out:
  p2pid_record_memory_free (memory);
  return err;
}

void
p2pid_record_memory_free (p2pid_record_memory *memory)
{
  if (memory == NULL)
    return;
  json_decref (memory->object);
  free (memory);
}
