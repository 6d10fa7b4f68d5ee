/*
 * A gateway's configuration: one JSON file that names others, relative to its
 * own folder (p2pid-relay(1), "GATEWAY").
 */

#ifndef P2PID_TOOLS_GATEWAY_CONFIG_H
#define P2PID_TOOLS_GATEWAY_CONFIG_H

#include "p2pid/anchors.h"
#include "p2pid/key.h"
#include "tools/operator.h"
#include "tools/relay/gateway-terms.h"

/** Most orders at once. */
#define GATEWAY_ORDERS_MAX 200

typedef struct {
  gateway_terms terms; /**< its texts are those of json */
  void *json;          /**< a json_t */
  cli_operator operators[P2PID_METHOD_COUNT_]; /**< of the methods served */
  unsigned orders;                             /**< at once */
  unsigned per_address;                        /**< of them from one address */

  /* Credentials; NULL where none are issued. */
  p2pid_key *issuer;
  const char *iss;
  p2pid_anchors *anchors; /**< that evidence is checked against before */
  p2pid_environment
      environment; /**< of those that they are for, and no other */
} gateway_config;

/**
 * Read it all, for gateway_config_clear().
 *
 * @param out_what  what is wrong, static
 *
 * @return P2PID_ERR_STATE for a key that others can read; P2PID_ERR_FORMAT,
 *         P2PID_ERR_NOT_FOUND, P2PID_ERR_SIZE, P2PID_ERR_IO, P2PID_ERR_MEMORY
 */
P2PID_MUST_CHECK p2pid_err
gateway_config_read (const char *path,
                     gateway_config *out,
                     const char **out_what);

/** Wipe and free what is inside; all zero is fine. */
void
gateway_config_clear (gateway_config *config);

#endif
