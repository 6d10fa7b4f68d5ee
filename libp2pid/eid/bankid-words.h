/*
 * What BankID's codes mean: recommended messages to users by their RFA
 * numbers, and what p2pid_enrolment_run() returns.
 */

#ifndef P2PID_EID_BANKID_WORDS_H
#define P2PID_EID_BANKID_WORDS_H

#include "eid/message.h"

/** For a pending order's hintCode; RFA21 for one that is not known, or NULL. */
const p2pid_eid_message *
p2pid_bankid_progress (const char *hint);

/** For a failed order's hintCode; RFA22 and P2PID_ERR_RELAY for one that is
 *  not known, or NULL. */
p2pid_err
p2pid_bankid_failure (const char *hint, const p2pid_eid_message **out_message);

/** The message of any code, a hintCode, an errorCode or "RFA…"; NULL for one
 *  that is not known. */
const p2pid_eid_message *
p2pid_bankid_find_message (const char *code);

/** For an answer that is not of 200; @p code is its errorCode, or NULL. RFA22
 *  and P2PID_ERR_RELAY for what is not known. */
p2pid_err
p2pid_bankid_refusal (long status,
                      const char *code,
                      const p2pid_eid_message **out_message);

#endif
