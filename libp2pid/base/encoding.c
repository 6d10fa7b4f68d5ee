/* Base64url and hex, on libsodium's constant-time codecs. */

#include "base/encoding.h"

#include <sodium.h>

#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

p2pid_err
p2pid_base64url_encode (p2pid_bytes bytes, p2pid_buffer **out)
{
  size_t size = P2PID_BASE64URL_SIZE (bytes.size);
  p2pid_err err = p2pid_buffer_new (size, out);

  if (err == P2PID_OK)
    sodium_bin2base64 ((char *) (*out)->data, size + 1, bytes.data, bytes.size,
                       VARIANT);
  return err;
}

/* libsodium 1.0.18 reads every byte from 0x80 on as the alphabet's last
 * letter, so that a text would have many forms. */
static bool
is_ascii (p2pid_bytes text)
{
  uint8_t seen = 0;

  for (size_t i = 0; i < text.size; i++)
    seen |= text.data[i];
  return seen < 0x80;
}

/* libsodium refuses stray bits in the last character; the end pointer shows
 * whether it read the whole text. */
static bool
decode (p2pid_bytes text, uint8_t *out, size_t capacity, size_t *out_size)
{
  const char *end = NULL;

  if (text.size == 0) {
    *out_size = 0;
    return true;
  }
  return is_ascii (text) &&
         sodium_base642bin (out, capacity, (const char *) text.data, text.size,
                            NULL, out_size, &end, VARIANT) == 0 &&
         end == (const char *) text.data + text.size;
}

p2pid_err
p2pid_base64url_decode (p2pid_bytes text, p2pid_buffer **out)
{
  p2pid_buffer *bytes = NULL;
  size_t capacity = text.size / 4 * 3 + 3;
  size_t size = 0;
  p2pid_err err = p2pid_buffer_new (capacity, &bytes);

  if (err != P2PID_OK)
    return err;
  if (!decode (text, bytes->data, capacity, &size)) {
    p2pid_buffer_free (bytes);
    return P2PID_ERR_FORMAT;
  }
  bytes->size = size;
  bytes->data[size] = 0;
  *out = bytes;
  return P2PID_OK;
}

p2pid_err
p2pid_base64url_decode_fixed (p2pid_bytes text, uint8_t *out, size_t size)
{
  uint8_t bytes[512];
  size_t got = 0;
  p2pid_err err = P2PID_ERR_FORMAT;

  if (size > sizeof bytes || text.size != P2PID_BASE64URL_SIZE (size))
    return P2PID_ERR_FORMAT;
  if (decode (text, bytes, sizeof bytes, &got) && got == size) {
    memcpy (out, bytes, size);
    err = P2PID_OK;
  }
  sodium_memzero (bytes, sizeof bytes);
  return err;
}

void
p2pid_hex_encode (p2pid_bytes bytes, char *out)
{
  sodium_bin2hex (out, bytes.size * 2 + 1, bytes.data, bytes.size);
}

static int
hex_value (uint8_t character)
{
  if (character >= '0' && character <= '9')
    return character - '0';
  if (character >= 'a' && character <= 'f')
    return character - 'a' + 10;
  return -1;
}

p2pid_err
p2pid_hex_decode (p2pid_bytes text, uint8_t *out, size_t size)
{
  if (text.size != size * 2)
    return P2PID_ERR_FORMAT;
  for (size_t i = 0; i < text.size; i++)
    if (hex_value (text.data[i]) < 0)
      return P2PID_ERR_FORMAT;
  for (size_t i = 0; i < size; i++)
    out[i] = (uint8_t) (hex_value (text.data[2 * i]) << 4 |
                        hex_value (text.data[2 * i + 1]));
  return P2PID_OK;
}
