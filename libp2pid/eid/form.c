/* Escaping and unescaping. */

#include "eid/form.h"

#include <string.h>

static void
put (p2pid_form *form, char character)
{
  if (form->size < P2PID_FORM_MAX)
    form->text[form->size++] = character;
  else
    form->full = true;
}

static void
put_text (p2pid_form *form, const char *text)
{
  for (; *text != '\0'; text++)
    put (form, *text);
}

/* All but the unreserved (RFC 3986 §2.3). */
static void
put_escaped (p2pid_form *form, const char *text)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "abcdefghijklmnopqrstuvwxyz0123456789-._~";
  static const char digits[] = "0123456789ABCDEF";

  for (; *text != '\0'; text++) {
    uint8_t byte = (uint8_t) *text;

    if (strchr (plain, byte) != NULL) {
      put (form, *text);
    } else {
      put (form, '%');
      put (form, digits[byte >> 4]);
      put (form, digits[byte & 15]);
    }
  }
}

void
p2pid_form_begin (p2pid_form *form, const char *url)
{
  put_text (form, url);
  if (strchr (url, '?') == NULL)
    put (form, '?');
}

void
p2pid_form_add (p2pid_form *form, const char *name, const char *value)
{
  if (form->size > 0 && form->text[form->size - 1] != '?' &&
      form->text[form->size - 1] != '&')
    put (form, '&');
  put_escaped (form, name);
  put (form, '=');
  put_escaped (form, value);
}

static int
hex_digit (uint8_t digit)
{
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  digit |= 0x20;
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* One character off the front; negative for none that there may be. */
static int
take_character (p2pid_bytes *text)
{
  int character = *text->data, high, low;
  size_t size = 1;

  if (character == '+')
    character = ' ';
  if (character == '%') {
    if (text->size < 3 || (high = hex_digit (text->data[1])) < 0 ||
        (low = hex_digit (text->data[2])) < 0)
      return -1;
    character = high << 4 | low;
    size = 3;
  }
  text->data += size;
  text->size -= size;
  return character < 0x20 || character == 0x7f ? -1 : character;
}

static p2pid_err
unescape (p2pid_bytes value, char *out, size_t size)
{
  size_t count = 0;

  while (value.size > 0) {
    int character = take_character (&value);

    if (character < 0)
      return P2PID_ERR_FORMAT;
    if (count + 1 >= size)
      return P2PID_ERR_SIZE;
    out[count++] = (char) character;
  }
  out[count] = '\0';
  return P2PID_OK;
}

/* The next "name=value" off the front, or as much as there is. */
static p2pid_bytes
take_pair (p2pid_bytes *form)
{
  const uint8_t *end = memchr (form->data, '&', form->size);
  size_t size = end != NULL ? (size_t) (end - form->data) : form->size;
  p2pid_bytes pair = { form->data, size };

  size += end != NULL;
  form->data += size;
  form->size -= size;
  return pair;
}

/* The names that are looked for need no escapes, and nobody writes any. */
p2pid_err
p2pid_form_find (p2pid_bytes form, const char *name, char *out, size_t size)
{
  size_t length = strlen (name);
  bool found = false;
  p2pid_err err = P2PID_OK;

  *out = '\0';
  while (form.size > 0 && err == P2PID_OK) {
    p2pid_bytes pair = take_pair (&form);

    if (pair.size <= length || pair.data[length] != '=' ||
        memcmp (pair.data, name, length) != 0)
      continue;
    if (found)
      return P2PID_ERR_FORMAT;
    found = true;
    err = unescape (
        (p2pid_bytes){ pair.data + length + 1, pair.size - length - 1 }, out,
        size);
  }
  return err;
}
