/* QR codes and links of orders at BankID. Sources: BankID's relying party
 * documents, "QR code" and "Launching". */

#include "eid/bankid.h"

#include "base/encoding.h"

#include <sodium.h>
#include <stdio.h>

bool
p2pid_bankid_is_token (const char *text)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
  size_t size = text != NULL ? strspn (text, allowed) : 0;

  return size > 0 && size <= P2PID_BANKID_TOKEN_MAX && text[size] == '\0';
}

/* The secret is the text as it was received, not the UUID that it looks like.
 */
void
p2pid_bankid_qr (const char *token,
                 const char *secret,
                 unsigned seconds,
                 char out[P2PID_BANKID_QR_MAX])
{
  crypto_auth_hmacsha256_state state;
  uint8_t code[crypto_auth_hmacsha256_BYTES];
  char hex[2 * sizeof code + 1], time[16];

  snprintf (time, sizeof time, "%u", seconds);
  crypto_auth_hmacsha256_init (&state, (const uint8_t *) secret,
                               strlen (secret));
  crypto_auth_hmacsha256_update (&state, (const uint8_t *) time, strlen (time));
  crypto_auth_hmacsha256_final (&state, code);
  sodium_memzero (&state, sizeof state);
  p2pid_hex_encode (P2PID_BYTES (code), hex);
  snprintf (out, P2PID_BANKID_QR_MAX, "bankid.%s.%s.%s", token, time, hex);
}

void
p2pid_bankid_link (const char *token, char out[P2PID_BANKID_LINK_MAX])
{
  snprintf (out, P2PID_BANKID_LINK_MAX,
            "bankid:///?autostarttoken=%s&redirect=null", token);
}
