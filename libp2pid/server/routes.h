/*
 * What a request means: its target, method and headers as values. Pure
 * functions of text from outside.
 */

#ifndef P2PID_SERVER_ROUTES_H
#define P2PID_SERVER_ROUTES_H

#include "server/boxes.h"
#include "server/buckets.h"

#include <netinet/in.h>

/** Longest time that one may wait for a message, in seconds. */
#define P2PID_WAIT_MAX 30

typedef enum {
  P2PID_PATH_NONE,   /**< there is nothing here */
  P2PID_PATH_BAD,    /**< there is, but not with that query */
  P2PID_PATH_PAGE,   /**< / and /i */
  P2PID_PATH_COUNTS, /**< /v1/counts */
  P2PID_PATH_CODES,  /**< /v1/code */
  P2PID_PATH_CODE,   /**< /v1/code/{nameplate} */
  P2PID_PATH_BOX,    /**< /v1/box/{mailbox} */
  P2PID_PATH_SLOT,   /**< /v1/box/{mailbox}/{side}/{n}?wait=25 */
  P2PID_PATH_EXTRA   /**< somebody else's: never parsed here */
} p2pid_path;

typedef struct {
  p2pid_path path;
  char nameplate[P2PID_NAMEPLATE_SIZE]; /**< CODE; empty for no nameplate */
  p2pid_box_id id;                      /**< BOX, SLOT */
  p2pid_box_side side;                  /**< SLOT */
  unsigned slot;                        /**< SLOT */
  unsigned wait;                        /**< SLOT: seconds */
} p2pid_target;

typedef enum {
  P2PID_ACTION_NONE, /**< the method is not for this path */
  P2PID_ACTION_PAGE,
  P2PID_ACTION_COUNTS,
  P2PID_ACTION_OPEN,
  P2PID_ACTION_CLAIM,
  P2PID_ACTION_PUT,
  P2PID_ACTION_GET,
  P2PID_ACTION_DELETE,
  P2PID_ACTION_EXTRA
} p2pid_action;

/** A request target as it stands in the request line; no percent sign means
 *  anything in it. */
void
p2pid_target_parse (const char *text, p2pid_target *out_target);

/** What @p method does at a path that is there. */
p2pid_action
p2pid_target_action (const p2pid_target *target, const char *method);

/** The methods that do something there, as the header Allow lists them. */
const char *
p2pid_target_allow (const p2pid_target *target);

/** The token in an Authorization header; false for anything but "Bearer" and
 *  43 characters of base64url. NULL is fine. */
bool
p2pid_bearer_parse (const char *text, p2pid_token *out_token);

/** The last address in an X-Forwarded-For header, which is what the nearest
 *  proxy saw: AF_INET, with 4 bytes in front of @p out, or AF_INET6; 0 when it
 *  is none. NULL is fine. */
int
p2pid_forwarded_read (const char *text, struct in6_addr *out);

/** What counts as one of it; false when it is none. */
bool
p2pid_forwarded_parse (const char *text, p2pid_address *out_address);

/** The value of a Content-Length header, SIZE_MAX for one that is larger
 *  than any size; false when it is none. NULL is fine. */
bool
p2pid_length_parse (const char *text, size_t *out_size);

#endif
