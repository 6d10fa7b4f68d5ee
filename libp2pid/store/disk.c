/* Folders, drafts and their names. */

#include "store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

p2pid_err
p2pid_disk_err (int number)
{
  switch (number) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return P2PID_ERR_FULL;
  case ENOMEM:
    return P2PID_ERR_MEMORY;
  default:
    return P2PID_ERR_IO;
  }
}

p2pid_err
p2pid_disk_open_err (int number)
{
  return number == ENOENT || number == ENOTDIR ? P2PID_ERR_NOT_FOUND
                                               : p2pid_disk_err (number);
}

p2pid_err
p2pid_disk_make_folder (const char *path)
{
  p2pid_err err = P2PID_OK;
  char *folder = strdup (path);

  if (folder == NULL)
    return P2PID_ERR_MEMORY;

  /* From the top down; the last part of the path is the file itself. */
  for (char *slash = strchr (folder + 1, '/'); err == P2PID_OK && slash != NULL;
       slash = strchr (slash + 1, '/')) {
    *slash = '\0';
    if (mkdir (folder, 0700) != 0 && errno != EEXIST)
      err = p2pid_disk_err (errno);
    *slash = '/';
  }
  free (folder);
  return err;
}

p2pid_err
p2pid_disk_drain (int file, uint8_t *out, size_t capacity, size_t *out_size)
{
  size_t size = 0;
  ssize_t got;

  do {
    got = read (file, out + size, capacity - size);
    if (got > 0)
      size += (size_t) got;
  } while (size < capacity && (got > 0 || (got < 0 && errno == EINTR)));
  if (got < 0)
    return p2pid_disk_err (errno);
  *out_size = size;
  return P2PID_OK;
}

static p2pid_err
check_mode (int file, mode_t forbidden)
{
  struct stat status;

  if (fstat (file, &status) != 0)
    return p2pid_disk_err (errno);
  return (status.st_mode & forbidden) == 0 ? P2PID_OK : P2PID_ERR_STATE;
}

p2pid_err
p2pid_disk_read (const char *path,
                 mode_t forbidden,
                 uint8_t *out,
                 size_t capacity,
                 size_t *out_size)
{
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  p2pid_err err;

  if (file < 0)
    return p2pid_disk_open_err (errno);
  err = check_mode (file, forbidden);
  /* Who has a pipe open to write is waited for, though. */
  if (err == P2PID_OK && fcntl (file, F_SETFL, 0) != 0)
    err = p2pid_disk_err (errno);
  if (err == P2PID_OK)
    err = p2pid_disk_drain (file, out, capacity, out_size);
  close (file);
  return err;
}

/* A new empty file beside @p path. */
static p2pid_err
make_draft (const char *path, char **out_draft)
{
  char *draft = NULL;
  int file;

  if (asprintf (&draft, "%s.new-XXXXXX", path) < 0)
    return P2PID_ERR_MEMORY;
  file = mkostemp (draft, O_CLOEXEC);
  if (file < 0) {
    p2pid_err err =
        errno == ENOENT ? P2PID_ERR_NOT_FOUND : p2pid_disk_err (errno);

    free (draft);
    return err;
  }
  close (file);
  *out_draft = draft;
  return P2PID_OK;
}

/* A name outlives a power cut only once its folder has reached the disk. */
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
    err = p2pid_disk_err (errno);
  if (file >= 0)
    close (file);
  free (folder);
  return err;
}

/* The draft is gone then, and the name on the disk. */
static p2pid_err
place (const char *draft, const char *path, p2pid_disk_taken taken)
{
  p2pid_err err = P2PID_OK;

  if (taken == P2PID_DISK_REPLACE) {
    if (rename (draft, path) != 0)
      err = p2pid_disk_err (errno);
  } else if (link (draft, path) != 0) {
    if (errno != EEXIST)
      err = p2pid_disk_err (errno);
    else if (taken == P2PID_DISK_REFUSE)
      err = P2PID_ERR_ARGUMENT;
  }
  if (taken != P2PID_DISK_REPLACE || err != P2PID_OK)
    unlink (draft);
  return err == P2PID_OK ? sync_folder (path) : err;
}

p2pid_err
p2pid_disk_make (const char *path,
                 p2pid_disk_taken taken,
                 p2pid_disk_fill_cb fill_cb,
                 const void *data)
{
  char *draft = NULL;
  p2pid_err err = make_draft (path, &draft);

  if (err != P2PID_OK)
    return err;
  err = fill_cb (draft, data);
  if (err == P2PID_OK)
    err = place (draft, path, taken);
  else
    unlink (draft);
  free (draft);
  return err;
}

static p2pid_err
write_all (int file, p2pid_bytes bytes)
{
  while (bytes.size > 0) {
    ssize_t put = write (file, bytes.data, bytes.size);

    if (put < 0 && errno != EINTR)
      return p2pid_disk_err (errno);
    if (put > 0)
      bytes = (p2pid_bytes){ bytes.data + put, bytes.size - (size_t) put };
  }
  return fsync (file) == 0 ? P2PID_OK : p2pid_disk_err (errno);
}

static p2pid_err
fill_cb (const char *draft, const void *data)
{
  const p2pid_bytes *bytes = data;
  int file = open (draft, O_WRONLY | O_CLOEXEC);
  p2pid_err err;

  if (file < 0)
    return p2pid_disk_err (errno);
  err = write_all (file, *bytes);
  if (close (file) != 0 && err == P2PID_OK)
    err = p2pid_disk_err (errno);
  return err;
}

p2pid_err
p2pid_disk_write (const char *path, p2pid_bytes bytes, p2pid_disk_taken taken)
{
  return p2pid_disk_make (path, taken, fill_cb, &bytes);
}
