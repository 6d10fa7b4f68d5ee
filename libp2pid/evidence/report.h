/*
 * How a method keeps its report.
 */

#ifndef P2PID_EVIDENCE_REPORT_H
#define P2PID_EVIDENCE_REPORT_H

#include "p2pid/report.h"

/** Nothing was checked yet. */
#define P2PID_REPORT_NONE                                                      \
  {                                                                            \
    .failed = P2PID_STEP_COUNT_                                                \
  }

/** Enter the result of a step; returns @p err. A step made in parts is entered
 *  with each part, and holds when all did. */
p2pid_err
p2pid_report_enter (p2pid_report *report, p2pid_step step, p2pid_err err);

/** Enter a step that could not be made: revocation without an answer. */
void
p2pid_report_skip (p2pid_report *report, p2pid_step step);

#endif
