/*
 * Receipts: the record of a session that both signed, the same bytes on both
 * sides, to be verified offline from the enclosed evidence. PROTOCOL.md §9.
 */

#ifndef P2PID_RECEIPT_H
#define P2PID_RECEIPT_H

#include "p2pid/session.h"

P2PID_BEGIN_DECLS

typedef struct p2pid_receipt p2pid_receipt;

/** Largest receipt file, in bytes: no conversation comes to more. */
#define P2PID_RECEIPT_MAX (384 * 1024)

/**
 * A receipt from its file. Its shape is checked, and that its records follow
 * one another as PROTOCOL.md §6 says; its truth is not.
 *
 * @return P2PID_ERR_FORMAT, P2PID_ERR_SIZE, P2PID_ERR_TEXT, P2PID_ERR_VERSION;
 *         P2PID_ERR_OUT_OF_TURN for records in another order, or of a contact
 *         in which not both identified; as p2pid_binding_parse() and
 *         p2pid_binding_key() for what they presented; P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_receipt_parse (p2pid_bytes file, p2pid_receipt **out_receipt);

/**
 * Verify a receipt.
 *
 * Checked: both accounts agree; each presentation's signature over that
 * session, side, place and account; each binding against @p anchors at the time
 * at which it was presented; both signatures under the whole.
 * Not checked: that the clocks of the two were right.
 *
 * @return P2PID_ERR_FORGED, P2PID_ERR_ROLES and the
 *         other account errors, P2PID_ERR_REFLECTED, everything that
 *         p2pid_binding_verify() returns, P2PID_ERR_MEMORY
 */
P2PID_API P2PID_MUST_CHECK p2pid_err
p2pid_receipt_verify (p2pid_receipt *receipt, const p2pid_anchors *anchors);

/** Who @p place was, borrowed; NULL before a p2pid_receipt_verify() that
 *  returned P2PID_OK. */
P2PID_API const p2pid_identity *
p2pid_receipt_identity (const p2pid_receipt *receipt, p2pid_place place);

/** What @p place said: side, account, when, audience and purpose ("" for
 *  none). Borrowed. Before verification these are only claims. */
typedef struct {
  p2pid_side side;
  p2pid_account account;
  int64_t time;
  const char *audience;
  const char *purpose;
} p2pid_receipt_party;

/** What @p place said; borrowed, valid as long as @p receipt. */
P2PID_API const p2pid_receipt_party *
p2pid_receipt_party_get (const p2pid_receipt *receipt, p2pid_place place);

/** Free; NULL is fine. */
P2PID_API void
p2pid_receipt_free (p2pid_receipt *receipt);

P2PID_END_DECLS

#endif
