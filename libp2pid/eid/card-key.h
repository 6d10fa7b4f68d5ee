/*
 * The private key on a card: unlocked by its PIN, used once.
 */

#ifndef P2PID_EID_CARD_KEY_H
#define P2PID_EID_CARD_KEY_H

#include "eid/enrolment.h"
#include "eid/pkcs11.h"
#include "evidence/jwk.h"

/** Bytes of a signature at the most. */
#define P2PID_CARD_SIGNATURE_MAX P2PID_RSA_MAX

typedef struct {
  p2pid_jwa algorithm; /**< ES256, ES384, RS256; PS256 where the card has no
                            other way of signing with RSA */
  size_t size;
  uint8_t bytes[P2PID_CARD_SIGNATURE_MAX]; /**< as JWS writes it: of ECDSA r,
                                                then s */
} p2pid_card_signature;

/**
 * Have @p message signed by the key that belongs to @p certificate; tells
 * P2PID_ENROLMENT_PIN and waits for it.
 *
 * @param card  as the event is to show it
 *
 * @return P2PID_ERR_KEY, P2PID_ERR_LOCKED, P2PID_ERR_GONE, P2PID_ERR_NOT_FOUND
 *         where the key is not on the card, P2PID_ERR_ALGORITHM,
 *         P2PID_ERR_CANCELLED, P2PID_ERR_IO, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_card_sign (const p2pid_pkcs11 *module,
                 const p2pid_card_certificate *certificate,
                 p2pid_enrolment *enrolment,
                 const p2pid_card *card,
                 p2pid_bytes message,
                 p2pid_card_signature *out);

#endif
