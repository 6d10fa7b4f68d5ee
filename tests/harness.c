/* Running suites, reading vectors, and randomness that repeats itself. */

#include "harness.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

int
harness_run (Suite *suite)
{
  SRunner *runner = srunner_create (suite);
  int failed;

  srunner_run_all (runner, CK_ENV);
  failed = srunner_ntests_failed (runner);
  srunner_free (runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static p2pid_buffer *
read_file (const char *path)
{
  FILE *file = fopen (path, "rb");
  p2pid_buffer *bytes = NULL;
  long size;

  if (file == NULL)
    return NULL;
  if (fseek (file, 0, SEEK_END) == 0 && (size = ftell (file)) >= 0 &&
      fseek (file, 0, SEEK_SET) == 0 &&
      p2pid_buffer_new ((size_t) size, &bytes) == P2PID_OK &&
      fread (bytes->data, 1, bytes->size, file) != bytes->size) {
    p2pid_buffer_free (bytes);
    bytes = NULL;
  }
  fclose (file);
  return bytes;
}

static p2pid_buffer *
read_below (const char *variable, const char *path)
{
  const char *folder = getenv (variable);
  char whole[4096];

  if (folder == NULL)
    return NULL;
  snprintf (whole, sizeof whole, "%s/%s", folder, path);
  return read_file (whole);
}

p2pid_buffer *
harness_published_file (const char *path)
{
  p2pid_buffer *bytes = read_below ("P2PID_VECTORS", path);

  if (bytes == NULL) {
    printf ("skipped: published vectors %s are not here\n", path);
    fflush (stdout);
    exit (HARNESS_SKIP);
  }
  return bytes;
}

json_t *
harness_published_json (const char *path)
{
  p2pid_buffer *bytes = harness_published_file (path);
  json_error_t error;
  json_t *root =
      json_loadb ((char *) bytes->data, bytes->size, JSON_ALLOW_NUL, &error);

  if (root == NULL) {
    fprintf (stderr, "%s: %s\n", path, error.text);
    exit (EXIT_FAILURE);
  }
  p2pid_buffer_free (bytes);
  return root;
}

p2pid_buffer *
harness_own_file (const char *name)
{
  p2pid_buffer *bytes = read_below ("P2PID_OWN_VECTORS", name);

  if (bytes == NULL) {
    fprintf (stderr, "tests/vectors/%s cannot be read\n", name);
    exit (EXIT_FAILURE);
  }
  return bytes;
}

p2pid_buffer *
harness_hex (const json_t *text)
{
  size_t size = json_string_length (text) / 2;
  p2pid_buffer *bytes = NULL;

  ck_assert (json_is_string (text));
  ck_assert_int_eq (p2pid_buffer_new (size, &bytes), P2PID_OK);
  ck_assert_int_eq (sodium_hex2bin (bytes->data, size, json_string_value (text),
                                    size * 2, NULL, NULL, NULL),
                    0);
  return bytes;
}

static struct {
  uint8_t key[crypto_stream_chacha20_KEYBYTES];
  uint64_t block;
  uint8_t queue[256];
  size_t queued;
} stream;

static void
stream_bytes (void *out, size_t size)
{
  uint8_t nonce[crypto_stream_chacha20_NONCEBYTES] = { 0 };
  size_t n = size < stream.queued ? size : stream.queued;
  uint8_t *bytes = out;

  if (n > 0) {
    memcpy (bytes, stream.queue, n);
    memmove (stream.queue, stream.queue + n, stream.queued - n);
    stream.queued -= n;
  }
  memcpy (nonce, &stream.block, sizeof stream.block);
  stream.block++;
  if (size > n)
    crypto_stream_chacha20 (bytes + n, size - n, nonce, stream.key);
}

static uint32_t
stream_number (void)
{
  uint32_t number;

  stream_bytes (&number, sizeof number);
  return number;
}

static const char *
stream_name (void)
{
  return "harness";
}

static randombytes_implementation stream_implementation = {
  .implementation_name = stream_name,
  .random = stream_number,
  .buf = stream_bytes,
};

void
harness_seed (uint64_t seed)
{
  memset (&stream, 0, sizeof stream);
  memcpy (stream.key, &seed, sizeof seed);
  randombytes_set_implementation (&stream_implementation);
}

void
harness_queue_random (p2pid_bytes bytes)
{
  ck_assert_uint_le (stream.queued + bytes.size, sizeof stream.queue);
  memcpy (stream.queue + stream.queued, bytes.data, bytes.size);
  stream.queued += bytes.size;
}
