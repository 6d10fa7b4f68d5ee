/*
 * Which certificates of a card are a person's to sign with, and the chain
 * above one.
 */

#ifndef P2PID_EID_CARD_CHAIN_H
#define P2PID_EID_CARD_CHAIN_H

#include "eid/pkcs11.h"

/**
 * The certificates that can sign a statement, as indexes: of each card those
 * for signatures that the law knows (nonRepudiation) or, where it has none,
 * those for logging in (digitalSignature); no authority's.
 *
 * @return how many
 */
size_t
p2pid_card_signers (const p2pid_card_certificates *certificates,
                    size_t out[P2PID_CARD_CERTIFICATES_MAX]);

/** Whether @p roots is NULL, or PEM with a certificate in it. */
bool
p2pid_card_roots_check (const char *roots);

/**
 * From the certificate at @p index up to a root, out of what is on the cards
 * and in @p roots (PEM, or NULL), into @p out, which is all zero and then for
 * p2pid_chain_clear(); P2PID_ERR_INCOMPLETE where it does not reach a root,
 * P2PID_ERR_MEMORY.
 */
P2PID_MUST_CHECK p2pid_err
p2pid_card_chain (const p2pid_card_certificates *certificates,
                  size_t index,
                  const char *roots,
                  p2pid_chain *out);

#endif
