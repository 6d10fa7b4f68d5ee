/* base64url and hex: what is read is the only text of its bytes. */

#include "target.h"

#include "base/encoding.h"

#include <stdlib.h>

static void
read_base64url (p2pid_bytes text)
{
  p2pid_buffer *bytes = NULL;
  p2pid_buffer *again = NULL;

  if (p2pid_base64url_decode (text, &bytes) != P2PID_OK)
    return;
  if (p2pid_base64url_encode (p2pid_buffer_bytes (bytes), &again) != P2PID_OK ||
      !p2pid_bytes_equal (text, p2pid_buffer_bytes (again)))
    abort ();
  p2pid_buffer_free (again);
  p2pid_buffer_free (bytes);
}

static void
read_hex (p2pid_bytes text)
{
  uint8_t bytes[64];
  char again[2 * sizeof bytes + 1];

  if (text.size / 2 > sizeof bytes ||
      p2pid_hex_decode (text, bytes, text.size / 2) != P2PID_OK)
    return;
  p2pid_hex_encode ((p2pid_bytes){ bytes, text.size / 2 }, again);
  if (!p2pid_bytes_equal (text, p2pid_bytes_from_text (again)))
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  p2pid_bytes text = { data, size };

  read_base64url (text);
  read_hex (text);
  return 0;
}
