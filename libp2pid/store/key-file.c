/* The sealing key in a file of its own:   64 hex digits | line end. */

#include "store/disk.h"
#include "base/encoding.h"
#include "base/secret.h"
#include "p2pid/store.h"

#include <unistd.h>

#define KEY_BYTES sizeof ((p2pid_store_key *) NULL)->bytes
#define DIGITS (2 * KEY_BYTES)

/* Others than the user. */
#define OTHERS 077

/* What is secret while a file is read or made; read with room for one byte
 * more than there may be. */
typedef struct {
  p2pid_store_key key;
  char text[DIGITS + 2];
} key_file;

/* An editor, or a program that prints the key, may have left out the line's
 * end. */
static bool
is_whole (const char *text, size_t size)
{
  return size == DIGITS || (size == DIGITS + 1 && text[DIGITS] == '\n');
}

static p2pid_err
read_file (const char *path, key_file *inside)
{
  uint8_t *text = (uint8_t *) inside->text;
  size_t size = 0;
  p2pid_err err =
      p2pid_disk_read (path, OTHERS, text, sizeof inside->text, &size);

  if (err != P2PID_OK)
    return err;
  if (!is_whole (inside->text, size) ||
      p2pid_hex_decode ((p2pid_bytes){ text, DIGITS }, inside->key.bytes,
                        KEY_BYTES) != P2PID_OK)
    return P2PID_ERR_DAMAGED;
  return P2PID_OK;
}

static p2pid_err
make_file (const char *path, key_file *inside)
{
  p2pid_store_key_new (&inside->key);
  p2pid_hex_encode (P2PID_BYTES (inside->key.bytes), inside->text);
  inside->text[DIGITS] = '\n';
  return p2pid_disk_write (
      path, (p2pid_bytes){ (const uint8_t *) inside->text, DIGITS + 1 },
      P2PID_DISK_KEEP);
}

p2pid_err
p2pid_store_key_from_file (const char *path,
                           const char *file,
                           p2pid_store_key *out_key)
{
  void *secret = NULL;
  key_file *inside;
  p2pid_err err;

  if (path == NULL || *path == '\0' || file == NULL || *file == '\0')
    return P2PID_ERR_ARGUMENT;
  err = p2pid_secret_new (sizeof *inside, &secret);
  if (err != P2PID_OK)
    return err;

  inside = secret;
  err = read_file (file, inside);
  if (err == P2PID_ERR_NOT_FOUND && access (path, F_OK) != 0) {
    err = make_file (file, inside);
    if (err == P2PID_OK)
      err = read_file (file, inside); /* perhaps another program's */
  }
  if (err == P2PID_OK)
    *out_key = inside->key;
  p2pid_secret_free (secret);
  return err;
}
