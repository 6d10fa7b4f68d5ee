/*
 * JSON (RFC 8259) into jansson's values, strictly and in one quick pass.
 *
 * Most of what comes is one long string of evidence. jansson's own reader
 * takes every byte of it through several calls, which for both sides would be
 * a tenth of the whole contact. So the structure, plain strings and plain
 * whole numbers are read here, and what is rare (escapes, fractions, large
 * numbers) is handed to jansson piece by piece. The fuzz target holds this
 * reader against jansson's on every input.
 */

#include "wire/json.h"

#include <unistr.h>

typedef struct {
  const char *at, *end;
  unsigned depth;
} reader;

/* The characters of a string: in the text itself, or in @c decoded. */
typedef struct {
  const char *data;
  size_t size;
  json_t *decoded; /* or NULL */
} token;

static p2pid_err
read_value (reader *r, json_t **out);

/* A value that jansson made; NULL is for want of memory. */
static p2pid_err
keep (json_t *value, json_t **out)
{
  if (value == NULL)
    return P2PID_ERR_MEMORY;
  *out = value;
  return P2PID_OK;
}

/* Let jansson read a string or number. Without JSON_ALLOW_NUL no string has a
 * NUL inside, so each can be used as a C string. */
static p2pid_err
delegate (const char *start, const char *end, json_t **out)
{
  json_error_t error = { 0 };
  json_t *value =
      json_loadb (start, (size_t) (end - start), JSON_DECODE_ANY, &error);

  /* Short of memory, jansson often gives no reason, or a wrong one. */
  if (value == NULL && json_error_code (&error) != json_error_unknown &&
      json_error_code (&error) != json_error_out_of_memory)
    return P2PID_ERR_FORMAT;
  return keep (value, out);
}

