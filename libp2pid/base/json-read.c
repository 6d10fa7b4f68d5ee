/*
 * jansson collects each token in a buffer and does not look whether that could
 * grow (lex_save() in load.c, up to 2.15.1 at least). Where it could not, a
 * character is missing in what is said to have been read; where that was a
 * closing quote, it reads and writes past the ends of its buffers.
 *
 * The buffer has 16 bytes at first, doubles, and is kept for the next token. So
 * it is made to grow before the text, while nothing can be lost by it:
 *
 *   ["----…",TEXT]
 *
 * The string in front leaves room for every token of the text. That there was
 * no memory for it is seen in errno before its closing quote is given out. An
 * allocator that sets errno and finds memory all the same is taken at its first
 * word. One that never sets it (an application can give jansson its own) is
 * found out by the string's length, unless it fails again and again.
 */

#include "base/json-read.h"

#include <errno.h>

/* What jansson's buffer has at first. */
#define ROOM_MIN 16

/* What a callback says where it cannot go on. */
#define STOP ((size_t) -1)

/* What is given out, one after the other. */
typedef enum {
  PART_OPENING,
  PART_STRING,
  PART_BETWEEN,
  PART_TEXT,
  PART_CLOSING,
  PARTS
} part;

/* How much of it was. */
typedef struct {
  p2pid_bytes text;
  size_t room; /* characters of the string in front */
  part part;
  size_t given; /* of that part */
  bool starved;
} source;

static bool
is_between_tokens (uint8_t c)
{
  switch (c) {
  case '{':
  case '}':
  case '[':
  case ']':
  case ':':
  case ',':
    return true;
  default:
    return false;
  }
}

/* Longer than every token, quotes and white space about it included. Where a
 * quote is missing it is longer than need be. */
static size_t
find_longest (p2pid_bytes text)
{
  size_t longest = 0, size = 0;
  bool inside = false;

  for (size_t i = 0; i < text.size; i++, size++) {
    if (text.data[i] == '"')
      inside = !inside;
    else if (inside && text.data[i] == '\\') {
      i++;
      size++;
    } else if (!inside && is_between_tokens (text.data[i])) {
      longest = size > longest ? size : longest;
      size = 0;
    }
  }
  return (size > longest ? size : longest) + 1;
}

/* A power of two: behind so many characters and a quote the buffer has twice
 * as much, and has not grown for the closing quote. Nothing for texts that fit
 * in as it is. One character more than a number has is saved, and taken back. */
static size_t
find_room (p2pid_bytes text)
{
  size_t needed = find_longest (text) + 2, room = ROOM_MIN;

  if (needed < ROOM_MIN)
    return 0;
  while (2 * room <= needed)
    room *= 2;
  return room;
}

/* The bytes of a part; those of the string are all the same. */
static p2pid_bytes
get_part (const source *self)
{
  switch (self->part) {
  case PART_OPENING:
    return p2pid_bytes_from_text ("[\"");
  case PART_STRING:
    return (p2pid_bytes){ NULL, self->room };
  case PART_BETWEEN:
    return p2pid_bytes_from_text ("\",");
  case PART_TEXT:
    return self->text;
  case PART_CLOSING:
    return p2pid_bytes_from_text ("]");
  case PARTS:
    break;
  }
  return (p2pid_bytes){ NULL, 0 };
}

static size_t
give_cb (void *buffer, size_t size, void *data)
{
  source *self = data;
  p2pid_bytes bytes = get_part (self);

  while (self->given == bytes.size && self->part < PARTS) {
    self->given = 0;
    self->part++;
    bytes = get_part (self);
    if (self->part == PART_BETWEEN && errno == ENOMEM) {
      self->starved = true;
      return STOP;
    }
  }
  if (size > bytes.size - self->given)
    size = bytes.size - self->given;
  if (self->part == PART_STRING)
    memset (buffer, '-', size);
  else if (size > 0)
    memcpy (buffer, bytes.data + self->given, size);
  self->given += size;
  return size;
}

/* The text's own value, out of what was made around it. */
static p2pid_err
take_out (const json_t *pair, size_t room, json_t **out)
{
  json_t *value = json_array_get (pair, 1);

  if (json_string_length (json_array_get (pair, 0)) != room)
    return P2PID_ERR_MEMORY;
  if (json_array_size (pair) != 2 ||
      (!json_is_object (value) && !json_is_array (value)))
    return P2PID_ERR_FORMAT;
  *out = json_incref (value);
  return P2PID_OK;
}

p2pid_err
p2pid_json_read (p2pid_bytes text, json_t **out)
{
  source self = { .text = text };
  json_error_t error;
  json_t *pair;
  p2pid_err err;

  /* jansson swallows a NUL behind a number. */
  if (text.size == 0 || memchr (text.data, 0, text.size) != NULL)
    return P2PID_ERR_FORMAT;

  self.room = find_room (text);
  errno = 0;
  pair = json_load_callback (give_cb, &self, JSON_REJECT_DUPLICATES, &error);
  if (pair == NULL)
    return self.starved || errno == ENOMEM ||
                   json_error_code (&error) == json_error_out_of_memory
               ? P2PID_ERR_MEMORY
               : P2PID_ERR_FORMAT;
  err = take_out (pair, self.room, out);
  json_decref (pair);
  return err;
}
