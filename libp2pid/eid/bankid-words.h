/*
 * What BankID's codes mean to an enrolment: the message, of p2pid/message.h,
 * and what p2pid_enrolment_run() returns.
 */

#ifndef P2PID_EID_BANKID_WORDS_H
#define P2PID_EID_BANKID_WORDS_H

#include "p2pid/error.h"
#include "p2pid/message.h"

/** For a pending order's hintCode; RFA21 for one that is not known, or NULL.
 *  @p device and @p opened as in p2pid_bankid_find_message(). */
const p2pid_eid_message *
p2pid_bankid_progress (const char *hint, p2pid_device device, bool opened);

/** For a failed order's hintCode; RFA22 and P2PID_ERR_RELAY for one that is
 *  not known, or NULL. */
p2pid_err
p2pid_bankid_failure (const char *hint,
                      p2pid_device device,
                      bool opened,
                      const p2pid_eid_message **out_message);

/** For an answer that is not of 200; @p code is its errorCode, or NULL. RFA22
 *  and P2PID_ERR_RELAY for what is not known. */
p2pid_err
p2pid_bankid_refusal (long status,
                      const char *code,
                      const p2pid_eid_message **out_message);

/** For what a gateway tells, which knows nothing of the person's device and
 *  of what was opened there: p2pid_bankid_find_message(), but a number that
 *  another stands for on @p device gives that one. */
const p2pid_eid_message *
p2pid_bankid_translate (const char *code, p2pid_device device, bool opened);

#endif
