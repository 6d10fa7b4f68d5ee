/* Statements: their canonical bytes, and their text in plain language.
 *
 *   lv_cat ("libp2pid/1 statement", program, language, key, not-before,
 *           not-after, nonce)
 *
 * The texts are part of the protocol: whoever checks evidence compares them
 * byte for byte with what the person was shown. */

#include "p2pid/statement.h"

#include "base/lv.h"
#include "base/time.h"
#include "wire/text.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static const char label[] = "libp2pid/1 statement";
static const char family[] = "libp2pid/";

enum {
  FIELD_LABEL,
  FIELD_PROGRAM,
  FIELD_LANGUAGE,
  FIELD_KEY,
  FIELD_NOT_BEFORE,
  FIELD_NOT_AFTER,
  FIELD_NONCE,
  FIELD_COUNT_
};

/* Digits of P2PID_TIME_MAX, with a NUL. */
#define NUMBER_SIZE 13

/* Sixteen groups of four digits with dashes between, and a NUL. */
#define KEY_TEXT_SIZE 80

/* "2026-11-24 17:30", with a NUL. */
#define MINUTE_SIZE 17

static const struct {
  const char *name;
  const char *binds, *warns; /* two paragraphs */
  const char *key, *from, *to;
} languages[P2PID_LANGUAGE_COUNT_] = {
  [P2PID_LANGUAGE_SV] = { "sv",
                          "Jag knyter nyckeln nedan, som finns på min egen "
                          "dator, till mitt namn.",
                          "Ingen har bett mig om detta i telefon, i ett "
                          "meddelande eller vid dörren. Har någon gjort det: "
                          "avbryt nu.",
                          "Nyckel", "Gäller från", "till" },
  [P2PID_LANGUAGE_EN] = { "en",
                          "I bind the key below, which is on my own computer, "
                          "to my name.",
                          "Nobody has asked me to do this on the telephone, in "
                          "a message or at the door. If somebody has: cancel "
                          "now.",
                          "Key", "Valid from", "to" },
};

const char *
p2pid_language_name (p2pid_language language)
{
  return (unsigned) language < P2PID_LANGUAGE_COUNT_ ? languages[language].name
                                                     : "unknown";
}

static p2pid_err
check (const p2pid_statement *statement)
{
  p2pid_bytes program = p2pid_bytes_from_text (statement->program);

  if (statement->language >= P2PID_LANGUAGE_COUNT_ ||
      statement->not_before < 0 || statement->not_after > P2PID_TIME_MAX ||
      statement->not_before >= statement->not_after ||
      statement->not_after - statement->not_before >
          P2PID_STATEMENT_LIFETIME_MAX)
    return P2PID_ERR_ARGUMENT;
  return p2pid_text_check (program, P2PID_STATEMENT_PROGRAM_CHARACTERS);
}

p2pid_err
p2pid_statement_init (p2pid_statement *statement,
                      const p2pid_public_key *key,
                      const char *program,
                      p2pid_language language,
                      int64_t now,
                      int64_t lifetime)
{
  p2pid_statement fresh = { .language = language,
                            .key = *key,
                            .not_before = now };
  size_t size = strlen (program);
  p2pid_err err;

  if (lifetime < 1 || lifetime > P2PID_STATEMENT_LIFETIME_MAX || now < 0 ||
      now > P2PID_TIME_MAX)
    return P2PID_ERR_ARGUMENT;
  if (size > P2PID_STATEMENT_PROGRAM_MAX)
    return P2PID_ERR_TEXT;
  memcpy (fresh.program, program, size);
  fresh.not_after = now + lifetime;
  err = check (&fresh);
  if (err != P2PID_OK)
    return err;
  randombytes_buf (fresh.nonce, sizeof fresh.nonce);
  *statement = fresh;
  return P2PID_OK;
}

p2pid_err
p2pid_statement_print (const p2pid_statement *statement,
                       p2pid_buffer **out_bytes)
{
  char not_before[NUMBER_SIZE + 8], not_after[NUMBER_SIZE + 8];
  p2pid_err err = check (statement);

  if (err != P2PID_OK)
    return err;
  snprintf (not_before, sizeof not_before, "%lld",
            (long long) statement->not_before);
  snprintf (not_after, sizeof not_after, "%lld",
            (long long) statement->not_after);

  const p2pid_bytes fields[FIELD_COUNT_] = {
    [FIELD_LABEL] = p2pid_bytes_from_text (label),
    [FIELD_PROGRAM] = p2pid_bytes_from_text (statement->program),
    [FIELD_LANGUAGE] =
        p2pid_bytes_from_text (languages[statement->language].name),
    [FIELD_KEY] = P2PID_BYTES (statement->key.bytes),
    [FIELD_NOT_BEFORE] = p2pid_bytes_from_text (not_before),
    [FIELD_NOT_AFTER] = p2pid_bytes_from_text (not_after),
    [FIELD_NONCE] = P2PID_BYTES (statement->nonce),
  };
  return p2pid_lv_cat (fields, FIELD_COUNT_, out_bytes);
}

static p2pid_err
read_label (p2pid_bytes field)
{
  if (p2pid_bytes_equal (field, p2pid_bytes_from_text (label)))
    return P2PID_OK;
  return field.size > strlen (family) &&
                 memcmp (field.data, family, strlen (family)) == 0
             ? P2PID_ERR_VERSION
             : P2PID_ERR_FORMAT;
}

