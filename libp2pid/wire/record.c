/* Records: their names, and the frame around a body (PROTOCOL.md §6,
 * "Framing"):
 *
 *   type[1] | size[2, big-endian] | body[size] | zeros
 */

#include "wire/record.h"

#define HEAD 3

static const char *const names[] = {
  [P2PID_RECORD_ACCOUNT] = "account",   [P2PID_RECORD_AGREE] = "agree",
  [P2PID_RECORD_IDENTIFY] = "identify", [P2PID_RECORD_DELIVERED] = "delivered",
  [P2PID_RECORD_SHOWN] = "shown",       [P2PID_RECORD_DECLINE] = "decline",
  [P2PID_RECORD_FINISH] = "finish",     [P2PID_RECORD_RECEIPT] = "receipt",
  [P2PID_RECORD_STOP] = "stop",
};

const char *
p2pid_record_type_name (p2pid_record_type type)
{
  return (size_t) type < sizeof names / sizeof names[0] ? names[type] : NULL;
}

/* What a body takes with its head, rounded up. */
static size_t
padded (size_t body_size)
{
  size_t whole = HEAD + body_size + P2PID_RECORD_PADDING - 1;

  return whole - whole % P2PID_RECORD_PADDING;
}

p2pid_err
p2pid_record_frame (p2pid_record_type type,
                    p2pid_bytes body,
                    p2pid_buffer **out_plain)
{
  p2pid_buffer *plain = NULL;
  p2pid_err err;

  if (body.size > P2PID_RECORD_BODY_MAX)
    return P2PID_ERR_SIZE;
  err = p2pid_buffer_new (padded (body.size), &plain);
  if (err != P2PID_OK)
    return err;

  plain->data[0] = (uint8_t) type;
  plain->data[1] = (uint8_t) (body.size >> 8);
  plain->data[2] = (uint8_t) body.size;
  if (body.size > 0)
    memcpy (plain->data + HEAD, body.data, body.size);
  *out_plain = plain;
  return P2PID_OK;
}

/* The first is, and each is as the one before it. A record's padding is no
 * secret from the one who opened it, so time may tell. */
static bool
is_zero (const uint8_t *bytes, size_t size)
{
  return size == 0 ||
         (bytes[0] == 0 && memcmp (bytes, bytes + 1, size - 1) == 0);
}

p2pid_err
p2pid_record_unframe (p2pid_bytes plain,
                      p2pid_record_type *out_type,
                      p2pid_bytes *out_body)
{
  size_t size;

  if (plain.size < HEAD || plain.size > P2PID_RECORD_MAX)
    return P2PID_ERR_FORMAT;
  size = (size_t) plain.data[1] << 8 | plain.data[2];

  /* The padding has one form, so that it carries no message of its own. */
  if (plain.size != padded (size) ||
      !is_zero (plain.data + HEAD + size, plain.size - HEAD - size))
    return P2PID_ERR_FORMAT;

  *out_type = (p2pid_record_type) plain.data[0];
  *out_body = (p2pid_bytes){ plain.data + HEAD, size };
  return P2PID_OK;
}
