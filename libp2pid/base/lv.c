/* Length-prefixed lists. */

#include "base/lv.h"

size_t
p2pid_lv_prefix (size_t size, uint8_t out[P2PID_LV_PREFIX_MAX])
{
  size_t n = 0;

  while (size >= 0x80) {
    out[n++] = (uint8_t) (size & 0x7f) | 0x80;
    size >>= 7;
  }
  out[n++] = (uint8_t) size;
  return n;
}

p2pid_err
p2pid_lv_cat (const p2pid_bytes *fields, size_t count, p2pid_buffer **out)
{
  uint8_t prefix[P2PID_LV_PREFIX_MAX];
  p2pid_buffer *list = NULL;
  size_t total = 0;
  size_t at = 0;
  p2pid_err err;

  for (size_t i = 0; i < count; i++)
    total += p2pid_lv_prefix (fields[i].size, prefix) + fields[i].size;

  err = p2pid_buffer_new (total, &list);
  if (err != P2PID_OK)
    return err;

  for (size_t i = 0; i < count; i++) {
    size_t n = p2pid_lv_prefix (fields[i].size, prefix);

    memcpy (list->data + at, prefix, n);
    at += n;
    if (fields[i].size > 0)
      memcpy (list->data + at, fields[i].data, fields[i].size);
    at += fields[i].size;
  }
  *out = list;
  return P2PID_OK;
}

p2pid_err
p2pid_lv_next (p2pid_bytes *list, p2pid_bytes *out_field)
{
  size_t size = 0;
  size_t n = 0;

  /* Three bytes say two million: more than anything that we read. */
  do {
    if (n == 3 || n == list->size)
      return P2PID_ERR_FORMAT;
    size |= (size_t) (list->data[n] & 0x7f) << (7 * n);
  } while (list->data[n++] & 0x80);

  if ((n > 1 && list->data[n - 1] == 0) || size > list->size - n)
    return P2PID_ERR_FORMAT;

  *out_field = (p2pid_bytes){ list->data + n, size };
  *list = (p2pid_bytes){ list->data + n + size, list->size - n - size };
  return P2PID_OK;
}
