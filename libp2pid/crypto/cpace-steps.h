/*
 * The steps of CPACE-RISTR255-SHA512, as draft-irtf-cfrg-cpace-21 names them:
 * for cpace.c, and for the test that holds each against the draft's vectors.
 */

#ifndef P2PID_CRYPTO_CPACE_STEPS_H
#define P2PID_CRYPTO_CPACE_STEPS_H

#include "crypto/cpace.h"

#define P2PID_CPACE_SCALAR_SIZE 32
#define P2PID_CPACE_HASH_SIZE 64

/** SHA-512 of generator_string (DSI, PRS, CI, sid, 128). */
void
p2pid_cpace_generator_hash (p2pid_bytes prs,
                            p2pid_bytes ci,
                            p2pid_bytes sid,
                            uint8_t out[P2PID_CPACE_HASH_SIZE]);

/** calculate_generator: the hash above as a point g. */
void
p2pid_cpace_generator (p2pid_bytes prs,
                       p2pid_bytes ci,
                       p2pid_bytes sid,
                       uint8_t out[P2PID_CPACE_SHARE_SIZE]);

/**
 * scalar_mult_vfy: @p scalar times @p point.
 *
 * @return P2PID_ERR_FORGED for what is no encoding of a point, and for the
 *         identity, as the draft's "MUST abort"
 */
P2PID_MUST_CHECK p2pid_err
p2pid_cpace_scalar_mult_vfy (const uint8_t scalar[P2PID_CPACE_SCALAR_SIZE],
                             const uint8_t point[P2PID_CPACE_SHARE_SIZE],
                             uint8_t out[P2PID_CPACE_SHARE_SIZE]);

/** ISK = SHA-512 (lv_cat (DSI | "_ISK", sid, K) | transcript_ir). */
void
p2pid_cpace_isk_of (p2pid_bytes sid,
                    const uint8_t k[P2PID_CPACE_SHARE_SIZE],
                    const p2pid_cpace_share *ya,
                    p2pid_bytes ada,
                    const p2pid_cpace_share *yb,
                    p2pid_bytes adb,
                    p2pid_cpace_isk *out);

#endif
