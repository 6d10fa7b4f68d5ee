/* Another Noise, to be measured beside ours: noise-c. */

#ifndef P2PID_TESTS_BENCH_NOISE_C_H
#define P2PID_TESTS_BENCH_NOISE_C_H

#include <stdint.h>

/** Once, with what the handshakes begin with; both are borrowed. */
void
bench_noise_c_start (const uint8_t psk[32], const char *prologue);

/** A handshake of both sides with empty payloads, to the keys of the
 *  transport. */
void
bench_noise_c_both_sides (void);

#endif
