/*
 * Answers: every status with its words, made once and sent many times.
 */

#ifndef P2PID_SERVER_ANSWERS_H
#define P2PID_SERVER_ANSWERS_H

#include "server/boxes.h"

#include <microhttpd.h>

typedef struct p2pid_answers p2pid_answers;

/** What the server says itself, beside what the boxes answer. */
typedef enum {
  P2PID_ANSWER_FORMAT = P2PID_BOX_FULL + 1, /**< 400 */
  P2PID_ANSWER_TOKEN,                       /**< 401 */
  P2PID_ANSWER_NAVIGATION,                  /**< 403 */
  P2PID_ANSWER_PATH,                        /**< 404 */
  P2PID_ANSWER_END,  /**< 400, and the connection closes: where the body ends
                         is not certain */
  P2PID_ANSWER_CUT,  /**< 413, and the connection closes: before the body */
  P2PID_ANSWER_PAGE, /**< 200, the page for people */
  P2PID_ANSWER_COUNT_
} p2pid_answer;

/** P2PID_ERR_MEMORY. */
P2PID_MUST_CHECK p2pid_err
p2pid_answers_new (p2pid_answers **out_answers);

void
p2pid_answers_free (p2pid_answers *answers);

/** Send a p2pid_answer, or a p2pid_box_answer that has no words of its own
 *  making. */
enum MHD_Result
p2pid_answers_send (const p2pid_answers *answers,
                    struct MHD_Connection *connection,
                    unsigned answer,
                    bool crowded);

/** Send a JSON object. */
enum MHD_Result
p2pid_answers_send_json (struct MHD_Connection *connection,
                         unsigned status,
                         const char *text);

/** Send a message, 200. */
enum MHD_Result
p2pid_answers_send_message (struct MHD_Connection *connection,
                            p2pid_bytes message,
                            bool crowded);

/** Send 405 with the header Allow. */
enum MHD_Result
p2pid_answers_send_allow (struct MHD_Connection *connection, const char *allow);

/** Send 429 with the header Retry-After. */
enum MHD_Result
p2pid_answers_send_patience (struct MHD_Connection *connection,
                             unsigned seconds);

#endif
