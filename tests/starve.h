/*
 * Memory that runs out, for tests.
 *
 * In a program built with `starving` (tests/meson.build) allocations are
 * counted, those of the library in it as well: one of them fails, or one and
 * all after it. Every call is tried with ever more memory, until it has
 * enough.
 */

#ifndef P2PID_TESTS_STARVE_H
#define P2PID_TESTS_STARVE_H

#include "harness.h"

typedef enum {
  /** From one on every allocation fails: the library's own, and jansson's. */
  STARVE_FOR_GOOD,
  /** One of them fails. */
  STARVE_ONCE,
  /** One of the library's own fails. */
  STARVE_OURS_ONCE,
  /** One of OpenSSL's fails, where starve_openssl() was called. */
  STARVE_OPENSSL,
} starve_mode;

/** Count OpenSSL's allocations; before anything uses it. */
void
starve_openssl (void);

/**
 * Call @p call until no allocation fails any more; then it must succeed.
 *
 * @param step   1: each fails in its turn; more: every so many, for there are
 *               thousands in a signature of OpenSSL's
 * @param call   starves until it says starve_hold(), before it looks at what
 *               came of it
 * @param judge  whether this may come of a failed allocation
 *
 * @return how many allocations failed
 */
size_t
starve_through (starve_mode mode,
                size_t step,
                p2pid_err (*call) (void),
                bool (*judge) (p2pid_err err));

/** A judge: want of memory was told as such. */
bool
starve_is_want (p2pid_err err);

/** Both for good and once at each allocation, want of memory is told as such;
 *  @p call makes @p at_least of them. */
void
starve_check (p2pid_err (*call) (void), size_t at_least);

/** Have enough, since Check needs memory itself; and starve on, if that is
 *  what is being tried. */
void
starve_hold (void);
void
starve_go_on (void);

#endif
