/*
 * Measuring something beside what it is to be compared with: both in the same
 * run, in turns, so that a slow moment of the machine meets both.
 */

#ifndef P2PID_TESTS_BENCH_H
#define P2PID_TESTS_BENCH_H

/** Does the measured thing once. */
typedef void (*bench_fn) (void);

/**
 * Run both in 31 rounds of 20 ms each and print, under @p name, the medians in
 * microseconds of this thread's CPU time, and the median of the rounds' ratios
 * with the smallest and the largest.
 */
void
bench_compare (const char *name,
               bench_fn candidate,
               const char *reference_name,
               bench_fn reference);

#endif
