/*
 * The golden rule between programs: no eID is asked while somebody who rang
 * has the user on the line, be it in another window or on the command line.
 * Both hold a lock on the data folder itself (flock), which the system drops
 * with the program, however that ends.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** No lock is held. */
#define DESK_CALM_NONE (-1)

/**
 * A contact begins in which the user was called.
 *
 * @return for desk_calm_end(). FALSE with DESK_ERROR, P2PID_ERR_LOCKED, only
 *         where an enrolment runs: where nothing can be locked it goes on,
 *         since checking a caller matters more
 */
gboolean
desk_calm_begin_called (const char *folder, int *out_lock, GError **error);

/** An enrolment begins; likewise, and refused where nothing can be locked. */
gboolean
desk_calm_begin_enrolment (const char *folder, int *out_lock, GError **error);

/** It is over; sets @p lock to DESK_CALM_NONE, which is fine, too. */
void
desk_calm_end (int *lock);

G_END_DECLS
