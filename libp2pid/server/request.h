/* One request, from its first line to its answer. */

#ifndef P2PID_SERVER_REQUEST_H
#define P2PID_SERVER_REQUEST_H

#include "server/internal.h"
#include "server/routes.h"

/** Room for an address as text. */
#define P2PID_ADDRESS_TEXT_SIZE 46

/** Of a body that is too large so much is read before the line is cut. */
#define P2PID_DRAIN_MAX (2 * P2PID_BOX_MESSAGE_MAX)

typedef struct {
  p2pid_server *server;
  struct MHD_Connection *connection;
  p2pid_target target;
  p2pid_action action;
  char *extra;        /**< the path, where it is somebody else's; or NULL */
  const char *method; /**< with extra; libmicrohttpd's */
  char from[P2PID_ADDRESS_TEXT_SIZE];    /**< with extra */
  char network[P2PID_ADDRESS_TEXT_SIZE]; /**< with extra */
  p2pid_token token;
  p2pid_address address;
  unsigned refusal;  /**< a p2pid_answer, or 0 */
  unsigned patience; /**< seconds that it has to wait, or 0 */
  size_t expected;   /**< bytes of the body, at the most */
  size_t received;   /**< bytes of the body, kept or not */
  p2pid_buffer *body;
  p2pid_wait wait;
  bool begun;
  bool woken; /**< has waited, and does not wait again */
} p2pid_request;

/** The request for @p target; NULL for want of memory. */
p2pid_request *
p2pid_request_new (p2pid_server *server,
                   struct MHD_Connection *connection,
                   const char *target);

/** The address at the other end: the client's, or its proxy's. */
p2pid_address
p2pid_request_peer (struct MHD_Connection *connection);

/** Stop waiting, wipe and free; NULL is fine. */
void
p2pid_request_free (p2pid_request *request);

/** Its headers are there. May answer at once, and close the connection. */
enum MHD_Result
p2pid_request_begin (p2pid_request *request, const char *method);

/** A piece of its body is there. */
enum MHD_Result
p2pid_request_take (p2pid_request *request, const char *data, size_t size);

/** All of it is there, or it has waited: answer, or suspend the connection
 *  to wait for a message. */
enum MHD_Result
p2pid_request_answer (p2pid_request *request);

#endif
