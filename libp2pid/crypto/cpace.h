/*
 * CPACE-RISTR255-SHA512 (draft-irtf-cfrg-cpace-21), initiator-responder mode:
 * two who know the same few digits get the same key; who does not know them
 * has one guess, and the other side sees it.
 *
 * Key confirmation is not in here: Noise's first message does it.
 */

#ifndef P2PID_CRYPTO_CPACE_H
#define P2PID_CRYPTO_CPACE_H

#include "base/lv.h"

typedef struct p2pid_cpace p2pid_cpace;

#define P2PID_CPACE_SHARE_SIZE 32
#define P2PID_CPACE_ISK_SIZE 64

/** A ristretto255 public share, Ya or Yb in the draft. */
typedef struct {
  uint8_t bytes[P2PID_CPACE_SHARE_SIZE];
} p2pid_cpace_share;

/** The intermediate session key. */
typedef struct {
  uint8_t bytes[P2PID_CPACE_ISK_SIZE];
} p2pid_cpace_isk;

/**
 * Begin: calculate the generator and one's share.
 *
 * @param prs  the password-related string: the secret digits
 * @param ci   channel identifier, which both know
 * @param sid  session id, which both know
 * @param ad   one's associated data, sent in the clear
 *
 * P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_cpace_new (bool initiator,
                 p2pid_bytes prs,
                 p2pid_bytes ci,
                 p2pid_bytes sid,
                 p2pid_bytes ad,
                 p2pid_cpace **out_cpace);

/** One's own share, borrowed. */
const p2pid_cpace_share *
p2pid_cpace_own_share (const p2pid_cpace *cpace);

/**
 * End: the key that both have if they used the same digits. Once only,
 * whether it succeeds or not. The key goes through p2pid_derive() before use.
 *
 * @return P2PID_ERR_FORGED for a share that is no point, or the identity, or
 *         one's own come back; P2PID_ERR_STATE a second time;
 *         P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_cpace_finish (p2pid_cpace *cpace,
                    const p2pid_cpace_share *peer_share,
                    p2pid_bytes peer_ad,
                    p2pid_cpace_isk *out_isk);

/** Wipe and free; NULL is fine. */
void
p2pid_cpace_free (p2pid_cpace *cpace);

#endif
