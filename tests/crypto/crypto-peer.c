/*
 * Our cryptography for another implementation to talk to: commands come in a
 * line at a time, each is answered by a line. Bytes are hex, none are "-".
 *
 *   new initiator|responder PROLOGUE PSK     (PSK "-": NN)
 *   write PAYLOAD    read MESSAGE    handshake-hash
 *   hmac KEY DATA    hkdf CK MATERIAL COUNT
 *   hash FIELD ...   derive KEY SIZE FIELD ...
 *
 * A failure is answered with "error" and its name.
 */

#include "crypto/hash.h"
#include "crypto/noise.h"
#include "crypto/symmetric.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#define WORDS_MAX 20
#define TEXT_MAX (2 * P2PID_NOISE_MESSAGE_MAX + 200)

static p2pid_noise *noise;

/* The bytes of a word, in its own place: hex is longer than what it says. */
static p2pid_bytes
bytes_of (char *word)
{
  size_t size = 0;

  if (strcmp (word, "-") != 0 &&
      sodium_hex2bin ((uint8_t *) word, strlen (word), word, strlen (word),
                      NULL, &size, NULL) != 0)
    abort ();
  return (p2pid_bytes){ (uint8_t *) word, size };
}

static void
answer (p2pid_bytes bytes)
{
  static char text[TEXT_MAX];

  sodium_bin2hex (text, sizeof text, bytes.data, bytes.size);
  puts (bytes.size > 0 ? text : "-");
}

static void
answer_or_error (p2pid_err err, p2pid_buffer *buffer)
{
  if (err == P2PID_OK)
    answer (p2pid_buffer_bytes (buffer));
  else
    printf ("error %s\n", p2pid_err_name (err));
  p2pid_buffer_free (buffer);
}

static void
do_new (char **words, size_t count)
{
  bool nn = strcmp (words[3], "-") == 0;
  p2pid_bytes prologue = bytes_of (words[2]), psk = bytes_of (words[3]);

  p2pid_noise_free (noise);
  noise = NULL;
  answer_or_error (p2pid_noise_new (nn ? P2PID_NOISE_NN : P2PID_NOISE_NNPSK0,
                                    strcmp (words[1], "initiator") == 0,
                                    prologue, nn ? NULL : psk.data, &noise),
                   NULL);
}

static void
do_write (char **words, size_t count)
{
  p2pid_buffer *message = NULL;
  p2pid_err err = p2pid_noise_write (noise, (p2pid_bytes){ NULL, 0 },
                                     bytes_of (words[1]), &message);

  answer_or_error (err, message);
}

static void
do_read (char **words, size_t count)
{
  p2pid_buffer *payload = NULL;
  p2pid_err err = p2pid_noise_read (noise, bytes_of (words[1]), &payload);

  answer_or_error (err, payload);
}

static void
do_handshake_hash (char **words, size_t count)
{
  answer (P2PID_BYTES (p2pid_noise_handshake_hash (noise)->bytes));
}

static void
do_hmac (char **words, size_t count)
{
  p2pid_hash key, out;

  memcpy (key.bytes, bytes_of (words[1]).data, sizeof key.bytes);
  p2pid_hmac (&key, bytes_of (words[2]), &out);
  answer (P2PID_BYTES (out.bytes));
}

static void
do_hkdf (char **words, size_t count)
{
  p2pid_hash ck, outputs[3];
  size_t n = (size_t) atoi (words[3]);

  memcpy (ck.bytes, bytes_of (words[1]).data, sizeof ck.bytes);
  p2pid_hkdf (&ck, bytes_of (words[2]), outputs, n);
  answer ((p2pid_bytes){ (uint8_t *) outputs, n * sizeof outputs[0] });
}

static void
do_hash (char **words, size_t count)
{
  p2pid_bytes fields[WORDS_MAX];
  p2pid_hash out;

  for (size_t i = 1; i < count; i++)
    fields[i - 1] = bytes_of (words[i]);
  p2pid_hash_list (fields, count - 1, &out);
  answer (P2PID_BYTES (out.bytes));
}

static void
do_derive (char **words, size_t count)
{
  p2pid_bytes fields[WORDS_MAX];
  size_t size = (size_t) atoi (words[2]);
  uint8_t out[64];

  for (size_t i = 3; i < count; i++)
    fields[i - 3] = bytes_of (words[i]);
  p2pid_derive (bytes_of (words[1]), fields, count - 3, out, size);
  answer ((p2pid_bytes){ out, size });
}

static const struct {
  const char *name;
  size_t words; /* at the least */
  void (*run) (char **words, size_t count);
} commands[] = {
  { "new", 4, do_new },   { "write", 2, do_write },
  { "read", 2, do_read }, { "handshake-hash", 1, do_handshake_hash },
  { "hmac", 3, do_hmac }, { "hkdf", 4, do_hkdf },
  { "hash", 1, do_hash }, { "derive", 3, do_derive },
};

static void
run (char **words, size_t count)
{
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (count >= commands[i].words &&
        strcmp (words[0], commands[i].name) == 0) {
      commands[i].run (words, count);
      return;
    }
  puts ("error usage");
}

int
main (void)
{
  static char line[2 * TEXT_MAX];
  char *words[WORDS_MAX], *rest;

  if (sodium_init () < 0)
    return EXIT_FAILURE;
  while (fgets (line, sizeof line, stdin) != NULL) {
    size_t count = 0;

    for (char *word = strtok_r (line, " \n", &rest);
         word != NULL && count < WORDS_MAX;
         word = strtok_r (NULL, " \n", &rest))
      words[count++] = word;
    if (count > 0)
      run (words, count);
    fflush (stdout);
  }
  p2pid_noise_free (noise);
  return EXIT_SUCCESS;
}
