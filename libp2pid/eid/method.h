/*
 * The closed table of ways to get evidence: one row a method, one file a row.
 */

#ifndef P2PID_EID_METHOD_H
#define P2PID_EID_METHOD_H

#include "eid/enrolment.h"

typedef struct {
  p2pid_method method;

  /* P2PID_ERR_ARGUMENT for a config without what the method needs. */
  p2pid_err (*check) (const p2pid_enrolment_config *config);

  /* Get evidence for the statement: ask, wait, tell. Whatever was opened
   * elsewhere is closed again. Errors of p2pid_enrolment_run(). */
  p2pid_err (*get) (p2pid_enrolment *enrolment,
                    const p2pid_statement *statement,
                    p2pid_binding **out_binding);
} p2pid_eid_row;

/* The rows, each in the file of its method. */
extern const p2pid_eid_row p2pid_eid_bankid; /* directly or by a gateway */
extern const p2pid_eid_row p2pid_eid_freja;  /* likewise */
extern const p2pid_eid_row p2pid_eid_card;
extern const p2pid_eid_row p2pid_eid_oidc;
extern const p2pid_eid_row p2pid_eid_test; /* the TEST issuer, on the spot */

/** The row; NULL for a method that there is no way to get. */
const p2pid_eid_row *
p2pid_eid_find (p2pid_method method);

#endif
