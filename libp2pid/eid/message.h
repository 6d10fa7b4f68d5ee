/*
 * What an operator's code says to people.
 */

#ifndef P2PID_EID_MESSAGE_H
#define P2PID_EID_MESSAGE_H

#include "p2pid/statement.h"

/** A message; all is static. */
typedef struct {
  const char *code; /**< in the operator's own words: "RFA1", "STARTED" */
  const char *sentences[P2PID_LANGUAGE_COUNT_];
} p2pid_eid_message;

#endif
