/* Receipts to and from their file form. */

#include "session/receipt-file.h"

#include "base/encoding.h"
#include "p2pid/receipt.h"
#include "session/presentation.h"
#include "wire/json.h"

#include <string.h>

/* The longest way through the table of turns, and what a record takes: whoever
 * fills theirs to the end must not make a receipt that nobody can read. */
#define RECORDS 9
#define RECORD_SIZE (P2PID_BASE64URL_SIZE (P2PID_RECORD_BODY_MAX) + 40)

_Static_assert(RECORDS *RECORD_SIZE + 1024 <= P2PID_RECEIPT_MAX,
               "every receipt that is written can be read");

/* Set a member to bytes as base64url. */
static p2pid_err
set_bytes (json_t *object, const char *name, p2pid_bytes bytes)
{
  p2pid_buffer *text = NULL;
  p2pid_err err = p2pid_base64url_encode (bytes, &text);

  if (err == P2PID_OK &&
      json_object_set_new (object, name, json_string ((char *) text->data)) !=
          0)
    err = P2PID_ERR_MEMORY;
  p2pid_buffer_free (text);
  return err;
}

static p2pid_err
add_record (json_t *records, const p2pid_transcript_record *record)
{
  p2pid_buffer *body = NULL;
  p2pid_err err =
      p2pid_base64url_encode (p2pid_buffer_bytes (record->body), &body);

  if (err == P2PID_OK &&
      json_array_append_new (
          records, json_pack ("[s, s, s]", p2pid_side_name (record->sender),
                              p2pid_record_type_name (record->type),
                              (char *) body->data)) != 0)
    err = P2PID_ERR_MEMORY;
  p2pid_buffer_free (body);
  return err;
}

p2pid_err
p2pid_receipt_write (const p2pid_transcript *transcript,
                     const p2pid_signature *host,
                     const p2pid_signature *guest,
                     p2pid_buffer **out_file)
{
  json_t *root = json_pack ("{s:s, s:i, s:s}", "p2pid", "receipt", "version", 1,
                            "suite", P2PID_SUITE);
  json_t *records = json_array ();
  json_t *signatures = json_object ();
  p2pid_err err = P2PID_ERR_MEMORY;

  if (root == NULL || records == NULL || signatures == NULL)
    goto out;
  err =
      set_bytes (root, "handshake", P2PID_BYTES (transcript->handshake.bytes));
  for (size_t i = 0; err == P2PID_OK && i < transcript->count; i++)
    err = add_record (records, transcript->records + i);
  if (err == P2PID_OK)
    err = set_bytes (signatures, "host", P2PID_BYTES (host->bytes));
  if (err == P2PID_OK)
    err = set_bytes (signatures, "guest", P2PID_BYTES (guest->bytes));
  if (err == P2PID_OK &&
      (json_object_set (root, "records", records) != 0 ||
       json_object_set (root, "signatures", signatures) != 0))
    err = P2PID_ERR_MEMORY;
  if (err == P2PID_OK)
    err = p2pid_json_print (root, out_file);

out:
  json_decref (root);
  json_decref (records);
  json_decref (signatures);
  return err;
}

static p2pid_err
get_fixed (const json_t *object, const char *name, uint8_t *out, size_t size)
{
  const char *text = NULL;
  p2pid_err err = p2pid_json_get_text (object, name, &text);

  if (err != P2PID_OK)
    return err;
  if (text == NULL)
    return P2PID_ERR_FORMAT;
  return p2pid_base64url_decode_fixed (p2pid_bytes_from_text (text), out, size);
}

/* The side or the type that a receipt names; false for neither. */
static bool
parse_side (const char *name, p2pid_side *out)
{
  *out = P2PID_SIDE_HOST;
  if (strcmp (name, "host") == 0)
    return true;
  *out = P2PID_SIDE_GUEST;
  return strcmp (name, "guest") == 0;
}

static bool
parse_type (const char *name, p2pid_record_type *out)
{
  for (int type = P2PID_RECORD_ACCOUNT; type <= P2PID_RECORD_DECLINE; type++)
    if (strcmp (name, p2pid_record_type_name (type)) == 0) {
      *out = (p2pid_record_type) type;
      return true;
    }
  return false;
}

static p2pid_err
read_record (const json_t *item, p2pid_transcript *transcript)
{
  const char *text[3];
  p2pid_side sender;
  p2pid_record_type type;
  p2pid_buffer *body = NULL;
  p2pid_err err;

  if (!json_is_array (item) || json_array_size (item) != 3)
    return P2PID_ERR_FORMAT;
  for (size_t i = 0; i < 3; i++)
    if ((text[i] = json_string_value (json_array_get (item, i))) == NULL)
      return P2PID_ERR_FORMAT;
  if (!parse_side (text[0], &sender) || !parse_type (text[1], &type))
    return P2PID_ERR_FORMAT;

  err = p2pid_base64url_decode (p2pid_bytes_from_text (text[2]), &body);
  if (err == P2PID_OK)
    err = p2pid_transcript_add (transcript, sender, type,
                                p2pid_buffer_bytes (body));
  p2pid_buffer_free (body);
  return err;
}

static p2pid_err
check_head (const json_t *root)
{
  const char *kind = json_string_value (json_object_get (root, "p2pid"));
  const char *suite = json_string_value (json_object_get (root, "suite"));
  int64_t version = 0;
  p2pid_err err =
      p2pid_json_get_number (root, "version", 1, INT32_MAX, &version);

  if (err != P2PID_OK || kind == NULL || strcmp (kind, "receipt") != 0)
    return P2PID_ERR_FORMAT;
  if (version != 1 || suite == NULL || strcmp (suite, P2PID_SUITE) != 0)
    return P2PID_ERR_VERSION;
  return P2PID_OK;
}

p2pid_err
p2pid_receipt_read (p2pid_bytes file,
                    p2pid_transcript *transcript,
                    p2pid_signature *out_host,
                    p2pid_signature *out_guest)
{
  const json_t *records, *signatures, *item;
  p2pid_hash handshake;
  json_t *root = NULL;
  size_t i;
  p2pid_err err = p2pid_json_parse (file, P2PID_RECEIPT_MAX, &root);

  memset (transcript, 0, sizeof *transcript);
  if (err == P2PID_OK)
    err = check_head (root);
  if (err == P2PID_OK)
    err =
        get_fixed (root, "handshake", handshake.bytes, sizeof handshake.bytes);
  if (err != P2PID_OK)
    goto out;

  p2pid_transcript_begin (transcript, &handshake);
  records = json_object_get (root, "records");
  signatures = json_object_get (root, "signatures");
  if (!json_is_array (records) || !json_is_object (signatures))
    err = P2PID_ERR_FORMAT;
  json_array_foreach ((json_t *) records, i, item) if (err == P2PID_OK) err =
      read_record (item, transcript);
  if (err == P2PID_OK)
    err =
        get_fixed (signatures, "host", out_host->bytes, sizeof out_host->bytes);
  if (err == P2PID_OK)
    err = get_fixed (signatures, "guest", out_guest->bytes,
                     sizeof out_guest->bytes);

out:
  json_decref (root);
  return err;
}
