/* One byte of compressed data, by zlib. */

#include "evidence/inflate.h"

#include <limits.h>
#include <zlib.h>

#define WINDOW 8192

/* Fill the window with what comes next; FORMAT where nothing does. */
static p2pid_err
inflate_some (z_stream *stream, uint8_t window[WINDOW], size_t *out_size)
{
  int result;

  stream->next_out = window;
  stream->avail_out = WINDOW;
  result = inflate (stream, Z_SYNC_FLUSH);
  *out_size = WINDOW - stream->avail_out;
  if (result == Z_MEM_ERROR)
    return P2PID_ERR_MEMORY;
  if ((result != Z_OK && result != Z_STREAM_END) || *out_size == 0)
    return P2PID_ERR_FORMAT;
  return P2PID_OK;
}

p2pid_err
p2pid_inflate_byte (p2pid_bytes data, size_t offset, uint8_t *out)
{
  z_stream stream = { .next_in = (Bytef *) data.data };
  uint8_t window[WINDOW];
  size_t size = 0;
  p2pid_err err = P2PID_OK;

  if (offset >= P2PID_INFLATE_MAX || data.size > UINT_MAX)
    return P2PID_ERR_SIZE;
  stream.avail_in = (uInt) data.size;
  if (inflateInit (&stream) != Z_OK)
    return P2PID_ERR_MEMORY;
  do {
    offset -= size;
    err = inflate_some (&stream, window, &size);
  } while (err == P2PID_OK && offset >= size);
  inflateEnd (&stream);
  if (err == P2PID_OK)
    *out = window[offset];
  return err;
}
