/*
 * What a gateway lets itself be asked: a signature of a statement, and of
 * nothing else. A pure function of bytes from outside.
 */

#ifndef P2PID_TOOLS_GATEWAY_TERMS_H
#define P2PID_TOOLS_GATEWAY_TERMS_H

#include "p2pid/identity.h"
#include "p2pid/statement.h"

/** Largest order, in bytes of JSON. */
#define GATEWAY_ORDER_MAX 1024

/** Most names of programs that are served. */
#define GATEWAY_PROGRAMS_MAX 16

/** How far a statement's beginning may be from now, in seconds. */
#define GATEWAY_CLOCK_MAX 300

/** What the gateway's operator allows. */
typedef struct {
  int64_t longest[P2PID_METHOD_COUNT_]; /**< seconds; 0: not this method */
  const char *programs[GATEWAY_PROGRAMS_MAX + 1]; /**< NULL-terminated */
  bool credentials;                               /**< may be asked for */
} gateway_terms;

/** An order that was taken. */
typedef struct {
  p2pid_method method;
  p2pid_statement statement;
  bool credential;
} gateway_wish;

typedef enum {
  GATEWAY_TAKEN,
  GATEWAY_FORMAT,     /**< is no order, to the byte */
  GATEWAY_METHOD,     /**< a method that is not served */
  GATEWAY_PROGRAM,    /**< a program that is not served */
  GATEWAY_LIFETIME,   /**< holds too long */
  GATEWAY_CLOCK,      /**< does not begin now */
  GATEWAY_CREDENTIAL, /**< no credential is issued here */
  GATEWAY_MEMORY
} gateway_verdict;

/** Whether an order is taken, from its JSON:
 *  {"method": "bankid", "statement": "base64url", "credential": true}, the last
 *  member where it is wanted, and no member more. @p out_wish is written
 *  when GATEWAY_TAKEN or GATEWAY_LIFETIME is returned. */
gateway_verdict
gateway_judge (const gateway_terms *terms,
               p2pid_bytes json,
               int64_t now,
               gateway_wish *out_wish);

#endif
