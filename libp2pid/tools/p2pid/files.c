/* Small files. */

#include "tools/p2pid/files.h"

#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
cli_bytes_free (cli_bytes *bytes)
{
  if (bytes->data != NULL)
    sodium_memzero (bytes->data, bytes->size);
  free (bytes->data);
  *bytes = (cli_bytes){ NULL, 0 };
}

p2pid_bytes
cli_bytes_line (const cli_bytes *bytes)
{
  size_t size = bytes->size;

  if (size > 0 && bytes->data[size - 1] == '\n')
    size--;
  return (p2pid_bytes){ bytes->data, size };
}

p2pid_err
cli_file_read (const char *path, size_t max, cli_bytes *out)
{
  bool input = strcmp (path, "-") == 0;
  int file = input ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  cli_bytes bytes = { NULL, 0 };
  p2pid_err err = P2PID_ERR_MEMORY;

  if (file < 0)
    return p2pid_disk_open_err (errno);
  bytes.data = malloc (max + 2);
  if (bytes.data != NULL) {
    bytes.size = max + 1; /* wiped, however far the reading comes */
    err = p2pid_disk_drain (file, bytes.data, max + 1, &bytes.size);
  }
  if (err == P2PID_OK && bytes.size > max)
    err = P2PID_ERR_SIZE;
  if (!input)
    close (file);
  if (err != P2PID_OK) {
    cli_bytes_free (&bytes);
    return err;
  }
  bytes.data[bytes.size] = '\0';
  *out = bytes;
  return P2PID_OK;
}

p2pid_err
cli_file_write (const char *path, p2pid_bytes bytes, bool replace)
{
  return p2pid_disk_write (path, bytes,
                           replace ? P2PID_DISK_REPLACE : P2PID_DISK_REFUSE);
}

p2pid_err
cli_folder_make (const char *path)
{
  char *inside = NULL;
  p2pid_err err;

  if (asprintf (&inside, "%s/", path) < 0)
    return P2PID_ERR_MEMORY;
  err = p2pid_disk_make_folder (inside);
  free (inside);
  return err;
}
