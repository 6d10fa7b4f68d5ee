/*
 * Threads that the end of the program waits for: each has somebody elsewhere
 * to tell that it is over.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Run @p func on a thread of its own, called @p name. */
void
desk_threads_run (const char *name, GThreadFunc func, gpointer data);

/** Wait until none runs any more, at most three seconds. */
void
desk_threads_wait_all (void);

G_END_DECLS
