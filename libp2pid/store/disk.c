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
p2pid_disk_draft (const char *path, char **out_draft)
{
  char *draft = NULL;
  int file;

  if (asprintf (&draft, "%s.new-XXXXXX", path) < 0)
    return P2PID_ERR_MEMORY;
  file = mkostemp (draft, O_CLOEXEC);
  if (file < 0) {
    p2pid_err err = p2pid_disk_err (errno);

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

p2pid_err
p2pid_disk_place (const char *draft, const char *path)
{
  /* Not rename(), which would replace a file that another program has put
   * there in the meantime. */
  p2pid_err err = P2PID_OK;

  if (link (draft, path) != 0 && errno != EEXIST)
    err = p2pid_disk_err (errno);
  unlink (draft);
  return err == P2PID_OK ? sync_folder (path) : err;
}
