/* Owned and borrowed bytes. */

#include "base/bytes.h"

#include <sodium.h>
#include <stdlib.h>

bool
p2pid_bytes_equal (p2pid_bytes a, p2pid_bytes b)
{
  return a.size == b.size &&
         (a.size == 0 || sodium_memcmp (a.data, b.data, a.size) == 0);
}

p2pid_err
p2pid_buffer_new (size_t size, p2pid_buffer **out)
{
  p2pid_buffer *buffer;

  if (size > SIZE_MAX - sizeof *buffer - 1)
    return P2PID_ERR_MEMORY;

  buffer = calloc (1, sizeof *buffer + size + 1);
  if (buffer == NULL)
    return P2PID_ERR_MEMORY;

  buffer->size = size;
  *out = buffer;
  return P2PID_OK;
}

p2pid_err
p2pid_buffer_copy (p2pid_bytes bytes, p2pid_buffer **out)
{
  p2pid_err err = p2pid_buffer_new (bytes.size, out);

  if (err == P2PID_OK && bytes.size > 0)
    memcpy ((*out)->data, bytes.data, bytes.size);
  return err;
}

void
p2pid_buffer_free (p2pid_buffer *buffer)
{
  if (buffer == NULL)
    return;
  sodium_memzero (buffer->data, buffer->size);
  free (buffer);
}

p2pid_bytes
p2pid_buffer_bytes (const p2pid_buffer *buffer)
{
  if (buffer == NULL)
    return (p2pid_bytes){ NULL, 0 };
  return (p2pid_bytes){ buffer->data, buffer->size };
}

p2pid_err
p2pid_text_copy (const char *text, char **out)
{
  char *copy = NULL;

  if (text != NULL && (copy = strdup (text)) == NULL)
    return P2PID_ERR_MEMORY;
  *out = copy;
  return P2PID_OK;
}
