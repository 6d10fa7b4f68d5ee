/* The sealing key: random, or from a passphrase.
 *
 * The salt file beside the store is   salt[16] | check[16],   where check is
 * the beginning of H (label, salt): who types the right passphrase over a
 * damaged salt shall not be told that it was wrong. */

#include "store/disk.h"
#include "crypto/hash.h"
#include "p2pid/store.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PASSES 3
#define MEMORY ((size_t) 64 << 20)
#define SALT_SIZE crypto_pwhash_argon2id_SALTBYTES
#define CHECK_SIZE 16

typedef struct {
  uint8_t salt[SALT_SIZE];
  uint8_t check[CHECK_SIZE];
} salt_file;

void
p2pid_store_key_new (p2pid_store_key *out_key)
{
  randombytes_buf (out_key->bytes, sizeof out_key->bytes);
}

static void
calculate_check (const salt_file *content, uint8_t out[CHECK_SIZE])
{
  const p2pid_bytes fields[] = {
    p2pid_bytes_from_text ("libp2pid/1 store salt"), P2PID_BYTES (content->salt)
  };
  p2pid_hash hash;

  p2pid_hash_list (fields, 2, &hash);
  memcpy (out, hash.bytes, CHECK_SIZE);
}

/* P2PID_ERR_NOT_FOUND where there is no such file. */
static p2pid_err
read_salt (const char *path, salt_file *out)
{
  uint8_t bytes[sizeof *out + 1];
  uint8_t check[CHECK_SIZE];
  size_t size = 0;
  p2pid_err err = p2pid_disk_read (path, 0, bytes, sizeof bytes, &size);

  if (err != P2PID_OK)
    return err;
  if (size != sizeof *out)
    return P2PID_ERR_DAMAGED;

  memcpy (out, bytes, sizeof *out);
  calculate_check (out, check);
  return memcmp (check, out->check, CHECK_SIZE) == 0 ? P2PID_OK
                                                     : P2PID_ERR_DAMAGED;
}

static p2pid_err
make_salt (const char *path)
{
  salt_file content;
  p2pid_err err = p2pid_disk_make_folder (path);

  if (err != P2PID_OK)
    return err;

  randombytes_buf (content.salt, sizeof content.salt);
  calculate_check (&content, content.check);
  return p2pid_disk_write (
      path, (p2pid_bytes){ (const uint8_t *) &content, sizeof content },
      P2PID_DISK_KEEP);
}

/* The salt of the store at @p store_path; a new one for a new store. */
static p2pid_err
get_salt (const char *store_path, salt_file *out)
{
  char *path = NULL;
  p2pid_err err;

  if (asprintf (&path, "%s.salt", store_path) < 0)
    return P2PID_ERR_MEMORY;

  err = read_salt (path, out);
  if (err == P2PID_ERR_NOT_FOUND && access (store_path, F_OK) == 0) {
    err = P2PID_ERR_DAMAGED;
  } else if (err == P2PID_ERR_NOT_FOUND) {
    err = make_salt (path);
    if (err == P2PID_OK)
      err = read_salt (path, out); /* perhaps another program's */
  }
  free (path);
  return err;
}

p2pid_err
p2pid_store_key_from_passphrase (const char *path,
                                 const char *passphrase,
                                 p2pid_store_key *out_key)
{
  p2pid_store_key key;
  salt_file content;
  p2pid_err err;

  if (path == NULL || *path == '\0' || passphrase == NULL ||
      *passphrase == '\0')
    return P2PID_ERR_ARGUMENT;
  if (sodium_init () < 0)
    return P2PID_ERR_MEMORY;

  err = get_salt (path, &content);
  if (err != P2PID_OK)
    return err;
  if (crypto_pwhash (key.bytes, sizeof key.bytes, passphrase,
                     strlen (passphrase), content.salt, PASSES, MEMORY,
                     crypto_pwhash_ALG_ARGON2ID13) != 0)
    return P2PID_ERR_MEMORY;

  *out_key = key;
  sodium_memzero (&key, sizeof key);
  return P2PID_OK;
}
