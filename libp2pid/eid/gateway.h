/*
 * A gateway's client: evidence from an eID whose operator answers only those
 * with a contract, by way of somebody who has one (PROTOCOL.md §13).
 *
 * The gateway is not believed. The evidence is joined with one's own statement
 * and checked by the enrolment like any other; and what is shown on the way is
 * held against what the method itself knows.
 */

#ifndef P2PID_EID_GATEWAY_H
#define P2PID_EID_GATEWAY_H

#include "eid/enrolment.h"
#include "p2pid/message.h"

/** Most beginnings of links that a method has. */
#define P2PID_GATEWAY_LINKS 3

/** What a method's orders look like, whoever made them. */
typedef struct {
  p2pid_method method;
  /** A QR code's text begins so, and a link like one of these, the unused ones
   *  NULL. Anything else is not shown: a gateway could lead people elsewhere. */
  const char *qr;
  const char *links[P2PID_GATEWAY_LINKS];
  /** What a hint says to whoever enrols; NULL for one that is not known, which
   *  then is not told. */
  const p2pid_eid_message *(*find_message) (p2pid_enrolment *enrolment,
                                            const char *hint);
} p2pid_gateway_manner;

/**
 * Order a signature of @p statement at the enrolment's gateway, tell how it
 * goes, and bring the evidence. An order that is not needed any more is
 * cancelled there. For the row of a method whose config has a gateway.
 *
 * @return P2PID_ERR_CANCELLED, P2PID_ERR_TIMEOUT, P2PID_ERR_OFFLINE,
 *         P2PID_ERR_TLS, P2PID_ERR_BUSY, P2PID_ERR_UNTRUSTED where the gateway
 *         does not serve this method or program, P2PID_ERR_CLOCK,
 *         P2PID_ERR_ARGUMENT for a lifetime that is longer than it allows
 *         (kept as a hint), P2PID_ERR_RELAY for an answer that no gateway
 *         should give, P2PID_ERR_FORMAT and P2PID_ERR_SIZE for evidence that is
 *         none, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
p2pid_eid_gateway_get (p2pid_enrolment *enrolment,
                       const p2pid_statement *statement,
                       const p2pid_gateway_manner *manner,
                       p2pid_binding **out_binding);

#endif