static p2pid_err
read_program (p2pid_bytes field, p2pid_statement *out)
{
  if (field.size > P2PID_STATEMENT_PROGRAM_MAX)
    return P2PID_ERR_TEXT;
  if (field.size > 0)
    memcpy (out->program, field.data, field.size);
  return p2pid_text_check (field, P2PID_STATEMENT_PROGRAM_CHARACTERS);
}

static p2pid_err
read_language (p2pid_bytes field, p2pid_statement *out)
{
  for (size_t i = 0; i < P2PID_LANGUAGE_COUNT_; i++)
    if (p2pid_bytes_equal (field, p2pid_bytes_from_text (languages[i].name))) {
      out->language = (p2pid_language) i;
      return P2PID_OK;
    }
  return P2PID_ERR_VERSION;
}

static p2pid_err
read_fixed (p2pid_bytes field, uint8_t *out, size_t size)
{
  if (field.size != size)
    return P2PID_ERR_FORMAT;
  memcpy (out, field.data, size);
  return P2PID_OK;
}

/* Decimal without leading zeros. */
static p2pid_err
read_number (p2pid_bytes field, int64_t *out)
{
  int64_t number = 0;

  if (field.size < 1 || field.size > NUMBER_SIZE - 1 ||
      (field.size > 1 && field.data[0] == '0'))
    return P2PID_ERR_FORMAT;
  for (size_t i = 0; i < field.size; i++) {
    if (field.data[i] < '0' || field.data[i] > '9')
      return P2PID_ERR_FORMAT;
    number = 10 * number + (field.data[i] - '0');
  }
  *out = number;
  return P2PID_OK;
}

static p2pid_err
read_field (size_t index, p2pid_bytes field, p2pid_statement *out)
{
  switch (index) {
  case FIELD_LABEL:
    return read_label (field);
  case FIELD_PROGRAM:
    return read_program (field, out);
  case FIELD_LANGUAGE:
    return read_language (field, out);
  case FIELD_KEY:
    return read_fixed (field, out->key.bytes, sizeof out->key.bytes);
  case FIELD_NOT_BEFORE:
    return read_number (field, &out->not_before);
  case FIELD_NOT_AFTER:
    return read_number (field, &out->not_after);
  default:
    return read_fixed (field, out->nonce, sizeof out->nonce);
  }
}

p2pid_err
p2pid_statement_parse (p2pid_bytes bytes, p2pid_statement *out_statement)
{
  p2pid_statement statement = { .program = "" };
  p2pid_bytes rest = bytes, field;
  p2pid_err err = P2PID_OK;

  if (bytes.size > P2PID_STATEMENT_MAX)
    return P2PID_ERR_SIZE;
  for (size_t i = 0; i < FIELD_COUNT_ && err == P2PID_OK; i++) {
    err = p2pid_lv_next (&rest, &field);
    if (err == P2PID_OK)
      err = read_field (i, field, &statement);
  }
  if (err == P2PID_OK &&
      (rest.size > 0 || check (&statement) == P2PID_ERR_ARGUMENT))
    err = P2PID_ERR_FORMAT;
  if (err == P2PID_OK)
    *out_statement = statement;
  return err;
}

/* The key whole, upper-case hex: 0123-4567-… */
static void
write_key (const p2pid_public_key *key, char out[KEY_TEXT_SIZE])
{
  for (size_t i = 0; i < sizeof key->bytes; i += 2)
    out += sprintf (out, "%s%02X%02X", i > 0 ? "-" : "", key->bytes[i],
                    key->bytes[i + 1]);
}

/* To the minute: 2026-11-24 17:30. The bytes have the second. */
static p2pid_err
write_minute (int64_t time, char out[MINUTE_SIZE])
{
  char text[P2PID_TIME_TEXT_SIZE];
  p2pid_err err = p2pid_time_format (time, text);

  if (err != P2PID_OK)
    return err;
  memcpy (out, text, MINUTE_SIZE - 1);
  out[10] = ' ';
  out[MINUTE_SIZE - 1] = '\0';
  return P2PID_OK;
}

p2pid_err
p2pid_statement_text (const p2pid_statement *statement, p2pid_buffer **out_text)
{
  char key[KEY_TEXT_SIZE], from[MINUTE_SIZE], to[MINUTE_SIZE];
  char text[P2PID_STATEMENT_TEXT_MAX];
  p2pid_err err = check (statement);
  int size;

  if (err == P2PID_OK)
    err = write_minute (statement->not_before, from);
  if (err == P2PID_OK)
    err = write_minute (statement->not_after, to);
  if (err != P2PID_OK)
    return err;
  write_key (&statement->key, key);
  size = snprintf (text, sizeof text,
                   "%s\n\n%s\n\nProgram: %s\n%s: %s\n%s %s %s %s (UTC)",
                   languages[statement->language].binds,
                   languages[statement->language].warns, statement->program,
                   languages[statement->language].key, key,
                   languages[statement->language].from, from,
                   languages[statement->language].to, to);
  if (size < 0 || (size_t) size >= sizeof text)
    return P2PID_ERR_SIZE;
  return p2pid_buffer_copy (p2pid_bytes_from_text (text), out_text);
}