static void
skip_space (reader *r)
{
  while (r->at < r->end &&
         (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
    r->at++;
}

/* Whether the next character, after spaces, is @p c; it is taken then. */
static bool
take (reader *r, char c)
{
  skip_space (r);
  if (r->at == r->end || *r->at != c)
    return false;
  r->at++;
  return true;
}

/* The quote that ends the string whose first character is at @p start, or
 * NULL: the first one with an even number of backslashes before it. */
static const char *
find_quote (const char *start, const char *end)
{
  const char *at = start;
  const char *quote;

  while ((quote = memchr (at, '"', (size_t) (end - at))) != NULL) {
    const char *slash = quote;

    while (slash > start && slash[-1] == '\\')
      slash--;
    if ((quote - slash) % 2 == 0)
      return quote;
    at = quote + 1;
  }
  return NULL;
}

/* UTF-8 without control characters. */
static bool
is_plain (const char *text, size_t size)
{
  const uint8_t *bytes = (const uint8_t *) text;
  uint8_t all = 0;
  bool control = false;

  for (size_t i = 0; i < size; i++) {
    all |= bytes[i];
    control |= bytes[i] < 0x20;
  }
  return !control && (all < 0x80 || u8_check (bytes, size) == NULL);
}

/* The string whose opening quote has been taken. */
static p2pid_err
take_string (reader *r, token *out)
{
  const char *start = r->at;
  const char *quote = find_quote (start, r->end);
  json_t *decoded = NULL;
  p2pid_err err;

  if (quote == NULL)
    return P2PID_ERR_FORMAT;
  r->at = quote + 1;
  *out = (token){ start, (size_t) (quote - start), NULL };

  if (memchr (start, '\\', out->size) == NULL)
    return is_plain (start, out->size) ? P2PID_OK : P2PID_ERR_FORMAT;

  err = delegate (start - 1, r->at, &decoded);
  if (err == P2PID_OK)
    *out = (token){ json_string_value (decoded), json_string_length (decoded),
                    decoded };
  return err;
}

static p2pid_err
read_string (reader *r, json_t **out)
{
  token string;
  p2pid_err err = take_string (r, &string);

  if (err != P2PID_OK)
    return err;
  if (string.decoded != NULL)
    return keep (string.decoded, out);
  return keep (json_stringn_nocheck (string.data, string.size), out);
}

/* "0", or up to eighteen digits that begin with another: fits any integer. */
static bool
is_small_number (const char *digits, const char *end)
{
  size_t size = (size_t) (end - digits);

  if (size < 1 || size > 18 || (digits[0] == '0' && size > 1))
    return false;
  for (size_t i = 0; i < size; i++)
    if (digits[i] < '0' || digits[i] > '9')
      return false;
  return true;
}

static bool
is_number_character (char c)
{
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' ||
         c == 'e' || c == 'E';
}

static p2pid_err
read_number (reader *r, json_t **out)
{
  const char *start = r->at;
  const char *digits = start + (*start == '-' ? 1 : 0);
  json_int_t number = 0;

  while (r->at < r->end && is_number_character (*r->at))
    r->at++;
  if (!is_small_number (digits, r->at))
    return delegate (start, r->at, out);

  for (; digits < r->at; digits++)
    number = 10 * number + (*digits - '0');
  return keep (json_integer (*start == '-' ? -number : number), out);
}

static p2pid_err
read_word (reader *r, const char *word, json_t *value, json_t **out)
{
  size_t size = strlen (word);

  if ((size_t) (r->end - r->at) < size || memcmp (r->at, word, size) != 0)
    return P2PID_ERR_FORMAT;
  r->at += size;
  return keep (value, out); /* words are jansson's own, never freed */
}

/* One member into @p object. An object that does not grow by it had that name
 * already. */
static p2pid_err
read_member (reader *r, json_t *object)
{
  size_t before = json_object_size (object);
  json_t *value = NULL;
  token name;
  p2pid_err err;

  if (!take (r, '"'))
    return P2PID_ERR_FORMAT;
  err = take_string (r, &name);
  if (err != P2PID_OK)
    return err;

  err = take (r, ':') ? read_value (r, &value) : P2PID_ERR_FORMAT;
  if (err == P2PID_OK &&
      json_object_setn_new_nocheck (object, name.data, name.size, value) != 0)
    err = P2PID_ERR_MEMORY;
  if (err == P2PID_OK && json_object_size (object) == before)
    err = P2PID_ERR_FORMAT;
  json_decref (name.decoded);
  return err;
}

static p2pid_err
read_element (reader *r, json_t *array)
{
  json_t *value = NULL;
  p2pid_err err = read_value (r, &value);

  if (err == P2PID_OK && json_array_append_new (array, value) != 0)
    err = P2PID_ERR_MEMORY;
  return err;
}

/* What stands between @p container's opening bracket, which has been taken,
 * and @p close. Takes the container over. */
static p2pid_err
read_items (reader *r,
            json_t *container,
            p2pid_err (*read_item) (reader *r, json_t *container),
            char close,
            json_t **out)
{
  p2pid_err err = container ? P2PID_OK : P2PID_ERR_MEMORY;

  if (err == P2PID_OK && !take (r, close)) {
    do
      err = read_item (r, container);
    while (err == P2PID_OK && take (r, ','));
    if (err == P2PID_OK && !take (r, close))
      err = P2PID_ERR_FORMAT;
  }
  if (err == P2PID_OK)
    return keep (container, out);
  json_decref (container);
  return err;
}

static p2pid_err
read_container (reader *r, json_t **out)
{
  p2pid_err err;

  if (r->depth == P2PID_JSON_DEPTH_MAX)
    return P2PID_ERR_FORMAT;
  r->depth++;
  if (*r->at++ == '{')
    err = read_items (r, json_object (), read_member, '}', out);
  else
    err = read_items (r, json_array (), read_element, ']', out);
  r->depth--;
  return err;
}

static p2pid_err
read_value (reader *r, json_t **out)
{
  skip_space (r);
  if (r->at == r->end)
    return P2PID_ERR_FORMAT;

  switch (*r->at) {
  case '{':
  case '[':
    return read_container (r, out);
  case '"':
    r->at++;
    return read_string (r, out);
  case 't':
    return read_word (r, "true", json_true (), out);
  case 'f':
    return read_word (r, "false", json_false (), out);
  case 'n':
    return read_word (r, "null", json_null (), out);
  default:
    return read_number (r, out);
  }
}

p2pid_err
p2pid_json_parse (p2pid_bytes text, size_t max, json_t **out)
{
  reader r = { NULL, NULL, 0 };
  json_t *value = NULL;
  p2pid_err err;

  if (text.size > max)
    return P2PID_ERR_SIZE;
  if (text.size == 0)
    return P2PID_ERR_FORMAT;

  r.at = (const char *) text.data;
  r.end = r.at + text.size;
  err = read_value (&r, &value);
  skip_space (&r);
  if (err == P2PID_OK && (r.at != r.end || !json_is_object (value)))
    err = P2PID_ERR_FORMAT;
  if (err != P2PID_OK) {
    json_decref (value);
    return err;
  }
  *out = value;
  return P2PID_OK;
}
