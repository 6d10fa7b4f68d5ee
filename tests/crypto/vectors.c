/* Hex fields of vectors, held until the test is over. */

#include "vectors.h"

static p2pid_buffer *held[256];
static size_t count;

p2pid_bytes
vectors_hex (const json_t *object, const char *name)
{
  const json_t *text = json_object_get (object, name);

  if (text == NULL)
    return (p2pid_bytes){ NULL, 0 };
  ck_assert_uint_lt (count, sizeof held / sizeof held[0]);
  held[count] = harness_hex (text);
  return p2pid_buffer_bytes (held[count++]);
}

const uint8_t *
vectors_hex_fixed (const json_t *object, const char *name, size_t size)
{
  p2pid_bytes bytes = vectors_hex (object, name);

  ck_assert_uint_eq (bytes.size, size);
  return bytes.data;
}

void
vectors_release (void)
{
  while (count > 0)
    p2pid_buffer_free (held[--count]);
}
