/*
 * Load for a mailbox server: so many mailboxes with one who waits at each,
 * so many at once who write to them. One thread, raw HTTP, so that the client
 * costs as little as can be.
 */

#ifndef P2PID_TESTS_RELAY_LOAD_H
#define P2PID_TESTS_RELAY_LOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/** What is spoken to. */
typedef enum { LOAD_P2PID, LOAD_NCHAN } load_kind;

typedef struct {
  load_kind kind;
  uint16_t port;
  pid_t pid;
} load_server;

typedef struct {
  unsigned mailboxes; /**< with one who waits at each */
  unsigned at_once;   /**< who write */
  unsigned messages;  /**< in a mailbox, in turns, before it is deleted */
  unsigned size;      /**< of a message, bytes */
  unsigned pace;      /**< round trips a second; 0: as many as can be */
  double seconds;
} load_plan;

typedef struct {
  double rate;         /**< round trips a second */
  double server_us;    /**< the server's CPU time for each */
  double p50, p99;     /**< from writing to having been read and answered */
  double client_share; /**< of a processor; near 1 the client is the limit */
  unsigned errors;     /**< answers other than expected */
} load_result;

/** Run a plan; ends the program where it cannot. */
load_result
load_run (const load_server *server, const load_plan *plan);

/** Bytes of memory that the server has more of for each of @p count who
 *  wait. */
double
load_idle_bytes (const load_server *server, unsigned count);

#endif
