/* The golden rule between programs. */

#include "core/desk-calm.h"

#include "core/desk-errors.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/file.h>
#include <unistd.h>

static p2pid_err
lock_folder (const char *folder, int operation, int *out_lock)
{
  int lock = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  p2pid_err err;

  *out_lock = DESK_CALM_NONE;
  if (lock < 0)
    return P2PID_ERR_IO;
  if (flock (lock, operation | LOCK_NB) != 0) {
    err = errno == EWOULDBLOCK ? P2PID_ERR_LOCKED : P2PID_ERR_IO;
    close (lock);
    return err;
  }
  *out_lock = lock;
  return P2PID_OK;
}

gboolean
desk_calm_begin_called (const char *folder, int *out_lock, GError **error)
{
  if (lock_folder (folder, LOCK_SH, out_lock) != P2PID_ERR_LOCKED)
    return TRUE;
  g_set_error_literal (
      error, DESK_ERROR, P2PID_ERR_LOCKED,
      _ ("You are getting an identity from your eID at this moment. If the one "
         "who rings asked for it: cancel it, and hang up."));
  return FALSE;
}

gboolean
desk_calm_begin_enrolment (const char *folder, int *out_lock, GError **error)
{
  p2pid_err err = lock_folder (folder, LOCK_EX, out_lock);

  if (err == P2PID_ERR_LOCKED)
    g_set_error_literal (
        error, DESK_ERROR, err,
        _ ("Somebody has rung you and is still there. Never use your eID "
           "because a caller wants it: end that contact first."));
  else if (err != P2PID_OK)
    g_propagate_error (error, desk_error_new (err));
  return err == P2PID_OK;
}

void
desk_calm_end (int *lock)
{
  if (*lock != DESK_CALM_NONE)
    close (*lock);
  *lock = DESK_CALM_NONE;
}
