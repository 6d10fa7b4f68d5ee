/*
 * What an order at BankID shows to its person.
 */

#ifndef P2PID_EID_BANKID_H
#define P2PID_EID_BANKID_H

#include "base/bytes.h"

/** Longest token of an order. */
#define P2PID_BANKID_TOKEN_MAX 64

/** Whether a token from outside is one: letters, digits and "-" alone, so that
 *  it can stand in a link as it is. NULL is none. */
bool
p2pid_bankid_is_token (const char *text);

#define P2PID_BANKID_QR_MAX (7 + P2PID_BANKID_TOKEN_MAX + 1 + 20 + 1 + 64 + 1)

/** The animated QR code's text, @p seconds after the order was answered:
 *  "bankid." token "." seconds "." hex (HMAC-SHA256 (secret, seconds)). */
void
p2pid_bankid_qr (const char *token,
                 const char *secret,
                 unsigned seconds,
                 char out[P2PID_BANKID_QR_MAX]);

#define P2PID_BANKID_LINK_MAX (32 + P2PID_BANKID_TOKEN_MAX + 16)

/** The link that starts BankID's app on this computer. */
void
p2pid_bankid_link (const char *token, char out[P2PID_BANKID_LINK_MAX]);

#endif
