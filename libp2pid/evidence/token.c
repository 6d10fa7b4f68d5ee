/*
 * The parts of tokens.
 *
 * libsodium decodes base64 in constant time, which keys need. A credential is
 * a kilobyte of it that a peer has just sent, and there it would take a tenth
 * of the time that the signature takes; so this is a plain table.
 */

#include "evidence/token.h"

#include "p2pid/binding.h"
#include "wire/text.h"

/* One more than the value of each character; 0 for the rest. */
#define LETTERS_AND_DIGITS                                                     \
  ['A'] = 1, ['B'] = 2, ['C'] = 3, ['D'] = 4, ['E'] = 5, ['F'] = 6, ['G'] = 7, \
  ['H'] = 8, ['I'] = 9, ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13,        \
  ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19,      \
  ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25,      \
  ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31,      \
  ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37,      \
  ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43,      \
  ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49,      \
  ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55,      \
  ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61,      \
  ['9'] = 62

typedef uint8_t alphabet[256];

static const alphabet url = { LETTERS_AND_DIGITS, ['-'] = 63, ['_'] = 64 };
static const alphabet standard = { LETTERS_AND_DIGITS, ['+'] = 63, ['/'] = 64 };

bool
p2pid_token_take (p2pid_bytes *text, char mark, p2pid_bytes *out_part)
{
  const uint8_t *end = NULL;
  size_t size;

  if (text->size > 0)
    end = memchr (text->data, mark, text->size);
  if (end == NULL)
    return false;
  size = (size_t) (end - text->data);
  *out_part = (p2pid_bytes){ text->data, size };
  *text = (p2pid_bytes){ end + 1, text->size - size - 1 };
  return true;
}

/* The @p count characters at @p text, as many sextets from the top of 24
 * bits; false where one is not of the alphabet. */
static bool
read_group (const alphabet values,
            const uint8_t *text,
            size_t count,
            uint32_t *out)
{
  uint32_t bits = 0, all = 0;

  for (size_t i = 0; i < count; i++) {
    uint32_t value = values[text[i]] - 1u; /* all ones for the rest */

    all |= value;
    bits |= value << (18 - 6 * i);
  }
  *out = bits;
  return all < 64;
}

/* Text without padding. */
static p2pid_err
decode (const alphabet values, p2pid_bytes text, p2pid_buffer **out)
{
  size_t rest = text.size % 4;
  size_t tail = rest ? rest - 1 : 0; /* bytes of the last, short group */
  p2pid_buffer *bytes = NULL;
  uint32_t bits = 0;
  uint8_t *to;
  p2pid_err err;

  if (rest == 1)
    return P2PID_ERR_FORMAT;
  err = p2pid_buffer_new (text.size / 4 * 3 + tail, &bytes);
  if (err != P2PID_OK)
    return err;

  to = bytes->data;
  for (size_t i = 0; i + 4 <= text.size; i += 4, to += 3) {
    if (!read_group (values, text.data + i, 4, &bits))
      goto refuse;
    to[0] = (uint8_t) (bits >> 16);
    to[1] = (uint8_t) (bits >> 8);
    to[2] = (uint8_t) bits;
  }
  if (rest > 0) {
    if (!read_group (values, text.data + text.size - rest, rest, &bits) ||
        (bits & (0xffffffu >> (8 * tail))) != 0) /* one form only */
      goto refuse;
    for (size_t i = 0; i < tail; i++)
      to[i] = (uint8_t) (bits >> (16 - 8 * i));
  }
  *out = bytes;
  return P2PID_OK;

refuse:
  p2pid_buffer_free (bytes);
  return P2PID_ERR_FORMAT;
}

p2pid_err
p2pid_token_decode (p2pid_bytes text, p2pid_buffer **out)
{
  return decode (url, text, out);
}

p2pid_err
p2pid_token_decode_padded (p2pid_bytes text, p2pid_buffer **out)
{
  if (text.size % 4 != 0)
    return P2PID_ERR_FORMAT;
  for (int i = 0; i < 2 && text.size > 0; i++)
    if (text.data[text.size - 1] == '=')
      text.size--;
  return decode (standard, text, out);
}

static bool
is_space (uint8_t character)
{
  return character == ' ' || character == '\t' || character == '\r' ||
         character == '\n';
}

p2pid_err
p2pid_token_copy (p2pid_bytes file, p2pid_buffer **out)
{
  while (file.size > 0 && is_space (file.data[0])) {
    file.data++;
    file.size--;
  }
  while (file.size > 0 && is_space (file.data[file.size - 1]))
    file.size--;
  if (file.size == 0)
    return P2PID_ERR_FORMAT;
  if (file.size > P2PID_EVIDENCE_MAX)
    return P2PID_ERR_SIZE;
  if (!p2pid_text_is_word (file))
    return P2PID_ERR_FORMAT;
  return p2pid_buffer_copy (file, out);
}

p2pid_err
p2pid_token_join (const p2pid_bytes *texts, size_t count, p2pid_buffer **out)
{
  p2pid_buffer *joined = NULL;
  size_t size = count - 1, at = 0;
  p2pid_err err;

  for (size_t i = 0; i < count; i++) {
    if (texts[i].size > P2PID_EVIDENCE_MAX)
      return P2PID_ERR_SIZE;
    size += texts[i].size;
  }
  if (size > P2PID_EVIDENCE_MAX)
    return P2PID_ERR_SIZE;
  err = p2pid_buffer_new (size, &joined);
  if (err != P2PID_OK)
    return err;
  for (size_t i = 0; i < count; i++) {
    if (i > 0)
      joined->data[at++] = '~';
    if (texts[i].size > 0)
      memcpy (joined->data + at, texts[i].data, texts[i].size);
    at += texts[i].size;
  }
  *out = joined;
  return P2PID_OK;
}
