/* Calm moments, kept between processes by flock(2) on the data folder: shared
 * by contacts, exclusive for an enrolment. The system drops it with the
 * process, however that ends. */

#include "tools/p2pid/calm.h"
#include "tools/p2pid/files.h"
#include "tools/p2pid/output.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static p2pid_err
lock_folder (const cli_options *options, int operation, int *out)
{
  p2pid_err err = cli_folder_make (options->data_dir);
  int lock;

  if (err != P2PID_OK)
    return err;
  lock = open (options->data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0)
    return P2PID_ERR_IO;
  if (flock (lock, operation | LOCK_NB) != 0) {
    err = errno == EWOULDBLOCK ? P2PID_ERR_LOCKED : P2PID_ERR_IO;
    close (lock);
    return err;
  }
  *out = lock;
  return P2PID_OK;
}

static cli_status
refuse (const cli_options *options, const char *why)
{
  options->output->refusal (options, P2PID_ERR_STATE, why);
  return CLI_STOP;
}

cli_status
cli_calm_begin_called (const cli_options *options, int *out_lock)
{
  *out_lock = CLI_CALM_NONE;
  if (lock_folder (options, LOCK_SH, out_lock) == P2PID_ERR_LOCKED)
    return refuse (options, "you are getting an identity from your eID; has "
                            "the one who rings asked for it? Cancel it first");
  return CLI_IDENTIFIED;
}

/* Contacts share the lock, and an enrolment shares it with nobody. */
static bool
is_enrolling (const cli_options *options)
{
  int lock;

  if (lock_folder (options, LOCK_SH, &lock) != P2PID_OK)
    return true;
  close (lock);
  return false;
}

cli_status
cli_calm_begin_enrolment (const cli_options *options, int *out_lock)
{
  p2pid_err err;

  *out_lock = CLI_CALM_NONE;
  err = lock_folder (options, LOCK_EX, out_lock);
  if (err == P2PID_ERR_LOCKED && is_enrolling (options))
    return cli_refuse (options, err,
                       "you are getting an identity already, in another "
                       "window or terminal; end that first");
  if (err == P2PID_ERR_LOCKED)
    return refuse (options,
                   "somebody has rung you and is still there. Never use your "
                   "eID because a caller wants it: end that contact first");
  return err == P2PID_OK ? CLI_IDENTIFIED
                         : cli_fail (options, err, options->data_dir);
}

/* Only who is alone takes the folder away: another may hold a lock on it. */
void
cli_calm_end (const cli_options *options, int lock)
{
  if (lock == CLI_CALM_NONE)
    return;
  if (flock (lock, LOCK_EX | LOCK_NB) == 0)
    rmdir (options->data_dir); /* stays unless it is empty */
  close (lock);
}
