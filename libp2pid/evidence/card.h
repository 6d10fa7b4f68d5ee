/*
 * What a card signs, and how that is verified: for the method "card", and for
 * whoever has a card sign (PROTOCOL.md §11).
 */

#ifndef P2PID_EVIDENCE_CARD_H
#define P2PID_EVIDENCE_CARD_H

#include "evidence/jwk.h"
#include "p2pid/statement.h"

#include <openssl/types.h>

/** lv_cat ("libp2pid/1 card", statement, text): the bytes that a card signs,
 *  for p2pid_buffer_free(). As p2pid_statement_print(). */
P2PID_MUST_CHECK p2pid_err
p2pid_card_message (const p2pid_statement *statement, p2pid_buffer **out);

/** The name of an algorithm of cards: ES256, ES384, RS256, PS256; NULL for
 *  another. */
const char *
p2pid_card_algorithm_name (p2pid_jwa algorithm);

/**
 * Verify a card's signature over @p message.
 *
 * @param signature  of ES256 and ES384: r and s, each of the curve's size
 *
 * @return P2PID_ERR_ALGORITHM for one that is not of that key;
 *         P2PID_ERR_FORGED, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_card_verify (const X509 *certificate,
                   p2pid_jwa algorithm,
                   p2pid_bytes message,
                   p2pid_bytes signature);

/**
 * The evidence of a signature, for p2pid_buffer_free(); nothing is checked.
 *
 * @param certificates  DER, the person's first, the root last
 * @param ocsp, crl     DER, or empty; not both
 *
 * @return P2PID_ERR_SIZE, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_card_write (p2pid_jwa algorithm,
                  p2pid_bytes signature,
                  const p2pid_bytes *certificates,
                  size_t count,
                  p2pid_bytes ocsp,
                  p2pid_bytes crl,
                  p2pid_buffer **out_evidence);

/** The same from files: p2pid_binding_join(). */
P2PID_MUST_CHECK p2pid_err
p2pid_card_join (const p2pid_bytes *files,
                 size_t count,
                 p2pid_buffer **out_evidence);

#endif
