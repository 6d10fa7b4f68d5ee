/*
 * What every target has.
 */

#ifndef P2PID_TESTS_FUZZ_TARGET_H
#define P2PID_TESTS_FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/** Try one input; libFuzzer and replay.c call it. Always 0. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/** Break the search where what must be so is not. */
static inline void
hold (bool truth)
{
  if (!truth)
    abort ();
}

#endif
