/*
 * The tunnel: from a code or an invitation to records that only the two can
 * read. CPace, Noise and the framing around both; no rule of the conversation.
 * PROTOCOL.md §4 and §5.
 *
 *   host, code             guest, code            guest, invitation
 *   01 hello  ─────────▶
 *              ◀───────── 02 join                 03 join
 *   04 answer ─────────▶
 *   05 record ◀───────▶ 05 record                 06 refuse (host only)
 */

#ifndef P2PID_SESSION_TUNNEL_H
#define P2PID_SESSION_TUNNEL_H

#include "base/bytes.h"
#include "p2pid/account.h"
#include "p2pid/code.h"
#include "p2pid/invitation.h"

typedef struct p2pid_tunnel p2pid_tunnel;

/** A tunnel with exactly one of @p code and @p invitation, both copied;
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_tunnel_new (p2pid_side side,
                  const char *origin,
                  const p2pid_code *code,
                  const p2pid_invitation *invitation,
                  p2pid_tunnel **out_tunnel);

/** The mailbox of its invitation, 32 hex digits; "" by code. Borrowed. */
const char *
p2pid_tunnel_mailbox (const p2pid_tunnel *tunnel);

/** The message that the handshake owes the other side now, or NULL when it
 *  owes none. The host's answer is not one: it carries the first record.
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_tunnel_greet (p2pid_tunnel *tunnel, p2pid_buffer **out_message);

/**
 * Take a message.
 *
 * @param out_plain  what it carried, or NULL for one of the handshake
 *
 * @return P2PID_ERR_WRONG_CODE the two do not share the secret (for the host:
 *         this guest; for the guest: the host says so);
 *         P2PID_ERR_OUT_OF_TURN a message of the wrong kind;
 *         P2PID_ERR_VERSION, P2PID_ERR_FORMAT, P2PID_ERR_SIZE,
 *         P2PID_ERR_FORGED, P2PID_ERR_MEMORY. After an error the tunnel
 *         is only good to be refused or freed.
 */
P2PID_MUST_CHECK p2pid_err
p2pid_tunnel_receive (p2pid_tunnel *tunnel,
                      p2pid_bytes message,
                      p2pid_buffer **out_plain);

/** Whether records can be sent: the host's from the guest's join on, the
 *  guest's from the host's answer on. */
bool
p2pid_tunnel_open (const p2pid_tunnel *tunnel);

/** Seal a record as the next message; P2PID_ERR_STATE before that,
 *  P2PID_ERR_SIZE, P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_tunnel_send (p2pid_tunnel *tunnel,
                   p2pid_bytes plain,
                   p2pid_buffer **out_message);

/** The message by which a host refuses a guest with a wrong code;
 *  P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_tunnel_refusal (p2pid_buffer **out_message);

/** The handshake hash h, once both directions are there; borrowed. */
const p2pid_hash *
p2pid_tunnel_handshake_hash (const p2pid_tunnel *tunnel);

void
p2pid_tunnel_free (p2pid_tunnel *tunnel);

#endif
