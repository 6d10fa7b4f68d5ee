/* The statement as a part of evidence. */

#include "evidence/statement-internal.h"

#include "base/lv.h"

#include <sodium.h>

p2pid_err
p2pid_statement_part_read (p2pid_bytes text, p2pid_statement_part *out)
{
  p2pid_statement_part part = { .known = false };
  p2pid_buffer *bytes = NULL;
  p2pid_err err = P2PID_OK;

  if (text.size > 0) {
    err = p2pid_base64url_decode (text, &bytes);
    if (err == P2PID_OK)
      err = p2pid_statement_parse (p2pid_buffer_bytes (bytes), &part.value);
    if (err == P2PID_OK) {
      part.known = true;
      part.size = bytes->size;
      memcpy (part.bytes, bytes->data, bytes->size);
    }
  }
  p2pid_buffer_free (bytes);
  if (err == P2PID_OK)
    *out = part;
  return err;
}

p2pid_err
p2pid_statement_hash (const char *label,
                      p2pid_bytes statement,
                      char out[P2PID_STATEMENT_HASH_SIZE + 1])
{
  const p2pid_bytes fields[] = { p2pid_bytes_from_text (label), statement };
  uint8_t hash[crypto_hash_sha256_BYTES];
  p2pid_buffer *list = NULL;
  p2pid_err err = p2pid_lv_cat (fields, 2, &list);

  if (err != P2PID_OK)
    return err;
  crypto_hash_sha256 (hash, list->data, list->size);
  sodium_bin2base64 (out, P2PID_STATEMENT_HASH_SIZE + 1, hash, sizeof hash,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  p2pid_buffer_free (list);
  return P2PID_OK;
}

p2pid_err
p2pid_statement_part_check (const p2pid_statement_part *part,
                            const char *label,
                            const char *nonce)
{
  char expected[P2PID_STATEMENT_HASH_SIZE + 1];
  p2pid_err err;

  if (!part->known || nonce == NULL)
    return P2PID_ERR_INCOMPLETE;
  err = p2pid_statement_hash (label, (p2pid_bytes){ part->bytes, part->size },
                              expected);
  if (err == P2PID_OK && strcmp (nonce, expected) != 0)
    err = P2PID_ERR_MISMATCH;
  return err;
}

p2pid_err
p2pid_statement_part_check_time (const p2pid_statement_part *part, int64_t now)
{
  if (part->value.not_before - P2PID_STATEMENT_LEEWAY > now)
    return P2PID_ERR_NOT_YET_VALID;
  return part->value.not_after <= now ? P2PID_ERR_EXPIRED : P2PID_OK;
}

p2pid_err
p2pid_statement_part_check_signed (const p2pid_statement_part *part,
                                   int64_t signed_at,
                                   int64_t now)
{
  p2pid_err err = p2pid_statement_part_check_time (part, signed_at);

  if (err == P2PID_OK && signed_at - P2PID_STATEMENT_LEEWAY > now)
    err = P2PID_ERR_NOT_YET_VALID;
  if (err == P2PID_OK)
    err = p2pid_statement_part_check_time (part, now);
  return err;
}

int64_t
p2pid_statement_part_begin (const p2pid_statement_part *part, int64_t signed_at)
{
  int64_t begin = part->value.not_before;

  return signed_at < begin - P2PID_STATEMENT_LEEWAY ? signed_at : begin;
}

p2pid_err
p2pid_statement_part_key (const p2pid_statement_part *part,
                          p2pid_public_key *out_key)
{
  if (!part->known)
    return P2PID_ERR_INCOMPLETE;
  *out_key = part->value.key;
  return P2PID_OK;
}
