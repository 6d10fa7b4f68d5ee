/*
 * An order at an operator, which BankID and Freja have in common: it is
 * opened, looked at until somebody has signed, and cancelled whenever we end
 * before the operator does. Who has no certificate of their own has a gateway
 * do it.
 */

#ifndef P2PID_EID_OPERATOR_ORDER_H
#define P2PID_EID_OPERATOR_ORDER_H

#include "eid/gateway.h"
#include "eid/operator.h"

typedef struct p2pid_operator_order p2pid_operator_order;

/** What an operator's orders are like. */
typedef struct {
  p2pid_gateway_manner by_gateway;

  /** Paths of the three questions, and the member that names an order. */
  const char *open, *look, *cancel, *reference;

  /** A question's body, from its JSON. */
  p2pid_err (*write) (const char *path,
                      const json_t *wish,
                      p2pid_buffer **out_body);

  /** The wish for an order; @p text and @p data, the statement, in base64.
   *  NULL where memory is wanting. */
  json_t *(*make_wish) (const p2pid_operator_order *order,
                        const p2pid_statement *statement,
                        const char *text,
                        const char *data);

  /** An order has been opened: whether the answer has all that it takes, and
   *  what the person sees first. */
  p2pid_err (*begin) (p2pid_operator_order *order);

  /** Wait until it is time to look, and show what changes meanwhile. */
  p2pid_err (*wait) (p2pid_operator_order *order);

  /** An answer of 200 to a look. */
  p2pid_err (*read) (p2pid_operator_order *order, json_t *answer);

  /** Any other answer; and one that is none. */
  p2pid_err (*refuse) (p2pid_operator_order *order,
                       const p2pid_operator_answer *answer);
  p2pid_err (*refuse_nonsense) (p2pid_operator_order *order);

  /** The binding, from what completed the order. */
  p2pid_err (*join) (p2pid_operator_order *order,
                     p2pid_bytes statement,
                     p2pid_binding **out_binding);
} p2pid_operator_manner;

/** The first two are for who starts it, the rest is zero then. */
struct p2pid_operator_order {
  const p2pid_operator_manner *manner;
  p2pid_enrolment *enrolment;

  const p2pid_enrolment_config *config;
  json_t *opened; /* the answer; NULL: no order is open at the operator */
  json_t *completed;
  int64_t begun; /* by p2pid_operator_clock() */
  unsigned missed;
  const p2pid_eid_message *told;
};

/** Have the statement signed, from the order to the binding: the whole of a
 *  method's get(). */
P2PID_MUST_CHECK p2pid_err
p2pid_operator_order_get (p2pid_operator_order *order,
                          const p2pid_statement *statement,
                          p2pid_binding **out_binding);

/* For the manner: */

/** Tell it, if it was not told last. */
void
p2pid_operator_order_tell (p2pid_operator_order *order,
                           const p2pid_eid_message *message);

/** What was shown as a QR code or link is of no use any more. */
void
p2pid_operator_order_hide (p2pid_operator_order *order,
                           p2pid_enrolment_event_kind kind);

/** The event FAILED will have it. Returns @p err. */
p2pid_err
p2pid_operator_order_fail (p2pid_operator_order *order,
                           const p2pid_eid_message *message,
                           p2pid_err err);

/** The operator has ended it: there is nothing left to cancel. */
void
p2pid_operator_order_forget (p2pid_operator_order *order);

/** The same, and @p result is what came of it. */
void
p2pid_operator_order_complete (p2pid_operator_order *order, json_t *result);

#endif
