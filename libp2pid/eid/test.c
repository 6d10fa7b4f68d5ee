/* TEST identities: no eID is asked, the built-in issuer signs on the spot. */

#include "eid/method.h"

static p2pid_err
check (const p2pid_enrolment_config *config)
{
  return config->person != NULL && config->person->name != NULL
             ? P2PID_OK
             : P2PID_ERR_ARGUMENT;
}

static p2pid_err
get (p2pid_enrolment *enrolment,
     const p2pid_statement *statement,
     p2pid_binding **out_binding)
{
  return p2pid_binding_issue_test (
      &statement->key, p2pid_enrolment_get_config (enrolment)->person,
      statement->not_before, statement->not_after - statement->not_before,
      out_binding);
}

const p2pid_eid_row p2pid_eid_test = { P2PID_METHOD_SD_JWT, check, get };
