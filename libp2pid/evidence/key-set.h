/*
 * Key sets (RFC 7517 §5), of which evidence takes along the one key that it
 * needs.
 */

#ifndef P2PID_EVIDENCE_KEY_SET_H
#define P2PID_EVIDENCE_KEY_SET_H

#include "evidence/jws.h"

/** Largest key set, in bytes. */
#define P2PID_KEY_SET_MAX (128 * 1024)

/**
 * The key that @p jws names by its "kid", or without one the only key there is
 * for its "alg", as base64url of its JSON.
 *
 * @param set  a key set, or one key
 *
 * @return P2PID_ERR_ARGUMENT where no key is the one or more than one are;
 *         P2PID_ERR_FORMAT, P2PID_ERR_SIZE, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_key_set_choose (p2pid_bytes set,
                      const p2pid_jws *jws,
                      p2pid_buffer **out);

/** The key of evidence, from base64url, its JSON for json_decref();
 *  P2PID_ERR_FORMAT, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_key_set_read (p2pid_bytes text, json_t **out);

/** P2PID_ERR_MISMATCH where both @p jws and @p key have a "kid" and they are
 *  not the same; P2PID_ERR_FORMAT. */
P2PID_MUST_CHECK p2pid_err
p2pid_key_set_check_id (const p2pid_jws *jws, const json_t *key);

#endif
