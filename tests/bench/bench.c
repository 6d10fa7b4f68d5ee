/* Paired rounds, medians, ratios. */

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 31
#define ROUND_US 20000.0

static double
cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

static double
time_of (bench_fn fn, unsigned times)
{
  double start = cpu_us ();

  for (unsigned i = 0; i < times; i++)
    fn ();
  return (cpu_us () - start) / times;
}

/* How often @p fn fits into a round; warms it up, too. */
static unsigned
times_in_round (bench_fn fn)
{
  unsigned times = 1;

  while (time_of (fn, times) * times < ROUND_US)
    times *= 2;
  return (unsigned) (ROUND_US / time_of (fn, times)) + 1;
}

static int
compare_cb (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
sort (double values[ROUNDS])
{
  qsort (values, ROUNDS, sizeof values[0], compare_cb);
}

void
bench_compare (const char *name,
               bench_fn candidate,
               const char *reference_name,
               bench_fn reference)
{
  double a[ROUNDS], b[ROUNDS], ratio[ROUNDS];
  unsigned times_a = times_in_round (candidate);
  unsigned times_b = times_in_round (reference);

  for (int i = 0; i < ROUNDS; i++) {
    a[i] = time_of (candidate, times_a);
    b[i] = time_of (reference, times_b);
    ratio[i] = a[i] / b[i];
  }
  sort (a);
  sort (b);
  sort (ratio);
  printf ("%s: %.1f us; %s: %.1f us; ratio %.3f (%.3f–%.3f)\n", name,
          a[ROUNDS / 2], reference_name, b[ROUNDS / 2], ratio[ROUNDS / 2],
          ratio[0], ratio[ROUNDS - 1]);
}
