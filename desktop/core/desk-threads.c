/* Threads that the end of the program waits for. */

#include "core/desk-threads.h"

static GMutex running_lock;
static GCond running_cond;
static int running;

typedef struct {
  GThreadFunc func;
  gpointer data;
} Work;

static gpointer
run (gpointer data)
{
  g_autofree Work *work = data;

  work->func (work->data);

  g_mutex_lock (&running_lock);
  running--;
  g_cond_signal (&running_cond);
  g_mutex_unlock (&running_lock);
  return NULL;
}

void
desk_threads_run (const char *name, GThreadFunc func, gpointer data)
{
  Work *work = g_new (Work, 1);

  *work = (Work){ func, data };
  g_mutex_lock (&running_lock);
  running++;
  g_mutex_unlock (&running_lock);
  g_thread_unref (g_thread_new (name, run, work));
}

void
desk_threads_wait_all (void)
{
  gint64 until = g_get_monotonic_time () + 3 * G_TIME_SPAN_SECOND;

  g_mutex_lock (&running_lock);
  while (running > 0)
    if (!g_cond_wait_until (&running_cond, &running_lock, until))
      break;
  g_mutex_unlock (&running_lock);
}
