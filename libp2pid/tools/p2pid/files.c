/* Small files. */

#include "tools/p2pid/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static p2pid_err
err_of (int number)
{
  switch (number) {
  case ENOENT:
  case ENOTDIR:
    return P2PID_ERR_NOT_FOUND;
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return P2PID_ERR_FULL;
  case ENOMEM:
    return P2PID_ERR_MEMORY;
  case EEXIST:
    return P2PID_ERR_ARGUMENT;
  default:
    return P2PID_ERR_IO;
  }
}

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

static p2pid_err
read_all (int file, uint8_t *data, size_t capacity, size_t *out_size)
{
  size_t size = 0;
  ssize_t got;

  do {
    got = read (file, data + size, capacity - size);
    if (got > 0)
      size += (size_t) got;
  } while (size < capacity && (got > 0 || (got < 0 && errno == EINTR)));
  *out_size = size;
  return got < 0 ? P2PID_ERR_IO : P2PID_OK;
}

p2pid_err
cli_file_read (const char *path, size_t max, cli_bytes *out)
{
  bool input = strcmp (path, "-") == 0;
  int file = input ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  cli_bytes bytes = { NULL, 0 };
  p2pid_err err = P2PID_ERR_MEMORY;

  if (file < 0)
    return err_of (errno);
  bytes.data = malloc (max + 2);
  if (bytes.data != NULL)
    err = read_all (file, bytes.data, max + 1, &bytes.size);
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

static p2pid_err
write_all (int file, p2pid_bytes bytes)
{
  while (bytes.size > 0) {
    ssize_t put = write (file, bytes.data, bytes.size);

    if (put < 0 && errno != EINTR)
      return err_of (errno);
    if (put > 0)
      bytes = (p2pid_bytes){ bytes.data + put, bytes.size - (size_t) put };
  }
  return fsync (file) == 0 ? P2PID_OK : err_of (errno);
}

/* A name is on the disk once its folder is. */
static p2pid_err
sync_folder (const char *path)
{
  const char *slash = strrchr (path, '/');
  char *folder = slash == NULL   ? strdup (".")
                 : slash == path ? strdup ("/")
                                 : strndup (path, (size_t) (slash - path));
  p2pid_err err = P2PID_OK;
  int file;

  if (folder == NULL)
    return P2PID_ERR_MEMORY;
  file = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0 || fsync (file) != 0)
    err = err_of (errno);
  if (file >= 0)
    close (file);
  free (folder);
  return err;
}

/* Give the draft its name, for good: data sealed by a key that is gone after a
 * power cut is lost. */
static p2pid_err
place (const char *draft, const char *path, bool replace)
{
  p2pid_err err = P2PID_OK;

  if (replace ? rename (draft, path) != 0 : link (draft, path) != 0)
    err = err_of (errno);
  if (!replace || err != P2PID_OK)
    unlink (draft);
  return err == P2PID_OK ? sync_folder (path) : err;
}

p2pid_err
cli_file_write (const char *path, p2pid_bytes bytes, bool replace)
{
  char *draft = NULL;
  p2pid_err err = P2PID_OK;
  int file;

  if (asprintf (&draft, "%s.new-XXXXXX", path) < 0)
    return P2PID_ERR_MEMORY;
  file = mkostemp (draft, O_CLOEXEC);
  if (file < 0) {
    err = err_of (errno);
    goto out;
  }
  err = write_all (file, bytes);
  if (close (file) != 0 && err == P2PID_OK)
    err = err_of (errno);
  if (err == P2PID_OK)
    err = place (draft, path, replace);
  else
    unlink (draft);

out:
  free (draft);
  return err;
}

p2pid_err
cli_folder_make (const char *path)
{
  char *folder = strdup (path);
  p2pid_err err = P2PID_OK;

  if (folder == NULL)
    return P2PID_ERR_MEMORY;
  for (char *slash = folder; err == P2PID_OK && slash != NULL;) {
    slash = strchr (slash + 1, '/');
    if (slash != NULL)
      *slash = '\0';
    if (mkdir (folder, 0700) != 0 && errno != EEXIST)
      err = err_of (errno);
    if (slash != NULL)
      *slash = '/';
  }
  free (folder);
  return err;
}
